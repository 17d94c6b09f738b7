//! What wakes the thread that keeps the mirrors.

use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex};

/// Rung by whatever has changed; whoever waits hears of it once.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<Rung>,
    changed: Condvar,
}

/// What a bell was rung for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rung {
    /// One of the graphs has changed.
    pub(crate) graph: bool,
    /// Something waits for the other end: messages for a first subscription, requests for their server.
    pub(crate) waiting: bool,
}

impl Bell {
    pub(crate) fn ring_for_graph(&self) {
        self.ring(|rung| &mut rung.graph);
    }

    pub(crate) fn ring_for_waiting(&self) {
        self.ring(|rung| &mut rung.waiting);
    }

    fn ring(&self, what: impl Fn(&mut Rung) -> &mut bool) {
        let mut rung = self.rung.lock();
        if !std::mem::replace(what(&mut rung), true) {
            self.changed.notify_all();
        }
    }

    /// Waits until it is rung, at most for this long, and silences it.
    pub(crate) fn wait(&self, timeout: Duration) -> Rung {
        let end = Instant::now() + timeout;
        let mut rung = self.rung.lock();
        while *rung == Rung::default() && Instant::now() < end {
            self.changed.wait_until(&mut rung, end);
        }
        std::mem::take(&mut rung)
    }
}
