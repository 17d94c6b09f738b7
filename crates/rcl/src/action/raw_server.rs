//! The action server of serialized messages: five endpoints and the goals.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rmw::{QosProfile, ReadyListener, RequestId, ServiceSample};
use rosebay_rosidl::ActionType;
use rosebay_rosidl::cdr::{Reader, Writer};
use rosebay_rosidl::value::DynamicMessage;

use super::goals::{Goals, ResultRequest};
use super::types::{
    CancelRequest, CancelResponse, GoalEvent, GoalId, GoalInfo, GoalStatus,
    cancel_request_from_cdr, status_array_to_cdr, write_time,
};
use super::{ActionPart, ActionServerOptions, cancel_service_type, status_array_type};
use crate::executor::{Entity, EntityKind, Executable, Outcome, Ready};
use crate::node::TypeInUse;
use crate::service::{IntrospectionState, ServiceCore};
use crate::{Clock, Error, Node, PublisherOptions, RawPublisher, Result, Severity, Timer};

/// What an action server has to do. Requests for results are answered without it.
#[derive(Debug)]
pub enum ActionServerWork {
    /// A serialized `…_SendGoal_Request`, to be answered by [`RawActionServer::send_goal_response`].
    Goal(ServiceSample),
    /// A serialized `CancelGoal_Request`, to be answered by [`RawActionServer::send_cancel_response`].
    Cancel(ServiceSample),
    /// These goals were forgotten: they ended a result timeout ago.
    Expired(Vec<GoalId>),
}

/// Accepts, executes and cancels goals of serialized messages. It leaves the graph when it drops, and its
/// goals end with it.
#[must_use = "goals are answered no more after the action server drops"]
pub struct RawActionServer {
    core: Arc<ServerCore>,
    entity: Arc<Entity>,
}

pub(super) struct ServerCore {
    node: Node,
    action: String,
    action_type: Arc<ActionType>,
    _type: TypeInUse,
    goal: ServiceCore,
    cancel: ServiceCore,
    result: ServiceCore,
    feedback: RawPublisher,
    status: RawPublisher,
    clock: Clock,
    expiry: Timer,
    goals: Mutex<Goals>,
    /// Held while the status is published, so that the last one published is the last one.
    publishing: Mutex<()>,
    /// The response to requests for the result of a goal that is not known.
    unknown_result: Bytes,
}

impl ServerCore {
    fn new(
        node: &Node,
        action_type: &Arc<ActionType>,
        action: &str,
        options: &ActionServerOptions,
    ) -> Result<Self> {
        node.resolve_topic_name(action)?;
        let name = |part: ActionPart| part.name(action);
        let publisher = |message_type, part, qos| {
            let options = PublisherOptions {
                callback_group: options.callback_group.clone(),
                ..PublisherOptions::new(qos)
            };
            node.create_raw_publisher(message_type, &name(part), options)
        };
        let service = |ty, part, qos| ServiceCore::new(node, ty, &name(part), qos);
        let qos = &options.qos;
        let unknown = DynamicMessage::new(Arc::clone(&action_type.get_result.response));
        let unknown_result = unknown.encode().map_err(|source| Error::Encode {
            type_name: action_type.get_result.response.name.to_string(),
            source,
        })?;
        let clock = node.clock().clone();
        Ok(Self {
            goal: service(
                &action_type.send_goal,
                ActionPart::SendGoal,
                qos.goal_service,
            )?,
            cancel: service(
                &cancel_service_type()?,
                ActionPart::CancelGoal,
                qos.cancel_service,
            )?,
            result: service(
                &action_type.get_result,
                ActionPart::GetResult,
                qos.result_service,
            )?,
            feedback: publisher(
                &action_type.feedback_message,
                ActionPart::Feedback,
                qos.feedback,
            )?,
            status: publisher(&status_array_type()?, ActionPart::Status, qos.status)?,
            expiry: Timer::new(&clock, options.result_timeout, false)?,
            goals: Mutex::new(Goals::new(options.result_timeout.nanoseconds())),
            publishing: Mutex::default(),
            unknown_result: unknown_result.into(),
            node: node.clone(),
            action: action.to_owned(),
            action_type: Arc::clone(action_type),
            _type: node.use_type(action_type),
            clock,
        })
    }

    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    pub(super) fn action(&self) -> &str {
        &self.action
    }

    fn services(&self) -> [&ServiceCore; 3] {
        [&self.goal, &self.cancel, &self.result]
    }

    fn set_listener(&self, listener: Option<&ReadyListener>) {
        for service in self.services() {
            service.set_listener(listener.cloned());
        }
    }

    fn now(&self) -> i64 {
        self.clock.now().nanoseconds()
    }

    pub(super) fn accept(self: &Arc<Self>, id: GoalId) -> Result<RawServerGoal> {
        let stamp = self.now();
        let info = GoalInfo { id, stamp };
        self.goals.lock().accept(info)?;
        let server = Arc::downgrade(self);
        Ok(RawServerGoal { server, info })
    }

    pub(super) fn has_goal(&self, id: GoalId) -> bool {
        self.goals.lock().contains(id)
    }

    pub(super) fn send_goal_response(
        &self,
        request: &RequestId,
        accepted: bool,
        stamp: i64,
    ) -> Result<()> {
        let mut writer = Writer::with_capacity(12);
        writer.write(accepted);
        write_time(&mut writer, stamp);
        self.goal.respond(request, writer.finish().into())
    }

    /// The goals that a cancel request means and that can be canceled.
    pub(super) fn meant_by(&self, request: &CancelRequest) -> CancelResponse {
        self.goals.lock().meant_by(request)
    }

    pub(super) fn send_cancel_response(
        &self,
        request: &RequestId,
        response: &CancelResponse,
    ) -> Result<()> {
        self.cancel.respond(request, response.to_cdr().into())
    }

    fn update(&self, id: GoalId, event: GoalEvent) -> Result<GoalStatus> {
        let status = self.goals.lock().update(id, event, self.now())?;
        self.publish_status();
        if status.is_terminal() {
            self.schedule_expiry();
        }
        Ok(status)
    }

    pub(super) fn publish_status(&self) {
        let _publishing = self.publishing.lock();
        let statuses = self.goals.lock().statuses();
        let payload = status_array_to_cdr(&statuses).into();
        if let Err(error) = self.status.publish_serialized(payload) {
            self.log(format_args!("failed to publish the status: {error}"));
        }
    }

    pub(super) fn publish_feedback(&self, payload: Bytes) -> Result<()> {
        self.feedback.publish_serialized(payload)
    }

    fn set_result(&self, id: GoalId, response: Bytes) -> Result<()> {
        let waiting = self.goals.lock().set_result(id, response.clone())?;
        for request in waiting {
            self.send_result(&request, response.clone());
        }
        Ok(())
    }

    fn send_result(&self, request: &RequestId, response: Bytes) {
        if let Err(error) = self.result.respond(request, response) {
            self.log(format_args!("failed to send a result: {error}"));
        }
    }

    fn answer_result_request(&self, sample: &ServiceSample) {
        let id = match goal_id(&sample.payload) {
            Ok(id) => id,
            Err(error) => {
                self.log(format_args!(
                    "cannot decode a request for a result: {error}"
                ));
                return;
            }
        };
        let todo = self.goals.lock().request_result(id, sample.request_id);
        match todo {
            ResultRequest::Respond(response) => self.send_result(&sample.request_id, response),
            ResultRequest::Wait => {}
            ResultRequest::Unknown => {
                self.send_result(&sample.request_id, self.unknown_result.clone());
            }
        }
    }

    fn expire(&self) -> Vec<GoalId> {
        let expired = self.goals.lock().expire(self.now());
        self.schedule_expiry();
        expired
    }

    fn schedule_expiry(&self) {
        let left = self.goals.lock().until_expiry(self.now());
        match left {
            // It is not negative, which is all that could be wrong with it.
            Some(left) => {
                self.expiry
                    .exchange_period(crate::Duration::from_nanos(left))
                    .ok();
                self.expiry.reset();
            }
            None => self.expiry.cancel(),
        }
    }

    pub(super) fn log(&self, message: fmt::Arguments<'_>) {
        if self.node.context().ok() {
            self.node.logger().log(
                Severity::Warn,
                format_args!("action server '{}': {message}", self.action),
            );
        }
    }
}

/// The goal's id, with which several messages of an action begin.
pub(super) fn goal_id(
    payload: &[u8],
) -> std::result::Result<GoalId, rosebay_rosidl::cdr::DecodeError> {
    Ok(GoalId(Reader::new(payload)?.read_array()?))
}

/// One piece of work a turn, from each part in upstream's order: goals, cancel requests, requests for
/// results, expired goals.
struct ServerExecutable<F> {
    /// Weak, for it is the handle that keeps the server.
    core: Weak<ServerCore>,
    expiry: Timer,
    next_part: AtomicUsize,
    callback: F,
}

impl<F: Fn(ActionServerWork, Ready) + Send + Sync> ServerExecutable<F> {
    const PARTS: usize = 4;

    fn take(&self, core: &ServerCore, part: usize) -> Option<Taken> {
        let work = match part {
            0 => ActionServerWork::Goal(core.goal.take()?),
            1 => ActionServerWork::Cancel(core.cancel.take()?),
            2 => return core.result.take().map(Taken::ResultRequest),
            _ => {
                self.expiry.call_if_ready()?;
                let expired = core.expire();
                if expired.is_empty() {
                    return None;
                }
                ActionServerWork::Expired(expired)
            }
        };
        Some(Taken::Work(work))
    }
}

enum Taken {
    Work(ActionServerWork),
    ResultRequest(ServiceSample),
}

impl<F: Fn(ActionServerWork, Ready) + Send + Sync> Executable for ServerExecutable<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        let Some(core) = self.core.upgrade() else {
            return Outcome::Idle;
        };
        for _ in 0..Self::PARTS {
            let part = self.next_part.fetch_add(1, Ordering::Relaxed) % Self::PARTS;
            let Some(taken) = self.take(&core, part) else {
                continue;
            };
            ready.notify_again();
            match taken {
                Taken::Work(work) => {
                    drop(core);
                    (self.callback)(work, ready);
                }
                Taken::ResultRequest(sample) => core.answer_result_request(&sample),
            }
            return Outcome::Executed;
        }
        self.next_part.store(0, Ordering::Relaxed);
        Outcome::Idle
    }

    fn answers(&self, service: &str) -> bool {
        let core = self.core.upgrade();
        core.is_some_and(|core| core.services().iter().any(|own| own.service() == service))
    }

    fn timer(&self) -> Option<&Timer> {
        Some(&self.expiry)
    }
}

impl fmt::Debug for RawActionServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawActionServer")
            .field("action", &self.core.action)
            .field("type", &self.core.action_type.name)
            .finish_non_exhaustive()
    }
}

impl RawActionServer {
    /// Makes the callback of the server, which it may refer to.
    pub(super) fn new<F: Fn(ActionServerWork, Ready) + Send + Sync + 'static>(
        node: &Node,
        action_type: &Arc<ActionType>,
        action: &str,
        options: ActionServerOptions,
        callback: impl FnOnce(Weak<ServerCore>) -> F,
    ) -> Result<Self> {
        let core = Arc::new(ServerCore::new(node, action_type, action, &options)?);
        let callback = callback(Arc::downgrade(&core));
        let executable = ServerExecutable {
            core: Arc::downgrade(&core),
            expiry: core.expiry.clone(),
            next_part: AtomicUsize::new(0),
            callback,
        };
        let group = options
            .callback_group
            .unwrap_or_else(|| Arc::clone(core.node.default_callback_group()));
        let entity = Entity::new(EntityKind::Waitable, group, Arc::new(executable));
        core.node.add_entity(&entity);
        let notified = Arc::downgrade(&entity);
        let listener: ReadyListener = Arc::new(move || {
            if let Some(entity) = notified.upgrade() {
                entity.notify();
            }
        });
        core.set_listener(Some(&listener));
        Ok(Self { core, entity })
    }

    /// Whether a goal of this id was accepted and has not expired.
    pub fn has_goal(&self, id: GoalId) -> bool {
        self.core.has_goal(id)
    }

    /// Accepts a goal; the stamp is the present time of the node's clock. The state is not published.
    ///
    /// # Errors
    /// [`Error::GoalExists`].
    pub fn accept_goal(&self, id: GoalId) -> Result<RawServerGoal> {
        self.core.accept(id)
    }

    /// Answers a goal's request.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn send_goal_response(
        &self,
        request: &RequestId,
        accepted: bool,
        stamp: i64,
    ) -> Result<()> {
        self.core.send_goal_response(request, accepted, stamp)
    }

    /// The goals that a cancel request means and that can be canceled. Each has then to be told of
    /// [`GoalEvent::CancelGoal`], or be taken out of the response.
    pub fn process_cancel_request(&self, request: &CancelRequest) -> CancelResponse {
        self.core.meant_by(request)
    }

    /// Reads a serialized `CancelGoal_Request`.
    ///
    /// # Errors
    /// When it cannot be decoded.
    pub fn decode_cancel_request(&self, sample: &ServiceSample) -> Result<CancelRequest> {
        decode_cancel_request(&self.core, sample)
    }

    /// Answers a cancel request.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn send_cancel_response(
        &self,
        request: &RequestId,
        response: &CancelResponse,
    ) -> Result<()> {
        self.core.send_cancel_response(request, response)
    }

    /// Publishes the states of all goals, as each change of a state does. A failure is logged.
    pub fn publish_status(&self) {
        self.core.publish_status();
    }

    /// Publishes a serialized `…_FeedbackMessage`.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn publish_serialized_feedback(&self, payload: Bytes) -> Result<()> {
        self.core.publish_feedback(payload)
    }

    /// Forgets the goals that ended a result timeout ago and returns their ids. The executor does it when
    /// it is time.
    pub fn expire_goals(&self) -> Vec<GoalId> {
        self.core.expire()
    }

    /// The goals and their states, in the order in which they were accepted.
    pub fn goals(&self) -> Vec<(GoalInfo, GoalStatus)> {
        self.core.goals.lock().statuses()
    }

    /// Says how much its services tell of their calls, as [`crate::RawService::configure_introspection`].
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
        let services = self.core.services();
        services
            .iter()
            .try_for_each(|service| service.configure_introspection(clock, qos, state))
    }

    /// Has the server woken when the next result of an ended goal is to be forgotten. A goal that ends does so.
    pub fn schedule_expiry(&self) {
        self.core.schedule_expiry();
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.core.node
    }

    /// The action's name, as given.
    pub fn action_name(&self) -> &str {
        &self.core.action
    }

    /// The type of the action.
    pub fn action_type(&self) -> &Arc<ActionType> {
        &self.core.action_type
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }
}

pub(super) fn decode_cancel_request(
    core: &ServerCore,
    sample: &ServiceSample,
) -> Result<CancelRequest> {
    cancel_request_from_cdr(&sample.payload).map_err(|source| Error::Decode {
        type_name: "action_msgs/srv/CancelGoal_Request".to_owned(),
        topic: core.action.clone(),
        source,
    })
}

impl Drop for RawActionServer {
    fn drop(&mut self) {
        self.core.set_listener(None);
        self.core.node.remove_entity(&self.entity);
    }
}

/// A goal that was accepted. It is the server that keeps it: clones are the same goal, and it outlives none
/// of server and result timeout.
#[derive(Clone)]
pub struct RawServerGoal {
    server: Weak<ServerCore>,
    info: GoalInfo,
}

impl fmt::Debug for RawServerGoal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawServerGoal")
            .field("id", &self.info.id)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl RawServerGoal {
    pub(super) fn server(&self) -> Result<Arc<ServerCore>> {
        self.server.upgrade().ok_or_else(|| Error::Destroyed {
            what: format!("the action server of goal {}", self.info.id),
        })
    }

    /// Its id and when it was accepted.
    pub fn info(&self) -> GoalInfo {
        self.info
    }

    /// Its state; unknown when the server has ended or the goal has expired.
    pub fn status(&self) -> GoalStatus {
        self.server
            .upgrade()
            .map(|server| server.goals.lock().status(self.info.id))
            .unwrap_or_default()
    }

    /// Changes its state and publishes the states of all goals.
    ///
    /// # Errors
    /// [`Error::InvalidGoalTransition`]; when the server has ended or the goal has expired.
    pub fn update(&self, event: GoalEvent) -> Result<GoalStatus> {
        self.server()?.update(self.info.id, event)
    }

    /// Sets its result, a serialized `…_GetResult_Response`, which is sent to whoever has asked or will.
    ///
    /// # Errors
    /// When the server has ended or the goal has expired.
    pub fn set_serialized_result(&self, response: Bytes) -> Result<()> {
        self.server()?.set_result(self.info.id, response)
    }
}
