//! What writers and readers say to remote ones, and the way it goes.

use std::net::SocketAddrV4;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::history::CacheChange;
use crate::types::{Count, Guid, SequenceNumber, VendorId};
use crate::wire::{AckNack, NackFrag};

/// Where messages for a remote endpoint go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) address: SocketAddrV4,
    /// The endpoint itself.
    pub(crate) guid: Guid,
    pub(crate) vendor: VendorId,
    /// How long it is given to take a full window from its socket when it does not acknowledge.
    pub(crate) pause: Duration,
    /// Bytes of a datagram that reaches it in one piece.
    pub(crate) datagram: usize,
    /// Bytes that may be under way to it.
    pub(crate) window: usize,
    /// Whether it takes from its socket at once, but answers too late to be paced by answers alone: peers of other
    /// makes hold their answers back for 5 to 10 ms. Only of those on this machine the former is known.
    pub(crate) drains_by_itself: bool,
    /// Whether repairs are sent twice: peers of other makes on other machines ask for one thing only every 100 ms, and
    /// what is lost again would wait for as long.
    pub(crate) repairs_twice: bool,
    /// The own memory that it can read, if any.
    pub(crate) shared: Option<SharedRange>,
}

/// Addresses of this process where payloads lie that a peer on the same host can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SharedRange {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Route {
    /// Whether a payload reaches the endpoint as it lies there, without being sent.
    pub(crate) fn shares(&self, payload: &Bytes) -> bool {
        let start = payload.as_ptr() as usize;
        self.shared
            .is_some_and(|range| range.start <= start && start + payload.len() <= range.end)
    }
}

/// What a writer says to a reader.
#[derive(Clone, Debug)]
pub(crate) enum WriterMessage {
    Data(Arc<CacheChange>),
    /// One fragment, counted from 0, of fragments of a size.
    Fragment {
        change: Arc<CacheChange>,
        index: u32,
        size: usize,
    },
    /// What follows goes into another datagram.
    Break,
    /// What follows goes after this time: nobody acknowledges what was sent, and the reader has to take it.
    Pause(Duration),
    /// The numbers from the first to before the second do not exist any more, or never for this reader.
    Gap(Range<SequenceNumber>),
    Heartbeat {
        first: SequenceNumber,
        last: SequenceNumber,
        count: Count,
        is_final: bool,
        liveliness: bool,
    },
}

/// A message and where it goes.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing<M> {
    pub(crate) route: Route,
    pub(crate) message: M,
}

/// What a reader says to a writer.
#[derive(Clone, Debug)]
pub(crate) enum ReaderMessage {
    AckNack(AckNack),
    NackFrag(NackFrag),
}
