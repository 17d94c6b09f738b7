//! Messages to bytes, in one pass over Python's values.

use std::sync::Arc;

use bytes::Bytes;
use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyString};
use rosebay_rosidl::cdr::{EncodeError, Writer};
use rosebay_rosidl::{Arity, Literal, MessageType, Primitive};

use super::assign::check_length;
use super::buffer::with_bytes;
use super::class::{Field, Item, Kind, MessageClass};
use super::expect::{Miss, Refusal};
use super::instance::{Message, Slot};
use super::numeric::{BufferFormat, Number, Numeric};
use super::transcode;
use super::view::ArrayView;

/// The payload of a message, which must be of the expected type. A received message that nobody
/// has changed gives the bytes it was received as.
///
/// # Errors
/// `TypeError` when `message` is something else; `AssertionError` naming the field when a list
/// holds what its type does not allow.
pub(crate) fn encode(message: &Bound<'_, PyAny>, expected: &Arc<MessageType>) -> PyResult<Bytes> {
    encode_with(message, expected, Writer::with_capacity)
}

/// As [`encode`], with a writer for about as many bytes as it is told.
pub(crate) fn encode_with(
    message: &Bound<'_, PyAny>,
    expected: &Arc<MessageType>,
    writer: impl FnOnce(usize) -> Writer,
) -> PyResult<Bytes> {
    let wrong_type = || {
        PyTypeError::new_err(format!(
            "expected a message of type '{}', got {}",
            expected.name,
            message.get_type()
        ))
    };
    let Ok(message) = message.cast::<Message>() else {
        return Err(wrong_type());
    };
    let py = message.py();
    let message = message.get();
    let class = message.class;
    if !Arc::ptr_eq(&class.ty, expected) && class.ty.name != expected.name {
        return Err(wrong_type());
    }
    if let Some(bytes) = message.received_bytes(py) {
        return Ok(bytes);
    }
    let mut writer = writer(class.size_hint());
    write_message(py, message, &mut writer)?;
    let payload = writer.into_bytes();
    class.set_size_hint(payload.len());
    Ok(payload)
}

pub(super) fn write_message(
    py: Python<'_>,
    message: &Message,
    writer: &mut Writer,
) -> Result<(), Refusal> {
    let fields = &message.class.fields;
    if fields.is_empty() {
        writer.write(0u8);
    }
    (0..fields.len()).try_for_each(|index| write_field_of(py, message, index, writer))
}

/// Writes one field of a message.
pub(super) fn write_field_of(
    py: Python<'_>,
    message: &Message,
    index: usize,
    writer: &mut Writer,
) -> Result<(), Refusal> {
    let Some(field) = message.class.fields.get(index) else {
        return Ok(());
    };
    match message.slot(py, index)? {
        Slot::Value(value) => write_field(field, value.bind(py), writer),
        Slot::Received(source) => transcode::field(&field.info.ty, &source, writer),
        Slot::Default => write_default(py, field, writer),
    }
    .map_err(|refusal| refusal.inside(&field.info.name))
}

fn write_field(
    field: &Field,
    value: &Bound<'_, PyAny>,
    writer: &mut Writer,
) -> Result<(), Refusal> {
    match field.kind {
        Kind::One(item) => write_item(item, value, writer),
        Kind::List { item, arity } => write_list(field.kind, item, arity, value, writer),
        Kind::Sequence { numeric, bound } => write_numbers(
            field.kind,
            numeric,
            Arity::Sequence { bound },
            value,
            writer,
        ),
        Kind::Array { numeric, length } => {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            write_numbers(field.kind, numeric, Arity::Array(length), value, writer)
        }
    }
}

/// Writes a value that [`Item::accept`] has returned.
fn write_item(item: Item, value: &Bound<'_, PyAny>, writer: &mut Writer) -> Result<(), Refusal> {
    match item {
        Item::Message(_) => {
            let message = value.cast::<Message>().map_err(PyErr::from)?;
            return write_message(value.py(), message.get(), writer);
        }
        Item::Text { wide, bound } => {
            let text = value.cast::<PyString>().map_err(PyErr::from)?.to_str()?;
            let written = if wide {
                writer.wstring(text, bound)
            } else {
                writer.string(text, bound)
            };
            written.map_err(|_| Refusal::new(&item.expectation(Miss::Range), value))?;
        }
        Item::Float(primitive) => {
            let number = value.cast::<PyFloat>().map_err(PyErr::from)?.value();
            write_number(primitive, Number::Float(number), writer);
        }
        Item::Int(Primitive::UInt64) => writer.write(value.extract::<u64>()?),
        Item::Int(primitive) => {
            let number = value.extract::<i64>()?;
            write_number(primitive, Number::Int(number.into()), writer);
        }
        Item::Bool => writer.write(value.is_truthy()?),
        Item::Byte => {
            let bytes = value.cast::<PyBytes>().map_err(PyErr::from)?;
            writer.write(bytes.as_bytes().first().copied().unwrap_or_default());
        }
        Item::Char => {
            let text = value.cast::<PyString>().map_err(PyErr::from)?;
            let character = text.to_str()?.chars().next().map_or(0, u32::from);
            // No character of the type is above 255.
            writer.write(character as u8);
        }
    }
    Ok(())
}

/// Writes a number of a type that is known only at run time, and which holds it.
fn write_number(primitive: Primitive, number: Number, writer: &mut Writer) {
    // The casts keep the value: it has been checked against the type's range.
    match (primitive, number) {
        (Primitive::Float32, Number::Float(value)) => writer.write(value as f32),
        (_, Number::Float(value)) => writer.write(value),
        (Primitive::Int8, Number::Int(value)) => writer.write(value as i8),
        (Primitive::Int16, Number::Int(value)) => writer.write(value as i16),
        (Primitive::UInt16, Number::Int(value)) => writer.write(value as u16),
        (Primitive::Int32, Number::Int(value)) => writer.write(value as i32),
        (Primitive::UInt32, Number::Int(value)) => writer.write(value as u32),
        (Primitive::Int64, Number::Int(value)) => writer.write(value as i64),
        (Primitive::UInt64, Number::Int(value)) => writer.write(value as u64),
        (_, Number::Int(value)) => writer.write(value as u8),
    }
}

/// Writes a list, whose items may have been changed since it was assigned.
fn write_list(
    kind: Kind,
    item: Item,
    arity: Arity,
    value: &Bound<'_, PyAny>,
    writer: &mut Writer,
) -> Result<(), Refusal> {
    let length = value.len()?;
    check_length(arity, length).map_err(|()| Refusal::new(&kind.expectation(Miss::Type), value))?;
    if let Arity::Sequence { bound } = arity {
        writer.sequence_length(length, bound).map_err(too_long)?;
    }
    let mut count = 0;
    for (index, element) in value.try_iter()?.enumerate() {
        let element = element?;
        item.accept(&element, false)
            .map_err(|why| why.refusal(|miss| item.expectation(miss), &element))
            .and_then(|accepted| write_item(item, &accepted, writer))
            .map_err(|refusal| refusal.inside(&format!("[{index}]")))?;
        count += 1;
    }
    if count == length {
        Ok(())
    } else {
        Err(PyValueError::new_err("a list changed while it was serialized").into())
    }
}

/// Writes numbers in bulk.
fn write_numbers(
    kind: Kind,
    numeric: Numeric,
    arity: Arity,
    value: &Bound<'_, PyAny>,
    writer: &mut Writer,
) -> Result<(), Refusal> {
    if let Ok(view) = value.cast::<ArrayView>()
        && let Some(window) = view.get().window()
    {
        return write_bytes(kind, numeric, arity, value, window.bytes(), writer);
    }
    let buffer = PyUntypedBuffer::get(value)?;
    let format = BufferFormat::parse(buffer.format(), buffer.item_size());
    if !format.is_some_and(|format| format.native && format.numeric == numeric) {
        return Err(Refusal::new(&kind.expectation(Miss::Type), value));
    }
    let write = |bytes: &[u8]| write_bytes(kind, numeric, arity, value, bytes, writer);
    match with_bytes(&buffer, write) {
        Some(written) => written,
        None => {
            let bytes = value.call_method0("tobytes")?;
            let bytes = bytes.cast::<PyBytes>().map_err(PyErr::from)?;
            write_bytes(kind, numeric, arity, value, bytes.as_bytes(), writer)
        }
    }
}

fn write_bytes(
    kind: Kind,
    numeric: Numeric,
    arity: Arity,
    value: &Bound<'_, PyAny>,
    bytes: &[u8],
    writer: &mut Writer,
) -> Result<(), Refusal> {
    let length = bytes.len() / numeric.size();
    check_length(arity, length).map_err(|()| Refusal::new(&kind.expectation(Miss::Type), value))?;
    if let Arity::Sequence { bound } = arity {
        writer.sequence_length(length, bound).map_err(too_long)?;
    }
    if !bytes.is_empty() {
        writer.align(numeric.size());
        writer.write_slice(bytes);
    }
    Ok(())
}

/// Writes the default of a field that nobody has touched.
fn write_default(py: Python<'_>, field: &Field, writer: &mut Writer) -> Result<(), Refusal> {
    match field.kind {
        Kind::One(Item::Message(class)) => write_default_message(py, class, writer),
        Kind::One(item) => match &field.shared_default {
            Some(value) => write_item(item, value.bind(py), writer),
            None => write_field(field, &field.default_value(py)?, writer),
        },
        Kind::Sequence { numeric, .. } => {
            let bytes = field.default_numbers(numeric).unwrap_or_default();
            writer
                .sequence_length(bytes.len() / numeric.size(), None)
                .map_err(too_long)?;
            write_aligned(numeric, &bytes, writer);
            Ok(())
        }
        Kind::Array { numeric, length } => {
            let zeros = || vec![0; numeric.size().saturating_mul(length)];
            let bytes = field.default_numbers(numeric).unwrap_or_else(zeros);
            write_aligned(numeric, &bytes, writer);
            Ok(())
        }
        Kind::List {
            arity: Arity::Sequence { .. },
            ..
        } if !matches!(field.info.default, Some(Literal::List(_))) => {
            writer.sequence_length(0, None).map_err(too_long)
        }
        Kind::List { .. } => write_field(field, &field.default_value(py)?, writer),
    }
}

fn write_default_message(
    py: Python<'_>,
    class: &MessageClass,
    writer: &mut Writer,
) -> Result<(), Refusal> {
    if class.fields.is_empty() {
        writer.write(0u8);
    }
    class
        .fields
        .iter()
        .try_for_each(|field| write_default(py, field, writer))
}

fn write_aligned(numeric: Numeric, bytes: &[u8], writer: &mut Writer) {
    if !bytes.is_empty() {
        writer.align(numeric.size());
        writer.write_slice(bytes);
    }
}

pub(super) fn too_long(error: EncodeError) -> Refusal {
    PyValueError::new_err(error.to_string()).into()
}
