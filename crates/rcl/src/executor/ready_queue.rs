//! The queue of entities that are ready, and the order of timers that will be.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;
use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex, MutexGuard};

use super::entity::{Entity, EntityKind, Entry, Ready};
use crate::clock::{steady_instant, steady_ns};

/// Entities push themselves when they become ready; nothing is scanned. A turn is what was ready when
/// the turn before had ended, in the order of [`EntityKind`] and, within a kind, of readiness; or in the
/// order of readiness alone. By kind, tasks have turns of their own.
#[derive(Debug, Default)]
pub(crate) struct ReadyQueue {
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
    Leader,
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
    pub(super) fn new(order: TurnOrder) -> Self {
        Self {
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
            Some(Thread::Leader) => self.leader.notify_one(),
            Some(Thread::Follower) => self.followers.notify_one(),
            None => {}
        }
        waiting.wakers.into_iter().for_each(Waker::wake);
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
                thread: state.leader.then_some(Thread::Leader),
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
        let wakers = {
            let mut state = self.state.lock();
            state.wakes += 1;
            self.leader.notify_one();
            self.followers.notify_all();
            std::mem::take(&mut state.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
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
            self.wait(&mut state, deadline);
        }
    }

    fn wait(&self, state: &mut MutexGuard<'_, State>, deadline: Option<Instant>) {
        if state.leader {
            state.followers += 1;
            wait_on(&self.followers, state, deadline);
            state.followers -= 1;
        } else {
            let timer = state
                .timers
                .first_key_value()
                .map(|((at, _), _)| steady_instant(*at));
            state.leader = true;
            wait_on(
                &self.leader,
                state,
                [deadline, timer].into_iter().flatten().min(),
            );
            state.leader = false;
        }
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
            self.leader.then_some(Thread::Leader)
        };
        Waiting {
            thread,
            wakers: std::mem::take(&mut self.wakers),
        }
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
