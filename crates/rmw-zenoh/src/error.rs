//! What Zenoh says when it cannot.

use rosebay_rmw::Error;

use crate::words::plain;

/// A failure of Zenoh's while it was to do something.
pub(crate) fn failed(what: &str) -> impl Fn(zenoh::Error) -> Error {
    move |error| {
        let reason = plain(&error.to_string());
        Error::Middleware(format!("Zenoh cannot {what}: {reason}"))
    }
}
