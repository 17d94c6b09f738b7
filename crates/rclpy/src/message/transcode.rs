//! Fields from one payload to another, without Python.

use pyo3::exceptions::PyValueError;
use rosebay_rosidl::cdr::{DecodeError, EncodeError, Reader, Writer};
use rosebay_rosidl::{Arity, Element, MessageType, Type};

use super::expect::Refusal;
use super::source::{FieldSource, decode_error};

/// Writes a field that has been received and not been touched.
pub(crate) fn field(ty: &Type, source: &FieldSource, writer: &mut Writer) -> Result<(), Refusal> {
    let mut reader = source.reader().map_err(decode_error)?;
    copy(ty, &mut reader, writer).map_err(|failure| match failure {
        Failure::Decode(error) => decode_error(error).into(),
        Failure::Encode(error) => PyValueError::new_err(error.to_string()).into(),
    })
}

enum Failure {
    Decode(DecodeError),
    Encode(EncodeError),
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

fn copy(ty: &Type, reader: &mut Reader<'_>, writer: &mut Writer) -> Result<(), Failure> {
    let count = match ty.arity {
        Arity::One => 1,
        Arity::Array(count) => count as usize,
        Arity::Sequence { bound } => {
            let count = reader.sequence_length(1, bound)?;
            writer.sequence_length(count, bound)?;
            count
        }
    };
    match &ty.element {
        Element::Primitive(primitive) => {
            let size = primitive.size();
            let bytes = reader.numeric(count, size)?;
            if bytes.is_empty() {
                return Ok(());
            }
            writer.align(size);
            if reader.needs_swap() {
                for number in bytes.chunks_exact(size) {
                    let mut swapped = [0; 8];
                    for (to, from) in swapped.iter_mut().zip(number.iter().rev()) {
                        *to = *from;
                    }
                    writer.write_slice(swapped.get(..size).unwrap_or_default());
                }
            } else {
                writer.write_slice(bytes);
            }
        }
        Element::String { bound } => {
            for _ in 0..count {
                writer.string(&reader.string(*bound)?, *bound)?;
            }
        }
        Element::WString { bound } => {
            for _ in 0..count {
                writer.wstring(&reader.wstring(*bound)?, *bound)?;
            }
        }
        Element::Message(message) => {
            for _ in 0..count {
                copy_message(message, reader, writer)?;
            }
        }
    }
    Ok(())
}

fn copy_message(
    ty: &MessageType,
    reader: &mut Reader<'_>,
    writer: &mut Writer,
) -> Result<(), Failure> {
    if ty.fields.is_empty() {
        writer.write(reader.read::<u8>()?);
    }
    ty.fields
        .iter()
        .try_for_each(|field| copy(&field.ty, reader, writer))
}
