//! The queue of entities that are ready, and the order of timers that will be.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::entity::{Entity, EntityKind, Entry, Ready};
use crate::clock::{steady_instant, steady_ns};

/// Entities push themselves when they become ready; nothing is scanned. A turn is what was ready when
/// the turn before had ended, in the order of [`EntityKind`] and, within a kind, of readiness.
#[derive(Debug, Default)]
pub(crate) struct ReadyQueue {
    state: Mutex<State>,
    changed: Condvar,
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
    /// By nanoseconds of steady time, then by the entity's address.
    timers: BTreeMap<(i64, usize), Entry>,
    /// How many threads wait.
    waiting: usize,
    /// How often [`ReadyQueue::wake`] was called.
    wakes: u64,
    /// Callbacks that have begun and not ended.
    running: usize,
}

/// Why a wait ended.
pub(super) enum Next {
    Ready(Ready),
    TimedOut,
    /// [`ReadyQueue::wake`] was called.
    Woken,
}

fn address(entity: &Arc<Entity>) -> usize {
    Arc::as_ptr(entity).addr()
}

impl ReadyQueue {
    pub(super) fn push(&self, entry: Entry) {
        let waited_for = {
            let mut state = self.state.lock();
            state.incoming[entry.entity().kind() as usize].push_back(entry);
            state.waiting > 0
        };
        if waited_for {
            self.changed.notify_one();
        }
    }

    /// Drops the entries of entities that have left. An entry may own the last handle to a callback, and
    /// so to anything; that drops when the lock is released.
    pub(super) fn forget_void_entries(&self) {
        let _void: Vec<Entry> = {
            let mut state = self.state.lock();
            state.queues().flat_map(|queue| take_void(queue)).collect()
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
        let waited_for = {
            let mut state = self.state.lock();
            let key = (at, address(entry.entity()));
            state.timers.insert(key, entry);
            let first = state.timers.first_key_value();
            state.waiting > 0 && first.is_some_and(|(first, _)| *first == key)
        };
        if waited_for {
            self.changed.notify_one();
        }
    }

    pub(super) fn disarm(&self, at: i64, entity: &Arc<Entity>) {
        self.state.lock().timers.remove(&(at, address(entity)));
    }

    /// Makes every wait return, so that whoever waits looks at what it waits for.
    pub(super) fn wake(&self) {
        let mut state = self.state.lock();
        state.wakes += 1;
        self.changed.notify_all();
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
                drop(state);
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
                return Next::TimedOut;
            }
            let timer = state
                .timers
                .first_key_value()
                .map(|((at, _), _)| steady_instant(*at));
            state.waiting += 1;
            match [deadline, timer].into_iter().flatten().min() {
                Some(until) => drop(self.changed.wait_until(&mut state, until)),
                None => self.changed.wait(&mut state),
            }
            state.waiting -= 1;
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
        self.callbacks.load(Ordering::Acquire) > blocked || self.state.lock().waiting > 0
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

    fn start_turn(&mut self) {
        for entries in &mut self.incoming {
            self.turn.append(entries);
        }
    }
}
