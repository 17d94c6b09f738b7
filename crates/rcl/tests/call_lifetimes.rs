//! Services and actions that come and go: nothing is left behind, nothing hangs.

// What the helpers below unwrap is a test's to fail on.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use common::{LONG, SHORT, node_and_executor};
use rosebay_locks::Mutex;
use rosebay_msgs::example_interfaces::action::{
    Fibonacci, Fibonacci_Feedback, Fibonacci_Goal, Fibonacci_Result,
};
use rosebay_msgs::std_srvs::srv::{Trigger, Trigger_Request, Trigger_Response};
use rosebay_rcl::action::{
    ActionServerCallbacks, ActionServerOptions, CancelDecision, SendGoalOptions,
};
use rosebay_rcl::{Error, Executor, Node, ServiceOptions};

/// What callbacks capture; whether all have dropped is seen by its count.
type Token = Arc<()>;

/// A service, an action, and clients of both with calls in every state.
fn use_everything(node: &Node, executor: &Executor, token: &Token) {
    let own = || Arc::clone(token);
    let (kept, goals) = (
        Arc::new(Mutex::new(Vec::new())),
        Arc::new(Mutex::new(Vec::new())),
    );
    let (keeping, captured) = (Arc::clone(&kept), own());
    let _service = node
        .create_deferred_service::<Trigger>(
            "trigger",
            ServiceOptions::default(),
            move |_, responder| {
                let _captured = &captured;
                keeping.lock().push(responder);
            },
        )
        .unwrap();
    let (keeping, captured) = (Arc::clone(&goals), [own(), own(), own()]);
    let [executing, accepting, canceling] = captured;
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(move |goal| {
        let _captured = &executing;
        goal.succeed(&Fibonacci_Result::default()).unwrap();
    })
    .on_accepted(move |goal| {
        let _captured = &accepting;
        keeping.lock().push(goal);
    })
    .on_cancel(move |_| {
        let _captured = &canceling;
        CancelDecision::Accept
    });
    let _server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();

    let client = node.create_client::<Trigger>("trigger").unwrap();
    let answered = client.call_async(&Trigger_Request::default()).unwrap();
    let unanswered = client.call_async(&Trigger_Request::default()).unwrap();
    let captured = own();
    let called = client.call_async(&Trigger_Request::default()).unwrap();
    called.then(move |response| {
        let _captured = &captured;
        assert!(matches!(response, Err(Error::NoResponse { .. })));
    });
    let action_client = node.create_action_client::<Fibonacci>("fibonacci").unwrap();
    let send = |order| {
        let captured = own();
        let options = SendGoalOptions::with_feedback(move |_: Fibonacci_Feedback| {
            let _captured = &captured;
        });
        action_client
            .send_goal_with(&Fibonacci_Goal { order }, options)
            .unwrap()
    };
    let followed = [0, 1, 2].map(|order| send(order).spin(executor, Some(LONG)).unwrap());
    let results = followed.each_ref().map(|goal| goal.result().unwrap());
    let _cancel = followed[1].cancel().unwrap();
    executor.spin_some(SHORT).unwrap();
    let responder = kept.lock().remove(0);
    responder.respond(&Trigger_Response::default()).unwrap();
    answered.spin(executor, Some(LONG)).unwrap();
    // One goal is executed, one is canceling, one is to be executed, none has been asked for.
    goals.lock()[0].execute();
    let [result, _canceling, _waiting] = results;
    result.spin(executor, Some(LONG)).unwrap();
    goals.lock()[2].execute();
    let _unsent = send(3);
    assert!(!unanswered.is_done());
}

#[test]
fn nothing_is_left_behind() {
    let (node, executor) = node_and_executor();
    let token = Token::default();
    for round in 0..3 {
        use_everything(&node, &executor, &token);
        assert_eq!(Arc::strong_count(&token), 1, "round {round}");
        let graph = node.context().graph();
        let is_own = |name: &str| name.contains("trigger") || name.contains("fibonacci");
        let services = graph.service_names_and_types();
        assert!(
            !services.iter().any(|(name, _)| is_own(name)),
            "{services:?}"
        );
        let topics = graph.topic_names_and_types(false);
        assert!(!topics.iter().any(|(name, _)| is_own(name)), "{topics:?}");
    }
}

/// Servers and clients are made, used and destroyed beside the threads that spin them.
#[test]
fn what_is_spun_can_be_destroyed_at_any_time() {
    let (node, executor) = node_and_executor();
    let ended = AtomicBool::new(false);
    let answer = |request: Trigger_Request| {
        let _request = request;
        Trigger_Response::default()
    };
    let steady = node.create_client::<Trigger>("trigger").unwrap();
    let steady_actions = node.create_action_client::<Fibonacci>("fibonacci").unwrap();
    thread::scope(|scope| {
        scope.spawn(|| executor.spin());
        scope.spawn(|| executor.spin());
        // Calls whose server may vanish at any time.
        let calling = scope.spawn(|| {
            while !ended.load(Ordering::Acquire) {
                let call = steady.call_async(&Trigger_Request::default()).unwrap();
                call.wait(Some(SHORT)).ok();
                let goal = steady_actions
                    .send_goal(&Fibonacci_Goal { order: 1 })
                    .unwrap();
                if let Ok(goal) = goal.wait(Some(SHORT)) {
                    goal.cancel().unwrap().wait(Some(SHORT)).ok();
                    goal.result().unwrap().wait(Some(SHORT)).ok();
                }
            }
        });
        for _ in 0..100 {
            let _service = node.create_service::<Trigger>("trigger", answer).unwrap();
            let _server = node
                .create_action_server::<Fibonacci>("fibonacci", |goal| {
                    goal.publish_feedback(&Fibonacci_Feedback::default()).ok();
                    goal.succeed(&Fibonacci_Result::default()).ok();
                })
                .unwrap();
            let client = node.create_client::<Trigger>("trigger").unwrap();
            let pending = client.call_async(&Trigger_Request::default()).unwrap();
            pending.wait(Some(LONG)).unwrap();
            let unfinished = client.call_async(&Trigger_Request::default()).unwrap();
            let actions = node.create_action_client::<Fibonacci>("fibonacci").unwrap();
            let goal = actions.send_goal(&Fibonacci_Goal { order: 1 }).unwrap();
            let goal = goal.wait(Some(LONG)).unwrap();
            let _unfinished = (unfinished, goal.result().unwrap());
        }
        ended.store(true, Ordering::Release);
        calling.join().unwrap();
        assert!(executor.shutdown(Some(LONG)));
    });
}
