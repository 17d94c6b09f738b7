//! Run-time messages to and from JSON.
//!
//! Fields are members, arrays and sequences arrays, bytes integers. JSON has no infinities and no
//! NaN: they are the strings `"Infinity"`, `"-Infinity"` and `"NaN"`.

use std::sync::Arc;

use serde_json::Value as Json;

use super::message::unknown_field;
use super::scalar::{ValueScalar, with_scalar};
use super::{DynamicMessage, Value, ValueError};
use crate::definition::{Arity, Literal, Primitive};
use crate::message_type::{Element, MessageType, Type};

impl DynamicMessage {
    /// The message as a JSON object.
    pub fn to_json(&self) -> Json {
        let members = self
            .fields()
            .map(|(name, value)| (name.to_owned(), value.to_json()));
        Json::Object(members.collect())
    }

    /// Makes a message of a JSON object; fields that it leaves out have their defaults.
    ///
    /// # Errors
    /// When a member is not a field, or its value is of another type, too long or too large.
    pub fn from_json(ty: Arc<MessageType>, json: &Json) -> Result<Self, ValueError> {
        let Json::Object(members) = json else {
            return Err(wrong_type(&ty.name, json));
        };
        let mut message = Self::new(ty);
        for (name, json) in members {
            let ty = message.message_type();
            let index = ty
                .field_index(name)
                .ok_or_else(|| unknown_field(ty, name))?;
            let value = value_from_json(&ty.fields[index].ty, json)
                .map_err(|error| error.in_field(name))?;
            message.set(name, value)?;
        }
        Ok(message)
    }
}

impl Value {
    /// The value in JSON.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool(value) => Json::from(*value),
            Self::U8(value) => Json::from(*value),
            Self::I8(value) => Json::from(*value),
            Self::U16(value) => Json::from(*value),
            Self::I16(value) => Json::from(*value),
            Self::U32(value) => Json::from(*value),
            Self::I32(value) => Json::from(*value),
            Self::U64(value) => Json::from(*value),
            Self::I64(value) => Json::from(*value),
            // By way of its shortest decimal form, so that 0.1 stays 0.1.
            Self::F32(value) => float(value.to_string().parse().unwrap_or(f64::from(*value))),
            Self::F64(value) => float(*value),
            Self::String(text) | Self::WString(text) => Json::from(text.as_str()),
            Self::Message(message) => message.to_json(),
            many => (0..many.len().unwrap_or(0))
                .filter_map(|index| many.element(index))
                .map(|element| element.to_json())
                .collect(),
        }
    }
}

fn float(value: f64) -> Json {
    if value.is_nan() {
        Json::from("NaN")
    } else if value.is_infinite() {
        Json::from(if value > 0.0 { "Infinity" } else { "-Infinity" })
    } else {
        Json::from(value)
    }
}

fn value_from_json(ty: &Type, json: &Json) -> Result<Value, ValueError> {
    if ty.arity == Arity::One {
        return match &ty.element {
            Element::Primitive(primitive) => {
                with_scalar!(*primitive, T => scalar::<T>(*primitive, json).map(T::one))
            }
            Element::String { .. } => text(ty, json).map(Value::String),
            Element::WString { .. } => text(ty, json).map(Value::WString),
            Element::Message(nested) => {
                DynamicMessage::from_json(nested.clone(), json).map(Value::Message)
            }
        };
    }
    let Json::Array(values) = json else {
        return Err(wrong_type(ty, json));
    };
    match &ty.element {
        Element::Primitive(primitive) => with_scalar!(*primitive, T => {
            many(values, |json| scalar::<T>(*primitive, json)).map(T::many)
        }),
        Element::String { .. } => many(values, |json| text(ty, json)).map(Value::StringArray),
        Element::WString { .. } => many(values, |json| text(ty, json)).map(Value::WStringArray),
        Element::Message(nested) => many(values, |json| {
            DynamicMessage::from_json(nested.clone(), json)
        })
        .map(Value::MessageArray),
    }
}

fn many<T>(
    values: &[Json],
    convert: impl Fn(&Json) -> Result<T, ValueError>,
) -> Result<Vec<T>, ValueError> {
    let values = values.iter().enumerate();
    values
        .map(|(index, json)| convert(json).map_err(|error| error.in_element(index)))
        .collect()
}

fn scalar<T: ValueScalar>(primitive: Primitive, json: &Json) -> Result<T, ValueError> {
    literal(primitive, json)
        .and_then(|literal| T::from_literal(&literal))
        .ok_or_else(|| wrong_type(primitive.ros_name(), json))
}

fn literal(primitive: Primitive, json: &Json) -> Option<Literal> {
    Some(match json {
        Json::Bool(value) => Literal::Bool(*value),
        Json::Number(number) => match number.as_i128() {
            Some(value) => Literal::Int(value),
            None => Literal::Float(number.as_f64()?),
        },
        Json::String(text) if matches!(primitive, Primitive::Float32 | Primitive::Float64) => {
            Literal::Float(match text.as_str() {
                "NaN" => f64::NAN,
                "Infinity" => f64::INFINITY,
                "-Infinity" => f64::NEG_INFINITY,
                _ => return None,
            })
        }
        _ => return None,
    })
}

fn text(ty: &Type, json: &Json) -> Result<String, ValueError> {
    match json {
        Json::String(text) => Ok(text.clone()),
        _ => Err(wrong_type(&ty.element, json)),
    }
}

fn wrong_type(expected: impl ToString, json: &Json) -> ValueError {
    let got = match json {
        Json::Object(_) => "an object".to_owned(),
        Json::Array(values) => format!("{} elements", values.len()),
        other => other.to_string(),
    };
    ValueError::WrongType {
        expected: expected.to_string(),
        got,
    }
}
