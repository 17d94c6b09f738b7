//! Where the payloads of one participant lie: memory that it alone writes and its peers read.
//!
//! The memory is a large range of addresses, of which only what is used is taken from the system. It is cut into blocks
//! of powers of two, which keep their size. A block is in use as long as this process holds its bytes, or a peer does:
//! each [`Link`](crate::link) counts what it has handed out, and its peer what it has given back.
#![allow(unsafe_code)]

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Weak};

use bytes::Bytes;
use rosebay_locks::Mutex;

use crate::mapping::{Access, Mapping, Region};
use crate::system;

/// Addresses of a pool, in bytes. Costs nothing until it is used.
const ADDRESSES: usize = if usize::BITS == 64 {
    4 << 30
} else {
    256 << 20
};
/// Blocks of a pool at most.
pub(crate) const MAX_BLOCKS: usize = 4096;
/// The smallest block.
const MIN_BLOCK: usize = 4096;
/// Sizes of blocks: the smallest and its doubles up to the whole pool.
const CLASSES: usize = (ADDRESSES / MIN_BLOCK).trailing_zeros() as usize + 1;
/// Blocks that peers held when they were last looked at, that are looked at again for one allocation.
const LOOKS: usize = 16;

/// A free block that so many loans did not need gives its memory back to the system.
const IDLE_LOANS: u64 = 1000;

/// Who may hold blocks that this process holds no more.
pub(crate) trait Holder: Send + Sync {
    /// Whether it does not hold this block.
    fn has_returned(&self, block: u32) -> bool;
}

#[derive(Debug)]
struct Block {
    start: usize,
    class: usize,
    /// Bytes from its start that the system has given.
    committed: usize,
    /// Which loan was its last.
    last_loan: u64,
}

#[derive(Default)]
struct Blocks {
    all: Vec<Block>,
    /// Addresses that are cut into blocks.
    cut: usize,
    /// Bytes that the system has given.
    committed: usize,
    /// How many loans there were.
    loans: u64,
    /// Those that nobody holds; what was used last is used first, so that the idle ones come first.
    free: [VecDeque<u32>; CLASSES],
    /// Free ones that have given their memory back.
    bare: [Vec<u32>; CLASSES],
    /// Those that only peers hold, if they still do.
    retired: Vec<u32>,
    holders: Vec<Weak<dyn Holder>>,
}

/// The memory of one participant's payloads.
pub(crate) struct Pool {
    memory: OwnedFd,
    mapping: Arc<Mapping>,
    /// Bytes to take from the system at most.
    limit: usize,
    blocks: Mutex<Blocks>,
    generation: u32,
}

/// A place in shared memory for one payload: it is filled, then frozen and sent without being copied. It goes back where
/// it came from when it is dropped, and the frozen bytes when nobody holds them any more, in any process. What it holds
/// before it is filled is not told.
pub struct Loan {
    region: Region,
    pool: Arc<Pool>,
    block: u32,
}

impl Pool {
    pub(crate) fn new(limit: usize) -> io::Result<Arc<Pool>> {
        let memory = system::memory(c"rosebay-payloads", ADDRESSES)?;
        let mapping = Mapping::new(memory.as_fd(), ADDRESSES, Access::ReadWrite)?;
        Ok(Arc::new(Pool {
            memory,
            mapping,
            limit,
            blocks: Mutex::default(),
            generation: system::process_generation(),
        }))
    }

    /// The memory, for peers to read.
    pub(crate) fn read_only(&self) -> io::Result<OwnedFd> {
        system::read_only(self.memory.as_fd())
    }

    /// Where payloads of the pool lie in this process.
    pub(crate) fn addresses(&self) -> std::ops::Range<usize> {
        self.mapping.addresses()
    }

    /// The block that bytes of this pool lie in, and their offset.
    pub(crate) fn locate(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let offset = (bytes.as_ptr() as usize).checked_sub(self.mapping.addresses().start)?;
        if offset >= ADDRESSES {
            return None;
        }
        let blocks = self.blocks.lock();
        let after = blocks.all.partition_point(|block| block.start <= offset);
        let block = after.checked_sub(1)?;
        let end = blocks.all[block].start + (MIN_BLOCK << blocks.all[block].class);
        (offset + bytes.len() <= end).then_some((block as u32, offset))
    }

    /// Asks `holder` from now on, as long as it lives, whether it holds a block.
    pub(crate) fn add_holder(&self, holder: Weak<dyn Holder>) {
        let mut blocks = self.blocks.lock();
        blocks.holders.retain(|holder| holder.strong_count() > 0);
        blocks.holders.push(holder);
    }

    /// A place for `length` bytes; `None` if the pool is full.
    pub(crate) fn loan(self: &Arc<Pool>, length: usize) -> Option<Loan> {
        if system::process_generation() != self.generation {
            return None;
        }
        let class = class_of(length)?;
        let mut blocks = self.blocks.lock();
        blocks.reclaim();
        let block = blocks.take(class)?;
        if let Err(error) = self.commit(&mut blocks, block, length) {
            tracing::debug!(%error, length, "no shared memory");
            blocks.free[class].push_back(block);
            return None;
        }
        self.discard_idle(&mut blocks);
        let start = blocks.all[block as usize].start;
        drop(blocks);
        // SAFETY: blocks do not overlap, and this one was free: no region of it lives.
        let region = unsafe { Region::new(&self.mapping, start, length) };
        Some(Loan {
            region,
            pool: Arc::clone(self),
            block,
        })
    }

    /// Takes what a block of `length` bytes needs from the system, within the limit.
    fn commit(&self, blocks: &mut Blocks, block: u32, length: usize) -> io::Result<()> {
        let wanted = length.next_multiple_of(MIN_BLOCK);
        let Block {
            start, committed, ..
        } = blocks.all[block as usize];
        let Some(more) = wanted.checked_sub(committed).filter(|more| *more > 0) else {
            return Ok(());
        };
        if blocks.committed + more > self.limit {
            self.discard_free(blocks, more);
        }
        if blocks.committed + more > self.limit {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        system::commit(self.memory.as_fd(), start + committed, more)?;
        blocks.all[block as usize].committed = wanted;
        blocks.committed += more;
        Ok(())
    }

    /// Gives what free blocks take up back to the system, until there is room for `more` bytes.
    fn discard_free(&self, blocks: &mut Blocks, more: usize) {
        let Blocks {
            all,
            free,
            committed,
            ..
        } = blocks;
        for &index in free.iter().rev().flatten() {
            if *committed + more <= self.limit {
                return;
            }
            *committed -= self.discard(&mut all[index as usize]);
        }
    }

    /// Gives back what a free block takes up that no loan has needed for long, as after somebody who did not keep up.
    /// Each loan looks at one size.
    fn discard_idle(&self, blocks: &mut Blocks) {
        let class = (blocks.loans % CLASSES as u64) as usize;
        let Some(&index) = blocks.free[class].front() else {
            return;
        };
        let block = &mut blocks.all[index as usize];
        if blocks.loans - block.last_loan > IDLE_LOANS {
            blocks.committed -= self.discard(block);
            blocks.free[class].pop_front();
            blocks.bare[class].push(index);
        }
    }

    /// Gives back what a block takes up; how many bytes that were.
    fn discard(&self, block: &mut Block) -> usize {
        let given = match block.committed {
            0 => Ok(()),
            bytes => system::discard(self.memory.as_fd(), block.start, bytes),
        };
        match given {
            Ok(()) => mem::take(&mut block.committed),
            Err(_) => 0,
        }
    }

    /// This process holds a block no more.
    fn retire(&self, block: u32) {
        if system::process_generation() == self.generation {
            self.blocks.lock().retire(block);
        }
    }
}

impl Blocks {
    /// A block for the next loan.
    fn take(&mut self, class: usize) -> Option<u32> {
        let free = self.free[class].pop_back();
        let block = match free.or_else(|| self.bare[class].pop()) {
            Some(block) => block,
            None => self.cut(class)?,
        };
        self.loans += 1;
        self.all[block as usize].last_loan = self.loans;
        Some(block)
    }

    fn cut(&mut self, class: usize) -> Option<u32> {
        let (start, size) = (self.cut, MIN_BLOCK << class);
        if self.all.len() >= MAX_BLOCKS || size > ADDRESSES - start {
            return None;
        }
        self.cut += size;
        self.all.push(Block {
            start,
            class,
            committed: 0,
            last_loan: 0,
        });
        Some(self.all.len() as u32 - 1)
    }

    fn is_returned(&self, block: u32) -> bool {
        self.holders
            .iter()
            .filter_map(Weak::upgrade)
            .all(|holder| holder.has_returned(block))
    }

    fn retire(&mut self, block: u32) {
        if self.is_returned(block) {
            self.free[self.all[block as usize].class].push_back(block);
        } else {
            self.retired.push(block);
        }
    }

    /// Looks whether peers have given blocks back; those that have not are looked at again after all others.
    fn reclaim(&mut self) {
        let looks = self.retired.len().min(LOOKS);
        let looked_at: Vec<u32> = self.retired.drain(..looks).collect();
        for block in looked_at {
            self.retire(block);
        }
    }
}

/// The class of the smallest blocks that hold `length` bytes.
fn class_of(length: usize) -> Option<usize> {
    let blocks = length
        .max(1)
        .div_ceil(MIN_BLOCK)
        .checked_next_power_of_two()?;
    Some(blocks.trailing_zeros() as usize).filter(|class| *class < CLASSES)
}

impl Loan {
    /// Keeps only the first `length` bytes.
    pub fn truncate(&mut self, length: usize) {
        self.region.truncate(length);
    }

    /// The bytes as they are now, to be shared.
    pub fn freeze(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl Deref for Loan {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.region.bytes()
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.region.bytes_mut()
    }
}

impl AsRef<[u8]> for Loan {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl fmt::Debug for Loan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loan").field("length", &self.len()).finish()
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.pool.retire(self.block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[derive(Default)]
    struct Holding(Mutex<HashSet<u32>>);

    impl Holder for Holding {
        fn has_returned(&self, block: u32) -> bool {
            !self.0.lock().contains(&block)
        }
    }

    fn address(loan: &Loan) -> usize {
        loan.as_ptr() as usize
    }

    #[test]
    fn blocks_are_used_again_when_nobody_holds_them() {
        let pool = Pool::new(1 << 20).unwrap();
        let mut loan = pool.loan(10_000).unwrap();
        loan.fill(7);
        let first = address(&loan);
        let bytes = loan.freeze();
        let (block, offset) = pool.locate(&bytes).unwrap();
        assert_eq!((block, offset), (0, 0));
        assert_eq!(pool.locate(&bytes.slice(10..20)), Some((0, 10)));
        let holding = Arc::new(Holding::default());
        let holder: Arc<dyn Holder> = Arc::clone(&holding) as _;
        pool.add_holder(Arc::downgrade(&holder));
        holding.0.lock().insert(block);
        assert!(bytes.iter().all(|byte| *byte == 7));
        drop(bytes);
        assert_ne!(address(&pool.loan(9_000).unwrap()), first);
        holding.0.lock().clear();
        let again: HashSet<usize> = [pool.loan(9_000), pool.loan(16_384)]
            .iter()
            .map(|loan| address(loan.as_ref().unwrap()))
            .collect();
        assert!(again.contains(&first));
    }

    #[test]
    fn a_holder_that_is_gone_holds_nothing() {
        let pool = Pool::new(1 << 20).unwrap();
        let holder: Arc<dyn Holder> = Arc::new(Holding(Mutex::new([0].into_iter().collect())));
        pool.add_holder(Arc::downgrade(&holder));
        let loan = pool.loan(100).unwrap();
        let first = address(&loan);
        drop(loan);
        assert_ne!(address(&pool.loan(100).unwrap()), first);
        drop(holder);
        let both = [pool.loan(100).unwrap(), pool.loan(100).unwrap()];
        assert!(both.iter().any(|loan| address(loan) == first));
    }

    #[test]
    fn the_limit_holds_and_what_is_free_makes_room() {
        let pool = Pool::new(1 << 20).unwrap();
        let large = pool.loan(900_000).unwrap();
        assert!(pool.loan(200_000).is_none());
        drop(large);
        let small: Vec<Loan> = (0..5).map(|_| pool.loan(200_000).unwrap()).collect();
        assert!(pool.loan(200_000).is_none());
        drop(small);
        assert!(pool.loan(1 << 20).is_some());
        assert!(pool.loan((1 << 20) + 1).is_none());
        assert!(pool.loan(usize::MAX).is_none());
    }

    #[test]
    fn what_is_idle_goes_back_to_the_system() {
        let pool = Pool::new(64 << 20).unwrap();
        let committed = || pool.blocks.lock().committed;
        let many: Vec<Loan> = (0..20).map(|_| pool.loan(1 << 20).unwrap()).collect();
        drop(many);
        assert_eq!(committed(), 20 << 20);
        for _ in 0..=IDLE_LOANS + 20 * CLASSES as u64 {
            pool.loan(1 << 20).unwrap();
        }
        assert_eq!(committed(), 1 << 20);
        let again: Vec<Loan> = (0..20).map(|_| pool.loan(1 << 20).unwrap()).collect();
        assert_eq!(committed(), 20 << 20);
        assert_eq!(again.iter().map(address).collect::<HashSet<_>>().len(), 20);
        assert_eq!(pool.blocks.lock().cut, 20 << 20);
    }

    #[test]
    fn other_memory_is_not_in_the_pool() {
        let pool = Pool::new(1 << 20).unwrap();
        assert_eq!(pool.locate(b"elsewhere"), None);
        let start = pool.addresses().start;
        // SAFETY: a slice of no bytes at an address of the pool.
        let nothing = unsafe { std::slice::from_raw_parts(start as *const u8, 0) };
        assert_eq!(pool.locate(nothing), None);
        drop(pool.loan(1));
        assert_eq!(pool.locate(nothing), Some((0, 0)));
    }
}
