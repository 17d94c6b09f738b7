//! The policies by the names that ROS's tools take and show (upstream's `rmw/qos_string_conversions.h`).

use std::fmt;
use std::str::FromStr;

use super::{Durability, History, Liveliness, QosProfile, Reliability};

/// A name that no value of a QoS policy has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{name}' is no {policy}: expected one of {}", known.join(", "))]
pub struct UnknownPolicyName {
    /// What was asked for.
    pub name: String,
    /// The policy.
    pub policy: &'static str,
    /// The names there are.
    pub known: &'static [&'static str],
}

macro_rules! names {
    ($type:ident, $policy:literal: $($variant:ident = $name:literal),+; else $unknown:ident) => {
        impl $type {
            /// The names of the values that a program can ask for.
            pub const NAMES: &'static [&'static str] = &[$($name),+];
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $name,)+
                    Self::$unknown => "unknown",
                })
            }
        }

        impl FromStr for $type {
            type Err = UnknownPolicyName;

            fn from_str(name: &str) -> Result<Self, UnknownPolicyName> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(UnknownPolicyName {
                        name: name.to_owned(),
                        policy: $policy,
                        known: Self::NAMES,
                    }),
                }
            }
        }
    };
}

names!(History, "history": SystemDefault = "system_default", KeepLast = "keep_last", KeepAll = "keep_all"; else Unknown);
names!(Reliability, "reliability": SystemDefault = "system_default", Reliable = "reliable", BestEffort = "best_effort", BestAvailable = "best_available"; else Unknown);
names!(Durability, "durability": SystemDefault = "system_default", TransientLocal = "transient_local", Volatile = "volatile", BestAvailable = "best_available"; else Unknown);
names!(Liveliness, "liveliness": SystemDefault = "system_default", Automatic = "automatic", ManualByTopic = "manual_by_topic", BestAvailable = "best_available"; else Unknown);

impl QosProfile {
    /// The profiles that ROS's tools take by name.
    pub const PRESETS: [(&'static str, Self); 9] = [
        ("unknown", Self::UNKNOWN),
        ("default", Self::DEFAULT),
        ("system_default", Self::SYSTEM_DEFAULT),
        ("sensor_data", Self::SENSOR_DATA),
        ("services_default", Self::SERVICES_DEFAULT),
        ("parameters", Self::PARAMETERS),
        ("parameter_events", Self::PARAMETER_EVENTS),
        ("action_status_default", Self::ACTION_STATUS),
        ("best_available", Self::BEST_AVAILABLE),
    ];

    /// The profile of a name in [`Self::PRESETS`].
    pub fn preset(name: &str) -> Option<Self> {
        let mut presets = Self::PRESETS.into_iter();
        presets.find_map(|(known, profile)| (known == name).then_some(profile))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_values_and_no_others() {
        for name in Reliability::NAMES {
            assert_eq!(name.parse::<Reliability>().unwrap().to_string(), *name);
        }
        assert_eq!(
            "reliabel".parse::<Reliability>().unwrap_err().to_string(),
            "'reliabel' is no reliability: expected one of system_default, reliable, best_effort, \
             best_available"
        );
        assert_eq!(
            QosProfile::preset("sensor_data"),
            Some(QosProfile::SENSOR_DATA)
        );
        assert_eq!(QosProfile::preset("sensors"), None);
    }
}
