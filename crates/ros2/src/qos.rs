//! The flags that choose a quality of service, and the choice that matches the publishers there are.

use std::time::Duration;

use clap::Args;
use rosebay_rcl::QosProfile;
use rosebay_rcl::rmw::{Durability, EndpointInfo, History, Liveliness, QosDuration, Reliability};
use serde_json::{Value as Json, json};

use crate::session::seconds;

/// Quality of service by names.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct QosArgs {
    /// Quality of service preset profile
    #[arg(long, value_parser = profile_names())]
    pub(crate) qos_profile: Option<String>,
    /// Queue size (overrides the depth of --qos-profile)
    #[arg(long, value_name = "N")]
    pub(crate) qos_depth: Option<usize>,
    /// History of samples (overrides the history of --qos-profile)
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(History::NAMES))]
    pub(crate) qos_history: Option<String>,
    /// Reliability (overrides the reliability of --qos-profile)
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Reliability::NAMES))]
    pub(crate) qos_reliability: Option<String>,
    /// Durability (overrides the durability of --qos-profile)
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Durability::NAMES))]
    pub(crate) qos_durability: Option<String>,
    /// Liveliness (overrides the liveliness of --qos-profile)
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Liveliness::NAMES))]
    pub(crate) qos_liveliness: Option<String>,
    /// Liveliness lease duration in seconds (overrides that of --qos-profile)
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) qos_liveliness_lease_duration_seconds: Option<Duration>,
}

fn profile_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(QosProfile::PRESETS.map(|(name, _)| name))
}

impl QosArgs {
    /// The profile by its name, `default` where none is given.
    pub(crate) fn preset(&self, default: QosProfile) -> QosProfile {
        let named = self.qos_profile.as_deref().and_then(QosProfile::preset);
        named.unwrap_or(default)
    }

    /// Whether a policy is chosen one by one.
    pub(crate) fn overrides(&self) -> bool {
        self.qos_depth.is_some()
            || self.qos_history.is_some()
            || self.qos_reliability.is_some()
            || self.qos_durability.is_some()
            || self.qos_liveliness.is_some()
            || self.qos_liveliness_lease_duration_seconds.is_some()
    }

    /// The profile with the policies that are chosen one by one.
    pub(crate) fn profile(&self, default: QosProfile) -> QosProfile {
        let mut profile = self.preset(default);
        /// A name that clap has let through is one that parses.
        fn set<T: std::str::FromStr>(policy: &mut T, name: &Option<String>) {
            if let Some(value) = name.as_deref().and_then(|name| name.parse().ok()) {
                *policy = value;
            }
        }
        set(&mut profile.history, &self.qos_history);
        set(&mut profile.durability, &self.qos_durability);
        set(&mut profile.reliability, &self.qos_reliability);
        set(&mut profile.liveliness, &self.qos_liveliness);
        if let Some(lease) = self.qos_liveliness_lease_duration_seconds {
            profile.liveliness_lease_duration = QosDuration::Finite(lease);
        }
        if let Some(depth) = self.qos_depth {
            profile.depth = depth;
        } else if profile.durability == Durability::TransientLocal && profile.depth == 0 {
            profile.depth = 1;
        }
        profile
    }

    /// The profile to subscribe with: what was asked for, else reliable and transient local where all
    /// publishers are. The second value says what had to be given up.
    pub(crate) fn subscription(
        &self,
        default: QosProfile,
        publishers: &[EndpointInfo],
    ) -> (QosProfile, Vec<&'static str>) {
        if self.overrides() {
            return (self.profile(default), Vec::new());
        }
        let mut profile = self.preset(default);
        let mut notes = Vec::new();
        if publishers.is_empty() {
            return (profile, notes);
        }
        let offering = |offers: fn(&QosProfile) -> bool| {
            publishers.iter().filter(|info| offers(&info.qos)).count()
        };
        let reliable = offering(|qos| qos.reliability == Reliability::Reliable);
        profile.reliability = if reliable == publishers.len() {
            Reliability::Reliable
        } else {
            if reliable > 0 {
                notes.push(
                    "Some, but not all, publishers are offering QoSReliabilityPolicy.RELIABLE. Falling back \
                     to QoSReliabilityPolicy.BEST_EFFORT as it will connect to all publishers",
                );
            }
            Reliability::BestEffort
        };
        let transient_local = offering(|qos| qos.durability == Durability::TransientLocal);
        profile.durability = if transient_local == publishers.len() {
            Durability::TransientLocal
        } else {
            if transient_local > 0 {
                notes.push(
                    "Some, but not all, publishers are offering QoSDurabilityPolicy.TRANSIENT_LOCAL. Falling \
                     back to QoSDurabilityPolicy.VOLATILE as it will connect to all publishers",
                );
            }
            Durability::Volatile
        };
        (profile, notes)
    }
}

/// A period as upstream's tools print it.
pub(crate) fn duration_text(duration: QosDuration) -> String {
    match duration.finite() {
        Some(duration) => format!("{} nanoseconds", duration.as_nanos()),
        None => "Infinite".to_owned(),
    }
}

/// A quality of service; periods in nanoseconds, `null` where they never end.
pub(crate) fn qos_json(qos: &QosProfile) -> Json {
    let nanoseconds = |period: QosDuration| {
        let nanoseconds = period.finite().map(|period| period.as_nanos());
        nanoseconds.map_or(Json::Null, |count| {
            u64::try_from(count).map_or(Json::Null, Json::from)
        })
    };
    json!({
        "reliability": qos.reliability.to_string(),
        "history": qos.history.to_string(),
        "depth": qos.depth,
        "durability": qos.durability.to_string(),
        "lifespan": nanoseconds(qos.lifespan),
        "deadline": nanoseconds(qos.deadline),
        "liveliness": qos.liveliness.to_string(),
        "liveliness_lease_duration": nanoseconds(qos.liveliness_lease_duration),
    })
}
