//! What a field must be, in upstream's words.

use pyo3::exceptions::PyAssertionError;
use pyo3::prelude::*;
use rosebay_rosidl::{Arity, Primitive};

use super::class::{Item, Kind};

/// The largest `float32`, as upstream writes it.
const FLOAT32_MAX: f64 = 3.402823466e+38;

/// Whether a `float32` can hold a number: strictly, within the limits that upstream writes, which
/// leave out the largest ones.
pub(crate) fn is_float32(number: f64, strict: bool) -> bool {
    let too_large = if strict {
        number.abs() > FLOAT32_MAX
    } else {
        (number as f32).is_infinite()
    };
    !too_large || number.is_infinite()
}

/// Which of an item's conditions a value misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Miss {
    Type,
    Range,
}

impl Item {
    /// The Python type, as upstream names it.
    fn type_name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Byte => "bytes",
            Self::Char | Self::Text { .. } => "str",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Message(class) => class.ty.name.name(),
        }
    }

    /// What a field of this type must be.
    pub(crate) fn expectation(self, miss: Miss) -> String {
        match (self, miss) {
            (Self::Byte, _) => "of type 'bytes' or 'ByteString' with length 1".to_owned(),
            (Self::Char, _) => "of type 'str' or 'UserString' with length 1 and the character \
                 ord() in [-128, 127]"
                .to_owned(),
            (
                Self::Text {
                    bound: Some(bound), ..
                },
                _,
            ) => format!("string value not longer than {bound}"),
            (Self::Message(class), _) => {
                format!("a sub message of type '{}'", class.ty.name.name())
            }
            (Self::Int(primitive), Miss::Range) => match primitive.integer_range() {
                Some(range) if *range.start() == 0 => {
                    format!("an unsigned integer in [0, {}]", range.end())
                }
                Some(range) => format!("an integer in [{}, {}]", range.start(), range.end()),
                None => "of type 'int'".to_owned(),
            },
            (Self::Float(Primitive::Float32), Miss::Range) => {
                "a float in [-3.402823466e+38, 3.402823466e+38]".to_owned()
            }
            _ => format!("of type '{}'", self.type_name()),
        }
    }
}

impl Kind {
    /// What a field of this kind must be.
    pub(crate) fn expectation(self, miss: Miss) -> String {
        let (item, arity) = match self {
            Self::One(item) => return item.expectation(miss),
            Self::List { item, arity } => (item, arity),
            Self::Sequence { numeric, bound } => {
                (Item::number(numeric.primitive()), Arity::Sequence { bound })
            }
            Self::Array { numeric, length } => (
                Item::number(numeric.primitive()),
                Arity::Array(u32::try_from(length).unwrap_or(u32::MAX)),
            ),
        };
        let mut parts = vec!["a set or sequence".to_owned()];
        match arity {
            Arity::Array(length) => parts.push(format!("with length {length}")),
            Arity::Sequence { bound: Some(bound) } => {
                parts.push(format!("with length <= {bound}"));
            }
            _ => {}
        }
        if let Item::Text {
            bound: Some(bound), ..
        } = item
        {
            parts.push(format!("and each string value not longer than {bound}"));
        }
        parts.push(format!("and each value of type '{}'", item.type_name()));
        parts.extend(item.range());
        parts.join(" ")
    }
}

impl Item {
    /// An integer or a floating-point number.
    pub(crate) fn number(primitive: Primitive) -> Self {
        match primitive {
            Primitive::Float32 | Primitive::Float64 => Self::Float(primitive),
            _ => Self::Int(primitive),
        }
    }

    /// The range of each item of a sequence.
    fn range(self) -> Option<String> {
        match self {
            Self::Char => Some("and each char in [0, 255]".to_owned()),
            Self::Float(Primitive::Float32) => Some(format!(
                "and each float in [-{FLOAT32_MAX:.6}, {FLOAT32_MAX:.6}]"
            )),
            Self::Float(_) => {
                let max = f64::MAX;
                Some(format!("and each double in [-{max:.6}, {max:.6}]"))
            }
            Self::Int(primitive) => {
                let range = primitive.integer_range()?;
                let name = if *range.start() == 0 {
                    "unsigned integer"
                } else {
                    "integer"
                };
                Some(format!(
                    "and each {name} in [{}, {}]",
                    range.start(),
                    range.end()
                ))
            }
            _ => None,
        }
    }
}

/// Why a value cannot be a field's.
pub(crate) enum Refusal {
    /// It is not what the field must be.
    Expected {
        /// The way to the field or the item of it that is wrong.
        path: String,
        /// What it must be, and what came, behind "The '…' ".
        must: String,
    },
    /// Python code has failed.
    Python(PyErr),
}

impl Refusal {
    /// A value that misses the expectation `must_be`.
    pub(crate) fn new(must_be: &str, value: &Bound<'_, PyAny>) -> Self {
        Self::phrased(&format!("field must be {must_be}"), value)
    }

    /// The same in other words.
    pub(crate) fn phrased(must: &str, value: &Bound<'_, PyAny>) -> Self {
        Self::Expected {
            path: String::new(),
            must: format!("{must}, got {}", describe(value)),
        }
    }

    /// Says in which field or item, `[3]`, the value is.
    pub(crate) fn inside(self, outer: &str) -> Self {
        match self {
            Self::Expected { path, must } => Self::Expected {
                path: if path.is_empty() || path.starts_with('[') {
                    format!("{outer}{path}")
                } else {
                    format!("{outer}.{path}")
                },
                must,
            },
            python => python,
        }
    }
}

impl From<PyErr> for Refusal {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Refusal> for PyErr {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Expected { path, must } => {
                PyAssertionError::new_err(format!("The '{path}' {must}"))
            }
            Refusal::Python(error) => error,
        }
    }
}

/// A value for an error message: `5 of type 'int'`.
fn describe(value: &Bound<'_, PyAny>) -> String {
    const LONGEST: usize = 60;
    let ty = value
        .get_type()
        .name()
        .map_or_else(|_| "?".to_owned(), |name| name.to_string());
    let length = value.len().ok();
    let shown = match length {
        Some(length) if length > LONGEST => None,
        _ => value.repr().ok().map(|repr| repr.to_string()),
    };
    match (shown, length) {
        (Some(shown), _) if shown.chars().count() <= LONGEST => format!("{shown} of type '{ty}'"),
        (_, Some(length)) => format!("a value of type '{ty}' and length {length}"),
        _ => format!("a value of type '{ty}'"),
    }
}
