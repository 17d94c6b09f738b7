//! QoS policies of writers and readers (DDS 1.4 §2.2.3) and when the two match.

mod matching;
mod partition;

use std::fmt;

pub use matching::{EndpointDescription, Mismatch, incompatibilities, match_endpoints};
pub use partition::partitions_match;

use crate::types::Duration;

/// RELIABILITY (DDS 1.4 §2.2.3.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliability {
    /// Samples may get lost.
    BestEffort,
    /// Lost samples are sent again.
    Reliable {
        /// How long a write may wait for room in the history.
        max_blocking_time: Duration,
    },
}

impl Reliability {
    /// Reliable with the waiting time that DDS gives by default, 100 ms.
    pub const RELIABLE: Reliability = Reliability::Reliable {
        max_blocking_time: Duration::from_milliseconds(100),
    };

    /// Whether lost samples are sent again.
    pub const fn is_reliable(self) -> bool {
        matches!(self, Reliability::Reliable { .. })
    }
}

/// DURABILITY (DDS 1.4 §2.2.3.4), in ascending order of what it promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// A reader gets what is written after it matched.
    Volatile,
    /// A late reader gets the writer's history too.
    TransientLocal,
    /// The history outlives the writer.
    Transient,
    /// The history outlives the system.
    Persistent,
}

impl Durability {
    /// Whether a late reader is given what was written before.
    pub const fn keeps_history(self) -> bool {
        !matches!(self, Durability::Volatile)
    }
}

/// HISTORY (DDS 1.4 §2.2.3.18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// The newest samples, this many of each instance; at least 1.
    KeepLast(u32),
    /// All samples, as far as RESOURCE_LIMITS allow.
    KeepAll,
}

/// RESOURCE_LIMITS (DDS 1.4 §2.2.3.19); `None` is without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ResourceLimits {
    /// Samples in all.
    pub max_samples: Option<u32>,
    /// Instances.
    pub max_instances: Option<u32>,
    /// Samples of one instance.
    pub max_samples_per_instance: Option<u32>,
}

/// Who asserts that a writer lives; in ascending order of what it promises (DDS 1.4 §2.2.3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LivelinessKind {
    /// The middleware, as long as the process lives.
    Automatic,
    /// The application, for all writers of a participant at once.
    ManualByParticipant,
    /// The application, for each writer.
    ManualByTopic,
}

/// LIVELINESS (DDS 1.4 §2.2.3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Liveliness {
    /// Who asserts it.
    pub kind: LivelinessKind,
    /// How long one assertion lasts.
    pub lease_duration: Duration,
}

/// OWNERSHIP (DDS 1.4 §2.2.3.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// Several writers may update one instance.
    Shared,
    /// Only the strongest writer's samples count.
    Exclusive,
}

/// DESTINATION_ORDER (DDS 1.4 §2.2.3.17), in ascending order of what it promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DestinationOrder {
    /// In the order in which samples arrive.
    ByReceptionTimestamp,
    /// In the order of the times given by the writers.
    BySourceTimestamp,
}

/// Across what PRESENTATION holds, in ascending order (DDS 1.4 §2.2.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessScope {
    /// Within an instance.
    Instance,
    /// Within a topic.
    Topic,
    /// Within a publisher or subscriber.
    Group,
}

/// PRESENTATION (DDS 1.4 §2.2.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presentation {
    /// Across what the two below hold.
    pub access_scope: AccessScope,
    /// Whether a group of changes becomes visible at once.
    pub coherent_access: bool,
    /// Whether the order of changes is kept.
    pub ordered_access: bool,
}

/// How samples may be encoded (DDS-XTYPES 1.3 §7.6.3.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DataRepresentationId(pub i16);

impl DataRepresentationId {
    /// Classic CDR and its parameter lists.
    pub const XCDR1: DataRepresentationId = DataRepresentationId(0);
    /// XML.
    pub const XML: DataRepresentationId = DataRepresentationId(1);
    /// CDR of XTypes 1.2 and later.
    pub const XCDR2: DataRepresentationId = DataRepresentationId(2);
}

/// Every policy of a writer or a reader that a peer may learn. What does not apply to one of the two is left at its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QosPolicies {
    /// Whether lost samples are sent again.
    pub reliability: Reliability,
    /// Who gets what was written before it came.
    pub durability: Durability,
    /// How many samples are kept.
    pub history: History,
    /// How much may be kept at most.
    pub resource_limits: ResourceLimits,
    /// The longest time between two samples.
    pub deadline: Duration,
    /// How long a sample is of use; of writers.
    pub lifespan: Duration,
    /// How much a sample may be held back.
    pub latency_budget: Duration,
    /// Who says that a writer lives, and how often.
    pub liveliness: Liveliness,
    /// Whether several writers may write one instance.
    pub ownership: Ownership,
    /// The strength of an exclusive owner; of writers.
    pub ownership_strength: i32,
    /// By which time samples are ordered.
    pub destination_order: DestinationOrder,
    /// How groups of changes become visible.
    pub presentation: Presentation,
    /// The shortest time between two samples that a reader wants.
    pub time_based_filter: Duration,
    /// Names and patterns of partitions; empty is the partition without a name.
    pub partition: Vec<String>,
    /// What a writer offers (the first) and a reader accepts (each); empty is XCDR1.
    pub data_representation: Vec<DataRepresentationId>,
}

impl Default for QosPolicies {
    /// What DDS 1.4 assumes of a policy that was not announced, which is a best-effort reader's view:
    /// [`Reliability::BestEffort`]. Writers that do not announce theirs are reliable; see
    /// [`QosPolicies::default_writer`].
    fn default() -> QosPolicies {
        QosPolicies {
            reliability: Reliability::BestEffort,
            durability: Durability::Volatile,
            history: History::KeepLast(1),
            resource_limits: ResourceLimits::default(),
            deadline: Duration::INFINITE,
            lifespan: Duration::INFINITE,
            latency_budget: Duration::ZERO,
            liveliness: Liveliness {
                kind: LivelinessKind::Automatic,
                lease_duration: Duration::INFINITE,
            },
            ownership: Ownership::Shared,
            ownership_strength: 0,
            destination_order: DestinationOrder::ByReceptionTimestamp,
            presentation: Presentation {
                access_scope: AccessScope::Instance,
                coherent_access: false,
                ordered_access: false,
            },
            time_based_filter: Duration::ZERO,
            partition: Vec::new(),
            data_representation: Vec::new(),
        }
    }
}

impl QosPolicies {
    /// Makes periods that are too short to be watched as long as the shortest that can be, 1 ms.
    pub(crate) fn lengthen_periods(&mut self) {
        const SHORTEST: Duration = Duration::from_milliseconds(1);
        self.deadline = self.deadline.max(SHORTEST);
        self.liveliness.lease_duration = self.liveliness.lease_duration.max(SHORTEST);
    }

    /// What DDS 1.4 assumes of a writer: the defaults, and reliable.
    pub fn default_writer() -> QosPolicies {
        QosPolicies {
            reliability: Reliability::RELIABLE,
            ..QosPolicies::default()
        }
    }
}

/// The number of a policy, as statuses report it (DDS 1.4 §2.3.3, DDS-XTYPES 1.3 annex D).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum QosPolicyId {
    /// DURABILITY
    Durability = 2,
    /// PRESENTATION
    Presentation = 3,
    /// DEADLINE
    Deadline = 4,
    /// LATENCY_BUDGET
    LatencyBudget = 5,
    /// OWNERSHIP
    Ownership = 6,
    /// LIVELINESS
    Liveliness = 8,
    /// PARTITION
    Partition = 10,
    /// RELIABILITY
    Reliability = 11,
    /// DESTINATION_ORDER
    DestinationOrder = 12,
    /// DATA_REPRESENTATION
    DataRepresentation = 23,
}

impl fmt::Display for QosPolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QosPolicyId::Durability => "DURABILITY",
            QosPolicyId::Presentation => "PRESENTATION",
            QosPolicyId::Deadline => "DEADLINE",
            QosPolicyId::LatencyBudget => "LATENCY_BUDGET",
            QosPolicyId::Ownership => "OWNERSHIP",
            QosPolicyId::Liveliness => "LIVELINESS",
            QosPolicyId::Partition => "PARTITION",
            QosPolicyId::Reliability => "RELIABILITY",
            QosPolicyId::DestinationOrder => "DESTINATION_ORDER",
            QosPolicyId::DataRepresentation => "DATA_REPRESENTATION",
        })
    }
}
