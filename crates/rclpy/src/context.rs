//! `Context`: what `init` opens and `shutdown` ends.

use std::sync::Arc;

use pyo3::prelude::*;
use rosebay_rcl::Context;
use rosebay_rcl::context::{InitOptions, ShutdownReason};

use crate::errors::raise;
use crate::gil;
use crate::handle::{Destroyable, Slot};

/// A place in the ROS graph.
#[pyclass(name = "Context", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyContext {
    slot: Arc<Slot<Context>>,
}

impl PyContext {
    /// The client library's context.
    pub(crate) fn get(&self) -> PyResult<Context> {
        self.slot.get()
    }
}

#[pymethods]
impl PyContext {
    #[new]
    fn new(
        py: Python<'_>,
        arguments: Vec<String>,
        domain_id: Option<u32>,
        initialize_logging: bool,
    ) -> PyResult<PyClassInitializer<Self>> {
        let options = InitOptions {
            arguments,
            domain_id,
            initialize_logging,
            ..InitOptions::default()
        };
        let context = gil::outside_until_signal(py, || Context::new(options))?.map_err(raise)?;
        let slot = Slot::new(context);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self { slot }))
    }

    /// Whether it has not been shut down. In a child process the parent's is not valid.
    fn ok(&self) -> PyResult<bool> {
        Ok(!self.slot.is_foreign() && self.get()?.ok())
    }

    fn get_domain_id(&self) -> PyResult<u32> {
        Ok(self.get()?.domain_id())
    }

    /// Shuts it down. That a signal has done so before is no error.
    fn shutdown(&self, py: Python<'_>) -> PyResult<()> {
        let context = self.get()?;
        let result = gil::outside(py, || context.shutdown("rclpy.shutdown() was called"));
        if matches!(context.shutdown_reason(), Some(ShutdownReason::Signal(_))) {
            return Ok(());
        }
        result.map_err(raise)
    }
}
