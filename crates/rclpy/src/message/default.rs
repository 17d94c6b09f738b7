//! The values that fields have before anyone sets them.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyList, PyString};
use rosebay_rosidl::{Arity, Literal};

use super::class::{Field, Item, Kind};
use super::numeric::{Number, Numeric};

impl Field {
    /// The default as a new object, or as the shared one if it cannot be changed.
    pub(crate) fn default_value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        if let Some(shared) = &self.shared_default {
            return Ok(shared.bind(py).clone());
        }
        let default = self.info.default.as_ref();
        match self.kind {
            Kind::One(Item::Message(class)) => class.python(py)?.bind(py).call0(),
            Kind::One(item) => item.literal(py, default),
            Kind::List { item, arity } => item.default_list(py, arity, default),
            Kind::Sequence { numeric, .. } => {
                numeric.array(py, &self.default_numbers(numeric).unwrap_or_default())
            }
            Kind::Array { numeric, length } => {
                let zeros = || vec![0; numeric.size().saturating_mul(length)];
                numeric.ndarray(py, &self.default_numbers(numeric).unwrap_or_else(zeros))
            }
        }
    }

    /// The machine bytes of the numbers that the definition gives.
    pub(crate) fn default_numbers(&self, numeric: Numeric) -> Option<Vec<u8>> {
        let Some(Literal::List(items)) = &self.info.default else {
            return None;
        };
        let mut bytes = Vec::with_capacity(items.len().saturating_mul(numeric.size()));
        for item in items {
            let number = match item {
                Literal::Int(value) => Number::Int(*value),
                Literal::Float(value) => Number::Float(*value),
                _ => return None,
            };
            numeric.push(number, &mut bytes)?;
        }
        Some(bytes)
    }
}

impl Item {
    /// The default of a field of this type; `None` for messages, which cannot be shared.
    pub(crate) fn default_value<'py>(
        self,
        py: Python<'py>,
        default: Option<&Literal>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self {
            Self::Message(_) => Ok(None),
            item => item.literal(py, default).map(Some),
        }
    }

    fn default_list<'py>(
        self,
        py: Python<'py>,
        arity: Arity,
        default: Option<&Literal>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let list = PyList::empty(py);
        match (default, arity) {
            (Some(Literal::List(items)), _) => {
                for item in items {
                    list.append(self.literal(py, Some(item))?)?;
                }
            }
            (_, Arity::Array(length)) => {
                for _ in 0..length {
                    list.append(self.new_value(py)?)?;
                }
            }
            _ => {}
        }
        Ok(list.into_any())
    }

    fn new_value<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Message(class) => class.python(py)?.bind(py).call0(),
            item => item.literal(py, None),
        }
    }

    /// The Python value of a literal, or without one that of zero or the empty string.
    pub(crate) fn literal<'py>(
        self,
        py: Python<'py>,
        literal: Option<&Literal>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let int = match literal {
            Some(Literal::Int(value)) => *value,
            Some(Literal::Bool(value)) => i128::from(*value),
            _ => 0,
        };
        // A literal of a byte or a character fits in 8 bits: the parser has seen to that.
        let byte = int as u8;
        Ok(match self {
            Self::Bool => PyBool::new(py, int != 0).to_owned().into_any(),
            Self::Byte => PyBytes::new(py, &[byte]).into_any(),
            Self::Char => char::from(byte).into_pyobject(py)?.into_any(),
            Self::Int(_) => Number::Int(int).to_python(py)?,
            Self::Float(_) => {
                let value = match literal {
                    Some(Literal::Float(value)) => *value,
                    _ => int as f64,
                };
                Number::Float(value).to_python(py)?
            }
            Self::Text { .. } => {
                let text = match literal {
                    Some(Literal::String(text)) => text.as_str(),
                    _ => "",
                };
                PyString::new(py, text).into_any()
            }
            Self::Message(class) => {
                return Err(PyTypeError::new_err(format!(
                    "'{}' cannot have a default of its own",
                    class.ty.name
                )));
            }
        })
    }
}
