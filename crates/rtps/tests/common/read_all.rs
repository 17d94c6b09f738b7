//! Reads everything there is to read in a datagram, as a participant would.

use rosebay_rtps::types::EntityId;
use rosebay_rtps::wire::discovery::{
    DiscoveredEndpointData, ParticipantMessageData, SpdpDiscoveredParticipantData, parse_key,
};
use rosebay_rtps::wire::{InlineQos, Message, PayloadKind, Submessage, WireResult};

/// What [`read_all`] found, for callers that only count.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) submessages: usize,
    pub(crate) discovered: usize,
    pub(crate) errors: usize,
}

/// Reads `datagram` down to the last field of its discovery data.
pub(crate) fn read_all(datagram: &[u8]) -> Found {
    let mut found = Found::default();
    let Ok(message) = Message::parse(datagram) else {
        found.errors += 1;
        return found;
    };
    for submessage in message.submessages() {
        match submessage.and_then(|submessage| read_submessage(&submessage)) {
            Ok(discovered) => found.discovered += usize::from(discovered),
            Err(_) => found.errors += 1,
        }
        found.submessages += 1;
    }
    found
}

/// Reads what is within a submessage; whether it was a sample of discovery.
pub(crate) fn read_submessage(submessage: &Submessage<'_>) -> WireResult<bool> {
    match submessage {
        Submessage::Data(data) => {
            data.inline_qos.as_ref().map(InlineQos::parse).transpose()?;
            read_discovery(data.writer_id, data.kind, data.payload)
        }
        Submessage::DataFrag(frag) => {
            assert!(frag.offset() + frag.payload.len() <= frag.sample_size as usize);
            assert!(frag.starting.0 - 1 + u32::from(frag.count) <= frag.total_fragments());
            frag.inline_qos.as_ref().map(InlineQos::parse).transpose()?;
            Ok(false)
        }
        Submessage::AckNack(acknack) => {
            assert!(acknack.state.iter().count() <= 256);
            Ok(false)
        }
        Submessage::Gap(gap) => {
            assert!(gap.list.iter().all(|number| number >= gap.start));
            Ok(false)
        }
        Submessage::NackFrag(nack) => {
            assert!(nack.state.iter().count() <= 256);
            Ok(false)
        }
        _ => Ok(false),
    }
}

fn read_discovery(writer: EntityId, kind: PayloadKind, payload: &[u8]) -> WireResult<bool> {
    let is_discovery = [
        EntityId::SPDP_WRITER,
        EntityId::PUBLICATIONS_WRITER,
        EntityId::SUBSCRIPTIONS_WRITER,
    ]
    .contains(&writer);
    match (kind, writer) {
        (PayloadKind::Key, _) if is_discovery => parse_key(payload).map(drop)?,
        (PayloadKind::Data, EntityId::SPDP_WRITER) => {
            SpdpDiscoveredParticipantData::parse(payload).map(drop)?
        }
        (PayloadKind::Data, EntityId::PUBLICATIONS_WRITER) => {
            DiscoveredEndpointData::parse_writer(payload).map(drop)?;
        }
        (PayloadKind::Data, EntityId::SUBSCRIPTIONS_WRITER) => {
            DiscoveredEndpointData::parse_reader(payload).map(drop)?;
        }
        (PayloadKind::Data, EntityId::PARTICIPANT_MESSAGE_WRITER) => {
            ParticipantMessageData::parse(payload).map(drop)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}
