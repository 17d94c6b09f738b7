//! An upper bound for the bytes a message takes, so that its buffer is allocated once.

use super::identifier;
use crate::definition::Arity;
use crate::message_type::{Element, FieldInfo, MessageType};
use crate::plan::{FixedLayout, Plan};

/// A length and the padding before it, the most they take.
const LENGTH: usize = 4 + 3;

/// The expression for a message, `self`.
pub(super) fn size_hint(ty: &MessageType, rosidl: &str) -> String {
    let mut constant = 0usize;
    let mut terms = Vec::new();
    let mut rest = ty.fields.as_slice();
    if let Some(layout) = ty.plan.fixed() {
        constant = layout.max_size();
        rest = &[];
    }
    while let Some((first, behind)) = rest.split_first() {
        let fixed = rest.iter().take_while(|field| is_fixed(field)).count();
        if let Some(layout) = Plan::compile(&rest[..fixed]).fixed().filter(|_| fixed > 0) {
            constant = constant.saturating_add(layout.max_size());
            rest = &rest[fixed..];
        } else {
            let (own, term) = variable(first, rosidl);
            constant = constant.saturating_add(own);
            terms.push(term);
            rest = behind;
        }
    }
    terms.insert(0, constant.to_string());
    terms.join(" + ")
}

fn is_fixed(field: &FieldInfo) -> bool {
    let sequence = matches!(field.ty.arity, Arity::Sequence { .. });
    !sequence
        && match &field.ty.element {
            Element::Primitive(_) => true,
            Element::String { .. } | Element::WString { .. } => false,
            Element::Message(nested) => nested.plan.fixed().is_some(),
        }
}

/// What a field of variable size takes at least, and the expression for what comes on top of that.
fn variable(field: &FieldInfo, rosidl: &str) -> (usize, String) {
    let value = format!("self.{}", identifier(&field.name));
    let layout = match &field.ty.element {
        Element::Message(nested) => nested.plan.fixed().map(FixedLayout::max_size),
        Element::Primitive(primitive) => Some(primitive.size()),
        Element::String { .. } | Element::WString { .. } => None,
    };
    if let Some(size) = layout {
        // Before the first element there may be up to 7 bytes of padding.
        return (LENGTH + 7, format!("{value}.len() * {size}"));
    }
    let element = |value: &str, reference: &str| match &field.ty.element {
        Element::WString { .. } => format!("{LENGTH} + {value}.len() * 4"),
        Element::Message(_) => format!("{rosidl}::typed::Message::size_hint({reference})"),
        _ => format!("{LENGTH} + {value}.len() + 1"),
    };
    if field.ty.arity == Arity::One {
        return (0, element(&value, &format!("&{value}")));
    }
    let each = element("value", "value");
    (
        LENGTH,
        format!("{value}.iter().map(|value| {each}).sum::<usize>()"),
    )
}
