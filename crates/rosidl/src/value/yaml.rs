//! Run-time messages as YAML, in the form that ROS's command line shows.

use std::fmt::{self, Write};

use super::text::{Shown, TextOptions, is_abridged, python_float, shown};
use super::{DynamicMessage, Value, plain};
use crate::message_type::Type;

/// Block style, as `ros2 topic echo` prints.
impl fmt::Display for DynamicMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_message(f, self, 0, &TextOptions::default())
    }
}

impl DynamicMessage {
    /// The message in YAML, as `ros2 topic echo` prints it, ended by a line feed.
    pub fn to_yaml(&self, options: &TextOptions) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = if options.flow_style {
            write_flow(&mut text, self, options).and_then(|()| text.write_char('\n'))
        } else {
            write_message(&mut text, self, 0, options)
        };
        text
    }
}

impl Value {
    /// A single value in YAML, on one line: a message in braces; `None` for an array or sequence.
    pub fn to_yaml(&self) -> Option<String> {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = match self {
            Value::Message(message) => {
                let options = TextOptions {
                    flow_style: true,
                    ..TextOptions::default()
                };
                write_flow(&mut text, message, &options)
            }
            many if many.len().is_some() => return None,
            scalar => write_scalar(&mut text, scalar, &TextOptions::default()),
        };
        Some(text)
    }
}

/// Writes the fields, each on a line of its own; the first line is not indented, because it may
/// follow a list's dash.
fn write_message(
    f: &mut dyn Write,
    message: &DynamicMessage,
    indent: usize,
    options: &TextOptions,
) -> fmt::Result {
    if message.fields.is_empty() {
        return f.write_str("{}\n");
    }
    for (index, (name, ty, value)) in message.typed_fields().enumerate() {
        if index > 0 {
            write!(f, "{:indent$}", "")?;
        }
        write!(f, "{name}:")?;
        match value {
            Value::Message(nested) if !nested.fields.is_empty() => {
                write!(f, "\n{:width$}", "", width = indent + 2)?;
                write_message(f, nested, indent + 2, options)?;
            }
            many if many.len().is_some_and(|length| length > 0)
                && !is_abridged(ty, many, options) =>
            {
                f.write_char('\n')?;
                for element in shown(many, options) {
                    write!(f, "{:indent$}- ", "")?;
                    match element {
                        Shown::Element(Value::Message(nested)) => {
                            write_message(f, &nested, indent + 2, options)?;
                        }
                        Shown::Element(element) => {
                            write_scalar(f, &element, options)?;
                            f.write_char('\n')?;
                        }
                        Shown::Ellipsis => f.write_str("'...'\n")?,
                    }
                }
            }
            scalar => {
                f.write_char(' ')?;
                write_field_scalar(f, ty, scalar, options)?;
                f.write_char('\n')?;
            }
        }
    }
    Ok(())
}

/// Writes a message on one line, in braces.
fn write_flow(f: &mut dyn Write, message: &DynamicMessage, options: &TextOptions) -> fmt::Result {
    f.write_char('{')?;
    for (index, (name, ty, value)) in message.typed_fields().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{name}: ")?;
        match value {
            Value::Message(nested) => write_flow(f, nested, options)?,
            many if many.len().is_some() && !is_abridged(ty, many, options) => {
                f.write_char('[')?;
                for (index, element) in shown(many, options).enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    match element {
                        Shown::Element(Value::Message(nested)) => write_flow(f, &nested, options)?,
                        Shown::Element(element) => write_scalar(f, &element, options)?,
                        Shown::Ellipsis => f.write_str("'...'")?,
                    }
                }
                f.write_char(']')?;
            }
            scalar => write_field_scalar(f, ty, scalar, options)?,
        }
    }
    f.write_char('}')
}

/// Writes what a field has on its own line: a scalar, or the note that stands for an array.
fn write_field_scalar(
    f: &mut dyn Write,
    ty: &Type,
    value: &Value,
    options: &TextOptions,
) -> fmt::Result {
    if is_abridged(ty, value, options) {
        return write_text(f, &options.array(ty, value), options);
    }
    write_scalar(f, value, options)
}

fn write_scalar(f: &mut dyn Write, value: &Value, options: &TextOptions) -> fmt::Result {
    match value {
        Value::Bool(value) => write!(f, "{value}"),
        Value::U8(value) => write!(f, "{value}"),
        Value::I8(value) => write!(f, "{value}"),
        Value::U16(value) => write!(f, "{value}"),
        Value::I16(value) => write!(f, "{value}"),
        Value::U32(value) => write!(f, "{value}"),
        Value::I32(value) => write!(f, "{value}"),
        Value::U64(value) => write!(f, "{value}"),
        Value::I64(value) => write!(f, "{value}"),
        Value::F32(value) if value.is_finite() => write_float(f, &python_float(value)),
        Value::F32(value) => write_special(f, f64::from(*value)),
        Value::F64(value) if value.is_finite() => write_float(f, &python_float(value)),
        Value::F64(value) => write_special(f, *value),
        Value::String(text) | Value::WString(text) => write_text(f, &options.string(text), options),
        Value::Message(_) => f.write_str("{}"),
        _ => f.write_str("[]"),
    }
}

/// YAML's floats have a point where Python's need none: `1e-05` is text.
fn write_float(f: &mut dyn Write, text: &str) -> fmt::Result {
    match text.split_once('e') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => {
            write!(f, "{mantissa}.0e{exponent}")
        }
        _ => f.write_str(text),
    }
}

fn write_special(f: &mut dyn Write, value: f64) -> fmt::Result {
    f.write_str(match value {
        f64::INFINITY => ".inf",
        f64::NEG_INFINITY => "-.inf",
        _ => ".nan",
    })
}

fn write_text(f: &mut dyn Write, text: &str, options: &TextOptions) -> fmt::Result {
    if plain::is_plain(text, options.flow_style) {
        f.write_str(text)
    } else if text.chars().any(char::is_control) {
        // JSON's quoting is YAML's double-quoted style.
        write!(f, "{}", serde_json::Value::from(text))
    } else {
        write!(f, "'{}'", text.replace('\'', "''"))
    }
}
