//! The codec against 532 messages that real ROS 2 serialized.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Vector, vectors};
use rosebay_rosidl::cdr::{HEADER_SIZE, Reader};
use rosebay_rosidl::{Arity, DynamicMessage, Element, MessageType};

/// Runs a check on each vector and reports all that fail.
fn for_each_vector(check: impl Fn(&Vector) -> Result<(), String>) {
    let failures: Vec<_> = vectors()
        .iter()
        .filter_map(|vector| {
            check(vector)
                .err()
                .map(|why| format!("{}: {why}", vector.ty.name))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn expect_equal<T: PartialEq + std::fmt::Debug>(got: T, expected: T) -> Result<(), String> {
    if got == expected {
        Ok(())
    } else {
        Err(format!("expected {expected:?}, got {got:?}"))
    }
}

#[test]
fn values_become_the_bytes_of_ros() {
    for_each_vector(|vector| {
        let message = DynamicMessage::from_json(vector.ty.clone(), &vector.value)
            .map_err(|error| error.to_string())?;
        expect_equal(message.encode().unwrap(), vector.payload.clone())
    });
}

#[test]
fn bytes_become_the_values_of_ros() {
    for_each_vector(|vector| {
        let message = DynamicMessage::decode(vector.ty.clone(), &vector.payload)
            .map_err(|error| error.to_string())?;
        let expected = DynamicMessage::from_json(vector.ty.clone(), &vector.value)
            .map_err(|error| error.to_string())?;
        expect_equal(&message, &expected)?;
        let again = DynamicMessage::from_json(vector.ty.clone(), &message.to_json())
            .map_err(|error| error.to_string())?;
        expect_equal(again, message)
    });
}

#[test]
fn plans_accept_every_vector_and_end_where_it_ends() {
    for_each_vector(|vector| {
        vector
            .ty
            .plan
            .validate(&vector.payload)
            .map_err(|error| error.to_string())?;
        let mut reader = Reader::new(&vector.payload).unwrap();
        let mut offsets = vec![u32::MAX; vector.ty.fields.len()];
        let end = vector.ty.plan.locate(&mut reader, &mut offsets).unwrap();
        expect_equal(end, vector.payload.len() - HEADER_SIZE)
    });
}

#[test]
fn located_fields_read_as_the_whole_message_does() {
    for_each_vector(|vector| {
        let message = DynamicMessage::decode(vector.ty.clone(), &vector.payload).unwrap();
        let mut reader = Reader::new(&vector.payload).unwrap();
        let mut offsets = vec![u32::MAX; vector.ty.fields.len()];
        vector.ty.plan.locate(&mut reader, &mut offsets).unwrap();
        for ((name, expected), offset) in message.fields().zip(offsets) {
            // What follows the field is not needed, what precedes it neither.
            let field = vector.ty.fields[vector.ty.field_index(name).unwrap()].clone();
            let mut payload = vector.payload.clone();
            payload[HEADER_SIZE..HEADER_SIZE + offset as usize].fill(0xff);
            let alone = single_field_type(field);
            let mut reader = Reader::at(&payload, offset as usize).unwrap();
            let got = DynamicMessage::read(alone.into(), &mut reader)
                .map_err(|error| format!("{name} at {offset}: {error}"))?;
            expect_equal(got.get(name).unwrap(), expected)?;
        }
        Ok(())
    });
}

fn single_field_type(field: rosebay_rosidl::FieldInfo) -> MessageType {
    let name = "test_interfaces/msg/Alone".parse().unwrap();
    MessageType::new(name, vec![field], Vec::new())
}

#[test]
fn every_truncation_is_refused() {
    for_each_vector(|vector| {
        for length in 0..vector.payload.len() {
            let payload = &vector.payload[..length];
            if vector.ty.plan.validate(payload).is_ok() {
                return Err(format!("validate accepts {length} bytes"));
            }
            let short = vector.payload.len() < 1000;
            if short && DynamicMessage::decode(vector.ty.clone(), payload).is_ok() {
                return Err(format!("decode accepts {length} bytes"));
            }
        }
        Ok(())
    });
}

#[test]
fn big_endian_payloads_are_read() {
    for_each_vector(|vector| {
        let mut swapped = vector.payload.clone();
        let mut reader = Reader::new(&vector.payload).unwrap();
        swapped[1] = 0;
        swap_message(&vector.ty, &mut reader, &mut swapped);
        let expected = DynamicMessage::decode(vector.ty.clone(), &vector.payload).unwrap();
        let got = DynamicMessage::decode(vector.ty.clone(), &swapped)
            .map_err(|error| error.to_string())?;
        vector
            .ty
            .plan
            .validate(&swapped)
            .map_err(|error| error.to_string())?;
        expect_equal(got, expected)
    });
}

/// Reverses the bytes of every number of a message in `out`, reading its values from `reader`.
fn swap_message(ty: &MessageType, reader: &mut Reader<'_>, out: &mut [u8]) {
    if ty.fields.is_empty() {
        reader.read::<u8>().unwrap();
    }
    for field in &ty.fields {
        let count = match field.ty.arity {
            Arity::One => 1,
            Arity::Array(count) => count as usize,
            Arity::Sequence { .. } => swap_length(reader, out),
        };
        match &field.ty.element {
            Element::Primitive(primitive) => {
                reader.numeric(count, primitive.size()).unwrap();
                swap_last(reader, out, count, primitive.size());
            }
            Element::String { .. } => (0..count).for_each(|_| {
                let length = swap_length(reader, out);
                reader.numeric(length, 1).unwrap();
            }),
            Element::WString { .. } => (0..count).for_each(|_| {
                let length = swap_length(reader, out);
                reader.numeric(length, 4).unwrap();
                swap_last(reader, out, length, 4);
            }),
            Element::Message(nested) => {
                (0..count).for_each(|_| swap_message(nested, reader, out));
            }
        }
    }
}

fn swap_length(reader: &mut Reader<'_>, out: &mut [u8]) -> usize {
    let length = reader.read::<u32>().unwrap();
    swap_last(reader, out, 1, 4);
    length as usize
}

/// Reverses the numbers that were read last.
fn swap_last(reader: &Reader<'_>, out: &mut [u8], count: usize, size: usize) {
    let end = HEADER_SIZE + reader.position();
    let numbers = &mut out[end - count * size..end];
    numbers.chunks_exact_mut(size).for_each(<[u8]>::reverse);
}
