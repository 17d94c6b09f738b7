//! `GuardCondition`: callbacks that the program itself makes ready.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use rosebay_locks::Mutex;
use rosebay_rcl::CallbackGroup;
use rosebay_rcl::executor::{Entity, EntityKind, Executable, Outcome, Ready};
use rosebay_rcl::signals::{SignalListener, on_signal};

use crate::callback_group::Group;
use crate::context::PyContext;
use crate::handle::{Destroyable, Slot};
use crate::work::{Member, Payload, Turn, Work, hand_over};

/// A guard condition.
#[pyclass(name = "GuardCondition", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyGuardCondition {
    slot: Arc<Slot<Arc<Guard>>>,
    /// Triggers it when a signal comes.
    on_signal: Mutex<Option<SignalListener>>,
}

/// A guard condition, before and after it is added to a node.
#[derive(Default)]
pub(crate) struct Guard {
    /// Triggered, and no executor or wait set told of it.
    triggered: AtomicBool,
    scheduled: OnceLock<(Arc<Member>, Arc<Entity>)>,
}

impl Guard {
    fn trigger(&self) {
        self.triggered.store(true, Ordering::Release);
        if let Some((_, entity)) = self.scheduled.get()
            && self.triggered.swap(false, Ordering::AcqRel)
        {
            entity.notify();
        }
    }

    /// What a wait set waits for.
    pub(crate) fn awaited(&self) -> Arc<Entity> {
        let group = Group::Known(CallbackGroup::reentrant());
        Arc::clone(&self.schedule(group).1)
    }

    /// What the executors know of it, made when it is added to a node or a wait set.
    pub(crate) fn schedule(&self, group: Group) -> &(Arc<Member>, Arc<Entity>) {
        let scheduled = self.scheduled.get_or_init(|| {
            let token = group.token();
            let member = Member::new(group);
            let turns = Arc::new(Turns(Arc::clone(&member)));
            let entity = Entity::new(EntityKind::GuardCondition, token, turns);
            entity.set_prompt(true);
            (member, entity)
        });
        if self.triggered.swap(false, Ordering::AcqRel) {
            scheduled.1.notify();
        }
        scheduled
    }

    /// What the executors know of it, where it was added to a node.
    pub(crate) fn scheduled(&self) -> Option<&(Arc<Member>, Arc<Entity>)> {
        self.scheduled.get()
    }
}

/// The guard condition's turn.
struct Turns(Arc<Member>);

impl Executable for Turns {
    fn execute(&self, ready: Ready) -> Outcome {
        hand_over(Work::Callback {
            member: Arc::clone(&self.0),
            payload: Payload::Trigger,
            turn: Turn::new(ready),
        });
        Outcome::Executed
    }
}

impl PyGuardCondition {
    /// The guard condition itself.
    pub(crate) fn get(&self) -> PyResult<Arc<Guard>> {
        self.slot.get()
    }
}

#[pymethods]
impl PyGuardCondition {
    #[new]
    fn new(context: &PyContext) -> PyResult<PyClassInitializer<Self>> {
        context.get()?;
        let slot = Slot::new(Arc::new(Guard::default()));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            on_signal: Mutex::default(),
        }))
    }

    fn trigger_guard_condition(&self) -> PyResult<()> {
        self.get()?.trigger();
        Ok(())
    }
}

/// Has a guard condition triggered by the signals that shut contexts down.
#[pyfunction]
pub(crate) fn register_sigint_guard_condition(guard: &PyGuardCondition) -> PyResult<()> {
    let triggered = guard.get()?;
    *guard.on_signal.lock() = Some(on_signal(move |_| triggered.trigger()));
    Ok(())
}

/// Undoes [`register_sigint_guard_condition`].
#[pyfunction]
pub(crate) fn unregister_sigint_guard_condition(guard: &PyGuardCondition) {
    let listener = guard.on_signal.lock().take();
    drop(listener);
}
