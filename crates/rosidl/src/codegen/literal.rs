//! Constants and defaults as Rust expressions.

use crate::definition::{Arity, Literal, Primitive};
use crate::message_type::{Element, FieldInfo};

/// The Rust type of a primitive.
pub(super) fn primitive_type(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "bool",
        Primitive::Byte | Primitive::Char | Primitive::UInt8 => "u8",
        Primitive::Int8 => "i8",
        Primitive::Int16 => "i16",
        Primitive::UInt16 => "u16",
        Primitive::Int32 => "i32",
        Primitive::UInt32 => "u32",
        Primitive::Int64 => "i64",
        Primitive::UInt64 => "u64",
        Primitive::Float32 => "f32",
        Primitive::Float64 => "f64",
    }
}

/// A number or a boolean.
pub(super) fn scalar(primitive: Primitive, literal: &Literal) -> String {
    let ty = primitive_type(primitive);
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) if ty.starts_with('f') => format!("{value} as {ty}"),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) if value.is_nan() => format!("::core::primitive::{ty}::NAN"),
        Literal::Float(value) if value.is_infinite() => {
            let sign = if *value < 0.0 { "-" } else { "" };
            format!("{sign}::core::primitive::{ty}::INFINITY")
        }
        Literal::Float(value) => format!("{value:?}"),
        // The parser gives no such literal to a primitive type.
        Literal::String(_) | Literal::List(_) => zero(primitive).to_owned(),
    }
}

/// The default of a field.
pub(super) fn default(field: &FieldInfo) -> String {
    let values = match &field.default {
        None => return unset(field),
        Some(Literal::List(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
    };
    let values: Vec<_> = values
        .iter()
        .map(|value| element(&field.ty.element, value))
        .collect();
    match field.ty.arity {
        Arity::One => values.concat(),
        Arity::Array(_) => format!("[{}]", values.join(", ")),
        Arity::Sequence { .. } => format!("::std::vec::Vec::from([{}])", values.join(", ")),
    }
}

fn element(element: &Element, value: &Literal) -> String {
    match (element, value) {
        (Element::Primitive(primitive), value) => scalar(*primitive, value),
        (_, Literal::String(text)) => format!("::std::string::String::from({text:?})"),
        _ => "::std::default::Default::default()".to_owned(),
    }
}

fn unset(field: &FieldInfo) -> String {
    const DEFAULT: &str = "::std::default::Default::default()";
    match (&field.ty.element, field.ty.arity) {
        (Element::Primitive(primitive), Arity::Array(count)) => {
            format!("[{}; {count}]", zero(*primitive))
        }
        (_, Arity::Array(_)) => format!("::std::array::from_fn(|_| {DEFAULT})"),
        _ => DEFAULT.to_owned(),
    }
}

fn zero(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "false",
        Primitive::Float32 | Primitive::Float64 => "0.0",
        _ => "0",
    }
}
