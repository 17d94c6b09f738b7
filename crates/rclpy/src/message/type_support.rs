//! What ties a Python class to its interface.

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rosidl::{ActionType, MessageType, ServiceType};

use super::class::MessageClass;

/// The interface that a Python class stands for: `_TYPE_SUPPORT` of its metaclass.
#[pyclass(frozen, module = "rclpy._rclpy")]
pub(crate) struct TypeSupport {
    pub(crate) interface: Interface,
}

/// An interface of any kind.
pub(crate) enum Interface {
    Message(&'static MessageClass),
    Service(Arc<ServiceType>),
    Action(Arc<ActionType>),
}

impl TypeSupport {
    /// The type support of a class, which must be of an interface.
    fn of<'py>(cls: &Bound<'py, PyType>) -> PyResult<Bound<'py, Self>> {
        let found = cls.getattr_opt(intern!(cls.py(), "_TYPE_SUPPORT"))?;
        found
            .and_then(|found| found.cast_into().ok())
            .ok_or_else(|| Self::wrong_class(cls, "a message, service or action"))
    }

    pub(crate) fn of_message_class(cls: &Bound<'_, PyType>) -> PyResult<&'static MessageClass> {
        match &Self::of(cls)?.get().interface {
            Interface::Message(class) => Ok(class),
            _ => Err(Self::wrong_class(cls, "a message")),
        }
    }

    fn wrong_class(cls: &Bound<'_, PyType>, expected: &str) -> PyErr {
        PyTypeError::new_err(format!("expected the class of {expected}, got {cls}"))
    }
}

/// The type of a message class.
///
/// # Errors
/// `TypeError` when `cls` is the class of something else.
pub(crate) fn message_type(cls: &Bound<'_, PyType>) -> PyResult<Arc<MessageType>> {
    TypeSupport::of_message_class(cls).map(|class| Arc::clone(&class.ty))
}

/// The type of a service class.
///
/// # Errors
/// `TypeError` when `cls` is the class of something else.
pub(crate) fn service_type(cls: &Bound<'_, PyType>) -> PyResult<Arc<ServiceType>> {
    match &TypeSupport::of(cls)?.get().interface {
        Interface::Service(service) => Ok(Arc::clone(service)),
        _ => Err(TypeSupport::wrong_class(cls, "a service")),
    }
}

/// The type of an action class.
///
/// # Errors
/// `TypeError` when `cls` is the class of something else.
pub(crate) fn action_type(cls: &Bound<'_, PyType>) -> PyResult<Arc<ActionType>> {
    match &TypeSupport::of(cls)?.get().interface {
        Interface::Action(action) => Ok(Arc::clone(action)),
        _ => Err(TypeSupport::wrong_class(cls, "an action")),
    }
}

#[pymethods]
impl TypeSupport {
    /// The interface's name, `std_msgs/msg/String`.
    #[getter]
    fn name(&self) -> String {
        match &self.interface {
            Interface::Message(class) => class.ty.name.to_string(),
            Interface::Service(service) => service.name.to_string(),
            Interface::Action(action) => action.name.to_string(),
        }
    }

    /// The interface's hash, `RIHS01_…`.
    #[getter]
    fn type_hash(&self) -> String {
        match &self.interface {
            Interface::Message(class) => class.ty.hash().to_string(),
            Interface::Service(service) => service.hash().to_string(),
            Interface::Action(action) => action.hash().to_string(),
        }
    }

    fn __repr__(&self) -> String {
        format!("<type support of {}>", self.name())
    }
}
