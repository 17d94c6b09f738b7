//! Parameter values as text and JSON.

use rosebay_rcl::ParameterValue;
use rosebay_rcl::parameter::ParameterType;
use rosebay_rosidl::Value;
use serde_json::Value as Json;

/// The value as a message's field would have it; nothing where none is set.
fn field(value: &ParameterValue) -> Option<Value> {
    Some(match value.clone() {
        ParameterValue::NotSet => return None,
        ParameterValue::Bool(value) => value.into(),
        ParameterValue::Integer(value) => value.into(),
        ParameterValue::Double(value) => value.into(),
        ParameterValue::String(value) => value.into(),
        ParameterValue::ByteArray(values) => values.into(),
        ParameterValue::BoolArray(values) => values.into(),
        ParameterValue::IntegerArray(values) => values.into(),
        ParameterValue::DoubleArray(values) => values.into(),
        ParameterValue::StringArray(values) => values.into(),
    })
}

/// The value as Python prints it.
pub(super) fn python(value: &ParameterValue) -> String {
    match value {
        ParameterValue::String(text) => text.clone(),
        other => field(other).map_or_else(|| "None".to_owned(), |field| field.to_python_literal()),
    }
}

/// The value in JSON.
pub(super) fn json(value: &ParameterValue) -> Json {
    field(value).map_or(Json::Null, |field| field.to_json())
}

/// A scalar, or each element of an array, in YAML; the second value says which.
pub(super) fn yaml(value: &ParameterValue) -> (Vec<String>, bool) {
    let Some(field) = field(value) else {
        return (vec!["null".to_owned()], false);
    };
    match field.len() {
        Some(length) => {
            let elements = (0..length).filter_map(|index| field.element(index)?.to_yaml());
            (elements.collect(), true)
        }
        None => (field.to_yaml().into_iter().collect(), false),
    }
}

/// What `ros2 param get` says before a value.
pub(super) fn label(value: &ParameterValue) -> &'static str {
    match value {
        ParameterValue::NotSet => "Parameter not set.",
        ParameterValue::Bool(_) => "Boolean value is:",
        ParameterValue::Integer(_) => "Integer value is:",
        ParameterValue::Double(_) => "Double value is:",
        ParameterValue::String(_) => "String value is:",
        ParameterValue::ByteArray(_) => "Byte values are:",
        ParameterValue::BoolArray(_) => "Boolean values are:",
        ParameterValue::IntegerArray(_) => "Integer values are:",
        ParameterValue::DoubleArray(_) => "Double values are:",
        ParameterValue::StringArray(_) => "String values are:",
    }
}

/// A type's name as `ros2 param describe` prints it.
pub(super) fn type_name(ty: ParameterType) -> &'static str {
    match ty {
        ParameterType::NotSet => "not set",
        ParameterType::Bool => "boolean",
        ParameterType::Integer => "integer",
        ParameterType::Double => "double",
        ParameterType::String => "string",
        ParameterType::ByteArray => "byte array",
        ParameterType::BoolArray => "boolean array",
        ParameterType::IntegerArray => "integer array",
        ParameterType::DoubleArray => "double array",
        ParameterType::StringArray => "string array",
    }
}
