//! The conformance suite on Zenoh.

use std::sync::Arc;

use rosebay_rmw_zenoh::ZenohMiddleware;

rosebay_rmw::conformance_tests!(Arc::new(ZenohMiddleware::default()));
