//! `Executor`: the ready queue, and the loop that takes its work into Python.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::import_exception;
use pyo3::prelude::*;
use rosebay_locks::{Condvar, Mutex};
use rosebay_rcl::executor::{Doorbell, Entity, EntityKind, Executable, Outcome, Ready, TurnOrder};
use rosebay_rcl::{CallbackGroup, Error, Executor};

use crate::context::PyContext;
use crate::gil;
use crate::handle::{Destroyable, Slot};
use crate::node::PyNode;
use crate::work::{Leave, PyWork, Turn, Work, hand_over, take_over};

import_exception!(rclpy.executors, ExternalShutdownException);

thread_local! {
    /// Whether this thread has to end its spin after the present callback, which awaits what an event loop
    /// of Python's brings.
    static LEAVES: Cell<bool> = const { Cell::new(false) };
}

/// Ends this thread's spin after the present callback.
#[pyfunction]
pub(crate) fn leave_spin() {
    LEAVES.set(true);
}

/// An executor's queue, shared by the executors that Python knows.
#[pyclass(name = "Executor", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyExecutor {
    slot: Arc<Slot<Executor>>,
    tasks: Arc<Tasks>,
    /// Makes the executor run the tasks.
    tasks_entity: Arc<Entity>,
    shared: Arc<Shared>,
    /// How often [`PyExecutor::wake`] was called.
    wakes: Arc<AtomicU64>,
    /// A point in time that has passed.
    made: Instant,
    /// Rings for an event loop that waits for work; hung up for the first that does.
    bell: OnceLock<Arc<Doorbell>>,
}

/// The tasks that are to be run or resumed. Those that come meanwhile wait for the next round; within one
/// the newest goes first, as with upstream. They come and go only inside the interpreter: Python's garbage
/// collector looks at them more than once, and frees what it finds here at first and then no more.
#[derive(Default)]
struct Tasks(Arc<Mutex<Rounds>>);

#[derive(Default)]
struct Rounds {
    present: Vec<Py<PyAny>>,
    next: Vec<Py<PyAny>>,
    /// How many of them have been given their turn and not been taken yet.
    claimed: usize,
}

impl Rounds {
    fn unclaimed(&self) -> usize {
        (self.present.len() + self.next.len()).saturating_sub(self.claimed)
    }

    /// Takes a task that was claimed.
    fn take(&mut self) -> Option<Py<PyAny>> {
        self.claimed = self.claimed.saturating_sub(1);
        if self.present.is_empty() {
            self.present = std::mem::take(&mut self.next);
        }
        self.present.pop()
    }
}

impl Executable for Tasks {
    fn execute(&self, ready: Ready) -> Outcome {
        {
            let mut rounds = self.0.lock();
            if rounds.unclaimed() == 0 {
                return Outcome::Idle;
            }
            rounds.claimed += 1;
            if rounds.unclaimed() > 0 {
                ready.notify_again();
            }
        }
        let rounds = Arc::clone(&self.0);
        let take = Box::new(move |_: Python<'_>| rounds.lock().take());
        hand_over(Work::Task(take, Turn::new(ready)));
        Outcome::Executed
    }
}

/// What an executor and its work share.
pub(crate) struct Shared {
    /// Whose waits end when held work may begin.
    executor: Executor,
    /// Work whose callback may not begin yet: a user's own callback group does not let it, or its Python
    /// object is still being made.
    held: Mutex<VecDeque<Work>>,
    /// How often that may have changed.
    changes: AtomicU64,
    /// How many of these changes the held work has been looked at for.
    seen: AtomicU64,
    /// How many turns and callbacks have begun and not ended.
    calls: Mutex<usize>,
    rested: Condvar,
}

impl Shared {
    fn new(executor: &Executor) -> Arc<Self> {
        Arc::new(Self {
            executor: executor.clone(),
            held: Mutex::default(),
            changes: AtomicU64::default(),
            seen: AtomicU64::default(),
            calls: Mutex::default(),
            rested: Condvar::default(),
        })
    }

    /// Has the work that is held back looked at again before the next wait.
    fn look_again(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }

    /// A turn has ended: a user's own callback group may let others begin.
    pub(crate) fn end_turn(&self) {
        let holds_none = self.held.lock().is_empty();
        if !holds_none {
            self.look_again();
            self.executor.wake();
        }
    }

    /// Holds work back. What it waits for may have come meanwhile, so it is looked at once more.
    fn hold(&self, work: Work) {
        self.held.lock().push_back(work);
        self.look_again();
    }

    /// Whether held work may begin that could not before.
    fn is_worth_a_look(&self) -> bool {
        self.seen.load(Ordering::Acquire) != self.changes.load(Ordering::Acquire)
    }

    /// Runs a callback, which a shutdown waits for.
    pub(crate) fn calling<T>(self: &Arc<Self>, call: impl FnOnce() -> T) -> T {
        let _call = Call::new(self);
        gil::calling(call)
    }

    /// Begins a turn, which a shutdown waits for; `None` where one has not waited for it.
    fn begin(self: &Arc<Self>) -> Option<Call> {
        let call = Call::new(self);
        (!self.executor.is_shut_down()).then_some(call)
    }

    /// Waits until no callback runs; `None` when the time is up.
    fn rest(&self, timeout: Option<Duration>) -> Option<()> {
        let mut calls = self.calls.lock();
        if *calls > 0 {
            match timeout {
                Some(timeout) => drop(self.rested.wait_for(&mut calls, timeout)),
                None => self.rested.wait(&mut calls),
            }
        }
        (*calls == 0).then_some(())
    }

    /// Takes held work that may begin now.
    fn take(self: &Arc<Self>, py: Python<'_>) -> PyResult<Option<Work>> {
        let changes = self.changes.load(Ordering::Acquire);
        if self.seen.swap(changes, Ordering::AcqRel) == changes {
            return Ok(None);
        }
        let waiting = std::mem::take(&mut *self.held.lock());
        let mut found = None;
        for mut work in waiting {
            let leave = match found {
                None => work.may_begin(py, self)?,
                Some(_) => Leave::Withheld,
            };
            match leave {
                Leave::Given => found = Some(work),
                Leave::Withheld => self.held.lock().push_back(work),
                Leave::Needless => {}
            }
        }
        // Another thread may have looked while the work was in the hands of this one.
        if found.is_some() || self.changes.load(Ordering::Acquire) != changes {
            self.look_again();
        }
        Ok(found)
    }
}

/// A turn or a callback that has begun. A shutdown waits until it drops.
struct Call(Arc<Shared>);

impl Call {
    fn new(shared: &Arc<Shared>) -> Self {
        *shared.calls.lock() += 1;
        Self(Arc::clone(shared))
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        *self.0.calls.lock() -= 1;
        self.0.rested.notify_all();
    }
}

/// What a wait has brought.
enum Next {
    /// Work for Python.
    Work(Work, Call),
    /// Something was done that Python has no part in.
    Done,
    /// Held work may begin now.
    Held,
    /// The executor was woken.
    Woken,
    /// The executor was shut down.
    ShutDown,
    /// The context was shut down.
    ContextShutDown,
}

impl PyExecutor {
    /// Waits for work outside the interpreter; `None` when the time is up.
    fn next(
        &self,
        py: Python<'_>,
        deadline: Option<Instant>,
        wakes: u64,
    ) -> PyResult<Option<Next>> {
        let executor = self.slot.get()?;
        loop {
            if let Some(work) = self.shared.take(py)? {
                let next = self.shared.begin().map(|call| Next::Work(work, call));
                return Ok(next.or(Some(Next::ShutDown)));
            }
            let next = match self.take_turns_inside(py, &executor, wakes) {
                None => gil::wait_outside(py, deadline, |timeout| {
                    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
                    self.take_turns(&executor, deadline, wakes, Ready::execute)
                })?,
                next => next,
            };
            match next {
                // A group of a user's own is asked in Python, which may shut this executor down.
                Some(Next::Work(mut work, call)) => {
                    match gil::calling(|| work.may_begin(py, &self.shared))? {
                        Leave::Given => return Ok(Some(Next::Work(work, call))),
                        Leave::Withheld => self.shared.hold(work),
                        Leave::Needless => {}
                    }
                }
                Some(Next::Held) => {}
                Some(Next::ContextShutDown) => {
                    py.check_signals()?;
                    return Ok(Some(Next::ContextShutDown));
                }
                other => return Ok(other),
            }
        }
    }

    fn bell(&self) -> PyResult<&Arc<Doorbell>> {
        if let Some(bell) = self.bell.get() {
            return Ok(bell);
        }
        let bell = Doorbell::new()?;
        Ok(self.bell.get_or_init(|| bell))
    }

    /// Lets those that are ready have their turns without leaving the interpreter for it, but for turns that might
    /// wait.
    fn take_turns_inside(&self, py: Python<'_>, executor: &Executor, wakes: u64) -> Option<Next> {
        if !gil::may_stay_inside() {
            return None;
        }
        self.take_turns(executor, Some(self.made), wakes, |ready| {
            if ready.entity().is_prompt() {
                ready.execute()
            } else {
                gil::outside(py, || ready.execute())
            }
        })
    }

    /// Lets entities have their turns until one leaves something to do.
    fn take_turns(
        &self,
        executor: &Executor,
        deadline: Option<Instant>,
        wakes: u64,
        execute: impl Fn(Ready) -> Outcome,
    ) -> Option<Next> {
        let is_woken = || self.wakes.load(Ordering::Acquire) != wakes;
        let may_end = || is_woken() || self.shared.is_worth_a_look();
        loop {
            match executor.next_ready_until(deadline, may_end) {
                Ok(Some(ready)) => {
                    let Some(call) = self.shared.begin() else {
                        return Some(Next::ShutDown);
                    };
                    if execute(ready) == Outcome::Executed {
                        let work = take_over().map(|work| Next::Work(work, call));
                        return work.or(Some(Next::Done));
                    }
                }
                Ok(None) if is_woken() => return Some(Next::Woken),
                Ok(None) => return self.shared.is_worth_a_look().then_some(Next::Held),
                Err(Error::ContextShutDown { .. }) => return Some(Next::ContextShutDown),
                Err(_) => return Some(Next::ShutDown),
            }
        }
    }
}

#[pymethods]
impl PyExecutor {
    #[new]
    fn new(context: &PyContext, by_readiness: bool) -> PyResult<PyClassInitializer<Self>> {
        let order = if by_readiness {
            TurnOrder::Readiness
        } else {
            TurnOrder::Kind
        };
        let executor = Executor::with_order(&context.get()?, order);
        let tasks = Arc::new(Tasks::default());
        let executable = Arc::clone(&tasks) as Arc<dyn Executable>;
        let tasks_entity = Entity::new(EntityKind::Task, CallbackGroup::reentrant(), executable);
        executor.add_entity(&tasks_entity);
        let shared = Shared::new(&executor);
        let slot = Slot::new(executor);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        let this = Self {
            slot,
            tasks,
            tasks_entity,
            shared,
            wakes: Arc::default(),
            made: Instant::now(),
            bell: OnceLock::new(),
        };
        Ok(base.add_subclass(this))
    }

    fn add_node(&self, node: &PyNode) -> PyResult<bool> {
        Ok(self.slot.get()?.add_node(&node.get()?))
    }

    fn remove_node(&self, node: &PyNode) -> PyResult<bool> {
        Ok(self.slot.get()?.remove_node(&node.get()?))
    }

    /// Has a task run, or resumed, at the next turn.
    fn add_task(&self, task: Py<PyAny>) {
        self.tasks.0.lock().next.push(task);
        self.tasks_entity.notify();
    }

    /// Makes every wait look at what it waits for.
    fn wake(&self) {
        self.wakes.fetch_add(1, Ordering::AcqRel);
        self.shared.look_again();
        if let Ok(executor) = self.slot.get() {
            executor.wake();
        }
    }

    /// Ends every spin and waits until the callbacks that run have ended. Returns whether they have; in a
    /// callback, which cannot end meanwhile, it does not wait.
    fn shutdown(&self, py: Python<'_>, timeout_ns: i64) -> PyResult<bool> {
        let executor = self.slot.get()?;
        executor.shutdown(Some(Duration::ZERO));
        let held = std::mem::take(&mut *self.shared.held.lock());
        drop(held);
        if gil::is_in_callback() {
            return Ok(true);
        }
        let deadline = gil::deadline(timeout_ns);
        Ok(gil::wait_outside(py, deadline, |timeout| self.shared.rest(timeout))?.is_some())
    }

    /// Waits for work; `None` when the time is up, or the executor was woken or shut down.
    fn wait(&self, py: Python<'_>, timeout_ns: i64) -> PyResult<Option<PyWork>> {
        let wakes = self.wakes.load(Ordering::Acquire);
        match self.next(py, gil::deadline(timeout_ns), wakes)? {
            Some(Next::Work(work, _)) => Ok(Some(PyWork::new(py, work))),
            Some(Next::ContextShutDown) => Err(ExternalShutdownException::new_err(())),
            Some(Next::Done | Next::Held | Next::Woken | Next::ShutDown) | None => Ok(None),
        }
    }

    /// Calls callbacks until the future is done, the time is up, or the executor or the context is shut
    /// down; with `once`, until one was called.
    fn spin(
        &self,
        py: Python<'_>,
        executor: &Bound<'_, PyAny>,
        future: Option<&Bound<'_, PyAny>>,
        timeout_ns: i64,
        once: bool,
    ) -> PyResult<()> {
        let deadline = gil::deadline(timeout_ns);
        let context = self.slot.get()?.context().clone();
        LEAVES.set(false);
        loop {
            let wakes = self.wakes.load(Ordering::Acquire);
            if let Some(future) = future
                && future.call_method0("done")?.is_truthy()?
            {
                return Ok(());
            }
            match self.next(py, deadline, wakes)? {
                Some(Next::Work(work, _call)) => gil::calling(|| work.run(executor))?,
                Some(Next::Done) => {}
                Some(Next::Held | Next::Woken) => continue,
                Some(Next::ContextShutDown) => return Err(ExternalShutdownException::new_err(())),
                Some(Next::ShutDown) | None => return Ok(()),
            }
            if once || LEAVES.get() || !context.ok() {
                return Ok(());
            }
        }
    }

    /// Nanoseconds until there is work, -1 where nobody knows. Where there is none yet the bell rings when
    /// that may have changed.
    fn poll(&self) -> PyResult<i64> {
        let bell = self.bell()?;
        bell.silence();
        let left = self.slot.get()?.poll(&bell.waker());
        if self.shared.is_worth_a_look() {
            return Ok(0);
        }
        Ok(left.map_or(-1, |left| {
            i64::try_from(left.as_nanos()).unwrap_or(i64::MAX)
        }))
    }

    /// Calls the callbacks that are ready, so many at most. Returns what [`Self::poll`] does.
    fn run_ready(
        &self,
        py: Python<'_>,
        executor: &Bound<'_, PyAny>,
        limit: usize,
    ) -> PyResult<i64> {
        for _ in 0..limit {
            let wakes = self.wakes.load(Ordering::Acquire);
            match self.next(py, Some(Instant::now()), wakes)? {
                Some(Next::Work(work, _call)) => gil::calling(|| work.run(executor))?,
                Some(Next::Done | Next::Held | Next::Woken) => {}
                Some(Next::ContextShutDown) => return Err(ExternalShutdownException::new_err(())),
                Some(Next::ShutDown) | None => break,
            }
        }
        self.poll()
    }

    /// What is readable while the bell rings, `None` where an event loop cannot wait for it.
    fn fileno(&self) -> PyResult<Option<i32>> {
        let bell = self.bell()?;
        #[cfg(unix)]
        return Ok(Some(std::os::fd::AsRawFd::as_raw_fd(&**bell)));
        #[cfg(not(unix))]
        {
            let _ = bell;
            Ok(None)
        }
    }

    /// Waits until the bell rings.
    fn wait_for_bell(&self, py: Python<'_>) -> PyResult<()> {
        let bell = Arc::clone(self.bell()?);
        gil::outside(py, || bell.wait());
        Ok(())
    }

    /// Has the bell ring.
    fn ring(&self) -> PyResult<()> {
        self.bell()?.ring();
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Some(rounds) = self.tasks.0.try_lock() else {
            return Ok(());
        };
        rounds
            .present
            .iter()
            .chain(&rounds.next)
            .try_for_each(|task| visit.call(task))
    }

    fn __clear__(&self) {
        let rounds = std::mem::take(&mut *self.tasks.0.lock());
        drop(rounds);
    }
}
