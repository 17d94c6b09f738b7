//! Whether ROS's security is asked for, by upstream's variables.

use rosebay_rmw::Security;

use crate::env;

/// `ROS_SECURITY_ENABLE` and `ROS_SECURITY_STRATEGY`, whose words are case-sensitive as upstream's.
pub(super) fn from_environment() -> Security {
    match (
        env::get("ROS_SECURITY_ENABLE").as_str(),
        env::get("ROS_SECURITY_STRATEGY").as_str(),
    ) {
        ("true", "Enforce") => Security::Enforce,
        ("true", _) => Security::Permissive,
        _ => Security::Off,
    }
}
