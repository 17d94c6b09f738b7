//! Quality of service as ROS 2 names it (upstream's `rmw_qos_profile_t`).

mod compatibility;
mod names;
mod resolve;

use std::time::Duration;

pub use compatibility::QosCompatibility;
pub use names::UnknownPolicyName;

/// How many samples an endpoint keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum History {
    /// Keep the last [`QosProfile::depth`] samples.
    #[default]
    KeepLast,
    /// Keep every sample until it is delivered; a full writer blocks.
    KeepAll,
    /// Whatever the middleware does by default (keep last).
    SystemDefault,
    /// Not known, because the peer did not say.
    Unknown,
}

/// Whether samples may be lost on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reliability {
    /// Lost samples are sent again until they are acknowledged.
    #[default]
    Reliable,
    /// Each sample is sent once.
    BestEffort,
    /// Whatever the middleware does by default (reliable).
    SystemDefault,
    /// Chosen when the endpoint is made: reliable unless a peer in the graph cannot match that.
    BestAvailable,
    /// Not known, because the peer did not say.
    Unknown,
}

/// Whether a late subscription receives what was published before it matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Durability {
    /// Only what is published after matching.
    #[default]
    Volatile,
    /// The publisher's history is delivered to late subscriptions.
    TransientLocal,
    /// Whatever the middleware does by default (volatile).
    SystemDefault,
    /// Chosen when the endpoint is made: transient local unless a peer in the graph cannot match that.
    BestAvailable,
    /// Not known, because the peer did not say.
    Unknown,
}

/// How a publisher shows that it is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Liveliness {
    /// The middleware shows it as long as the process lives.
    #[default]
    Automatic,
    /// The publisher shows it by publishing or by asserting.
    ManualByTopic,
    /// Whatever the middleware does by default (automatic).
    SystemDefault,
    /// Chosen when the endpoint is made, so that it matches the peers in the graph.
    BestAvailable,
    /// Not known, because the peer did not say.
    Unknown,
}

/// A period of a QoS policy. `Unspecified` leaves it to the middleware, which takes it as infinite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QosDuration {
    /// Upstream's zero: the middleware's default, infinite.
    #[default]
    Unspecified,
    /// Never expires.
    Infinite,
    /// Chosen when the endpoint is made, so that it matches the peers in the graph.
    BestAvailable,
    /// This long.
    Finite(Duration),
}

impl QosDuration {
    /// The period, or `None` where it never expires.
    pub fn finite(self) -> Option<Duration> {
        match self {
            Self::Finite(duration) => Some(duration),
            Self::Unspecified | Self::Infinite | Self::BestAvailable => None,
        }
    }
}

/// The whole quality of service that an endpoint offers or asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QosProfile {
    /// Keep last or keep all.
    pub history: History,
    /// How many samples keep-last keeps; 0 leaves it to the middleware (1).
    pub depth: usize,
    /// Reliable or best effort.
    pub reliability: Reliability,
    /// Volatile or transient local.
    pub durability: Durability,
    /// The longest expected time between two samples.
    pub deadline: QosDuration,
    /// How long a sample is worth delivering.
    pub lifespan: QosDuration,
    /// How the publisher shows that it is alive.
    pub liveliness: Liveliness,
    /// How long it counts as alive after it has shown it.
    pub liveliness_lease_duration: QosDuration,
    /// Whether the topic's name goes to the wire without ROS's prefix.
    pub avoid_ros_namespace_conventions: bool,
}

impl QosProfile {
    const BASE: Self = Self {
        history: History::KeepLast,
        depth: 10,
        reliability: Reliability::Reliable,
        durability: Durability::Volatile,
        deadline: QosDuration::Unspecified,
        lifespan: QosDuration::Unspecified,
        liveliness: Liveliness::SystemDefault,
        liveliness_lease_duration: QosDuration::Unspecified,
        avoid_ros_namespace_conventions: false,
    };

    /// Upstream's `rmw_qos_profile_default`: keep last 10, reliable, volatile.
    pub const DEFAULT: Self = Self::BASE;
    /// Upstream's `rmw_qos_profile_sensor_data`: keep last 5, best effort.
    pub const SENSOR_DATA: Self = Self {
        depth: 5,
        reliability: Reliability::BestEffort,
        ..Self::BASE
    };
    /// Upstream's `rmw_qos_profile_services_default`.
    pub const SERVICES_DEFAULT: Self = Self::BASE;
    /// Upstream's `rmw_qos_profile_parameters`: keep last 1000.
    pub const PARAMETERS: Self = Self {
        depth: 1000,
        ..Self::BASE
    };
    /// Upstream's `rmw_qos_profile_parameter_events`: keep last 1000.
    pub const PARAMETER_EVENTS: Self = Self {
        depth: 1000,
        ..Self::BASE
    };
    /// Upstream's `rcl_qos_profile_rosout_default`: keep last 1000, transient local, 10 s of lifespan.
    pub const ROSOUT: Self = Self {
        depth: 1000,
        durability: Durability::TransientLocal,
        lifespan: QosDuration::Finite(Duration::from_secs(10)),
        ..Self::BASE
    };
    /// Upstream's `rcl_action_qos_profile_status_default`: keep last 1, transient local.
    pub const ACTION_STATUS: Self = Self {
        depth: 1,
        durability: Durability::TransientLocal,
        ..Self::BASE
    };
    /// Upstream's `rmw_qos_profile_clock`: keep last 1, best effort.
    pub const CLOCK: Self = Self {
        depth: 1,
        reliability: Reliability::BestEffort,
        ..Self::BASE
    };
    /// Upstream's `rmw_qos_profile_system_default`: all is left to the middleware.
    pub const SYSTEM_DEFAULT: Self = Self {
        history: History::SystemDefault,
        depth: 0,
        reliability: Reliability::SystemDefault,
        durability: Durability::SystemDefault,
        ..Self::BASE
    };
    /// Upstream's `rmw_qos_profile_best_available`: adapts to the peers in the graph.
    pub const BEST_AVAILABLE: Self = Self {
        reliability: Reliability::BestAvailable,
        durability: Durability::BestAvailable,
        deadline: QosDuration::BestAvailable,
        liveliness: Liveliness::BestAvailable,
        liveliness_lease_duration: QosDuration::BestAvailable,
        ..Self::BASE
    };
    /// What a peer that has not said shows.
    pub const UNKNOWN: Self = Self {
        history: History::Unknown,
        depth: 0,
        reliability: Reliability::Unknown,
        durability: Durability::Unknown,
        liveliness: Liveliness::Unknown,
        ..Self::BASE
    };
}

impl Default for QosProfile {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The default profile, keeping the last `depth` samples.
impl From<usize> for QosProfile {
    fn from(depth: usize) -> Self {
        Self {
            depth,
            ..Self::DEFAULT
        }
    }
}
