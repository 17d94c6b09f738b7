//! Which middleware a context opens.

use std::sync::Arc;

use rosebay_rmw::Middleware;
use rosebay_rmw_dds::{DdsMiddleware, UPSTREAM_IDENTIFIERS};
use rosebay_rmw_local::LocalMiddleware;

use crate::{Error, Result, env};

/// The environment variable that selects the middleware.
const VARIABLE: &str = "RMW_IMPLEMENTATION";

/// The middleware that `RMW_IMPLEMENTATION` names: DDS where it is unset or one of upstream's DDS
/// middlewares, `rosebay_local` within this process.
///
/// # Errors
/// When it names none that is here; the error lists those that are.
pub fn from_environment() -> Result<Arc<dyn Middleware>> {
    let name = env::get(VARIABLE);
    if name.is_empty() {
        return Ok(Arc::new(DdsMiddleware::default()));
    }
    if name == rosebay_rmw_local::IDENTIFIER {
        return Ok(Arc::new(LocalMiddleware));
    }
    match DdsMiddleware::named(&name) {
        Some(dds) => Ok(Arc::new(dds)),
        None => Err(Error::Environment {
            name: VARIABLE,
            value: name,
            reason: format!(
                "no such middleware here; expected {}, {} or {}",
                UPSTREAM_IDENTIFIERS.join(", "),
                rosebay_rmw_dds::IDENTIFIER,
                rosebay_rmw_local::IDENTIFIER
            ),
        }),
    }
}
