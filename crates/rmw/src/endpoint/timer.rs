//! A thread that calls what is due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Instant;

use rosebay_locks::{Condvar, Mutex};

/// Something that wants to be called at a certain time.
pub trait Timed: Send + Sync {
    /// Called when it is due. Returns when it is due again.
    fn due(&self, now: Instant) -> Option<Instant>;
}

/// Calls what is due. The thread is started by the first use and ends with the timer.
#[derive(Default)]
pub struct Timer {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    heap: BinaryHeap<Reverse<Entry>>,
    running: bool,
    closed: bool,
}

struct Entry {
    at: Instant,
    what: What,
}

enum What {
    /// As long as somebody else keeps it.
    Borrowed(Weak<dyn Timed>),
    /// Until it is not due again.
    Kept(Arc<dyn Timed>),
}

impl What {
    fn due(&self, now: Instant) -> Option<Instant> {
        match self {
            Self::Borrowed(what) => what.upgrade()?.due(now),
            Self::Kept(what) => what.due(now),
        }
    }
}

impl std::fmt::Debug for Timer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Timer").finish_non_exhaustive()
    }
}

impl Timer {
    /// Calls `what` at `at`, if it still exists then.
    pub fn schedule(&self, at: Instant, what: Weak<dyn Timed>) {
        self.add(at, What::Borrowed(what));
    }

    /// Calls `what` at `at`, and keeps it until it is not due again.
    pub fn keep(&self, at: Instant, what: Arc<dyn Timed>) {
        self.add(at, What::Kept(what));
    }

    fn add(&self, at: Instant, what: What) {
        let mut state = self.shared.state.lock();
        state.heap.push(Reverse(Entry { at, what }));
        self.shared.changed.notify_one();
        if !state.running {
            state.running = true;
            let shared = Arc::clone(&self.shared);
            thread::spawn(move || shared.run());
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.shared.state.lock().closed = true;
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn run(&self) {
        let mut state = self.state.lock();
        while !state.closed {
            let now = Instant::now();
            match state.heap.peek() {
                None => self.changed.wait(&mut state),
                Some(Reverse(next)) if next.at > now => {
                    let at = next.at;
                    self.changed.wait_until(&mut state, at);
                }
                Some(_) => {
                    let Some(Reverse(entry)) = state.heap.pop() else {
                        continue;
                    };
                    drop(state);
                    let again = entry.what.due(now);
                    state = self.state.lock();
                    if let Some(at) = again {
                        state.heap.push(Reverse(Entry {
                            at,
                            what: entry.what,
                        }));
                    }
                }
            }
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}
