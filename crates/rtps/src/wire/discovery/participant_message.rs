//! Assertions of liveliness (DDSI-RTPS §8.4.13, §9.6.3.1).

use super::{encapsulation, open, write_encapsulation};
use crate::types::GuidPrefix;
use crate::wire::WireResult;

/// What a [`ParticipantMessageData`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParticipantMessageKind(pub [u8; 4]);

impl ParticipantMessageKind {
    /// The participant lives, and with it its writers of automatic liveliness.
    pub const AUTOMATIC_LIVELINESS_UPDATE: ParticipantMessageKind =
        ParticipantMessageKind([0, 0, 0, 1]);
    /// The application says that its writers live whose liveliness is asserted by the participant.
    pub const MANUAL_LIVELINESS_UPDATE: ParticipantMessageKind =
        ParticipantMessageKind([0, 0, 0, 2]);
}

/// A message between the built-in endpoints of two participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantMessageData {
    /// Who says it.
    pub guid_prefix: GuidPrefix,
    /// What is said.
    pub kind: ParticipantMessageKind,
    /// More about it; nothing in the kinds that are known.
    pub data: Vec<u8>,
}

impl ParticipantMessageData {
    /// Reads the payload of a sample of DCPSParticipantMessage.
    ///
    /// # Errors
    /// [`crate::wire::WireError`] if it is not CDR or too short.
    pub fn parse(payload: &[u8]) -> WireResult<ParticipantMessageData> {
        let mut cursor = open(payload, [encapsulation::CDR_BE, encapsulation::CDR_LE])?;
        Ok(ParticipantMessageData {
            guid_prefix: cursor.guid_prefix()?,
            kind: ParticipantMessageKind(cursor.array("kind of participant message")?),
            data: cursor.octets("participant message")?.to_vec(),
        })
    }

    /// The payload of a sample of DCPSParticipantMessage.
    pub fn write(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(24 + self.data.len());
        write_encapsulation(&mut payload, encapsulation::CDR_LE);
        payload.extend(self.guid_prefix.0);
        payload.extend(self.kind.0);
        payload.extend(
            u32::try_from(self.data.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        payload.extend(&self.data);
        payload
    }

    /// What identifies the message for those that keep the last of each: the sender and the kind.
    pub fn key_hash(&self) -> [u8; 16] {
        let mut key = [0; 16];
        key[..12].copy_from_slice(&self.guid_prefix.0);
        key[12..].copy_from_slice(&self.kind.0);
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let message = ParticipantMessageData {
            guid_prefix: GuidPrefix([3; 12]),
            kind: ParticipantMessageKind::AUTOMATIC_LIVELINESS_UPDATE,
            data: vec![0],
        };
        let payload = message.write();
        assert_eq!(ParticipantMessageData::parse(&payload), Ok(message));
        for length in 0..payload.len() {
            assert!(ParticipantMessageData::parse(&payload[..length]).is_err());
        }
    }
}
