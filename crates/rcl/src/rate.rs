//! Rates: threads that do something at intervals.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;

use crate::clock::Sleep;
use crate::{Context, Error, Result, Time, Timer};

/// Lets threads sleep to the end of each interval of a timer.
///
/// Nobody needs to spin. Where an executor has the timer too and calls it first, that ends the interval as well.
#[derive(Debug)]
pub struct Rate {
    timer: Timer,
    context: Context,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How often the timer had been called at the end of the last sleep.
    calls_seen: u64,
    sleeps: Vec<Arc<Sleep>>,
    is_over: bool,
}

impl Rate {
    /// A rate with the intervals of a timer.
    pub fn new(timer: &Timer, context: &Context) -> Self {
        Self {
            timer: timer.clone(),
            context: context.clone(),
            state: Mutex::new(State {
                calls_seen: timer.call_count(),
                ..State::default()
            }),
        }
    }

    /// Sleeps to the end of the interval; not at all where one has ended since the last sleep, or after [`Self::end`].
    ///
    /// # Errors
    /// When the context is shut down, or the timer cancelled.
    pub fn sleep(&self) -> Result<()> {
        self.begin_sleep().wait(None).map(drop)
    }

    /// Prepares to sleep to the end of the interval that is; [`RateSleep::wait`] sleeps.
    pub fn begin_sleep(&self) -> RateSleep<'_> {
        RateSleep {
            rate: self,
            calls_seen: self.state.lock().calls_seen,
        }
    }

    /// Ends every sleep.
    pub fn end(&self) {
        let mut state = self.state.lock();
        state.is_over = true;
        for sleep in &state.sleeps {
            sleep.end();
        }
    }
}

/// A sleep to the end of a rate's interval.
#[derive(Debug)]
pub struct RateSleep<'a> {
    rate: &'a Rate,
    calls_seen: u64,
}

impl RateSleep<'_> {
    /// Sleeps on. Returns whether the sleep has come to its end, which it has not when the timeout passed before.
    ///
    /// # Errors
    /// As [`Rate::sleep`].
    pub fn wait(&self, timeout: Option<Duration>) -> Result<bool> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            // Asked for first: a call between the two steps is then seen, or ends the sleep at once.
            let due = self.rate.timer.next_call_time();
            if self.has_ended() {
                break;
            }
            let Some(sleep) = self.begin(due.ok_or(Error::TimerCanceled)?)? else {
                break;
            };
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let woke = sleep.wait(left);
            let mut state = self.rate.state.lock();
            state.sleeps.retain(|other| !Arc::ptr_eq(other, &sleep));
            if woke.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the timer has been called since the last sleep; calls it where it is due.
    fn has_ended(&self) -> bool {
        let timer = &self.rate.timer;
        let has_ended = timer.call_count() != self.calls_seen || timer.call_if_ready().is_some();
        if has_ended {
            self.rate.state.lock().calls_seen = timer.call_count();
        }
        has_ended
    }

    /// A sleep until a time; `None` where the rate has ended.
    fn begin(&self, due: Time) -> Result<Option<Arc<Sleep>>> {
        let Rate { timer, context, .. } = self.rate;
        let sleep = Arc::new(timer.clock().begin_sleep(due, context)?);
        let mut state = self.rate.state.lock();
        if state.is_over {
            return Ok(None);
        }
        state.sleeps.push(Arc::clone(&sleep));
        Ok(Some(sleep))
    }
}
