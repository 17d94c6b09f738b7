//! Action servers and clients.

// What the helpers below unwrap is a test's to fail on.
#![allow(clippy::unwrap_used)]

mod cancel;
#[path = "../common/mod.rs"]
mod common;
mod ends;
mod goals;
mod wire;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use common::{LONG, SHORT, context, network_contexts, node_and_executor};
use rosebay_msgs::action_msgs::msg::{GoalInfo as GoalInfoMessage, GoalStatusArray};
use rosebay_msgs::action_msgs::srv::{CancelGoal_Request, CancelGoal_Response};
use rosebay_msgs::example_interfaces::action::{
    Fibonacci, Fibonacci_Feedback, Fibonacci_Goal, Fibonacci_Result,
};
use rosebay_rcl::action::{
    ActionClientOptions, ActionClientWork, ActionPart, ActionServerCallbacks, ActionServerOptions,
    ActionServerWork, ActionService, CancelCode, CancelDecision, CancelRequest, CancelResponse,
    ClientGoal, GoalDecision, GoalEvent, GoalId, GoalResult, GoalStatus, SendGoalOptions,
    ServerGoal,
};
use rosebay_rcl::rmw::{Durability, QosProfile};
use rosebay_rcl::{ActionClient, ActionServer, Duration, Error, Executor, Node, Pending};
use rosebay_rosidl::typed::{Action as _, Message};
use rosebay_rosidl::value::{DynamicMessage, Value};

type Goals = mpsc::Receiver<ServerGoal<Fibonacci>>;

fn goal(order: i32) -> Fibonacci_Goal {
    Fibonacci_Goal { order }
}

fn result(sequence: &[i32]) -> Fibonacci_Result {
    Fibonacci_Result {
        sequence: sequence.to_vec(),
    }
}

fn feedback(sequence: &[i32]) -> Fibonacci_Feedback {
    Fibonacci_Feedback {
        sequence: sequence.to_vec(),
    }
}

fn client(node: &Node) -> ActionClient<Fibonacci> {
    node.create_action_client("fibonacci").unwrap()
}

/// A server that accepts every cancel request and keeps its accepted goals for the test, unexecuted.
fn deferring(node: &Node, options: ActionServerOptions) -> (ActionServer<Fibonacci>, Goals) {
    let (sender, goals) = mpsc::channel();
    let callbacks = ActionServerCallbacks::new(|_| panic!("nothing is executed here"))
        .on_accepted(move |goal| sender.send(goal).unwrap())
        .on_cancel(|_| CancelDecision::Accept);
    let server = node.create_action_server_with("fibonacci", options, callbacks);
    (server.unwrap(), goals)
}

/// Spins until something is received.
fn receive<T>(executor: &Executor, receiver: &mpsc::Receiver<T>) -> T {
    let mut received = None;
    executor.spin_until(
        || {
            received = received.take().or_else(|| receiver.try_recv().ok());
            received.is_some()
        },
        Some(LONG),
    );
    received.unwrap()
}

struct Bench {
    node: Node,
    executor: Executor,
    server: ActionServer<Fibonacci>,
    goals: Goals,
    client: ActionClient<Fibonacci>,
}

impl Bench {
    fn new() -> Self {
        Self::with_options(ActionServerOptions::default())
    }

    fn with_options(options: ActionServerOptions) -> Self {
        let (node, executor) = node_and_executor();
        let (server, goals) = deferring(&node, options);
        let client = client(&node);
        Self {
            node,
            executor,
            server,
            goals,
            client,
        }
    }

    fn spin<T>(&self, pending: Pending<T>) -> Result<T, Error> {
        pending.spin(&self.executor, Some(LONG))
    }

    /// Both sides of a new goal.
    fn start(&self) -> (ServerGoal<Fibonacci>, ClientGoal<Fibonacci>) {
        let accepted = self.spin(self.client.send_goal(&goal(5)).unwrap()).unwrap();
        (self.goals.try_recv().unwrap(), accepted)
    }

    fn until(&self, condition: impl FnMut() -> bool) {
        assert!(self.executor.spin_until(condition, Some(LONG)));
    }

    fn result(&self, goal: &ClientGoal<Fibonacci>) -> GoalResult<Fibonacci_Result> {
        self.spin(goal.result().unwrap()).unwrap()
    }

    fn cancel(&self, request: CancelRequest) -> CancelResponse {
        self.spin(self.client.cancel_goals(&request).unwrap())
            .unwrap()
    }
}
