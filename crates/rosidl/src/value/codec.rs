//! Run-time messages to and from CDR.

use std::sync::Arc;

use super::scalar::{ValueScalar, with_scalar};
use super::{DynamicMessage, Value};
use crate::cdr::{DecodeError, EncodeError, Reader, Writer};
use crate::definition::Arity;
use crate::message_type::{Element, MessageType, Type};
use crate::plan::read_count;

impl DynamicMessage {
    /// Writes the message as a payload: encapsulation header and little-endian body.
    ///
    /// # Errors
    /// [`EncodeError::TooLong`], when a string or sequence has 2^32 elements or more.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut writer = Writer::new();
        self.write(&mut writer)?;
        Ok(writer.finish())
    }

    /// Reads a message of this type from a payload of either byte order. Bytes behind the message
    /// are allowed: some implementations pad.
    ///
    /// # Errors
    /// The first thing that is wrong with the payload and the field it is in.
    pub fn decode(ty: Arc<MessageType>, payload: &[u8]) -> Result<Self, DecodeError> {
        Self::read(ty, &mut Reader::new(payload)?)
    }

    /// Reads a message of this type where the reader stands.
    ///
    /// # Errors
    /// As [`Self::decode`].
    pub fn read(ty: Arc<MessageType>, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if ty.fields.is_empty() {
            reader.read::<u8>()?;
        }
        let fields = ty
            .fields
            .iter()
            .map(|field| read_value(&field.ty, reader).map_err(|error| error.in_field(&field.name)))
            .collect::<Result<_, _>>()?;
        Ok(Self::from_parts(ty, fields))
    }

    /// Writes the message where the writer stands.
    ///
    /// # Errors
    /// As [`Self::encode`].
    pub fn write(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        if self.fields.is_empty() {
            writer.write(0u8);
        }
        for (field, value) in self.message_type().fields.iter().zip(&self.fields) {
            write_field(field.ty.arity, value, writer)
                .map_err(|error| error.in_field(&field.name))?;
        }
        Ok(())
    }
}

fn read_value(ty: &Type, reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    let one = ty.arity == Arity::One;
    match &ty.element {
        Element::Primitive(primitive) => {
            let count = read_count(reader, ty.arity, primitive.size())?;
            with_scalar!(*primitive, T => if one {
                reader.read::<T>().map(T::one)
            } else {
                reader.read_vec::<T>(count).map(T::many)
            })
        }
        Element::String { bound } if one => reader.string(*bound).map(Value::String),
        Element::String { bound } => {
            read_many(reader, ty.arity, 4, |reader| reader.string(*bound)).map(Value::StringArray)
        }
        Element::WString { bound } if one => reader.wstring(*bound).map(Value::WString),
        Element::WString { bound } => {
            read_many(reader, ty.arity, 4, |reader| reader.wstring(*bound)).map(Value::WStringArray)
        }
        Element::Message(nested) if one => {
            DynamicMessage::read(nested.clone(), reader).map(Value::Message)
        }
        Element::Message(nested) => read_many(reader, ty.arity, nested.plan.min_size(), |reader| {
            DynamicMessage::read(nested.clone(), reader)
        })
        .map(Value::MessageArray),
    }
}

fn read_many<T>(
    reader: &mut Reader<'_>,
    arity: Arity,
    min_size: usize,
    read: impl Fn(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    (0..read_count(reader, arity, min_size)?)
        .map(|index| read(reader).map_err(|error| error.in_element(index)))
        .collect()
}

fn write_field(arity: Arity, value: &Value, writer: &mut Writer) -> Result<(), EncodeError> {
    if matches!(arity, Arity::Sequence { .. }) {
        writer.sequence_length(value.len().unwrap_or(0), None)?;
    }
    write_value(value, writer)
}

/// Writes a value; of a sequence the elements only.
fn write_value(value: &Value, writer: &mut Writer) -> Result<(), EncodeError> {
    match value {
        Value::Bool(value) => writer.write(*value),
        Value::U8(value) => writer.write(*value),
        Value::I8(value) => writer.write(*value),
        Value::U16(value) => writer.write(*value),
        Value::I16(value) => writer.write(*value),
        Value::U32(value) => writer.write(*value),
        Value::I32(value) => writer.write(*value),
        Value::U64(value) => writer.write(*value),
        Value::I64(value) => writer.write(*value),
        Value::F32(value) => writer.write(*value),
        Value::F64(value) => writer.write(*value),
        Value::BoolArray(values) => writer.write_slice(values),
        Value::U8Array(values) => writer.write_slice(values),
        Value::I8Array(values) => writer.write_slice(values),
        Value::U16Array(values) => writer.write_slice(values),
        Value::I16Array(values) => writer.write_slice(values),
        Value::U32Array(values) => writer.write_slice(values),
        Value::I32Array(values) => writer.write_slice(values),
        Value::U64Array(values) => writer.write_slice(values),
        Value::I64Array(values) => writer.write_slice(values),
        Value::F32Array(values) => writer.write_slice(values),
        Value::F64Array(values) => writer.write_slice(values),
        Value::String(text) => writer.string(text, None)?,
        Value::WString(text) => writer.wstring(text, None)?,
        Value::Message(message) => message.write(writer)?,
        Value::StringArray(texts) => write_many(texts, |text| writer.string(text, None))?,
        Value::WStringArray(texts) => write_many(texts, |text| writer.wstring(text, None))?,
        Value::MessageArray(messages) => {
            write_many(messages, |message| message.write(writer))?;
        }
    }
    Ok(())
}

fn write_many<T>(
    values: &[T],
    mut write: impl FnMut(&T) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    let mut values = values.iter().enumerate();
    values.try_for_each(|(index, value)| write(value).map_err(|error| error.in_element(index)))
}
