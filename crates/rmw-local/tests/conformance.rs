//! The conformance suite on the in-process middleware.

use std::sync::Arc;

use rosebay_rmw_local::LocalMiddleware;

rosebay_rmw::conformance_tests!(Arc::new(LocalMiddleware));
