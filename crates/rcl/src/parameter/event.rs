//! Changes of parameters, of any node.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rmw::QosProfile;

use super::{Parameter, ParameterValue};
use crate::interfaces::rcl_interfaces::msg;
use crate::{ClockKind, Node, Result, Subscription, Time};

/// The topic that tells of changes.
pub(crate) const PARAMETER_EVENTS: &str = "/parameter_events";

/// What changed at once on one node (`rcl_interfaces/msg/ParameterEvent`).
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterEvent {
    /// When, by the node's clock.
    pub stamp: Time,
    /// The node's name with namespace.
    pub node: String,
    /// Those that had no value before.
    pub new_parameters: Vec<Parameter>,
    /// Those that had one.
    pub changed_parameters: Vec<Parameter>,
    /// Those that have none now.
    pub deleted_parameters: Vec<Parameter>,
}

impl ParameterEvent {
    fn from_message(message: msg::ParameterEvent) -> Self {
        let stamp = &message.stamp;
        let nanoseconds = i64::from(stamp.sec) * 1_000_000_000 + i64::from(stamp.nanosec);
        Self {
            stamp: Time::from_nanos(nanoseconds, ClockKind::Ros),
            node: message.node,
            new_parameters: parameters(message.new_parameters),
            changed_parameters: parameters(message.changed_parameters),
            deleted_parameters: parameters(message.deleted_parameters),
        }
    }

    /// The value that a node's parameter was given.
    pub fn value(&self, name: &str, node: &str) -> Option<&Parameter> {
        if self.node != node {
            return None;
        }
        let mut given = self.new_parameters.iter().chain(&self.changed_parameters);
        given.find(|parameter| parameter.name == name)
    }
}

/// A value of a type that nobody knows counts as none.
fn parameters(messages: Vec<msg::Parameter>) -> Vec<Parameter> {
    let parameters = messages.into_iter().map(|message| Parameter {
        value: ParameterValue::from_message(message.value).unwrap_or_default(),
        name: message.name,
    });
    parameters.collect()
}

type OnParameter = dyn Fn(&Parameter) + Send + Sync;
type OnEvent = dyn Fn(&ParameterEvent) + Send + Sync;

#[derive(Clone)]
enum Callback {
    Parameter {
        name: String,
        node: String,
        call: Arc<OnParameter>,
    },
    Event(Arc<OnEvent>),
}

#[derive(Default)]
struct Callbacks {
    last_id: u64,
    /// The last added comes first.
    list: Vec<(u64, Callback)>,
}

/// Calls functions when parameters change, on the executor of its node: first those for one parameter, then
/// those for whole events, of each the last added first.
pub struct ParameterEventHandler {
    node: Node,
    callbacks: Arc<Mutex<Callbacks>>,
    _subscription: Subscription<msg::ParameterEvent>,
}

impl fmt::Debug for ParameterEventHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParameterEventHandler")
            .field("node", &self.node)
            .finish_non_exhaustive()
    }
}

fn tell(callbacks: &Mutex<Callbacks>, event: &ParameterEvent) {
    let list = callbacks.lock().list.clone();
    for (_, callback) in &list {
        if let Callback::Parameter { name, node, call } = callback
            && let Some(parameter) = event.value(name, node)
        {
            call(parameter);
        }
    }
    for (_, callback) in &list {
        if let Callback::Event(call) = callback {
            call(event);
        }
    }
}

impl ParameterEventHandler {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the subscription cannot be made.
    pub fn new(node: &Node) -> Result<Self> {
        let callbacks = Arc::<Mutex<Callbacks>>::default();
        let told = Arc::clone(&callbacks);
        let heard = move |message| tell(&told, &ParameterEvent::from_message(message));
        let qos = QosProfile::PARAMETER_EVENTS;
        Ok(Self {
            _subscription: node.create_subscription(PARAMETER_EVENTS, qos, heard)?,
            node: node.clone(),
            callbacks,
        })
    }

    /// Has `callback` told of each value that a parameter is given, until the handle drops. The node's name may
    /// be relative to the handler's namespace; an empty one is the handler's own node.
    pub fn on_parameter(
        &self,
        name: &str,
        node: &str,
        callback: impl Fn(&Parameter) + Send + Sync + 'static,
    ) -> ParameterEventCallback {
        self.add(Callback::Parameter {
            name: name.to_owned(),
            node: self.full_name(node),
            call: Arc::new(callback),
        })
    }

    /// Has `callback` told of each event, until the handle drops.
    pub fn on_event(
        &self,
        callback: impl Fn(&ParameterEvent) + Send + Sync + 'static,
    ) -> ParameterEventCallback {
        self.add(Callback::Event(Arc::new(callback)))
    }

    fn full_name(&self, node: &str) -> String {
        if node.is_empty() {
            self.node.fully_qualified_name()
        } else if node.starts_with('/') {
            node.to_owned()
        } else {
            format!("{}/{node}", self.node.namespace().trim_end_matches('/'))
        }
    }

    fn add(&self, callback: Callback) -> ParameterEventCallback {
        let mut callbacks = self.callbacks.lock();
        callbacks.last_id += 1;
        let id = callbacks.last_id;
        callbacks.list.insert(0, (id, callback));
        ParameterEventCallback {
            id,
            callbacks: Arc::downgrade(&self.callbacks),
        }
    }
}

/// Keeps a callback of a [`ParameterEventHandler`]; dropping it takes the callback away.
#[must_use = "the callback is taken away when the handle drops"]
pub struct ParameterEventCallback {
    id: u64,
    callbacks: Weak<Mutex<Callbacks>>,
}

impl fmt::Debug for ParameterEventCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParameterEventCallback")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Drop for ParameterEventCallback {
    fn drop(&mut self) {
        let Some(callbacks) = self.callbacks.upgrade() else {
            return;
        };
        // It drops with all that it owns when the lock is released.
        let _callback = {
            let mut callbacks = callbacks.lock();
            let index = callbacks.list.iter().position(|(id, _)| *id == self.id);
            index.map(|index| callbacks.list.remove(index))
        };
    }
}
