//! Reads primitive values off the front of a slice.

use super::{WireError, WireResult};
use crate::types::{
    Count, Duration, EntityId, FragmentNumber, FragmentNumberSet, Guid, GuidPrefix, Locator,
    LocatorKind, MAX_SET_BITS, SequenceNumber, SequenceNumberSet, Timestamp,
};

/// A byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endianness {
    /// Highest byte first.
    Big,
    /// Lowest byte first.
    Little,
}

/// A place in a slice of bytes, and the byte order in which to read on. Alignment counts from where the cursor was made.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    position: usize,
    endianness: Endianness,
}

impl<'a> Cursor<'a> {
    /// At the front of `bytes`.
    pub const fn new(bytes: &'a [u8], endianness: Endianness) -> Cursor<'a> {
        Cursor {
            bytes,
            position: 0,
            endianness,
        }
    }

    /// The byte order.
    pub const fn endianness(&self) -> Endianness {
        self.endianness
    }

    /// How many bytes have been read.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`], naming `what`, if there are fewer.
    pub fn take(&mut self, count: usize, what: &'static str) -> WireResult<&'a [u8]> {
        let rest = self.rest();
        let taken = rest.get(..count).ok_or(WireError::Truncated {
            what,
            needed: count,
            available: rest.len(),
        })?;
        self.position += count;
        Ok(taken)
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`], naming `what`, if there are fewer.
    pub fn array<const N: usize>(&mut self, what: &'static str) -> WireResult<[u8; N]> {
        let available = self.rest().len();
        let truncated = WireError::Truncated {
            what,
            needed: N,
            available,
        };
        self.take(N, what)?.try_into().map_err(|_| truncated)
    }

    /// Skips to the next multiple of `alignment` from where the cursor was made; at most to the end.
    pub fn align(&mut self, alignment: usize) {
        self.position = self
            .position
            .next_multiple_of(alignment)
            .min(self.bytes.len());
    }

    /// One byte.
    ///
    /// # Errors
    /// [`WireError::Truncated`]
    pub fn u8(&mut self, what: &'static str) -> WireResult<u8> {
        self.array::<1>(what).map(|[byte]| byte)
    }

    /// An unsigned number of 2 bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`]
    pub fn u16(&mut self, what: &'static str) -> WireResult<u16> {
        let bytes = self.array(what)?;
        Ok(match self.endianness {
            Endianness::Big => u16::from_be_bytes(bytes),
            Endianness::Little => u16::from_le_bytes(bytes),
        })
    }

    /// An unsigned number of 4 bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`]
    pub fn u32(&mut self, what: &'static str) -> WireResult<u32> {
        let bytes = self.array(what)?;
        Ok(match self.endianness {
            Endianness::Big => u32::from_be_bytes(bytes),
            Endianness::Little => u32::from_le_bytes(bytes),
        })
    }

    /// A signed number of 4 bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`]
    pub fn i32(&mut self, what: &'static str) -> WireResult<i32> {
        self.u32(what).map(u32::cast_signed)
    }

    /// A CDR string: length with the terminating zero, then the text.
    ///
    /// # Errors
    /// [`WireError::Truncated`]; [`WireError::NotAString`] if it is not UTF-8 or does not end in its only zero.
    pub fn string(&mut self, what: &'static str) -> WireResult<&'a str> {
        self.align(4);
        let length = self.u32(what)? as usize;
        match self.take(length, what)? {
            // Some peers write an empty string as no bytes at all.
            [] => Ok(""),
            [text @ .., 0] if !text.contains(&0) => {
                std::str::from_utf8(text).map_err(|_| WireError::NotAString(what))
            }
            _ => Err(WireError::NotAString(what)),
        }
    }

    /// A CDR sequence of bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`]
    pub fn octets(&mut self, what: &'static str) -> WireResult<&'a [u8]> {
        self.align(4);
        let length = self.u32(what)? as usize;
        self.take(length, what)
    }

    pub(crate) fn entity_id(&mut self) -> WireResult<EntityId> {
        self.array("entity id").map(EntityId)
    }

    pub(crate) fn guid_prefix(&mut self) -> WireResult<GuidPrefix> {
        self.array("GUID prefix").map(GuidPrefix)
    }

    pub(crate) fn guid(&mut self) -> WireResult<Guid> {
        self.array("GUID").map(Guid::from_bytes)
    }

    pub(crate) fn count(&mut self) -> WireResult<Count> {
        self.i32("count").map(Count)
    }

    pub(crate) fn timestamp(&mut self) -> WireResult<Timestamp> {
        Ok(Timestamp {
            seconds: self.u32("timestamp")?,
            fraction: self.u32("timestamp")?,
        })
    }

    pub(crate) fn duration(&mut self) -> WireResult<Duration> {
        Ok(Duration {
            seconds: self.i32("duration")?,
            fraction: self.u32("duration")?,
        })
    }

    pub(crate) fn locator(&mut self) -> WireResult<Locator> {
        Ok(Locator {
            kind: LocatorKind(self.i32("locator")?),
            port: self.u32("locator")?,
            address: self.array("locator")?,
        })
    }

    /// Any 64 bits, the high half first.
    pub(crate) fn raw_sequence_number(&mut self) -> WireResult<SequenceNumber> {
        let (high, low) = (self.i32("sequence number")?, self.u32("sequence number")?);
        Ok(SequenceNumber((i64::from(high) << 32) | i64::from(low)))
    }

    /// A number that can be computed with: from `lowest` to [`SequenceNumber::MAX`].
    pub(crate) fn sequence_number(
        &mut self,
        lowest: i64,
        what: &'static str,
    ) -> WireResult<SequenceNumber> {
        let number = self.raw_sequence_number()?;
        if number.0 < lowest || number > SequenceNumber::MAX {
            let expected = if lowest > 0 {
                "from 1 to 2^63 - 1025"
            } else {
                "from 0 to 2^63 - 1025"
            };
            return Err(WireError::Invalid {
                what,
                value: number.0,
                expected,
            });
        }
        Ok(number)
    }

    /// A fragment's number, at least 1.
    pub(crate) fn fragment_number(&mut self, what: &'static str) -> WireResult<FragmentNumber> {
        match self.u32(what)? {
            0 => Err(WireError::Invalid {
                what,
                value: 0,
                expected: "at least 1",
            }),
            number => Ok(FragmentNumber(number)),
        }
    }

    /// The base may be 0: Fast DDS begins with such a set, which asks for nothing.
    pub(crate) fn sequence_number_set(&mut self) -> WireResult<SequenceNumberSet> {
        const WHAT: &str = "sequence number set";
        let base = self.sequence_number(0, WHAT)?;
        let (len, words) = self.bitmap(WHAT)?;
        SequenceNumberSet::from_wire(base, len, words).ok_or_else(|| too_long(WHAT, len))
    }

    pub(crate) fn fragment_number_set(&mut self) -> WireResult<FragmentNumberSet> {
        const WHAT: &str = "fragment number set";
        let base = self.fragment_number(WHAT)?;
        let (len, words) = self.bitmap(WHAT)?;
        FragmentNumberSet::from_wire(base, len, words).ok_or_else(|| too_long(WHAT, len))
    }

    fn bitmap(&mut self, what: &'static str) -> WireResult<(u32, [u32; 8])> {
        let len = self.u32(what)?;
        if len > MAX_SET_BITS {
            return Err(too_long(what, len));
        }
        let mut words = [0; 8];
        for word in words.iter_mut().take(len.div_ceil(32) as usize) {
            *word = self.u32(what)?;
        }
        Ok((len, words))
    }
}

fn too_long(what: &'static str, len: u32) -> WireError {
    WireError::Invalid {
        what,
        value: len.into(),
        expected: "at most 256 bits",
    }
}
