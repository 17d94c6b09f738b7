//! Which middleware a context opens.

use std::sync::Arc;

use rosebay_rmw::Middleware;

use crate::{Error, Result};

/// The environment variable that selects the middleware.
const VARIABLE: &str = "RMW_IMPLEMENTATION";

/// The middleware that `RMW_IMPLEMENTATION` names.
///
/// # Errors
/// When it names none that is here; the error lists those that are.
pub fn from_environment() -> Result<Arc<dyn Middleware>> {
    by_name(&crate::env::get(VARIABLE))
}

fn by_name(name: &str) -> Result<Arc<dyn Middleware>> {
    if name == rosebay_rmw_local::IDENTIFIER {
        return Ok(Arc::new(rosebay_rmw_local::LocalMiddleware));
    }
    Err(Error::Environment {
        name: VARIABLE,
        value: name.to_owned(),
        reason: format!(
            "no such middleware; expected {}",
            rosebay_rmw_local::IDENTIFIER
        ),
    })
}
