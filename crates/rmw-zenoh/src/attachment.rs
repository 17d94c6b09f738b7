//! What rmw_zenoh sends beside each message, request and response: its number, its time and who sent it, in the
//! serialization of `zenoh-ext`: two little-endian 64-bit integers and a sequence of 16 bytes.

use rosebay_rmw::Gid;
use zenoh::bytes::ZBytes;

const LENGTH: usize = 33;

/// The length of a gid, as it stands before it.
const GID_LENGTH: u8 = 16;

/// An attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// From 1, among those of its sender.
    pub(crate) sequence_number: i64,
    /// Nanoseconds since the Unix epoch.
    pub(crate) source_timestamp: i64,
    /// The publisher or client; that of the client in responses.
    pub(crate) source_gid: Gid,
}

impl Attachment {
    pub(crate) fn to_bytes(self) -> ZBytes {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend(self.sequence_number.to_le_bytes());
        bytes.extend(self.source_timestamp.to_le_bytes());
        bytes.push(GID_LENGTH);
        bytes.extend(self.source_gid.0);
        bytes.into()
    }

    /// Reads an attachment; `None` where it is none of rmw_zenoh's.
    pub(crate) fn parse(bytes: &ZBytes) -> Option<Self> {
        let bytes = bytes.to_bytes();
        let (sequence_number, rest) = bytes.split_first_chunk()?;
        let (source_timestamp, rest) = rest.split_first_chunk()?;
        let ([GID_LENGTH], gid) = rest.split_first_chunk()? else {
            return None;
        };
        Some(Self {
            sequence_number: i64::from_le_bytes(*sequence_number),
            source_timestamp: i64::from_le_bytes(*source_timestamp),
            source_gid: Gid(gid.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTACHMENT: Attachment = Attachment {
        sequence_number: 258,
        source_timestamp: 1_700_000_000_000_000_000,
        source_gid: Gid([7; 16]),
    };

    #[test]
    fn it_is_what_zenoh_ext_makes_of_the_parts() {
        let mut serializer = zenoh_ext::ZSerializer::new();
        serializer.serialize(ATTACHMENT.sequence_number);
        serializer.serialize(ATTACHMENT.source_timestamp);
        serializer.serialize(ATTACHMENT.source_gid.0);
        assert_eq!(ATTACHMENT.to_bytes(), serializer.finish());
    }

    #[test]
    fn only_whole_attachments_are_read() {
        let bytes = ATTACHMENT.to_bytes().to_bytes().into_owned();
        assert_eq!(Attachment::parse(&bytes.clone().into()), Some(ATTACHMENT));
        for end in 0..bytes.len() {
            assert_eq!(Attachment::parse(&bytes[..end].into()), None);
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(Attachment::parse(&longer.into()), None);
    }
}
