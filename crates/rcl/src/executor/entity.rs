//! What an executor schedules.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;

use super::callback_group::CallbackGroup;
use super::ready_queue::ReadyQueue;
use super::running::Running;
use super::wait_set::{Alarm, Alarms};
use crate::timer::{Due, Timer};

/// What an entity is, in the order in which an executor runs those that are ready within one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// Work that was started before and goes on.
    Task,
    /// A QoS event or something of a user's own.
    Waitable,
    /// A timer.
    Timer,
    /// A subscription.
    Subscription,
    /// A guard condition.
    GuardCondition,
    /// A service's client.
    Client,
    /// A service.
    Service,
}

impl EntityKind {
    pub(super) const COUNT: usize = Self::Service as usize + 1;
}

/// What came of an entity's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A callback ran.
    Executed,
    /// There was nothing to do: the message had been taken or had expired, the timer was reset.
    Idle,
}

/// What an entity does when its turn comes.
pub trait Executable: Send + Sync {
    /// Does one piece of work: takes one message, runs one callback. Where more may be waiting it calls
    /// [`Ready::notify_again`] before the callback, so that the entity gets another turn behind the others.
    /// The callback group's token is held until `ready` drops; a callback that goes on later keeps it.
    fn execute(&self, ready: Ready) -> Outcome;

    /// Whether it answers the requests to a service of this full name.
    fn answers(&self, service: &str) -> bool {
        let _ = service;
        false
    }

    /// The timer that makes it ready, if one does.
    fn timer(&self) -> Option<&Timer> {
        None
    }
}

/// Something that becomes ready and then gets a turn on an executor: a subscription, a timer, a guard
/// condition. It remembers that it is ready while it belongs to no executor.
pub struct Entity {
    kind: EntityKind,
    group: Arc<CallbackGroup>,
    executable: Arc<dyn Executable>,
    /// Which of its stays on an executor this is. An [`Entry`] of an earlier one is void.
    stay: AtomicU64,
    prompt: AtomicBool,
    home: Mutex<Home>,
}

#[derive(Default)]
struct Home {
    queue: Option<Arc<ReadyQueue>>,
    /// Ready, and queued or parked if there is a queue.
    pending: bool,
    /// Where its timer stands in the queue's order of timers: nanoseconds of steady time.
    armed: Option<i64>,
    /// The wait sets and waitables that it is in.
    alarms: Alarms,
}

impl fmt::Debug for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entity")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Entity {
    /// Makes an entity that belongs to no executor yet.
    pub fn new(
        kind: EntityKind,
        group: Arc<CallbackGroup>,
        executable: Arc<dyn Executable>,
    ) -> Arc<Self> {
        let entity = Arc::new(Self {
            kind,
            group,
            executable,
            stay: AtomicU64::new(0),
            prompt: AtomicBool::new(false),
            home: Mutex::default(),
        });
        if let Some(timer) = entity.executable.timer() {
            timer.add_entity(&entity);
        }
        entity
    }

    /// What it is.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// Its callback group.
    pub fn group(&self) -> &Arc<CallbackGroup> {
        &self.group
    }

    /// What it does when its turn comes.
    pub fn executable(&self) -> &Arc<dyn Executable> {
        &self.executable
    }

    /// Says whether its turns wait for nothing and call nothing that might: that they take what has come, and leave it
    /// to whoever spins. Then they may be had by a thread that holds what others wait for, as Python's interpreter.
    pub fn set_prompt(&self, prompt: bool) {
        self.prompt.store(prompt, Ordering::Release);
    }

    /// Whether its turns wait for nothing; no unless [`Self::set_prompt`] says so.
    pub fn is_prompt(&self) -> bool {
        self.prompt.load(Ordering::Acquire)
    }

    /// Whether it is ready and has not had its turn.
    pub fn is_pending(&self) -> bool {
        self.home.lock().pending
    }

    /// Makes it ready. Cheap, from any thread; nothing happens where it is ready already.
    pub fn notify(self: &Arc<Self>) {
        let (queue, waiting) = {
            let mut home = self.home.lock();
            if home.pending {
                return;
            }
            home.pending = true;
            home.alarms.ring();
            let Some(queue) = &home.queue else { return };
            let waiting = queue.push(self.entry());
            if waiting.is_nobody() {
                return;
            }
            (Arc::clone(queue), waiting)
        };
        queue.tell(waiting);
    }

    /// Has a wait set or a waitable told when it becomes ready.
    pub(super) fn tell(&self, alarm: Weak<dyn Alarm>) {
        self.home.lock().alarms.add(alarm);
    }

    /// Lets it be ready no more where no executor is to give it a turn: somebody else takes what has come.
    pub fn settle(&self) {
        let mut home = self.home.lock();
        if home.queue.is_none() {
            home.pending = false;
        }
    }

    /// Begins its turn by hand, where it is ready and its callback group lets it. For a program that waits by
    /// itself; an executor gives the turns to what has been added to it.
    pub fn take_turn(self: &Arc<Self>) -> Option<Ready> {
        let queue = {
            let home = self.home.lock();
            if !home.pending {
                return None;
            }
            home.queue.clone().unwrap_or_default()
        };
        self.entry().claim(&queue)
    }

    fn enqueue(self: &Arc<Self>, queue: &ReadyQueue) {
        queue.tell(queue.push(self.entry()));
    }

    fn entry(self: &Arc<Self>) -> Entry {
        Entry {
            entity: Arc::clone(self),
            stay: self.stay.load(Ordering::Acquire),
        }
    }

    /// Whether it is on this executor's queue.
    pub(super) fn is_on(&self, queue: &Arc<ReadyQueue>) -> bool {
        let home = self.home.lock();
        home.queue
            .as_ref()
            .is_some_and(|own| Arc::ptr_eq(own, queue))
    }

    /// Gives it to an executor's queue; it leaves the one it was on.
    pub(crate) fn attach(self: &Arc<Self>, queue: &Arc<ReadyQueue>) {
        self.detach();
        {
            let mut home = self.home.lock();
            home.queue = Some(Arc::clone(queue));
            if home.pending {
                self.enqueue(queue);
            }
        }
        self.rearm();
    }

    /// Takes it from its executor's queue. It stays ready if it is.
    pub(crate) fn detach(self: &Arc<Self>) {
        let pending = {
            let mut home = self.home.lock();
            let Some(queue) = home.queue.take() else {
                return;
            };
            self.stay.fetch_add(1, Ordering::AcqRel);
            if let Some(at) = home.armed.take() {
                queue.disarm(at, self);
            }
            if home.pending {
                queue.forget_void_entries();
            }
            home.pending
        };
        if pending {
            self.group.resume();
        }
    }

    /// Puts its timer where it belongs now, after the timer has changed.
    pub(crate) fn rearm(self: &Arc<Self>) {
        let Some(timer) = self.executable.timer() else {
            return;
        };
        let mut home = self.home.lock();
        let Some(queue) = home.queue.clone() else {
            return;
        };
        if let Some(at) = home.armed.take() {
            queue.disarm(at, self);
        }
        match timer.due() {
            Due::Now if !home.pending => {
                home.pending = true;
                self.enqueue(&queue);
            }
            Due::Now | Due::Never => {}
            Due::At(at) => {
                home.armed = Some(at);
                queue.arm(at, self.entry());
            }
        }
    }
}

/// A place in a queue: an entity, and which of its stays the place belongs to.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    entity: Arc<Entity>,
    stay: u64,
}

impl Entry {
    pub(super) fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }

    /// Whether the entity has not left since.
    pub(super) fn is_valid(&self) -> bool {
        self.entity.stay.load(Ordering::Acquire) == self.stay
    }

    /// Queues the entity again. Returns whether it was still there.
    pub(super) fn requeue(self) -> bool {
        let entity = Arc::clone(&self.entity);
        let home = entity.home.lock();
        match &home.queue {
            Some(queue) if self.is_valid() => {
                queue.tell(queue.push(self));
                true
            }
            _ => false,
        }
    }

    /// Begins the entity's turn, if it is still there and its group lets it.
    pub(super) fn claim(self, queue: &Arc<ReadyQueue>) -> Option<Ready> {
        if !self.is_valid() || !self.entity.group.begin(&self) {
            return None;
        }
        {
            let mut home = self.entity.home.lock();
            if self.is_valid() {
                home.pending = false;
                drop(home);
                queue.begin_work();
                return Some(Ready {
                    entity: self.entity,
                    queue: Arc::clone(queue),
                    executed: false,
                });
            }
        }
        self.entity.group.end();
        None
    }
}

/// An entity whose turn has come. It holds the token of its callback group until it drops; dropped
/// without having been executed, the entity is ready as before.
#[must_use = "the entity is queued again when this drops"]
pub struct Ready {
    entity: Arc<Entity>,
    queue: Arc<ReadyQueue>,
    executed: bool,
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ready").field(&self.entity).finish()
    }
}

impl Ready {
    /// Whose turn it is.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }

    /// Does the entity's work.
    pub fn execute(mut self) -> Outcome {
        self.executed = true;
        let entity = Arc::clone(&self.entity);
        let _running = self.enter();
        entity.executable.execute(self)
    }

    /// Marks the present thread as the one that runs the entity's callback, until the guard drops.
    /// [`Self::execute`] does so; whoever runs the callback later, holding this, does it again.
    pub fn enter(&self) -> Running {
        Running::new(&self.queue, self.entity.group())
    }

    /// Gives the entity another turn, behind those that are ready already.
    pub fn notify_again(&self) {
        self.entity.notify();
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        if !self.executed {
            self.entity.notify();
        }
        self.entity.group.end();
        self.queue.end_work();
    }
}
