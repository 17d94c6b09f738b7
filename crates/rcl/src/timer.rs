//! Timers: what is due when, by any clock.

use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;

use crate::clock::{Clock, ClockChange, JumpHandle, JumpThreshold, TimeJump, steady_ns};
use crate::executor::{Entity, Executable, Outcome, Ready};
use crate::{ClockKind, Duration, Error, Node, Result, Time};

/// How long the distance between a settable clock and steady time is trusted, in nanoseconds: a system
/// clock that is set is noticed after this time at the latest.
const SETTABLE_CLOCK_SLICE: i64 = 1_000_000_000;

/// When a call of a timer was due and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerInfo {
    /// When it was due.
    pub expected_call_time: Time,
    /// When it came.
    pub actual_call_time: Time,
}

/// Becomes ready once a period by its clock. Clones are the same timer.
///
/// The time of the next call advances in multiples of the period, whatever the delay of a call was; calls
/// that were missed are passed over. A period of zero is always ready.
#[derive(Clone, Debug)]
pub struct Timer(Arc<Inner>);

struct Inner {
    clock: Clock,
    state: Mutex<State>,
    entities: Mutex<Vec<Weak<Entity>>>,
    on_reset: Mutex<Option<Arc<dyn Fn() + Send + Sync>>>,
    jump: Mutex<Option<JumpHandle>>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Timer")
            .field("clock", &self.clock.kind())
            .field("state", &*self.state.lock())
            .finish_non_exhaustive()
    }
}

/// All in nanoseconds of the timer's clock.
#[derive(Debug)]
struct State {
    period: i64,
    last_call: i64,
    next_call: i64,
    /// How often it was called.
    calls: u64,
    canceled: bool,
    /// What was left of the period when ROS time was about to be activated or deactivated.
    left_before_change: Option<i64>,
}

/// When an executor should look at a timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// It is ready.
    Now,
    /// At this time of the steady clock, in nanoseconds.
    At(i64),
    /// Not before it changes, or its clock is set.
    Never,
}

impl Timer {
    /// Makes a timer. Without `autostart` it is cancelled until [`Self::reset`].
    ///
    /// # Errors
    /// When the period is negative.
    pub fn new(clock: &Clock, period: Duration, autostart: bool) -> Result<Self> {
        if period < Duration::ZERO {
            return Err(Error::NegativePeriod(period.nanoseconds()));
        }
        let now = clock.now_ns();
        let timer = Self(Arc::new(Inner {
            clock: clock.clone(),
            state: Mutex::new(State {
                period: period.nanoseconds(),
                last_call: now,
                next_call: now.saturating_add(period.nanoseconds()),
                calls: 0,
                canceled: !autostart,
                left_before_change: None,
            }),
            entities: Mutex::default(),
            on_reset: Mutex::new(None),
            jump: Mutex::new(None),
        }));
        if clock.kind() == ClockKind::Ros {
            timer.follow_jumps()?;
        }
        Ok(timer)
    }

    fn follow_jumps(&self) -> Result<()> {
        let threshold = JumpThreshold {
            on_clock_change: true,
            min_forward: Some(Duration::from_nanos(1)),
            min_backward: Some(Duration::from_nanos(-1)),
        };
        let (pre, post) = (Arc::downgrade(&self.0), Arc::downgrade(&self.0));
        let handle = self.0.clock.add_jump_callback(
            threshold,
            move |jump| {
                if let Some(inner) = pre.upgrade() {
                    Self(inner).before_jump(jump);
                }
            },
            move |jump| {
                if let Some(inner) = post.upgrade() {
                    Self(inner).after_jump(jump);
                }
            },
        )?;
        *self.0.jump.lock() = Some(handle);
        Ok(())
    }

    /// The source of time is about to change: keeps what is left of the period. A clock that shows zero
    /// has not been set yet and keeps nothing.
    fn before_jump(&self, jump: &TimeJump) {
        let now = self.0.clock.now_ns();
        if jump.clock_change != ClockChange::RosTimeNoChange && now != 0 {
            let mut state = self.0.state.lock();
            state.left_before_change = Some(state.next_call.saturating_sub(now));
        }
    }

    fn after_jump(&self, jump: &TimeJump) {
        let now = self.0.clock.now_ns();
        {
            let mut state = self.0.state.lock();
            if jump.clock_change == ClockChange::RosTimeNoChange {
                state.start_anew_if_clock_went_back(now);
            } else if now != 0
                && let Some(left) = state.left_before_change.take()
            {
                state.next_call = now.saturating_add(left);
                state.last_call = state.next_call.saturating_sub(state.period);
            }
        }
        self.changed();
    }

    /// Has an entity told of changes.
    pub(crate) fn add_entity(&self, entity: &Arc<Entity>) {
        let mut entities = self.0.entities.lock();
        entities.retain(|other| other.strong_count() > 0);
        entities.push(Arc::downgrade(entity));
    }

    /// Whether it is a clone of the other one.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn changed(&self) {
        let entities = self.0.entities.lock().clone();
        for entity in entities.iter().filter_map(Weak::upgrade) {
            entity.rearm();
        }
    }

    /// When an executor should look at it.
    pub(crate) fn due(&self) -> Due {
        let now = self.0.clock.now_ns();
        let mut state = self.0.state.lock();
        if state.canceled {
            return Due::Never;
        }
        if self.0.clock.kind() != ClockKind::Steady {
            state.start_anew_if_clock_went_back(now);
        }
        let left = state.next_call.saturating_sub(now);
        if left <= 0 {
            Due::Now
        } else if self.0.clock.is_overridden() {
            Due::Never
        } else if self.0.clock.kind() == ClockKind::Steady {
            Due::At(state.next_call)
        } else {
            Due::At(steady_ns().saturating_add(left.min(SETTABLE_CLOCK_SLICE)))
        }
    }

    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Marks it as called now and sets the time of the next call.
    ///
    /// # Errors
    /// When it is cancelled.
    pub fn call(&self) -> Result<TimerInfo> {
        let now = self.0.clock.now_ns();
        let expected = self.0.state.lock().call(now)?;
        self.changed();
        Ok(self.info(expected, now))
    }

    /// [`Self::call`] where it is ready; `None` where it is not any more, for it was called, cancelled or
    /// reset after it had been queued. What an [`Executable`] of its own begins with.
    pub fn call_if_ready(&self) -> Option<TimerInfo> {
        let now = self.0.clock.now_ns();
        let expected = {
            let mut state = self.0.state.lock();
            (state.next_call <= now).then(|| state.call(now).ok())
        };
        self.changed();
        Some(self.info(expected??, now))
    }

    fn info(&self, expected: i64, actual: i64) -> TimerInfo {
        let kind = self.0.clock.kind();
        TimerInfo {
            expected_call_time: Time::from_nanos(expected, kind),
            actual_call_time: Time::from_nanos(actual, kind),
        }
    }

    /// How often it was called.
    pub fn call_count(&self) -> u64 {
        self.0.state.lock().calls
    }

    /// Whether the time of the next call has come.
    pub fn is_ready(&self) -> bool {
        self.time_until_next_call()
            .is_some_and(|left| left <= Duration::ZERO)
    }

    /// How long until the next call, negative when it is late; `None` when cancelled.
    pub fn time_until_next_call(&self) -> Option<Duration> {
        let now = self.0.clock.now_ns();
        let state = self.0.state.lock();
        (!state.canceled).then(|| Duration::from_nanos(state.next_call.saturating_sub(now)))
    }

    /// When the next call is due; `None` when cancelled.
    pub fn next_call_time(&self) -> Option<Time> {
        let state = self.0.state.lock();
        (!state.canceled).then(|| Time::from_nanos(state.next_call, self.0.clock.kind()))
    }

    /// How long ago the last call, or the start, was.
    pub fn time_since_last_call(&self) -> Duration {
        let now = self.0.clock.now_ns();
        Duration::from_nanos(now.saturating_sub(self.0.state.lock().last_call))
    }

    /// The period.
    pub fn period(&self) -> Duration {
        Duration::from_nanos(self.0.state.lock().period)
    }

    /// Sets the period from the next call on and returns the one before.
    ///
    /// # Errors
    /// When the period is negative.
    pub fn exchange_period(&self, period: Duration) -> Result<Duration> {
        if period < Duration::ZERO {
            return Err(Error::NegativePeriod(period.nanoseconds()));
        }
        let before = std::mem::replace(&mut self.0.state.lock().period, period.nanoseconds());
        Ok(Duration::from_nanos(before))
    }

    /// Stops it until [`Self::reset`].
    pub fn cancel(&self) {
        self.0.state.lock().canceled = true;
        self.changed();
    }

    /// Whether it is cancelled.
    pub fn is_canceled(&self) -> bool {
        self.0.state.lock().canceled
    }

    /// Starts it anew: the next call is due a period from now.
    pub fn reset(&self) {
        let now = self.0.clock.now_ns();
        {
            let mut state = self.0.state.lock();
            state.next_call = now.saturating_add(state.period);
            state.canceled = false;
        }
        self.changed();
        let on_reset = self.0.on_reset.lock().clone();
        if let Some(on_reset) = on_reset {
            on_reset();
        }
    }

    /// Sets who is told of resets.
    pub fn set_on_reset(&self, callback: Option<Arc<dyn Fn() + Send + Sync>>) {
        *self.0.on_reset.lock() = callback;
    }
}

impl State {
    fn call(&mut self, now: i64) -> Result<i64> {
        if self.canceled {
            return Err(Error::TimerCanceled);
        }
        let expected = self.next_call;
        self.calls += 1;
        self.last_call = now;
        self.next_call = expected.saturating_add(self.period);
        if self.next_call <= now {
            self.next_call = if self.period == 0 {
                now
            } else {
                let missed = 1 + now.saturating_sub(self.next_call) / self.period;
                self.next_call
                    .saturating_add(missed.saturating_mul(self.period))
            };
        }
        Ok(expected)
    }

    /// A clock that shows less than at the last call was set back: a period from now counts.
    fn start_anew_if_clock_went_back(&mut self, now: i64) {
        if now < self.last_call && now < self.next_call {
            self.next_call = now.saturating_add(self.period);
            self.last_call = now;
        }
    }
}

/// A timer with a callback, as an executor runs it.
pub(crate) struct TimerCallback<F> {
    pub(crate) timer: Timer,
    pub(crate) callback: F,
}

impl<F: Fn(TimerInfo) + Send + Sync> Executable for TimerCallback<F> {
    fn execute(&self, _ready: Ready) -> Outcome {
        match self.timer.call_if_ready() {
            Some(info) => {
                (self.callback)(info);
                Outcome::Executed
            }
            None => Outcome::Idle,
        }
    }

    fn timer(&self) -> Option<&Timer> {
        Some(&self.timer)
    }
}

/// A timer whose callback runs on a node's executor. Dropping it takes the callback away.
#[must_use = "the timer ends when it drops"]
#[derive(Debug)]
pub struct NodeTimer {
    node: Node,
    timer: Timer,
    entity: Arc<Entity>,
}

impl NodeTimer {
    pub(crate) fn new(node: &Node, timer: Timer, entity: Arc<Entity>) -> Self {
        node.add_entity(&entity);
        Self {
            node: node.clone(),
            timer,
            entity,
        }
    }
}

impl Drop for NodeTimer {
    fn drop(&mut self) {
        self.node.remove_entity(&self.entity);
    }
}

impl std::ops::Deref for NodeTimer {
    type Target = Timer;

    fn deref(&self) -> &Timer {
        &self.timer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    const SECOND: i64 = 1_000_000_000;

    #[test]
    fn timers_outlive_steps_of_the_wall_clock() {
        static WALL: AtomicI64 = AtomicI64::new(0);
        let show = |seconds: i64| WALL.store(seconds * SECOND, Ordering::SeqCst);
        let period = Duration::from_secs(10);
        for kind in [ClockKind::System, ClockKind::Ros] {
            show(100);
            let at = |seconds: i64| Time::from_nanos(seconds * SECOND, kind);
            let clock = Clock::reading(kind, || WALL.load(Ordering::SeqCst));
            let timer = Timer::new(&clock, period, true).unwrap();
            let steady = Timer::new(&Clock::new(ClockKind::Steady), period, true).unwrap();
            let due_by_steady_time = steady.due();
            show(113);
            let info = timer.call().unwrap();
            assert_eq!(info.expected_call_time, at(110));
            assert_eq!(info.actual_call_time, at(113));
            // Back: not a minute without calls, but a period from the new time.
            show(50);
            assert!(
                matches!(timer.due(), Due::At(look) if look <= steady_ns() + SETTABLE_CLOCK_SLICE)
            );
            assert_eq!(timer.next_call_time(), Some(at(60)));
            assert!(timer.call_if_ready().is_none());
            show(60);
            assert_eq!(timer.due(), Due::Now);
            assert!(timer.call_if_ready().is_some());
            // Far ahead: one call, and the next at a multiple of the period.
            show(1003);
            let info = timer.call_if_ready().unwrap();
            assert_eq!(info.expected_call_time, at(70));
            assert_eq!(info.actual_call_time, at(1003));
            assert_eq!(timer.next_call_time(), Some(at(1010)));
            assert_eq!(steady.due(), due_by_steady_time);
        }
    }
}
