//! Writing a payload.

use bytes::Bytes;

use super::rewriting::{Rewriting, Rewritten};
use super::storage::{Memory, Storage};
use super::{EncodeError, HEADER_SIZE, Scalar, align_up, count_characters, fits};

/// `CDR_LE` without options, DDSI-RTPS 2.5, 10.2.1.2.
const HEADER: [u8; HEADER_SIZE] = [0, 1, 0, 0];

/// Writes a payload from front to back, little endian.
#[derive(Debug)]
pub struct Writer {
    storage: Storage,
}

impl Writer {
    /// Begins a payload: the header and an empty body.
    pub fn new() -> Self {
        Self::with_capacity(0)
    }

    /// Begins a payload whose body is expected to take `body_size` bytes.
    #[inline]
    pub fn with_capacity(body_size: usize) -> Self {
        let mut buffer = Vec::with_capacity(HEADER_SIZE.saturating_add(body_size));
        buffer.extend_from_slice(&HEADER);
        Self {
            storage: Storage::Heap(buffer),
        }
    }

    /// Begins a payload in memory that was lent for it. If that does not suffice, the payload moves to the heap.
    pub fn in_memory(memory: Box<dyn Memory>) -> Self {
        let mut storage = Storage::Lent { memory, length: 0 };
        storage.extend(&HEADER);
        Self { storage }
    }

    /// Begins a payload over another, parts of which may be parts of this one: slices of the other that are written to
    /// just where they lie are not copied. [`Self::into_rewritten`] tells what came of it.
    pub fn over(other: Bytes) -> Self {
        let mut storage = Storage::Over(Rewriting::new(other));
        storage.extend(&HEADER);
        Self { storage }
    }

    /// Bytes of the body written so far.
    #[inline]
    pub fn position(&self) -> usize {
        self.storage.len() - HEADER_SIZE
    }

    /// The payload.
    #[inline]
    pub fn finish(self) -> Vec<u8> {
        self.storage.into_vec()
    }

    /// The payload where it was written to, to be shared.
    #[inline]
    pub fn into_bytes(self) -> Bytes {
        self.storage.into_bytes()
    }

    /// The payload of a writer that was begun with [`Self::over`].
    pub fn into_rewritten(self) -> Rewritten {
        self.storage.into_rewritten()
    }

    /// Leaves room for `count` bytes, which are written later where the payload lies in lent memory. What they are till
    /// then is not told; on the heap they are zeros.
    pub fn leave(&mut self, count: usize) {
        self.storage.leave(count);
    }

    /// Pads with zeros to a multiple of `alignment`: 1, 2, 4 or 8.
    #[inline]
    pub fn align(&mut self, alignment: usize) {
        let padding = align_up(self.position(), alignment) - self.position();
        if padding > 0 {
            self.storage.extend(&[0; 7][..padding]);
        }
    }

    /// Writes one number or boolean, after its alignment.
    #[inline]
    pub fn write<T: Scalar>(&mut self, value: T) {
        value.write(self);
    }

    /// Writes numbers or booleans in bulk, after the alignment of the first; nothing if there are
    /// none. A sequence needs its length before.
    #[inline]
    pub fn write_slice<T: Scalar>(&mut self, values: &[T]) {
        T::write_slice(values, self);
    }

    /// Writes a string.
    ///
    /// # Errors
    /// When it has more characters than `bound`.
    #[inline]
    pub fn string(&mut self, text: &str, bound: Option<u32>) -> Result<(), EncodeError> {
        if !fits(text.as_bytes(), bound) {
            return Err(bound_exceeded(bound, count_characters(text.as_bytes())));
        }
        self.length(text.len().saturating_add(1))?;
        self.raw(text.as_bytes());
        self.raw(&[0]);
        Ok(())
    }

    /// Writes a wide string.
    ///
    /// # Errors
    /// When it has more characters than `bound`.
    pub fn wstring(&mut self, text: &str, bound: Option<u32>) -> Result<(), EncodeError> {
        if !fits(text.as_bytes(), bound) {
            return Err(bound_exceeded(bound, count_characters(text.as_bytes())));
        }
        self.length(text.encode_utf16().count())?;
        for unit in text.encode_utf16() {
            self.raw(&u32::from(unit).to_le_bytes());
        }
        Ok(())
    }

    /// Writes the length of a sequence.
    ///
    /// # Errors
    /// When it is above `bound` or does not fit in 32 bits.
    #[inline]
    pub fn sequence_length(
        &mut self,
        length: usize,
        bound: Option<u32>,
    ) -> Result<(), EncodeError> {
        if bound.is_some_and(|bound| length > bound as usize) {
            return Err(bound_exceeded(bound, length));
        }
        self.length(length)
    }

    /// Writes the bytes of one number, aligned.
    #[inline]
    pub(super) fn primitive<const N: usize>(&mut self, bytes: [u8; N]) {
        self.align(N);
        self.raw(&bytes);
    }

    /// Writes bytes as they are.
    #[inline]
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.storage.extend(bytes);
    }

    #[inline]
    fn length(&mut self, length: usize) -> Result<(), EncodeError> {
        let Ok(length) = u32::try_from(length) else {
            return Err(EncodeError::TooLong { length });
        };
        self.write(length);
        Ok(())
    }
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

#[cold]
fn bound_exceeded(bound: Option<u32>, length: usize) -> EncodeError {
    EncodeError::BoundExceeded {
        bound: bound.unwrap_or(u32::MAX),
        length,
    }
}
