//! Readers: what came, what is missing, what the user may take.

pub(crate) mod core;
mod liveliness;
pub(crate) mod proxy;
mod queue;
mod reassembly;
pub(crate) mod state;

use std::sync::{Arc, Weak};

use self::core::ReaderCore;
use crate::config::{ReaderConfig, SampleFilter};
use crate::content_filter::ContentFilterProperty;
use crate::discovery::EndpointData;
use crate::participant::inner::Inner;
use crate::sample::Sample;
use crate::status::{CountStatus, IncompatibleQosStatus, LivelinessChangedStatus, MatchedStatus};
use crate::types::Guid;

/// Reads samples of one topic. Clones are the same reader; dropping the last removes it from the domain.
#[derive(Clone)]
pub struct Reader {
    handle: Arc<Handle>,
}

/// Removes the reader from the domain when its last user handle goes.
struct Handle {
    core: Arc<ReaderCore>,
    participant: Weak<Inner>,
}

impl Handle {
    fn close(&self) {
        if self.core.is_in_child_process() {
            return;
        }
        match self.participant.upgrade() {
            Some(participant) => participant.delete_reader(&self.core),
            None => self.core.close(),
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.close();
    }
}

impl Reader {
    pub(crate) fn new(core: Arc<ReaderCore>, participant: Weak<Inner>) -> Reader {
        Reader {
            handle: Arc::new(Handle { core, participant }),
        }
    }

    fn core(&self) -> &ReaderCore {
        &self.handle.core
    }

    /// The reader's name, unique in the domain.
    pub fn guid(&self) -> Guid {
        self.core().guid
    }

    /// What the reader was made with.
    pub fn config(&self) -> &ReaderConfig {
        &self.core().config
    }

    /// Wants other samples from now on, and tells the peers what the property says of them. Samples that wait to be
    /// taken stay.
    pub fn set_filter(&self, filter: SampleFilter, told: Option<ContentFilterProperty>) {
        let core = &self.handle.core;
        if core.is_in_child_process() {
            return;
        }
        core.set_filter(filter, told);
        if let Some(participant) = self.handle.participant.upgrade() {
            participant.update_reader(core);
        }
    }

    /// Takes the oldest sample that waits.
    pub fn take(&self) -> Option<Sample> {
        let mut taken = None;
        self.core().take(|sample| {
            taken = Some(sample);
            false
        });
        taken
    }

    /// Takes up to `max` of the oldest samples, appends them to `samples` and says how many.
    pub fn take_many(&self, samples: &mut Vec<Sample>, max: usize) -> usize {
        if max == 0 {
            return 0;
        }
        let before = samples.len();
        self.core().take(|sample| {
            samples.push(sample);
            samples.len() - before < max
        });
        samples.len() - before
    }

    /// How many samples wait to be taken.
    pub fn waiting(&self) -> usize {
        self.core().shared().protocol.waiting()
    }

    /// The matched writers of other participants.
    pub fn matched_writers(&self) -> Vec<Arc<EndpointData>> {
        self.core().shared().protocol.matched_remote()
    }

    /// The names of all matched writers, those of the own participant included.
    pub fn matched_writer_guids(&self) -> Vec<Guid> {
        self.core().shared().protocol.matched_guids()
    }

    /// How many writers are matched, those of the own participant included.
    pub fn matched_writer_count(&self) -> usize {
        self.core().shared().protocol.matched_count()
    }

    /// Takes SUBSCRIPTION_MATCHED.
    pub fn take_matched_status(&self) -> MatchedStatus {
        self.core().shared().protocol.statuses.matched.take()
    }

    /// Takes REQUESTED_INCOMPATIBLE_QOS.
    pub fn take_incompatible_qos_status(&self) -> IncompatibleQosStatus {
        self.core()
            .shared()
            .protocol
            .statuses
            .incompatible_qos
            .take()
    }

    /// Takes INCONSISTENT_TOPIC.
    pub fn take_inconsistent_topic_status(&self) -> CountStatus {
        self.core()
            .shared()
            .protocol
            .statuses
            .inconsistent_topic
            .take()
    }

    /// Takes REQUESTED_DEADLINE_MISSED.
    pub fn take_deadline_missed_status(&self) -> CountStatus {
        self.core()
            .shared()
            .protocol
            .statuses
            .deadline_missed
            .take()
    }

    /// Takes LIVELINESS_CHANGED.
    pub fn take_liveliness_changed_status(&self) -> LivelinessChangedStatus {
        self.core().shared().protocol.watch.status.take()
    }

    /// Takes SAMPLE_LOST.
    pub fn take_sample_lost_status(&self) -> CountStatus {
        self.core().shared().protocol.statuses.sample_lost.take()
    }

    /// Removes the reader from the domain. May be called again.
    pub fn close(&self) {
        self.handle.close();
    }
}
