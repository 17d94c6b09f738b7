//! What can go wrong when the engine is asked for something.

use std::io;

/// A participant, writer or reader could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The domain has no ports.
    #[error("domain id {0} is out of range: the ports of RTPS end at domain 232")]
    DomainIdOutOfRange(u32),
    /// The participant index has no ports.
    #[error(
        "participant index {0} is out of range for its domain: its ports would end beyond 65535"
    )]
    ParticipantIdOutOfRange(u32),
    /// Every participant index of the domain is taken.
    #[error(
        "no free participant index in domain {domain_id}: the ports {first}..={last} are all in use; \
         end some of the domain's participants on this machine, or use another domain id"
    )]
    NoFreeParticipantId {
        /// The domain.
        domain_id: u32,
        /// The first port tried.
        first: u16,
        /// The last port tried.
        last: u16,
    },
    /// None of the interfaces that were asked for exists.
    #[error(
        "none of the network interfaces {asked:?} exists and is up with an IPv4 address; there are {found:?}"
    )]
    NoSuchInterface {
        /// What the configuration names.
        asked: Vec<String>,
        /// What the machine has.
        found: Vec<String>,
    },
    /// The operating system refused a socket or one of its options.
    #[error("cannot {action}: {source}")]
    Io {
        /// What was tried.
        action: String,
        /// What the system said.
        source: io::Error,
    },
    /// The participant was closed, or belongs to the parent of this process.
    #[error("the participant is closed, or belongs to the parent of this process; make a new one")]
    Closed,
}

impl Error {
    pub(crate) fn io(action: impl Into<String>) -> impl FnOnce(io::Error) -> Error {
        let action = action.into();
        move |source| Error::Io { action, source }
    }
}

/// A sample was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Readers did not make room in time (DDS 1.4 §2.2.3.14).
    #[error(
        "no room for another sample within the max_blocking_time of {} ms: \
         a matched reader has not acknowledged earlier ones", .max_blocking.as_millis()
    )]
    Timeout {
        /// How long the write waited.
        max_blocking: std::time::Duration,
    },
    /// A payload beyond what a sample can hold.
    #[error("a payload of {size} bytes is larger than the {limit} bytes that a sample can hold")]
    TooLarge {
        /// Bytes of the payload.
        size: usize,
        /// Bytes that fit.
        limit: usize,
    },
    /// The writer or its participant was closed, or belongs to the parent of this process.
    #[error("the writer is closed, or belongs to the parent of this process; make a new one")]
    Closed,
}
