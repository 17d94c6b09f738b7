//! Who is told that something new has come: the executor, and whom the program wants to be told.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rmw::ReadyListener;

use crate::executor::Entity;

/// Called with how often something new has come: messages, requests, responses, or changes of an event's status.
///
/// It is called on a thread of the middleware, or of a publisher in this process, and must not block. Where the
/// middleware hands over several messages at once they may count as one, so whoever takes them takes until there is
/// none left.
pub type ArrivalCallback = Arc<dyn Fn(usize) + Send + Sync>;

/// What tells an entity, and a callback, of what has come.
pub(crate) struct Arrivals {
    entity: Weak<Entity>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    callback: Option<ArrivalCallback>,
    /// What has come while there was no callback.
    untold: usize,
}

impl fmt::Debug for Arrivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrivals").finish_non_exhaustive()
    }
}

impl Arrivals {
    pub(crate) fn new(entity: &Arc<Entity>) -> Arc<Self> {
        Arc::new(Self {
            entity: Arc::downgrade(entity),
            state: Mutex::default(),
        })
    }

    /// What the middleware calls.
    pub(crate) fn listener(self: &Arc<Self>) -> ReadyListener {
        let arrivals = Arc::clone(self);
        Arc::new(move || arrivals.tell())
    }

    fn tell(&self) {
        if let Some(entity) = self.entity.upgrade() {
            entity.notify();
        }
        let callback = {
            let mut state = self.state.lock();
            if state.callback.is_none() {
                state.untold += 1;
            }
            state.callback.clone()
        };
        if let Some(callback) = callback {
            callback(1);
        }
    }

    /// Sets the callback, which is called at once where something waits already; `None` takes it away.
    pub(crate) fn set_callback(&self, callback: Option<ArrivalCallback>) {
        let entity = self.entity.upgrade();
        let waits = entity.is_some_and(|entity| entity.is_pending());
        let untold = {
            let mut state = self.state.lock();
            state.callback.clone_from(&callback);
            match callback {
                Some(_) => std::mem::take(&mut state.untold),
                None => 0,
            }
        };
        if let Some(callback) = callback.filter(|_| waits && untold > 0) {
            callback(untold);
        }
    }
}
