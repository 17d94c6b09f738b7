//! Clocks: system, steady, and ROS time with its override.

mod jump;
mod sleep;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rosebay_locks::Mutex;

use jump::JumpCallbacks;
pub use jump::{ClockChange, JumpHandle, JumpThreshold, TimeJump};
pub use sleep::Sleep;

use crate::{ClockKind, Duration, Error, Result, Time};

/// A clock. Clones show the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ClockKind,
    /// Reads the system's time, in nanoseconds.
    system_ns: fn() -> i64,
    /// Whether ROS time is what it was set to rather than system time.
    overridden: AtomicBool,
    override_ns: AtomicI64,
    /// Held while ROS time is changed, so that changes and their callbacks have one order.
    changing: Mutex<()>,
    jumps: Arc<JumpCallbacks>,
}

impl Clock {
    /// Makes a clock of a kind.
    pub fn new(kind: ClockKind) -> Self {
        Self::reading(kind, system_ns)
    }

    /// A clock that takes the system's time from a function. Steady time is not concerned.
    pub(crate) fn reading(kind: ClockKind, system_ns: fn() -> i64) -> Self {
        Self(Arc::new(Inner {
            kind,
            system_ns,
            overridden: AtomicBool::new(false),
            override_ns: AtomicI64::new(0),
            changing: Mutex::new(()),
            jumps: Arc::default(),
        }))
    }

    /// What it measures.
    pub fn kind(&self) -> ClockKind {
        self.0.kind
    }

    /// The present time.
    pub fn now(&self) -> Time {
        Time::from_nanos(self.now_ns(), self.0.kind)
    }

    pub(crate) fn now_ns(&self) -> i64 {
        match self.0.kind {
            ClockKind::Steady => steady_ns(),
            ClockKind::Ros if self.0.overridden.load(Ordering::Acquire) => {
                self.0.override_ns.load(Ordering::Acquire)
            }
            ClockKind::System | ClockKind::Ros => (self.0.system_ns)(),
        }
    }

    /// Whether ROS time is what it was set to rather than system time.
    ///
    /// # Errors
    /// On a clock that is not a ROS clock.
    pub fn ros_time_override_is_enabled(&self) -> Result<bool> {
        self.needs_ros()?;
        Ok(self.is_overridden())
    }

    pub(crate) fn is_overridden(&self) -> bool {
        self.0.overridden.load(Ordering::Acquire)
    }

    /// Makes ROS time what it was set to, or system time again. Jump callbacks that asked for changes
    /// of the clock are called before and after.
    ///
    /// # Errors
    /// On a clock that is not a ROS clock.
    pub fn set_ros_time_override_is_enabled(&self, enabled: bool) -> Result<()> {
        self.needs_ros()?;
        let _changing = self.0.changing.lock();
        if self.is_overridden() == enabled {
            return Ok(());
        }
        let jump = TimeJump {
            clock_change: if enabled {
                ClockChange::RosTimeActivated
            } else {
                ClockChange::RosTimeDeactivated
            },
            delta: Duration::ZERO,
        };
        self.0.jumps.around(&jump, || {
            self.0.overridden.store(enabled, Ordering::Release)
        });
        Ok(())
    }

    /// Sets what ROS time is while the override is enabled. Jump callbacks whose threshold the step
    /// reaches are called before and after.
    ///
    /// # Errors
    /// On a clock that is not a ROS clock.
    pub fn set_ros_time_override(&self, nanoseconds: i64) -> Result<()> {
        self.needs_ros()?;
        let _changing = self.0.changing.lock();
        let set = || self.0.override_ns.store(nanoseconds, Ordering::Release);
        if self.is_overridden() {
            let before = self.0.override_ns.load(Ordering::Acquire);
            let jump = TimeJump {
                clock_change: ClockChange::RosTimeNoChange,
                delta: Duration::from_nanos(nanoseconds.saturating_sub(before)),
            };
            self.0.jumps.around(&jump, set);
        } else {
            set();
        }
        Ok(())
    }

    /// Has `pre` called before and `post` after each jump of this clock that reaches the threshold,
    /// until the handle drops. They are called on the thread that sets the clock and must not set it.
    ///
    /// # Errors
    /// When the threshold's signs are wrong.
    pub fn add_jump_callback(
        &self,
        threshold: JumpThreshold,
        pre: impl Fn(&TimeJump) + Send + Sync + 'static,
        post: impl Fn(&TimeJump) + Send + Sync + 'static,
    ) -> Result<JumpHandle> {
        JumpCallbacks::add(&self.0.jumps, threshold, Arc::new(pre), Arc::new(post))
    }

    fn needs_ros(&self) -> Result<()> {
        match self.0.kind {
            ClockKind::Ros => Ok(()),
            found => Err(Error::ClockKind {
                expected: ClockKind::Ros,
                found,
            }),
        }
    }
}

/// Nanoseconds since the Unix epoch; negative before it.
pub(crate) fn system_ns() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => Duration::from(since).nanoseconds(),
        Err(before) => -Duration::from(before.duration()).nanoseconds(),
    }
}

/// Nanoseconds by the operating system's monotonic clock.
pub(crate) fn steady_ns() -> i64 {
    monotonic::now_ns()
}

/// The instant at which the steady clock shows `ns`.
pub(crate) fn steady_instant(ns: i64) -> Instant {
    let now = Instant::now();
    let ahead = ns.saturating_sub(steady_ns());
    match u64::try_from(ahead) {
        Ok(ahead) => now
            .checked_add(std::time::Duration::from_nanos(ahead))
            .unwrap_or_else(|| now + std::time::Duration::from_secs(365 * 24 * 3600)),
        Err(_) => now,
    }
}

/// The clock's reading as a number, which the standard library keeps to itself.
#[allow(unsafe_code)]
mod monotonic {
    pub(super) fn now_ns() -> i64 {
        let mut time = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // SAFETY: `time` is a valid place for the kernel to write to.
        unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
        time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
