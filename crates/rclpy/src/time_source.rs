//! `TimeSource`: who sets clocks.

use pyo3::prelude::*;
use rosebay_rcl::TimeSource;

use crate::clock::PyClock;
use crate::errors::raise;
use crate::node::PyNode;
use crate::raised::with_callbacks;

/// Sets clocks by the topic `/clock`.
#[pyclass(name = "TimeSource", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyTimeSource {
    source: TimeSource,
}

#[pymethods]
impl PyTimeSource {
    #[new]
    fn new() -> Self {
        Self {
            source: TimeSource::new(),
        }
    }

    fn attach_node(&self, py: Python<'_>, node: &PyNode) -> PyResult<()> {
        let node = node.get()?;
        with_callbacks(py, || self.source.attach_node(&node))?.map_err(raise)
    }

    fn detach_node(&self, py: Python<'_>) -> PyResult<()> {
        with_callbacks(py, || self.source.detach_node())
    }

    fn attach_clock(&self, py: Python<'_>, clock: &PyClock) -> PyResult<()> {
        let clock = clock.get()?;
        with_callbacks(py, || self.source.attach_clock(&clock))?.map_err(raise)
    }

    fn is_active(&self) -> bool {
        self.source.is_active()
    }

    /// The full name of the topic that it listens to, while it does.
    fn listens_to(&self) -> Option<String> {
        self.source.listens_to()
    }

    fn set_active(&self, py: Python<'_>, active: bool) -> PyResult<()> {
        with_callbacks(py, || self.source.set_active(active))
    }

    /// Has the clocks show a time, in nanoseconds.
    fn set_time(&self, py: Python<'_>, nanoseconds: i64) -> PyResult<()> {
        with_callbacks(py, || self.source.set_time(nanoseconds))
    }
}
