//! The queue of entities that are ready, and the order of timers that will be.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::Waker;
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex, MutexGuard};

use super::entity::{Entity, EntityKind, Entry, Ready};
use crate::clock::{steady_instant, steady_ns};

/// Entities push themselves when they become ready; nothing is scanned. A turn is what was ready when
/// the turn before had ended, in the order of [`EntityKind`] and, within a kind, of readiness; or in the
/// order of readiness alone. By kind, tasks have turns of their own.
#[derive(Default)]
pub(crate) struct ReadyQueue {
    /// Whose messages the leader takes itself while it waits.
    middleware: Option<Weak<dyn rosebay_rmw::Context>>,
    state: Mutex<State>,
    order: TurnOrder,
    /// Where the one waiting thread waits that the next timer wakes.
    leader: Condvar,
    /// Where all other waiting threads wait.
    followers: Condvar,
    /// Told when the last running callback has ended.
    rested: Condvar,
    /// Threads that run a callback.
    callbacks: AtomicUsize,
    /// Those of them that wait for what an executor would have to do.
    blocked: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    turn: VecDeque<Entry>,
    incoming: [VecDeque<Entry>; EntityKind::COUNT],
    /// Whether the last turn was the tasks'.
    tasks_went_on: bool,
    /// By nanoseconds of steady time, then by the entity's address.
    timers: BTreeMap<(i64, usize), Entry>,
    /// Whether a thread waits for the next timer.
    leader: bool,
    /// The leader, where it takes what comes for the middleware while it waits.
    leading: Option<ThreadId>,
    /// Whether the leader has been told to look since it began to wait.
    is_told: bool,
    /// How many threads wait beside it.
    followers: usize,
    /// Who is told, once, of what comes without a thread of theirs waiting for it.
    wakers: Vec<Waker>,
    /// How often [`ReadyQueue::wake`] was called.
    wakes: u64,
    /// Callbacks that have begun and not ended.
    running: usize,
}

/// The order in which an executor runs what is ready.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TurnOrder {
    /// By kind, as [`EntityKind`] lists them, and within a kind by when each became ready.
    #[default]
    Kind,
    /// By when each became ready.
    Readiness,
}

/// Who waits for an entry and is to be told of it.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    thread: Option<Thread>,
    wakers: Vec<Waker>,
}

impl Waiting {
    pub(super) fn is_nobody(&self) -> bool {
        self.thread.is_none() && self.wakers.is_empty()
    }
}

/// A waiting thread.
#[derive(Debug, Clone, Copy)]
enum Thread {
    /// The one that minds the timers.
    Leader(Option<ThreadId>),
    /// Another one.
    Follower,
}

/// Why a wait ended.
pub(super) enum Next {
    Ready(Ready),
    TimedOut,
    /// [`ReadyQueue::wake`] was called.
    Woken,
}

impl fmt::Debug for ReadyQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadyQueue")
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}

/// Lets another thread lead when a listener has panicked on the one that did.
struct Resignation<'a>(&'a ReadyQueue);

impl Drop for Resignation<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        (state.leader, state.leading) = (false, None);
    }
}

fn wait_on(condvar: &Condvar, state: &mut MutexGuard<'_, State>, deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => drop(condvar.wait_until(state, deadline)),
        None => condvar.wait(state),
    }
}

fn address(entity: &Arc<Entity>) -> usize {
    Arc::as_ptr(entity).addr()
}

impl ReadyQueue {
    pub(super) fn new(order: TurnOrder, middleware: Weak<dyn rosebay_rmw::Context>) -> Self {
        Self {
            middleware: Some(middleware),
            order,
            ..Self::default()
        }
    }

    /// Queues an entry. Returns who waits for it and is yet to be told, by [`Self::tell`].
    #[must_use]
    pub(super) fn push(&self, entry: Entry) -> Waiting {
        let mut state = self.state.lock();
        let kind = match self.order {
            TurnOrder::Kind => entry.entity().kind() as usize,
            TurnOrder::Readiness => 0,
        };
        state.incoming[kind].push_back(entry);
        state.waiting()
    }

    /// Wakes who waits; outside of locks, for they will want them.
    pub(super) fn tell(&self, waiting: Waiting) {
        match waiting.thread {
            Some(Thread::Leader(leading)) => self.tell_leader(leading),
            Some(Thread::Follower) => self.followers.notify_one(),
            None => {}
        }
        waiting.wakers.into_iter().for_each(Waker::wake);
    }

    /// A leader that leads is told by the middleware; where that calls us, the leader looks by itself.
    fn tell_leader(&self, leading: Option<ThreadId>) {
        match (leading, self.middleware.as_ref().and_then(Weak::upgrade)) {
            (Some(thread), Some(middleware)) => {
                if thread != std::thread::current().id() {
                    middleware.interrupt();
                }
            }
            _ => self.leader.notify_one(),
        }
    }

    /// How long until an entity has its turn: no time where one is ready, `None` where no timer runs.
    /// Where it is not now, the waker is woken, once, when that may have changed.
    pub(super) fn poll(&self, waker: &Waker) -> Option<Duration> {
        let mut state = self.state.lock();
        if !state.is_idle() {
            return Some(Duration::ZERO);
        }
        if !state.wakers.iter().any(|known| known.will_wake(waker)) {
            state.wakers.push(waker.clone());
        }
        let (at, _) = *state.timers.first_key_value()?.0;
        Some(steady_instant(at).saturating_duration_since(Instant::now()))
    }

    /// Drops the entries of entities that have left. An entry may own the last handle to a callback, and
    /// so to anything; that drops when the lock is released.
    pub(super) fn forget_void_entries(&self) {
        let _void: Vec<Entry> = {
            let mut state = self.state.lock();
            state.queues().flat_map(take_void).collect()
        };
    }

    /// Drops all entries.
    pub(super) fn clear(&self) {
        let _all = {
            let mut state = self.state.lock();
            let queues: Vec<_> = state.queues().map(std::mem::take).collect();
            (queues, std::mem::take(&mut state.timers))
        };
    }

    pub(super) fn arm(&self, at: i64, entry: Entry) {
        let waiting = {
            let mut state = self.state.lock();
            let key = (at, address(entry.entity()));
            state.timers.insert(key, entry);
            let first = state.timers.first_key_value();
            if first.is_none_or(|(first, _)| *first != key) {
                return;
            }
            Waiting {
                thread: state.leader_to_tell(),
                wakers: std::mem::take(&mut state.wakers),
            }
        };
        self.tell(waiting);
    }

    pub(super) fn disarm(&self, at: i64, entity: &Arc<Entity>) {
        self.state.lock().timers.remove(&(at, address(entity)));
    }

    /// Makes every wait return, so that whoever waits looks at what it waits for.
    pub(super) fn wake(&self) {
        let waiting = {
            let mut state = self.state.lock();
            state.wakes += 1;
            self.followers.notify_all();
            Waiting {
                thread: state.leader_to_tell(),
                wakers: std::mem::take(&mut state.wakers),
            }
        };
        self.tell(waiting);
    }

    /// A number that changes with each [`Self::wake`].
    pub(super) fn wakes(&self) -> u64 {
        self.state.lock().wakes
    }

    /// Waits for an entity's turn, until a deadline or until [`Self::wakes`] is no longer `wakes`.
    pub(super) fn next(self: &Arc<Self>, deadline: Option<Instant>, wakes: u64) -> Next {
        let mut state = self.state.lock();
        loop {
            if state.turn.is_empty() {
                if let Some(entry) = state.take_due_timer() {
                    drop(state);
                    if entry.is_valid() {
                        entry.entity().rearm();
                    }
                    state = self.state.lock();
                    continue;
                }
                state.start_turn();
            }
            if let Some(entry) = state.turn.pop_front() {
                let other = state.successor();
                drop(state);
                self.tell(other);
                if let Some(ready) = entry.claim(self) {
                    return Next::Ready(ready);
                }
                state = self.state.lock();
                continue;
            }
            if state.wakes != wakes {
                return Next::Woken;
            }
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                self.tell(state.successor());
                return Next::TimedOut;
            }
            state = self.wait(state, deadline);
        }
    }

    /// Waits to be told, or until a deadline.
    fn wait<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        deadline: Option<Instant>,
    ) -> MutexGuard<'a, State> {
        if state.leader {
            state.followers += 1;
            wait_on(&self.followers, &mut state, deadline);
            state.followers -= 1;
            return state;
        }
        let timer = state
            .timers
            .first_key_value()
            .map(|((at, _), _)| steady_instant(*at));
        let until = [deadline, timer].into_iter().flatten().min();
        (state.leader, state.is_told) = (true, false);
        let mut state = self.lead(state, until);
        state.leader = false;
        state
    }

    /// Waits in the middleware where that lets us, so that what comes for it needs no other thread.
    fn lead<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        until: Option<Instant>,
    ) -> MutexGuard<'a, State> {
        let mut has_led = false;
        if let Some(middleware) = self.middleware.as_ref().and_then(Weak::upgrade) {
            state.leading = Some(std::thread::current().id());
            let is_alone = state.followers == 0;
            drop(state);
            let resignation = Resignation(self);
            has_led = middleware.lead(until, is_alone, &|| self.state.lock().is_told);
            std::mem::forget(resignation);
            state = self.state.lock();
            state.leading = None;
        }
        if !has_led && !state.is_told {
            wait_on(&self.leader, &mut state, until);
        }
        state
    }

    /// Counts a thread that begins (1) or ends (-1) to run a callback.
    pub(super) fn count_callback(&self, change: isize) {
        self.callbacks
            .fetch_add(change.cast_unsigned(), Ordering::AcqRel);
    }

    /// Counts a callback that begins (1) or ends (-1) to wait for what an executor would have to do.
    pub(super) fn count_blocked(&self, change: isize) {
        self.blocked
            .fetch_add(change.cast_unsigned(), Ordering::AcqRel);
    }

    /// Whether a thread waits for work, or runs a callback that waits for nobody.
    pub(super) fn has_free_thread(&self) -> bool {
        let blocked = self.blocked.load(Ordering::Acquire);
        self.callbacks.load(Ordering::Acquire) > blocked || self.state.lock().leader
    }

    pub(super) fn begin_work(&self) {
        self.state.lock().running += 1;
    }

    pub(super) fn end_work(&self) {
        let mut state = self.state.lock();
        state.running -= 1;
        if state.running == 0 {
            self.rested.notify_all();
        }
    }

    /// Waits until no callback runs. Returns whether none does.
    pub(super) fn wait_for_rest(&self, deadline: Option<Instant>) -> bool {
        let mut state = self.state.lock();
        while state.running > 0 {
            match deadline {
                Some(deadline) => {
                    if self.rested.wait_until(&mut state, deadline).timed_out() {
                        break;
                    }
                }
                None => self.rested.wait(&mut state),
            }
        }
        state.running == 0
    }
}

fn take_void(queue: &mut VecDeque<Entry>) -> VecDeque<Entry> {
    let (valid, void) = std::mem::take(queue).into_iter().partition(Entry::is_valid);
    *queue = valid;
    void
}

impl State {
    fn queues(&mut self) -> impl Iterator<Item = &mut VecDeque<Entry>> {
        std::iter::once(&mut self.turn).chain(&mut self.incoming)
    }

    /// Takes a timer whose time has come.
    fn take_due_timer(&mut self) -> Option<Entry> {
        let first = self.timers.first_entry()?;
        (first.key().0 <= steady_ns()).then(|| first.remove())
    }

    /// Who waits: one thread, the leader only where there is no other, and whoever has left a waker.
    fn waiting(&mut self) -> Waiting {
        let thread = if self.followers > 0 {
            Some(Thread::Follower)
        } else {
            self.leader_to_tell()
        };
        Waiting {
            thread,
            wakers: std::mem::take(&mut self.wakers),
        }
    }

    fn leader_to_tell(&mut self) -> Option<Thread> {
        self.is_told |= self.leader;
        self.leader.then_some(Thread::Leader(self.leading))
    }

    fn is_idle(&self) -> bool {
        self.turn.is_empty() && self.incoming.iter().all(VecDeque::is_empty)
    }

    /// Who has to be woken when a thread leaves: for more work, or to mind the timers.
    fn successor(&mut self) -> Waiting {
        let unminded = !self.leader && !self.timers.is_empty();
        if self.is_idle() && !unminded {
            Waiting::default()
        } else {
            self.waiting()
        }
    }

    /// Tasks go on by themselves: what they make ready has its turn with the others. After them it is the
    /// others' turn, so that tasks that go on and on hold nobody up.
    fn start_turn(&mut self) {
        let (tasks, others) = self.incoming.split_at_mut(EntityKind::Task as usize + 1);
        let is_empty = |queues: &[VecDeque<Entry>]| queues.iter().all(VecDeque::is_empty);
        let held_back = self.tasks_went_on && !is_empty(others);
        self.tasks_went_on = !is_empty(tasks) && !held_back;
        let chosen = if self.tasks_went_on { tasks } else { others };
        for entries in chosen {
            self.turn.append(entries);
        }
    }
}
