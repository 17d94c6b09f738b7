//! What an executor hands to Python: an entity's turn, its callback and what the callback is called with.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType, PyWeakrefReference};
use rosebay_locks::Mutex;
use rosebay_rcl::executor::{Entity, Outcome, Ready, Running};
use rosebay_rcl::rmw::{EventStatus, MessageInfo};
use rosebay_rcl::{Sample, TimerInfo};

use crate::callback_group::Group;
use crate::event::{Side, status_object};
use crate::executor::Shared;
use crate::waitable::Asking;
use crate::{gil, message};

thread_local! {
    /// What the entity whose turn it is leaves for the spinning thread to take into Python. An entity's turn
    /// is outside the interpreter: it takes the message, and does no more.
    static HANDED_OVER: RefCell<Option<Work>> = const { RefCell::new(None) };
}

/// Leaves work for the spinning thread, which runs this.
pub(crate) fn hand_over(work: Work) {
    HANDED_OVER.set(Some(work));
}

/// Takes what the entity has left whose turn it was.
pub(crate) fn take_over() -> Option<Work> {
    HANDED_OVER.take()
}

/// A Python object with a callback, as the executors know it: its handle exists before it does.
pub(crate) struct Member {
    group: Group,
    bound: OnceLock<Objects>,
    alive: AtomicBool,
}

/// The Python objects, held weakly, for they hold the handle.
struct Objects {
    entity: Py<PyWeakrefReference>,
    node: Py<PyWeakrefReference>,
}

impl Member {
    pub(crate) fn new(group: Group) -> Arc<Self> {
        Arc::new(Self {
            group,
            bound: OnceLock::new(),
            alive: AtomicBool::new(true),
        })
    }

    /// How its callbacks are scheduled.
    pub(crate) fn group(&self) -> &Group {
        &self.group
    }

    /// Names the Python object and its node. Until then its work is held back.
    pub(crate) fn bind(&self, entity: &Bound<'_, PyAny>, node: &Bound<'_, PyAny>) -> PyResult<()> {
        let entity = PyWeakrefReference::new(entity)?.unbind();
        let node = PyWeakrefReference::new(node)?.unbind();
        self.bound.set(Objects { entity, node }).ok();
        Ok(())
    }

    /// Lets it have no more callbacks.
    pub(crate) fn end(&self) {
        self.alive.store(false, Ordering::Release);
    }

    fn entity<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.bound.get()?.entity.bind(py).upgrade()
    }

    fn node<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.bound.get()?.node.bind(py).upgrade()
    }
}

/// What a callback is called with.
pub(crate) enum Payload {
    /// A message of a class, or serialized where there is none, and its info where that is wanted.
    Message {
        sample: Sample,
        class: Option<Arc<Py<PyType>>>,
        /// The name of the one that it came through.
        middleware: &'static str,
    },
    /// A timer's call.
    Timer(TimerInfo),
    /// A guard condition was triggered.
    Trigger,
    /// An event's status.
    Event(EventStatus, Side),
    /// A waitable of the program's own is to be asked whether it is ready.
    Waitable(Asking),
    /// What is delivered in its own way: to the Python object, given with its node. Returns what the
    /// callback returned.
    Delivery {
        /// What it is, by the word that upstream has for it.
        what: &'static str,
        deliver: Box<Deliver>,
    },
}

impl Payload {
    /// What `deliver` does with the Python object and its node.
    pub(crate) fn delivery(
        what: &'static str,
        deliver: impl for<'py> FnOnce(
            &Bound<'py, PyAny>,
            &Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>>
        + Send
        + 'static,
    ) -> Self {
        let deliver = Box::new(deliver);
        Self::Delivery { what, deliver }
    }
}

type Deliver = dyn for<'py> FnOnce(&Bound<'py, PyAny>, &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>
    + Send;

type TakeTask = dyn FnOnce(Python<'_>) -> Option<Py<PyAny>> + Send;

/// One piece of work for Python.
pub(crate) enum Work {
    /// An entity's callback.
    Callback {
        member: Arc<Member>,
        payload: Payload,
        turn: Turn,
    },
    /// A task that is to be run or resumed; it is taken when that is done.
    Task(Box<TakeTask>, Turn),
}

/// An entity's turn: it lasts until the callback, or the coroutine that it started, has ended.
#[derive(Default)]
pub(crate) struct Turn {
    /// The callback group's token.
    ready: Option<Ready>,
    /// A user's own group and the entity, to be told of the end.
    asked: Option<(Py<PyAny>, Py<PyAny>)>,
    executor: Option<Arc<Shared>>,
}

impl Turn {
    pub(crate) fn new(ready: Ready) -> Self {
        Self {
            ready: Some(ready),
            asked: None,
            executor: None,
        }
    }

    /// Marks this thread as the one that runs the callback, until the guard drops.
    fn enter(&self) -> Option<Running> {
        self.ready.as_ref().map(Ready::enter)
    }

    /// Lets the others of the callback group have their turns.
    pub(crate) fn end(&mut self, py: Python<'_>) -> PyResult<()> {
        drop(self.ready.take());
        let told = self.asked.take().map(|(group, entity)| {
            group
                .call_method1(py, "ending_execution", (entity,))
                .map(drop)
        });
        if let Some(executor) = self.executor.take() {
            executor.end_turn();
        }
        told.unwrap_or(Ok(()))
    }
}

/// What is to become of work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// Its callback may begin.
    Given,
    /// It has to wait.
    Withheld,
    /// There is nothing to do after all.
    Needless,
}

impl Work {
    /// An entity's callback, whose turn has come.
    pub(crate) fn callback(member: Arc<Member>, payload: Payload, ready: Ready) -> Self {
        Self::Callback {
            member,
            payload,
            turn: Turn::new(ready),
        }
    }

    /// Whether the callback may begin: its entity is known and, where the callback group is a user's own,
    /// the group lets it. The group is then told of the end.
    pub(crate) fn may_begin(&mut self, py: Python<'_>, executor: &Arc<Shared>) -> PyResult<Leave> {
        let Self::Callback {
            member,
            payload,
            turn,
        } = self
        else {
            return Ok(Leave::Given);
        };
        turn.executor = Some(Arc::clone(executor));
        if !member.alive.load(Ordering::Acquire) {
            return Ok(Leave::Needless);
        }
        if member.bound.get().is_none() {
            return Ok(Leave::Withheld);
        }
        let Some(entity) = member.entity(py) else {
            return Ok(Leave::Needless);
        };
        if let Payload::Waitable(asking) = payload
            && !asking.is_ready(&entity)?
        {
            return Ok(Leave::Needless);
        }
        if matches!(member.group, Group::Known(_)) {
            return Ok(Leave::Given);
        }
        let group = entity.getattr("callback_group")?;
        let lets = group.call_method1("can_execute", (&entity,))?.is_truthy()?
            && group
                .call_method1("beginning_execution", (&entity,))?
                .is_truthy()?;
        if lets {
            turn.asked = Some((group.unbind(), entity.unbind()));
            // Only the group decides from here on.
            drop(turn.ready.take());
            return Ok(Leave::Given);
        }
        Ok(Leave::Withheld)
    }

    /// Does it, as an executor's `spin` does. A coroutine goes on as a task of the executor.
    pub(crate) fn run(self, executor: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = executor.py();
        let (member, payload, mut turn) = match self {
            Self::Task(take, turn) => {
                let _running = turn.enter();
                return take(py).map_or(Ok(()), |task| run_task(task.bind(py)));
            }
            Self::Callback {
                member,
                payload,
                turn,
            } => (member, payload, turn),
        };
        let _running = turn.enter();
        match call(py, &member, payload) {
            Ok(Some(coroutine)) => {
                let turn = Bound::new(
                    py,
                    PyTurn {
                        turn: Mutex::new(Some(turn)),
                    },
                )?;
                executor
                    .call_method1("_go_on_with", (coroutine, turn))
                    .map(drop)
            }
            Ok(None) => turn.end(py),
            Err(error) => {
                turn.end(py)?;
                Err(error)
            }
        }
    }
}

/// Gives an entity its turn in place of an executor; `None` where there is nothing to do.
pub(crate) fn take_turn(py: Python<'_>, entity: &Arc<Entity>) -> Option<PyWork> {
    let work = gil::outside(py, || {
        while let Some(ready) = entity.take_turn() {
            if ready.execute() == Outcome::Executed
                && let Some(work) = take_over()
            {
                return Some(work);
            }
        }
        None
    });
    work.map(|work| PyWork::new(py, work))
}

/// Runs a task; what it raises leaves the executor, as with upstream.
fn run_task(task: &Bound<'_, PyAny>) -> PyResult<()> {
    task.call0()?;
    let error = task.call_method0("exception")?;
    if error.is_none() {
        Ok(())
    } else {
        Err(PyErr::from_value(error))
    }
}

/// Calls the callback; returns the coroutine where it is one's. Nothing is called for an object that has
/// been destroyed meanwhile.
fn call<'py>(
    py: Python<'py>,
    member: &Member,
    payload: Payload,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    if !member.alive.load(Ordering::Acquire) {
        return Ok(None);
    }
    let Some(entity) = member.entity(py) else {
        return Ok(None);
    };
    let callback = || entity.getattr("callback");
    let result = match payload {
        Payload::Message {
            sample,
            class,
            middleware,
        } => {
            let info = sample.info;
            let message = match class {
                Some(class) => message::from_bytes(py, class.bind(py), sample.payload)?,
                None => PyBytes::new(py, &sample.payload).into_any().unbind(),
            };
            if entity.getattr("_takes_info")?.is_truthy()? {
                callback()?.call1((message, info_dict(py, &info, middleware)?))?
            } else {
                callback()?.call1((message,))?
            }
        }
        Payload::Timer(info) if entity.getattr("_takes_info")?.is_truthy()? => {
            callback()?.call1((timer_info(&entity, info)?,))?
        }
        Payload::Timer(_) | Payload::Trigger => match callback()? {
            callback if callback.is_none() => return Ok(None),
            callback => callback.call0()?,
        },
        Payload::Waitable(asking) => asking.execute(&entity)?,
        Payload::Event(status, side) => callback()?.call1((status_object(py, status, side)?,))?,
        Payload::Delivery { deliver, .. } => match member.node(py) {
            Some(node) => deliver(&entity, &node)?,
            None => return Ok(None),
        },
    };
    Ok(is_coroutine(&result)?.then_some(result))
}

fn is_coroutine(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_none() {
        return Ok(false);
    }
    static COROUTINE: pyo3::sync::PyOnceLock<Py<PyType>> = pyo3::sync::PyOnceLock::new();
    value.is_instance(COROUTINE.import(value.py(), "types", "CoroutineType")?)
}

fn timer_info<'py>(timer: &Bound<'py, PyAny>, info: TimerInfo) -> PyResult<Bound<'py, PyAny>> {
    let class = timer.py().import("rclpy.timer")?.getattr("TimerInfo")?;
    let times = PyDict::new(timer.py());
    times.set_item("expected_call_time", info.expected_call_time.nanoseconds())?;
    times.set_item("actual_call_time", info.actual_call_time.nanoseconds())?;
    times.set_item("clock_type", timer.getattr("clock")?.getattr("clock_type")?)?;
    class.call((), Some(&times))
}

/// A message's info as Python's `MessageInfo`; `middleware` names the one it came through.
pub(crate) fn info_dict<'py>(
    py: Python<'py>,
    info: &MessageInfo,
    middleware: &str,
) -> PyResult<Bound<'py, PyDict>> {
    let gid = PyDict::new(py);
    gid.set_item("implementation_identifier", middleware)?;
    gid.set_item("data", PyBytes::new(py, &info.publisher_gid.0))?;
    let dictionary = PyDict::new(py);
    dictionary.set_item("source_timestamp", info.source_timestamp)?;
    dictionary.set_item("received_timestamp", info.received_timestamp)?;
    dictionary.set_item(
        "publication_sequence_number",
        info.publication_sequence_number,
    )?;
    dictionary.set_item("reception_sequence_number", info.reception_sequence_number)?;
    dictionary.set_item("publisher_gid", gid)?;
    Ok(dictionary)
}

/// The turn of a coroutine.
#[pyclass(name = "Turn", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyTurn {
    turn: Mutex<Option<Turn>>,
}

#[pymethods]
impl PyTurn {
    /// To be called when the coroutine has ended.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        let turn = self.turn.lock().take();
        turn.map_or(Ok(()), |mut turn| turn.end(py))
    }
}

/// Work for an executor that is written in Python.
#[pyclass(name = "Work", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyWork {
    member: Option<Arc<Member>>,
    payload: Mutex<Option<Payload>>,
    turn: Mutex<Option<Turn>>,
    /// The task that this is the next step of.
    #[pyo3(get)]
    task: Option<Py<PyAny>>,
}

impl PyWork {
    pub(crate) fn new(py: Python<'_>, work: Work) -> Self {
        match work {
            Work::Task(take, turn) => Self {
                member: None,
                payload: Mutex::default(),
                turn: Mutex::new(Some(turn)),
                task: take(py),
            },
            Work::Callback {
                member,
                payload,
                turn,
            } => Self {
                member: Some(member),
                payload: Mutex::new(Some(payload)),
                turn: Mutex::new(Some(turn)),
                task: None,
            },
        }
    }
}

#[pymethods]
impl PyWork {
    /// Whose callback it is.
    #[getter]
    fn entity<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.member.as_ref()?.entity(py)
    }

    /// Whose node's callback it is.
    #[getter]
    fn node<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.member.as_ref()?.node(py)
    }

    /// What is delivered to a client, a service or an action.
    #[getter]
    fn what(&self) -> Option<&'static str> {
        match &*self.payload.lock() {
            Some(Payload::Delivery { what, .. }) => Some(what),
            _ => None,
        }
    }

    /// Calls the callback once; returns its coroutine where it is one's.
    fn call<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let payload = self.payload.lock().take();
        let (executor, _running) = match &*self.turn.lock() {
            Some(turn) => (turn.executor.clone(), turn.enter()),
            None => (None, None),
        };
        let (Some(member), Some(payload)) = (&self.member, payload) else {
            return Ok(None);
        };
        match executor {
            Some(executor) => executor.calling(|| call(py, member, payload)),
            None => call(py, member, payload),
        }
    }

    /// To be called when the callback, or its coroutine, has ended.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        let turn = self.turn.lock().take();
        turn.map_or(Ok(()), |mut turn| turn.end(py))
    }
}
