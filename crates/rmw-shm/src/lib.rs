//! Messages between the processes of one host, through shared memory.
//!
//! This is a way to carry messages, not a middleware: who is there, what is sent again, what is kept and for whom is
//! decided by the protocol above. What it carries arrives once and in order, or is refused at once.
//!
//! - A [`Port`] is one participant's place. Two ports share a *link*: a ring of messages for each direction, and a
//!   socket whose end says that the peer's process has ended.
//! - Each port has a *pool* that it alone writes and its peers read. A payload in the pool goes to any number of peers
//!   as an attachment of a message, without a copy, and comes out as [`bytes::Bytes`] of the peer's memory, which go
//!   back to it when they are dropped.
//! - A *doorbell* wakes a receiver that sleeps. One that is awake costs its senders no system call.
//!
//! # What holds
//! - Nothing has a name in a file system: memory is memfd, sockets are abstract. Whatever is left of a process that was
//!   killed goes with it. Its peers notice at once, and what it held of their pools is free again.
//! - Peers are processes of the same user. Still, all that they write is checked where it is copied out of shared
//!   memory, their pools are mapped read-only and cannot shrink, and each number in shared memory has one writer.
//! - A child process after `fork` sends nothing, lends nothing, and gives nothing back in its parent's name.
//! - `unsafe` stands in `system` (system calls), `mapping` (shared memory) and `pool` (whose parts do not overlap).

mod doorbell;
mod handshake;
mod link;
mod mapping;
mod peer_pool;
mod pool;
mod port;
mod ring;
mod system;

use std::fmt;
use std::io;

pub use peer_pool::{PrivateView, hold};
pub use pool::Loan;
pub use port::{PeerEvent, Port, Sent};
pub use system::{Poll, Trigger, process_generation};

/// The name of this host as long as it runs: only processes that see the same can share memory.
///
/// # Errors
/// When the system does not tell.
pub fn host_id() -> Result<[u8; 16], Error> {
    let path = "/proc/sys/kernel/random/boot_id";
    let failed = |source| Error {
        what: "tell this host from others",
        source,
    };
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let digits: String = text.trim().split('-').collect();
    u128::from_str_radix(&digits, 16)
        .map(u128::to_be_bytes)
        .map_err(|_| failed(io::Error::new(io::ErrorKind::InvalidData, text)))
}

/// The name that a port is found by; of an RTPS participant the prefix of its GUID.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeerId(pub [u8; 12]);

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why there is no shared memory.
#[derive(Debug, thiserror::Error)]
#[error("cannot {what}: {source}")]
pub struct Error {
    /// What was tried.
    what: &'static str,
    source: io::Error,
}
