//! `Waitable`: what a program waits for in its own way.

use std::sync::Arc;

use pyo3::prelude::*;
use rosebay_locks::Mutex;
use rosebay_rcl::executor::{Outcome, Waitable};

use crate::callback_group::Group;
use crate::errors::InvalidHandle;
use crate::handle::{Destroyable, Slot};
use crate::node::PyNode;
use crate::wait_set::PyWaitSet;
use crate::work::{Member, Payload, Work, hand_over};

/// Gives turns to a Python `Waitable`.
#[pyclass(name = "Waitable", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyWaitable {
    slot: Arc<Slot<Waitable>>,
    member: Arc<Member>,
}

/// Whether a waitable's Python object is being asked, or was and has not taken its data yet.
#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    AtRest,
    Asked,
    /// Something else has become ready meanwhile.
    ToBeAskedAgain,
}

/// The time from the question whether a waitable is ready until it has taken its data. Nobody else asks
/// meanwhile, for what is ready is still there.
pub(crate) struct Asking {
    waitable: Waitable,
    stage: Arc<Mutex<Stage>>,
    /// Whether it was asked, and is ready.
    is_ready: bool,
}

impl Asking {
    fn begin(waitable: Waitable, stage: &Arc<Mutex<Stage>>) -> Option<Self> {
        let mut present = stage.lock();
        if let Stage::AtRest = *present {
            *present = Stage::Asked;
            let stage = Arc::clone(stage);
            return Some(Self {
                waitable,
                stage,
                is_ready: false,
            });
        }
        *present = Stage::ToBeAskedAgain;
        None
    }

    /// Has the waitable watch what its Python object wants, and asks the object whether that makes it ready.
    /// It is not asked again after it was.
    pub(crate) fn is_ready(&mut self, entity: &Bound<'_, PyAny>) -> PyResult<bool> {
        if self.is_ready {
            return Ok(true);
        }
        let py = entity.py();
        match entity.call_method0("__enter__") {
            Err(error) if error.is_instance_of::<InvalidHandle>(py) => return Ok(false),
            entered => entered?,
        };
        let ask = || {
            let wait_set = Bound::new(py, PyWaitSet::of(self.waitable.node().context()))?;
            entity.call_method1("add_to_wait_set", (&wait_set,))?;
            wait_set.get().watch(&self.waitable);
            entity.call_method1("is_ready", (wait_set,))?.is_truthy()
        };
        let answer = ask();
        entity.call_method1("__exit__", (py.None(), py.None(), py.None()))?;
        self.is_ready = answer?;
        Ok(self.is_ready)
    }

    /// Has the Python object take its data and returns what it makes of them.
    pub(crate) fn execute<'py>(self, entity: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let data = entity.call_method0("take_data");
        // There may be more, and it may want something else from now on.
        *self.stage.lock() = Stage::ToBeAskedAgain;
        drop(self);
        entity.call_method1("execute", (data?,))
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let before = std::mem::take(&mut *self.stage.lock());
        if let Stage::ToBeAskedAgain = before {
            self.waitable.notify();
        }
    }
}

impl PyWaitable {
    /// The client library's waitable.
    pub(crate) fn get(&self) -> PyResult<Waitable> {
        self.slot.get()
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }
}

#[pymethods]
impl PyWaitable {
    #[new]
    fn new(node: &PyNode, callback_group: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let node = node.get()?;
        let member = Member::new(Group::of(callback_group)?);
        let group = member.group().token();
        let its_member = Arc::clone(&member);
        let stage = Arc::default();
        let waitable = Waitable::new(&node, Some(group), move |waitable, ready| {
            let Some(asking) = Asking::begin(waitable, &stage) else {
                return Outcome::Idle;
            };
            let payload = Payload::Waitable(asking);
            hand_over(Work::callback(Arc::clone(&its_member), payload, ready));
            Outcome::Executed
        });
        let slot = Slot::new(waitable);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self { slot, member }))
    }

    /// Has the Python object asked whether it is ready.
    fn notify(&self) -> PyResult<()> {
        self.get()?.notify();
        Ok(())
    }
}
