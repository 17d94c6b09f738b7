//! A queue of messages in shared memory: one process puts in, one takes out.
//!
//! `head` counts the bytes ever put in, `tail` those ever taken out; both wrap around. What lies between them is whole
//! entries: a header, the bytes, padding to a multiple of 8.

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use crate::mapping::Mapping;

/// Bytes that a ring holds; a power of two.
pub(crate) const CAPACITY: usize = 256 * 1024;
/// Where the counters and the entries are. Each counter has a cache line of its own.
const HEAD: usize = 0;
const TAIL: usize = 64;
const ENTRIES: usize = 128;
/// What a ring takes up.
pub(crate) const SIZE: usize = ENTRIES + CAPACITY;
/// The largest message.
pub(crate) const MAX_MESSAGE: usize = CAPACITY / 2;

/// A payload that lies in the sender's pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) block: u32,
    pub(crate) length: u32,
    pub(crate) offset: u64,
}

/// Written as block where there is no attachment.
const NO_BLOCK: u32 = u32::MAX;
const HEADER: usize = 24;

/// Two ends of one ring, of which a process uses one.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    mapping: Arc<Mapping>,
    start: usize,
}

/// The other process has written what cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Corrupt;

impl Ring {
    /// The ring that begins at `start`; fresh memory is an empty ring.
    pub(crate) fn new(mapping: &Arc<Mapping>, start: usize) -> Ring {
        Ring {
            mapping: Arc::clone(mapping),
            start,
        }
    }

    /// Whether there is nothing to take out.
    pub(crate) fn is_empty(&self) -> bool {
        let tail = self.mapping.word(self.start + TAIL).load(Relaxed);
        self.mapping.word(self.start + HEAD).load(Acquire) == tail
    }

    /// Puts a message of several parts in; false if there is no room for it. Only one thread may do so at a time.
    pub(crate) fn push<'a>(
        &self,
        parts: impl Iterator<Item = &'a [u8]> + Clone,
        attachment: Option<Attachment>,
    ) -> bool {
        let length: usize = parts.clone().map(<[u8]>::len).sum();
        if length > MAX_MESSAGE {
            return false;
        }
        let head = self.mapping.word(self.start + HEAD);
        let tail = self.mapping.word(self.start + TAIL).load(Acquire);
        let mut at = head.load(Relaxed);
        let used = at.wrapping_sub(tail) as usize;
        let size = entry_size(length);
        if size > CAPACITY.saturating_sub(used) {
            return false;
        }
        let end = at.wrapping_add(size as u32);
        at = self.write(at, &header(length as u32, attachment));
        for part in parts {
            at = self.write(at, part);
        }
        head.store(end, Release);
        true
    }

    /// Takes the next message out, into `buffer`, and its attachment. None if there is none.
    ///
    /// # Errors
    /// [`Corrupt`] if what is there cannot be a message.
    pub(crate) fn pop(&self, buffer: &mut Vec<u8>) -> Result<Option<Option<Attachment>>, Corrupt> {
        let head = self.mapping.word(self.start + HEAD).load(Acquire);
        let tail = self.mapping.word(self.start + TAIL);
        let at = tail.load(Relaxed);
        let used = head.wrapping_sub(at) as usize;
        if used == 0 {
            return Ok(None);
        }
        if !(HEADER..=CAPACITY).contains(&used) {
            return Err(Corrupt);
        }
        let mut bytes = [0; HEADER];
        self.read(at, &mut bytes);
        let (length, attachment) = parse_header(&bytes);
        if length > MAX_MESSAGE || entry_size(length) > used {
            return Err(Corrupt);
        }
        buffer.resize(length, 0);
        self.read(at.wrapping_add(HEADER as u32), buffer);
        tail.store(at.wrapping_add(entry_size(length) as u32), Release);
        Ok(Some(attachment))
    }

    /// Writes at a position, around the end if need be, and says what follows.
    fn write(&self, at: u32, bytes: &[u8]) -> u32 {
        let index = at as usize % CAPACITY;
        let (first, second) = bytes.split_at(bytes.len().min(CAPACITY - index));
        self.mapping.write(self.start + ENTRIES + index, first);
        self.mapping.write(self.start + ENTRIES, second);
        at.wrapping_add(bytes.len() as u32)
    }

    fn read(&self, at: u32, into: &mut [u8]) {
        let index = at as usize % CAPACITY;
        let middle = into.len().min(CAPACITY - index);
        let (first, second) = into.split_at_mut(middle);
        self.mapping.read(self.start + ENTRIES + index, first);
        self.mapping.read(self.start + ENTRIES, second);
    }
}

const fn entry_size(length: usize) -> usize {
    (HEADER + length).next_multiple_of(8)
}

fn header(length: u32, attachment: Option<Attachment>) -> [u8; HEADER] {
    let attachment = attachment.unwrap_or(Attachment {
        block: NO_BLOCK,
        length: 0,
        offset: 0,
    });
    let mut bytes = [0; HEADER];
    bytes[..4].copy_from_slice(&length.to_ne_bytes());
    bytes[4..8].copy_from_slice(&attachment.block.to_ne_bytes());
    bytes[8..12].copy_from_slice(&attachment.length.to_ne_bytes());
    bytes[16..].copy_from_slice(&attachment.offset.to_ne_bytes());
    bytes
}

fn parse_header(bytes: &[u8; HEADER]) -> (usize, Option<Attachment>) {
    let word = |at: usize| u32::from_ne_bytes(std::array::from_fn(|index| bytes[at + index]));
    let attachment = Attachment {
        block: word(4),
        length: word(8),
        offset: u64::from_ne_bytes(std::array::from_fn(|index| bytes[16 + index])),
    };
    let attachment = (attachment.block != NO_BLOCK).then_some(attachment);
    (word(0) as usize, attachment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Access;
    use crate::system;
    use proptest::prelude::*;
    use std::collections::VecDeque;
    use std::os::fd::AsFd;

    fn ring() -> Ring {
        let memory = system::memory(c"test", SIZE).unwrap();
        let mapping = Mapping::new(memory.as_fd(), SIZE, Access::ReadWrite).unwrap();
        Ring::new(&mapping, 0)
    }

    fn push(ring: &Ring, parts: &[&[u8]], attachment: Option<Attachment>) -> bool {
        ring.push(parts.iter().copied(), attachment)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn messages_come_out_as_they_went_in(sizes in proptest::collection::vec(0usize..40_000, 1..100), start: u32) {
            let ring = ring();
            for word in [HEAD, TAIL] {
                ring.mapping.word(word).store(start & !7, Relaxed);
            }
            let mut sent = VecDeque::new();
            let mut buffer = Vec::new();
            for (index, &size) in sizes.iter().enumerate() {
                let message = vec![index as u8; size];
                let attachment = (index % 3 == 0).then_some(Attachment {
                    block: index as u32,
                    length: size as u32,
                    offset: u64::MAX - 1,
                });
                while !push(&ring, &[&message[..size / 3], &message[size / 3..]], attachment) {
                    let (expected, attached): (Vec<u8>, _) = sent.pop_front().unwrap();
                    prop_assert_eq!(ring.pop(&mut buffer), Ok(Some(attached)));
                    prop_assert_eq!(&buffer, &expected);
                }
                sent.push_back((message, attachment));
            }
            for (expected, attached) in sent {
                prop_assert_eq!(ring.pop(&mut buffer), Ok(Some(attached)));
                prop_assert_eq!(&buffer, &expected);
            }
            prop_assert_eq!(ring.pop(&mut buffer), Ok(None));
            prop_assert!(ring.is_empty());
        }

        #[test]
        fn nothing_that_a_peer_writes_is_believed(head: u32, tail: u32, header: [u8; HEADER]) {
            let ring = ring();
            ring.mapping.word(HEAD).store(head, Relaxed);
            ring.mapping.word(TAIL).store(tail, Relaxed);
            ring.write(tail, &header);
            let mut buffer = Vec::new();
            for _ in 0..4 {
                let _ = ring.pop(&mut buffer);
                prop_assert!(buffer.len() <= MAX_MESSAGE);
                push(&ring, &[&[1; 100]], None);
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let ring = ring();
        assert!(!push(&ring, &[&vec![0; MAX_MESSAGE + 1]], None));
        assert!(ring.is_empty());
        assert!(push(&ring, &[&vec![1; MAX_MESSAGE]], None));
        assert!(!push(&ring, &[&vec![2; MAX_MESSAGE]], None));
        assert!(push(&ring, &[b"small"], None));
        let mut buffer = Vec::new();
        assert_eq!(ring.pop(&mut buffer), Ok(Some(None)));
        assert_eq!(buffer, vec![1; MAX_MESSAGE]);
        assert_eq!(ring.pop(&mut buffer), Ok(Some(None)));
        assert_eq!(buffer, b"small");
    }
}
