//! QoS events of publishers and subscriptions.

use std::fmt;
use std::sync::Arc;

use rosebay_rmw::{Endpoint, EventKind, EventStatus, QosPolicyKind};

use crate::arrivals::{ArrivalCallback, Arrivals};
use crate::executor::{CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready};
use crate::{Node, Result, Severity};

/// Runs a callback on the executor when an event's status has changed. Dropping it takes the callback
/// away.
#[must_use = "the callback is taken away when the handler drops"]
pub struct EventHandler {
    node: Node,
    endpoint: Arc<dyn Endpoint>,
    kind: EventKind,
    entity: Arc<Entity>,
    arrivals: Arc<Arrivals>,
}

impl fmt::Debug for EventHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventHandler")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

struct EventCallback<F> {
    endpoint: Arc<dyn Endpoint>,
    kind: EventKind,
    callback: F,
}

impl<F: Fn(EventStatus, Ready) + Send + Sync> Executable for EventCallback<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        match self.endpoint.take_event(self.kind) {
            Ok(status) => {
                (self.callback)(status, ready);
                Outcome::Executed
            }
            Err(_) => Outcome::Idle,
        }
    }
}

impl EventHandler {
    pub(crate) fn new(
        node: &Node,
        endpoint: Arc<dyn Endpoint>,
        kind: EventKind,
        group: Arc<CallbackGroup>,
        callback: impl Fn(EventStatus, Ready) + Send + Sync + 'static,
    ) -> Result<Self> {
        let executable = EventCallback {
            endpoint: Arc::clone(&endpoint),
            kind,
            callback,
        };
        let entity = Entity::new(EntityKind::Waitable, group, Arc::new(executable));
        let arrivals = Arrivals::new(&entity);
        endpoint.set_event_listener(kind, Some(arrivals.listener()))?;
        Ok(Self {
            node: node.clone(),
            endpoint,
            kind,
            entity,
            arrivals,
        })
    }

    /// Has the node's executor run the callback from now on.
    pub fn schedule(&self) {
        self.node.add_entity(&self.entity);
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }

    /// The node of the publisher or the subscription.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Which event it is.
    pub fn kind(&self) -> EventKind {
        self.kind
    }

    /// Has `callback` called, beside the executor, whenever the status has changed, and at once where it had before; `None`
    /// takes it away.
    pub fn set_on_new_event_callback(&self, callback: Option<ArrivalCallback>) {
        self.arrivals.set_callback(callback);
    }

    /// Takes the event's status; the counts of change start anew.
    ///
    /// # Errors
    /// When the middleware fails.
    pub fn take(&self) -> Result<EventStatus> {
        self.entity.settle();
        Ok(self.endpoint.take_event(self.kind)?)
    }
}

impl Drop for EventHandler {
    fn drop(&mut self) {
        // The only failure is that the event is not supported; then the handler would not exist.
        self.endpoint.set_event_listener(self.kind, None).ok();
        self.node.remove_entity(&self.entity);
    }
}

/// Logs a warning for each endpoint of the other side that cannot match, where the middleware tells of
/// them. `words` say what was discovered, what it does, and what will not be done.
pub(crate) fn warn_of_mismatches(
    node: &Node,
    topic: &str,
    endpoint: Arc<dyn Endpoint>,
    group: &Arc<CallbackGroup>,
    words: [&'static str; 3],
) -> Result<Vec<EventHandler>> {
    let [discovered, verb, not_done] = words;
    [EventKind::IncompatibleQos, EventKind::IncompatibleType]
        .into_iter()
        .filter(|kind| endpoint.supports_event(*kind))
        .map(|kind| {
            let logger = node.logger().clone();
            let topic = topic.to_owned();
            let callback = move |status, _ready| match status {
                EventStatus::IncompatibleQos { last_policy_kind, .. } => logger.log(
                    Severity::Warn,
                    format_args!(
                        "{discovered} on topic '{topic}', {verb} incompatible QoS. No messages will be \
                         {not_done} it. Last incompatible policy: {}",
                        policy_name(last_policy_kind)
                    ),
                ),
                _ => logger.log(
                    Severity::Warn,
                    format_args!(
                        "Incompatible type on topic '{topic}', no messages will be {not_done} it."
                    ),
                ),
            };
            let handler =
                EventHandler::new(node, Arc::clone(&endpoint), kind, Arc::clone(group), callback)?;
            handler.schedule();
            Ok(handler)
        })
        .collect()
}

/// A policy's name as upstream's messages show it.
pub fn policy_name(kind: QosPolicyKind) -> &'static str {
    match kind {
        QosPolicyKind::Invalid => "INVALID",
        QosPolicyKind::Durability => "DURABILITY",
        QosPolicyKind::Deadline => "DEADLINE",
        QosPolicyKind::Liveliness => "LIVELINESS",
        QosPolicyKind::Reliability => "RELIABILITY",
        QosPolicyKind::History => "HISTORY",
        QosPolicyKind::Lifespan => "LIFESPAN",
        QosPolicyKind::Depth => "DEPTH",
        QosPolicyKind::LivelinessLeaseDuration => "LIVELINESS_LEASE_DURATION",
        QosPolicyKind::AvoidRosNamespaceConventions => "AVOID_ROS_NAMESPACE_CONVENTIONS",
    }
}
