//! The in-process middleware: reference semantics without a network.
//!
//! Contexts of one domain id see each other, within one process. A publisher's thread puts its message into
//! the queues of the matched subscriptions; nothing is copied and nothing is lost. Every QoS policy means what
//! DDS 1.4 says, in as few words as possible: what a middleware does differently from this one is a fault
//! of that middleware, or of the conformance suite that both pass.
//!
//! `RMW_IMPLEMENTATION=rosebay_local` selects it.

mod context;
mod domain;
mod endpoints;
mod service;
mod writer;

pub use domain::hold;

use std::sync::Arc;

use rosebay_rmw::{Context, ContextOptions, Error, Middleware, Result};

/// The name of this middleware.
pub const IDENTIFIER: &str = "rosebay_local";

/// The in-process middleware.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalMiddleware;

impl Middleware for LocalMiddleware {
    fn identifier(&self) -> &'static str {
        IDENTIFIER
    }

    fn open(&self, options: &ContextOptions) -> Result<Arc<dyn Context>> {
        if options.domain_id > 232 {
            return Err(Error::InvalidOption(format!(
                "domain id {} is out of range: 0 to 232 are possible",
                options.domain_id
            )));
        }
        Ok(Arc::new(context::LocalContext::open(options)))
    }
}
