//! The conformance suite on RTPS, through shared memory and over the loopback.

use std::sync::Arc;

use rosebay_rmw::{Context, ContextOptions, Middleware, Result};
use rosebay_rmw_dds::DdsMiddleware;

/// The middleware that has everything take the network.
struct WithoutSharedMemory(DdsMiddleware);

impl Middleware for WithoutSharedMemory {
    fn identifier(&self) -> &'static str {
        self.0.identifier()
    }

    fn open(&self, options: &ContextOptions) -> Result<Arc<dyn Context>> {
        self.0.open(&ContextOptions {
            shared_memory: None,
            ..options.clone()
        })
    }
}

mod through_shared_memory {
    use super::*;

    rosebay_rmw::conformance_tests!(Arc::new(DdsMiddleware::default()));
}

mod over_the_network {
    use super::*;

    rosebay_rmw::conformance_tests!(Arc::new(WithoutSharedMemory(DdsMiddleware::default())));
}
