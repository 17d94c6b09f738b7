//! The attributes of message classes.

use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::prelude::*;
use rosebay_rosidl::InterfaceName;

use super::class::{Field, MessageClass};
use super::instance::Message;
use super::{python_class, slot_types};

// A field, as an attribute of a message class. No documentation that Python would take for that of
// each field.
#[pyclass(frozen, name = "Field", module = "rclpy._rclpy")]
pub(crate) struct FieldAttribute {
    pub(crate) class: &'static MessageClass,
    pub(crate) index: usize,
}

impl FieldAttribute {
    /// The message that the attribute is asked of, which must have the field.
    fn message<'a>(&self, object: &'a Bound<'_, PyAny>) -> PyResult<&'a Message> {
        match object.cast::<Message>() {
            Ok(message) if std::ptr::eq(message.get().class, self.class) => Ok(message.get()),
            _ => Err(PyTypeError::new_err(format!(
                "the field '{}' belongs to '{}', not to {}",
                self.name(),
                self.class.ty.name,
                object.get_type()
            ))),
        }
    }

    fn field(&self) -> Option<&'static Field> {
        self.class.fields.get(self.index)
    }
}

#[pymethods]
impl FieldAttribute {
    fn __get__(
        slf: &Bound<'_, Self>,
        message: Option<&Bound<'_, PyAny>>,
        _class: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let this = slf.get();
        match message {
            Some(message) => this.message(message)?.get_field(slf.py(), this.index),
            None => Ok(slf.clone().into_any().unbind()),
        }
    }

    fn __set__(&self, message: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.message(message)?.set_field(self.index, value)
    }

    fn __delete__(&self, _message: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyAttributeError::new_err(format!(
            "can't delete attribute '{}'",
            self.name()
        )))
    }

    #[getter(__name__)]
    fn name(&self) -> &'static str {
        self.field().map_or("", |field| field.info.name.as_str())
    }

    #[getter(__doc__)]
    fn doc(&self) -> String {
        format!("Message field '{}'.", self.name())
    }
}

/// A constant or the default of a field, as an attribute that cannot be set.
#[pyclass(frozen, module = "rclpy._rclpy")]
pub(crate) struct Fixed {
    pub(crate) name: String,
    pub(crate) value: FixedValue,
}

/// What such an attribute is.
pub(crate) enum FixedValue {
    Constant(Py<PyAny>),
    Default(&'static MessageClass, usize),
}

#[pymethods]
impl Fixed {
    fn __get__(
        &self,
        py: Python<'_>,
        _object: Option<&Bound<'_, PyAny>>,
        _class: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        match &self.value {
            FixedValue::Constant(value) => Ok(value.clone_ref(py)),
            FixedValue::Default(class, index) => match class.fields.get(*index) {
                Some(field) => field.default_value(py).map(Bound::unbind),
                None => Ok(py.None()),
            },
        }
    }

    fn __set__(&self, _object: &Bound<'_, PyAny>, _value: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyAttributeError::new_err(format!(
            "can't set attribute '{}'",
            self.name
        )))
    }

    fn __delete__(&self, _object: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyAttributeError::new_err(format!(
            "can't delete attribute '{}'",
            self.name
        )))
    }
}

/// An attribute of a class that is made when it is first asked for, and then replaces this.
#[pyclass(frozen, module = "rclpy._rclpy")]
pub(crate) struct Lazy {
    pub(crate) name: &'static str,
    pub(crate) value: LazyValue,
}

/// What such an attribute becomes.
pub(crate) enum LazyValue {
    /// The class of an interface.
    Interface(InterfaceName),
    /// `_fields_and_field_types`.
    FieldTypes(&'static MessageClass),
    /// `SLOT_TYPES`.
    SlotTypes(&'static MessageClass),
}

#[pymethods]
impl Lazy {
    fn __get__<'py>(
        &self,
        object: Option<&Bound<'py, PyAny>>,
        class: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = class.py();
        let value = match &self.value {
            LazyValue::Interface(name) => python_class::interface(py, name)?.into_any(),
            LazyValue::FieldTypes(message) => slot_types::as_text(py, message)?.into_any(),
            LazyValue::SlotTypes(message) => slot_types::slot_types(py, message)?.into_any(),
        };
        match object {
            Some(object) if class.is_none() => object.get_type().setattr(self.name, &value)?,
            _ => class.setattr(self.name, &value)?,
        }
        Ok(value)
    }
}
