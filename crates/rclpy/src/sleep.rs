//! `Sleep`: waiting for a clock to show a time.

use pyo3::prelude::*;
use rosebay_rcl::Time;
use rosebay_rcl::clock::Sleep;

use crate::clock::PyClock;
use crate::context::PyContext;
use crate::errors::raise;
use crate::gil;

/// A sleep by a clock.
#[pyclass(name = "Sleep", frozen, module = "rclpy._rclpy")]
pub(crate) struct PySleep {
    sleep: Sleep,
}

#[pymethods]
impl PySleep {
    #[new]
    fn new(clock: &PyClock, nanoseconds: i64, context: &PyContext) -> PyResult<Self> {
        let clock = clock.get()?;
        let until = Time::from_nanos(nanoseconds, clock.kind());
        let sleep = clock.begin_sleep(until, &context.get()?).map_err(raise)?;
        Ok(Self { sleep })
    }

    /// Sleeps; returns whether the clock shows the time.
    fn wait(&self, py: Python<'_>) -> PyResult<bool> {
        let reached = gil::wait_outside(py, None, |timeout| self.sleep.wait(timeout))?;
        py.check_signals()?;
        Ok(reached == Some(true))
    }

    /// Ends it early.
    fn end(&self) {
        self.sleep.end();
    }
}
