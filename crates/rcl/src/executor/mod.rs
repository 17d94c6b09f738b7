//! Executors: who runs callbacks, and when.
//!
//! An [`Entity`] that becomes ready queues itself on its executor, once; whoever spins takes turns from
//! the queue. Nothing is scanned: the cost of a turn does not depend on how many entities wait.
//!
//! What is ready at the same time runs in the order tasks, waitables, timers, subscriptions, guard
//! conditions, clients, services; within a kind, in the order in which it became ready. What becomes
//! ready meanwhile runs after these, so a busy timer starves nobody. [`TurnOrder`] chooses another order.

mod callback_group;
mod doorbell;
mod entity;
mod ready_queue;
mod running;
mod wait_set;
mod waitable;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Waker;
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;

pub use callback_group::{CallbackGroup, CallbackGroupKind};
pub use doorbell::Doorbell;
pub use entity::{Entity, EntityKind, Executable, Outcome, Ready};
use ready_queue::Next;
pub(crate) use ready_queue::ReadyQueue;
pub use ready_queue::TurnOrder;
pub use running::Running;
pub(crate) use running::{DeadlockWatch, HeldGroups, Waiter};
pub use wait_set::{Awaited, WaitSet};
pub use waitable::Waitable;

use crate::context::ShutdownHandle;
use crate::{Context, Error, Node, Result};

/// Runs the callbacks of the nodes that are added to it, in the threads that spin it. Clones are the
/// same executor.
#[derive(Clone)]
pub struct Executor(Arc<Inner>);

pub(crate) struct Inner {
    context: Context,
    queue: Arc<ReadyQueue>,
    nodes: Mutex<Vec<Node>>,
    shut_down: AtomicBool,
    /// Wakes the queue when the context is shut down.
    _wake_on_shutdown: ShutdownHandle,
}

impl std::fmt::Debug for Executor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Executor")
            .field("nodes", &self.0.nodes.lock().len())
            .finish_non_exhaustive()
    }
}

/// The point in time a wait ends; a wait beyond what the clock can tell is forever.
fn deadline(timeout: Option<Duration>) -> Option<Instant> {
    timeout.and_then(|timeout| Instant::now().checked_add(timeout))
}

impl Executor {
    /// Makes an executor. Its waits return when the context is shut down.
    pub fn new(context: &Context) -> Self {
        Self::with_order(context, TurnOrder::default())
    }

    /// [`Self::new`] with an order in which what is ready runs.
    pub fn with_order(context: &Context, order: TurnOrder) -> Self {
        let queue = Arc::new(ReadyQueue::new(order, context.weak_middleware()));
        let woken = Arc::clone(&queue);
        Self(Arc::new(Inner {
            context: context.clone(),
            queue,
            nodes: Mutex::default(),
            shut_down: AtomicBool::new(false),
            _wake_on_shutdown: context.on_shutdown(move || woken.wake()),
        }))
    }

    /// Its context.
    pub fn context(&self) -> &Context {
        &self.0.context
    }

    /// Has this executor run the node's callbacks; another one that did gives it up. Returns whether the
    /// node was not here already.
    pub fn add_node(&self, node: &Node) -> bool {
        {
            let mut nodes = self.0.nodes.lock();
            if nodes.contains(node) {
                return false;
            }
            nodes.push(node.clone());
        }
        if let Some(before) = node.executor() {
            before.remove_node(node);
        }
        node.join(&self.0);
        true
    }

    /// Stops running the node's callbacks. Returns whether the node was here.
    pub fn remove_node(&self, node: &Node) -> bool {
        let removed = {
            let mut nodes = self.0.nodes.lock();
            let position = nodes.iter().position(|other| other == node);
            position.map(|position| nodes.swap_remove(position))
        };
        if removed.is_some() {
            node.leave();
        }
        removed.is_some()
    }

    /// The nodes whose callbacks it runs.
    pub fn nodes(&self) -> Vec<Node> {
        self.0.nodes.lock().clone()
    }

    /// Has this executor run an entity that belongs to no node.
    pub fn add_entity(&self, entity: &Arc<Entity>) {
        entity.attach(&self.0.queue);
    }

    /// Stops running an entity that was added by itself.
    pub fn remove_entity(&self, entity: &Arc<Entity>) {
        entity.detach();
    }

    /// Waits for the turn of an entity; `None` when the timeout passed before. No timeout waits forever.
    ///
    /// May be called from several threads at once. The entity's work is done by [`Ready::execute`].
    ///
    /// # Errors
    /// [`Error::ContextShutDown`] or [`Error::ExecutorShutDown`], whichever ended the wait.
    pub fn next_ready(&self, timeout: Option<Duration>) -> Result<Option<Ready>> {
        self.next_ready_unless(timeout, || false)
    }

    /// [`Self::next_ready`], which also returns `None` once `condition` holds. The condition is looked at
    /// before the wait and after each [`Self::wake`].
    ///
    /// # Errors
    /// As [`Self::next_ready`].
    pub fn next_ready_unless(
        &self,
        timeout: Option<Duration>,
        condition: impl FnMut() -> bool,
    ) -> Result<Option<Ready>> {
        self.next_ready_until(deadline(timeout), condition)
    }

    /// [`Self::next_ready_unless`] with the point in time at which the wait ends, if it does. One that has passed asks
    /// for what is ready now.
    ///
    /// # Errors
    /// As [`Self::next_ready`].
    pub fn next_ready_until(
        &self,
        deadline: Option<Instant>,
        mut condition: impl FnMut() -> bool,
    ) -> Result<Option<Ready>> {
        loop {
            let wakes = self.0.queue.wakes();
            self.check()?;
            if condition() {
                return Ok(None);
            }
            match self.0.queue.next(deadline, wakes) {
                Next::Ready(ready) => return Ok(Some(ready)),
                Next::TimedOut => return Ok(None),
                Next::Woken => {}
            }
        }
    }

    /// For an event loop, which waits for more than an executor: how long until [`Self::next_ready`] has
    /// something to return. No time where it has now; `None` where nobody knows. Where it is not now, the
    /// waker is woken, once, when that may have changed: from any thread, so it must not wait.
    ///
    /// ```
    /// use std::task::Waker;
    /// use std::time::Duration;
    /// # use rosebay_rcl::{Context, Executor};
    /// # fn turn(executor: &Executor, waker: &Waker) -> rosebay_rcl::Result<Option<Duration>> {
    /// while executor.poll(waker) == Some(Duration::ZERO) {
    ///     executor.spin_once(Some(Duration::ZERO))?;
    /// }
    /// Ok(executor.poll(waker)) // come back when woken, or after this
    /// # }
    /// ```
    pub fn poll(&self, waker: &Waker) -> Option<Duration> {
        let left = self.0.queue.poll(waker);
        // A shutdown before the waker was known woke it not.
        if self.check().is_err() {
            return Some(Duration::ZERO);
        }
        left
    }

    fn check(&self) -> Result<()> {
        if self.is_shut_down() {
            return Err(Error::ExecutorShutDown);
        }
        if !self.0.context.ok() {
            return Err(Error::ContextShutDown {
                what: "the executor".to_owned(),
            });
        }
        Ok(())
    }

    /// Runs callbacks until the context or the executor is shut down.
    pub fn spin(&self) {
        self.spin_until(|| false, None);
    }

    /// Runs callbacks until the condition holds, the timeout passes, or the context or the executor is
    /// shut down. Returns whether the condition holds. It is looked at after each callback and each
    /// [`Self::wake`].
    pub fn spin_until(
        &self,
        mut condition: impl FnMut() -> bool,
        timeout: Option<Duration>,
    ) -> bool {
        let deadline = deadline(timeout);
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            match self.next_ready_unless(left, &mut condition) {
                Ok(Some(ready)) => drop(ready.execute()),
                Ok(None) | Err(_) => return condition(),
            }
        }
    }

    /// Waits for one callback and runs it. Returns whether one ran before the timeout.
    ///
    /// # Errors
    /// As [`Self::next_ready`].
    pub fn spin_once(&self, timeout: Option<Duration>) -> Result<bool> {
        let deadline = deadline(timeout);
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            match self.next_ready(left)? {
                Some(ready) => {
                    if ready.execute() == Outcome::Executed {
                        return Ok(true);
                    }
                }
                None => return Ok(false),
            }
        }
    }

    /// Runs what is ready, and what becomes ready meanwhile for at most `max_duration`, without waiting
    /// for more. Returns how many callbacks ran.
    ///
    /// # Errors
    /// As [`Self::next_ready`].
    pub fn spin_some(&self, max_duration: Duration) -> Result<usize> {
        let deadline = deadline(Some(max_duration));
        let mut executed = 0;
        while let Some(ready) = self.next_ready(Some(Duration::ZERO))? {
            executed += usize::from(ready.execute() == Outcome::Executed);
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                break;
            }
        }
        Ok(executed)
    }

    /// Makes every wait look at what it waits for.
    pub fn wake(&self) {
        self.0.queue.wake();
    }

    /// Ends every spin, lets go of the nodes, and waits until the callbacks that run have ended: at most
    /// `timeout`, forever without one. Returns whether they have. Inside a callback give a timeout, for
    /// that callback cannot end before this returns.
    pub fn shutdown(&self, timeout: Option<Duration>) -> bool {
        self.0.shut_down.store(true, Ordering::Release);
        self.wake();
        let nodes = std::mem::take(&mut *self.0.nodes.lock());
        for node in &nodes {
            node.leave();
        }
        self.0.queue.wait_for_rest(deadline(timeout))
    }

    /// Whether [`Self::shutdown`] was called.
    pub fn is_shut_down(&self) -> bool {
        self.0.shut_down.load(Ordering::Acquire)
    }

    pub(crate) fn from_inner(inner: Arc<Inner>) -> Self {
        Self(inner)
    }
}

impl Inner {
    pub(crate) fn queue(&self) -> &Arc<ReadyQueue> {
        &self.queue
    }
}

/// The nodes leave with the last handle.
impl Drop for Inner {
    fn drop(&mut self) {
        for node in self.nodes.get_mut() {
            node.leave();
        }
        self.queue.clear();
    }
}
