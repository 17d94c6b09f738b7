//! Writes messages.

use super::submessage::flag;
use super::{
    AckNack, Data, DataFrag, Gap, Header, Heartbeat, HeartbeatFrag, InfoSource, InlineQos,
    NackFrag, PayloadKind, SubmessageKind,
};
use crate::types::{
    Count, EntityId, FragmentNumber, GuidPrefix, SequenceNumber, SequenceNumberSet, Timestamp,
    VendorId,
};

/// The most bytes that precede a payload in its message: header, INFO_DST, INFO_TS, and DATA_FRAG with its inline QoS
/// ([`InlineQos`] with everything set), as [`MessageBuilder`] writes them.
pub const DATA_HEADER_MAX: usize = Header::SIZE + 16 + 12 + 36 + 88;

/// A message in the making: a header, then whole submessages, in a buffer that is used again.
///
/// The payload of the last DATA or DATA_FRAG may stay outside ([`data_start`](Self::data_start),
/// [`data_frag_start`](Self::data_frag_start)); it is then sent right behind [`as_bytes`](Self::as_bytes).
#[derive(Clone, Debug)]
pub struct MessageBuilder {
    buffer: Vec<u8>,
    header: Header,
    tells_padding: bool,
}

impl MessageBuilder {
    /// A message with nothing but its header.
    pub fn new(header: Header) -> MessageBuilder {
        let mut builder = MessageBuilder {
            buffer: Vec::with_capacity(256),
            header,
            tells_padding: false,
        };
        builder.clear();
        builder
    }

    /// Removes all submessages and keeps the memory.
    pub fn clear(&mut self) {
        self.buffer.clear();
        self.buffer.extend(b"RTPS");
        self.buffer
            .extend([self.header.version.major, self.header.version.minor]);
        self.buffer.extend(self.header.vendor.0);
        self.buffer.extend(self.header.prefix.0);
    }

    /// The message so far.
    pub fn as_bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// The size of the message so far, in bytes, its header included.
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether there is no submessage yet.
    pub fn is_empty(&self) -> bool {
        self.buffer.len() <= Header::SIZE
    }

    /// Appends INFO_TS; `None` says that what follows has no time.
    pub fn info_timestamp(&mut self, timestamp: Option<Timestamp>) {
        let flags = if timestamp.is_none() {
            flag::INFO_TS_INVALIDATE
        } else {
            0
        };
        self.submessage(SubmessageKind::INFO_TS, flags, 0, |body| {
            if let Some(timestamp) = timestamp {
                body.u32(timestamp.seconds);
                body.u32(timestamp.fraction);
            }
        });
    }

    /// Appends INFO_DST.
    pub fn info_destination(&mut self, prefix: GuidPrefix) {
        self.submessage(SubmessageKind::INFO_DST, 0, 0, |body| body.bytes(&prefix.0));
    }

    /// Appends INFO_SRC.
    pub fn info_source(&mut self, source: &InfoSource) {
        let VendorId(vendor) = source.vendor;
        self.submessage(SubmessageKind::INFO_SRC, 0, 0, |body| {
            body.bytes(&[0, 0, 0, 0, source.version.major, source.version.minor]);
            body.bytes(&vendor);
            body.bytes(&source.prefix.0);
        });
    }

    /// Whether DATA submessages tell how many bytes of padding follow their payload, in the extra flags, which are
    /// reserved and else 0. Only receivers of this implementation are told: peers of other makes need the padding, for
    /// submessages are aligned, and count it as payload.
    pub fn tell_padding(&mut self, tell: bool) {
        self.tells_padding = tell;
    }

    /// Appends DATA with its payload, padded to a multiple of 4. The inline QoS in `data` is not looked at;
    /// `inline_qos` is written in its place.
    pub fn data(&mut self, data: &Data<'_>, inline_qos: &InlineQos) {
        self.data_start(data, inline_qos, data.payload.len());
        self.buffer.extend_from_slice(data.payload);
        self.pad();
    }

    fn pad(&mut self) {
        self.buffer.resize(self.buffer.len().next_multiple_of(4), 0);
    }

    /// As [`data`](Self::data), but of the payload only its length is written: the caller sends it behind this message,
    /// and behind it zeros up to the next multiple of 4. Nothing can be appended after this.
    pub fn data_start(&mut self, data: &Data<'_>, inline_qos: &InlineQos, payload_length: usize) {
        let mut flags = match data.kind {
            PayloadKind::None => 0,
            PayloadKind::Data => flag::DATA_PAYLOAD,
            PayloadKind::Key => flag::DATA_KEY,
        };
        if !inline_qos.is_empty() {
            flags |= flag::DATA_INLINE_QOS;
        }
        let padded = payload_length.next_multiple_of(4);
        let extra_flags = if self.tells_padding {
            (padded - payload_length) as u16
        } else {
            0
        };
        self.submessage(SubmessageKind::DATA, flags, padded, |body| {
            body.bytes(&extra_flags.to_le_bytes());
            body.data_prefix(16, data.reader_id, data.writer_id, data.sequence_number);
            body.inline_qos(inline_qos);
        });
    }

    /// Appends DATA_FRAG with its payload, padded to a multiple of 4. The inline QoS in `data` is not looked at.
    pub fn data_frag(&mut self, data: &DataFrag<'_>, inline_qos: &InlineQos) {
        self.data_frag_start(data, inline_qos, data.payload.len());
        self.buffer.extend_from_slice(data.payload);
        self.pad();
    }

    /// As [`data_frag`](Self::data_frag), but of the payload only its length is written: the caller sends it behind
    /// this message. Nothing can be appended after this.
    pub fn data_frag_start(
        &mut self,
        data: &DataFrag<'_>,
        inline_qos: &InlineQos,
        payload_length: usize,
    ) {
        let mut flags = if data.kind == PayloadKind::Key {
            flag::DATA_FRAG_KEY
        } else {
            0
        };
        if !inline_qos.is_empty() {
            flags |= flag::DATA_INLINE_QOS;
        }
        let padded = payload_length.next_multiple_of(4);
        self.submessage(SubmessageKind::DATA_FRAG, flags, padded, |body| {
            body.bytes(&[0, 0]);
            body.data_prefix(28, data.reader_id, data.writer_id, data.sequence_number);
            body.u32(data.starting.0);
            body.bytes(&data.count.to_le_bytes());
            body.bytes(&data.fragment_size.to_le_bytes());
            body.u32(data.sample_size);
            body.inline_qos(inline_qos);
        });
    }

    /// Appends HEARTBEAT.
    pub fn heartbeat(&mut self, heartbeat: &Heartbeat) {
        let mut flags = 0;
        if heartbeat.is_final {
            flags |= flag::HEARTBEAT_FINAL;
        }
        if heartbeat.liveliness {
            flags |= flag::HEARTBEAT_LIVELINESS;
        }
        self.submessage(SubmessageKind::HEARTBEAT, flags, 0, |body| {
            body.entities(heartbeat.reader_id, heartbeat.writer_id);
            body.sequence_number(heartbeat.first);
            body.sequence_number(heartbeat.last);
            body.count(heartbeat.count);
        });
    }

    /// Appends HEARTBEAT_FRAG.
    pub fn heartbeat_frag(&mut self, heartbeat: &HeartbeatFrag) {
        self.submessage(SubmessageKind::HEARTBEAT_FRAG, 0, 0, |body| {
            body.entities(heartbeat.reader_id, heartbeat.writer_id);
            body.sequence_number(heartbeat.sequence_number);
            body.fragment_number(heartbeat.last_fragment);
            body.count(heartbeat.count);
        });
    }

    /// Appends ACKNACK.
    pub fn acknack(&mut self, acknack: &AckNack) {
        let flags = if acknack.is_final {
            flag::ACKNACK_FINAL
        } else {
            0
        };
        self.submessage(SubmessageKind::ACKNACK, flags, 0, |body| {
            body.entities(acknack.reader_id, acknack.writer_id);
            body.sequence_number_set(&acknack.state);
            body.count(acknack.count);
        });
    }

    /// Appends NACK_FRAG.
    pub fn nack_frag(&mut self, nack: &NackFrag) {
        self.submessage(SubmessageKind::NACK_FRAG, 0, 0, |body| {
            body.entities(nack.reader_id, nack.writer_id);
            body.sequence_number(nack.sequence_number);
            body.fragment_number(nack.state.base());
            body.bitmap(nack.state.num_bits(), nack.state.words());
            body.count(nack.count);
        });
    }

    /// Appends GAP.
    pub fn gap(&mut self, gap: &Gap) {
        self.submessage(SubmessageKind::GAP, 0, 0, |body| {
            body.entities(gap.reader_id, gap.writer_id);
            body.sequence_number(gap.start);
            body.sequence_number_set(&gap.list);
        });
    }

    /// Appends a submessage whose body is what `write` makes and, behind it, `more` bytes that the caller adds.
    fn submessage(
        &mut self,
        kind: SubmessageKind,
        flags: u8,
        more: usize,
        write: impl FnOnce(&mut Body<'_>),
    ) {
        debug_assert!(
            self.buffer.len().is_multiple_of(4),
            "a submessage behind an unaligned payload"
        );
        self.buffer.extend([kind.0, flags | flag::ENDIANNESS, 0, 0]);
        let start = self.buffer.len();
        write(&mut Body(&mut self.buffer));
        // What is too long for the field reaches to the end of the message, which the length 0 says.
        let length = u16::try_from(self.buffer.len() - start + more).unwrap_or(0);
        self.buffer[start - 2..start].copy_from_slice(&length.to_le_bytes());
    }
}

/// A submessage's body in the making, little endian.
struct Body<'a>(&'a mut Vec<u8>);

impl Body<'_> {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn u32(&mut self, value: u32) {
        self.bytes(&value.to_le_bytes());
    }

    fn count(&mut self, count: Count) {
        self.bytes(&count.0.to_le_bytes());
    }

    fn entities(&mut self, reader: EntityId, writer: EntityId) {
        self.bytes(&reader.0);
        self.bytes(&writer.0);
    }

    fn sequence_number(&mut self, number: SequenceNumber) {
        self.bytes(&((number.0 >> 32) as i32).to_le_bytes());
        self.u32(number.0 as u32);
    }

    fn fragment_number(&mut self, number: FragmentNumber) {
        self.u32(number.0);
    }

    fn sequence_number_set(&mut self, set: &SequenceNumberSet) {
        self.sequence_number(set.base());
        self.bitmap(set.num_bits(), set.words());
    }

    fn bitmap(&mut self, bits: u32, words: &[u32]) {
        self.u32(bits);
        for &word in words {
            self.u32(word);
        }
    }

    /// How far the inline QoS is from behind the first field, entities and number.
    fn data_prefix(
        &mut self,
        to_inline_qos: u16,
        reader: EntityId,
        writer: EntityId,
        number: SequenceNumber,
    ) {
        self.bytes(&to_inline_qos.to_le_bytes());
        self.entities(reader, writer);
        self.sequence_number(number);
    }

    fn inline_qos(&mut self, qos: &InlineQos) {
        if !qos.is_empty() {
            qos.write(self.0);
        }
    }
}
