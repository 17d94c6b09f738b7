//! Callbacks of Python's for what the middleware's threads tell: no such thread runs Python, so another one calls.
//!
//! There is one for all callbacks of the process. It starts with the first and ends with the last; a callback ends when
//! it is taken away, or with the context that it belongs to. A child process has one of its own.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use rosebay_locks::{Condvar, Mutex};
use rosebay_rcl::{ArrivalCallback, Context};

use crate::{fork, gil};

/// A callback of Python's, and how often it is to hear that something has come.
struct Notice {
    callback: Py<PyAny>,
    count: AtomicUsize,
    has_ended: AtomicBool,
    dispatcher: Arc<Dispatcher>,
}

/// What the thread works on.
#[derive(Default)]
struct Dispatcher {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Those that have something to hear. One that has been taken away hears it no more.
    due: VecDeque<Weak<Notice>>,
    /// How many notices there are.
    notices: usize,
    has_thread: bool,
}

/// What a Python callable is to the client library, until the context is shut down, if it belongs to one.
///
/// # Errors
/// `TypeError` if it cannot be called.
pub(crate) fn callback(
    callable: &Bound<'_, PyAny>,
    context: Option<&Context>,
) -> PyResult<ArrivalCallback> {
    let py = callable.py();
    if !callable.is_callable() {
        return Err(PyTypeError::new_err(format!(
            "expected a callable that takes the number of what has come, got {}",
            callable.get_type()
        )));
    }
    let dispatcher = Dispatcher::of_this_process();
    let needs_thread = {
        let mut state = dispatcher.state.lock();
        state.notices += 1;
        !std::mem::replace(&mut state.has_thread, true)
    };
    let notice = Arc::new(Notice {
        callback: callable.clone().unbind(),
        count: AtomicUsize::new(0),
        has_ended: AtomicBool::new(false),
        dispatcher: Arc::clone(&dispatcher),
    });
    if needs_thread {
        let started = py
            .import(intern!(py, "rclpy._arrivals"))
            .and_then(|module| {
                module.call_method1(intern!(py, "start"), (PyArrivals(Arc::clone(&dispatcher)),))
            });
        if let Err(error) = started {
            dispatcher.state.lock().has_thread = false;
            return Err(error);
        }
    }
    let ending = Arc::downgrade(&notice);
    let until_shutdown = context.map(|context| {
        context.on_shutdown(move || {
            if let Some(notice) = ending.upgrade() {
                notice.end();
            }
        })
    });
    Ok(Arc::new(move |count| {
        // It lasts as long as the callback.
        let _ = &until_shutdown;
        notice.tell(count);
    }))
}

impl Notice {
    fn tell(self: &Arc<Self>, count: usize) {
        if self.has_ended.load(Ordering::Acquire) {
            return;
        }
        if self.count.fetch_add(count, Ordering::AcqRel) == 0 {
            self.dispatcher
                .state
                .lock()
                .due
                .push_back(Arc::downgrade(self));
            self.dispatcher.changed.notify_one();
        }
    }

    fn end(&self) {
        if !self.has_ended.swap(true, Ordering::AcqRel) {
            self.dispatcher.state.lock().notices -= 1;
            self.dispatcher.changed.notify_one();
        }
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        self.end();
    }
}

impl Dispatcher {
    fn of_this_process() -> Arc<Self> {
        static CURRENT: Mutex<Option<(u32, Arc<Dispatcher>)>> = Mutex::new(None);
        // Whoever forks holds the interpreter, and so does everybody who comes here: no child finds it locked.
        let mut current = CURRENT.lock();
        match current.as_ref() {
            Some((generation, dispatcher)) if *generation == fork::generation() => {
                Arc::clone(dispatcher)
            }
            _ => {
                let dispatcher = Arc::<Self>::default();
                *current = Some((fork::generation(), Arc::clone(&dispatcher)));
                dispatcher
            }
        }
    }

    /// Waits for what is due; `None` when no notice is left.
    fn next(&self) -> Option<Arc<Notice>> {
        let mut state = self.state.lock();
        loop {
            while let Some(due) = state.due.pop_front() {
                // Not dropped here, for that takes the lock.
                if let Some(notice) = due.upgrade() {
                    return Some(notice);
                }
            }
            if state.notices == 0 {
                state.has_thread = false;
                return None;
            }
            self.changed.wait(&mut state);
        }
    }
}

/// What the thread that calls the callbacks gets them from.
#[pyclass(name = "Arrivals", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyArrivals(Arc<Dispatcher>);

#[pymethods]
impl PyArrivals {
    /// Waits for something to come, and returns the callback to call and with what; `None` when there is none left.
    fn wait(&self, py: Python<'_>) -> Option<(Py<PyAny>, usize)> {
        loop {
            let notice = gil::outside(py, || self.0.next())?;
            let count = notice.count.swap(0, Ordering::AcqRel);
            if !notice.has_ended.load(Ordering::Acquire) {
                return Some((notice.callback.clone_ref(py), count));
            }
        }
    }
}
