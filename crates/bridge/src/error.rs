//! Why a bridge cannot be opened.

use rosebay_rcl::rmw::names::InvalidName;

use crate::path::BridgeId;

/// A failure, in words that name what was expected, what came and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pattern that is no regular expression.
    #[error("'{pattern}' is no regular expression: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A rate that cannot be kept.
    #[error("the rate of '{pattern}' is {rate}; expected a number of messages a second above 0")]
    Rate {
        /// The topics' pattern.
        pattern: String,
        /// The rate.
        rate: f64,
    },
    /// A namespace that ROS does not allow.
    #[error("unusable namespace: {0}")]
    Namespace(#[source] InvalidName),
    /// One of the two graphs cannot be joined.
    #[error("cannot join {label}: {source}")]
    Open {
        /// Which.
        label: String,
        /// Why.
        source: rosebay_rcl::Error,
    },
    /// Another bridge between the same graphs has the same id. Neither would know what the other one carries, and all would
    /// arrive twice.
    #[error("a bridge '{0}' joins these graphs already; end that one, or give this one another id")]
    Twin(BridgeId),
    /// The operating system refused a thread.
    #[error("cannot start a thread of the bridge: {0}")]
    Thread(#[from] std::io::Error),
}
