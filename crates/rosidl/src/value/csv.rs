//! Run-time messages as one line of comma-separated values, in the form that ROS's command line shows.

use super::text::{Shown, TextOptions, is_abridged, shown};
use super::{DynamicMessage, Value};
use crate::message_type::Type;

impl DynamicMessage {
    /// All fields, nested ones too, separated by commas; nothing is quoted, as upstream quotes nothing.
    pub fn to_csv(&self, options: &TextOptions) -> String {
        let mut cells = Vec::new();
        collect(&mut cells, self, options);
        cells.join(",")
    }
}

fn collect(cells: &mut Vec<String>, message: &DynamicMessage, options: &TextOptions) {
    for (_, ty, value) in message.typed_fields() {
        match value {
            Value::Message(nested) => collect(cells, nested, options),
            many if is_abridged(ty, many, options) => cells.push(options.array(ty, many)),
            many if many.len().is_some() => {
                for element in shown(many, options) {
                    match element {
                        Shown::Element(Value::Message(nested)) => {
                            collect(cells, &nested, options);
                        }
                        Shown::Element(element) => cells.push(scalar(ty, &element, options)),
                        Shown::Ellipsis => cells.push("...".to_owned()),
                    }
                }
            }
            one => cells.push(scalar(ty, one, options)),
        }
    }
}

fn scalar(ty: &Type, value: &Value, options: &TextOptions) -> String {
    match value {
        Value::String(text) | Value::WString(text) => options.string(text).into_owned(),
        other => super::repr::scalar(Some(&ty.element), other),
    }
}
