//! Which middleware a context opens.

use std::sync::Arc;

use rosebay_rmw::Middleware;
use rosebay_rmw_dds::{DdsMiddleware, UPSTREAM_IDENTIFIERS};
use rosebay_rmw_local::LocalMiddleware;

use crate::{Error, Result, env};

/// The environment variable that selects the middleware.
const VARIABLE: &str = "RMW_IMPLEMENTATION";

/// Zenoh's name, which is known where Zenoh itself is left out.
const ZENOH: &str = "rmw_zenoh_cpp";

/// The names that a program can choose from.
pub fn names() -> impl Iterator<Item = &'static str> {
    let own = [
        rosebay_rmw_dds::IDENTIFIER,
        ZENOH,
        rosebay_rmw_local::IDENTIFIER,
    ];
    UPSTREAM_IDENTIFIERS.into_iter().chain(own)
}

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
/// that cannot be, or it is left out (feature `zenoh`).
pub fn named(name: &str) -> Result<Arc<dyn Middleware>> {
    if name == rosebay_rmw_local::IDENTIFIER {
        return Ok(Arc::new(LocalMiddleware));
    }
    if name == ZENOH {
        return zenoh();
    }
    match DdsMiddleware::named(name) {
        Some(dds) => Ok(Arc::new(dds)),
        None => Err(Error::Environment {
            name: VARIABLE,
            value: name.to_owned(),
            reason: format!(
                "no such middleware here; expected one of {}",
                Vec::from_iter(names()).join(", ")
            ),
        }),
    }
}

#[cfg(feature = "zenoh")]
fn zenoh() -> Result<Arc<dyn Middleware>> {
    let zenoh = rosebay_rmw_zenoh::ZenohMiddleware::from_environment()?;
    Ok(Arc::new(zenoh))
}

#[cfg(not(feature = "zenoh"))]
fn zenoh() -> Result<Arc<dyn Middleware>> {
    Err(Error::Environment {
        name: VARIABLE,
        value: ZENOH.to_owned(),
        reason: "Zenoh is left out of what this process has loaded. A Python program has it when the variable is set \
                 before rclpy is first imported; a Rust program with rosebay's feature 'zenoh'"
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_middlewares() {
        for name in names() {
            match named(name) {
                Ok(middleware) => assert_eq!(middleware.identifier(), name),
                Err(error) => {
                    assert!(cfg!(not(feature = "zenoh")) && name == ZENOH, "{error}");
                    assert!(error.to_string().contains("before rclpy is first imported"));
                }
            }
        }
        for name in ["", "rmw_zenoh", "rmw_fastrtps"] {
            let Err(error) = named(name) else {
                panic!("{name}")
            };
            for known in names() {
                assert!(error.to_string().contains(known), "{error}");
            }
        }
    }
}
