//! What ends a command early, with the exit code of each.

use std::fmt;
use std::io;

use rosebay_rosidl::nearest;

/// Why a command did not do what was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Something that was named is not in the graph.
    #[error("Unknown {what} '{name}'{hint}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// Names like it.
        hint: Hint,
    },
    /// The command cannot go on, for this reason.
    #[error("{0}")]
    Failed(String),
    /// A value that the message cannot have.
    #[error("Failed to populate field: {source}{hint}")]
    Value {
        /// What is wrong.
        source: rosebay_rosidl::ValueError,
        /// Names like the one that is no field.
        hint: Hint,
    },
    /// The client library.
    #[error(transparent)]
    Rcl(#[from] rosebay_rcl::Error),
    /// Keys, certificates and policies.
    #[error(transparent)]
    Security(#[from] crate::security::SecurityError),
    /// A type that cannot be found or read.
    #[error(transparent)]
    Interface(#[from] rosebay_rosidl::registry::Error),
    /// A name that can be no type's.
    #[error(transparent)]
    TypeName(#[from] rosebay_rosidl::NameError),
    /// A received message that is not of its type.
    #[error("cannot decode a message: {0}")]
    Decode(#[from] rosebay_rosidl::cdr::DecodeError),
    /// A message that cannot be written.
    #[error("cannot encode a message: {0}")]
    Encode(#[from] rosebay_rosidl::cdr::EncodeError),
    /// A file or a stream.
    #[error("{what}: {source}")]
    Io {
        /// Which.
        what: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// Nobody reads the output any more.
    #[error("the output was closed")]
    ClosedPipe,
    /// Ctrl-C, or another signal that ends programs.
    #[error("interrupted")]
    Interrupted,
    /// What was asked for is not there, which the exit code alone says.
    #[error("nothing found")]
    Nothing,
}

/// What a command returns.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The exit code: upstream's where it has one.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            // Python's number of SIGINT.
            Self::Interrupted => 2,
            // What a shell says of a program that SIGPIPE ended.
            Self::ClosedPipe => 141,
            _ => 1,
        }
    }

    /// Whether nothing is to be said.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self, Self::ClosedPipe | Self::Interrupted | Self::Nothing)
    }

    /// [`Self::Unknown`] with the nearest of the names there are.
    pub(crate) fn unknown<'a>(
        what: &'static str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self::Unknown {
            what,
            name: name.to_owned(),
            hint: Hint::nearest(name, known),
        }
    }

    /// [`Self::Io`] of what `what` names.
    pub(crate) fn io(what: impl fmt::Display) -> impl FnOnce(io::Error) -> Self {
        let what = what.to_string();
        move |source| Self::Io { what, source }
    }
}

impl From<rosebay_rosidl::ValueError> for Error {
    fn from(source: rosebay_rosidl::ValueError) -> Self {
        let mut innermost = &source;
        while let rosebay_rosidl::ValueError::Field { source, .. } = innermost {
            innermost = source;
        }
        let hint = match innermost {
            rosebay_rosidl::ValueError::UnknownField { name, known, .. } => {
                Hint::nearest(name, known.split(", "))
            }
            _ => Hint::default(),
        };
        Self::Value { source, hint }
    }
}

/// Names that may have been meant.
#[derive(Debug, Default)]
pub(crate) struct Hint(Vec<String>);

impl Hint {
    /// The names that differ little from `name`.
    pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self(nearest(name, known.into_iter()))
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let quoted: Vec<_> = self.0.iter().map(|name| format!("'{name}'")).collect();
        write!(f, "; did you mean {}?", quoted.join(" or "))
    }
}
