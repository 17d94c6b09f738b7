//! Waiting for a change of what a mutex protects.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{self, PoisonError};
use std::time::{Duration, Instant};

use crate::MutexGuard;

/// Wakes threads that wait for a change of a [`Mutex`](crate::Mutex)'s value. A wait may end without reason:
/// look at the value again. Whoever changes the value does so with the lock, be it given back before the others
/// are woken: then a wake that nobody waits for costs no system call, as `std`'s would.
#[derive(Debug, Default)]
pub struct Condvar {
    condvar: sync::Condvar,
    /// How many threads wait. It goes up with the lock held, so that who has had the lock since sees it.
    waiting: AtomicUsize,
}

/// How a wait with an end ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether the time was over.
    pub fn timed_out(self) -> bool {
        self.0
    }
}

impl Condvar {
    /// One that nobody waits on.
    pub const fn new() -> Self {
        Self {
            condvar: sync::Condvar::new(),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Wakes one of the waiting threads.
    pub fn notify_one(&self) {
        if self.waiting.load(Relaxed) > 0 {
            self.condvar.notify_one();
        }
    }

    /// Wakes all waiting threads.
    pub fn notify_all(&self) {
        if self.waiting.load(Relaxed) > 0 {
            self.condvar.notify_all();
        }
    }

    /// Gives the lock back, waits to be woken, and takes the lock again.
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        let _waiter = Waiter::new(self);
        guard.while_waiting(|guard| {
            let guard = self.condvar.wait(guard);
            (guard.unwrap_or_else(PoisonError::into_inner), ())
        });
    }

    /// As [`Self::wait`], but no longer than `timeout`.
    pub fn wait_for<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        timeout: Duration,
    ) -> WaitTimeoutResult {
        let _waiter = Waiter::new(self);
        guard.while_waiting(|guard| {
            let result = self.condvar.wait_timeout(guard, timeout);
            let (guard, result) = result.unwrap_or_else(PoisonError::into_inner);
            (guard, WaitTimeoutResult(result.timed_out()))
        })
    }

    /// As [`Self::wait`], but no longer than until `deadline`.
    pub fn wait_until<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> WaitTimeoutResult {
        self.wait_for(guard, deadline.saturating_duration_since(Instant::now()))
    }

    /// Waits while the value meets `condition`, no longer than `timeout`. It has timed out when the value
    /// still meets it.
    pub fn wait_while_for<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        condition: impl FnMut(&mut T) -> bool,
        timeout: Duration,
    ) -> WaitTimeoutResult {
        let _waiter = Waiter::new(self);
        guard.while_waiting(|guard| {
            let result = self.condvar.wait_timeout_while(guard, timeout, condition);
            let (guard, result) = result.unwrap_or_else(PoisonError::into_inner);
            (guard, WaitTimeoutResult(result.timed_out()))
        })
    }
}

/// A thread that waits, until this drops.
struct Waiter<'a>(&'a Condvar);

impl<'a> Waiter<'a> {
    /// To be called with the lock held.
    fn new(condvar: &'a Condvar) -> Self {
        condvar.waiting.fetch_add(1, Relaxed);
        Self(condvar)
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mutex;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn wakes_who_waits() {
        let turn = Mutex::new(0);
        let changed = Condvar::new();
        std::thread::scope(|scope| {
            for own in [0, 1] {
                let (turn, changed) = (&turn, &changed);
                scope.spawn(move || {
                    let mut turn = turn.lock();
                    for _ in 0..100 {
                        while *turn % 2 != own {
                            changed.wait(&mut turn);
                        }
                        *turn += 1;
                        changed.notify_one();
                    }
                });
            }
        });
        assert_eq!(turn.into_inner(), 200);
    }

    #[test]
    fn says_that_the_time_was_over() {
        let value = Mutex::new(7);
        let changed = Condvar::new();
        let mut guard = value.lock();
        let ended = changed.wait_while_for(&mut guard, |_| true, Duration::from_millis(1));
        assert!(ended.timed_out());
        let ended = changed.wait_while_for(&mut guard, |value| *value != 7, LONG);
        assert!(!ended.timed_out());
        while !changed.wait_until(&mut guard, Instant::now()).timed_out() {}
        assert_eq!(*guard, 7);
    }

    #[test]
    fn who_gave_up_waiting_is_not_counted() {
        let changed = Condvar::new();
        let value = Mutex::new(());
        changed.wait_for(&mut value.lock(), Duration::ZERO);
        changed.wait_while_for(&mut value.lock(), |()| true, Duration::ZERO);
        assert_eq!(changed.waiting.load(Relaxed), 0);
    }

    #[test]
    fn all_are_woken() {
        let open = Mutex::new(false);
        let changed = Condvar::new();
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut open = open.lock();
                    while !*open {
                        assert!(!changed.wait_for(&mut open, LONG).timed_out());
                    }
                });
            }
            *open.lock() = true;
            changed.notify_all();
        });
    }
}
