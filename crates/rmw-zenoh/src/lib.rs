//! ROS 2 on Zenoh: what makes a session of the `zenoh` crate a ROS 2 middleware that nodes of rmw_zenoh take for one
//! of theirs.
//!
//! - One session a context. Topics and services are key expressions with domain, name, type and hash.
//! - Every node and endpoint has a liveliness token that says all of it; the graph is made of these.
//! - Messages, requests and responses carry an attachment with number, time and gid.
//! - Services are queryables. Transient-local topics are `zenoh-ext`'s advanced publishers and subscribers.
//!
//! # QoS
//!
//! Zenoh has little of it; rmw_zenoh lets everything match. Sessions of Rosebay know each other by their ids, and
//! between them every policy means what it means in DDS: both sides match by the QoS in the tokens, deadline,
//! lifespan and liveliness are kept by who can see them, and who keeps all is not overrun, because a publisher asks its
//! subscriptions how far they have come. With rmw_zenoh's nodes it is as rmw_zenoh has it.
//!
//! `RMW_IMPLEMENTATION=rmw_zenoh_cpp` selects it; [`Settings`] says what else the environment decides.

mod access;
mod acks;
mod attachment;
mod buffers;
mod client;
mod context;
mod deferred;
mod directory;
mod discovery;
mod error;
mod keys;
mod party;
mod payload;
mod publisher;
mod qos;
mod reader;
mod refusal;
mod router;
mod service;
mod session;
mod settings;
mod subscription;
mod token;
mod words;
mod writer;

use std::sync::Arc;

use rosebay_rmw::{Context, ContextOptions, Middleware, Result};

pub use access::{AccessRule, Action, COMMON_CONFIG, NodeRights, Right, access_rules};
pub use refusal::Refusals;
pub use router::Router;
pub use settings::{ROUTER_PORT, RouterCheck, Settings};

/// The name of this middleware, which is upstream's: programs that compare names find what they expect.
pub const IDENTIFIER: &str = "rmw_zenoh_cpp";

/// ROS 2 on Zenoh.
#[derive(Debug, Clone, Default)]
pub struct ZenohMiddleware {
    settings: Settings,
}

impl ZenohMiddleware {
    /// The middleware with these settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// The middleware with the settings that the environment asks for.
    ///
    /// # Errors
    /// [`rosebay_rmw::Error::InvalidOption`] where a variable has a value that it cannot have.
    pub fn from_environment() -> Result<Self> {
        Ok(Self::new(Settings::from_environment()?))
    }
}

impl Middleware for ZenohMiddleware {
    fn identifier(&self) -> &'static str {
        IDENTIFIER
    }

    fn open(&self, options: &ContextOptions) -> Result<Arc<dyn Context>> {
        Ok(Arc::new(context::ZenohContext::open(
            options,
            &self.settings,
        )?))
    }
}
