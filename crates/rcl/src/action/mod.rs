//! Actions: goals that take time, with feedback on the way, a result at the end, and a way to cancel them.
//!
//! ```
//! use std::time::Duration;
//!
//! use rosebay_msgs::example_interfaces::action::{
//!     Fibonacci, Fibonacci_Feedback, Fibonacci_Goal, Fibonacci_Result,
//! };
//! use rosebay_rcl::action::{GoalStatus, SendGoalOptions};
//! use rosebay_rcl::{Context, Executor, InitOptions, Node};
//!
//! # fn main() -> rosebay_rcl::Result<()> {
//! # let context = Context::new(InitOptions {
//! #     middleware: Some(rosebay_rcl::middleware::named("rosebay_local")?),
//! #     ..InitOptions::default()
//! # })?;
//! let node = Node::new(&context, "mathematician")?;
//! let _server = node.create_action_server::<Fibonacci>("fibonacci", |goal| {
//!     let mut sequence = vec![0, 1];
//!     for index in 2..goal.request().order as usize {
//!         sequence.push(sequence[index - 2] + sequence[index - 1]);
//!         let feedback = Fibonacci_Feedback { sequence: sequence.clone() };
//!         goal.publish_feedback(&feedback).expect("the server is there");
//!     }
//!     goal.succeed(&Fibonacci_Result { sequence }).expect("it is executing");
//! })?;
//!
//! let client = node.create_action_client::<Fibonacci>("fibonacci")?;
//! let executor = Executor::new(&context);
//! executor.add_node(&node);
//! let timeout = Some(Duration::from_secs(5));
//! assert!(client.wait_for_server(timeout));
//! let options = SendGoalOptions::with_feedback(|feedback: Fibonacci_Feedback| {
//!     println!("so far: {:?}", feedback.sequence);
//! });
//! let goal = client.send_goal_with(&Fibonacci_Goal { order: 6 }, options)?;
//! let goal = goal.spin(&executor, timeout)?;
//! let end = goal.result()?.spin(&executor, timeout)?;
//! assert_eq!(end.status, GoalStatus::Succeeded);
//! assert_eq!(end.result.sequence, [0, 1, 1, 2, 3, 5]);
//! # Ok(())
//! # }
//! ```
//!
//! An action `name` is three services and two topics, the [parts](ActionPart) `name/_action/…`. Server and
//! client are one entity each on their executor; in a turn it does one piece of work, from one part after the
//! other in upstream's order, so none waits for ever.
//!
//! A goal is accepted, then executing, perhaps canceling, and ends as succeeded, canceled or aborted
//! ([`GoalStatus::after`]). The server publishes the states of all its goals after each change, and keeps a goal
//! with its result for [`ActionServerOptions::result_timeout`] after its end.

mod client;
mod goals;
mod graph;
mod raw_client;
mod raw_server;
mod server;
mod types;

use std::sync::Arc;

use rosebay_rmw::QosProfile;
use rosebay_rosidl::registry::Registry;
use rosebay_rosidl::typed;
use rosebay_rosidl::{ActionType, MessageType, ServiceType};

pub use client::{ActionClient, ClientGoal, GoalResult, SendGoalOptions};
pub use raw_client::{ActionClientWork, ActionService, RawActionClient};
pub use raw_server::{ActionServerWork, RawActionServer, RawServerGoal};
pub use server::{ActionServer, ActionServerCallbacks, CancelDecision, GoalDecision, ServerGoal};
pub(crate) use types::time_parts;
pub use types::{
    CancelCode, CancelRequest, CancelResponse, GoalEvent, GoalId, GoalInfo, GoalStatus,
};

use crate::executor::{CallbackGroup, Ready};
use crate::{Duration, Error, Node, Result};

/// The services and topics that an action is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionPart {
    /// The service that starts a goal.
    SendGoal,
    /// The service that cancels goals.
    CancelGoal,
    /// The service that waits for a goal's result.
    GetResult,
    /// The topic of feedback.
    Feedback,
    /// The topic of the goals' states.
    Status,
}

impl ActionPart {
    /// The name of this part of an action.
    pub fn name(self, action: &str) -> String {
        let part = match self {
            Self::SendGoal => "send_goal",
            Self::CancelGoal => "cancel_goal",
            Self::GetResult => "get_result",
            Self::Feedback => "feedback",
            Self::Status => "status",
        };
        format!("{action}/_action/{part}")
    }
}

/// The QoS of an action's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionQos {
    /// Of the service that starts a goal.
    pub goal_service: QosProfile,
    /// Of the service that cancels goals.
    pub cancel_service: QosProfile,
    /// Of the service that waits for a goal's result.
    pub result_service: QosProfile,
    /// Of the topic of feedback.
    pub feedback: QosProfile,
    /// Of the topic of the goals' states.
    pub status: QosProfile,
}

/// Upstream's defaults.
impl Default for ActionQos {
    fn default() -> Self {
        Self {
            goal_service: QosProfile::SERVICES_DEFAULT,
            cancel_service: QosProfile::SERVICES_DEFAULT,
            result_service: QosProfile::SERVICES_DEFAULT,
            feedback: QosProfile::DEFAULT,
            status: QosProfile::ACTION_STATUS,
        }
    }
}

/// What an action client is made with.
#[derive(Debug, Clone, Default)]
pub struct ActionClientOptions {
    /// The QoS of its parts.
    pub qos: ActionQos,
    /// The callback group; else the node's default.
    pub callback_group: Option<Arc<CallbackGroup>>,
}

/// What an action server is made with.
#[derive(Debug, Clone)]
pub struct ActionServerOptions {
    /// The QoS of its parts.
    pub qos: ActionQos,
    /// The callback group; else the node's default.
    pub callback_group: Option<Arc<CallbackGroup>>,
    /// How long a goal and its result are kept after it has ended. (rclpy's default is 900 s.)
    pub result_timeout: Duration,
}

/// Upstream's defaults; results are kept for 10 s.
impl Default for ActionServerOptions {
    fn default() -> Self {
        Self {
            qos: ActionQos::default(),
            callback_group: None,
            result_timeout: Duration::from_secs(10),
        }
    }
}

impl Node {
    /// Makes a client of an action type.
    ///
    /// # Errors
    /// When the name is invalid, the type is unknown or the middleware refuses.
    pub fn create_action_client<A: typed::Action>(&self, action: &str) -> Result<ActionClient<A>> {
        self.create_action_client_with(action, ActionClientOptions::default())
    }

    /// [`Self::create_action_client`] with options.
    ///
    /// # Errors
    /// As [`Self::create_action_client`].
    pub fn create_action_client_with<A: typed::Action>(
        &self,
        action: &str,
        options: ActionClientOptions,
    ) -> Result<ActionClient<A>> {
        ActionClient::new(self, action, options)
    }

    /// Makes an action client of serialized messages. `callback` is given feedback and states; its group is
    /// held until it drops the [`Ready`] it is given.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn create_raw_action_client(
        &self,
        action_type: &Arc<ActionType>,
        action: &str,
        options: ActionClientOptions,
        callback: impl Fn(ActionClientWork, Ready) + Send + Sync + 'static,
    ) -> Result<RawActionClient> {
        RawActionClient::new(self, action_type, action, options, callback)
    }

    /// Offers an action. Every goal is accepted and executed: `execute` is called on the node's executor and
    /// ends the goal there or later.
    ///
    /// # Errors
    /// When the name is invalid, the type is unknown or the middleware refuses.
    pub fn create_action_server<A: typed::Action>(
        &self,
        action: &str,
        execute: impl Fn(ServerGoal<A>) + Send + Sync + 'static,
    ) -> Result<ActionServer<A>> {
        let callbacks = ActionServerCallbacks::new(execute);
        self.create_action_server_with(action, ActionServerOptions::default(), callbacks)
    }

    /// Offers an action, with options and callbacks that decide about goals and cancel requests.
    ///
    /// # Errors
    /// As [`Self::create_action_server`].
    pub fn create_action_server_with<A: typed::Action>(
        &self,
        action: &str,
        options: ActionServerOptions,
        callbacks: ActionServerCallbacks<A>,
    ) -> Result<ActionServer<A>> {
        ActionServer::new(self, action, options, callbacks)
    }

    /// Offers an action of serialized messages. `callback` is given what is to be done; its group is held
    /// until it drops the [`Ready`] it is given.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn create_raw_action_server(
        &self,
        action_type: &Arc<ActionType>,
        action: &str,
        options: ActionServerOptions,
        callback: impl Fn(ActionServerWork, Ready) + Send + Sync + 'static,
    ) -> Result<RawActionServer> {
        RawActionServer::new(self, action_type, action, options, |_| callback)
    }
}

fn cancel_service_type() -> Result<Arc<ServiceType>> {
    let name = "action_msgs/srv/CancelGoal".parse();
    let found = name.map_err(rosebay_rosidl::registry::Error::from);
    Ok(found.and_then(|name| Registry::standard().service(&name))?)
}

fn status_array_type() -> Result<Arc<MessageType>> {
    let name = "action_msgs/msg/GoalStatusArray".parse();
    let found = name.map_err(rosebay_rosidl::registry::Error::from);
    Ok(found.and_then(|name| Registry::standard().message(&name))?)
}

/// A message of an action that cannot be read.
fn undecodable(
    type_name: impl ToString,
    action: &str,
    source: rosebay_rosidl::cdr::DecodeError,
) -> Error {
    Error::Decode {
        type_name: type_name.to_string(),
        topic: action.to_owned(),
        source,
    }
}
