//! Numbers as raw bytes: the one place of this crate that is not checked by the compiler.
#![allow(unsafe_code)]

use super::{DecodeError, Reader, Writer};

mod sealed {
    pub trait Sealed {}
}

/// A number that is copied to and from the wire as it lies in memory.
///
/// Implemented only here, for the integers and floating-point numbers of 1, 2, 4 and 8 bytes: they
/// have no padding, and every bit pattern is a value.
trait Numeric: Scalar {
    /// The same number with its bytes in reverse order.
    fn swapped(self) -> Self;
}

/// A value of one of ROS's primitive types: a number or a `bool`. Sealed.
pub trait Scalar: Copy + Default + sealed::Sealed {
    /// Reads one, after its alignment.
    ///
    /// # Errors
    /// When the body ends, or a boolean is neither 0 nor 1.
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Fills `values`, after the alignment of the first; none if there are none.
    ///
    /// # Errors
    /// As [`Self::read`].
    fn read_into(reader: &mut Reader<'_>, values: &mut [Self]) -> Result<(), DecodeError>;

    /// Reads `count`, after the alignment of the first. Allocates only what the body can back.
    ///
    /// # Errors
    /// As [`Self::read`].
    fn read_vec(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Self>, DecodeError>;

    /// Writes one, after its alignment.
    fn write(self, writer: &mut Writer);

    /// Writes all, after the alignment of the first; nothing if there are none.
    fn write_slice(values: &[Self], writer: &mut Writer);
}

macro_rules! numeric {
    ($($type:ident)*) => {$(
        impl sealed::Sealed for $type {}

        impl Numeric for $type {
            #[inline]
            fn swapped(self) -> Self {
                Self::from_be_bytes(self.to_le_bytes())
            }
        }

        impl Scalar for $type {
            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                let bytes = reader.primitive()?;
                Ok(if reader.big_endian() {
                    Self::from_be_bytes(bytes)
                } else {
                    Self::from_le_bytes(bytes)
                })
            }

            #[inline]
            fn read_into(reader: &mut Reader<'_>, values: &mut [Self]) -> Result<(), DecodeError> {
                let bytes = reader.numeric(values.len(), size_of::<Self>())?;
                as_bytes_mut(values).copy_from_slice(bytes);
                to_native(values, reader);
                Ok(())
            }

            #[inline]
            fn read_vec(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Self>, DecodeError> {
                let mut values = copy_to_vec(reader.numeric(count, size_of::<Self>())?);
                to_native(&mut values, reader);
                Ok(values)
            }

            #[inline]
            fn write(self, writer: &mut Writer) {
                writer.primitive(self.to_le_bytes());
            }

            #[inline]
            fn write_slice(values: &[Self], writer: &mut Writer) {
                if values.is_empty() {
                    return;
                }
                writer.align(size_of::<Self>());
                if cfg!(target_endian = "little") {
                    writer.raw(as_bytes(values));
                } else {
                    values.iter().for_each(|value| writer.raw(&value.to_le_bytes()));
                }
            }
        }
    )*};
}

numeric! { u8 i8 u16 i16 u32 i32 u64 i64 f32 f64 }

impl sealed::Sealed for bool {}

impl Scalar for bool {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(reader.bool_bytes(1)? != [0])
    }

    #[inline]
    fn read_into(reader: &mut Reader<'_>, values: &mut [Self]) -> Result<(), DecodeError> {
        let bytes = reader.bool_bytes(values.len())?;
        for (value, byte) in values.iter_mut().zip(bytes) {
            *value = *byte != 0;
        }
        Ok(())
    }

    #[inline]
    fn read_vec(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Self>, DecodeError> {
        Ok(reader
            .bool_bytes(count)?
            .iter()
            .map(|byte| *byte != 0)
            .collect())
    }

    #[inline]
    fn write(self, writer: &mut Writer) {
        writer.primitive([u8::from(self)]);
    }

    #[inline]
    fn write_slice(values: &[Self], writer: &mut Writer) {
        writer.raw(as_bytes(values));
    }
}

/// Reverses the bytes of each value if the reader's payload has the other byte order.
#[inline]
fn to_native<T: Numeric>(values: &mut [T], reader: &Reader<'_>) {
    if reader.needs_swap() {
        for value in values {
            *value = value.swapped();
        }
    }
}

#[inline]
fn as_bytes<T: Scalar>(values: &[T]) -> &[u8] {
    // SAFETY: `Scalar` is sealed to types without padding, so all bytes are initialized; `u8` has
    // no alignment; length and lifetime are those of `values`.
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), size_of_val(values)) }
}

#[inline]
fn as_bytes_mut<T: Numeric>(values: &mut [T]) -> &mut [u8] {
    // SAFETY: as for `as_bytes`; and any bytes that are written form values, because `Numeric` is
    // implemented only for types of which every bit pattern is one.
    unsafe { std::slice::from_raw_parts_mut(values.as_mut_ptr().cast(), size_of_val(values)) }
}

/// Copies whole numbers out of `bytes`, which need not be aligned; a last part of one is left out.
#[inline]
fn copy_to_vec<T: Numeric>(bytes: &[u8]) -> Vec<T> {
    let count = bytes.len() / size_of::<T>();
    let mut values = Vec::<T>::with_capacity(count);
    // SAFETY: the new allocation has room for `count` values and cannot overlap `bytes`, which
    // holds at least that many; every bit pattern is a value of `T`, so all are initialized.
    unsafe {
        std::ptr::copy_nonoverlapping(
            bytes.as_ptr(),
            values.as_mut_ptr().cast(),
            count * size_of::<T>(),
        );
        values.set_len(count);
    }
    values
}
