//! Messages: Python classes made of interface definitions at run time, native instances that
//! decode a received field when it is first read, and their way to and from bytes.
//!
//! * A [`class`] knows the fields of one message type; [`python_class`] makes its Python class, in
//!   the shape of upstream's generated ones; a [`field`] is an attribute of that.
//! * An [`instance`] holds for each field a value, or nothing: then the field is the default, or,
//!   if the message was received, still in the [`payload`], where [`source`] finds and decodes it.
//!   A value that has been decoded is kept, so that `msg.header is msg.header`.
//! * [`assign`] and [`numbers`] say what a field takes; [`expect`] says it to the user, in
//!   upstream's words. What is checked there holds until the bytes are written, except inside
//!   lists, which [`mod@encode`] therefore checks again.
//! * A received message that cannot have changed is sent as the bytes it came as. Whatever Python
//!   could change unseen counts as changed when it is handed out: lists, NumPy arrays, buffers.
//! * A [`mod@loan`] is a message in memory of the middleware's, whose numbers are written to where they are sent from.
//! * A [`view`] is a sequence of received numbers, as an `array.array`, through the [`buffer`]
//!   protocol and in [`disguise`], which are the only unsafe code here.
//!
//! Locks are held for moments only, in which no Python code runs: not even the end of a Python
//! object's life, which can run anything.

mod assign;
mod buffer;
mod class;
mod default;
mod disguise;
mod encode;
mod expect;
mod field;
mod instance;
mod loan;
mod numbers;
mod numeric;
mod payload;
mod python_class;
mod received;
mod slot_types;
mod source;
mod transcode;
mod type_support;
mod view;

use std::path::PathBuf;

use bytes::Bytes;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use rosebay_rosidl::InterfaceName;

pub(crate) use encode::{encode, encode_with};
pub(crate) use instance::Message;
pub(crate) use loan::{borrow, fill_in, give_back};
pub(crate) use received::Received;
pub(crate) use type_support::TypeSupport;
pub(crate) use type_support::{action_type, message_type, service_type};

use payload::Payload;
use source::{Source, decode_error};

/// A message of a payload that has been validated: its fields are decoded when they are read.
///
/// # Errors
/// `TypeError` when `cls` is not the class of a message.
pub(crate) fn from_bytes(
    py: Python<'_>,
    cls: &Bound<'_, PyType>,
    payload: Bytes,
) -> PyResult<Py<PyAny>> {
    let class = TypeSupport::of_message_class(cls)?;
    let source = Source::new(Payload::new(payload), 0);
    Message::received(py, class, source).map(Bound::unbind)
}

/// Serializes a message, encapsulation header included.
#[pyfunction]
fn rclpy_serialize<'py>(
    message: &Bound<'py, PyAny>,
    message_type: &Bound<'py, PyType>,
) -> PyResult<Bound<'py, PyBytes>> {
    let expected = type_support::message_type(message_type)?;
    Ok(PyBytes::new(message.py(), &encode(message, &expected)?))
}

/// Makes a message of its serialized form, which is checked and copied.
#[pyfunction]
fn rclpy_deserialize(
    py: Python<'_>,
    serialized: &Bound<'_, PyAny>,
    message_type: &Bound<'_, PyType>,
) -> PyResult<Py<PyAny>> {
    let ty = type_support::message_type(message_type)?;
    let Some(payload) = numbers::bytes_of(serialized)? else {
        return Err(PyTypeError::new_err(format!(
            "expected the bytes of a message, got {}",
            serialized.get_type()
        )));
    };
    ty.plan.validate(&payload).map_err(decode_error)?;
    from_bytes(py, message_type, payload.into())
}

/// The class of an interface given by its parts, `('std_msgs', 'msg', 'String')`.
#[pyfunction]
fn interface_class<'py>(
    py: Python<'py>,
    package: &str,
    kind: &str,
    name: &str,
) -> PyResult<Bound<'py, PyType>> {
    let kind = kind.parse().map_err(python_class::bad_name)?;
    let name = InterfaceName::new(package, kind, name).map_err(python_class::bad_name)?;
    python_class::interface(py, &name)
}

/// The names of a package's interfaces of one kind, sorted.
#[pyfunction]
fn interface_names(package: &str, kind: &str) -> PyResult<Vec<String>> {
    let kind = kind.parse().map_err(python_class::bad_name)?;
    Ok(python_class::interfaces(package, kind))
}

/// The packages that have interfaces, sorted.
#[pyfunction]
fn interface_packages() -> Vec<String> {
    python_class::packages()
}

/// Adds the packages whose definitions lie in a folder's subfolders.
#[pyfunction]
fn add_interface_root(folder: PathBuf) {
    python_class::add_root(folder);
}

/// The name of an interface as that of upstream's generated module has it: `multi_dof_joint_state`.
#[pyfunction]
fn snake_case(name: &str) -> String {
    python_class::snake_case(name)
}

/// Adds the messages' part to the native module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    disguise::disguise(module.py())?;
    module.add_class::<Message>()?;
    module.add_class::<TypeSupport>()?;
    module.add_function(wrap_pyfunction!(rclpy_serialize, module)?)?;
    module.add_function(wrap_pyfunction!(rclpy_deserialize, module)?)?;
    module.add_function(wrap_pyfunction!(interface_class, module)?)?;
    module.add_function(wrap_pyfunction!(interface_names, module)?)?;
    module.add_function(wrap_pyfunction!(interface_packages, module)?)?;
    module.add_function(wrap_pyfunction!(add_interface_root, module)?)?;
    module.add_function(wrap_pyfunction!(snake_case, module)?)
}
