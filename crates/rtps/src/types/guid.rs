//! Names of entities: GUID = participant's prefix + entity id (DDSI-RTPS §8.2.4, §9.3.1).

use std::fmt;

/// The part of a GUID that every entity of one participant shares (DDSI-RTPS §8.2.4.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct GuidPrefix(pub [u8; 12]);

impl GuidPrefix {
    /// No participant in particular; in INFO_DST it means everyone.
    pub const UNKNOWN: GuidPrefix = GuidPrefix([0; 12]);

    /// The GUID of the entity `entity_id` of this participant.
    pub const fn guid(self, entity_id: EntityId) -> Guid {
        Guid {
            prefix: self,
            entity_id,
        }
    }

    /// The GUID of the participant itself.
    pub const fn participant(self) -> Guid {
        self.guid(EntityId::PARTICIPANT)
    }
}

impl fmt::Display for GuidPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.chunks(4).enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            for byte in word {
                write!(f, "{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for GuidPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What an entity is, the last byte of its id (DDSI-RTPS §9.3.1.2), with the two bits removed that say
/// whether the user, the protocol or the vendor defined it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A participant.
    Participant,
    /// A writer of a topic with keys.
    WriterWithKey,
    /// A writer of a topic without keys.
    WriterNoKey,
    /// A reader of a topic without keys.
    ReaderNoKey,
    /// A reader of a topic with keys.
    ReaderWithKey,
    /// A group of writers (a publisher).
    WriterGroup,
    /// A group of readers (a subscriber).
    ReaderGroup,
    /// Any other kind, or none.
    Unknown,
}

/// Names an entity within its participant (DDSI-RTPS §9.3.1.2): three bytes of key, one byte of kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct EntityId(pub [u8; 4]);

impl EntityId {
    /// No entity in particular; as the reader of a DATA it means every matched reader.
    pub const UNKNOWN: EntityId = EntityId([0, 0, 0, 0]);
    /// The participant itself.
    pub const PARTICIPANT: EntityId = EntityId([0, 0, 1, 0xc1]);
    /// Writer of participant announcements (SPDP, best effort).
    pub const SPDP_WRITER: EntityId = EntityId([0, 1, 0, 0xc2]);
    /// Reader of participant announcements (SPDP, best effort).
    pub const SPDP_READER: EntityId = EntityId([0, 1, 0, 0xc7]);
    /// Writer of the participant's writers (SEDP, DCPSPublication).
    pub const PUBLICATIONS_WRITER: EntityId = EntityId([0, 0, 3, 0xc2]);
    /// Reader of remote writers (SEDP, DCPSPublication).
    pub const PUBLICATIONS_READER: EntityId = EntityId([0, 0, 3, 0xc7]);
    /// Writer of the participant's readers (SEDP, DCPSSubscription).
    pub const SUBSCRIPTIONS_WRITER: EntityId = EntityId([0, 0, 4, 0xc2]);
    /// Reader of remote readers (SEDP, DCPSSubscription).
    pub const SUBSCRIPTIONS_READER: EntityId = EntityId([0, 0, 4, 0xc7]);
    /// Writer of liveliness assertions (DDSI-RTPS §8.4.13).
    pub const PARTICIPANT_MESSAGE_WRITER: EntityId = EntityId([0, 2, 0, 0xc2]);
    /// Reader of liveliness assertions (DDSI-RTPS §8.4.13).
    pub const PARTICIPANT_MESSAGE_READER: EntityId = EntityId([0, 2, 0, 0xc7]);

    const BUILTIN: u8 = 0xc0;
    const KIND: u8 = 0x3f;

    /// The id of a user's entity: the low 24 bits of `key` and `kind`.
    pub const fn user(key: u32, kind: EntityKind) -> EntityId {
        let key = key.to_be_bytes();
        EntityId([key[1], key[2], key[3], Self::kind_bits(kind)])
    }

    /// What the entity is.
    pub const fn kind(self) -> EntityKind {
        match self.0[3] & Self::KIND {
            0x01 => EntityKind::Participant,
            0x02 => EntityKind::WriterWithKey,
            0x03 => EntityKind::WriterNoKey,
            0x04 => EntityKind::ReaderNoKey,
            0x07 => EntityKind::ReaderWithKey,
            0x08 => EntityKind::WriterGroup,
            0x09 => EntityKind::ReaderGroup,
            _ => EntityKind::Unknown,
        }
    }

    /// Whether the protocol itself defines this entity, as those of discovery.
    pub const fn is_builtin(self) -> bool {
        self.0[3] & Self::BUILTIN == Self::BUILTIN
    }

    /// Whether this is a writer of any sort.
    pub const fn is_writer(self) -> bool {
        matches!(
            self.kind(),
            EntityKind::WriterWithKey | EntityKind::WriterNoKey
        )
    }

    /// Whether this is a reader of any sort.
    pub const fn is_reader(self) -> bool {
        matches!(
            self.kind(),
            EntityKind::ReaderWithKey | EntityKind::ReaderNoKey
        )
    }

    const fn kind_bits(kind: EntityKind) -> u8 {
        match kind {
            EntityKind::Unknown => 0x00,
            EntityKind::Participant => 0x01,
            EntityKind::WriterWithKey => 0x02,
            EntityKind::WriterNoKey => 0x03,
            EntityKind::ReaderNoKey => 0x04,
            EntityKind::ReaderWithKey => 0x07,
            EntityKind::WriterGroup => 0x08,
            EntityKind::ReaderGroup => 0x09,
        }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The name of an entity, unique in a domain (DDSI-RTPS §8.2.4.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Guid {
    /// The participant that holds the entity.
    pub prefix: GuidPrefix,
    /// The entity within that participant.
    pub entity_id: EntityId,
}

impl Guid {
    /// No entity.
    pub const UNKNOWN: Guid = Guid {
        prefix: GuidPrefix::UNKNOWN,
        entity_id: EntityId::UNKNOWN,
    };

    /// The GUID as it lies on the wire: prefix, then entity id.
    pub const fn to_bytes(self) -> [u8; 16] {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = self.prefix.0;
        let [m, n, o, p] = self.entity_id.0;
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    }

    /// The reverse of [`Guid::to_bytes`].
    pub const fn from_bytes(bytes: [u8; 16]) -> Guid {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = bytes;
        Guid {
            prefix: GuidPrefix([a, b, c, d, e, f, g, h, i, j, k, l]),
            entity_id: EntityId([m, n, o, p]),
        }
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}", self.prefix, self.entity_id)
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_ids_say_what_they_are() {
        let cases = [
            (EntityId::PARTICIPANT, EntityKind::Participant, true),
            (EntityId::SPDP_WRITER, EntityKind::WriterWithKey, true),
            (
                EntityId::SUBSCRIPTIONS_READER,
                EntityKind::ReaderWithKey,
                true,
            ),
            (EntityId([0, 0, 0x12, 0x03]), EntityKind::WriterNoKey, false),
            (EntityId([0, 0, 0x12, 0x04]), EntityKind::ReaderNoKey, false),
            (EntityId([0, 0, 0x12, 0x43]), EntityKind::WriterNoKey, false),
            (EntityId::UNKNOWN, EntityKind::Unknown, false),
        ];
        for (id, kind, builtin) in cases {
            assert_eq!((id.kind(), id.is_builtin()), (kind, builtin), "{id}");
        }
        assert_eq!(
            EntityId::user(0x12_3456, EntityKind::ReaderNoKey),
            EntityId([0x12, 0x34, 0x56, 0x04])
        );
    }

    #[test]
    fn a_guid_is_its_sixteen_bytes() {
        let bytes: [u8; 16] = std::array::from_fn(|i| i as u8);
        assert_eq!(Guid::from_bytes(bytes).to_bytes(), bytes);
        assert_eq!(
            Guid::from_bytes(bytes).to_string(),
            "00010203.04050607.08090a0b|0c0d0e0f"
        );
    }
}
