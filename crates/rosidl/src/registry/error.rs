//! Why an interface cannot be had.

use super::MAX_DEPTH;
use crate::definition::{InterfaceName, NameError};
use crate::parse::ParseError;
use crate::source::SourceError;

/// Why an interface cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No source has the package.
    #[error("there is no package '{package}'{}", hint(nearest))]
    UnknownPackage {
        /// The package asked for.
        package: String,
        /// Packages with names like it.
        nearest: Vec<String>,
    },
    /// The package has no such interface.
    #[error("there is no interface '{name}'{}", hint(nearest))]
    UnknownInterface {
        /// The interface asked for.
        name: InterfaceName,
        /// Interfaces with names like it.
        nearest: Vec<String>,
    },
    /// The name stands for another kind of interface.
    #[error("expected the name of {expected}, found '{name}'")]
    WrongKind {
        /// What the caller wants.
        expected: &'static str,
        /// What it gave.
        name: InterfaceName,
    },
    /// The definition cannot be read.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// The definition's file cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The text is no name of an interface.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A field's type cannot be had.
    #[error("the field '{field}' of '{owner}': {cause}")]
    Field {
        /// The message with the field.
        owner: InterfaceName,
        /// The field.
        field: String,
        /// What is wrong with its type.
        cause: Box<Error>,
    },
    /// A message holds itself.
    #[error("the message '{name}' holds itself")]
    Recursion {
        /// The message.
        name: InterfaceName,
    },
    /// Messages are nested too deeply.
    #[error("expected at most {MAX_DEPTH} levels of nested messages, found more at '{name}'")]
    TooDeep {
        /// The message where the limit was met.
        name: InterfaceName,
    },
}

impl Error {
    /// Whether the interface, or one that it holds, is in no source: another source may have it.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::UnknownPackage { .. } | Self::UnknownInterface { .. } => true,
            Self::Field { cause, .. } => cause.is_unknown(),
            _ => false,
        }
    }
}

fn hint(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!("; did you mean {}?", names.join(" or ")),
    }
}
