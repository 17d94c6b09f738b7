//! Which callbacks may run beside each other.

use std::collections::VecDeque;
use std::sync::Arc;

use rosebay_locks::Mutex;

use super::entity::Entry;

/// Whether the callbacks of a group exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallbackGroupKind {
    /// One callback of the group at a time.
    MutuallyExclusive,
    /// Any number of them, also the same one several times.
    Reentrant,
}

/// A group of entities. A running callback of a mutually exclusive group holds its token; an entity
/// whose turn comes meanwhile is parked here, and queued again when the token is released.
#[derive(Debug)]
pub struct CallbackGroup {
    kind: CallbackGroupKind,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    busy: bool,
    parked: VecDeque<Entry>,
}

impl CallbackGroup {
    /// Makes a group.
    pub fn new(kind: CallbackGroupKind) -> Arc<Self> {
        Arc::new(Self {
            kind,
            state: Mutex::default(),
        })
    }

    /// A group of callbacks that run one at a time.
    pub fn mutually_exclusive() -> Arc<Self> {
        Self::new(CallbackGroupKind::MutuallyExclusive)
    }

    /// A group of callbacks that may run beside each other.
    pub fn reentrant() -> Arc<Self> {
        Self::new(CallbackGroupKind::Reentrant)
    }

    /// Whether its callbacks exclude each other.
    pub fn kind(&self) -> CallbackGroupKind {
        self.kind
    }

    /// Whether a callback of the group could begin now.
    pub fn can_execute(&self) -> bool {
        self.kind == CallbackGroupKind::Reentrant || !self.state.lock().busy
    }

    /// Whether an entity that answers the requests to a service waits for the token.
    pub(super) fn has_parked_service(&self, service: &str) -> bool {
        // What an entity asks for its answer may drop with it, so the lock is not held meanwhile.
        let parked = self.state.lock().parked.clone();
        let mut entities = parked.iter().map(Entry::entity);
        entities.any(|entity| entity.executable().answers(service))
    }

    /// Takes the token for an entity, or parks the entity. Returns whether it has the token.
    pub(super) fn begin(&self, entry: &Entry) -> bool {
        if self.kind == CallbackGroupKind::Reentrant {
            return true;
        }
        let mut state = self.state.lock();
        if state.busy {
            state.parked.push_back(entry.clone());
            return false;
        }
        state.busy = true;
        true
    }

    /// Releases the token.
    pub(super) fn end(&self) {
        if self.kind == CallbackGroupKind::MutuallyExclusive {
            self.state.lock().busy = false;
            self.resume();
        }
    }

    /// Queues the next parked entity, if the token is free. Also called when an entity that was queued
    /// leaves its executor, for the others may be waiting for its turn to end.
    pub(super) fn resume(&self) {
        loop {
            let entry = {
                let mut state = self.state.lock();
                if state.busy {
                    return;
                }
                let Some(entry) = state.parked.pop_front() else {
                    return;
                };
                entry
            };
            if entry.requeue() {
                return;
            }
        }
    }
}
