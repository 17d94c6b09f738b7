//! Where a payload is written to.

use std::fmt;

use bytes::Bytes;

use super::rewriting::{Rewriting, Rewritten};

/// Memory that somebody lends for a payload, so that it can be sent from where it was written to.
pub trait Memory: Send + Sync {
    /// All of it. What it holds at first is not told.
    fn bytes_mut(&mut self) -> &mut [u8];

    /// The same bytes, to be read.
    fn bytes(&self) -> &[u8];

    /// The first `length` bytes as they are now, to be shared.
    fn freeze(self: Box<Self>, length: usize) -> Bytes;
}

impl Memory for Vec<u8> {
    fn bytes_mut(&mut self) -> &mut [u8] {
        self
    }

    fn bytes(&self) -> &[u8] {
        self
    }

    fn freeze(mut self: Box<Self>, length: usize) -> Bytes {
        self.truncate(length);
        Bytes::from(*self)
    }
}

/// A buffer that grows: on the heap, or in lent memory, or over another payload, as long as that suffices.
pub(super) enum Storage {
    Heap(Vec<u8>),
    Lent {
        memory: Box<dyn Memory>,
        length: usize,
    },
    Over(Rewriting),
}

impl Storage {
    #[inline]
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Heap(buffer) => buffer.len(),
            Self::Lent { length, .. } => *length,
            Self::Over(rewriting) => rewriting.len(),
        }
    }

    #[inline]
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        match self {
            Self::Heap(buffer) => buffer.extend_from_slice(bytes),
            Self::Lent { .. } => self.extend_lent(bytes),
            Self::Over(rewriting) => {
                if !rewriting.extend(bytes) {
                    *self = Self::Heap([&rewriting.to_vec(), bytes].concat());
                }
            }
        }
    }

    /// Grows by `count` bytes that nobody has written yet.
    pub(super) fn leave(&mut self, count: usize) {
        if let Self::Lent { memory, length } = self {
            let end = length.saturating_add(count);
            if end <= memory.bytes().len() {
                *length = end;
                return;
            }
        }
        self.extend(&vec![0; count]);
    }

    fn extend_lent(&mut self, bytes: &[u8]) {
        let Self::Lent { memory, length } = self else {
            return;
        };
        let end = length.saturating_add(bytes.len());
        if let Some(place) = memory.bytes_mut().get_mut(*length..end) {
            place.copy_from_slice(bytes);
            *length = end;
            return;
        }
        let written = memory.bytes().get(..*length).unwrap_or_default();
        *self = Self::Heap([written, bytes].concat());
    }

    pub(super) fn into_vec(self) -> Vec<u8> {
        match self {
            Self::Heap(buffer) => buffer,
            Self::Lent { memory, length } => {
                memory.bytes().get(..length).unwrap_or_default().to_vec()
            }
            Self::Over(rewriting) => rewriting.to_vec(),
        }
    }

    pub(super) fn into_bytes(self) -> Bytes {
        match self {
            Self::Heap(buffer) => buffer.into(),
            Self::Lent { memory, length } => memory.freeze(length),
            Self::Over(rewriting) => rewriting.to_vec().into(),
        }
    }

    pub(super) fn into_rewritten(self) -> Rewritten {
        match self {
            Self::Over(rewriting) => rewriting.finish(),
            other => Rewritten::Moved(other.into_bytes()),
        }
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, bytes) = match self {
            Self::Heap(buffer) => ("Heap", buffer.as_slice()),
            Self::Lent { memory, length } => {
                ("Lent", memory.bytes().get(..*length).unwrap_or_default())
            }
            Self::Over(rewriting) => return f.debug_tuple("Over").field(rewriting).finish(),
        };
        f.debug_tuple(kind).field(&bytes).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdr::Writer;

    /// Writes the same as to the heap, in memory of a size; whether it stayed there.
    fn check(size: usize) -> bool {
        let write = |mut writer: Writer| {
            writer.write(7u8);
            writer.string("text", None).unwrap();
            writer.write_slice(&[1.5f64; 10]);
            writer
        };
        let heap = write(Writer::new());
        let memory: Box<dyn Memory> = Box::new(vec![0xff; size]);
        let place = memory.bytes().as_ptr();
        let lent = write(Writer::in_memory(memory));
        assert_eq!(heap.position(), lent.position());
        let bytes = lent.into_bytes();
        assert_eq!(bytes, heap.finish());
        bytes.as_ptr() == place
    }

    #[test]
    fn what_does_not_fit_moves_to_the_heap() {
        assert!(check(100));
        assert!(check(1000));
        for size in [0, 3, 4, 5, 20, 99] {
            assert!(!check(size), "{size}");
        }
    }
}
