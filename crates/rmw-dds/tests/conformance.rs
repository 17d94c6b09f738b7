//! The conformance suite on RTPS, over the loopback.

use std::sync::Arc;

use rosebay_rmw_dds::DdsMiddleware;

rosebay_rmw::conformance_tests!(Arc::new(DdsMiddleware::default()));
