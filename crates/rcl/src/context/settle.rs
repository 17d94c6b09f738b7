//! Waiting until discovery has come to rest.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex};

use super::Context;

/// When discovery counts as settled. Nothing on the wire says that all peers have been heard; what can be
/// seen is that they have had the time to answer, and that no more announcements come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiscoveryWait {
    /// The time that peers have to answer, from the opening of the context.
    pub at_least: Duration,
    /// How long no announcement may have come.
    pub quiet: Duration,
    /// The longest wait, from the opening of the context, however many announcements come.
    pub at_most: Duration,
}

impl Default for DiscoveryWait {
    /// What a network whose hosts answer within 0.1 s needs.
    fn default() -> Self {
        Self {
            at_least: Duration::from_millis(200),
            quiet: Duration::from_millis(80),
            at_most: Duration::from_secs(3),
        }
    }
}

struct Announcements {
    last: Mutex<Instant>,
    came: Condvar,
}

impl Context {
    /// Waits until discovery has settled or `is_enough` holds, which is looked at after each change of the
    /// graph. Returns whether it holds; returns early when the context is shut down.
    pub fn wait_for_discovery(
        &self,
        wait: &DiscoveryWait,
        mut is_enough: impl FnMut() -> bool,
    ) -> bool {
        /// The longest time that the context's end stays unseen.
        const SLICE: Duration = Duration::from_millis(50);
        let announcements = Arc::new(Announcements {
            last: Mutex::new(self.0.opened),
            came: Condvar::new(),
        });
        let heard = Arc::clone(&announcements);
        let _listener = self.on_graph_change(move || {
            *heard.last.lock() = Instant::now();
            heard.came.notify_all();
        });
        /// No wait is longer; more could be beyond what the clock can tell.
        const FOREVER: Duration = Duration::from_secs(10 * 365 * 24 * 3600);
        let earliest = self.0.opened + wait.at_least.min(FOREVER);
        let latest = self.0.opened + wait.at_most.min(FOREVER);
        let quiet = wait.quiet.min(FOREVER);
        // Whether something came just before is not known.
        let mut heard_last = *announcements.last.lock();
        let mut quiet_since = Instant::now();
        loop {
            if is_enough() {
                return true;
            }
            let mut last = announcements.last.lock();
            if *last != heard_last {
                heard_last = *last;
                quiet_since = heard_last;
                continue;
            }
            let settled = earliest.max(quiet_since + quiet).min(latest);
            let now = Instant::now();
            if now >= settled || !self.ok() {
                return false;
            }
            let until = settled.min(now + SLICE);
            announcements.came.wait_until(&mut last, until);
        }
    }
}
