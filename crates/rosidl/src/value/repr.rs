//! Run-time messages as Python shows them: `std_msgs.msg.String(data='hello')`.

use std::fmt::{self, Write};

use super::text::python_float;
use super::{DynamicMessage, Value};
use crate::definition::{Arity, Primitive};
use crate::message_type::{Element, Type};

impl DynamicMessage {
    /// The message as Python's `repr` shows it.
    pub fn to_python(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = write_message(&mut text, self);
        text
    }
}

impl Value {
    /// The value as a Python literal: text in quotes, arrays and sequences as lists.
    pub fn to_python_literal(&self) -> String {
        match self.len() {
            Some(_) => list(None, self),
            None => quoted(None, self),
        }
    }

    /// The value of a field as Python's `str` shows it: text as it is, sequences of numbers as
    /// `array('d', [1.0])`. `ty` is the field's type.
    pub fn to_python(&self, ty: &Type) -> String {
        match self {
            Value::String(text) | Value::WString(text) => text.clone(),
            Value::Message(message) => message.to_python(),
            many if many.len().is_some() => {
                let list = list(Some(&ty.element), many);
                match (&ty.element, ty.arity) {
                    (Element::Primitive(primitive), Arity::Array(_)) => {
                        numeric(*primitive, list, |_, list| format!("array({list})"))
                    }
                    (Element::Primitive(primitive), _) => {
                        numeric(*primitive, list, |code, list| {
                            if list == "[]" {
                                format!("array('{code}')")
                            } else {
                                format!("array('{code}', {list})")
                            }
                        })
                    }
                    _ => list,
                }
            }
            one => scalar(Some(&ty.element), one),
        }
    }
}

/// Bytes as Python shows them: `b'a\x00'`.
pub fn python_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        b'"'
    } else {
        b'\''
    };
    let mut text = format!("b{}", char::from(quote));
    for byte in bytes {
        match byte {
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            byte if *byte == quote => text.extend(['\\', char::from(quote)]),
            0x20..=0x7e => text.push(char::from(*byte)),
            other => text.push_str(&format!("\\x{other:02x}")),
        }
    }
    text.push(char::from(quote));
    text
}

/// Wraps the list of a type that Python keeps in an `array`.
fn numeric(primitive: Primitive, list: String, wrap: impl Fn(char, &str) -> String) -> String {
    match type_code(primitive) {
        Some(code) => wrap(code, &list),
        None => list,
    }
}

/// The type code of `array.array`; `None` for what Python keeps in a list.
fn type_code(primitive: Primitive) -> Option<char> {
    Some(match primitive {
        Primitive::Bool | Primitive::Byte => return None,
        Primitive::Char | Primitive::UInt8 => 'B',
        Primitive::Int8 => 'b',
        Primitive::UInt16 => 'H',
        Primitive::Int16 => 'h',
        Primitive::UInt32 => 'I',
        Primitive::Int32 => 'i',
        Primitive::UInt64 => 'Q',
        Primitive::Int64 => 'q',
        Primitive::Float32 => 'f',
        Primitive::Float64 => 'd',
    })
}

fn write_message(f: &mut dyn Write, message: &DynamicMessage) -> fmt::Result {
    let name = &message.message_type().name;
    write!(f, "{}.{}.{}(", name.package(), name.kind(), name.name())?;
    for (index, (name, ty, value)) in message.typed_fields().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{name}=")?;
        match (value, ty.arity, &ty.element) {
            (many, Arity::Array(_), Element::Primitive(primitive))
                if type_code(*primitive).is_some() =>
            {
                write!(f, "array({})", list(None, many))?;
            }
            (many, _, element) if many.len().is_some() => {
                f.write_str(&list(Some(element), many))?
            }
            (one, _, element) => f.write_str(&quoted(Some(element), one))?,
        }
    }
    f.write_char(')')
}

/// `element` is the type of the elements, where it is known.
fn list(element: Option<&Element>, many: &Value) -> String {
    let values = (0..many.len().unwrap_or(0)).filter_map(|index| many.element(index));
    let values: Vec<_> = values.map(|value| quoted(element, &value)).collect();
    format!("[{}]", values.join(", "))
}

fn quoted(element: Option<&Element>, value: &Value) -> String {
    match value {
        Value::String(text) | Value::WString(text) => python_string(text),
        Value::Message(message) => message.to_python(),
        other => scalar(element, other),
    }
}

/// A number, a truth value, or a byte, which Python keeps in `bytes`.
pub(super) fn scalar(element: Option<&Element>, value: &Value) -> String {
    match value {
        Value::U8(byte) if matches!(element, Some(Element::Primitive(Primitive::Byte))) => {
            python_bytes(&[*byte])
        }
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::U8(value) => value.to_string(),
        Value::I8(value) => value.to_string(),
        Value::U16(value) => value.to_string(),
        Value::I16(value) => value.to_string(),
        Value::U32(value) => value.to_string(),
        Value::I32(value) => value.to_string(),
        Value::U64(value) => value.to_string(),
        Value::I64(value) => value.to_string(),
        Value::F32(value) => python_float(value),
        Value::F64(value) => python_float(value),
        other => format!("{other:?}"),
    }
}

/// Text in quotes: single ones, unless the text has those and no double ones.
fn python_string(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(quote);
    for character in text.chars() {
        match character {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            character if character == quote => {
                quoted.push('\\');
                quoted.push(character);
            }
            character if (character as u32) < 0x20 || character as u32 == 0x7f => {
                quoted.push_str(&format!("\\x{:02x}", character as u32));
            }
            character => quoted.push(character),
        }
    }
    quoted.push(quote);
    quoted
}
