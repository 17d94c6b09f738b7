//! What the environment says about the network.

use rosebay_rmw::DiscoveryRange;

use crate::logging::warn;
use crate::{Error, Result, env};

const DOMAIN_ID: &str = "ROS_DOMAIN_ID";
const LOCALHOST_ONLY: &str = "ROS_LOCALHOST_ONLY";
const DISCOVERY_RANGE: &str = "ROS_AUTOMATIC_DISCOVERY_RANGE";
const STATIC_PEERS: &str = "ROS_STATIC_PEERS";

/// A static peer's longest name.
const PEER_MAX_LENGTH: usize = 255;

/// How far discovery reaches, and whom it asks directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoveryOptions {
    /// How far.
    pub range: DiscoveryRange,
    /// Whom.
    pub static_peers: Vec<String>,
}

impl DiscoveryOptions {
    /// What the environment says: `ROS_AUTOMATIC_DISCOVERY_RANGE`, `ROS_STATIC_PEERS` and the deprecated
    /// `ROS_LOCALHOST_ONLY`. It warns of what is wrong in them.
    pub fn from_environment() -> Self {
        options(None, None)
    }
}

/// `ROS_DOMAIN_ID`, 0 where it is unset.
///
/// # Errors
/// [`Error::Environment`] where it is no number.
pub fn domain_id() -> Result<u32> {
    let value = env::get(DOMAIN_ID);
    if value.is_empty() {
        return Ok(0);
    }
    value.trim().parse().map_err(|_| Error::Environment {
        name: DOMAIN_ID,
        value,
        reason: "expected a whole number from 0 to 232".to_owned(),
    })
}

/// What was asked for, then what the environment says. `ROS_LOCALHOST_ONLY=1` is deprecated, but beats
/// the others where it is set.
pub(super) fn options(
    range: Option<DiscoveryRange>,
    peers: Option<Vec<String>>,
) -> DiscoveryOptions {
    let localhost_only = env::get(LOCALHOST_ONLY);
    if !localhost_only.is_empty() {
        warn(format_args!(
            "{LOCALHOST_ONLY} is deprecated but still honored if it is enabled. \
             Use {DISCOVERY_RANGE} and {STATIC_PEERS} instead."
        ));
        if localhost_only.starts_with('1') {
            warn(format_args!(
                "'localhost_only' is enabled, 'automatic_discovery_range' and 'static_peers' will be ignored."
            ));
            return DiscoveryOptions {
                range: DiscoveryRange::Localhost,
                static_peers: Vec::new(),
            };
        }
        warn(format_args!(
            "'localhost_only' is disabled, 'automatic_discovery_range' and 'static_peers' will be used."
        ));
    }
    let range = range.unwrap_or_else(|| range_from(&env::get(DISCOVERY_RANGE)));
    let static_peers = peers.unwrap_or_else(|| peers_from(&env::get(STATIC_PEERS)));
    if range == DiscoveryRange::Off && !static_peers.is_empty() {
        warn(format_args!(
            "{DISCOVERY_RANGE} is OFF: the peers of {STATIC_PEERS} are ignored."
        ));
        return DiscoveryOptions {
            range,
            static_peers: Vec::new(),
        };
    }
    DiscoveryOptions {
        range,
        static_peers,
    }
}

fn range_from(value: &str) -> DiscoveryRange {
    match value {
        "" | "SUBNET" => DiscoveryRange::Subnet,
        "OFF" => DiscoveryRange::Off,
        "LOCALHOST" => DiscoveryRange::Localhost,
        "SYSTEM_DEFAULT" => DiscoveryRange::SystemDefault,
        unknown => {
            warn(format_args!(
                "Invalid value '{unknown}' specified for '{DISCOVERY_RANGE}', assuming localhost only"
            ));
            DiscoveryRange::Localhost
        }
    }
}

fn peers_from(value: &str) -> Vec<String> {
    let peers = value.split(';').filter(|peer| !peer.is_empty());
    peers
        .filter(|peer| {
            let fits = peer.len() <= PEER_MAX_LENGTH;
            if !fits {
                warn(format_args!(
                    "Static peer {peer} of '{STATIC_PEERS}' is too long (maximum of {PEER_MAX_LENGTH}); skipping"
                ));
            }
            fits
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges() {
        for (value, range) in [
            ("", DiscoveryRange::Subnet),
            ("SUBNET", DiscoveryRange::Subnet),
            ("OFF", DiscoveryRange::Off),
            ("LOCALHOST", DiscoveryRange::Localhost),
            ("SYSTEM_DEFAULT", DiscoveryRange::SystemDefault),
            ("localhost", DiscoveryRange::Localhost),
            ("everywhere", DiscoveryRange::Localhost),
        ] {
            assert_eq!(range_from(value), range, "{value}");
        }
    }

    #[test]
    fn reads_peers() {
        let long = "x".repeat(PEER_MAX_LENGTH + 1);
        for (value, peers) in [
            ("", &[][..]),
            ("robot.local", &["robot.local"]),
            ("10.0.0.1;robot;", &["10.0.0.1", "robot"]),
            (&format!("a;{long};b"), &["a", "b"]),
        ] {
            assert_eq!(peers_from(value), peers, "{value}");
        }
    }
}
