//! Has the class of views equal `array.array` where programs compare classes.
#![allow(unsafe_code)]

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

use super::numeric::array_type;
use super::view::ArrayView;

/// Gives [`ArrayView`] a metaclass by which it equals `array.array`, so that
/// `type(message.data) in (list, array.array)` holds for received numbers, too.
///
/// `isinstance` asks an instance for its `__class__`; those who compare types ask nobody but the classes.
pub(super) fn disguise(py: Python<'_>) -> PyResult<()> {
    let metaclass = metaclass(py)?;
    let view = py.get_type::<ArrayView>();
    // SAFETY: the metaclass adds nothing to `type`, so that the class is laid out as its instances are. The
    // class keeps the reference to it; the one to `type`, which is static, needs no release.
    unsafe { (*view.as_ptr()).ob_type = metaclass.into_ptr().cast() };
    Ok(())
}

/// Makes a `type` whose only instance equals `array.array`.
fn metaclass(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let members = PyDict::new(py);
    members.set_item(intern!(py, "__slots__"), PyTuple::empty(py))?;
    members.set_item(intern!(py, "__module__"), "rclpy._rclpy")?;
    // Functions of Rust are no descriptors: they are called with the other operand alone.
    members.set_item(intern!(py, "__eq__"), wrap_pyfunction!(equals, py)?)?;
    members.set_item(intern!(py, "__hash__"), wrap_pyfunction!(hash, py)?)?;
    let ty = py.get_type::<PyType>();
    ty.call1(("ArrayViewType", (&ty,), members))
}

/// Whether a class is that of views, or the one that it equals.
#[pyfunction]
fn equals(other: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = other.py();
    Ok(other.is(py.get_type::<ArrayView>()) || other.is(array_type(py)?))
}

/// What equals has the same hash.
#[pyfunction]
fn hash(py: Python<'_>) -> PyResult<isize> {
    array_type(py)?.hash()
}
