//! What can go wrong in a middleware.

use std::time::Duration;

use crate::EventKind;

/// A middleware's failure, in words that name what was expected, what came and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A history stayed full for as long as the writer may block.
    #[error(
        "publishing on '{topic}' timed out after {waited:?}: its keep-all history is full because a \
         reliable reader does not keep up; publish more slowly or keep last"
    )]
    Timeout {
        /// The topic or service.
        topic: String,
        /// How long the call waited.
        waited: Duration,
    },
    /// A client whose response cannot reach it, because discovery has not told of its reader yet.
    #[error(
        "a response of '{service}' cannot be sent: after {waited:?} the client that asked is still not \
         matched; it will not get this response"
    )]
    UnreachableClient {
        /// The service.
        service: String,
        /// How long the call waited.
        waited: Duration,
    },
    /// The middleware cannot raise this event here.
    #[error("the event '{kind}' is not supported by {middleware} on this kind of endpoint")]
    UnsupportedEvent {
        /// Which event.
        kind: EventKind,
        /// The middleware's identifier.
        middleware: &'static str,
    },
    /// A QoS profile that cannot be used.
    #[error("unusable QoS for '{topic}': {reason}")]
    InvalidQos {
        /// The topic or service.
        topic: String,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// A content filter that breaks the grammar or does not fit the topic's type.
    #[error("invalid content filter: {0}")]
    InvalidContentFilter(#[source] rosebay_rosidl::filter::FilterError),
    /// An option of the context that cannot be used.
    #[error("{0}")]
    InvalidOption(String),
    /// A node that the graph does not know.
    #[error("node '{}' is not in the graph", fully_qualified(.namespace, .name))]
    UnknownNode {
        /// Its name without the namespace.
        name: String,
        /// Its namespace.
        namespace: String,
    },
    /// The endpoint, node or context is closed.
    #[error("{0} is closed")]
    Closed(String),
    /// Whatever the network or the operating system refused.
    #[error("{context}: {source}")]
    Io {
        /// What was being done.
        context: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A failure of the middleware's own.
    #[error("{0}")]
    Middleware(String),
}

fn fully_qualified(namespace: &str, name: &str) -> String {
    format!("{}/{name}", namespace.trim_end_matches('/'))
}

/// What a middleware's calls return.
pub type Result<T> = std::result::Result<T, Error>;
