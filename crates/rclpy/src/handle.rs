//! What every handle to a native object is made of.

use std::sync::Arc;

use pyo3::prelude::*;
use rosebay_locks::Mutex;

use crate::errors::InvalidHandle;
use crate::{fork, gil};

/// A native object that is destroyed on demand, but not while somebody uses it.
pub(crate) struct Slot<T> {
    state: Mutex<State<T>>,
    generation: u32,
}

struct State<T> {
    value: Option<T>,
    users: usize,
    doomed: bool,
}

impl<T: Clone> Slot<T> {
    pub(crate) fn new(value: T) -> Arc<Self> {
        let state = State {
            value: Some(value),
            users: 0,
            doomed: false,
        };
        Arc::new(Self {
            state: Mutex::new(state),
            generation: fork::generation(),
        })
    }

    /// The object.
    ///
    /// # Errors
    /// `InvalidHandle` where it is destroyed, or the parent process's.
    pub(crate) fn get(&self) -> PyResult<T> {
        if self.is_foreign() {
            return Err(InvalidHandle::new_err(
                "this object belongs to the parent process: call rclpy.init() and make anew what you need",
            ));
        }
        self.state
            .lock()
            .value
            .clone()
            .ok_or_else(|| InvalidHandle::new_err("cannot use a handle that has been destroyed"))
    }
}

impl<T> Slot<T> {
    /// Whether it was made before this process was forked.
    pub(crate) fn is_foreign(&self) -> bool {
        self.generation != fork::generation()
    }
}

/// In a child process the object is left alone: closing it would speak in the parent's name.
impl<T> Drop for Slot<T> {
    fn drop(&mut self) {
        if self.is_foreign() {
            std::mem::forget(self.state.get_mut().value.take());
        }
    }
}

/// What the type of the object does not matter for.
trait Lifetime: Send + Sync {
    fn enter(&self) -> PyResult<()>;
    fn exit(&self, py: Python<'_>);
    fn doom(&self, py: Python<'_>);
}

impl<T: Send> Slot<T> {
    /// Destroys the object outside the interpreter: that may wait for the network.
    fn destroy(&self, py: Python<'_>, value: Option<T>) {
        if self.is_foreign() {
            std::mem::forget(value);
        } else if value.is_some() {
            gil::outside(py, move || drop(value));
        }
    }
}

impl<T: Send> Lifetime for Slot<T> {
    fn enter(&self) -> PyResult<()> {
        let mut state = self.state.lock();
        if state.doomed {
            return Err(InvalidHandle::new_err(
                "cannot use a handle whose destruction was requested",
            ));
        }
        state.users += 1;
        Ok(())
    }

    fn exit(&self, py: Python<'_>) {
        let value = {
            let mut state = self.state.lock();
            state.users = state.users.saturating_sub(1);
            if state.doomed && state.users == 0 {
                state.value.take()
            } else {
                None
            }
        };
        self.destroy(py, value);
    }

    fn doom(&self, py: Python<'_>) {
        let value = {
            let mut state = self.state.lock();
            state.doomed = true;
            if state.users == 0 {
                state.value.take()
            } else {
                None
            }
        };
        self.destroy(py, value);
    }
}

/// The base class of all handles.
#[pyclass(subclass, frozen, module = "rclpy._rclpy")]
pub(crate) struct Destroyable {
    slot: Arc<dyn Lifetime>,
}

impl Destroyable {
    /// The base of a handle to the slot's object.
    pub(crate) fn new<T: Send + 'static>(slot: &Arc<Slot<T>>) -> Self {
        Self {
            slot: Arc::clone(slot) as Arc<dyn Lifetime>,
        }
    }
}

#[pymethods]
impl Destroyable {
    fn __enter__(&self) -> PyResult<()> {
        self.slot.enter()
    }

    #[pyo3(signature = (_exc_type = None, _exc_val = None, _exctb = None))]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exc_type: Option<Bound<'_, PyAny>>,
        _exc_val: Option<Bound<'_, PyAny>>,
        _exctb: Option<Bound<'_, PyAny>>,
    ) {
        self.slot.exit(py);
    }

    /// Destroys the object now, or when the last `with` block over it ends.
    fn destroy_when_not_in_use(&self, py: Python<'_>) {
        self.slot.doom(py);
    }

    /// A number that no other living object has.
    #[getter]
    pub(crate) fn pointer(&self) -> usize {
        Arc::as_ptr(&self.slot).addr()
    }
}
