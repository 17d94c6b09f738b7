//! What a reader hands out.

use std::time::Instant;

use bytes::Bytes;

use crate::types::{Guid, SampleIdentity, SequenceNumber, Timestamp, VendorId};

/// One sample as it came.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The serialized message: encapsulation header of 4 bytes, then the body.
    pub payload: Bytes,
    /// When the writer's side says it was made.
    pub source_timestamp: Option<Timestamp>,
    /// When it came here.
    pub reception_timestamp: Timestamp,
    /// Who wrote it.
    pub writer: Guid,
    /// Whose implementation the writer is.
    pub vendor: VendorId,
    /// Its number among the writer's samples.
    pub sequence_number: SequenceNumber,
    /// The sample that this one answers.
    pub related_sample_identity: Option<SampleIdentity>,
    /// The entity that is gone, of samples of the protocol's own topics that say so.
    pub(crate) disposed: Option<Guid>,
    /// When it stops being of use.
    pub(crate) expires: Option<Instant>,
}

impl Sample {
    /// Writer and number together, which name this sample in any process.
    pub const fn identity(&self) -> SampleIdentity {
        SampleIdentity {
            writer: self.writer,
            sequence_number: self.sequence_number,
        }
    }
}
