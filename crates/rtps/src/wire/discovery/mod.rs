//! The samples of the built-in topics: participants, writers and readers, assertions of liveliness (DDSI-RTPS §8.5, §9.6.2).

mod endpoint;
mod participant;
mod participant_message;

pub use endpoint::DiscoveredEndpointData;
pub use participant::{BuiltinEndpointSet, SpdpDiscoveredParticipantData};
pub use participant_message::{ParticipantMessageData, ParticipantMessageKind};

use super::{
    Cursor, Endianness, ParameterId, ParameterList, ParameterListWriter, WireError, WireResult,
};
use crate::types::Guid;

/// How a payload is encoded, its first two bytes (DDSI-RTPS §10.2.1.2).
mod encapsulation {
    pub(crate) const CDR_BE: u16 = 0;
    pub(crate) const CDR_LE: u16 = 1;
    pub(crate) const PL_CDR_BE: u16 = 2;
    pub(crate) const PL_CDR_LE: u16 = 3;
}

/// Writes a payload's encapsulation header.
fn write_encapsulation(buffer: &mut Vec<u8>, id: u16) {
    buffer.extend(id.to_be_bytes());
    buffer.extend([0; 2]);
}

/// Reads a payload's encapsulation header: the encoding, and where its first value lies.
fn open(payload: &[u8], accepted: [u16; 2]) -> WireResult<Cursor<'_>> {
    let mut cursor = Cursor::new(payload, Endianness::Big);
    let id = cursor.u16("encapsulation header")?;
    cursor.u16("encapsulation header")?;
    let endianness = if id & 1 == 0 {
        Endianness::Big
    } else {
        Endianness::Little
    };
    if !accepted.contains(&id) {
        let expected = "a parameter list (2, 3) or CDR (0, 1), as the topic has it";
        return Err(WireError::Invalid {
            what: "encapsulation of discovery data",
            value: id.into(),
            expected,
        });
    }
    Ok(Cursor::new(cursor.rest(), endianness))
}

/// The parameter list that a payload consists of.
fn parameter_list(payload: &[u8]) -> WireResult<ParameterList<'_>> {
    ParameterList::parse(&mut open(
        payload,
        [encapsulation::PL_CDR_BE, encapsulation::PL_CDR_LE],
    )?)
}

/// The entity that a disposed or unregistered sample of a discovery topic was about, from its serialized key.
///
/// # Errors
/// [`WireError`] if `payload` is not a parameter list, or holds no GUID.
pub fn parse_key(payload: &[u8]) -> WireResult<Guid> {
    parameter_list(payload)?
        .iter()
        .find(|parameter| {
            matches!(
                parameter.id,
                ParameterId::PARTICIPANT_GUID | ParameterId::ENDPOINT_GUID | ParameterId::KEY_HASH
            )
        })
        .ok_or(WireError::Missing("the GUID of what is gone"))?
        .cursor()
        .guid()
}

/// The serialized key for the announcement that `guid`, a participant or an endpoint, is gone.
pub fn write_key(guid: Guid) -> Vec<u8> {
    let id = if guid == guid.prefix.participant() {
        ParameterId::PARTICIPANT_GUID
    } else {
        ParameterId::ENDPOINT_GUID
    };
    let mut payload = Vec::with_capacity(28);
    write_encapsulation(&mut payload, encapsulation::PL_CDR_LE);
    let mut list = ParameterListWriter::new(&mut payload);
    list.parameter(id, |value| value.guid(guid));
    list.finish();
    payload
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{EntityId, GuidPrefix};

    #[test]
    fn a_key_names_a_participant_or_an_endpoint() {
        for entity in [EntityId::PARTICIPANT, EntityId([0, 0, 1, 3])] {
            let guid = GuidPrefix([5; 12]).guid(entity);
            assert_eq!(parse_key(&write_key(guid)), Ok(guid));
        }
        assert_eq!(
            parse_key(&[0, 3, 0, 0, 1, 0, 0, 0]),
            Err(WireError::Missing("the GUID of what is gone"))
        );
        assert!(matches!(
            parse_key(&[0, 1, 0, 0, 1, 0, 0, 0]),
            Err(WireError::Invalid { value: 1, .. })
        ));
    }
}
