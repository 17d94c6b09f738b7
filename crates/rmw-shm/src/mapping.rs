//! Shared memory as this process sees it.
#![allow(unsafe_code)]

use std::io;
use std::ops::Range;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// What this process may do with a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    ReadWrite,
    /// What is written is seen by nobody else.
    Private,
}

/// Memory that other processes see too. It stays mapped in a child process, which may hold messages that lie there.
#[derive(Debug)]
pub(crate) struct Mapping {
    base: NonNull<u8>,
    length: usize,
    access: Access,
}

// SAFETY: the memory belongs to no thread. What is shared in it is reached through atomics, or by copying, or by rules
// of who may touch it when, which `Region` and `Mapping::slice` state.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps the first `length` bytes of `memory`, which must be as long and stay so.
    pub(crate) fn new(
        memory: BorrowedFd<'_>,
        length: usize,
        access: Access,
    ) -> io::Result<Arc<Mapping>> {
        Mapping::map(memory, 0, length, access)
    }

    /// Maps a part of `memory`, which must be there and stay so, for this process to write to without anybody seeing it.
    /// `start` is a multiple of the page size.
    pub(crate) fn private(
        memory: BorrowedFd<'_>,
        start: usize,
        length: usize,
    ) -> io::Result<Arc<Mapping>> {
        Mapping::map(memory, start, length, Access::Private)
    }

    fn map(
        memory: BorrowedFd<'_>,
        start: usize,
        length: usize,
        access: Access,
    ) -> io::Result<Arc<Mapping>> {
        let (protection, sharing) = match access {
            Access::Read => (libc::PROT_READ, libc::MAP_SHARED),
            Access::ReadWrite => (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED),
            Access::Private => (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE),
        };
        let start = libc::off_t::try_from(start).map_err(|_| io::ErrorKind::InvalidInput)?;
        // SAFETY: no address is asked for, so nothing that is mapped is replaced.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                length,
                protection,
                sharing | libc::MAP_NORESERVE,
                memory.as_raw_fd(),
                start,
            )
        };
        if base == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let base = NonNull::new(base.cast::<u8>()).ok_or(io::ErrorKind::OutOfMemory)?;
        // SAFETY: the range was just mapped. That a core dump leaves it out is all it changes.
        unsafe { libc::madvise(base.as_ptr().cast(), length, libc::MADV_DONTDUMP) };
        Ok(Arc::new(Mapping {
            base,
            length,
            access,
        }))
    }

    /// The addresses of the memory.
    pub(crate) fn addresses(&self) -> Range<usize> {
        let start = self.base.as_ptr() as usize;
        start..start + self.length
    }

    fn check(&self, start: usize, length: usize) {
        let fits = start
            .checked_add(length)
            .is_some_and(|end| end <= self.length);
        assert!(fits, "{length} bytes at {start} of {}", self.length);
    }

    /// A number that several processes may change. `offset` is a multiple of 4.
    pub(crate) fn word(&self, offset: usize) -> &AtomicU32 {
        self.check(offset, 4);
        assert!(
            offset.is_multiple_of(4) && self.access == Access::ReadWrite,
            "a word of memory that can be written"
        );
        // SAFETY: the word lies within the mapping, which lives as long as `self`, begins at a page, so the word is
        // aligned, and may be written. Nothing but this function hands out words of these places.
        unsafe { AtomicU32::from_ptr(self.base.as_ptr().add(offset).cast()) }
    }

    /// Copies bytes in. Nobody may read or write them at the same time.
    pub(crate) fn write(&self, offset: usize, bytes: &[u8]) {
        self.check(offset, bytes.len());
        assert!(
            self.access == Access::ReadWrite,
            "memory that can be written"
        );
        // SAFETY: the range lies within the mapping and may be written; a slice of this process cannot overlap it, for
        // no slice of a writable mapping is handed out but through `Region`, whose range is its own.
        unsafe {
            std::ptr::copy_nonoverlapping(
                bytes.as_ptr(),
                self.base.as_ptr().add(offset),
                bytes.len(),
            );
        }
    }

    /// Copies bytes out. A peer that breaks the rules may change them meanwhile, so what they say is to be checked on
    /// the copy.
    pub(crate) fn read(&self, offset: usize, into: &mut [u8]) {
        self.check(offset, into.len());
        // SAFETY: the range lies within the mapping; `into` is memory of this process alone.
        unsafe {
            std::ptr::copy_nonoverlapping(
                self.base.as_ptr().add(offset),
                into.as_mut_ptr(),
                into.len(),
            );
        }
    }

    /// Bytes of memory that this process does not share for writing, and that its owner leaves as they are until they
    /// are given back. The owner is a process of the same user: one that broke this rule could change any memory of
    /// this one.
    pub(crate) fn slice(&self, offset: usize, length: usize) -> &[u8] {
        self.check(offset, length);
        assert!(self.access != Access::ReadWrite, "memory that is only read");
        // SAFETY: the range lies within the mapping, which lives as long as `self`. This crate does not write it; who
        // lets others write to a private mapping answers for what they do meanwhile.
        unsafe { std::slice::from_raw_parts(self.base.as_ptr().add(offset), length) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the range was mapped by `new`, and nothing of it is borrowed any more.
        unsafe { libc::munmap(self.base.as_ptr().cast(), self.length) };
    }
}

/// A part of a mapping that this process alone writes, and that nothing else of this process refers to.
#[derive(Debug)]
pub(crate) struct Region {
    mapping: Arc<Mapping>,
    start: usize,
    length: usize,
}

impl Region {
    /// # Safety
    /// As long as the region lives, no other one of this mapping may overlap it.
    pub(crate) unsafe fn new(mapping: &Arc<Mapping>, start: usize, length: usize) -> Region {
        mapping.check(start, length);
        assert!(
            mapping.access == Access::ReadWrite,
            "memory that can be written"
        );
        Region {
            mapping: Arc::clone(mapping),
            start,
            length,
        }
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: the range lies within the mapping, which the region keeps, and only the region writes to it.
        unsafe {
            std::slice::from_raw_parts(self.mapping.base.as_ptr().add(self.start), self.length)
        }
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above; `self` is borrowed mutably, so there is no other reference.
        unsafe {
            std::slice::from_raw_parts_mut(self.mapping.base.as_ptr().add(self.start), self.length)
        }
    }
}
