//! QoS events and their statuses (DDS 1.4 §2.2.4.1).

use std::fmt;

/// What can happen to an endpoint, upstream's `rmw_event_type_t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A publisher's or subscription's set of matched endpoints has changed.
    Matched,
    /// An endpoint on the other side cannot match for its QoS.
    IncompatibleQos,
    /// An endpoint on the other side has the same topic and another type.
    IncompatibleType,
    /// A publisher's or subscription's deadline has passed without a message.
    DeadlineMissed,
    /// A publisher has not asserted its liveliness in time.
    LivelinessLost,
    /// A subscription's publishers have become or ceased to be alive.
    LivelinessChanged,
    /// A subscription has lost messages.
    MessageLost,
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Matched => "matched",
            Self::IncompatibleQos => "incompatible QoS",
            Self::IncompatibleType => "incompatible type",
            Self::DeadlineMissed => "deadline missed",
            Self::LivelinessLost => "liveliness lost",
            Self::LivelinessChanged => "liveliness changed",
            Self::MessageLost => "message lost",
        })
    }
}

/// The policy that kept two endpoints from matching, upstream's `rmw_qos_policy_kind_t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QosPolicyKind {
    /// None has so far.
    #[default]
    Invalid,
    /// Durability.
    Durability,
    /// Deadline.
    Deadline,
    /// Liveliness.
    Liveliness,
    /// Reliability.
    Reliability,
    /// History.
    History,
    /// Lifespan.
    Lifespan,
    /// Depth.
    Depth,
    /// Liveliness lease duration.
    LivelinessLeaseDuration,
    /// Whether ROS's namespace conventions are kept.
    AvoidRosNamespaceConventions,
}

/// A count of things and how many are new since it was last taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TotalCount {
    /// All so far.
    pub total_count: i32,
    /// New since the status was last taken.
    pub total_count_change: i32,
}

/// An event's status when it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventStatus {
    /// Of [`EventKind::Matched`].
    Matched {
        /// Matches so far.
        total: TotalCount,
        /// Matched now.
        current_count: i32,
        /// Change of that number since the status was last taken.
        current_count_change: i32,
    },
    /// Of [`EventKind::IncompatibleQos`].
    IncompatibleQos {
        /// Incompatible endpoints so far.
        total: TotalCount,
        /// The policy that kept the last one from matching.
        last_policy_kind: QosPolicyKind,
    },
    /// Of [`EventKind::IncompatibleType`].
    IncompatibleType(TotalCount),
    /// Of [`EventKind::DeadlineMissed`].
    DeadlineMissed(TotalCount),
    /// Of [`EventKind::LivelinessLost`].
    LivelinessLost(TotalCount),
    /// Of [`EventKind::LivelinessChanged`].
    LivelinessChanged {
        /// Publishers alive now.
        alive_count: i32,
        /// Publishers not alive now.
        not_alive_count: i32,
        /// Change since the status was last taken.
        alive_count_change: i32,
        /// Change since the status was last taken.
        not_alive_count_change: i32,
    },
    /// Of [`EventKind::MessageLost`].
    MessageLost(TotalCount),
}
