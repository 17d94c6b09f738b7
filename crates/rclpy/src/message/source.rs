//! Where a message was received from, and its fields decoded from there.

use std::sync::Arc;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyList, PyString};
use rosebay_rosidl::cdr::{DecodeError, Reader};
use rosebay_rosidl::{Arity, Primitive};

use super::buffer::Window;
use super::class::{Item, Kind, MessageClass};
use super::instance::Message;
use super::numeric::{Number, Numeric};
use super::payload::Payload;
use super::view::ArrayView;

/// A message within a payload.
#[derive(Debug)]
pub(crate) struct Source {
    payload: Arc<Payload>,
    /// Its offset in the body.
    start: usize,
    /// The offsets of its fields, found when the first is read.
    offsets: Option<Box<[u32]>>,
}

/// One field within a payload.
pub(crate) struct FieldSource {
    pub(crate) payload: Arc<Payload>,
    /// Its offset in the body, already aligned.
    offset: usize,
}

impl Source {
    pub(crate) fn new(payload: Arc<Payload>, start: usize) -> Self {
        Self {
            payload,
            start,
            offsets: None,
        }
    }

    pub(crate) fn payload(&self) -> &Arc<Payload> {
        &self.payload
    }

    /// Whether the payload holds nothing but this message.
    pub(crate) fn is_whole(&self) -> bool {
        self.start == 0
    }

    /// Finds a field.
    pub(crate) fn field(
        &mut self,
        class: &MessageClass,
        index: usize,
    ) -> Result<FieldSource, DecodeError> {
        let offsets = match &self.offsets {
            Some(offsets) => offsets,
            None => {
                let mut offsets = vec![0; class.fields.len()].into_boxed_slice();
                let mut reader = Reader::at(self.payload.bytes(), self.start)?;
                class.ty.plan.locate(&mut reader, &mut offsets)?;
                self.offsets.insert(offsets)
            }
        };
        Ok(FieldSource {
            payload: Arc::clone(&self.payload),
            offset: offsets.get(index).map_or(0, |offset| *offset as usize),
        })
    }
}

impl FieldSource {
    /// A reader at the field.
    pub(crate) fn reader(&self) -> Result<Reader<'_>, DecodeError> {
        Reader::at(self.payload.bytes(), self.offset)
    }

    /// Decodes the field.
    pub(crate) fn decode<'py>(&self, py: Python<'py>, kind: Kind) -> PyResult<Bound<'py, PyAny>> {
        let mut reader = self.reader().map_err(decode_error)?;
        match kind {
            Kind::One(Item::Message(class)) => {
                let source = Source::new(Arc::clone(&self.payload), self.offset);
                Message::received(py, class, source)
            }
            Kind::One(item) => self.item(py, item, &mut reader),
            Kind::List { item, arity } => self.list(py, item, arity, &mut reader),
            Kind::Sequence { numeric, bound } => self.sequence(py, numeric, bound, &mut reader),
            Kind::Array { numeric, length } => {
                let bytes = reader
                    .numeric(length, numeric.size())
                    .map_err(decode_error)?;
                if reader.needs_swap() {
                    let mut bytes = bytes.to_vec();
                    numeric.swap(&mut bytes);
                    numeric.ndarray(py, &bytes)
                } else {
                    numeric.ndarray(py, bytes)
                }
            }
        }
    }

    fn item<'py>(
        &self,
        py: Python<'py>,
        item: Item,
        reader: &mut Reader<'_>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match item {
            Item::Message(class) => {
                let source = Source::new(Arc::clone(&self.payload), reader.position());
                class.ty.plan.skip(reader).map_err(decode_error)?;
                Message::received(py, class, source)
            }
            Item::Text { wide: false, bound } => {
                let bytes = reader.string_bytes(bound).map_err(decode_error)?;
                Ok(match std::str::from_utf8(bytes) {
                    Ok(text) => PyString::new(py, text),
                    Err(_) => PyString::new(py, &String::from_utf8_lossy(bytes)),
                }
                .into_any())
            }
            Item::Text { wide: true, bound } => {
                let text = reader.wstring(bound).map_err(decode_error)?;
                Ok(PyString::new(py, &text).into_any())
            }
            Item::Bool => {
                let truth = reader.read::<bool>().map_err(decode_error)?;
                Ok(PyBool::new(py, truth).to_owned().into_any())
            }
            Item::Byte => {
                let byte = reader.read::<u8>().map_err(decode_error)?;
                Ok(PyBytes::new(py, &[byte]).into_any())
            }
            Item::Char => {
                let byte = reader.read::<u8>().map_err(decode_error)?;
                Ok(char::from(byte).into_pyobject(py)?.into_any())
            }
            Item::Int(primitive) | Item::Float(primitive) => read_number(primitive, reader)
                .map_err(decode_error)?
                .to_python(py),
        }
    }

    fn list<'py>(
        &self,
        py: Python<'py>,
        item: Item,
        arity: Arity,
        reader: &mut Reader<'_>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let count = match arity {
            Arity::One => 1,
            Arity::Array(count) => count as usize,
            Arity::Sequence { bound } => reader
                .sequence_length(item.min_size(), bound)
                .map_err(decode_error)?,
        };
        let items = (0..count)
            .map(|_| self.item(py, item, reader))
            .collect::<PyResult<Vec<_>>>()?;
        Ok(PyList::new(py, items)?.into_any())
    }

    fn sequence<'py>(
        &self,
        py: Python<'py>,
        numeric: Numeric,
        bound: Option<u32>,
        reader: &mut Reader<'_>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let count = reader
            .sequence_length(numeric.size(), bound)
            .map_err(decode_error)?;
        let bytes = reader
            .numeric(count, numeric.size())
            .map_err(decode_error)?;
        if reader.needs_swap() {
            let mut bytes = bytes.to_vec();
            numeric.swap(&mut bytes);
            return numeric.array(py, &bytes);
        }
        // NumPy copes with numbers that are not aligned, but compiled code that gets them need not.
        match Window::new(&self.payload, bytes) {
            Some(window) if !bytes.is_empty() && numeric.is_aligned(bytes) => {
                Ok(Bound::new(py, ArrayView::new(numeric, window))?.into_any())
            }
            _ => numeric.array(py, bytes),
        }
    }
}

impl Item {
    /// The fewest bytes one takes on the wire.
    fn min_size(self) -> usize {
        match self {
            Self::Bool | Self::Byte | Self::Char => 1,
            Self::Int(primitive) | Self::Float(primitive) => primitive.size(),
            Self::Text { .. } => 4,
            Self::Message(class) => class.ty.plan.min_size(),
        }
    }
}

/// Reads a number of a type that is known only at run time.
pub(crate) fn read_number(
    primitive: Primitive,
    reader: &mut Reader<'_>,
) -> Result<Number, DecodeError> {
    Ok(match primitive {
        Primitive::Int8 => Number::Int(reader.read::<i8>()?.into()),
        Primitive::Int16 => Number::Int(reader.read::<i16>()?.into()),
        Primitive::UInt16 => Number::Int(reader.read::<u16>()?.into()),
        Primitive::Int32 => Number::Int(reader.read::<i32>()?.into()),
        Primitive::UInt32 => Number::Int(reader.read::<u32>()?.into()),
        Primitive::Int64 => Number::Int(reader.read::<i64>()?.into()),
        Primitive::UInt64 => Number::Int(reader.read::<u64>()?.into()),
        Primitive::Float32 => Number::Float(reader.read::<f32>()?.into()),
        Primitive::Float64 => Number::Float(reader.read::<f64>()?),
        Primitive::UInt8 | Primitive::Bool | Primitive::Byte | Primitive::Char => {
            Number::Int(reader.read::<u8>()?.into())
        }
    })
}

/// A payload that is not the message it should be; upstream's deserialization raises the same.
pub(crate) fn decode_error(error: DecodeError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
