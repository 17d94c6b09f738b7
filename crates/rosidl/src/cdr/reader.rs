//! Reading a payload, every length checked against what remains.

use super::{DecodeError, HEADER_SIZE, Scalar, align_up, count_characters, fits};

/// Reads a payload from front to back, in the byte order that its header names.
///
/// After an error the position is unspecified, but the reader stays within the body.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    body: &'a [u8],
    position: usize,
    big_endian: bool,
}

impl<'a> Reader<'a> {
    /// Begins at the first byte of the body.
    ///
    /// # Errors
    /// When there is no header, or it names another representation than `CDR_BE` and `CDR_LE`
    /// (DDSI-RTPS 2.5, 10.2.1.2). The header's options are not looked at.
    #[inline]
    pub fn new(payload: &'a [u8]) -> Result<Self, DecodeError> {
        let Some((&[high, low, _, _], body)) = payload.split_first_chunk::<HEADER_SIZE>() else {
            return Err(DecodeError::NoHeader {
                length: payload.len(),
            });
        };
        let representation = u16::from_be_bytes([high, low]);
        if representation > 1 {
            return Err(DecodeError::Representation { representation });
        }
        if u32::try_from(payload.len()).is_err() {
            return Err(DecodeError::TooLong {
                length: payload.len(),
            });
        }
        Ok(Self {
            body,
            position: 0,
            big_endian: representation == 0,
        })
    }

    /// Resumes at an offset in the body that [`Plan::locate`](crate::Plan::locate) gave.
    ///
    /// # Errors
    /// As [`Self::new`]; [`DecodeError::Truncated`] when the offset lies outside the body.
    #[inline]
    pub fn at(payload: &'a [u8], offset: usize) -> Result<Self, DecodeError> {
        let mut reader = Self::new(payload)?;
        reader.seek(offset)?;
        Ok(reader)
    }

    /// Whether the payload is big endian.
    #[inline]
    pub fn big_endian(&self) -> bool {
        self.big_endian
    }

    /// Whether the payload's byte order differs from this machine's.
    #[inline]
    pub fn needs_swap(&self) -> bool {
        self.big_endian != cfg!(target_endian = "big")
    }

    /// The offset in the body of what is read next, before its alignment.
    #[inline]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Bytes of the body not yet read.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.body.len() - self.position
    }

    /// Reads one number or boolean, after its alignment.
    ///
    /// # Errors
    /// When the body ends, or a boolean is neither 0 nor 1.
    #[inline]
    pub fn read<T: Scalar>(&mut self) -> Result<T, DecodeError> {
        T::read(self)
    }

    /// Reads `count` numbers or booleans in bulk, after the alignment of the first.
    ///
    /// # Errors
    /// As [`Self::read`].
    #[inline]
    pub fn read_vec<T: Scalar>(&mut self, count: usize) -> Result<Vec<T>, DecodeError> {
        T::read_vec(self, count)
    }

    /// Reads a fixed array of numbers or booleans in bulk, after the alignment of the first.
    ///
    /// # Errors
    /// As [`Self::read`].
    #[inline]
    pub fn read_array<T: Scalar, const N: usize>(&mut self) -> Result<[T; N], DecodeError> {
        let mut values = [T::default(); N];
        T::read_into(self, &mut values)?;
        Ok(values)
    }

    /// The bytes of `count` numbers of `size` bytes each, in the payload's byte order, after the
    /// alignment of the first; no alignment if there are none.
    ///
    /// # Errors
    /// When the body ends.
    #[inline]
    pub fn numeric(&mut self, count: usize, size: usize) -> Result<&'a [u8], DecodeError> {
        if count == 0 {
            return Ok(&[]);
        }
        self.align(size);
        self.take(count.saturating_mul(size))
    }

    /// The bytes of `count` booleans, each of them 0 or 1.
    ///
    /// # Errors
    /// When the body ends or a byte is something else.
    #[inline]
    pub fn bool_bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let at = self.position;
        let bytes = self.take(count)?;
        check_bools(bytes, at)?;
        Ok(bytes)
    }

    /// The bytes of a string without its terminating NUL; not necessarily UTF-8. As other
    /// implementations do, length 0 is taken for the empty string.
    ///
    /// # Errors
    /// When the body ends, the last byte is not NUL, or there are more characters than `bound`.
    #[inline]
    pub fn string_bytes(&mut self, bound: Option<u32>) -> Result<&'a [u8], DecodeError> {
        let length = self.read::<u32>()? as usize;
        let at = self.position;
        let Some((&last, text)) = self.take(length)?.split_last() else {
            return Ok(&[]);
        };
        if last != 0 {
            return Err(DecodeError::Unterminated {
                at: at + length,
                value: last,
            });
        }
        if !fits(text, bound) {
            return Err(bound_exceeded(at - 4, bound, count_characters(text)));
        }
        Ok(text)
    }

    /// A string. Bytes that are not UTF-8 become U+FFFD.
    ///
    /// # Errors
    /// As [`Self::string_bytes`].
    #[inline]
    pub fn string(&mut self, bound: Option<u32>) -> Result<String, DecodeError> {
        Ok(String::from_utf8_lossy(self.string_bytes(bound)?).into_owned())
    }

    /// The code units of a wide string, 4 bytes each in the payload's byte order.
    ///
    /// # Errors
    /// When the body ends or there are more characters than `bound`.
    pub fn wstring_bytes(&mut self, bound: Option<u32>) -> Result<&'a [u8], DecodeError> {
        let length = self.read::<u32>()? as usize;
        let at = self.position;
        let units = self.take(length.saturating_mul(4))?;
        if bound.is_some_and(|bound| length > bound as usize) {
            let count = wide_characters(units, self.big_endian).count();
            if bound.is_some_and(|bound| count > bound as usize) {
                return Err(bound_exceeded(at - 4, bound, count));
            }
        }
        Ok(units)
    }

    /// A wide string. What is not UTF-16 becomes U+FFFD.
    ///
    /// # Errors
    /// As [`Self::wstring_bytes`].
    pub fn wstring(&mut self, bound: Option<u32>) -> Result<String, DecodeError> {
        let units = self.wstring_bytes(bound)?;
        Ok(wide_characters(units, self.big_endian).collect())
    }

    /// The length of a sequence whose elements take at least `min_element_size` bytes each, so that
    /// a caller may allocate for as many.
    ///
    /// # Errors
    /// When it is above `bound`, or the body cannot hold so many elements.
    #[inline]
    pub fn sequence_length(
        &mut self,
        min_element_size: usize,
        bound: Option<u32>,
    ) -> Result<usize, DecodeError> {
        let length = self.read::<u32>()? as usize;
        if bound.is_some_and(|bound| length > bound as usize) {
            return Err(bound_exceeded(self.position - 4, bound, length));
        }
        let needed = length.saturating_mul(min_element_size);
        if needed > self.remaining() {
            return Err(self.truncated(needed));
        }
        Ok(length)
    }

    /// Moves to an offset in the body.
    #[inline]
    pub(crate) fn seek(&mut self, offset: usize) -> Result<(), DecodeError> {
        if offset > self.body.len() {
            return Err(self.truncated(offset.saturating_sub(self.position)));
        }
        self.position = offset;
        Ok(())
    }

    /// Checks booleans at an offset that has been passed already.
    #[inline]
    pub(crate) fn check_bools_at(&self, offset: usize, count: usize) -> Result<(), DecodeError> {
        match self.body.get(offset..offset.saturating_add(count)) {
            Some(bytes) => check_bools(bytes, offset),
            None => Err(self.truncated(count)),
        }
    }

    /// The bytes of one number, aligned.
    #[inline]
    pub(super) fn primitive<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let start = align_up(self.position, N);
        match self.body.get(start..).and_then(|rest| rest.first_chunk()) {
            Some(bytes) => {
                self.position = start + N;
                Ok(*bytes)
            }
            None => Err(self.truncated(N)),
        }
    }

    #[inline]
    fn align(&mut self, alignment: usize) {
        self.position = align_up(self.position, alignment).min(self.body.len());
    }

    #[inline]
    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let end = self.position.saturating_add(length);
        match self.body.get(self.position..end) {
            Some(bytes) => {
                self.position = end;
                Ok(bytes)
            }
            None => Err(self.truncated(length)),
        }
    }

    #[cold]
    fn truncated(&self, needed: usize) -> DecodeError {
        DecodeError::Truncated {
            at: self.position,
            needed,
            remaining: self.remaining(),
        }
    }
}

#[cold]
fn bound_exceeded(at: usize, bound: Option<u32>, length: usize) -> DecodeError {
    DecodeError::BoundExceeded {
        at,
        bound: bound.unwrap_or(u32::MAX),
        length,
    }
}

#[inline]
fn check_bools(bytes: &[u8], at: usize) -> Result<(), DecodeError> {
    // A union of all bits, which the compiler vectorizes, decides the usual case.
    if bytes.iter().fold(0, |bits, byte| bits | byte) <= 1 {
        return Ok(());
    }
    match bytes.iter().zip(at..).find(|(byte, _)| **byte > 1) {
        None => Ok(()),
        Some((&value, at)) => Err(DecodeError::Bool { at, value }),
    }
}

/// The characters of a wide string, given its units of 4 bytes. A unit above 0xFFFF, which UTF-16
/// does not know, is taken for a whole character.
fn wide_characters(units: &[u8], big_endian: bool) -> impl Iterator<Item = char> {
    let units = units.chunks_exact(4).flat_map(move |unit| {
        let unit = unit.first_chunk().copied().unwrap_or_default();
        let unit = if big_endian {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        };
        let mut utf16 = [0; 2];
        match u16::try_from(unit) {
            Ok(unit) => utf16[0] = unit,
            Err(_) => {
                char::from_u32(unit)
                    .unwrap_or(char::REPLACEMENT_CHARACTER)
                    .encode_utf16(&mut utf16);
            }
        }
        let length = if utf16[1] == 0 { 1 } else { 2 };
        utf16.into_iter().take(length)
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
}
