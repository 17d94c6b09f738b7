//! Payloads that are wrong in one way each, and what the error says.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use rosebay_rosidl::cdr::{DecodeError, Reader, Writer};
use rosebay_rosidl::{Arity, DynamicMessage, Element, FieldInfo, MessageType, Primitive, Type};

fn message_of(fields: &[(&str, Element, Arity)]) -> Arc<MessageType> {
    let field = |(name, element, arity): &(&str, Element, Arity)| FieldInfo {
        name: (*name).to_owned(),
        ty: Type {
            element: element.clone(),
            arity: *arity,
        },
        default: None,
    };
    let name = "test_interfaces/msg/Subject".parse().unwrap();
    Arc::new(MessageType::new(
        name,
        fields.iter().map(field).collect(),
        Vec::new(),
    ))
}

fn one(element: Element, arity: Arity) -> Arc<MessageType> {
    message_of(&[("field", element, arity)])
}

const TEXT: Element = Element::String { bound: None };
const MANY: Arity = Arity::Sequence { bound: None };

/// Both the plan and the decoder refuse the payload with this message.
fn check(ty: &Arc<MessageType>, payload: &[u8], expected: &str) {
    let validated = ty.plan.validate(payload).unwrap_err().to_string();
    assert_eq!(validated, expected, "validate {payload:?}");
    let decoded = DynamicMessage::decode(ty.clone(), payload).unwrap_err();
    assert_eq!(decoded.to_string(), expected, "decode {payload:?}");
}

#[test]
fn headers() {
    let ty = one(Element::Primitive(Primitive::UInt8), Arity::One);
    check(
        &ty,
        &[],
        "expected a 4-byte encapsulation header, got a payload of 0 bytes",
    );
    check(
        &ty,
        &[0, 1, 0],
        "expected a 4-byte encapsulation header, got a payload of 3 bytes",
    );
    check(
        &ty,
        &[0, 7, 0, 0, 1],
        "expected CDR (representation 0x0000 or 0x0001), got representation 0x0007",
    );
    assert!(
        ty.plan.validate(&[0, 1, 0xff, 0xff, 7]).is_ok(),
        "options are ignored"
    );
    assert!(
        ty.plan.validate(&[0, 1, 0, 0, 7, 0, 0, 0]).is_ok(),
        "padding is ignored"
    );
}

#[test]
fn strings() {
    let ty = one(TEXT, Arity::One);
    check(
        &ty,
        &[0, 1, 0, 0, 3, 0, 0, 0, b'a', b'b', b'c'],
        "field 'field': expected a string ending with NUL before offset 7, got 0x63",
    );
    check(
        &ty,
        &[0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff, b'a'],
        "field 'field': truncated: expected 4294967295 more bytes at offset 4, 1 remain",
    );
    let bounded = one(Element::String { bound: Some(2) }, Arity::One);
    check(
        &bounded,
        &[0, 1, 0, 0, 4, 0, 0, 0, b'a', b'b', b'c', 0],
        "field 'field': expected at most 2 elements at offset 0, got 3",
    );
}

#[test]
fn strings_that_are_strange_but_readable() {
    let ty = one(TEXT, Arity::One);
    let text = |bytes: &[u8]| {
        let message = DynamicMessage::decode(ty.clone(), bytes).unwrap();
        message.to_json()["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(text(&[0, 1, 0, 0, 0, 0, 0, 0]), "");
    assert_eq!(text(&[0, 1, 0, 0, 3, 0, 0, 0, b'a', 0xff, 0]), "a\u{fffd}");
    assert_eq!(text(&[0, 0, 0, 0, 0, 0, 0, 3, b'a', 0, 0]), "a\0");
}

#[test]
fn wide_strings() {
    let ty = one(Element::WString { bound: Some(2) }, Arity::One);
    let payload = |units: &[u32]| {
        let mut writer = Writer::new();
        writer.write(units.len() as u32);
        writer.write_slice(units);
        writer.finish()
    };
    check(
        &ty,
        &payload(&[97, 98, 99]),
        "field 'field': expected at most 2 elements at offset 0, got 3",
    );
    check(
        &ty,
        &[0, 1, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0],
        "field 'field': truncated: expected 4294967296 more bytes at offset 4, 4 remain",
    );
    let text = |units: &[u32]| {
        let message = DynamicMessage::decode(ty.clone(), &payload(units)).unwrap();
        message.to_json()["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        text(&[0xd83e, 0xdd16, 0x61]),
        "🤖a",
        "a surrogate pair is one character"
    );
    assert_eq!(text(&[0xd83e, 0x61]), "\u{fffd}a");
    assert_eq!(text(&[0x1f916]), "🤖", "a unit may be a whole character");
    assert_eq!(text(&[0xffff_ffff]), "\u{fffd}");
}

#[test]
fn sequences() {
    let numbers = one(Element::Primitive(Primitive::Float64), MANY);
    check(
        &numbers,
        &[0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
        "field 'field': truncated: expected 34359738360 more bytes at offset 4, 4 remain",
    );
    let bounded = one(
        Element::Primitive(Primitive::UInt8),
        Arity::Sequence { bound: Some(1) },
    );
    check(
        &bounded,
        &[0, 1, 0, 0, 2, 0, 0, 0, 1, 2],
        "field 'field': expected at most 1 elements at offset 0, got 2",
    );
    check(
        &one(TEXT, MANY),
        &[
            0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 7,
        ],
        "field 'field[1]': expected a string ending with NUL before offset 17, got 0x07",
    );
}

#[test]
fn booleans_are_named_with_their_path() {
    let inner = message_of(&[
        ("number", Element::Primitive(Primitive::Int16), Arity::One),
        (
            "flags",
            Element::Primitive(Primitive::Bool),
            Arity::Array(2),
        ),
    ]);
    let outer = message_of(&[
        ("first", Element::Primitive(Primitive::UInt8), Arity::One),
        ("nested", Element::Message(inner.clone()), Arity::One),
        ("many", Element::Message(inner), MANY),
    ]);
    let good = [0, 1, 0, 0, 9, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 5, 5, 1, 1];
    assert_eq!(outer.plan.validate(&good), Ok(()));
    let mut nested = good;
    nested[9] = 2;
    check(
        &outer,
        &nested,
        "field 'nested.flags': expected a boolean (0 or 1) at offset 5, got 2",
    );
    let mut many = good;
    many[18] = 0xff;
    check(
        &outer,
        &many,
        "field 'many[0].flags': expected a boolean (0 or 1) at offset 14, got 255",
    );
}

#[test]
fn a_cut_run_is_reported_where_it_begins() {
    let odometry = common::message_type("nav_msgs/msg/Odometry");
    let payload = DynamicMessage::new(odometry.clone()).encode().unwrap();
    let error = odometry
        .plan
        .validate(&payload[..payload.len() - 1])
        .unwrap_err();
    let DecodeError::Field { path, source } = error else {
        panic!("{error}");
    };
    assert_eq!(path, "pose.pose.position.x");
    assert!(matches!(*source, DecodeError::Truncated { .. }));
}

#[test]
fn readers_stay_within_the_body() {
    let payload = [0, 1, 0, 0, 1, 2, 3];
    assert!(Reader::at(&payload, 4).is_err());
    let mut reader = Reader::at(&payload, 3).unwrap();
    assert_eq!(reader.remaining(), 0);
    assert!(reader.read::<u64>().is_err());
    assert!(reader.numeric(usize::MAX, 8).is_err());
    assert_eq!(reader.numeric(0, 8), Ok(&[][..]));
    assert!(reader.bool_bytes(usize::MAX).is_err());
    let mut reader = Reader::new(&payload).unwrap();
    assert_eq!(reader.read_array::<u8, 3>(), Ok([1, 2, 3]));
    assert!(reader.read_vec::<u16>(1).is_err());
    assert!(reader.sequence_length(usize::MAX, None).is_err());
}
