//! Sleeping by a clock.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::{Clock, ClockChange, JumpThreshold, steady_instant};
use crate::{ClockKind, Context, Duration, Error, Result, Time};

/// How long a sleep trusts the distance between system time and steady time, so that a system clock
/// that is set is noticed.
const SYSTEM_CLOCK_SLICE: std::time::Duration = std::time::Duration::from_secs(1);

#[derive(Default)]
struct Alarm {
    state: Mutex<AlarmState>,
    changed: Condvar,
}

#[derive(Default)]
struct AlarmState {
    /// Raised by whatever may have ended the sleep.
    rung: bool,
    source_changed: bool,
}

impl Alarm {
    fn ring(&self, source_changed: bool) {
        let mut state = self.state.lock();
        state.rung = true;
        state.source_changed |= source_changed;
        self.changed.notify_all();
    }
}

impl Clock {
    /// Sleeps until this clock shows `until`. Returns whether it does: it does not when the context was
    /// shut down meanwhile, or when ROS time was activated or deactivated, which makes `until` meaningless.
    ///
    /// # Errors
    /// When the context is already shut down, or `until` is by another kind of clock.
    pub fn sleep_until(&self, until: Time, context: &Context) -> Result<bool> {
        if !context.ok() {
            return Err(Error::ContextShutDown {
                what: "a sleep".to_owned(),
            });
        }
        if until.kind() != self.kind() {
            return Err(Error::ClockKind {
                expected: self.kind(),
                found: until.kind(),
            });
        }
        let alarm = Arc::new(Alarm::default());
        let ring = Arc::clone(&alarm);
        let _shutdown = context.on_shutdown(move || ring.ring(false));
        let ring = Arc::clone(&alarm);
        let threshold = JumpThreshold {
            on_clock_change: true,
            min_forward: Some(Duration::from_nanos(1)),
            min_backward: None,
        };
        let _jump = self.add_jump_callback(
            threshold,
            |_| {},
            move |jump| ring.ring(jump.clock_change != ClockChange::RosTimeNoChange),
        )?;
        let mut state = alarm.state.lock();
        while context.ok() && !state.source_changed && self.now_ns() < until.nanoseconds() {
            if !state.rung {
                match self.alarm_instant(until) {
                    Some(instant) => drop(alarm.changed.wait_until(&mut state, instant)),
                    None => alarm.changed.wait(&mut state),
                }
            }
            state.rung = false;
        }
        Ok(context.ok() && !state.source_changed)
    }

    /// Sleeps for a span of this clock; see [`Self::sleep_until`].
    ///
    /// # Errors
    /// As [`Self::sleep_until`]; also when the end does not fit in 64 bits of nanoseconds.
    pub fn sleep_for(&self, span: Duration, context: &Context) -> Result<bool> {
        let until = self
            .now()
            .checked_add(span)
            .ok_or(Error::TimeOverflow("the end of the sleep"))?;
        self.sleep_until(until, context)
    }

    /// When to look at the clock again; `None` when only a jump can bring it there.
    fn alarm_instant(&self, until: Time) -> Option<Instant> {
        match self.kind() {
            ClockKind::Steady => Some(steady_instant(until.nanoseconds())),
            ClockKind::Ros if self.is_overridden() => None,
            ClockKind::System | ClockKind::Ros => {
                let left = until.nanoseconds().saturating_sub(self.now_ns());
                let left = Duration::from_nanos(left).to_std().unwrap_or_default();
                Some(Instant::now() + left.min(SYSTEM_CLOCK_SLICE))
            }
        }
    }
}
