//! Messages with buffers. A publisher of rmw_zenoh from Lyrical on has more than one key for what has a sequence of bytes: it
//! sends to `<topic's key>/_buf_cpu` as long as every subscription's token says that it listens there, and whose token
//! says nothing of the kind may get nothing. A history is at the topic's own key only.

use rosebay_rmw::{Durability, QosProfile};
use rosebay_rosidl::MessageType;
use rosebay_rosidl::definition::{Arity, Primitive};
use rosebay_rosidl::message_type::Element;

/// What the token of a subscription says in the end that listens at the group's key too.
const IN_PLAIN_MEMORY: &str = "backends:cpu:";

/// The key of the group of a topic's subscriptions that take buffers from plain memory.
pub(crate) fn group(topic_key: &str) -> String {
    format!("{topic_key}/_buf_cpu")
}

/// What a subscription's token says of buffers, where its messages have any.
pub(crate) fn backends(message: &MessageType, qos: &QosProfile) -> Option<String> {
    let joins = qos.durability != Durability::TransientLocal && has_buffers(message);
    joins.then(|| IN_PLAIN_MEMORY.to_owned())
}

/// Whether there is a sequence of bytes without a bound, in the message or in one within it.
fn has_buffers(message: &MessageType) -> bool {
    message.fields.iter().any(|field| match &field.ty.element {
        Element::Primitive(Primitive::UInt8 | Primitive::Char) => {
            field.ty.arity == Arity::Sequence { bound: None }
        }
        Element::Message(nested) => has_buffers(nested),
        _ => false,
    })
}
