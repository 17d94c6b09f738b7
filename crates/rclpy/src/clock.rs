//! `Clock`: the time, and its jumps.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use rosebay_locks::Mutex;
use rosebay_rcl::clock::{Clock, ClockChange, JumpHandle, JumpThreshold, TimeJump};
use rosebay_rcl::{ClockKind, Duration};

use crate::errors::{RCLError, raise};
use crate::handle::{Destroyable, Slot};
use crate::raised::{call_back, with_callbacks};

/// A clock.
#[pyclass(name = "Clock", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyClock {
    slot: Arc<Slot<Clock>>,
    /// Jump callbacks by the address of the Python object that asked for them.
    jumps: Mutex<HashMap<usize, JumpHandle>>,
}

impl PyClock {
    /// The client library's clock.
    pub(crate) fn get(&self) -> PyResult<Clock> {
        self.slot.get()
    }

    /// The handle to a clock.
    pub(crate) fn of(clock: Clock) -> PyClassInitializer<Self> {
        let slot = Slot::new(clock);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        base.add_subclass(Self {
            slot,
            jumps: Mutex::default(),
        })
    }

    /// Sets the clock outside the interpreter, for the callbacks come back in by themselves.
    fn set(
        py: Python<'_>,
        change: impl FnOnce() -> rosebay_rcl::Result<()> + Send,
    ) -> PyResult<()> {
        with_callbacks(py, change)?.map_err(raise)
    }
}

/// The number that upstream has for a kind of change.
fn number_of(change: ClockChange) -> u8 {
    match change {
        ClockChange::RosTimeNoChange => 1,
        ClockChange::RosTimeActivated => 2,
        ClockChange::RosTimeDeactivated => 3,
        ClockChange::SystemTimeNoChange => 4,
    }
}

#[pymethods]
impl PyClock {
    #[new]
    fn new(clock_type: u8) -> PyResult<PyClassInitializer<Self>> {
        let kind = match clock_type {
            1 => ClockKind::Ros,
            2 => ClockKind::System,
            3 => ClockKind::Steady,
            other => {
                return Err(RCLError::new_err(format!(
                    "no clock of type {other}: expected ROS_TIME (1), SYSTEM_TIME (2) or STEADY_TIME (3)"
                )));
            }
        };
        Ok(Self::of(Clock::new(kind)))
    }

    /// Nanoseconds since the clock's epoch.
    fn get_now(&self) -> PyResult<i64> {
        Ok(self.get()?.now().nanoseconds())
    }

    fn get_ros_time_override_is_enabled(&self) -> PyResult<bool> {
        self.get()?.ros_time_override_is_enabled().map_err(raise)
    }

    fn set_ros_time_override_is_enabled(&self, py: Python<'_>, enabled: bool) -> PyResult<()> {
        let clock = self.get()?;
        Self::set(py, move || clock.set_ros_time_override_is_enabled(enabled))
    }

    fn set_ros_time_override(&self, py: Python<'_>, nanoseconds: i64) -> PyResult<()> {
        let clock = self.get()?;
        Self::set(py, move || clock.set_ros_time_override(nanoseconds))
    }

    /// Has `_pre_callback` and `_post_callback` of a jump handle called when the clock jumps by a
    /// threshold; zero is none.
    fn add_clock_callback(
        &self,
        jump_handle: &Bound<'_, PyAny>,
        on_clock_change: bool,
        min_forward: i64,
        min_backward: i64,
    ) -> PyResult<()> {
        let span = |ns: i64| (ns != 0).then(|| Duration::from_nanos(ns));
        let threshold = JumpThreshold {
            on_clock_change,
            min_forward: span(min_forward),
            min_backward: span(min_backward),
        };
        let pre = jump_handle.getattr("_pre_callback")?.unbind();
        let post = jump_handle.getattr("_post_callback")?.unbind();
        let handle = self.get()?.add_jump_callback(
            threshold,
            move |_| {
                call_back(|py| {
                    if pre.is_none(py) {
                        Ok(())
                    } else {
                        pre.call0(py).map(drop)
                    }
                });
            },
            move |jump| {
                call_back(|py| {
                    if post.is_none(py) {
                        return Ok(());
                    }
                    post.call1(py, (as_dictionary(py, jump)?,)).map(drop)
                });
            },
        );
        self.jumps
            .lock()
            .insert(jump_handle.as_ptr().addr(), handle.map_err(raise)?);
        Ok(())
    }

    fn remove_clock_callback(&self, jump_handle: &Bound<'_, PyAny>) {
        let removed = self.jumps.lock().remove(&jump_handle.as_ptr().addr());
        drop(removed);
    }
}

fn as_dictionary<'py>(py: Python<'py>, jump: &TimeJump) -> PyResult<Bound<'py, PyDict>> {
    let dictionary = PyDict::new(py);
    dictionary.set_item("clock_change", number_of(jump.clock_change))?;
    dictionary.set_item("delta", jump.delta.nanoseconds())?;
    Ok(dictionary)
}
