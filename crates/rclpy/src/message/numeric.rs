//! The numbers that upstream keeps in `array.array` and `numpy.ndarray`.

use std::ffi::CStr;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType};
use rosebay_rosidl::Primitive;

use super::expect::is_float32;

// Received numbers are handed out as they lie in the payload, which is little endian.
const _: () = assert!(
    cfg!(target_endian = "little"),
    "views of received numbers need a little-endian machine"
);

/// An integer or floating-point type whose sequences are `array.array`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeric(Primitive);

impl Numeric {
    /// `None` for booleans, bytes and characters, whose sequences are lists.
    pub(crate) fn of(primitive: Primitive) -> Option<Self> {
        match primitive {
            Primitive::Bool | Primitive::Byte | Primitive::Char => None,
            _ => Some(Self(primitive)),
        }
    }

    pub(crate) fn primitive(self) -> Primitive {
        self.0
    }

    /// Bytes of one number.
    pub(crate) fn size(self) -> usize {
        self.0.size()
    }

    pub(crate) fn is_float(self) -> bool {
        matches!(self.0, Primitive::Float32 | Primitive::Float64)
    }

    /// The type code of `array.array`, which is also the format of the buffer protocol.
    pub(crate) fn format(self) -> &'static CStr {
        match self.0 {
            Primitive::Int8 => c"b",
            Primitive::Int16 => c"h",
            Primitive::UInt16 => c"H",
            Primitive::Int32 => c"i",
            Primitive::UInt32 => c"I",
            Primitive::Int64 => c"q",
            Primitive::UInt64 => c"Q",
            Primitive::Float32 => c"f",
            Primitive::Float64 => c"d",
            Primitive::UInt8 | Primitive::Bool | Primitive::Byte | Primitive::Char => c"B",
        }
    }

    pub(crate) fn typecode(self) -> &'static str {
        self.format().to_str().unwrap_or("B")
    }

    /// The name of NumPy's type.
    pub(crate) fn dtype(self) -> &'static str {
        match self.0 {
            Primitive::Float32 => "float32",
            Primitive::Float64 => "float64",
            other => other.ros_name(),
        }
    }

    /// Whether a pointer is aligned as C code expects it for these numbers.
    pub(crate) fn is_aligned(self, bytes: &[u8]) -> bool {
        bytes.as_ptr().align_offset(self.size()) == 0
    }

    /// Reverses the bytes of each number.
    pub(crate) fn swap(self, bytes: &mut [u8]) {
        for number in bytes.chunks_exact_mut(self.size()) {
            number.reverse();
        }
    }

    /// An `array.array` of numbers given as machine bytes.
    pub(crate) fn array<'py>(self, py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        array_type(py)?.call1((self.typecode(), PyBytes::new(py, bytes)))
    }

    /// A `numpy.ndarray` of its own of numbers given as machine bytes.
    pub(crate) fn ndarray<'py>(self, py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        let numpy = py.import(intern!(py, "numpy"))?;
        numpy
            .call_method1(
                intern!(py, "frombuffer"),
                (PyBytes::new(py, bytes), self.dtype()),
            )?
            .call_method0(intern!(py, "copy"))
    }

    /// The number that these machine bytes are; bytes that are missing count as 0.
    pub(crate) fn read(self, bytes: &[u8]) -> Number {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(bytes.iter().take(self.size())) {
            *to = *from;
        }
        let raw = u64::from_le_bytes(eight);
        // Truncation to the type's width is what the casts are for.
        match self.0 {
            Primitive::Int8 => Number::Int((raw as i8).into()),
            Primitive::Int16 => Number::Int((raw as i16).into()),
            Primitive::Int32 => Number::Int((raw as i32).into()),
            Primitive::Int64 => Number::Int((raw as i64).into()),
            Primitive::Float32 => Number::Float(f32::from_bits(raw as u32).into()),
            Primitive::Float64 => Number::Float(f64::from_bits(raw)),
            _ => Number::Int(raw.into()),
        }
    }

    /// Appends the machine bytes of a number; `None` when the type cannot hold it.
    pub(crate) fn push(self, number: Number, bytes: &mut Vec<u8>) -> Option<()> {
        match (self.0, number) {
            (Primitive::Float32, number) => {
                let value = number.as_f64();
                if !is_float32(value, false) {
                    return None;
                }
                bytes.extend_from_slice(&(value as f32).to_le_bytes());
            }
            (Primitive::Float64, number) => bytes.extend_from_slice(&number.as_f64().to_le_bytes()),
            (_, Number::Float(_)) => return None,
            (primitive, Number::Int(value)) => {
                if !primitive.integer_range()?.contains(&value) {
                    return None;
                }
                bytes.extend(value.to_le_bytes().into_iter().take(self.size()));
            }
        }
        Some(())
    }
}

/// A number of any type.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    Int(i128),
    Float(f64),
}

impl Number {
    /// The Python number.
    pub(crate) fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        match self {
            Self::Float(value) => Ok(value.into_pyobject(py)?.into_any()),
            Self::Int(value) => match i64::try_from(value) {
                Ok(value) => Ok(value.into_pyobject(py)?.into_any()),
                Err(_) => Ok(value.into_pyobject(py)?.into_any()),
            },
        }
    }

    fn as_f64(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

/// The type of the elements of someone's buffer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BufferFormat {
    pub(crate) numeric: Numeric,
    /// Whether the bytes are in this machine's order.
    pub(crate) native: bool,
}

impl BufferFormat {
    /// Reads a format of the `struct` module; `None` if it is not that of plain numbers.
    pub(crate) fn parse(format: &CStr, item_size: usize) -> Option<Self> {
        let (native, code) = match format.to_bytes() {
            [b'@' | b'=' | b'<', code] => (true, *code),
            [b'>' | b'!', code] => (item_size == 1, *code),
            [code] => (true, *code),
            _ => return None,
        };
        let primitive = match (code, item_size) {
            (b'?' | b'B' | b'H' | b'I' | b'L' | b'Q' | b'N', 1) => Primitive::UInt8,
            (b'B' | b'H' | b'I' | b'L' | b'Q' | b'N', 2) => Primitive::UInt16,
            (b'B' | b'H' | b'I' | b'L' | b'Q' | b'N', 4) => Primitive::UInt32,
            (b'B' | b'H' | b'I' | b'L' | b'Q' | b'N', 8) => Primitive::UInt64,
            (b'b' | b'h' | b'i' | b'l' | b'q' | b'n', 1) => Primitive::Int8,
            (b'b' | b'h' | b'i' | b'l' | b'q' | b'n', 2) => Primitive::Int16,
            (b'b' | b'h' | b'i' | b'l' | b'q' | b'n', 4) => Primitive::Int32,
            (b'b' | b'h' | b'i' | b'l' | b'q' | b'n', 8) => Primitive::Int64,
            (b'f', 4) => Primitive::Float32,
            (b'd', 8) => Primitive::Float64,
            _ => return None,
        };
        Numeric::of(primitive).map(|numeric| Self { numeric, native })
    }

    /// Converts machine bytes of this type to those of another; the index of the first number that
    /// the other type cannot hold is the error.
    pub(crate) fn convert(self, bytes: &[u8], to: Numeric) -> Result<Vec<u8>, usize> {
        let count = bytes.len() / self.numeric.size();
        let mut converted = Vec::with_capacity(count.saturating_mul(to.size()));
        for (index, number) in bytes.chunks_exact(self.numeric.size()).enumerate() {
            to.push(self.numeric.read(number), &mut converted)
                .ok_or(index)?;
        }
        Ok(converted)
    }
}

/// `array.array`.
pub(crate) fn array_type(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static TYPE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    TYPE.import(py, "array", "array")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(primitive: Primitive) -> Numeric {
        Numeric::of(primitive).unwrap()
    }

    #[test]
    fn only_numbers_are_numeric() {
        assert!(Numeric::of(Primitive::Bool).is_none());
        assert!(Numeric::of(Primitive::Byte).is_none());
        assert!(Numeric::of(Primitive::Char).is_none());
        assert_eq!(numeric(Primitive::UInt32).typecode(), "I");
    }

    #[test]
    fn numbers_go_through_bytes() {
        for (primitive, value) in [
            (Primitive::Int8, -128),
            (Primitive::UInt8, 255),
            (Primitive::Int16, -32768),
            (Primitive::UInt32, 4_294_967_295),
            (Primitive::Int64, i64::MIN.into()),
            (Primitive::UInt64, u64::MAX.into()),
        ] {
            let mut bytes = Vec::new();
            numeric(primitive)
                .push(Number::Int(value), &mut bytes)
                .unwrap();
            assert_eq!(bytes.len(), primitive.size());
            assert!(matches!(numeric(primitive).read(&bytes), Number::Int(same) if same == value));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (primitive, number) in [
            (Primitive::Int8, Number::Int(128)),
            (Primitive::UInt8, Number::Int(-1)),
            (Primitive::UInt64, Number::Int(1 << 64)),
            (Primitive::Int32, Number::Float(1.0)),
            (Primitive::Float32, Number::Float(1e39)),
        ] {
            assert!(numeric(primitive).push(number, &mut Vec::new()).is_none());
        }
    }

    #[test]
    fn formats_of_buffers() {
        for (format, size, expected) in [
            (c"B", 1, Some((Primitive::UInt8, true))),
            (c"<i", 4, Some((Primitive::Int32, true))),
            (c"l", 8, Some((Primitive::Int64, true))),
            (c">d", 8, Some((Primitive::Float64, false))),
            (c"?", 1, Some((Primitive::UInt8, true))),
            (c"e", 2, None),
            (c"3i", 12, None),
            (c"T{i:x:}", 4, None),
            (c"", 1, None),
        ] {
            let parsed = BufferFormat::parse(format, size);
            let parsed = parsed.map(|found| (found.numeric.primitive(), found.native));
            assert_eq!(parsed, expected, "{format:?}");
        }
    }

    #[test]
    fn conversion_names_the_first_misfit() {
        let from = BufferFormat::parse(c"h", 2).unwrap();
        let bytes: Vec<u8> = [1_i16, -1, 300]
            .into_iter()
            .flat_map(i16::to_le_bytes)
            .collect();
        assert_eq!(from.convert(&bytes, numeric(Primitive::UInt8)), Err(1));
        assert_eq!(
            from.convert(&bytes[..2], numeric(Primitive::UInt8)),
            Ok(vec![1])
        );
        let floats = from.convert(&bytes[..2], numeric(Primitive::Float32));
        assert_eq!(floats, Ok(1_f32.to_le_bytes().to_vec()));
    }
}
