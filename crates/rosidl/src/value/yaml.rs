//! Run-time messages as YAML, in the form that ROS's command line shows.

use std::fmt::{self, Write};

use super::{DynamicMessage, Value};

/// Block style, as `ros2 topic echo` prints.
impl fmt::Display for DynamicMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_message(f, self, 0)
    }
}

/// Writes the fields, each on a line of its own; the first line is not indented, because it may
/// follow a list's dash.
fn write_message(
    f: &mut fmt::Formatter<'_>,
    message: &DynamicMessage,
    indent: usize,
) -> fmt::Result {
    if message.fields.is_empty() {
        return f.write_str("{}\n");
    }
    for (index, (name, value)) in message.fields().enumerate() {
        if index > 0 {
            write!(f, "{:indent$}", "")?;
        }
        write!(f, "{name}:")?;
        match value {
            Value::Message(nested) if !nested.fields.is_empty() => {
                write!(f, "\n{:width$}", "", width = indent + 2)?;
                write_message(f, nested, indent + 2)?;
            }
            Value::MessageArray(messages) if !messages.is_empty() => {
                f.write_char('\n')?;
                for nested in messages {
                    write!(f, "{:indent$}- ", "")?;
                    write_message(f, nested, indent + 2)?;
                }
            }
            many if many.len().is_some_and(|length| length > 0) => {
                f.write_char('\n')?;
                for element in (0..many.len().unwrap_or(0)).filter_map(|i| many.element(i)) {
                    write!(f, "{:indent$}- ", "")?;
                    write_scalar(f, &element)?;
                    f.write_char('\n')?;
                }
            }
            scalar => {
                f.write_char(' ')?;
                write_scalar(f, scalar)?;
                f.write_char('\n')?;
            }
        }
    }
    Ok(())
}

fn write_scalar(f: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
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
        Value::F32(value) if value.is_finite() => write!(f, "{value:?}"),
        Value::F32(value) => write_special(f, f64::from(*value)),
        Value::F64(value) if value.is_finite() => write!(f, "{value:?}"),
        Value::F64(value) => write_special(f, *value),
        Value::String(text) | Value::WString(text) => write_text(f, text),
        Value::Message(_) => f.write_str("{}"),
        _ => f.write_str("[]"),
    }
}

fn write_special(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    f.write_str(match value {
        f64::INFINITY => ".inf",
        f64::NEG_INFINITY => "-.inf",
        _ => ".nan",
    })
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if is_plain(text) {
        f.write_str(text)
    } else if text.chars().any(char::is_control) {
        // JSON's quoting is YAML's double-quoted style.
        write!(f, "{}", serde_json::Value::from(text))
    } else {
        write!(f, "'{}'", text.replace('\'', "''"))
    }
}

/// Whether YAML reads the text, unquoted, as this very string.
fn is_plain(text: &str) -> bool {
    const RESERVED: [&str; 10] = [
        "true", "false", "yes", "no", "on", "off", "null", "y", "n", "=",
    ];
    let lower = text.to_lowercase();
    // Anything that begins like a number may be one (also dates, octal and sexagesimal numbers).
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/');
    let ends = !text.ends_with([' ', ':']);
    begins
        && ends
        && !RESERVED.contains(&lower.as_str())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(char::is_control)
}
