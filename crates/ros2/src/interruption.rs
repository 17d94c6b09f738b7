//! Ctrl-C where something has to be put in order before the context ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rosebay_locks::{Condvar, Mutex};
use rosebay_rcl::Executor;
use rosebay_rcl::signals::{self, SignalListener, SignalOptions};

use crate::error::Result;

/// The longest time that the end of the context is held up.
const GRACE: Duration = Duration::from_secs(10);

/// Sees signals come before they shut the context down, which waits until this drops.
pub(crate) struct Interruption {
    state: Arc<State>,
    _listener: SignalListener,
}

#[derive(Default)]
struct State {
    came: AtomicBool,
    done: Mutex<bool>,
    changed: Condvar,
}

impl Interruption {
    /// Watches from now on, and wakes the executor when a signal comes.
    pub(crate) fn watch(executor: &Executor) -> Self {
        let state: Arc<State> = Arc::default();
        let (told, executor) = (Arc::clone(&state), executor.clone());
        let listener = signals::on_signal(move |_| {
            told.came.store(true, Ordering::Release);
            executor.wake();
            let mut done = told.done.lock();
            told.changed.wait_while_for(&mut done, |done| !*done, GRACE);
        });
        Self {
            state,
            _listener: listener,
        }
    }

    /// Whether a signal has come.
    pub(crate) fn came(&self) -> bool {
        self.state.came.load(Ordering::Acquire)
    }
}

impl Drop for Interruption {
    fn drop(&mut self) {
        *self.state.done.lock() = true;
        self.state.changed.notify_all();
    }
}

/// Ctrl-C where there is no context.
pub(crate) struct Interrupted {
    came: Arc<AtomicBool>,
    _listener: SignalListener,
}

impl Interrupted {
    /// Watches from now on.
    pub(crate) fn watch() -> Result<Self> {
        signals::install(SignalOptions::ALL)?;
        let came: Arc<AtomicBool> = Arc::default();
        let told = Arc::clone(&came);
        let listener = signals::on_signal(move |_| told.store(true, Ordering::Release));
        Ok(Self {
            came,
            _listener: listener,
        })
    }

    /// Whether a signal has come.
    pub(crate) fn came(&self) -> bool {
        self.came.load(Ordering::Acquire)
    }

    /// Returns when a signal has come.
    pub(crate) fn wait(&self) {
        /// The longest time that a signal stays unseen.
        const SLICE: Duration = Duration::from_millis(100);
        while !self.came() {
            thread::sleep(SLICE);
        }
    }
}
