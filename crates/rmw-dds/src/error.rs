//! The engine's errors in the words of the middleware's interface.

use rosebay_rmw::Error;
use rosebay_rtps::WriteError;

/// A participant, writer or reader could not be made.
pub(crate) fn open(error: rosebay_rtps::Error) -> Error {
    match error {
        rosebay_rtps::Error::DomainIdOutOfRange(_) => Error::InvalidOption(error.to_string()),
        rosebay_rtps::Error::Io { action, source } => Error::Io {
            context: format!("cannot {action}"),
            source,
        },
        rosebay_rtps::Error::Closed => Error::Closed("the context".to_owned()),
        other => Error::Middleware(other.to_string()),
    }
}

/// A sample of `topic` could not be written.
pub(crate) fn write(error: WriteError, topic: &str) -> Error {
    match error {
        WriteError::Timeout { max_blocking } => Error::Timeout {
            topic: topic.to_owned(),
            waited: max_blocking,
        },
        WriteError::Closed => Error::Closed(format!("the writer on '{topic}'")),
        WriteError::TooLarge { .. } => {
            Error::Middleware(format!("cannot write on '{topic}': {error}"))
        }
    }
}
