//! What two participants share: a ring for each direction, and who has given back what.

use std::io::{self, IoSlice};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

use bytes::Bytes;
use rosebay_locks::Mutex;
use socket2::Socket;

use crate::PeerId;
use crate::doorbell::Doorbell;
use crate::mapping::{Access, Mapping};
use crate::peer_pool::PeerPool;
use crate::pool::{Holder, MAX_BLOCKS};
use crate::ring::{self, Attachment, Ring};
use crate::system;

/// For each direction: the ring, then for each block of the sender's pool how often the receiver has given it back.
const RETURNED: usize = ring::SIZE;
const HALF: usize = (RETURNED + MAX_BLOCKS * 4).next_multiple_of(4096);
/// What a link takes up.
const SIZE: usize = 2 * HALF;

/// Which end of a link this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// That which made the link.
    Initiator,
    Acceptor,
}

/// What a peer sends for a link: its doorbell and its pool.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) id: PeerId,
    pub(crate) doorbell: Doorbell,
    pub(crate) pool: Arc<PeerPool>,
}

/// Makes the memory of a link.
pub(crate) fn memory() -> io::Result<OwnedFd> {
    system::memory(c"rosebay-link", SIZE)
}

/// What is there as long as the peer may hold something, or this process something of the peer.
#[derive(Debug)]
struct Shared {
    memory: Arc<Mapping>,
    /// Its end tells the peer that nothing is held any more.
    _socket: Arc<Socket>,
}

/// One end of a link.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) peer: Peer,
    shared: Arc<Shared>,
    outgoing: Mutex<Ring>,
    /// How often each block of the own pool was sent.
    sent: Box<[AtomicU32]>,
    /// Where the peer counts how often it has given it back.
    sent_returned: usize,
    incoming: Ring,
    incoming_returned: usize,
    /// The peer broke the rules; nothing of it is taken any more.
    is_corrupt: AtomicBool,
    generation: u32,
}

impl Link {
    pub(crate) fn new(
        memory: &OwnedFd,
        socket: &Arc<Socket>,
        end: End,
        peer: Peer,
    ) -> io::Result<Link> {
        if system::sealed_size(memory.as_fd())? != SIZE {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "what a peer sent is not a link",
            ));
        }
        let memory = Mapping::new(memory.as_fd(), SIZE, Access::ReadWrite)?;
        let (outgoing, incoming) = match end {
            End::Initiator => (0, HALF),
            End::Acceptor => (HALF, 0),
        };
        Ok(Link {
            peer,
            outgoing: Mutex::new(Ring::new(&memory, outgoing)),
            sent: (0..MAX_BLOCKS).map(|_| AtomicU32::new(0)).collect(),
            sent_returned: outgoing + RETURNED,
            incoming: Ring::new(&memory, incoming),
            incoming_returned: incoming + RETURNED,
            shared: Arc::new(Shared {
                memory,
                _socket: Arc::clone(socket),
            }),
            is_corrupt: AtomicBool::new(false),
            generation: system::process_generation(),
        })
    }

    /// Puts a message in the peer's ring and wakes it if it sleeps; false if there is no room. The attachment lies in
    /// the own pool, and is held until the peer gives it back.
    pub(crate) fn send(&self, parts: &[IoSlice<'_>], attachment: Option<Attachment>) -> bool {
        let held = attachment.and_then(|attachment| self.sent.get(attachment.block as usize));
        let outgoing = self.outgoing.lock();
        if let Some(count) = held {
            count.fetch_add(1, Relaxed);
        }
        let pushed = outgoing.push(parts.iter().map(|part| &**part), attachment);
        if let Some(count) = held.filter(|_| !pushed) {
            count.fetch_sub(1, Relaxed);
        }
        drop(outgoing);
        if pushed {
            self.peer.doorbell.ring();
        }
        pushed
    }

    /// Whether a message waits.
    pub(crate) fn has_message(&self) -> bool {
        !self.is_corrupt.load(Relaxed) && !self.incoming.is_empty()
    }

    /// Takes the next message, into `buffer`, and its attachment. `None` if there is none.
    pub(crate) fn receive(&self, buffer: &mut Vec<u8>) -> Option<Option<Bytes>> {
        if self.is_corrupt.load(Relaxed) {
            return None;
        }
        let Ok(taken) = self.incoming.pop(buffer) else {
            self.distrust("its ring");
            return None;
        };
        match taken? {
            None => Some(None),
            Some(attachment) => self.lease(attachment).map(Some),
        }
    }

    fn lease(&self, attachment: Attachment) -> Option<Bytes> {
        let length = attachment.length as usize;
        let offset = usize::try_from(attachment.offset).ok();
        let pool = &self.peer.pool;
        let offset = offset.filter(|offset| {
            offset
                .checked_add(length)
                .is_some_and(|end| end <= pool.size())
        });
        let Some(offset) = offset.filter(|_| (attachment.block as usize) < MAX_BLOCKS) else {
            self.distrust("a payload's place");
            return None;
        };
        Some(Bytes::from_owner(Lease {
            pool: Arc::clone(pool),
            offset,
            length,
            link: Arc::clone(&self.shared),
            returned: self.incoming_returned + 4 * attachment.block as usize,
            generation: self.generation,
        }))
    }

    fn distrust(&self, what: &str) {
        self.is_corrupt.store(true, Relaxed);
        tracing::warn!(peer = %self.peer.id, "{what} cannot be right; nothing more is taken from its shared memory");
    }
}

impl Holder for Link {
    fn has_returned(&self, block: u32) -> bool {
        let Some(sent) = self.sent.get(block as usize) else {
            return true;
        };
        let returned = self
            .shared
            .memory
            .word(self.sent_returned + 4 * block as usize)
            .load(Acquire);
        sent.load(Relaxed) == returned
    }
}

/// A payload in a peer's pool, given back when it is dropped.
struct Lease {
    pool: Arc<PeerPool>,
    offset: usize,
    length: usize,
    link: Arc<Shared>,
    returned: usize,
    generation: u32,
}

impl AsRef<[u8]> for Lease {
    fn as_ref(&self) -> &[u8] {
        self.pool.slice(self.offset, self.length)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // A child process has a copy, but it was the parent that was given the payload.
        if system::process_generation() == self.generation {
            let returned = self.link.memory.word(self.returned);
            returned.fetch_add(1, Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::Pool;
    use proptest::prelude::*;

    /// The two ends of a link.
    fn ends(pool: &Arc<Pool>) -> [Link; 2] {
        let memory = memory().unwrap();
        let socket =
            Arc::new(Socket::new(socket2::Domain::UNIX, socket2::Type::SEQPACKET, None).unwrap());
        [End::Initiator, End::Acceptor].map(|end| {
            let peer = Peer {
                id: PeerId([0; 12]),
                doorbell: Doorbell::new().unwrap(),
                pool: PeerPool::new(pool.read_only().unwrap()).unwrap(),
            };
            Link::new(&memory, &socket, end, peer).unwrap()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn attachments_that_cannot_be_end_the_trust(block: u32, length: u32, offset: u64) {
            let pool = Pool::new(1 << 20).unwrap();
            let [one, other] = ends(&pool);
            let attachment = Attachment { block, length, offset };
            one.outgoing.lock().push([&b"message"[..]].into_iter(), Some(attachment));
            one.outgoing.lock().push([&b"another"[..]].into_iter(), None);
            let mut buffer = Vec::new();
            let end = offset.checked_add(length.into());
            let can_be = (block as usize) < MAX_BLOCKS
                && end.is_some_and(|end| end <= other.peer.pool.size() as u64);
            match other.receive(&mut buffer) {
                Some(Some(payload)) => prop_assert!(can_be && payload.len() == length as usize),
                Some(None) => prop_assert!(block == u32::MAX),
                None => prop_assert!(!can_be && other.receive(&mut buffer).is_none()),
            }
        }
    }

    #[test]
    fn other_memory_is_no_link() {
        let pool = Pool::new(1 << 20).unwrap();
        let [one, _] = ends(&pool);
        let small = system::memory(c"test", 4096).unwrap();
        let socket = Arc::clone(&one.shared._socket);
        assert!(Link::new(&small, &socket, End::Acceptor, one.peer).is_err());
        let file = std::fs::File::open("/dev/null").unwrap();
        assert!(PeerPool::new(file.into()).is_err());
    }
}
