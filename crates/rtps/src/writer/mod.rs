//! Writers: what is written, who has it, who still needs it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::config::{WriteOptions, WriterConfig};
use crate::discovery::EndpointData;
use crate::error::WriteError;
use crate::status::{CountStatus, IncompatibleQosStatus, MatchedStatus};
use crate::types::{Guid, SequenceNumber};

/// Writes samples of one topic. Clones are the same writer; dropping the last removes it from the domain.
#[derive(Clone)]
pub struct Writer {}

impl Writer {
    /// The writer's name, unique in the domain.
    pub fn guid(&self) -> Guid {
        todo!()
    }

    /// What the writer was made with.
    pub fn config(&self) -> &WriterConfig {
        todo!()
    }

    /// Writes a serialized message, on this thread as far as readers can take it at once.
    ///
    /// A keep-all writer waits, at most its max_blocking_time, until readers have acknowledged enough.
    ///
    /// # Errors
    /// See [`WriteError`]; the sample is then not written at all.
    pub fn write(
        &self,
        payload: Bytes,
        options: WriteOptions,
    ) -> Result<SequenceNumber, WriteError> {
        todo!()
    }

    /// The number that the next sample will get, unless another thread writes before.
    pub fn next_sequence_number(&self) -> SequenceNumber {
        todo!()
    }

    /// Asserts the writer's liveliness, as writing does.
    pub fn assert_liveliness(&self) {
        todo!()
    }

    /// Waits until every matched reliable reader has acknowledged what was written; false when `timeout` came first.
    pub fn wait_for_acknowledgments(&self, timeout: Duration) -> bool {
        todo!()
    }

    /// The matched readers of other participants.
    pub fn matched_readers(&self) -> Vec<Arc<EndpointData>> {
        todo!()
    }

    /// The names of all matched readers, those of the own participant included.
    pub fn matched_reader_guids(&self) -> Vec<Guid> {
        todo!()
    }

    /// How many readers are matched, those of the own participant included.
    pub fn matched_reader_count(&self) -> usize {
        todo!()
    }

    /// Takes PUBLICATION_MATCHED.
    pub fn take_matched_status(&self) -> MatchedStatus {
        todo!()
    }

    /// Takes OFFERED_INCOMPATIBLE_QOS.
    pub fn take_incompatible_qos_status(&self) -> IncompatibleQosStatus {
        todo!()
    }

    /// Takes INCONSISTENT_TOPIC.
    pub fn take_inconsistent_topic_status(&self) -> CountStatus {
        todo!()
    }

    /// Takes OFFERED_DEADLINE_MISSED.
    pub fn take_deadline_missed_status(&self) -> CountStatus {
        todo!()
    }

    /// Takes LIVELINESS_LOST.
    pub fn take_liveliness_lost_status(&self) -> CountStatus {
        todo!()
    }

    /// Removes the writer from the domain. May be called again.
    pub fn close(&self) {
        todo!()
    }
}
