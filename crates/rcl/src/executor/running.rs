//! Which callback a thread runs, and whether one that waits could ever be served.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::callback_group::{CallbackGroup, CallbackGroupKind};
use super::entity::Entity;
use super::ready_queue::ReadyQueue;

thread_local! {
    /// The callbacks that the thread runs, the innermost last.
    static RUNNING: RefCell<Vec<(Arc<ReadyQueue>, Arc<CallbackGroup>)>> = const { RefCell::new(Vec::new()) };
}

/// Marks its thread as one that runs a callback of an executor, until it drops. It has to drop on the
/// same thread, in the reverse order of those of callbacks within callbacks.
#[must_use = "the thread is marked until this drops"]
pub struct Running {
    queue: Arc<ReadyQueue>,
    /// Whether the thread ran no callback of this executor before.
    is_first: bool,
    /// Not `Send`: it belongs to its thread.
    _thread: std::marker::PhantomData<*const ()>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").finish_non_exhaustive()
    }
}

impl Running {
    pub(super) fn new(queue: &Arc<ReadyQueue>, group: &Arc<CallbackGroup>) -> Self {
        let is_first = RUNNING.with_borrow_mut(|running| {
            let is_first = !running.iter().any(|(other, _)| Arc::ptr_eq(other, queue));
            running.push((Arc::clone(queue), Arc::clone(group)));
            is_first
        });
        if is_first {
            queue.count_callback(1);
        }
        Self {
            queue: Arc::clone(queue),
            is_first,
            _thread: std::marker::PhantomData,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What the thread ends with may drop after its local storage.
        let _callback = RUNNING.try_with(|running| running.borrow_mut().pop());
        if self.is_first {
            self.queue.count_callback(-1);
        }
    }
}

/// How long an executor may seem to have no free thread before that counts: a thread between two
/// turns neither waits nor runs a callback.
const GRACE: Duration = Duration::from_millis(100);

/// Since when a wait has seemed hopeless. It outlives the wait where that is done in slices.
#[derive(Debug, Default)]
pub(crate) struct DeadlockWatch(Option<Instant>);

/// The mutually exclusive callback groups that a thread's callbacks hold.
#[derive(Debug)]
pub(crate) struct HeldGroups(Vec<Arc<CallbackGroup>>);

impl HeldGroups {
    /// Those of the present thread.
    pub(crate) fn of_this_thread() -> Self {
        Self(RUNNING.with_borrow(|running| {
            let groups = running.iter().map(|(_, group)| group);
            let exclusive =
                groups.filter(|group| group.kind() == CallbackGroupKind::MutuallyExclusive);
            exclusive.cloned().collect()
        }))
    }

    /// Whether an entity cannot have its turn before the callbacks have ended.
    pub(crate) fn hold_up(&self, entity: &Entity) -> bool {
        self.0.iter().any(|held| Arc::ptr_eq(held, entity.group()))
    }

    /// Whether a request has come to a service that cannot have its turn before the callbacks have ended.
    pub(crate) fn hold_up_service(&self, service: &str) -> bool {
        self.0.iter().any(|group| group.has_parked_service(service))
    }
}

/// A thread that waits for an entity's turn. Where it runs a callback of the same executor it is no
/// thread that could serve others.
#[derive(Debug)]
pub(crate) struct Waiter {
    /// The executor, where entity and callback have the same one.
    queue: Option<Arc<ReadyQueue>>,
}

impl Waiter {
    /// Begins to wait for an entity's turn.
    pub(crate) fn new(entity: &Entity) -> Self {
        let queue = RUNNING.with_borrow(|running| {
            let mut queues = running.iter().map(|(queue, _)| queue);
            queues.find(|queue| entity.is_on(queue)).cloned()
        });
        if let Some(queue) = &queue {
            queue.count_blocked(1);
        }
        Self { queue }
    }

    /// Whether no thread is left that could serve the entity.
    pub(crate) fn is_last_thread(&self, watch: &mut DeadlockWatch) -> bool {
        let Some(queue) = &self.queue else {
            return false;
        };
        if queue.has_free_thread() {
            watch.0 = None;
            return false;
        }
        watch.0.get_or_insert_with(Instant::now).elapsed() >= GRACE
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        if let Some(queue) = &self.queue {
            queue.count_blocked(-1);
        }
    }
}
