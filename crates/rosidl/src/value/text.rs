//! What the text forms of run-time messages have in common: what is left out, and how numbers look.

use std::borrow::Cow;
use std::fmt::Debug;

use super::{DynamicMessage, Value};
use crate::definition::Arity;
use crate::message_type::{Element, Type};

/// How much of a message a text form shows. The default shows all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextOptions {
    /// How many elements of an array and how many characters of a string are shown before `...`.
    pub truncate_length: Option<usize>,
    /// Whether arrays and sequences are replaced by a note of their type and length.
    pub no_arr: bool,
    /// Whether strings are replaced by a note of their length.
    pub no_str: bool,
    /// Whether YAML is written on one line.
    pub flow_style: bool,
}

impl TextOptions {
    /// What is shown of a string.
    pub(super) fn string<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.no_str {
            return Cow::Owned(format!("<string length: <{}>>", text.chars().count()));
        }
        let cut = self
            .truncate_length
            .and_then(|length| text.char_indices().nth(length));
        match cut {
            Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
            None => Cow::Borrowed(text),
        }
    }

    /// The note that stands for an array or sequence.
    pub(super) fn array(&self, ty: &Type, value: &Value) -> String {
        let element = match &ty.element {
            Element::Message(message) => message.name.to_string(),
            other => other.to_string(),
        };
        let length = value.len().unwrap_or(0);
        match ty.arity {
            Arity::Array(size) => format!("<array type: {element}[{size}]>"),
            Arity::Sequence { bound: Some(bound) } => {
                format!("<sequence type: {element}[{bound}], length: {length}>")
            }
            _ => format!("<sequence type: {element}, length: {length}>"),
        }
    }
}

/// Whether a note stands for the value.
pub(super) fn is_abridged(ty: &Type, value: &Value, options: &TextOptions) -> bool {
    options.no_arr && ty.arity != Arity::One && value.len().is_some()
}

/// An element of an array, or what stands for those that are left out.
pub(super) enum Shown {
    Element(Value),
    Ellipsis,
}

/// The elements of an array that are shown.
pub(super) fn shown(many: &Value, options: &TextOptions) -> impl Iterator<Item = Shown> {
    let length = many.len().unwrap_or(0);
    let count = options
        .truncate_length
        .map_or(length, |limit| limit.min(length));
    let elements = (0..count).filter_map(|index| many.element(index).map(Shown::Element));
    elements.chain((count < length).then_some(Shown::Ellipsis))
}

/// A number as Python shows it: the shortest decimal that reads back as the same number of its width,
/// `1e-05` and `inf`.
pub(super) fn python_float(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text.replace("NaN", "nan");
    };
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{}e{sign}{digits:0>2}", mantissa.trim_end_matches(".0"))
}

impl DynamicMessage {
    /// The fields with their types, in order.
    pub(super) fn typed_fields(&self) -> impl Iterator<Item = (&str, &Type, &Value)> {
        let fields = self.message_type().fields.iter().zip(&self.fields);
        fields.map(|(field, value)| (field.name.as_str(), &field.ty, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_python() {
        for (value, expected) in [
            (0.0, "0.0"),
            (1.5, "1.5"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e16, "1e+16"),
            (1e300, "1e+300"),
            (f64::NAN, "nan"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(python_float(&value), expected);
        }
        assert_eq!(python_float(&0.1f32), "0.1");
    }
}
