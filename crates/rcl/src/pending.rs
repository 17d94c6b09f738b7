//! Values that will come: responses, goals, results.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex};

use crate::executor::{DeadlockWatch, Entity, HeldGroups, Waiter};
use crate::{Context, DeadlockCause, Error, Executor, Result};

/// A wait looks up this often whether it can still be served.
const SLICE: Duration = Duration::from_millis(50);

/// A value that will come: the response to a call, what became of a goal.
///
/// It is received by the executor of the client that asked. Wait for it with [`Self::wait`] where another
/// thread spins that executor, with [`Self::spin`] where nobody does, await it, or have [`Self::then`]
/// call a function. Dropped, it is not waited for any more.
#[must_use = "a response is not waited for after this drops; use `then` to have a function called"]
pub struct Pending<T> {
    shared: Arc<Shared<T>>,
    origin: Origin,
    forget: Option<Box<dyn FnOnce() + Send + Sync>>,
    watch: Mutex<DeadlockWatch>,
}

/// Who receives the value.
#[derive(Clone)]
pub(crate) struct Origin {
    /// What it is, in words for errors.
    pub(crate) what: String,
    pub(crate) context: Context,
    /// The full name of the service that was asked.
    pub(crate) service: String,
    /// The client's entity, whose turns receive it.
    pub(crate) receiver: Weak<Entity>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    done: Condvar,
}

type Callback<T> = Box<dyn FnOnce(Result<T>) + Send>;

enum State<T> {
    Waiting { waker: Option<Waker> },
    Callback(Callback<T>),
    Done(Result<T>),
    Taken,
}

/// Makes the value come. Dropped without, it makes it fail.
pub(crate) struct Completer<T> {
    shared: Arc<Shared<T>>,
    what: String,
    completed: bool,
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("what", &self.origin.what)
            .field("done", &self.is_done())
            .finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Pending<T> {
    pub(crate) fn new(origin: Origin) -> (Self, Completer<T>) {
        let shared = Arc::new(Shared {
            state: Mutex::new(State::Waiting { waker: None }),
            done: Condvar::new(),
        });
        let completer = Completer {
            shared: Arc::clone(&shared),
            what: origin.what.clone(),
            completed: false,
        };
        let pending = Self {
            shared,
            origin,
            forget: None,
            watch: Mutex::default(),
        };
        (pending, completer)
    }

    /// Has `forget` called when this drops before the value has come.
    pub(crate) fn set_forget(&mut self, forget: impl FnOnce() + Send + Sync + 'static) {
        self.forget = Some(Box::new(forget));
    }
}

impl<T> Pending<T> {
    /// Whether the value has come, or the failure.
    pub fn is_done(&self) -> bool {
        !self.is_waiting()
    }

    /// Takes the value, if it has come. The second time there is none.
    pub fn take(&self) -> Option<Result<T>> {
        let mut state = self.shared.state.lock();
        if !matches!(*state, State::Done(_)) {
            return None;
        }
        match std::mem::replace(&mut *state, State::Taken) {
            State::Done(value) => Some(value),
            _ => None,
        }
    }

    /// Waits for the value, while other threads spin the client's executor; forever without a timeout.
    ///
    /// # Errors
    /// What the value failed with; [`Error::Timeout`]; [`Error::WouldDeadlock`] inside a callback that only
    /// its own executor could serve; [`Error::ContextShutDown`].
    pub fn wait(&self, timeout: Option<Duration>) -> Result<T> {
        if !self.wait_until_done(timeout)? {
            return Err(self.timed_out(timeout.unwrap_or_default()));
        }
        self.take_once()
    }

    fn take_once(&self) -> Result<T> {
        let what = || self.origin.what.clone();
        self.take()
            .unwrap_or_else(|| Err(Error::NoResponse { what: what() }))
    }

    /// Waits until the value has come, as [`Self::wait`] does, and leaves it. Returns whether it has come
    /// before the timeout; may be called again.
    ///
    /// # Errors
    /// [`Error::WouldDeadlock`] and [`Error::ContextShutDown`], as [`Self::wait`].
    pub fn wait_until_done(&self, timeout: Option<Duration>) -> Result<bool> {
        if self.is_done() {
            return Ok(true);
        }
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let waiter = self.origin.receiver.upgrade().as_deref().map(Waiter::new);
        let held = HeldGroups::of_this_thread();
        loop {
            self.check_groups(&held)?;
            if waiter
                .as_ref()
                .is_some_and(|waiter| waiter.is_last_thread(&mut self.watch.lock()))
            {
                return Err(self.would_deadlock(DeadlockCause::NoFreeThread));
            }
            self.origin.context.check(|| self.origin.what.clone())?;
            let now = Instant::now();
            if deadline.is_some_and(|deadline| deadline <= now) {
                return Ok(false);
            }
            let slice = now + SLICE;
            let until = deadline.map_or(slice, |deadline| deadline.min(slice));
            let mut state = self.shared.state.lock();
            if matches!(*state, State::Waiting { .. }) {
                self.shared.done.wait_until(&mut state, until);
            }
            if !matches!(*state, State::Waiting { .. }) {
                return Ok(true);
            }
        }
    }

    /// # Errors
    /// [`Error::WouldDeadlock`] where the callbacks of this thread hold what would make the value come.
    fn check_groups(&self, held: &HeldGroups) -> Result<()> {
        let service = &self.origin.service;
        let receiver = self.origin.receiver.upgrade();
        if receiver.is_some_and(|receiver| held.hold_up(&receiver)) {
            return Err(self.would_deadlock(DeadlockCause::SameCallbackGroup));
        }
        let is_only_one = || self.origin.context.graph().count_services(service) == 1;
        if held.hold_up_service(service) && is_only_one() {
            return Err(self.would_deadlock(DeadlockCause::ServiceInCallbackGroup));
        }
        Ok(())
    }

    fn would_deadlock(&self, cause: DeadlockCause) -> Error {
        Error::WouldDeadlock {
            what: self.origin.what.clone(),
            cause,
        }
    }

    /// Spins the client's executor until the value has come; forever without a timeout. For programs that
    /// have no thread that spins.
    ///
    /// # Errors
    /// What the value failed with; [`Error::Timeout`]; [`Error::WouldDeadlock`] inside a callback that holds
    /// the callback group of client or service; [`Error::ContextShutDown`] or [`Error::ExecutorShutDown`].
    pub fn spin(self, executor: &Executor, timeout: Option<Duration>) -> Result<T> {
        let started = Instant::now();
        let held = HeldGroups::of_this_thread();
        while self.is_waiting() {
            self.check_groups(&held)?;
            let left = timeout.map(|timeout| timeout.saturating_sub(started.elapsed()));
            if left.is_some_and(|left| left.is_zero()) {
                return Err(self.timed_out(started.elapsed()));
            }
            // Another thread of the executor may be the one that receives it.
            let slice = left.map_or(SLICE, |left| left.min(SLICE));
            executor.spin_once(Some(slice))?;
        }
        self.wait(Some(Duration::ZERO))
    }

    /// Has `callback` called with the value once it has come, on the thread that receives it; at once
    /// where it has come already.
    pub fn then(mut self, callback: impl FnOnce(Result<T>) + Send + 'static) {
        self.forget = None;
        let mut state = self.shared.state.lock();
        match std::mem::replace(&mut *state, State::Taken) {
            State::Waiting { .. } => *state = State::Callback(Box::new(callback)),
            State::Done(value) => {
                drop(state);
                callback(value);
            }
            State::Callback(_) | State::Taken => {}
        }
    }

    fn is_waiting(&self) -> bool {
        matches!(*self.shared.state.lock(), State::Waiting { .. })
    }

    fn timed_out(&self, waited: Duration) -> Error {
        Error::Timeout {
            what: self.origin.what.clone(),
            waited,
        }
    }
}

/// Completes when the value has come; then it must not be polled again.
impl<T> Future for Pending<T> {
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        if let State::Waiting { waker } = &mut *self.shared.state.lock() {
            *waker = Some(task.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(self.take_once())
    }
}

impl<T> Drop for Pending<T> {
    fn drop(&mut self) {
        if let Some(forget) = self.forget.take()
            && self.is_waiting()
        {
            forget();
        }
    }
}

impl<T> Completer<T> {
    /// Makes the value come.
    pub(crate) fn complete(mut self, value: Result<T>) {
        self.set(value);
    }

    fn set(&mut self, value: Result<T>) {
        self.completed = true;
        let mut state = self.shared.state.lock();
        match std::mem::replace(&mut *state, State::Taken) {
            State::Waiting { waker } => {
                *state = State::Done(value);
                drop(state);
                self.shared.done.notify_all();
                if let Some(waker) = waker {
                    waker.wake();
                }
            }
            State::Callback(callback) => {
                drop(state);
                callback(value);
            }
            State::Done(_) | State::Taken => {}
        }
    }
}

impl<T> Drop for Completer<T> {
    fn drop(&mut self) {
        if !self.completed {
            let what = std::mem::take(&mut self.what);
            self.set(Err(Error::NoResponse { what }));
        }
    }
}
