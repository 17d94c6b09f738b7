//! Which middleware a context opens.

use std::sync::Arc;

use rosebay_rmw::Middleware;
use rosebay_rmw_dds::{DdsMiddleware, UPSTREAM_IDENTIFIERS};
use rosebay_rmw_local::LocalMiddleware;
use rosebay_rmw_zenoh::ZenohMiddleware;

use crate::{Error, Result, env};

/// The environment variable that selects the middleware.
const VARIABLE: &str = "RMW_IMPLEMENTATION";

/// The middleware that `RMW_IMPLEMENTATION` names: DDS where it is unset.
///
/// # Errors
/// As [`named`].
pub fn from_environment() -> Result<Arc<dyn Middleware>> {
    let name = env::get(VARIABLE);
    if name.is_empty() {
        return Ok(Arc::new(DdsMiddleware::default()));
    }
    named(&name)
}

/// The middleware of a name: DDS for the names of upstream's DDS middlewares and its own, `rmw_zenoh_cpp` for Zenoh,
/// `rosebay_local` for the one within this process.
///
/// # Errors
/// When there is none of this name here; the error lists those that are. When the environment configures Zenoh in a way
/// that cannot be.
pub fn named(name: &str) -> Result<Arc<dyn Middleware>> {
    if name == rosebay_rmw_local::IDENTIFIER {
        return Ok(Arc::new(LocalMiddleware));
    }
    if name == rosebay_rmw_zenoh::IDENTIFIER {
        return Ok(Arc::new(ZenohMiddleware::from_environment()?));
    }
    match DdsMiddleware::named(name) {
        Some(dds) => Ok(Arc::new(dds)),
        None => Err(Error::Environment {
            name: VARIABLE,
            value: name.to_owned(),
            reason: format!(
                "no such middleware here; expected {}, {}, {} or {}",
                UPSTREAM_IDENTIFIERS.join(", "),
                rosebay_rmw_dds::IDENTIFIER,
                rosebay_rmw_zenoh::IDENTIFIER,
                rosebay_rmw_local::IDENTIFIER
            ),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_middlewares() {
        let own = ["rosebay_local", "rmw_rosebay_dds", "rmw_zenoh_cpp"];
        for name in UPSTREAM_IDENTIFIERS.into_iter().chain(own) {
            assert_eq!(named(name).unwrap().identifier(), name);
        }
        for name in ["", "rmw_zenoh", "rmw_fastrtps"] {
            let Err(error) = named(name) else {
                panic!("{name}")
            };
            for known in UPSTREAM_IDENTIFIERS.into_iter().chain(own) {
                assert!(error.to_string().contains(known), "{error}");
            }
        }
    }
}
