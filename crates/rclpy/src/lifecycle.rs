//! `Lifecycle`: what makes a node a managed one.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyWeakrefMethods, PyWeakrefReference};
use rosebay_rcl::lifecycle::{
    CallbackReturn, LifecycleCallbacks, LifecycleNode, LifecycleOptions, State,
};

use crate::callback_group::Group;
use crate::errors::raise;
use crate::handle::{Destroyable, Slot};
use crate::node::PyNode;
use crate::raised::{call_back, with_callbacks};
use crate::service::PyService;

/// A managed node's state and services.
#[pyclass(name = "Lifecycle", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyLifecycle {
    slot: Arc<Slot<Arc<LifecycleNode>>>,
}

/// The Python node, held weakly: it holds this.
struct Callbacks(Py<PyWeakrefReference>);

impl Callbacks {
    /// Calls a callback by its name. One that raises has an error.
    fn call(&self, name: &str, previous: State) -> CallbackReturn {
        let returned = call_back(|py| {
            let Some(owner) = self.0.bind(py).upgrade() else {
                return Ok(CallbackReturn::Success as u8);
            };
            let previous = (previous.id(), previous.label());
            owner
                .call_method1("_call_transition_callback", (name, previous))?
                .extract::<u8>()
        });
        let known = [CallbackReturn::Success, CallbackReturn::Failure];
        known
            .into_iter()
            .find(|known| Some(*known as u8) == returned)
            .unwrap_or(CallbackReturn::Error)
    }
}

impl LifecycleCallbacks for Callbacks {
    fn on_configure(&self, previous: State) -> CallbackReturn {
        self.call("on_configure", previous)
    }

    fn on_cleanup(&self, previous: State) -> CallbackReturn {
        self.call("on_cleanup", previous)
    }

    fn on_shutdown(&self, previous: State) -> CallbackReturn {
        self.call("on_shutdown", previous)
    }

    fn on_activate(&self, previous: State) -> CallbackReturn {
        self.call("on_activate", previous)
    }

    fn on_deactivate(&self, previous: State) -> CallbackReturn {
        self.call("on_deactivate", previous)
    }

    fn on_error(&self, previous: State) -> CallbackReturn {
        self.call("on_error", previous)
    }
}

impl PyLifecycle {
    /// One of [`LifecycleNode::services`].
    fn service(&self, py: Python<'_>, index: usize) -> PyResult<Option<Py<PyService>>> {
        let node = self.slot.get()?;
        let service = node.services().map(|services| services[index]);
        service
            .map(|service| Py::new(py, PyService::of(service)))
            .transpose()
    }

    /// Changes the state; returns the number of what came of the transition's callback.
    fn change(
        &self,
        py: Python<'_>,
        change: impl FnOnce(&LifecycleNode) -> rosebay_rcl::Result<CallbackReturn> + Send,
    ) -> PyResult<u8> {
        let node = self.slot.get()?;
        let returned = with_callbacks(py, || change(&node))?;
        Ok(returned.map_err(raise)? as u8)
    }
}

#[pymethods]
impl PyLifecycle {
    /// Has `owner._call_transition_callback` called with the names of callbacks, and the number and label of
    /// the state before.
    #[new]
    fn new(
        py: Python<'_>,
        node: &PyNode,
        owner: &Bound<'_, PyAny>,
        enable_communication_interface: bool,
        callback_group: &Bound<'_, PyAny>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let node = node.get()?;
        let callbacks = Callbacks(PyWeakrefReference::new(owner)?.unbind());
        let options = LifecycleOptions {
            enable_communication_interface,
            callback_group: Some(Group::of(callback_group)?.token()),
        };
        let managed = with_callbacks(py, || {
            LifecycleNode::with_options(&node, callbacks, options)
        });
        let slot = Slot::new(Arc::new(managed?.map_err(raise)?));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self { slot }))
    }

    /// The number and label of the present state.
    #[getter]
    fn current_state(&self) -> PyResult<(u8, &'static str)> {
        let state = self.slot.get()?.state();
        Ok((state.id(), state.label()))
    }

    #[getter]
    fn service_change_state(&self, py: Python<'_>) -> PyResult<Option<Py<PyService>>> {
        self.service(py, 0)
    }

    #[getter]
    fn service_get_state(&self, py: Python<'_>) -> PyResult<Option<Py<PyService>>> {
        self.service(py, 1)
    }

    #[getter]
    fn service_get_available_states(&self, py: Python<'_>) -> PyResult<Option<Py<PyService>>> {
        self.service(py, 2)
    }

    #[getter]
    fn service_get_available_transitions(&self, py: Python<'_>) -> PyResult<Option<Py<PyService>>> {
        self.service(py, 3)
    }

    #[getter]
    fn service_get_transition_graph(&self, py: Python<'_>) -> PyResult<Option<Py<PyService>>> {
        self.service(py, 4)
    }

    fn configure(&self, py: Python<'_>) -> PyResult<u8> {
        self.change(py, LifecycleNode::configure)
    }

    fn cleanup(&self, py: Python<'_>) -> PyResult<u8> {
        self.change(py, LifecycleNode::cleanup)
    }

    fn activate(&self, py: Python<'_>) -> PyResult<u8> {
        self.change(py, LifecycleNode::activate)
    }

    fn deactivate(&self, py: Python<'_>) -> PyResult<u8> {
        self.change(py, LifecycleNode::deactivate)
    }

    fn shutdown(&self, py: Python<'_>) -> PyResult<u8> {
        self.change(py, LifecycleNode::shutdown)
    }
}
