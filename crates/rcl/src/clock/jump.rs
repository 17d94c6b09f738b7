//! Who is told when a clock jumps.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;

use crate::{Duration, Error, Result};

/// How the source of a clock's time changed when it jumped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockChange {
    /// ROS time was set and is set now.
    RosTimeNoChange,
    /// ROS time was system time and is set now.
    RosTimeActivated,
    /// ROS time was set and is system time now.
    RosTimeDeactivated,
    /// The clock showed system time and does so now.
    SystemTimeNoChange,
}

/// A jump of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeJump {
    /// How the source changed.
    pub clock_change: ClockChange,
    /// How far the clock was set; negative for backwards, zero when the source changed.
    pub delta: Duration,
}

/// Which jumps are worth telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JumpThreshold {
    /// Whether a change of the source is.
    pub on_clock_change: bool,
    /// The smallest jump forward that is, above zero; `None` for none.
    pub min_forward: Option<Duration>,
    /// The smallest jump backward that is, below zero; `None` for none.
    pub min_backward: Option<Duration>,
}

impl JumpThreshold {
    fn check(&self) -> Result<()> {
        if self
            .min_forward
            .is_some_and(|least| least <= Duration::ZERO)
        {
            return Err(Error::InvalidJumpThreshold("min_forward must be positive"));
        }
        if self
            .min_backward
            .is_some_and(|least| least >= Duration::ZERO)
        {
            return Err(Error::InvalidJumpThreshold("min_backward must be negative"));
        }
        Ok(())
    }

    fn is_reached(&self, jump: &TimeJump) -> bool {
        let source_changed = matches!(
            jump.clock_change,
            ClockChange::RosTimeActivated | ClockChange::RosTimeDeactivated
        );
        (source_changed && self.on_clock_change)
            || self.min_forward.is_some_and(|least| jump.delta >= least)
            || self.min_backward.is_some_and(|least| jump.delta <= least)
    }
}

type Callback = Arc<dyn Fn(&TimeJump) + Send + Sync>;

#[derive(Clone)]
struct Entry {
    id: u64,
    threshold: JumpThreshold,
    pre: Callback,
    post: Callback,
}

/// A clock's jump callbacks, in the order in which they were added.
#[derive(Default)]
pub(super) struct JumpCallbacks {
    entries: Mutex<(u64, Vec<Entry>)>,
}

impl fmt::Debug for JumpCallbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JumpCallbacks").finish_non_exhaustive()
    }
}

impl JumpCallbacks {
    pub(super) fn add(
        this: &Arc<Self>,
        threshold: JumpThreshold,
        pre: Callback,
        post: Callback,
    ) -> Result<JumpHandle> {
        threshold.check()?;
        let mut entries = this.entries.lock();
        entries.0 += 1;
        let id = entries.0;
        entries.1.push(Entry {
            id,
            threshold,
            pre,
            post,
        });
        Ok(JumpHandle {
            id,
            callbacks: Arc::downgrade(this),
        })
    }

    /// Changes the clock, with the callbacks that the jump concerns called before and after.
    pub(super) fn around(&self, jump: &TimeJump, change: impl FnOnce()) {
        let concerned: Vec<Entry> = {
            let entries = self.entries.lock();
            entries
                .1
                .iter()
                .filter(|entry| entry.threshold.is_reached(jump))
                .cloned()
                .collect()
        };
        for entry in &concerned {
            (entry.pre)(jump);
        }
        change();
        for entry in &concerned {
            (entry.post)(jump);
        }
    }
}

/// Keeps a jump callback; dropping it takes the callback away.
#[must_use = "the callback is taken away when the handle drops"]
#[derive(Debug)]
pub struct JumpHandle {
    id: u64,
    callbacks: Weak<JumpCallbacks>,
}

impl Drop for JumpHandle {
    fn drop(&mut self) {
        if let Some(callbacks) = self.callbacks.upgrade() {
            callbacks
                .entries
                .lock()
                .1
                .retain(|entry| entry.id != self.id);
        }
    }
}
