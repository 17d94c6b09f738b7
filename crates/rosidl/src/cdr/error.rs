//! Why a payload cannot be read or a value cannot be written.

/// Why a payload is not the message it should be. Offsets count from the body's first byte.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The payload is shorter than its encapsulation header.
    #[error("expected a 4-byte encapsulation header, got a payload of {length} bytes")]
    NoHeader {
        /// The payload's length.
        length: usize,
    },
    /// The header names a representation that ROS does not use.
    #[error(
        "expected CDR (representation 0x0000 or 0x0001), got representation {representation:#06x}"
    )]
    Representation {
        /// The representation identifier, DDSI-RTPS 2.5, 10.2.1.2.
        representation: u16,
    },
    /// The payload is longer than any offset can say.
    #[error("a payload of {length} bytes is too long: at most 4294967295 are possible")]
    TooLong {
        /// The payload's length.
        length: usize,
    },
    /// The body ends too early.
    #[error("truncated: expected {needed} more bytes at offset {at}, {remaining} remain")]
    Truncated {
        /// Where the datum should begin.
        at: usize,
        /// The least it takes.
        needed: usize,
        /// What there is.
        remaining: usize,
    },
    /// A boolean is neither 0 nor 1.
    #[error("expected a boolean (0 or 1) at offset {at}, got {value}")]
    Bool {
        /// Where it is.
        at: usize,
        /// What is there.
        value: u8,
    },
    /// A string does not end with NUL.
    #[error("expected a string ending with NUL before offset {at}, got {value:#04x}")]
    Unterminated {
        /// The end of the string.
        at: usize,
        /// Its last byte.
        value: u8,
    },
    /// A string or a sequence is longer than its definition allows.
    #[error("expected at most {bound} elements at offset {at}, got {length}")]
    BoundExceeded {
        /// Where its length is.
        at: usize,
        /// The most that is allowed.
        bound: u32,
        /// What came.
        length: usize,
    },
    /// One of the above, in a field.
    #[error("field '{path}': {source}")]
    Field {
        /// The way to the field: `header.frame_id`, `transforms[3].child_frame_id`.
        path: String,
        /// What is wrong with it.
        source: Box<DecodeError>,
    },
}

/// Why a value cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A string or a sequence is longer than its definition allows.
    #[error("expected at most {bound} elements, got {length}")]
    BoundExceeded {
        /// The most that is allowed.
        bound: u32,
        /// What there is.
        length: usize,
    },
    /// A string or a sequence is longer than CDR can say.
    #[error("{length} elements are too many: at most 4294967295 are possible")]
    TooLong {
        /// What there is.
        length: usize,
    },
    /// One of the above, in a field.
    #[error("field '{path}': {source}")]
    Field {
        /// The way to the field.
        path: String,
        /// What is wrong with it.
        source: Box<EncodeError>,
    },
}

macro_rules! with_path {
    ($error:ident) => {
        impl $error {
            /// Says in which field the error is, keeping the path it has within that field.
            #[cold]
            pub fn in_field(self, name: &str) -> Self {
                match self {
                    Self::Field { path, source } if path.starts_with('[') => Self::Field {
                        path: format!("{name}{path}"),
                        source,
                    },
                    Self::Field { path, source } => Self::Field {
                        path: format!("{name}.{path}"),
                        source,
                    },
                    bare => Self::Field {
                        path: name.to_owned(),
                        source: Box::new(bare),
                    },
                }
            }

            /// Says in which element of an array or sequence the error is.
            #[cold]
            pub fn in_element(self, index: usize) -> Self {
                self.in_field(&format!("[{index}]"))
            }
        }
    };
}

pub(crate) use with_path;

with_path!(DecodeError);
with_path!(EncodeError);
