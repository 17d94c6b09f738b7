//! The parameters that may accompany a sample (DDSI-RTPS §8.7, §9.6.4; DDS-RPC §7.5.1.1.1).

use super::{Cursor, ParameterId, ParameterList, ParameterListWriter, WireError, WireResult};
use crate::types::{Guid, SampleIdentity};

/// What became of an instance (DDSI-RTPS §9.6.4.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct StatusInfo(pub u8);

impl StatusInfo {
    /// It is no more.
    pub const DISPOSED: StatusInfo = StatusInfo(0x01);
    /// The writer has nothing more to say about it.
    pub const UNREGISTERED: StatusInfo = StatusInfo(0x02);
    /// Both of the above.
    pub const DISPOSED_UNREGISTERED: StatusInfo = StatusInfo(0x03);

    /// Whether the instance is no more, as far as the writer is concerned.
    pub const fn ends_instance(self) -> bool {
        self.0 & Self::DISPOSED_UNREGISTERED.0 != 0
    }
}

/// The inline QoS of a sample, as far as it is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct InlineQos {
    /// What became of the instance.
    pub status_info: StatusInfo,
    /// Names the instance; of discovery's topics a GUID.
    pub key_hash: Option<[u8; 16]>,
    /// The sample that this one answers.
    pub related_sample_identity: Option<SampleIdentity>,
}

impl InlineQos {
    /// Reads what is known of `list`.
    ///
    /// # Errors
    /// [`WireError::Truncated`] for a value that is too short; [`WireError::NotUnderstood`] for an unknown parameter
    /// that its sender requires to be understood: the sample is to be ignored then.
    pub fn parse(list: &ParameterList<'_>) -> WireResult<InlineQos> {
        let mut qos = InlineQos::default();
        let mut legacy_identity = None;
        for parameter in list.iter() {
            let mut cursor = parameter.cursor();
            match parameter.id {
                ParameterId::STATUS_INFO => {
                    let [.., flags] = cursor.array::<4>("status info")?;
                    qos.status_info = StatusInfo(flags);
                }
                ParameterId::KEY_HASH => qos.key_hash = Some(cursor.array("key hash")?),
                ParameterId::RELATED_SAMPLE_IDENTITY => {
                    qos.related_sample_identity = Some(sample_identity(&mut cursor)?);
                }
                ParameterId::RELATED_SAMPLE_IDENTITY_LEGACY => {
                    // The number is a vendor's own, so what lies there need not be an identity.
                    legacy_identity = sample_identity(&mut cursor).ok();
                }
                unknown if parameter.must_understand => {
                    return Err(WireError::NotUnderstood(unknown.0));
                }
                _ => {}
            }
        }
        qos.related_sample_identity = qos.related_sample_identity.or(legacy_identity);
        Ok(qos)
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        *self == InlineQos::default()
    }

    /// Appends the parameter list to `buffer`. The related identity is written under both of its numbers, as
    /// Fast DDS does: its older versions know only the second.
    pub fn write(&self, buffer: &mut Vec<u8>) {
        let mut list = ParameterListWriter::new(buffer);
        if let Some(identity) = self.related_sample_identity {
            for id in [
                ParameterId::RELATED_SAMPLE_IDENTITY,
                ParameterId::RELATED_SAMPLE_IDENTITY_LEGACY,
            ] {
                list.parameter(id, |value| {
                    value.guid(identity.writer);
                    value.sequence_number(identity.sequence_number);
                });
            }
        }
        if let Some(key_hash) = self.key_hash {
            list.parameter(ParameterId::KEY_HASH, |value| value.bytes(&key_hash));
        }
        if self.status_info != StatusInfo::default() {
            list.parameter(ParameterId::STATUS_INFO, |value| {
                value.bytes(&[0, 0, 0, self.status_info.0])
            });
        }
        list.finish();
    }

    /// The entity that a sample of discovery is about, if the key hash tells.
    pub fn key_guid(&self) -> Option<Guid> {
        self.key_hash.map(Guid::from_bytes)
    }
}

/// The number may be "unknown": a Fast DDS client names its reader so before its request has a number.
fn sample_identity(cursor: &mut Cursor<'_>) -> WireResult<SampleIdentity> {
    Ok(SampleIdentity {
        writer: cursor.guid()?,
        sequence_number: cursor.raw_sequence_number()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::SequenceNumber;
    use crate::wire::Endianness;

    fn parse(bytes: &[u8]) -> WireResult<InlineQos> {
        InlineQos::parse(&ParameterList::parse(&mut Cursor::new(
            bytes,
            Endianness::Little,
        ))?)
    }

    #[test]
    fn what_is_written_is_read() {
        let identity = SampleIdentity {
            writer: Guid::from_bytes([7; 16]),
            sequence_number: SequenceNumber::UNKNOWN,
        };
        let qos = InlineQos {
            status_info: StatusInfo::DISPOSED_UNREGISTERED,
            key_hash: Some([9; 16]),
            related_sample_identity: Some(identity),
        };
        let mut bytes = Vec::new();
        qos.write(&mut bytes);
        assert_eq!(parse(&bytes), Ok(qos));
        assert_eq!(bytes.len(), 28 + 28 + 20 + 8 + 4);
    }

    #[test]
    fn either_number_of_the_related_identity_will_do() {
        for id in [
            ParameterId::RELATED_SAMPLE_IDENTITY,
            ParameterId::RELATED_SAMPLE_IDENTITY_LEGACY,
        ] {
            let mut bytes = Vec::new();
            let mut list = ParameterListWriter::new(&mut bytes);
            list.parameter(id, |value| value.bytes(&[0; 24]));
            list.finish();
            assert!(parse(&bytes).unwrap().related_sample_identity.is_some());
        }
    }

    #[test]
    fn what_must_be_understood_is_not_skipped() {
        for (id, result) in [
            (0x3f00, Ok(InlineQos::default())),
            (0x7f00, Err(WireError::NotUnderstood(0x3f00))),
        ] {
            let mut bytes = Vec::new();
            let mut list = ParameterListWriter::new(&mut bytes);
            list.parameter(ParameterId(id), |value| value.u32(0));
            list.finish();
            assert_eq!(parse(&bytes), result);
        }
    }
}
