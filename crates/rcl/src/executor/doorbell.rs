//! A waker for event loops that wait for descriptors.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::Arc;
use std::task::{Wake, Waker};

use rosebay_locks::{Condvar, Mutex};

/// What [`Executor::poll`](crate::Executor::poll) can wake where a loop waits with `poll`, `epoll` or the
/// like: its descriptor is readable from the first ring until [`Self::silence`].
#[derive(Debug)]
pub struct Doorbell {
    state: Mutex<State>,
    rung: Condvar,
    reader: PipeReader,
}

#[derive(Debug)]
struct State {
    is_rung: bool,
    writer: PipeWriter,
}

impl Doorbell {
    /// Hangs one up.
    ///
    /// # Errors
    /// Where the system has no descriptors left for its pipe.
    pub fn new() -> io::Result<Arc<Self>> {
        let (reader, writer) = io::pipe()?;
        Ok(Arc::new(Self {
            state: Mutex::new(State {
                is_rung: false,
                writer,
            }),
            rung: Condvar::new(),
            reader,
        }))
    }

    /// What rings it, from any thread.
    pub fn waker(self: &Arc<Self>) -> Waker {
        Waker::from(Arc::clone(self))
    }

    /// Rings it. A bell that rings already is left alone.
    pub fn ring(&self) {
        let mut state = self.state.lock();
        // At most one byte is ever in the pipe, so neither end waits for the other.
        if !state.is_rung && state.writer.write_all(&[0]).is_ok() {
            state.is_rung = true;
            self.rung.notify_all();
        }
    }

    /// Silences it. Do so before [`Executor::poll`](crate::Executor::poll), not after, lest a ring is missed.
    pub fn silence(&self) {
        self.silence_locked(&mut self.state.lock());
    }

    /// Waits for a ring and silences it; for threads, and systems on which the descriptor cannot be waited
    /// for.
    pub fn wait(&self) {
        let mut state = self.state.lock();
        while !state.is_rung {
            self.rung.wait(&mut state);
        }
        self.silence_locked(&mut state);
    }

    fn silence_locked(&self, state: &mut State) {
        if state.is_rung && (&self.reader).read_exact(&mut [0]).is_ok() {
            state.is_rung = false;
        }
    }
}

impl Wake for Doorbell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ring();
    }
}

#[cfg(unix)]
impl std::os::fd::AsRawFd for Doorbell {
    fn as_raw_fd(&self) -> std::os::fd::RawFd {
        self.reader.as_raw_fd()
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for Doorbell {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.reader.as_fd()
    }
}
