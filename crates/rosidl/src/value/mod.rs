//! Messages whose type is known only at run time.

mod codec;
mod csv;
mod error;
mod json;
mod message;
mod plain;
mod repr;
mod scalar;
mod text;
mod yaml;

pub use error::ValueError;
pub use message::DynamicMessage;
pub use repr::python_bytes;
pub use text::TextOptions;

use scalar::{ValueScalar, with_scalar};

use crate::cdr::count_characters;
use crate::definition::{Arity, Literal};
use crate::message_type::{Element, Type};

macro_rules! values {
    ($($(#[$doc:meta])* $one:ident, $many:ident: $type:ty, $name:literal;)*) => {
        /// The value of one field. `byte`, `char` and `uint8` are all [`Value::U8`]; arrays and
        /// sequences are both the `…Array` of their element.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Value {
            $(
                $(#[$doc])*
                $one($type),
                /// Many of the above.
                $many(Vec<$type>),
            )*
            /// Wide text.
            WString(String),
            /// Many of the above.
            WStringArray(Vec<String>),
        }

        impl Value {
            /// How many elements an array or sequence has; `None` for a single value.
            pub fn len(&self) -> Option<usize> {
                match self {
                    $(Self::$many(values) => Some(values.len()),)*
                    Self::WStringArray(values) => Some(values.len()),
                    _ => None,
                }
            }

            /// Whether this is an array or sequence without elements.
            pub fn is_empty(&self) -> bool {
                self.len() == Some(0)
            }

            /// A copy of one element of an array or sequence.
            pub fn element(&self, index: usize) -> Option<Value> {
                match self {
                    $(Self::$many(values) => values.get(index).cloned().map(Self::$one),)*
                    Self::WStringArray(values) => values.get(index).cloned().map(Self::WString),
                    _ => None,
                }
            }

            /// Replaces one element; gives `value` back if there is no such element or it is of
            /// another type.
            fn set_element(&mut self, index: usize, value: Value) -> Result<(), Value> {
                match (self, value) {
                    $((Self::$many(values), Self::$one(value)) if index < values.len() => {
                        values[index] = value;
                    })*
                    (Self::WStringArray(values), Self::WString(value)) if index < values.len() => {
                        values[index] = value;
                    }
                    (_, value) => return Err(value),
                }
                Ok(())
            }

            /// What the value is, for errors.
            fn describe(&self) -> String {
                match self {
                    $(
                        Self::$one(_) => $name.to_owned(),
                        Self::$many(values) => format!("{} of {}", values.len(), $name),
                    )*
                    Self::WString(_) => "wstring".to_owned(),
                    Self::WStringArray(values) => format!("{} of wstring", values.len()),
                }
            }
        }

        $(
            impl From<$type> for Value {
                fn from(value: $type) -> Self {
                    Self::$one(value)
                }
            }

            impl From<Vec<$type>> for Value {
                fn from(values: Vec<$type>) -> Self {
                    Self::$many(values)
                }
            }
        )*
    };
}

values! {
    /// A boolean.
    Bool, BoolArray: bool, "boolean";
    /// A `uint8`, `byte` or `char`.
    U8, U8Array: u8, "uint8";
    /// An `int8`.
    I8, I8Array: i8, "int8";
    /// A `uint16`.
    U16, U16Array: u16, "uint16";
    /// An `int16`.
    I16, I16Array: i16, "int16";
    /// A `uint32`.
    U32, U32Array: u32, "uint32";
    /// An `int32`.
    I32, I32Array: i32, "int32";
    /// A `uint64`.
    U64, U64Array: u64, "uint64";
    /// An `int64`.
    I64, I64Array: i64, "int64";
    /// A `float32`.
    F32, F32Array: f32, "float";
    /// A `float64`.
    F64, F64Array: f64, "double";
    /// Text.
    String, StringArray: String, "string";
    /// A nested message.
    Message, MessageArray: DynamicMessage, "message";
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl Value {
    /// The value as a number, where it is a single one or a boolean, which is 0 or 1. Integers beyond 2⁵³ are
    /// the nearest that the number can be.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Bool(value) => Some(f64::from(u8::from(*value))),
            Self::U8(value) => Some((*value).into()),
            Self::I8(value) => Some((*value).into()),
            Self::U16(value) => Some((*value).into()),
            Self::I16(value) => Some((*value).into()),
            Self::U32(value) => Some((*value).into()),
            Self::I32(value) => Some((*value).into()),
            Self::U64(value) => Some(*value as f64),
            Self::I64(value) => Some(*value as f64),
            Self::F32(value) => Some((*value).into()),
            Self::F64(value) => Some(*value),
            _ => None,
        }
    }

    /// The value a field of this type has in a new message.
    pub fn default_of(ty: &Type, default: Option<&Literal>) -> Self {
        let count = match (ty.arity, default) {
            (_, Some(Literal::List(values))) => values.len(),
            (Arity::Array(count), _) => count as usize,
            _ => 0,
        };
        let literal = |index: usize| match default {
            Some(Literal::List(values)) => values.get(index),
            other => other,
        };
        let text = |index| match literal(index) {
            Some(Literal::String(text)) => text.clone(),
            _ => String::new(),
        };
        let one = ty.arity == Arity::One;
        match &ty.element {
            Element::Primitive(primitive) => with_scalar!(*primitive, T => {
                let scalar = |index| literal(index).and_then(T::from_literal).unwrap_or_default();
                if one { T::one(scalar(0)) } else { T::many((0..count).map(scalar).collect()) }
            }),
            Element::String { .. } if one => Self::String(text(0)),
            Element::String { .. } => Self::StringArray((0..count).map(text).collect()),
            Element::WString { .. } if one => Self::WString(text(0)),
            Element::WString { .. } => Self::WStringArray((0..count).map(text).collect()),
            Element::Message(nested) if one => Self::Message(DynamicMessage::new(nested.clone())),
            Element::Message(nested) => {
                Self::MessageArray(vec![DynamicMessage::new(nested.clone()); count])
            }
        }
    }

    /// Checks that a field of this type may have this value.
    fn check(&self, ty: &Type) -> Result<(), ValueError> {
        if !self.is_of(ty) {
            return Err(ValueError::WrongType {
                expected: ty.to_string(),
                got: self.describe(),
            });
        }
        let length = self.len().unwrap_or(1);
        match ty.arity {
            Arity::Array(count) if length != count as usize => {
                return Err(ValueError::WrongLength {
                    expected: count,
                    got: length,
                });
            }
            Arity::Sequence { bound: Some(bound) } if length > bound as usize => {
                return Err(ValueError::BoundExceeded { bound, length });
            }
            _ => {}
        }
        match (&ty.element, self) {
            (
                Element::String { bound: Some(bound) } | Element::WString { bound: Some(bound) },
                Self::String(text) | Self::WString(text),
            ) => check_text(text, *bound),
            (
                Element::String { bound: Some(bound) } | Element::WString { bound: Some(bound) },
                Self::StringArray(texts) | Self::WStringArray(texts),
            ) => texts.iter().try_for_each(|text| check_text(text, *bound)),
            _ => Ok(()),
        }
    }

    fn is_of(&self, ty: &Type) -> bool {
        let one = ty.arity == Arity::One;
        match (&ty.element, self) {
            (Element::Primitive(primitive), value) => {
                with_scalar!(*primitive, T => T::is(value, one))
            }
            (Element::String { .. }, Self::String(_))
            | (Element::WString { .. }, Self::WString(_)) => one,
            (Element::String { .. }, Self::StringArray(_))
            | (Element::WString { .. }, Self::WStringArray(_)) => !one,
            (Element::Message(ty), Self::Message(message)) => one && message.is_of(ty),
            (Element::Message(ty), Self::MessageArray(messages)) => {
                !one && messages.iter().all(|message| message.is_of(ty))
            }
            _ => false,
        }
    }
}

fn check_text(text: &str, bound: u32) -> Result<(), ValueError> {
    let length = count_characters(text.as_bytes());
    if length > bound as usize {
        return Err(ValueError::BoundExceeded { bound, length });
    }
    Ok(())
}
