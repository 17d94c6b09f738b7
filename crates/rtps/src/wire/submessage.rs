//! The submessages (DDSI-RTPS §8.3.8, §9.4.5).

use super::{Cursor, ParameterList, WireError, WireResult};
use crate::types::{
    Count, EntityId, FragmentNumber, FragmentNumberSet, GuidPrefix, Locator, ProtocolVersion,
    SequenceNumber, SequenceNumberSet, Timestamp, VendorId,
};

/// The flags in a submessage's header. What a bit means depends on the kind of the submessage.
pub(super) mod flag {
    pub(crate) const ENDIANNESS: u8 = 0x01;
    pub(crate) const DATA_INLINE_QOS: u8 = 0x02;
    pub(crate) const DATA_PAYLOAD: u8 = 0x04;
    pub(crate) const DATA_KEY: u8 = 0x08;
    pub(crate) const DATA_FRAG_KEY: u8 = 0x04;
    pub(crate) const HEARTBEAT_FINAL: u8 = 0x02;
    pub(crate) const HEARTBEAT_LIVELINESS: u8 = 0x04;
    pub(crate) const ACKNACK_FINAL: u8 = 0x02;
    pub(crate) const INFO_TS_INVALIDATE: u8 = 0x02;
    pub(crate) const INFO_REPLY_MULTICAST: u8 = 0x02;
}

/// The number of a kind of submessage (DDSI-RTPS §9.4.5.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SubmessageKind(pub u8);

impl SubmessageKind {
    /// PAD
    pub const PAD: SubmessageKind = SubmessageKind(0x01);
    /// ACKNACK
    pub const ACKNACK: SubmessageKind = SubmessageKind(0x06);
    /// HEARTBEAT
    pub const HEARTBEAT: SubmessageKind = SubmessageKind(0x07);
    /// GAP
    pub const GAP: SubmessageKind = SubmessageKind(0x08);
    /// INFO_TS
    pub const INFO_TS: SubmessageKind = SubmessageKind(0x09);
    /// INFO_SRC
    pub const INFO_SRC: SubmessageKind = SubmessageKind(0x0c);
    /// INFO_REPLY_IP4
    pub const INFO_REPLY_IP4: SubmessageKind = SubmessageKind(0x0d);
    /// INFO_DST
    pub const INFO_DST: SubmessageKind = SubmessageKind(0x0e);
    /// INFO_REPLY
    pub const INFO_REPLY: SubmessageKind = SubmessageKind(0x0f);
    /// NACK_FRAG
    pub const NACK_FRAG: SubmessageKind = SubmessageKind(0x12);
    /// HEARTBEAT_FRAG
    pub const HEARTBEAT_FRAG: SubmessageKind = SubmessageKind(0x13);
    /// DATA
    pub const DATA: SubmessageKind = SubmessageKind(0x15);
    /// DATA_FRAG
    pub const DATA_FRAG: SubmessageKind = SubmessageKind(0x16);
}

/// A length of 0 means "to the end of the message", but for the two kinds that may be empty (DDSI-RTPS §9.4.5.1.3).
pub(super) fn zero_length_reaches_to_the_end(kind: u8) -> bool {
    !matches!(
        SubmessageKind(kind),
        SubmessageKind::PAD | SubmessageKind::INFO_TS
    )
}

/// One submessage.
#[derive(Clone, Debug)]
pub enum Submessage<'a> {
    /// INFO_TS: when what follows was written; `None` takes an earlier one back.
    InfoTimestamp(Option<Timestamp>),
    /// INFO_DST: for which participant what follows is; [`GuidPrefix::UNKNOWN`] for all.
    InfoDestination(GuidPrefix),
    /// INFO_SRC: from whom what follows is.
    InfoSource(InfoSource),
    /// INFO_REPLY: where answers shall go.
    InfoReply(InfoReply),
    /// DATA
    Data(Data<'a>),
    /// DATA_FRAG
    DataFrag(DataFrag<'a>),
    /// HEARTBEAT
    Heartbeat(Heartbeat),
    /// HEARTBEAT_FRAG
    HeartbeatFrag(HeartbeatFrag),
    /// ACKNACK
    AckNack(AckNack),
    /// NACK_FRAG
    NackFrag(NackFrag),
    /// GAP
    Gap(Gap),
    /// PAD, and kinds that are not known; to be skipped.
    Other(SubmessageKind),
}

/// INFO_SRC: the header's fields anew (DDSI-RTPS §8.3.8.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InfoSource {
    /// The version what follows was written in.
    pub version: ProtocolVersion,
    /// Whose implementation wrote it.
    pub vendor: VendorId,
    /// Which participant wrote it.
    pub prefix: GuidPrefix,
}

/// INFO_REPLY: where answers shall go instead of where the sender can be reached (DDSI-RTPS §8.3.8.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfoReply {
    /// Addresses for one receiver each.
    pub unicast: Vec<Locator>,
    /// Addresses of groups.
    pub multicast: Vec<Locator>,
}

/// What a DATA or DATA_FRAG carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayloadKind {
    /// Nothing.
    None,
    /// A serialized sample.
    Data,
    /// The serialized key of an instance, of which the inline QoS tells the new state.
    Key,
}

/// DATA: a whole sample (DDSI-RTPS §8.3.8.2).
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// For which reader; [`EntityId::UNKNOWN`] for all that match.
    pub reader_id: EntityId,
    /// From which writer.
    pub writer_id: EntityId,
    /// The sample's number.
    pub sequence_number: SequenceNumber,
    /// Parameters that belong to the sample.
    pub inline_qos: Option<ParameterList<'a>>,
    /// What the payload is.
    pub kind: PayloadKind,
    /// The serialized sample or key with its encapsulation header. Up to 3 bytes of padding may follow it.
    pub payload: &'a [u8],
}

/// DATA_FRAG: some fragments of a sample (DDSI-RTPS §8.3.8.3).
///
/// What is parsed is consistent: [`starting`](Self::starting) and [`count`](Self::count) lie within the sample, and
/// [`payload`](Self::payload) is as long as those fragments are.
#[derive(Clone, Copy, Debug)]
pub struct DataFrag<'a> {
    /// For which reader; [`EntityId::UNKNOWN`] for all that match.
    pub reader_id: EntityId,
    /// From which writer.
    pub writer_id: EntityId,
    /// The sample's number.
    pub sequence_number: SequenceNumber,
    /// The first fragment here.
    pub starting: FragmentNumber,
    /// How many fragments follow one another here.
    pub count: u16,
    /// The size of every fragment but the last, in bytes; not 0.
    pub fragment_size: u16,
    /// The size of the whole sample in bytes.
    pub sample_size: u32,
    /// Parameters that belong to the sample.
    pub inline_qos: Option<ParameterList<'a>>,
    /// What the sample is; never [`PayloadKind::None`].
    pub kind: PayloadKind,
    /// The fragments.
    pub payload: &'a [u8],
}

impl DataFrag<'_> {
    /// How many fragments the whole sample has.
    pub const fn total_fragments(&self) -> u32 {
        self.sample_size.div_ceil(self.fragment_size as u32)
    }

    /// Where the payload begins in the sample, in bytes.
    pub const fn offset(&self) -> usize {
        (self.starting.0 - 1) as usize * self.fragment_size as usize
    }
}

/// HEARTBEAT: what a writer has (DDSI-RTPS §8.3.8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// For which reader; [`EntityId::UNKNOWN`] for all that match.
    pub reader_id: EntityId,
    /// From which writer.
    pub writer_id: EntityId,
    /// The lowest number that can still be had, at least 1.
    pub first: SequenceNumber,
    /// The highest number written; `first − 1` if there is nothing.
    pub last: SequenceNumber,
    /// Grows with each HEARTBEAT.
    pub count: Count,
    /// Whether no answer is needed.
    pub is_final: bool,
    /// Whether the writer's liveliness is hereby asserted.
    pub liveliness: bool,
}

/// HEARTBEAT_FRAG: what of a sample has been sent (DDSI-RTPS §8.3.8.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeartbeatFrag {
    /// For which reader; [`EntityId::UNKNOWN`] for all that match.
    pub reader_id: EntityId,
    /// From which writer.
    pub writer_id: EntityId,
    /// The sample's number.
    pub sequence_number: SequenceNumber,
    /// The last fragment that can be had.
    pub last_fragment: FragmentNumber,
    /// Grows with each HEARTBEAT_FRAG.
    pub count: Count,
}

/// ACKNACK: what a reader has, and what it misses (DDSI-RTPS §8.3.8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AckNack {
    /// From which reader.
    pub reader_id: EntityId,
    /// For which writer.
    pub writer_id: EntityId,
    /// Everything below the base has been received; the numbers in the set are missing.
    pub state: SequenceNumberSet,
    /// Grows with each ACKNACK.
    pub count: Count,
    /// Whether no answer is needed.
    pub is_final: bool,
}

/// NACK_FRAG: the fragments of a sample that a reader misses (DDSI-RTPS §8.3.8.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NackFrag {
    /// From which reader.
    pub reader_id: EntityId,
    /// For which writer.
    pub writer_id: EntityId,
    /// The sample's number.
    pub sequence_number: SequenceNumber,
    /// The missing fragments.
    pub state: FragmentNumberSet,
    /// Grows with each NACK_FRAG.
    pub count: Count,
}

/// GAP: numbers that will never come (DDSI-RTPS §8.3.8.4): those from `start` to before `list`'s base, and those in `list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// For which reader; [`EntityId::UNKNOWN`] for all that match.
    pub reader_id: EntityId,
    /// From which writer.
    pub writer_id: EntityId,
    /// The first number that is not there.
    pub start: SequenceNumber,
    /// Its base ends the run from `start`; the numbers in it are not there either.
    pub list: SequenceNumberSet,
}

impl<'a> Submessage<'a> {
    pub(super) fn parse(
        kind: u8,
        flags: u8,
        vendor: VendorId,
        mut cursor: Cursor<'a>,
    ) -> WireResult<Submessage<'a>> {
        let is = |flag| flags & flag != 0;
        let cursor = &mut cursor;
        Ok(match SubmessageKind(kind) {
            SubmessageKind::INFO_TS if is(flag::INFO_TS_INVALIDATE) => {
                Submessage::InfoTimestamp(None)
            }
            SubmessageKind::INFO_TS => {
                Submessage::InfoTimestamp(Some(cursor.timestamp()?).filter(|time| time.is_valid()))
            }
            SubmessageKind::INFO_DST => Submessage::InfoDestination(cursor.guid_prefix()?),
            SubmessageKind::INFO_SRC => Submessage::InfoSource(info_source(cursor)?),
            SubmessageKind::INFO_REPLY => {
                Submessage::InfoReply(info_reply(cursor, is(flag::INFO_REPLY_MULTICAST))?)
            }
            SubmessageKind::DATA => Submessage::Data(data(cursor, flags, vendor)?),
            SubmessageKind::DATA_FRAG => Submessage::DataFrag(data_frag(cursor, flags)?),
            SubmessageKind::HEARTBEAT => Submessage::Heartbeat(heartbeat(cursor, flags)?),
            SubmessageKind::HEARTBEAT_FRAG => Submessage::HeartbeatFrag(heartbeat_frag(cursor)?),
            SubmessageKind::ACKNACK => {
                Submessage::AckNack(acknack(cursor, is(flag::ACKNACK_FINAL))?)
            }
            SubmessageKind::NACK_FRAG => Submessage::NackFrag(nack_frag(cursor)?),
            SubmessageKind::GAP => Submessage::Gap(gap(cursor)?),
            other => Submessage::Other(other),
        })
    }
}

fn info_source(cursor: &mut Cursor<'_>) -> WireResult<InfoSource> {
    cursor.take(4, "INFO_SRC")?;
    let [major, minor] = cursor.array("INFO_SRC")?;
    Ok(InfoSource {
        version: ProtocolVersion { major, minor },
        vendor: VendorId(cursor.array("INFO_SRC")?),
        prefix: cursor.guid_prefix()?,
    })
}

fn info_reply(cursor: &mut Cursor<'_>, with_multicast: bool) -> WireResult<InfoReply> {
    let unicast = locators(cursor)?;
    let multicast = if with_multicast {
        locators(cursor)?
    } else {
        Vec::new()
    };
    Ok(InfoReply { unicast, multicast })
}

fn locators(cursor: &mut Cursor<'_>) -> WireResult<Vec<Locator>> {
    const SIZE: usize = 24;
    let count = cursor.u32("locator list")? as usize;
    let available = cursor.rest().len();
    if count > available / SIZE {
        return Err(WireError::Truncated {
            what: "locator list",
            needed: count.saturating_mul(SIZE),
            available,
        });
    }
    (0..count).map(|_| cursor.locator()).collect()
}

/// The fields that DATA and DATA_FRAG begin with, the extra flags first, and where the inline QoS begins as seen from the start of the body.
fn data_start(
    cursor: &mut Cursor<'_>,
    what: &'static str,
) -> WireResult<(u16, EntityId, EntityId, SequenceNumber, usize)> {
    let extra_flags = cursor.u16(what)?;
    let to_inline_qos = usize::from(cursor.u16(what)?);
    let inline_qos_at = cursor.position() + to_inline_qos;
    Ok((
        extra_flags,
        cursor.entity_id()?,
        cursor.entity_id()?,
        cursor.sequence_number(1, what)?,
        inline_qos_at,
    ))
}

/// Skips header fields of later versions of the protocol, then reads the inline QoS if there is one.
fn inline_qos<'a>(
    cursor: &mut Cursor<'a>,
    at: usize,
    present: bool,
    what: &'static str,
) -> WireResult<Option<ParameterList<'a>>> {
    let unknown_fields = at
        .checked_sub(cursor.position())
        .ok_or(WireError::Invalid {
            what,
            value: at as i64,
            expected: "inline QoS to begin after the submessage's own fields",
        })?;
    cursor.take(unknown_fields, what)?;
    present.then(|| ParameterList::parse(cursor)).transpose()
}

fn data<'a>(cursor: &mut Cursor<'a>, flags: u8, vendor: VendorId) -> WireResult<Data<'a>> {
    let (extra_flags, reader_id, writer_id, sequence_number, at) = data_start(cursor, "DATA")?;
    let inline_qos = inline_qos(cursor, at, flags & flag::DATA_INLINE_QOS != 0, "DATA")?;
    let kind = match (flags & flag::DATA_PAYLOAD != 0, flags & flag::DATA_KEY != 0) {
        (false, false) => PayloadKind::None,
        (true, false) => PayloadKind::Data,
        (false, true) => PayloadKind::Key,
        (true, true) => {
            let expected = "either data or key, not both";
            return Err(WireError::Invalid {
                what: "flags of DATA",
                value: flags.into(),
                expected,
            });
        }
    };
    let payload = if kind == PayloadKind::None {
        &[]
    } else {
        without_padding(cursor.rest(), extra_flags, vendor)
    };
    Ok(Data {
        reader_id,
        writer_id,
        sequence_number,
        inline_qos,
        kind,
        payload,
    })
}

/// The reserved flags are 0, but this implementation tells its own kind in them how much padding there is.
fn without_padding(payload: &[u8], extra_flags: u16, vendor: VendorId) -> &[u8] {
    let padding = match vendor {
        VendorId::ROSEBAY => usize::from(extra_flags & 3),
        _ => 0,
    };
    payload
        .get(..payload.len().saturating_sub(padding))
        .unwrap_or(payload)
}

fn data_frag<'a>(cursor: &mut Cursor<'a>, flags: u8) -> WireResult<DataFrag<'a>> {
    const WHAT: &str = "DATA_FRAG";
    let (_, reader_id, writer_id, sequence_number, at) = data_start(cursor, WHAT)?;
    let starting = cursor.fragment_number("first fragment of DATA_FRAG")?;
    let (count, fragment_size) = (cursor.u16(WHAT)?, cursor.u16(WHAT)?);
    let sample_size = cursor.u32(WHAT)?;
    for (what, value) in [
        ("number of fragments in DATA_FRAG", u32::from(count)),
        ("fragment size of DATA_FRAG", u32::from(fragment_size)),
        ("sample size of DATA_FRAG", sample_size),
    ] {
        if value == 0 {
            return Err(WireError::Invalid {
                what,
                value: 0,
                expected: "at least 1",
            });
        }
    }
    let inline_qos = inline_qos(cursor, at, flags & flag::DATA_INLINE_QOS != 0, WHAT)?;
    let kind = if flags & flag::DATA_FRAG_KEY == 0 {
        PayloadKind::Data
    } else {
        PayloadKind::Key
    };
    let begin = u64::from(starting.0 - 1) * u64::from(fragment_size);
    let end = (begin + u64::from(count) * u64::from(fragment_size)).min(sample_size.into());
    let past_the_last = u64::from(starting.0) + u64::from(count);
    if past_the_last > u64::from(sample_size.div_ceil(fragment_size.into())) + 1 {
        let expected = "fragments that lie within the sample";
        return Err(WireError::Invalid {
            what: "first fragment of DATA_FRAG",
            value: starting.0.into(),
            expected,
        });
    }
    let payload = cursor.take(end.saturating_sub(begin) as usize, "fragments of DATA_FRAG")?;
    Ok(DataFrag {
        reader_id,
        writer_id,
        sequence_number,
        starting,
        count,
        fragment_size,
        sample_size,
        inline_qos,
        kind,
        payload,
    })
}

fn heartbeat(cursor: &mut Cursor<'_>, flags: u8) -> WireResult<Heartbeat> {
    let (reader_id, writer_id) = (cursor.entity_id()?, cursor.entity_id()?);
    let first = cursor.sequence_number(1, "first sequence number of HEARTBEAT")?;
    let last = cursor.sequence_number(0, "last sequence number of HEARTBEAT")?;
    if last < first.previous() {
        let expected = "at least the first number - 1";
        return Err(WireError::Invalid {
            what: "last sequence number of HEARTBEAT",
            value: last.0,
            expected,
        });
    }
    Ok(Heartbeat {
        reader_id,
        writer_id,
        first,
        last,
        count: cursor.count()?,
        is_final: flags & flag::HEARTBEAT_FINAL != 0,
        liveliness: flags & flag::HEARTBEAT_LIVELINESS != 0,
    })
}

fn heartbeat_frag(cursor: &mut Cursor<'_>) -> WireResult<HeartbeatFrag> {
    Ok(HeartbeatFrag {
        reader_id: cursor.entity_id()?,
        writer_id: cursor.entity_id()?,
        sequence_number: cursor.sequence_number(1, "HEARTBEAT_FRAG")?,
        last_fragment: cursor.fragment_number("last fragment of HEARTBEAT_FRAG")?,
        count: cursor.count()?,
    })
}

fn acknack(cursor: &mut Cursor<'_>, is_final: bool) -> WireResult<AckNack> {
    Ok(AckNack {
        reader_id: cursor.entity_id()?,
        writer_id: cursor.entity_id()?,
        state: cursor.sequence_number_set()?,
        count: cursor.count()?,
        is_final,
    })
}

fn nack_frag(cursor: &mut Cursor<'_>) -> WireResult<NackFrag> {
    Ok(NackFrag {
        reader_id: cursor.entity_id()?,
        writer_id: cursor.entity_id()?,
        sequence_number: cursor.sequence_number(1, "NACK_FRAG")?,
        state: cursor.fragment_number_set()?,
        count: cursor.count()?,
    })
}

fn gap(cursor: &mut Cursor<'_>) -> WireResult<Gap> {
    let (reader_id, writer_id) = (cursor.entity_id()?, cursor.entity_id()?);
    let start = cursor.sequence_number(1, "first sequence number of GAP")?;
    let list = cursor.sequence_number_set()?;
    if list.base() < start {
        let expected = "at least the first number of the GAP";
        return Err(WireError::Invalid {
            what: "base of GAP's list",
            value: list.base().0,
            expected,
        });
    }
    Ok(Gap {
        reader_id,
        writer_id,
        start,
        list,
    })
}
