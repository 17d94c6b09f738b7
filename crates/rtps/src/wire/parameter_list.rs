//! Parameter lists: inline QoS and the data of discovery (DDSI-RTPS §9.4.2.11).

use super::{Cursor, Endianness, WireResult};
use crate::types::{Duration, Guid, Locator, SequenceNumber};

/// The number of a parameter, without the bit that says that it must be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParameterId(pub u16);

impl ParameterId {
    const MUST_UNDERSTAND: u16 = 0x4000;
    const VENDOR_SPECIFIC: u16 = 0x8000;

    /// Whether each vendor gives this number its own meaning.
    pub const fn is_vendor_specific(self) -> bool {
        self.0 & Self::VENDOR_SPECIFIC != 0
    }
}

macro_rules! parameter_ids {
    ($($name:ident = $number:literal;)*) => {
        impl ParameterId {
            $(
                #[doc = concat!("PID_", stringify!($name))]
                pub const $name: ParameterId = ParameterId($number);
            )*
        }
    };
}

parameter_ids! {
    PAD = 0x0000;
    SENTINEL = 0x0001;
    PARTICIPANT_LEASE_DURATION = 0x0002;
    TIME_BASED_FILTER = 0x0004;
    TOPIC_NAME = 0x0005;
    OWNERSHIP_STRENGTH = 0x0006;
    TYPE_NAME = 0x0007;
    DOMAIN_ID = 0x000f;
    DOMAIN_TAG = 0x0014;
    PROTOCOL_VERSION = 0x0015;
    VENDOR_ID = 0x0016;
    RELIABILITY = 0x001a;
    LIVELINESS = 0x001b;
    DURABILITY = 0x001d;
    OWNERSHIP = 0x001f;
    PRESENTATION = 0x0021;
    DEADLINE = 0x0023;
    DESTINATION_ORDER = 0x0025;
    LATENCY_BUDGET = 0x0027;
    PARTITION = 0x0029;
    LIFESPAN = 0x002b;
    USER_DATA = 0x002c;
    UNICAST_LOCATOR = 0x002f;
    MULTICAST_LOCATOR = 0x0030;
    DEFAULT_UNICAST_LOCATOR = 0x0031;
    METATRAFFIC_UNICAST_LOCATOR = 0x0032;
    METATRAFFIC_MULTICAST_LOCATOR = 0x0033;
    CONTENT_FILTER_PROPERTY = 0x0035;
    HISTORY = 0x0040;
    RESOURCE_LIMITS = 0x0041;
    EXPECTS_INLINE_QOS = 0x0043;
    DEFAULT_MULTICAST_LOCATOR = 0x0048;
    PARTICIPANT_GUID = 0x0050;
    BUILTIN_ENDPOINT_SET = 0x0058;
    PROPERTY_LIST = 0x0059;
    ENDPOINT_GUID = 0x005a;
    ENTITY_NAME = 0x0062;
    KEY_HASH = 0x0070;
    STATUS_INFO = 0x0071;
    DATA_REPRESENTATION = 0x0073;
    RELATED_SAMPLE_IDENTITY = 0x0083;
    // Fast DDS, before the number above was given out.
    RELATED_SAMPLE_IDENTITY_LEGACY = 0x800f;
    // Cyclone DDS and this crate: how many bytes the participant's socket can hold.
    RECEIVE_BUFFER_SIZE = 0x8019;
    // This crate: the host on which the participant shares memory.
    SHARED_MEMORY_HOST = 0x8052;
}

impl ParameterId {
    /// PID_DOMAIN_TAG as it is written: whoever does not know tags must not take this participant for one of its own.
    pub(super) const DOMAIN_TAG_MUST_UNDERSTAND: ParameterId =
        ParameterId(ParameterId::DOMAIN_TAG.0 | ParameterId::MUST_UNDERSTAND);
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    /// Which one.
    pub id: ParameterId,
    /// Whether the whole list is to be ignored by those who do not know this parameter.
    pub must_understand: bool,
    /// Its value, with the padding to a multiple of 4.
    pub value: &'a [u8],
    endianness: Endianness,
}

impl<'a> Parameter<'a> {
    /// At the front of the value.
    pub const fn cursor(&self) -> Cursor<'a> {
        Cursor::new(self.value, self.endianness)
    }
}

/// Parameters up to a sentinel, all of them within their bytes.
#[derive(Clone, Copy, Debug)]
pub struct ParameterList<'a> {
    bytes: &'a [u8],
    endianness: Endianness,
}

impl<'a> ParameterList<'a> {
    /// The list at `cursor`, which moves past its sentinel.
    ///
    /// # Errors
    /// [`super::WireError::Truncated`] if a parameter reaches past the end or the sentinel is missing.
    pub fn parse(cursor: &mut Cursor<'a>) -> WireResult<ParameterList<'a>> {
        let bytes = cursor.rest();
        let start = cursor.position();
        loop {
            let end = cursor.position() - start;
            let id = cursor.u16("parameter list")?;
            let length = usize::from(cursor.u16("parameter list")?);
            if ParameterId(id) == ParameterId::SENTINEL {
                return Ok(ParameterList {
                    bytes: &bytes[..end],
                    endianness: cursor.endianness(),
                });
            }
            cursor.take(length, "parameter")?;
        }
    }

    /// The parameters, in order, without padding.
    pub fn iter(&self) -> impl Iterator<Item = Parameter<'a>> + use<'a> {
        let mut cursor = Cursor::new(self.bytes, self.endianness);
        let endianness = self.endianness;
        std::iter::from_fn(move || {
            let id = cursor.u16("parameter").ok()?;
            let length = cursor.u16("parameter").ok()?;
            let value = cursor.take(length.into(), "parameter").ok()?;
            let must_understand = id & ParameterId::MUST_UNDERSTAND != 0;
            let id = ParameterId(id & !ParameterId::MUST_UNDERSTAND);
            Some(Parameter {
                id,
                must_understand,
                value,
                endianness,
            })
        })
        .filter(|parameter| parameter.id != ParameterId::PAD)
    }
}

/// Appends a parameter list in little endian to a buffer.
#[derive(Debug)]
pub struct ParameterListWriter<'a> {
    buffer: &'a mut Vec<u8>,
}

impl<'a> ParameterListWriter<'a> {
    /// A list that begins at the end of `buffer`.
    pub const fn new(buffer: &'a mut Vec<u8>) -> ParameterListWriter<'a> {
        ParameterListWriter { buffer }
    }

    /// Appends a parameter whose value `write` makes; a value too long for a parameter is left out.
    pub fn parameter(&mut self, id: ParameterId, write: impl FnOnce(&mut ValueWriter<'_>)) {
        let start = self.buffer.len();
        self.buffer.extend(id.0.to_le_bytes());
        self.buffer.extend([0; 2]);
        let origin = self.buffer.len();
        let mut value = ValueWriter {
            buffer: self.buffer,
            origin,
        };
        write(&mut value);
        value.align(4);
        match u16::try_from(self.buffer.len() - origin) {
            Ok(length) => self.buffer[origin - 2..origin].copy_from_slice(&length.to_le_bytes()),
            Err(_) => self.buffer.truncate(start),
        }
    }

    /// Ends the list.
    pub fn finish(self) {
        self.buffer.extend(ParameterId::SENTINEL.0.to_le_bytes());
        self.buffer.extend([0; 2]);
    }
}

/// Appends a parameter's value in CDR, little endian, aligned from where the value begins.
#[derive(Debug)]
pub struct ValueWriter<'a> {
    buffer: &'a mut Vec<u8>,
    origin: usize,
}

impl ValueWriter<'_> {
    /// Appends `bytes` as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Appends a number of 2 bytes.
    pub fn i16(&mut self, value: i16) {
        self.bytes(&value.to_le_bytes());
    }

    /// Appends a number of 4 bytes.
    pub fn u32(&mut self, value: u32) {
        self.bytes(&value.to_le_bytes());
    }

    /// Appends a signed number of 4 bytes.
    pub fn i32(&mut self, value: i32) {
        self.bytes(&value.to_le_bytes());
    }

    /// Appends the length of a sequence.
    pub fn length(&mut self, length: usize) {
        self.align(4);
        self.u32(u32::try_from(length).unwrap_or(u32::MAX));
    }

    /// Appends a string: length with the terminating zero, then the text up to its first zero.
    pub fn string(&mut self, text: &str) {
        let text = text.split('\0').next().unwrap_or_default();
        self.length(text.len() + 1);
        self.bytes(text.as_bytes());
        self.bytes(&[0]);
    }

    /// Appends a sequence of bytes.
    pub fn octets(&mut self, octets: &[u8]) {
        self.length(octets.len());
        self.bytes(octets);
    }

    /// Appends a span of time.
    pub fn duration(&mut self, duration: Duration) {
        self.i32(duration.seconds);
        self.u32(duration.fraction);
    }

    /// Appends a GUID.
    pub fn guid(&mut self, guid: Guid) {
        self.bytes(&guid.to_bytes());
    }

    /// Appends a sequence number, the high half first.
    pub fn sequence_number(&mut self, number: SequenceNumber) {
        self.i32((number.0 >> 32) as i32);
        self.u32(number.0 as u32);
    }

    /// Appends a locator.
    pub fn locator(&mut self, locator: &Locator) {
        self.i32(locator.kind.0);
        self.u32(locator.port);
        self.bytes(&locator.address);
    }

    /// Fills with zeros up to a multiple of `alignment` from the value's beginning.
    fn align(&mut self, alignment: usize) {
        let length = (self.buffer.len() - self.origin).next_multiple_of(alignment);
        self.buffer.resize(self.origin + length, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::WireError;

    #[test]
    fn parameters_come_back_without_padding() {
        let mut bytes = Vec::new();
        let mut list = ParameterListWriter::new(&mut bytes);
        list.parameter(ParameterId::PAD, |value| value.u32(0));
        list.parameter(ParameterId(0x4014), |value| value.string("lab"));
        list.parameter(ParameterId::USER_DATA, |value| {
            value.bytes(&vec![0; 65_536])
        });
        list.finish();
        bytes.extend([7; 4]);
        let mut cursor = Cursor::new(&bytes, Endianness::Little);
        let list = ParameterList::parse(&mut cursor).unwrap();
        assert_eq!(cursor.rest(), [7; 4]);
        let [tag] = list.iter().collect::<Vec<_>>()[..] else {
            panic!("one parameter expected")
        };
        assert_eq!(
            (tag.id, tag.must_understand),
            (ParameterId::DOMAIN_TAG, true)
        );
        assert_eq!(tag.cursor().string("tag"), Ok("lab"));
    }

    #[test]
    fn a_list_ends_within_its_bytes() {
        for bytes in [
            &[][..],
            &[5, 0],
            &[5, 0, 0, 0],
            &[5, 0, 8, 0, 1, 2, 3, 4],
            &[5, 0, 0xff, 0xff],
        ] {
            let parsed = ParameterList::parse(&mut Cursor::new(bytes, Endianness::Little));
            assert!(
                matches!(parsed, Err(WireError::Truncated { .. })),
                "{bytes:?}"
            );
        }
    }
}
