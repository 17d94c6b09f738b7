//! Who is asked and told when parameters are set.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;

use super::Parameter;
use crate::interfaces::rcl_interfaces::msg;

/// What came of setting parameters (`rcl_interfaces/msg/SetParametersResult`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetParametersResult {
    /// Whether they were set.
    pub successful: bool,
    /// Why not.
    pub reason: String,
}

impl SetParametersResult {
    /// They were set.
    pub fn success() -> Self {
        Self {
            successful: true,
            reason: String::new(),
        }
    }

    /// They were not.
    pub fn failure(reason: impl Into<String>) -> Self {
        Self {
            successful: false,
            reason: reason.into(),
        }
    }

    pub(super) fn into_message(self) -> msg::SetParametersResult {
        msg::SetParametersResult {
            successful: self.successful,
            reason: self.reason,
        }
    }

    pub(super) fn from_message(message: msg::SetParametersResult) -> Self {
        Self {
            successful: message.successful,
            reason: message.reason,
        }
    }
}

type List<F> = Mutex<Vec<(u64, Arc<F>)>>;
type PreSet = dyn Fn(&[Parameter]) -> Vec<Parameter> + Send + Sync;
type OnSet = dyn Fn(&[Parameter]) -> SetParametersResult + Send + Sync;
type PostSet = dyn Fn(&[Parameter]) + Send + Sync;

/// The callbacks of a node's parameters. The last added is called first, as upstream does.
#[derive(Default)]
pub(super) struct Callbacks {
    last_id: Mutex<u64>,
    pre_set: List<PreSet>,
    on_set: List<OnSet>,
    post_set: List<PostSet>,
}

fn all<F: ?Sized>(list: &List<F>) -> Vec<Arc<F>> {
    let list = list.lock();
    list.iter()
        .map(|(_, callback)| Arc::clone(callback))
        .collect()
}

impl Callbacks {
    fn add<F: ?Sized>(self: &Arc<Self>, list: &List<F>, callback: Arc<F>) -> ParameterCallback {
        let id = {
            let mut last_id = self.last_id.lock();
            *last_id += 1;
            *last_id
        };
        list.lock().insert(0, (id, callback));
        ParameterCallback {
            id,
            callbacks: Arc::downgrade(self),
        }
    }

    pub(super) fn add_pre_set(self: &Arc<Self>, callback: Arc<PreSet>) -> ParameterCallback {
        self.add(&self.pre_set, callback)
    }

    pub(super) fn add_on_set(self: &Arc<Self>, callback: Arc<OnSet>) -> ParameterCallback {
        self.add(&self.on_set, callback)
    }

    pub(super) fn add_post_set(self: &Arc<Self>, callback: Arc<PostSet>) -> ParameterCallback {
        self.add(&self.post_set, callback)
    }

    /// What is to be set after all; `None` where nobody was asked.
    pub(super) fn pre_set(&self, parameters: &[Parameter]) -> Option<Vec<Parameter>> {
        let callbacks = all(&self.pre_set);
        let modified = callbacks.iter().flat_map(|callback| callback(parameters));
        (!callbacks.is_empty()).then(|| modified.collect())
    }

    /// The first refusal.
    pub(super) fn on_set(&self, parameters: &[Parameter]) -> Result<(), String> {
        for callback in all(&self.on_set) {
            let result = callback(parameters);
            if !result.successful {
                return Err(result.reason);
            }
        }
        Ok(())
    }

    pub(super) fn post_set(&self, parameters: &[Parameter]) {
        for callback in all(&self.post_set) {
            callback(parameters);
        }
    }
}

/// Keeps a callback of a node's parameters; dropping it takes the callback away.
#[must_use = "the callback is taken away when the handle drops"]
pub struct ParameterCallback {
    id: u64,
    callbacks: Weak<Callbacks>,
}

impl fmt::Debug for ParameterCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParameterCallback")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Takes a callback out of a list. It drops with all that it owns when the lock is released.
fn take<F: ?Sized>(list: &List<F>, id: u64) -> Option<Arc<F>> {
    let mut list = list.lock();
    let index = list.iter().position(|(other, _)| *other == id)?;
    Some(list.remove(index).1)
}

impl Drop for ParameterCallback {
    fn drop(&mut self) {
        if let Some(callbacks) = self.callbacks.upgrade() {
            drop(take(&callbacks.pre_set, self.id));
            drop(take(&callbacks.on_set, self.id));
            drop(take(&callbacks.post_set, self.id));
        }
    }
}
