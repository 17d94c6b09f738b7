//! How a process that sleeps learns that there is something for it.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::Ordering::{AcqRel, Relaxed, SeqCst};
use std::sync::atomic::fence;

use crate::mapping::{Access, Mapping};
use crate::system;

/// The memory of a doorbell: one page, of which one word is used.
const PAGE: usize = 4096;
/// 1 while the owner sleeps, or is about to.
const SLEEPS: usize = 0;

/// One participant's doorbell: an event descriptor, and a word that tells whether anybody needs to ring it. While the
/// owner is awake, a message costs its sender no system call.
#[derive(Debug)]
pub(crate) struct Doorbell {
    event: OwnedFd,
    memory: Option<OwnedFd>,
    mapping: Arc<Mapping>,
}

impl Doorbell {
    /// This participant's own.
    pub(crate) fn new() -> io::Result<Doorbell> {
        let memory = system::memory(c"rosebay-doorbell", PAGE)?;
        Ok(Doorbell {
            event: system::event()?,
            mapping: Mapping::new(memory.as_fd(), PAGE, Access::ReadWrite)?,
            memory: Some(memory),
        })
    }

    /// A peer's, of which it sent the descriptors.
    pub(crate) fn of_peer(event: OwnedFd, memory: OwnedFd) -> io::Result<Doorbell> {
        if !system::is_nonblocking(event.as_fd())? || system::sealed_size(memory.as_fd())? < PAGE {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "what a peer sent is not a doorbell",
            ));
        }
        Ok(Doorbell {
            event,
            mapping: Mapping::new(memory.as_fd(), PAGE, Access::ReadWrite)?,
            memory: None,
        })
    }

    /// What a peer needs to ring; nothing of a doorbell that is a peer's itself.
    pub(crate) fn descriptors(&self) -> Option<[BorrowedFd<'_>; 2]> {
        Some([self.event.as_fd(), self.memory.as_ref()?.as_fd()])
    }

    /// The owner is about to sleep. It has to look once more for messages after this, and sleep only if there is none.
    pub(crate) fn falls_asleep(&self) {
        self.mapping.word(SLEEPS).store(1, SeqCst);
        fence(SeqCst);
    }

    /// The owner is awake.
    pub(crate) fn is_awake(&self) {
        self.mapping.word(SLEEPS).store(0, Relaxed);
    }

    /// Wakes the owner if it sleeps. The message lies in its ring already.
    pub(crate) fn ring(&self) {
        fence(SeqCst);
        let sleeps = self.mapping.word(SLEEPS);
        if sleeps.load(Relaxed) == 1 && sleeps.swap(0, AcqRel) == 1 {
            system::ring(self.event.as_fd());
        }
    }
}

impl AsFd for Doorbell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }
}
