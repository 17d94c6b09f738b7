//! The action client of a type.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI8, Ordering};
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rosidl::cdr::{DecodeError, Reader, Writer};
use rosebay_rosidl::typed::{self, Message};

use super::raw_client::{ActionClientWork, ActionService, RawActionClient};
use super::raw_server::goal_id;
use super::types::{cancel_request_to_cdr, read_time, status_array_from_cdr};
use super::{
    ActionClientOptions, CancelRequest, CancelResponse, GoalId, GoalInfo, GoalStatus, undecodable,
};
use crate::executor::Ready;
use crate::{Error, Logger, Node, Pending, Result};

/// How a goal is sent.
pub struct SendGoalOptions<A: typed::Action> {
    /// Its id; else a random one.
    pub id: Option<GoalId>,
    /// Called with the goal's feedback, on the executor, as long as somebody holds its [`ClientGoal`] or waits
    /// for its result.
    pub feedback: Option<FeedbackCallback<A>>,
}

type FeedbackCallback<A> = Box<dyn Fn(<A as typed::Action>::Feedback) + Send + Sync>;

impl<A: typed::Action> Default for SendGoalOptions<A> {
    fn default() -> Self {
        Self {
            id: None,
            feedback: None,
        }
    }
}

impl<A: typed::Action> fmt::Debug for SendGoalOptions<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendGoalOptions")
            .field("id", &self.id)
            .field("feedback", &self.feedback.is_some())
            .finish()
    }
}

impl<A: typed::Action> SendGoalOptions<A> {
    /// Options with a callback for the goal's feedback.
    pub fn with_feedback(callback: impl Fn(A::Feedback) + Send + Sync + 'static) -> Self {
        Self {
            id: None,
            feedback: Some(Box::new(callback)),
        }
    }
}

/// How a goal ended.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalResult<R> {
    /// Its last state: succeeded, canceled or aborted; unknown where the server does not know the goal.
    pub status: GoalStatus,
    /// What came of it.
    pub result: R,
}

/// Sends goals of an action type. What comes back is received on the node's executor. Clones are the same
/// client; it leaves the graph when the last one drops.
pub struct ActionClient<A: typed::Action> {
    raw: RawActionClient,
    goals: Arc<Goals<A>>,
}

/// The goals that somebody follows.
struct Goals<A: typed::Action>(Mutex<HashMap<GoalId, Weak<Goal<A>>>>);

struct Goal<A: typed::Action> {
    id: GoalId,
    status: AtomicI8,
    feedback: Option<FeedbackCallback<A>>,
    goals: Weak<Goals<A>>,
}

impl<A: typed::Action> Goals<A> {
    fn find(&self, id: GoalId) -> Option<Arc<Goal<A>>> {
        self.0.lock().get(&id).and_then(Weak::upgrade)
    }

    fn take_feedback(&self, payload: &[u8]) -> std::result::Result<(), DecodeError> {
        let goal = self.find(goal_id(payload)?);
        if let Some(goal) = goal
            && let Some(callback) = &goal.feedback
        {
            let mut reader = Reader::new(payload)?;
            let _id: [u8; 16] = reader.read_array()?;
            callback(A::Feedback::read(&mut reader)?);
        }
        Ok(())
    }

    fn take_status(&self, payload: &[u8]) -> std::result::Result<(), DecodeError> {
        for (info, status) in status_array_from_cdr(payload)? {
            if let Some(goal) = self.find(info.id) {
                goal.status.store(status as i8, Ordering::Release);
            }
        }
        Ok(())
    }
}

impl<A: typed::Action> Drop for Goal<A> {
    fn drop(&mut self) {
        if let Some(goals) = self.goals.upgrade() {
            let mut goals = goals.0.lock();
            // Another goal may have been sent with the same id.
            if goals
                .get(&self.id)
                .is_some_and(|goal| goal.strong_count() == 0)
            {
                goals.remove(&self.id);
            }
        }
    }
}

impl<A: typed::Action> Clone for ActionClient<A> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            goals: Arc::clone(&self.goals),
        }
    }
}

impl<A: typed::Action> fmt::Debug for ActionClient<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl<A: typed::Action> ActionClient<A> {
    pub(super) fn new(node: &Node, action: &str, options: ActionClientOptions) -> Result<Self> {
        let goals = Arc::new(Goals(Mutex::default()));
        let (followed, logger) = (Arc::clone(&goals), node.logger().clone());
        let name = action.to_owned();
        let callback = move |work: ActionClientWork, _ready: Ready| {
            let taken = match &work {
                ActionClientWork::Feedback(sample) => followed.take_feedback(&sample.payload),
                ActionClientWork::Status(sample) => followed.take_status(&sample.payload),
            };
            if let Err(error) = taken {
                log_undecodable(&logger, &name, &error);
            }
        };
        let raw = RawActionClient::new(node, &A::type_support(), action, options, callback)?;
        Ok(Self { raw, goals })
    }

    /// Sends a goal. It comes to be when the server accepts it.
    ///
    /// # Errors
    /// When the goal breaks a bound of its type, the context is shut down, or the history stays full. The
    /// pending value fails with [`Error::GoalRejected`] when the server rejects the goal.
    pub fn send_goal(&self, goal: &A::Goal) -> Result<Pending<ClientGoal<A>>> {
        self.send_goal_with(goal, SendGoalOptions::default())
    }

    /// [`Self::send_goal`] with options.
    ///
    /// # Errors
    /// As [`Self::send_goal`].
    pub fn send_goal_with(
        &self,
        goal: &A::Goal,
        options: SendGoalOptions<A>,
    ) -> Result<Pending<ClientGoal<A>>> {
        let id = options.id.unwrap_or_else(GoalId::random);
        let mut writer = Writer::with_capacity(16 + goal.size_hint());
        writer.write_slice(&id.0);
        goal.write(&mut writer).map_err(|source| Error::Encode {
            type_name: A::Goal::TYPE_NAME.to_owned(),
            source,
        })?;
        let followed = Arc::new(Goal {
            id,
            status: AtomicI8::new(GoalStatus::Unknown as i8),
            feedback: options.feedback,
            goals: Arc::downgrade(&self.goals),
        });
        // Before it is accepted, for feedback may overtake that.
        self.goals.0.lock().insert(id, Arc::downgrade(&followed));
        let (client, goals) = (self.raw.downgrade(), Arc::clone(&self.goals));
        let action = self.raw.action_name().to_owned();
        let what = format!("the answer of action '{action}' to goal {id}");
        let accepted = move |sample: rosebay_rmw::ServiceSample| {
            let (accepted, stamp) = goal_response(&sample.payload).map_err(|source| {
                undecodable(
                    format!("{}_SendGoal_Response", A::TYPE_NAME),
                    &action,
                    source,
                )
            })?;
            if !accepted {
                return Err(Error::GoalRejected { action, goal: id });
            }
            let raw = client.upgrade().ok_or_else(|| Error::Destroyed {
                what: format!("the client of action '{action}'"),
            })?;
            Ok(ClientGoal {
                client: Self { raw, goals },
                goal: followed,
                stamp,
            })
        };
        let payload = writer.finish().into();
        self.raw
            .call(ActionService::SendGoal, payload, what, accepted)
    }

    /// Asks the server to cancel the goals that the request means.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn cancel_goals(&self, request: &CancelRequest) -> Result<Pending<CancelResponse>> {
        let action = self.raw.action_name().to_owned();
        let what = format!("the answer of action '{action}' to a cancel request");
        let payload = cancel_request_to_cdr(request).into();
        self.raw
            .call(ActionService::CancelGoal, payload, what, move |sample| {
                CancelResponse::from_cdr(&sample.payload).map_err(|source| {
                    undecodable("action_msgs/srv/CancelGoal_Response", &action, source)
                })
            })
    }

    /// Asks the server to cancel all goals, those of other clients too.
    ///
    /// # Errors
    /// As [`Self::cancel_goals`].
    pub fn cancel_all_goals(&self) -> Result<Pending<CancelResponse>> {
        self.cancel_goals(&CancelRequest::default())
    }

    /// Asks the server to cancel all goals that were accepted at or before `stamp`, in nanoseconds of the
    /// server's clock.
    ///
    /// # Errors
    /// As [`Self::cancel_goals`].
    pub fn cancel_goals_before(&self, stamp: i64) -> Result<Pending<CancelResponse>> {
        self.cancel_goals(&CancelRequest {
            id: GoalId::ZERO,
            stamp,
        })
    }

    /// Asks for a goal's result, which comes when the goal has ended.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn result_of(&self, id: GoalId) -> Result<Pending<GoalResult<A::Result>>> {
        let goal = self.goals.find(id);
        let mut writer = Writer::with_capacity(16);
        writer.write_slice(&id.0);
        let action = self.raw.action_name().to_owned();
        let what = format!("the result of goal {id} of action '{action}'");
        let decode = move |sample: rosebay_rmw::ServiceSample| {
            // As long as the result is waited for, feedback is wanted.
            drop(goal);
            result_response(&sample.payload).map_err(|source| {
                undecodable(
                    format!("{}_GetResult_Response", A::TYPE_NAME),
                    &action,
                    source,
                )
            })
        };
        let payload = writer.finish().into();
        self.raw
            .call(ActionService::GetResult, payload, what, decode)
    }
}

fn log_undecodable(logger: &Logger, action: &str, error: &DecodeError) {
    logger.error(format_args!(
        "action client '{action}': cannot decode what was received: {error}"
    ));
}

fn goal_response(payload: &[u8]) -> std::result::Result<(bool, i64), DecodeError> {
    let mut reader = Reader::new(payload)?;
    Ok((reader.read()?, read_time(&mut reader)?))
}

fn result_response<R: Message>(payload: &[u8]) -> std::result::Result<GoalResult<R>, DecodeError> {
    let mut reader = Reader::new(payload)?;
    Ok(GoalResult {
        status: GoalStatus::from_number(reader.read()?),
        result: R::read(&mut reader)?,
    })
}

/// Everything but the type of the action.
impl<A: typed::Action> std::ops::Deref for ActionClient<A> {
    type Target = RawActionClient;

    fn deref(&self) -> &RawActionClient {
        &self.raw
    }
}

/// A goal that the server has accepted. Clones are the same goal. It keeps the client.
pub struct ClientGoal<A: typed::Action> {
    client: ActionClient<A>,
    goal: Arc<Goal<A>>,
    stamp: i64,
}

impl<A: typed::Action> Clone for ClientGoal<A> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            goal: Arc::clone(&self.goal),
            stamp: self.stamp,
        }
    }
}

impl<A: typed::Action> fmt::Debug for ClientGoal<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientGoal")
            .field("id", &self.id())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl<A: typed::Action> ClientGoal<A> {
    /// Its id.
    pub fn id(&self) -> GoalId {
        self.goal.id
    }

    /// Its id and when the server accepted it.
    pub fn info(&self) -> GoalInfo {
        GoalInfo {
            id: self.goal.id,
            stamp: self.stamp,
        }
    }

    /// The last state that was received; unknown before the first.
    pub fn status(&self) -> GoalStatus {
        GoalStatus::from_number(self.goal.status.load(Ordering::Acquire))
    }

    /// Asks for its result, which comes when it has ended.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn result(&self) -> Result<Pending<GoalResult<A::Result>>> {
        self.client.result_of(self.goal.id)
    }

    /// Asks the server to cancel it.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn cancel(&self) -> Result<Pending<CancelResponse>> {
        self.client.cancel_goals(&CancelRequest {
            id: self.goal.id,
            stamp: 0,
        })
    }
}
