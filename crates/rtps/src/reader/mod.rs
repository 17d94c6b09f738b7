//! Readers: what came, what is missing, what the user may take.

use std::sync::Arc;

use crate::config::ReaderConfig;
use crate::discovery::EndpointData;
use crate::sample::Sample;
use crate::status::{
    CountStatus, IncompatibleQosStatus, LivelinessChangedStatus, MatchedStatus,
};
use crate::types::Guid;

/// Reads samples of one topic. Clones are the same reader; dropping the last removes it from the domain.
#[derive(Clone)]
pub struct Reader {}

impl Reader {
    /// The reader's name, unique in the domain.
    pub fn guid(&self) -> Guid {
        todo!()
    }

    /// What the reader was made with.
    pub fn config(&self) -> &ReaderConfig {
        todo!()
    }

    /// Takes the oldest sample that waits.
    pub fn take(&self) -> Option<Sample> {
        todo!()
    }

    /// Takes up to `max` of the oldest samples, appends them to `samples` and says how many.
    pub fn take_many(&self, samples: &mut Vec<Sample>, max: usize) -> usize {
        todo!()
    }

    /// How many samples wait to be taken.
    pub fn waiting(&self) -> usize {
        todo!()
    }

    /// The matched writers of other participants.
    pub fn matched_writers(&self) -> Vec<Arc<EndpointData>> {
        todo!()
    }

    /// The names of all matched writers, those of the own participant included.
    pub fn matched_writer_guids(&self) -> Vec<Guid> {
        todo!()
    }

    /// How many writers are matched, those of the own participant included.
    pub fn matched_writer_count(&self) -> usize {
        todo!()
    }

    /// Takes SUBSCRIPTION_MATCHED.
    pub fn take_matched_status(&self) -> MatchedStatus {
        todo!()
    }

    /// Takes REQUESTED_INCOMPATIBLE_QOS.
    pub fn take_incompatible_qos_status(&self) -> IncompatibleQosStatus {
        todo!()
    }

    /// Takes INCONSISTENT_TOPIC.
    pub fn take_inconsistent_topic_status(&self) -> CountStatus {
        todo!()
    }

    /// Takes REQUESTED_DEADLINE_MISSED.
    pub fn take_deadline_missed_status(&self) -> CountStatus {
        todo!()
    }

    /// Takes LIVELINESS_CHANGED.
    pub fn take_liveliness_changed_status(&self) -> LivelinessChangedStatus {
        todo!()
    }

    /// Takes SAMPLE_LOST.
    pub fn take_sample_lost_status(&self) -> CountStatus {
        todo!()
    }

    /// Removes the reader from the domain. May be called again.
    pub fn close(&self) {
        todo!()
    }
}
