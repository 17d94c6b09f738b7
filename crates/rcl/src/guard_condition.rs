//! Guard conditions: callbacks that the program itself makes ready.

use std::sync::Arc;

use crate::Node;
use crate::executor::{CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready};

/// Runs a callback on the executor when it is triggered. Dropping it takes the callback away.
#[must_use = "the callback is taken away when the guard condition drops"]
#[derive(Debug)]
pub struct GuardCondition {
    node: Node,
    entity: Arc<Entity>,
}

struct Callback<F>(F);

impl<F: Fn() + Send + Sync> Executable for Callback<F> {
    fn execute(&self, _ready: Ready) -> Outcome {
        (self.0)();
        Outcome::Executed
    }
}

impl GuardCondition {
    pub(crate) fn new(
        node: &Node,
        group: Arc<CallbackGroup>,
        callback: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let entity = Entity::new(
            EntityKind::GuardCondition,
            group,
            Arc::new(Callback(callback)),
        );
        node.add_entity(&entity);
        Self {
            node: node.clone(),
            entity,
        }
    }

    /// Has the callback run once more; once for all triggers before it begins. From any thread.
    pub fn trigger(&self) {
        self.entity.notify();
    }

    /// Whether it was triggered and the callback has not begun.
    pub fn is_triggered(&self) -> bool {
        self.entity.is_pending()
    }
}

impl Drop for GuardCondition {
    fn drop(&mut self) {
        self.node.remove_entity(&self.entity);
    }
}
