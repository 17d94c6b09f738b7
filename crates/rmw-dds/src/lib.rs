//! ROS 2 on DDSI-RTPS: what makes the RTPS engine a ROS 2 middleware that Fast DDS's and Cyclone DDS's nodes
//! take for one of theirs.
//!
//! - One participant a context; its nodes are announced on `ros_discovery_info`.
//! - Topics are `rt/…`, services `rq/…Request` and `rr/…Reply`, types `pkg::msg::dds_::Name_`.
//! - USER_DATA carries the enclave on participants, the type's hash on endpoints, and on those of services
//!   which reader and writer belong together.
//! - Services speak two mappings at once: to Cyclone DDS a 16-byte header in the payload, to all others the
//!   related sample identity in inline QoS. Which one is decided by the peer's vendor id.
//!
//! # The identifier
//!
//! `RMW_IMPLEMENTATION` may name any of upstream's DDS middlewares; programs that ask which one runs are told
//! the name they asked for, because they compare it with the names they know. Where nothing was asked for, the
//! answer is [`IDENTIFIER`]: nothing that a program knows of one of upstream's middlewares, and no
//! work-around for it, applies here.

#[cfg(test)]
mod captures;
mod client;
mod content_filter;
mod context;
mod cyclone;
mod discovery;
mod discovery_info;
mod endpoint;
mod error;
mod events;
mod names;
mod network;
mod pairing;
mod participant;
mod publisher;
mod qos;
mod service;
mod subscription;
mod user_data;

use std::sync::Arc;

use rosebay_rmw::{Context, ContextOptions, Middleware, Result};

/// The name of this middleware.
pub const IDENTIFIER: &str = "rmw_rosebay_dds";

/// Upstream's names of DDS middlewares, which mean this one.
pub const UPSTREAM_IDENTIFIERS: [&str; 4] = [
    "rmw_fastrtps_cpp",
    "rmw_cyclonedds_cpp",
    "rmw_fastrtps_dynamic_cpp",
    "rmw_connextdds",
];

/// ROS 2 on DDSI-RTPS.
#[derive(Debug, Clone, Copy)]
pub struct DdsMiddleware {
    identifier: &'static str,
}

impl DdsMiddleware {
    /// The middleware that `RMW_IMPLEMENTATION` means by `name`: [`IDENTIFIER`] or one of
    /// [`UPSTREAM_IDENTIFIERS`].
    pub fn named(name: &str) -> Option<Self> {
        let mut names = UPSTREAM_IDENTIFIERS.into_iter().chain([IDENTIFIER]);
        names
            .find(|known| *known == name)
            .map(|identifier| Self { identifier })
    }
}

impl Default for DdsMiddleware {
    fn default() -> Self {
        Self {
            identifier: IDENTIFIER,
        }
    }
}

impl Middleware for DdsMiddleware {
    fn identifier(&self) -> &'static str {
        self.identifier
    }

    fn open(&self, options: &ContextOptions) -> Result<Arc<dyn Context>> {
        Ok(Arc::new(context::DdsContext::open(
            options,
            self.identifier,
        )?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upstreams_names_mean_this_middleware() {
        for name in UPSTREAM_IDENTIFIERS.into_iter().chain([IDENTIFIER]) {
            assert_eq!(DdsMiddleware::named(name).unwrap().identifier(), name);
        }
        assert!(DdsMiddleware::named("rmw_zenoh_cpp").is_none());
        assert_eq!(DdsMiddleware::default().identifier(), IDENTIFIER);
    }
}
