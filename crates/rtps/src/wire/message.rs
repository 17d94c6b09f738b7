//! An RTPS message: its header and the way through its submessages (DDSI-RTPS §8.3.3, §8.3.4, §9.4.4, §9.4.5).

use super::submessage::{self, Submessage};
use super::{Cursor, Endianness, WireError, WireResult};
use crate::types::{GuidPrefix, ProtocolVersion, VendorId};

/// The header of a message (DDSI-RTPS §8.3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The version the message was written in.
    pub version: ProtocolVersion,
    /// Whose implementation wrote it.
    pub vendor: VendorId,
    /// Which participant sent it.
    pub prefix: GuidPrefix,
}

impl Header {
    /// The size of a header in bytes.
    pub const SIZE: usize = 20;

    /// The header of messages that the participant `prefix` of this crate sends.
    pub const fn new(prefix: GuidPrefix) -> Header {
        Header {
            version: ProtocolVersion::ANNOUNCED,
            vendor: VendorId::ROSEBAY,
            prefix,
        }
    }
}

/// A datagram whose header has been read.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The header.
    pub header: Header,
    body: &'a [u8],
}

impl<'a> Message<'a> {
    /// Reads the header of `datagram`.
    ///
    /// # Errors
    /// [`WireError::Truncated`], [`WireError::NotRtps`], [`WireError::UnsupportedVersion`].
    pub fn parse(datagram: &'a [u8]) -> WireResult<Message<'a>> {
        let mut cursor = Cursor::new(datagram, Endianness::Big);
        let magic = cursor.array("message header")?;
        if &magic != b"RTPS" {
            return Err(WireError::NotRtps(magic));
        }
        let [major, minor] = cursor.array("message header")?;
        let version = ProtocolVersion { major, minor };
        if major != ProtocolVersion::ANNOUNCED.major {
            return Err(WireError::UnsupportedVersion(version));
        }
        let vendor = VendorId(cursor.array("message header")?);
        let prefix = cursor.guid_prefix()?;
        Ok(Message {
            header: Header {
                version,
                vendor,
                prefix,
            },
            body: cursor.rest(),
        })
    }

    /// The submessages, in order. What is of an unknown kind comes as [`Submessage::Other`].
    pub fn submessages(&self) -> Submessages<'a> {
        Submessages {
            rest: self.body,
            vendor: self.header.vendor,
        }
    }
}

/// The submessages of a message. After the first error there are no more: an invalid submessage invalidates the rest
/// of its message (DDSI-RTPS §8.3.4.1).
#[derive(Clone, Debug)]
pub struct Submessages<'a> {
    rest: &'a [u8],
    vendor: VendorId,
}

impl<'a> Submessages<'a> {
    fn next_submessage(&mut self) -> WireResult<Submessage<'a>> {
        let mut cursor = Cursor::new(self.rest, Endianness::Little);
        let [kind, flags] = cursor.array("submessage header")?;
        let endianness = if flags & submessage::flag::ENDIANNESS == 0 {
            Endianness::Big
        } else {
            Endianness::Little
        };
        let length = cursor.array("submessage header")?;
        let length = match endianness {
            Endianness::Big => u16::from_be_bytes(length),
            Endianness::Little => u16::from_le_bytes(length),
        };
        let rest = cursor.rest();
        let body = if length == 0 && submessage::zero_length_reaches_to_the_end(kind) {
            rest
        } else {
            cursor.take(length.into(), "submessage")?
        };
        self.rest = rest.get(body.len()..).unwrap_or_default();
        Submessage::parse(kind, flags, self.vendor, Cursor::new(body, endianness))
    }
}

impl<'a> Iterator for Submessages<'a> {
    type Item = WireResult<Submessage<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let next = self.next_submessage();
        if next.is_err() {
            self.rest = &[];
        }
        Some(next)
    }
}
