//! `WaitSet`: waiting for what programs take themselves.

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use rosebay_locks::Mutex;
use rosebay_rcl::executor::{Awaited, WaitSet, Waitable};
use rosebay_rcl::{Context, Error};

use crate::action::{PyActionClient, PyActionServer};
use crate::client::PyClient;
use crate::context::PyContext;
use crate::errors::raise;
use crate::event::PyEventHandle;
use crate::gil;
use crate::guard_condition::PyGuardCondition;
use crate::handle::Destroyable;
use crate::service::PyService;
use crate::subscription::PySubscription;
use crate::timer::PyTimer;

/// The names that upstream has for what one can wait for.
const KINDS: [&str; 7] = [
    "subscription",
    "guard_condition",
    "timer",
    "client",
    "service",
    "event",
    "action",
];

/// A wait set.
#[pyclass(name = "WaitSet", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyWaitSet {
    context: Context,
    members: Mutex<Vec<Member>>,
}

/// One thing to wait for.
#[derive(Clone)]
struct Member {
    kind: usize,
    pointer: usize,
    awaited: Awaited,
    is_ready: bool,
}

impl PyWaitSet {
    /// Adds something; returns its index among those of its kind.
    fn add(&self, kind: usize, handle: &Bound<'_, PyAny>, awaited: Awaited) -> PyResult<usize> {
        let pointer = handle.cast::<Destroyable>()?.get().pointer();
        let mut members = self.members.lock();
        let index = members.iter().filter(|member| member.kind == kind).count();
        members.push(Member {
            kind,
            pointer,
            awaited,
            is_ready: false,
        });
        Ok(index)
    }

    /// A wait set that nothing has been added to.
    pub(crate) fn of(context: &Context) -> Self {
        Self {
            context: context.clone(),
            members: Mutex::default(),
        }
    }

    /// Has a waitable watch what was added, and asks what of it is ready.
    pub(crate) fn watch(&self, waitable: &Waitable) {
        let awaited: Vec<Awaited> = {
            let members = self.members.lock();
            members.iter().map(|each| each.awaited.clone()).collect()
        };
        self.set_ready(waitable.watch(&awaited));
    }

    /// Keeps what a wait has brought. A guard condition is ready once.
    fn set_ready(&self, ready: Vec<bool>) {
        let ready = ready.into_iter().chain(std::iter::repeat(false));
        for (member, is_ready) in self.members.lock().iter_mut().zip(ready) {
            member.is_ready = is_ready;
            if is_ready && let (1, Awaited::Entity(guard)) = (member.kind, &member.awaited) {
                guard.settle();
            }
        }
    }

    fn of_kind(&self, name: &str) -> PyResult<Vec<Member>> {
        let kind = KINDS.iter().position(|kind| *kind == name);
        let kind = kind.ok_or_else(|| {
            PyValueError::new_err(format!("'{name}' is none of {}", KINDS.join(", ")))
        })?;
        let members = self.members.lock();
        Ok(members
            .iter()
            .filter(|member| member.kind == kind)
            .cloned()
            .collect())
    }
}

#[pymethods]
impl PyWaitSet {
    /// Upstream wants to know how much of each kind will be added; here it does not matter.
    #[new]
    #[pyo3(signature = (_subscriptions, _guard_conditions, _timers, _clients, _services, _events, context))]
    fn new(
        _subscriptions: usize,
        _guard_conditions: usize,
        _timers: usize,
        _clients: usize,
        _services: usize,
        _events: usize,
        context: &PyContext,
    ) -> PyResult<Self> {
        Ok(Self::of(&context.get()?))
    }

    fn clear_entities(&self) {
        self.members.lock().clear();
    }

    fn add_subscription(&self, handle: &Bound<'_, PySubscription>) -> PyResult<usize> {
        let entity = handle.get().get()?.entity().clone();
        self.add(0, handle, Awaited::Entity(entity))
    }

    fn add_guard_condition(&self, handle: &Bound<'_, PyGuardCondition>) -> PyResult<usize> {
        let entity = handle.get().get()?.awaited();
        self.add(1, handle, Awaited::Entity(entity))
    }

    fn add_timer(&self, handle: &Bound<'_, PyTimer>) -> PyResult<usize> {
        self.add(2, handle, Awaited::Timer(handle.get().get()?))
    }

    fn add_client(&self, handle: &Bound<'_, PyClient>) -> PyResult<usize> {
        let entity = handle.get().get()?.entity().clone();
        self.add(3, handle, Awaited::Entity(entity))
    }

    fn add_service(&self, handle: &Bound<'_, PyService>) -> PyResult<usize> {
        let entity = handle.get().get()?.entity().clone();
        self.add(4, handle, Awaited::Entity(entity))
    }

    fn add_event(&self, handle: &Bound<'_, PyEventHandle>) -> PyResult<usize> {
        let entity = handle.get().get()?.lock().entity().clone();
        self.add(5, handle, Awaited::Entity(entity))
    }

    /// Adds an action's client or server.
    fn add_action(&self, handle: &Bound<'_, PyAny>) -> PyResult<usize> {
        let entity = if let Ok(client) = handle.cast::<PyActionClient>() {
            client.get().get()?.entity().clone()
        } else {
            let server = handle.cast::<PyActionServer>()?;
            server.get().get()?.entity().clone()
        };
        self.add(6, handle, Awaited::Entity(entity))
    }

    /// Waits until something is ready, the time is up or the context is shut down.
    fn wait(&self, py: Python<'_>, timeout_ns: i64) -> PyResult<()> {
        let mut wait_set = WaitSet::new(&self.context);
        for member in &*self.members.lock() {
            wait_set.add(member.awaited.clone());
        }
        let deadline = gil::deadline(timeout_ns);
        let outcome = gil::wait_outside(py, deadline, |timeout| match wait_set.wait(timeout) {
            Ok(ready) if ready.contains(&true) => Some(Ok(ready)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })?;
        let ready = match outcome {
            Some(Ok(ready)) => ready,
            None | Some(Err(Error::ContextShutDown { .. })) => Vec::new(),
            Some(Err(error)) => return Err(raise(error)),
        };
        self.set_ready(ready);
        Ok(())
    }

    /// The handles' pointers of what was ready when the last wait ended.
    fn get_ready_entities(&self, kind: &str) -> PyResult<Vec<usize>> {
        let members = self.of_kind(kind)?.into_iter();
        Ok(members
            .filter(|member| member.is_ready)
            .map(|member| member.pointer)
            .collect())
    }

    /// Whether something was ready when the last wait ended.
    fn is_ready(&self, kind: &str, index: usize) -> PyResult<bool> {
        let members = self.of_kind(kind)?;
        let member = members.get(index).ok_or_else(|| {
            PyIndexError::new_err(format!(
                "there are {} of '{kind}', not more than {index}",
                members.len()
            ))
        })?;
        Ok(member.is_ready)
    }
}
