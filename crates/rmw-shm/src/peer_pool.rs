//! The pools of peers, as this process sees them.

use std::fmt;
use std::io;
use std::ops::Deref;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Weak};

use bytes::Bytes;
use rosebay_locks::RwLock;

use crate::mapping::{Access, Mapping};
use crate::system;

/// The largest pool that is mapped.
const MAX_SIZE: usize = 1 << 40;
/// Below, copying bytes is cheaper than mapping them once more.
const VIEW_FROM: usize = 64 * 1024;

/// A pool that a peer writes and this process reads.
#[derive(Debug)]
pub(crate) struct PeerPool {
    memory: OwnedFd,
    mapping: Arc<Mapping>,
}

/// Those that there are, to be found by address.
static POOLS: RwLock<Vec<Weak<PeerPool>>> = RwLock::new(Vec::new());

/// Keeps the process's list of its peers' pools as it is: a child that is forked meanwhile finds it free.
pub fn hold() -> impl Sized + 'static {
    POOLS.write()
}

impl PeerPool {
    pub(crate) fn new(memory: OwnedFd) -> io::Result<Arc<PeerPool>> {
        let size = system::sealed_size(memory.as_fd())?;
        if size > MAX_SIZE {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a peer's pool has {size} bytes; at most {MAX_SIZE} are taken"),
            ));
        }
        let mapping = Mapping::new(memory.as_fd(), size, Access::Read)?;
        let pool = Arc::new(PeerPool { memory, mapping });
        let mut pools = POOLS.write();
        pools.retain(|pool| pool.strong_count() > 0);
        pools.push(Arc::downgrade(&pool));
        Ok(pool)
    }

    /// How many bytes it has.
    pub(crate) fn size(&self) -> usize {
        self.mapping.addresses().len()
    }

    pub(crate) fn slice(&self, offset: usize, length: usize) -> &[u8] {
        self.mapping.slice(offset, length)
    }

    fn offset_of(&self, bytes: &[u8]) -> Option<usize> {
        let addresses = self.mapping.addresses();
        let start = bytes.as_ptr() as usize;
        (addresses.start <= start && start + bytes.len() <= addresses.end)
            .then(|| start - addresses.start)
    }
}

/// A payload of a peer as this process's own: whoever writes to its memory changes nothing but this view. Nothing is
/// copied but the pages that are written to.
pub struct PrivateView {
    mapping: Arc<Mapping>,
    offset: usize,
    /// Keeps the peer from using the memory again, which the view shows where it has not been written to.
    payload: Bytes,
}

impl PrivateView {
    /// A view of a payload that came through shared memory; `None` if it did not, or if a copy is cheaper.
    pub fn of(payload: &Bytes) -> Option<PrivateView> {
        if payload.len() < VIEW_FROM {
            return None;
        }
        // In a child process the lock may be held by a thread that is not there.
        let pools = POOLS.try_read()?;
        let (pool, offset) = pools
            .iter()
            .filter_map(Weak::upgrade)
            .find_map(|pool| pool.offset_of(payload).map(|offset| (pool, offset)))?;
        drop(pools);
        let start = offset - offset % system::page_size();
        let length = offset + payload.len() - start;
        let mapping = Mapping::private(pool.memory.as_fd(), start, length)
            .inspect_err(|error| tracing::debug!(%error, "a payload is copied"))
            .ok()?;
        Some(PrivateView {
            mapping,
            offset: offset - start,
            payload: payload.clone(),
        })
    }
}

impl Deref for PrivateView {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.mapping.slice(self.offset, self.payload.len())
    }
}

impl fmt::Debug for PrivateView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateView")
            .field("length", &self.len())
            .finish()
    }
}
