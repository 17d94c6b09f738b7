//! The action server of a type.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rmw::ServiceSample;
use rosebay_rosidl::cdr::{EncodeError, Reader, Writer};
use rosebay_rosidl::typed::{self, Message};

use super::raw_server::{
    ActionServerWork, RawActionServer, RawServerGoal, ServerCore, decode_cancel_request, goal_id,
};
use super::{
    ActionServerOptions, CancelCode, GoalEvent, GoalId, GoalInfo, GoalStatus, undecodable,
};
use crate::executor::{CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready};
use crate::{Error, Node, Result};

/// Whether a goal is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GoalDecision {
    /// It is not.
    Reject,
    /// It is.
    Accept,
}

/// Whether a request to cancel a goal is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CancelDecision {
    /// It is not: the goal goes on.
    Reject,
    /// It is: the goal is canceling, and whoever executes it should stop.
    Accept,
}

type OnGoal<A> = Box<dyn Fn(GoalId, &<A as typed::Action>::Goal) -> GoalDecision + Send + Sync>;
type OnCancel<A> = Box<dyn Fn(&ServerGoal<A>) -> CancelDecision + Send + Sync>;
type OnAccepted<A> = Box<dyn Fn(ServerGoal<A>) + Send + Sync>;

/// What an action server does with goals and cancel requests.
pub struct ActionServerCallbacks<A: typed::Action> {
    on_goal: OnGoal<A>,
    on_cancel: OnCancel<A>,
    on_accepted: OnAccepted<A>,
    execute: OnAccepted<A>,
}

impl<A: typed::Action> fmt::Debug for ActionServerCallbacks<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActionServerCallbacks")
            .finish_non_exhaustive()
    }
}

impl<A: typed::Action> ActionServerCallbacks<A> {
    /// Upstream's defaults: every goal is accepted and executed, no cancel request is accepted.
    ///
    /// `execute` is called on the node's executor once for each goal that is executed. It ends the goal, or
    /// passes it on to what ends it. It is in no callback group, so with several threads the action server's
    /// other callbacks go on meanwhile.
    pub fn new(execute: impl Fn(ServerGoal<A>) + Send + Sync + 'static) -> Self {
        Self {
            on_goal: Box::new(|_, _| GoalDecision::Accept),
            on_cancel: Box::new(|_| CancelDecision::Reject),
            on_accepted: Box::new(|goal| goal.execute()),
            execute: Box::new(execute),
        }
    }

    /// Has `callback` decide which goals are accepted.
    #[must_use]
    pub fn on_goal(
        mut self,
        callback: impl Fn(GoalId, &A::Goal) -> GoalDecision + Send + Sync + 'static,
    ) -> Self {
        self.on_goal = Box::new(callback);
        self
    }

    /// Has `callback` decide which goals are canceled when that is asked for.
    #[must_use]
    pub fn on_cancel(
        mut self,
        callback: impl Fn(&ServerGoal<A>) -> CancelDecision + Send + Sync + 'static,
    ) -> Self {
        self.on_cancel = Box::new(callback);
        self
    }

    /// Has `callback` called with each accepted goal, instead of executing it at once. It may keep the goal
    /// and call [`ServerGoal::execute`] later.
    #[must_use]
    pub fn on_accepted(mut self, callback: impl Fn(ServerGoal<A>) + Send + Sync + 'static) -> Self {
        self.on_accepted = Box::new(callback);
        self
    }
}

/// Accepts, executes and cancels goals of an action type. It leaves the graph when it drops, and its goals end
/// with it.
#[must_use = "goals are answered no more after the action server drops"]
pub struct ActionServer<A: typed::Action> {
    raw: RawActionServer,
    /// What the goals refer to; it ends with the server.
    _shared: Arc<Shared<A>>,
}

struct Shared<A: typed::Action> {
    callbacks: ActionServerCallbacks<A>,
    /// The goals that are to be executed when the executor comes to it.
    tasks: Mutex<Vec<Arc<Entity>>>,
    /// The goals that somebody holds, for cancel requests.
    goals: Mutex<Vec<Weak<GoalInner<A>>>>,
}

impl<A: typed::Action> fmt::Debug for ActionServer<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl<A: typed::Action> ActionServer<A> {
    pub(super) fn new(
        node: &Node,
        action: &str,
        options: ActionServerOptions,
        callbacks: ActionServerCallbacks<A>,
    ) -> Result<Self> {
        let shared = Arc::new(Shared {
            callbacks,
            tasks: Mutex::default(),
            goals: Mutex::default(),
        });
        let working = Arc::downgrade(&shared);
        let raw = RawActionServer::new(node, &A::type_support(), action, options, |core| {
            move |work, _ready: Ready| {
                if let (Some(shared), Some(core)) = (working.upgrade(), core.upgrade()) {
                    shared.work(&core, work);
                }
            }
        })?;
        Ok(Self {
            raw,
            _shared: shared,
        })
    }
}

/// Everything but the type of the action.
impl<A: typed::Action> std::ops::Deref for ActionServer<A> {
    type Target = RawActionServer;

    fn deref(&self) -> &RawActionServer {
        &self.raw
    }
}

impl<A: typed::Action> Shared<A> {
    fn work(self: &Arc<Self>, core: &Arc<ServerCore>, work: ActionServerWork) {
        let done = match work {
            ActionServerWork::Goal(sample) => self.decide_goal(core, &sample),
            ActionServerWork::Cancel(sample) => self.decide_cancel(core, &sample),
            ActionServerWork::Expired(_) => Ok(()),
        };
        if let Err(error) = done {
            core.log(format_args!("{error}"));
        }
    }

    fn decide_goal(self: &Arc<Self>, core: &Arc<ServerCore>, sample: &ServiceSample) -> Result<()> {
        let (id, request) = goal_request::<A>(core.action(), sample)?;
        let accepted =
            !core.has_goal(id) && (self.callbacks.on_goal)(id, &request) == GoalDecision::Accept;
        if !accepted {
            return core.send_goal_response(&sample.request_id, false, 0);
        }
        let raw = core.accept(id)?;
        core.publish_status();
        let stamp = raw.info().stamp;
        let goal = ServerGoal(Arc::new(GoalInner {
            raw,
            request,
            server: Arc::downgrade(self),
        }));
        {
            let mut goals = self.goals.lock();
            goals.retain(|goal| goal.strong_count() > 0);
            goals.push(Arc::downgrade(&goal.0));
        }
        core.send_goal_response(&sample.request_id, true, stamp)?;
        (self.callbacks.on_accepted)(goal);
        Ok(())
    }

    /// A goal that was meant and is not canceled leaves the response; one without any goal left is a refusal.
    fn decide_cancel(&self, core: &Arc<ServerCore>, sample: &ServiceSample) -> Result<()> {
        let request = decode_cancel_request(core, sample)?;
        let mut response = core.meant_by(&request);
        let was_empty = response.goals.is_empty();
        response.goals.retain(|info| {
            self.find(info.id).is_some_and(|goal| {
                (self.callbacks.on_cancel)(&goal) == CancelDecision::Accept
                    // It may have ended since.
                    && goal.0.raw.update(GoalEvent::CancelGoal).is_ok()
            })
        });
        if !was_empty && response.goals.is_empty() {
            response.code = CancelCode::Rejected;
        }
        core.send_cancel_response(&sample.request_id, &response)
    }

    fn find(&self, id: GoalId) -> Option<ServerGoal<A>> {
        let goals = self.goals.lock();
        let mut goals = goals.iter().filter_map(Weak::upgrade);
        goals.find(|goal| goal.raw.info().id == id).map(ServerGoal)
    }

    /// Has the executor execute a goal.
    fn schedule(&self, node: &Node, goal: ServerGoal<A>) {
        let task = ExecuteTask(Mutex::new(Some(goal)));
        let entity = Entity::new(EntityKind::Task, CallbackGroup::reentrant(), Arc::new(task));
        self.tasks.lock().push(Arc::clone(&entity));
        node.add_entity(&entity);
        entity.notify();
    }
}

fn goal_request<A: typed::Action>(
    action: &str,
    sample: &ServiceSample,
) -> Result<(GoalId, A::Goal)> {
    let read = || {
        let id = goal_id(&sample.payload)?;
        let mut reader = Reader::new(&sample.payload)?;
        let _id: [u8; 16] = reader.read_array()?;
        Ok((id, A::Goal::read(&mut reader)?))
    };
    read()
        .map_err(|source| undecodable(format!("{}_SendGoal_Request", A::TYPE_NAME), action, source))
}

/// Executes one goal, once.
struct ExecuteTask<A: typed::Action>(Mutex<Option<ServerGoal<A>>>);

impl<A: typed::Action> Executable for ExecuteTask<A> {
    fn execute(&self, ready: Ready) -> Outcome {
        let goal = self.0.lock().take();
        let Some((goal, server)) =
            goal.and_then(|goal| goal.0.server.upgrade().map(|server| (goal, server)))
        else {
            return Outcome::Idle;
        };
        let entity = Arc::clone(ready.entity());
        server
            .tasks
            .lock()
            .retain(|other| !Arc::ptr_eq(other, &entity));
        (server.callbacks.execute)(goal);
        Outcome::Executed
    }
}

/// A goal that was accepted, for whoever executes it. Clones are the same goal. It is aborted, with a warning,
/// when the last one drops before the goal has ended.
pub struct ServerGoal<A: typed::Action>(Arc<GoalInner<A>>);

struct GoalInner<A: typed::Action> {
    raw: RawServerGoal,
    request: A::Goal,
    server: Weak<Shared<A>>,
}

impl<A: typed::Action> Clone for ServerGoal<A> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<A: typed::Action> fmt::Debug for ServerGoal<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.raw.fmt(f)
    }
}

impl<A: typed::Action> ServerGoal<A> {
    /// What is asked for.
    pub fn request(&self) -> &A::Goal {
        &self.0.request
    }

    /// Its id.
    pub fn id(&self) -> GoalId {
        self.0.raw.info().id
    }

    /// Its id and when it was accepted.
    pub fn info(&self) -> GoalInfo {
        self.0.raw.info()
    }

    /// Its state; unknown when the server has ended.
    pub fn status(&self) -> GoalStatus {
        self.0.raw.status()
    }

    /// Whether it has not ended.
    pub fn is_active(&self) -> bool {
        self.status().is_active()
    }

    /// Whether it is to be canceled.
    pub fn is_cancel_requested(&self) -> bool {
        self.status() == GoalStatus::Canceling
    }

    /// Has the server's execute callback called on the executor. The goal is executing from now on, unless it
    /// is canceling already: then the callback still has to end it.
    pub fn execute(&self) {
        if !self.is_cancel_requested()
            && let Err(error) = self.begin()
        {
            self.log(&error);
            return;
        }
        if let (Some(shared), Ok(core)) = (self.0.server.upgrade(), self.0.raw.server()) {
            shared.schedule(core.node(), self.clone());
        }
    }

    /// Marks it as executing; what executes it is the caller's matter.
    ///
    /// # Errors
    /// [`Error::InvalidGoalTransition`] unless it waits to be executed; [`Error::Destroyed`] when the server
    /// has ended.
    pub fn begin(&self) -> Result<()> {
        self.0.raw.update(GoalEvent::Execute).map(drop)
    }

    /// Publishes feedback.
    ///
    /// # Errors
    /// When it breaks a bound of its type, the server or the context has ended, or the history stays full.
    pub fn publish_feedback(&self, feedback: &A::Feedback) -> Result<()> {
        let mut writer = Writer::with_capacity(16 + feedback.size_hint());
        writer.write_slice(&self.id().0);
        feedback
            .write(&mut writer)
            .map_err(encode_error::<A::Feedback>)?;
        self.0
            .raw
            .server()?
            .publish_feedback(writer.finish().into())
    }

    /// Ends it as achieved.
    ///
    /// # Errors
    /// [`Error::InvalidGoalTransition`] unless it is executing or canceling; when the result breaks a bound of
    /// its type; [`Error::Destroyed`] when the server has ended.
    pub fn succeed(&self, result: &A::Result) -> Result<()> {
        self.0
            .end(GoalEvent::Succeed, GoalStatus::Succeeded, result)
    }

    /// Ends it as given up.
    ///
    /// # Errors
    /// As [`Self::succeed`].
    pub fn abort(&self, result: &A::Result) -> Result<()> {
        self.0.end(GoalEvent::Abort, GoalStatus::Aborted, result)
    }

    /// Ends it as canceled.
    ///
    /// # Errors
    /// [`Error::InvalidGoalTransition`] unless it is canceling; else as [`Self::succeed`].
    pub fn canceled(&self, result: &A::Result) -> Result<()> {
        self.0
            .end(GoalEvent::Canceled, GoalStatus::Canceled, result)
    }

    fn log(&self, error: &Error) {
        if let Ok(server) = self.0.raw.server() {
            server.log(format_args!("{error}"));
        }
    }
}

impl<A: typed::Action> GoalInner<A> {
    /// Ends the goal by an event, which leads to this state.
    fn end(&self, event: GoalEvent, status: GoalStatus, result: &A::Result) -> Result<()> {
        let mut writer = Writer::with_capacity(8 + result.size_hint());
        writer.write(status as i8);
        result
            .write(&mut writer)
            .map_err(encode_error::<A::Result>)?;
        self.raw.update(event)?;
        self.raw.set_serialized_result(writer.finish().into())
    }
}

fn encode_error<M: Message>(source: EncodeError) -> Error {
    Error::Encode {
        type_name: M::TYPE_NAME.to_owned(),
        source,
    }
}

impl<A: typed::Action> Drop for GoalInner<A> {
    fn drop(&mut self) {
        let status = self.raw.status();
        if !status.is_active() {
            return;
        }
        let Ok(server) = self.raw.server() else {
            return;
        };
        server.log(format_args!(
            "goal {} was dropped before it had ended: it is aborted",
            self.raw.info().id
        ));
        if status == GoalStatus::Accepted {
            self.raw.update(GoalEvent::Execute).ok();
        }
        if let Err(error) = self.end(GoalEvent::Abort, GoalStatus::Aborted, &A::Result::default()) {
            server.log(format_args!("{error}"));
        }
    }
}
