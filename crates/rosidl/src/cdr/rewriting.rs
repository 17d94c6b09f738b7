//! Writing a payload once more where it lies already.

use bytes::Bytes;

/// A payload that was written over another, see [`Writer::over`](super::Writer::over).
#[derive(Debug)]
pub enum Rewritten {
    /// It lies where the other does, once these bytes stand at these offsets.
    InPlace(Vec<(usize, Vec<u8>)>),
    /// It does not fit there.
    Moved(Bytes),
}

/// A payload as far as it is written: that of `base`, but for some pieces.
#[derive(Debug)]
pub(super) struct Rewriting {
    base: Bytes,
    length: usize,
    pieces: Vec<(usize, Vec<u8>)>,
}

impl Rewriting {
    pub(super) fn new(base: Bytes) -> Self {
        Self {
            base,
            length: 0,
            pieces: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Writes bytes, of which nothing is kept if they lie there; `false` if they cannot be written: they lie
    /// somewhere else in the base, where they may be overwritten, or there is no room.
    pub(super) fn extend(&mut self, bytes: &[u8]) -> bool {
        let end = self.length.saturating_add(bytes.len());
        let Some(there) = self.base.get(self.length..end) else {
            return false;
        };
        if there.as_ptr() == bytes.as_ptr() {
            self.length = end;
            return true;
        }
        if self.base.as_ptr_range().contains(&bytes.as_ptr()) {
            return false;
        }
        match self.pieces.last_mut() {
            Some((start, piece)) if *start + piece.len() == self.length => {
                piece.extend_from_slice(bytes);
            }
            _ => self.pieces.push((self.length, bytes.to_vec())),
        }
        self.length = end;
        true
    }

    /// A copy of what is written.
    pub(super) fn to_vec(&self) -> Vec<u8> {
        let mut written = self.base.get(..self.length).unwrap_or_default().to_vec();
        for (start, piece) in &self.pieces {
            if let Some(place) = written.get_mut(*start..start + piece.len()) {
                place.copy_from_slice(piece);
            }
        }
        written
    }

    pub(super) fn finish(self) -> Rewritten {
        if self.length == self.base.len() {
            Rewritten::InPlace(self.pieces)
        } else {
            Rewritten::Moved(self.to_vec().into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdr::{HEADER_SIZE, Writer};

    fn write(mut writer: Writer, name: &str, numbers: &[u8], last: u32) -> Writer {
        writer.string(name, None).unwrap();
        writer.sequence_length(numbers.len(), None).unwrap();
        writer.write_slice(numbers);
        writer.write(last);
        writer
    }

    /// Writes a payload with other ends over one, whose numbers stay where they are.
    fn rewrite(name: &str, last: u32) -> (Bytes, Rewritten) {
        let base = write(Writer::new(), "name", &[7; 100], 1).into_bytes();
        let start = HEADER_SIZE + 16;
        assert_eq!(base[start..start + 100], [7; 100]);
        let numbers = &base.slice(start..start + 100);
        let rewritten = write(Writer::over(base.clone()), name, numbers, last).into_rewritten();
        let expected = write(Writer::new(), name, &[7; 100], last).into_bytes();
        (expected, rewritten)
    }

    #[test]
    fn what_lies_there_is_not_written() {
        let (expected, rewritten) = rewrite("else", 2);
        let Rewritten::InPlace(pieces) = rewritten else {
            panic!("moved");
        };
        assert_eq!(pieces.len(), 2);
        for (start, piece) in pieces {
            assert_eq!(expected[start..start + piece.len()], piece);
            assert!(piece.len() <= 20);
        }
    }

    #[test]
    fn what_has_another_layout_moves() {
        for name in ["a", "a longer name"] {
            let (expected, rewritten) = rewrite(name, 3);
            match rewritten {
                Rewritten::Moved(bytes) => assert_eq!(bytes, expected),
                Rewritten::InPlace(_) => panic!("{name} has no room"),
            }
        }
    }
}
