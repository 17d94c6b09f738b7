//! CDR, the wire form of every ROS message: the classic encoding of DDSI-RTPS (XCDR version 1,
//! `PLAIN_CDR` in DDS-XTypes 1.3, 7.4.3).
//!
//! A serialized message, here called its *payload*, is a 4-byte encapsulation header and the
//! *body*. Every datum of 2, 4 or 8 bytes is aligned to its size, counted from the body's first
//! byte; all offsets in this crate count from there too. ROS adds three habits of its own:
//!
//! * A string is a `uint32` length that includes the terminating NUL, then the bytes. Text that is
//!   not valid UTF-8 is no error: it decodes with U+FFFD in the place of what is wrong.
//! * A wide string is a `uint32` count of UTF-16 code units, then each unit as a `uint32`, without
//!   a terminator.
//! * Nothing is padded after the length of an empty sequence.
//!
//! The bound of a string counts characters, as ROS's Python checks it, not bytes.

mod error;
mod numeric;
mod reader;
mod rewriting;
mod storage;
mod writer;

pub(crate) use error::with_path;
pub use error::{DecodeError, EncodeError};
pub use numeric::Scalar;
pub use reader::Reader;
pub use rewriting::Rewritten;
pub use storage::Memory;
pub use writer::Writer;

/// Bytes before the body: representation identifier and options.
pub const HEADER_SIZE: usize = 4;

/// The smallest multiple of `alignment` (a power of two) that is not below `position`.
#[inline]
pub(crate) const fn align_up(position: usize, alignment: usize) -> usize {
    position.saturating_add(alignment - 1) & !(alignment - 1)
}

/// Whether the text holds at most `bound` characters; the bytes need not be valid UTF-8.
#[inline]
fn fits(text: &[u8], bound: Option<u32>) -> bool {
    match bound {
        // No character is shorter than a byte, so most texts need no counting.
        Some(bound) if text.len() > bound as usize => count_characters(text) <= bound as usize,
        _ => true,
    }
}

/// Characters of a text, counting each U+FFFD that takes the place of something not UTF-8.
pub(crate) fn count_characters(text: &[u8]) -> usize {
    text.utf8_chunks()
        .map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty()))
        .sum()
}
