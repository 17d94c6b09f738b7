//! Sleeping by a clock.

use std::sync::Arc;
use std::time::Instant;

use rosebay_locks::{Condvar, Mutex};

use super::{Clock, ClockChange, JumpHandle, JumpThreshold, steady_instant};
use crate::context::ShutdownHandle;
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
    /// The time to sleep until has lost its meaning, or nobody wants to sleep any longer.
    is_over: bool,
}

impl Alarm {
    fn ring(&self, is_over: bool) {
        let mut state = self.state.lock();
        state.rung = true;
        state.is_over |= is_over;
        self.changed.notify_all();
    }
}

/// A sleep by a clock, which another thread can end.
pub struct Sleep {
    clock: Clock,
    until: Time,
    context: Context,
    alarm: Arc<Alarm>,
    _shutdown: ShutdownHandle,
    _jump: JumpHandle,
}

impl std::fmt::Debug for Sleep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sleep")
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}

impl Sleep {
    /// Sleeps on. Returns whether the clock shows the time; it does not when the sleep was ended, the
    /// context was shut down, or ROS time was activated or deactivated, which makes the time meaningless.
    /// `None` when the timeout passed before.
    pub fn wait(&self, timeout: Option<std::time::Duration>) -> Option<bool> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut state = self.alarm.state.lock();
        loop {
            if !self.context.ok() || state.is_over {
                return Some(false);
            }
            if self.clock.now_ns() >= self.until.nanoseconds() {
                return Some(true);
            }
            if !state.rung {
                if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                    return None;
                }
                let next_look = self.clock.alarm_instant(self.until);
                match next_look.into_iter().chain(deadline).min() {
                    Some(instant) => drop(self.alarm.changed.wait_until(&mut state, instant)),
                    None => self.alarm.changed.wait(&mut state),
                }
            }
            state.rung = false;
        }
    }

    /// Ends it.
    pub fn end(&self) {
        self.alarm.ring(true);
    }
}

impl Clock {
    /// Sleeps until this clock shows `until`. Returns whether it does: it does not when the context was
    /// shut down meanwhile, or when ROS time was activated or deactivated, which makes `until` meaningless.
    ///
    /// # Errors
    /// When the context is already shut down, or `until` is by another kind of clock.
    pub fn sleep_until(&self, until: Time, context: &Context) -> Result<bool> {
        Ok(self.begin_sleep(until, context)?.wait(None) == Some(true))
    }

    /// Prepares to sleep until this clock shows `until`; [`Sleep::wait`] sleeps.
    ///
    /// # Errors
    /// As [`Self::sleep_until`].
    pub fn begin_sleep(&self, until: Time, context: &Context) -> Result<Sleep> {
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
        let shutdown = context.on_shutdown(move || ring.ring(false));
        let ring = Arc::clone(&alarm);
        let threshold = JumpThreshold {
            on_clock_change: true,
            min_forward: Some(Duration::from_nanos(1)),
            min_backward: None,
        };
        let jump = self.add_jump_callback(
            threshold,
            |_| {},
            move |jump| ring.ring(jump.clock_change != ClockChange::RosTimeNoChange),
        )?;
        Ok(Sleep {
            clock: self.clone(),
            until,
            context: context.clone(),
            alarm,
            _shutdown: shutdown,
            _jump: jump,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleep_looks_at_a_settable_clock_again_however_far_it_was_set_back() {
        let hour = 3_600_000_000_000;
        let until = Time::from_nanos(hour, ClockKind::System);
        let clock = Clock::reading(ClockKind::System, || 0);
        let next_look = clock.alarm_instant(until).unwrap();
        assert!(next_look <= Instant::now() + SYSTEM_CLOCK_SLICE);
        let steady = Clock::reading(ClockKind::Steady, || 0);
        let ahead = steady
            .now()
            .checked_add(Duration::from_nanos(hour))
            .unwrap();
        assert!(steady.alarm_instant(ahead).unwrap() > Instant::now() + 2 * SYSTEM_CLOCK_SLICE);
    }
}
