//! The action client of serialized messages.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use rosebay_rmw::{QosProfile, ReadyListener, Sample, ServiceSample, Subscription, TopicOptions};
use rosebay_rosidl::{ActionType, MessageType};

use super::{ActionClientOptions, ActionPart, cancel_service_type, status_array_type};
use crate::executor::{Entity, EntityKind, Executable, Outcome, Ready};
use crate::node::TypeInUse;
use crate::service::{ClientCore, IntrospectionState, wait_for_graph};
use crate::{Clock, Node, Pending, Result, Severity};

/// What an action client is told without having asked.
#[derive(Debug)]
pub enum ActionClientWork {
    /// A serialized `…_FeedbackMessage`, of any client's goal.
    Feedback(Sample),
    /// A serialized `GoalStatusArray`: the states of all goals of a server.
    Status(Sample),
}

/// The services of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionService {
    /// Starts a goal.
    SendGoal,
    /// Cancels goals.
    CancelGoal,
    /// Waits for a goal's result.
    GetResult,
}

/// Sends goals of serialized messages. What comes back is received on the node's executor. Clones are the same
/// client; it leaves the graph when the last one drops.
#[derive(Clone)]
pub struct RawActionClient(Arc<Inner>);

struct Inner {
    core: Arc<Core>,
    entity: Arc<Entity>,
}

struct Core {
    node: Node,
    action: String,
    action_type: Arc<ActionType>,
    _type: TypeInUse,
    goal: Arc<ClientCore>,
    cancel: Arc<ClientCore>,
    result: Arc<ClientCore>,
    feedback: Box<dyn Subscription>,
    status: Box<dyn Subscription>,
}

impl Core {
    fn new(
        node: &Node,
        action_type: &Arc<ActionType>,
        action: &str,
        options: &ActionClientOptions,
    ) -> Result<Self> {
        node.resolve_topic_name(action)?;
        let client = |ty, part: ActionPart, qos| {
            ClientCore::new(node, ty, &part.name(action), qos).map(Arc::new)
        };
        let qos = &options.qos;
        Ok(Self {
            goal: client(
                &action_type.send_goal,
                ActionPart::SendGoal,
                qos.goal_service,
            )?,
            cancel: client(
                &cancel_service_type()?,
                ActionPart::CancelGoal,
                qos.cancel_service,
            )?,
            result: client(
                &action_type.get_result,
                ActionPart::GetResult,
                qos.result_service,
            )?,
            feedback: subscription(
                node,
                &action_type.feedback_message,
                &ActionPart::Feedback.name(action),
                qos.feedback,
            )?,
            status: subscription(
                node,
                &status_array_type()?,
                &ActionPart::Status.name(action),
                qos.status,
            )?,
            node: node.clone(),
            action: action.to_owned(),
            action_type: Arc::clone(action_type),
            _type: node.use_type(action_type),
        })
    }

    fn clients(&self) -> [&Arc<ClientCore>; 3] {
        [&self.goal, &self.cancel, &self.result]
    }

    fn client(&self, service: ActionService) -> &Arc<ClientCore> {
        match service {
            ActionService::SendGoal => &self.goal,
            ActionService::CancelGoal => &self.cancel,
            ActionService::GetResult => &self.result,
        }
    }

    fn set_listener(&self, listener: Option<&ReadyListener>) {
        for client in self.clients() {
            client.set_listener(listener.cloned());
        }
        self.feedback.set_listener(listener.cloned());
        self.status.set_listener(listener.cloned());
    }

    fn take(&self, topic: &dyn Subscription) -> Option<Sample> {
        topic.take().unwrap_or_else(|error| {
            self.node.logger().log(
                Severity::Error,
                format_args!("action client '{}': failed to take: {error}", self.action),
            );
            None
        })
    }
}

fn subscription(
    node: &Node,
    message_type: &Arc<MessageType>,
    topic: &str,
    qos: QosProfile,
) -> Result<Box<dyn Subscription>> {
    let options = TopicOptions {
        topic: node.resolve_topic_name(topic)?,
        message_type: Arc::clone(message_type),
        qos,
    };
    let special = rosebay_rmw::SubscriptionOptions::default();
    Ok(node.middleware().create_subscription(&options, special)?)
}

/// How much feedback a result waits for that has come. Feedback without end must not hold it back for good.
const FEEDBACK_BEFORE_RESULT: usize = 100;

/// One piece of work a turn, from each part in upstream's order: responses to goals, to cancel requests,
/// results, feedback, states. Before a result is taken, the feedback is that has come: once a goal's result is
/// there nobody wants its feedback any more, so what was sent before would be lost.
struct ClientExecutable<F> {
    core: Arc<Core>,
    next_part: AtomicUsize,
    /// How much feedback has been taken since a result could last be.
    feedback_taken: AtomicUsize,
    callback: F,
}

impl<F: Fn(ActionClientWork, Ready) + Send + Sync> ClientExecutable<F> {
    const PARTS: usize = 5;

    fn take(&self, part: usize) -> Option<Taken> {
        let core = &self.core;
        let client = match part {
            0 => &core.goal,
            1 => &core.cancel,
            2 => {
                let taken = self.feedback_taken.fetch_add(1, Ordering::Relaxed);
                if taken < FEEDBACK_BEFORE_RESULT
                    && let Some(sample) = core.take(&*core.feedback)
                {
                    self.next_part.store(2, Ordering::Relaxed);
                    return Some(Taken::Work(ActionClientWork::Feedback(sample)));
                }
                self.feedback_taken.store(0, Ordering::Relaxed);
                &core.result
            }
            3 => {
                let sample = core.take(&*core.feedback)?;
                return Some(Taken::Work(ActionClientWork::Feedback(sample)));
            }
            _ => {
                let sample = core.take(&*core.status)?;
                return Some(Taken::Work(ActionClientWork::Status(sample)));
            }
        };
        let (sample, handler) = client.take()?;
        if handler.is_none() {
            core.node.logger().log(
                Severity::Warn,
                format_args!(
                    "Ignoring an unexpected response of '{}'. Its request was removed, or there is more than \
                     one action server for the action '{}'",
                    client.service(),
                    core.action
                ),
            );
        }
        Some(Taken::Response(sample, handler))
    }
}

enum Taken {
    Work(ActionClientWork),
    Response(ServiceSample, Option<crate::service::ResponseHandler>),
}

impl<F: Fn(ActionClientWork, Ready) + Send + Sync> Executable for ClientExecutable<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        for _ in 0..Self::PARTS {
            let part = self.next_part.fetch_add(1, Ordering::Relaxed) % Self::PARTS;
            let Some(taken) = self.take(part) else {
                continue;
            };
            ready.notify_again();
            match taken {
                Taken::Work(work) => (self.callback)(work, ready),
                Taken::Response(sample, Some(handler)) => handler(sample, ready),
                Taken::Response(_, None) => return Outcome::Idle,
            }
            return Outcome::Executed;
        }
        self.next_part.store(0, Ordering::Relaxed);
        Outcome::Idle
    }
}

/// A client that is not kept by this.
#[derive(Clone)]
pub(super) struct WeakClient(Weak<Inner>);

impl WeakClient {
    pub(super) fn upgrade(&self) -> Option<RawActionClient> {
        self.0.upgrade().map(RawActionClient)
    }
}

impl fmt::Debug for RawActionClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawActionClient")
            .field("action", &self.0.core.action)
            .field("type", &self.0.core.action_type.name)
            .finish_non_exhaustive()
    }
}

impl RawActionClient {
    pub(super) fn new(
        node: &Node,
        action_type: &Arc<ActionType>,
        action: &str,
        options: ActionClientOptions,
        callback: impl Fn(ActionClientWork, Ready) + Send + Sync + 'static,
    ) -> Result<Self> {
        let core = Arc::new(Core::new(node, action_type, action, &options)?);
        let executable = ClientExecutable {
            core: Arc::clone(&core),
            next_part: AtomicUsize::new(0),
            feedback_taken: AtomicUsize::new(0),
            callback,
        };
        let group = options
            .callback_group
            .unwrap_or_else(|| Arc::clone(node.default_callback_group()));
        let entity = Entity::new(EntityKind::Waitable, group, Arc::new(executable));
        node.add_entity(&entity);
        let notified = Arc::downgrade(&entity);
        let listener: ReadyListener = Arc::new(move || {
            if let Some(entity) = notified.upgrade() {
                entity.notify();
            }
        });
        core.set_listener(Some(&listener));
        Ok(Self(Arc::new(Inner { core, entity })))
    }

    pub(super) fn downgrade(&self) -> WeakClient {
        WeakClient(Arc::downgrade(&self.0))
    }

    /// Sends a request whose response, read by `decode`, is waited for.
    pub(super) fn call<T: Send + 'static>(
        &self,
        service: ActionService,
        payload: Bytes,
        what: String,
        decode: impl FnOnce(ServiceSample) -> Result<T> + Send + 'static,
    ) -> Result<Pending<T>> {
        let client = self.0.core.client(service);
        client.call(&self.0.entity, payload, what, decode)
    }

    /// Sends a serialized request to one of the action's services and returns its sequence number. `handler`
    /// is called once with the response, on the executor; it drops uncalled when the client ends or the
    /// request is removed.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn send_serialized_request(
        &self,
        service: ActionService,
        payload: Bytes,
        handler: impl FnOnce(ServiceSample, Ready) + Send + 'static,
    ) -> Result<i64> {
        self.0.core.client(service).send(payload, Box::new(handler))
    }

    /// Sends a serialized request to one of the action's services, whose response will come.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn call_serialized_async(
        &self,
        service: ActionService,
        payload: Bytes,
    ) -> Result<Pending<ServiceSample>> {
        let name = self.0.core.client(service).service();
        self.call(
            service,
            payload,
            format!("the response of service '{name}'"),
            Ok,
        )
    }

    /// Forgets a request; a response to it is passed over. Returns whether it was waited for.
    pub fn remove_pending_request(&self, service: ActionService, sequence_number: i64) -> bool {
        self.0.core.client(service).remove(sequence_number)
    }

    /// Whether a server is there that could accept goals, and all its parts are matched.
    pub fn server_is_ready(&self) -> bool {
        let core = &self.0.core;
        core.clients().iter().all(|client| client.is_available())
            && core.feedback.matched_count() > 0
            && core.status.matched_count() > 0
    }

    /// Waits until a server is there; forever without a timeout. Returns whether one is; it returns early,
    /// without, when the context is shut down.
    pub fn wait_for_server(&self, timeout: Option<Duration>) -> bool {
        wait_for_graph(self.0.core.node.context(), timeout, || {
            self.server_is_ready()
        })
    }

    /// Says how much its services tell of their calls, as [`crate::RawClient::configure_introspection`].
    ///
    /// # Errors
    /// When a publisher cannot be made.
    pub fn configure_introspection(
        &self,
        clock: &Clock,
        qos: impl Into<QosProfile>,
        state: IntrospectionState,
    ) -> Result<()> {
        let qos = qos.into();
        let clients = self.0.core.clients();
        clients
            .iter()
            .try_for_each(|client| client.configure_introspection(clock, qos, state))
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.0.core.node
    }

    /// The action's name, as given.
    pub fn action_name(&self) -> &str {
        &self.0.core.action
    }

    /// The type of the action.
    pub fn action_type(&self) -> &Arc<ActionType> {
        &self.0.core.action_type
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.0.entity
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.core.set_listener(None);
        self.core.node.remove_entity(&self.entity);
        for client in self.core.clients() {
            client.clear();
        }
    }
}
