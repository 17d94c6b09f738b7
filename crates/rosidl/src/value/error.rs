//! Why a message cannot have a value.

use crate::cdr::with_path;

/// Why a field cannot be found or cannot have a value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ValueError {
    /// The message has no such field.
    #[error("{message} has no field '{name}'; it has {known}")]
    UnknownField {
        /// The full name of the message.
        message: String,
        /// The field asked for.
        name: String,
        /// The fields there are.
        known: String,
    },
    /// A path is not names, dots and indices.
    #[error(
        "'{path}' is no path to a field: expected something like 'header.stamp' or 'poses[2].position'"
    )]
    Path {
        /// The path.
        path: String,
    },
    /// A path goes on behind a value that has no parts.
    #[error("expected a message or a sequence of messages to look into, got {got}")]
    NoParts {
        /// What is there.
        got: String,
    },
    /// There is no such element.
    #[error("index {index} is outside of {length} elements")]
    Index {
        /// The index asked for.
        index: usize,
        /// How many there are.
        length: usize,
    },
    /// The value is of another type.
    #[error("expected {expected}, got {got}")]
    WrongType {
        /// The field's type.
        expected: String,
        /// What came.
        got: String,
    },
    /// A fixed array has another length.
    #[error("expected exactly {expected} elements, got {got}")]
    WrongLength {
        /// The array's length.
        expected: u32,
        /// What came.
        got: usize,
    },
    /// A string or a sequence is longer than its definition allows.
    #[error("expected at most {bound} elements, got {length}")]
    BoundExceeded {
        /// The most that is allowed.
        bound: u32,
        /// What came.
        length: usize,
    },
    /// One of the above, in a field.
    #[error("field '{path}': {source}")]
    Field {
        /// The way to the field.
        path: String,
        /// What is wrong with it.
        source: Box<ValueError>,
    },
}

with_path!(ValueError);
