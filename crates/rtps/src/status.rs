//! Statuses of writers and readers (DDS 1.4 §2.2.4.1), and who is told when they change.
//!
//! Every status counts since the entity was made; its `…_change` counts since the status was last taken.

use crate::qos::QosPolicyId;
use crate::types::Guid;

/// PUBLICATION_MATCHED or SUBSCRIPTION_MATCHED.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchedStatus {
    /// How often an entity was matched.
    pub total_count: i32,
    /// Growth of the total since last taken.
    pub total_count_change: i32,
    /// How many are matched now.
    pub current_count: i32,
    /// Growth of the current count since last taken; may be negative.
    pub current_count_change: i32,
    /// Who was matched or lost last.
    pub last: Option<Guid>,
}

/// OFFERED_INCOMPATIBLE_QOS or REQUESTED_INCOMPATIBLE_QOS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncompatibleQosStatus {
    /// How many entities of the topic were not matched because of their QoS.
    pub total_count: i32,
    /// Growth since last taken.
    pub total_count_change: i32,
    /// The policy that stood in the way last.
    pub last_policy: Option<QosPolicyId>,
}

/// OFFERED_DEADLINE_MISSED, REQUESTED_DEADLINE_MISSED, LIVELINESS_LOST, SAMPLE_LOST or INCONSISTENT_TOPIC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountStatus {
    /// How often it happened.
    pub total_count: i32,
    /// Growth since last taken.
    pub total_count_change: i32,
}

/// LIVELINESS_CHANGED.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LivelinessChangedStatus {
    /// Matched writers that are alive.
    pub alive_count: i32,
    /// Growth since last taken; may be negative.
    pub alive_count_change: i32,
    /// Matched writers that did not assert themselves in time.
    pub not_alive_count: i32,
    /// Growth since last taken; may be negative.
    pub not_alive_count_change: i32,
    /// Whose liveliness changed last.
    pub last: Option<Guid>,
}

/// A status of a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WriterStatus {
    /// A reader was matched or lost.
    Matched,
    /// A reader of the topic requests more than the writer offers.
    IncompatibleQos,
    /// A reader of the topic has another type.
    InconsistentTopic,
    /// The writer did not write as often as it offered.
    DeadlineMissed,
    /// The writer did not assert itself as often as it offered.
    LivelinessLost,
}

/// A status of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReaderStatus {
    /// A writer was matched or lost.
    Matched,
    /// A writer of the topic offers less than the reader requests.
    IncompatibleQos,
    /// A writer of the topic has another type.
    InconsistentTopic,
    /// A matched writer did not write as often as requested.
    DeadlineMissed,
    /// A matched writer came alive or stopped being so.
    LivelinessChanged,
    /// A sample that was sent will never arrive.
    SampleLost,
}

/// Is told what happens to a [`Writer`](crate::Writer).
///
/// Called on the engine's threads, or on a thread that is in a call to the engine, with no lock of the engine held.
/// It may call the engine; it must return soon.
pub trait WriterListener: Send + Sync {
    /// A status changed; take it from the writer to see how.
    fn status_changed(&self, status: WriterStatus);
}

/// Is told what happens to a [`Reader`](crate::Reader). The rules of [`WriterListener`] apply.
pub trait ReaderListener: Send + Sync {
    /// There is at least one sample to take.
    fn data_available(&self);
    /// A status changed; take it from the reader to see how.
    fn status_changed(&self, status: ReaderStatus);
}

/// A listener that does nothing.
impl WriterListener for () {
    fn status_changed(&self, _status: WriterStatus) {}
}

/// A listener that does nothing.
impl ReaderListener for () {
    fn data_available(&self) {}
    fn status_changed(&self, _status: ReaderStatus) {}
}

impl MatchedStatus {
    pub(crate) fn matched(&mut self, guid: Guid) {
        self.total_count += 1;
        self.total_count_change += 1;
        self.current_count += 1;
        self.current_count_change += 1;
        self.last = Some(guid);
    }

    pub(crate) fn unmatched(&mut self, guid: Guid) {
        self.current_count -= 1;
        self.current_count_change -= 1;
        self.last = Some(guid);
    }

    pub(crate) fn take(&mut self) -> MatchedStatus {
        let taken = *self;
        self.total_count_change = 0;
        self.current_count_change = 0;
        taken
    }
}

impl IncompatibleQosStatus {
    /// One more entity with which `policies` do not fit.
    pub(crate) fn add(&mut self, policies: &[QosPolicyId]) {
        self.total_count += 1;
        self.total_count_change += 1;
        self.last_policy = policies.last().copied();
    }

    pub(crate) fn take(&mut self) -> IncompatibleQosStatus {
        let taken = self.clone();
        self.total_count_change = 0;
        taken
    }
}

impl CountStatus {
    pub(crate) fn add(&mut self, count: i32) {
        self.total_count = self.total_count.saturating_add(count);
        self.total_count_change = self.total_count_change.saturating_add(count);
    }

    pub(crate) fn take(&mut self) -> CountStatus {
        let taken = *self;
        self.total_count_change = 0;
        taken
    }
}

impl LivelinessChangedStatus {
    pub(crate) fn alive(&mut self, change: i32, guid: Guid) {
        self.alive_count += change;
        self.alive_count_change += change;
        self.last = Some(guid);
    }

    pub(crate) fn not_alive(&mut self, change: i32, guid: Guid) {
        self.not_alive_count += change;
        self.not_alive_count_change += change;
        self.last = Some(guid);
    }

    pub(crate) fn take(&mut self) -> LivelinessChangedStatus {
        let taken = *self;
        self.alive_count_change = 0;
        self.not_alive_count_change = 0;
        taken
    }
}
