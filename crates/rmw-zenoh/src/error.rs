//! What Zenoh says when it cannot.

use rosebay_rmw::Error;

/// A failure of Zenoh's while it was to do something.
pub(crate) fn failed(what: &str) -> impl Fn(zenoh::Error) -> Error {
    move |error| Error::Middleware(format!("Zenoh cannot {what}: {error}"))
}
