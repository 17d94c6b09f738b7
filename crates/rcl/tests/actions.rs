//! Action servers and clients.

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use common::{LONG, SHORT, context, node_and_executor};
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

#[test]
fn a_goal_is_executed() {
    let (node, executor) = node_and_executor();
    let _server = node
        .create_action_server::<Fibonacci>("fibonacci", |goal| {
            assert_eq!(goal.status(), GoalStatus::Executing);
            let mut sequence = vec![0, 1];
            for index in 1..usize::try_from(goal.request().order).unwrap() {
                sequence.push(sequence[index] + sequence[index - 1]);
                goal.publish_feedback(&feedback(&sequence)).unwrap();
            }
            goal.succeed(&result(&sequence)).unwrap();
        })
        .unwrap();
    let client = client(&node);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hearing = Arc::clone(&heard);
    let options = SendGoalOptions::with_feedback(move |feedback: Fibonacci_Feedback| {
        hearing.lock().unwrap().push(feedback.sequence.len());
    });
    let accepted = client.send_goal_with(&goal(6), options).unwrap();
    let accepted = accepted.spin(&executor, Some(LONG)).unwrap();
    assert!(accepted.info().stamp > 0);
    let end = accepted.result().unwrap();
    let end = end.spin(&executor, Some(LONG)).unwrap();
    assert_eq!(end.status, GoalStatus::Succeeded);
    assert_eq!(end.result.sequence, [0, 1, 1, 2, 3, 5, 8]);
    executor.spin_until(
        || accepted.status() == GoalStatus::Succeeded && heard.lock().unwrap().len() == 5,
        Some(LONG),
    );
    assert_eq!(*heard.lock().unwrap(), [3, 4, 5, 6, 7]);
}

#[test]
fn states_change_as_upstreams_do() {
    use GoalEvent::*;
    use GoalStatus::*;
    let allowed = [
        (Accepted, Execute, Executing),
        (Accepted, CancelGoal, Canceling),
        (Executing, CancelGoal, Canceling),
        (Executing, Succeed, Succeeded),
        (Executing, Abort, Aborted),
        (Canceling, Succeed, Succeeded),
        (Canceling, Abort, Aborted),
        (Canceling, GoalEvent::Canceled, GoalStatus::Canceled),
    ];
    for status in GoalStatus::ALL {
        for event in GoalEvent::ALL {
            let expected = allowed
                .iter()
                .find(|(from, by, _)| (*from, *by) == (status, event))
                .map(|(_, _, to)| *to);
            assert_eq!(status.after(event), expected, "{status} {event}");
        }
        assert_eq!(GoalStatus::from_number(status as i8), status);
        assert!(!(status.is_active() && status.is_terminal()));
    }
    assert_eq!(GoalStatus::from_number(77), Unknown);
}

/// Ways from acceptance to the end, with the state that both sides see after each step.
#[test]
fn both_sides_see_every_state() {
    use GoalStatus::*;
    type Step = fn(&ServerGoal<Fibonacci>) -> Result<(), Error>;
    let begin: Step = |goal| goal.begin();
    let succeed: Step = |goal| goal.succeed(&result(&[1]));
    let abort: Step = |goal| goal.abort(&result(&[1]));
    let canceled: Step = |goal| goal.canceled(&result(&[1]));
    let ways: [(bool, &[(Step, GoalStatus)]); 6] = [
        (false, &[(begin, Executing), (succeed, Succeeded)]),
        (false, &[(begin, Executing), (abort, Aborted)]),
        (true, &[(canceled, Canceled)]),
        (true, &[(abort, Aborted)]),
        (true, &[(succeed, Succeeded)]),
        (false, &[(begin, Executing), (succeed, Succeeded)]),
    ];
    let bench = Bench::new();
    for (cancel, steps) in ways {
        let (server, client) = bench.start();
        assert_eq!(server.id(), client.id());
        assert_eq!(server.info(), client.info());
        bench.until(|| client.status() == Accepted);
        let end = client.result().unwrap();
        if cancel {
            let response = bench.spin(client.cancel().unwrap()).unwrap();
            assert_eq!(response.goals, [client.info()]);
            assert!(server.is_cancel_requested());
            bench.until(|| client.status() == Canceling);
        }
        for (step, status) in steps {
            assert!(server.is_active());
            step(&server).unwrap();
            assert_eq!(server.status(), *status);
            bench.until(|| client.status() == *status);
        }
        assert!(!server.is_active());
        let end = bench.spin(end).unwrap();
        assert_eq!((end.status, end.result), (server.status(), result(&[1])));
        for wrong in [begin, succeed, abort, canceled] {
            let error = wrong(&server).unwrap_err();
            let text = error.to_string();
            assert!(
                matches!(error, Error::InvalidGoalTransition { .. }),
                "{text}"
            );
            assert!(text.contains(&server.status().to_string()), "{text}");
        }
    }
}

#[test]
fn goals_are_rejected() {
    let (node, executor) = node_and_executor();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|goal| {
        goal.succeed(&result(&[])).unwrap();
    })
    .on_goal(|id, goal| {
        assert_ne!(id, GoalId::ZERO);
        if goal.order < 0 {
            GoalDecision::Reject
        } else {
            GoalDecision::Accept
        }
    });
    let server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let client = client(&node);
    let id = GoalId([7; 16]);
    let send = |order| {
        let options = SendGoalOptions {
            id: Some(id),
            ..SendGoalOptions::default()
        };
        let pending = client.send_goal_with(&goal(order), options).unwrap();
        pending.spin(&executor, Some(LONG))
    };
    match send(-1).unwrap_err() {
        Error::GoalRejected { action, goal } => {
            assert_eq!((action.as_str(), goal), ("fibonacci", id));
        }
        error => panic!("{error}"),
    }
    assert!(!server.has_goal(id));
    assert_eq!(send(1).unwrap().id(), id);
    assert!(server.has_goal(id));
    assert!(
        matches!(send(1), Err(Error::GoalRejected { .. })),
        "an id is accepted once"
    );
}

#[test]
fn a_result_may_be_asked_for_at_any_time_and_by_anybody() {
    let bench = Bench::new();
    let (server, goal) = bench.start();
    let other = client(&bench.node);
    let early = [
        goal.result().unwrap(),
        goal.result().unwrap(),
        other.result_of(goal.id()).unwrap(),
    ];
    bench.executor.spin_some(SHORT).unwrap();
    assert!(early.iter().all(|result| !result.is_done()));
    server.begin().unwrap();
    server.succeed(&result(&[1, 2])).unwrap();
    for pending in early {
        assert_eq!(bench.spin(pending).unwrap().result, result(&[1, 2]));
    }
    let late = bench.spin(other.result_of(goal.id()).unwrap()).unwrap();
    assert_eq!(late.status, GoalStatus::Succeeded);
    assert_eq!(late.result, result(&[1, 2]));

    let unknown = bench
        .spin(other.result_of(GoalId([9; 16])).unwrap())
        .unwrap();
    assert_eq!(unknown.status, GoalStatus::Unknown);
    assert_eq!(unknown.result, Fibonacci_Result::default());
}

#[test]
fn results_are_forgotten_after_their_timeout() {
    let bench = Bench::with_options(ActionServerOptions {
        result_timeout: Duration::from_secs(10),
        ..ActionServerOptions::default()
    });
    let clock = bench.node.clock();
    clock.set_ros_time_override_is_enabled(true).unwrap();
    clock.set_ros_time_override(1_000_000_000_000).unwrap();
    let after = |seconds: i64| {
        let now = 1_000_000_000_000 + seconds * 1_000_000_000;
        clock.set_ros_time_override(now).unwrap();
        bench.executor.spin_some(SHORT).unwrap();
    };
    let (server, first) = bench.start();
    after(5);
    let (other, second) = bench.start();
    server.begin().unwrap();
    server.succeed(&result(&[1])).unwrap();
    after(14);
    assert!(bench.server.has_goal(first.id()), "9 s after its end");
    assert_eq!(bench.result(&first).status, GoalStatus::Succeeded);
    after(15);
    assert!(!bench.server.has_goal(first.id()));
    assert_eq!(server.status(), GoalStatus::Unknown);
    assert_eq!(bench.result(&first).status, GoalStatus::Unknown);
    after(1_000);
    assert!(bench.server.has_goal(second.id()), "it goes on");
    other.begin().unwrap();
    other.abort(&result(&[2])).unwrap();
    assert_eq!(bench.result(&second).status, GoalStatus::Aborted);
    after(1_010);
    assert!(!bench.server.has_goal(second.id()));
    assert!(bench.server.goals().is_empty());
}

#[test]
fn a_result_timeout_of_zero_forgets_at_once_but_answers_who_waits() {
    let bench = Bench::with_options(ActionServerOptions {
        result_timeout: Duration::ZERO,
        ..ActionServerOptions::default()
    });
    let (server, client) = bench.start();
    let end = client.result().unwrap();
    bench.executor.spin_some(SHORT).unwrap();
    server.begin().unwrap();
    server.succeed(&result(&[1])).unwrap();
    assert_eq!(bench.spin(end).unwrap().status, GoalStatus::Succeeded);
    bench.until(|| !bench.server.has_goal(client.id()));

    let (node, _executor) = node_and_executor();
    let options = ActionServerOptions {
        result_timeout: Duration::from_secs(-1),
        ..ActionServerOptions::default()
    };
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|_| {});
    let made = node.create_action_server_with("fibonacci", options, callbacks);
    assert!(matches!(made, Err(Error::NegativePeriod(_))));
}

/// Three goals: the first executing, the second accepted later, the third over.
#[test]
fn cancel_requests_are_answered_with_a_code() {
    use CancelCode::{GoalTerminated, None, UnknownGoalId};
    // Which goal is named, the stamp as an offset to the first goal's, what is answered.
    let cases: [(Option<usize>, Option<i64>, CancelCode, &[usize]); 9] = [
        (Option::None, Option::None, None, &[0, 1]),
        (Some(0), Option::None, None, &[0]),
        (Some(1), Option::None, None, &[1]),
        (Some(2), Option::None, GoalTerminated, &[]),
        (Some(9), Option::None, UnknownGoalId, &[]),
        (Option::None, Some(-1), None, &[]),
        (Option::None, Some(0), None, &[0]),
        (Option::None, Some(1_000), None, &[0, 1]),
        (Some(1), Some(0), None, &[0, 1]),
    ];
    for (named, offset, code, expected) in cases {
        let bench = Bench::new();
        let clock = bench.node.clock();
        clock.set_ros_time_override_is_enabled(true).unwrap();
        let goals: Vec<_> = [100_i64, 200, 300]
            .map(|now| {
                clock.set_ros_time_override(now).unwrap();
                bench.start()
            })
            .into();
        goals[0].0.begin().unwrap();
        goals[2].0.begin().unwrap();
        goals[2].0.succeed(&result(&[])).unwrap();
        let id = match named {
            Option::None => GoalId::ZERO,
            Some(index) => goals
                .get(index)
                .map_or(GoalId([9; 16]), |(server, _)| server.id()),
        };
        let stamp = offset.map_or(0, |offset| 100 + offset);
        let response = bench.cancel(CancelRequest { id, stamp });
        let infos: Vec<_> = expected
            .iter()
            .map(|index| goals[*index].0.info())
            .collect();
        assert_eq!(
            response,
            CancelResponse { code, goals: infos },
            "{named:?} {offset:?}"
        );
        for (index, (server, _)) in goals.iter().enumerate() {
            let canceling = expected.contains(&index);
            assert_eq!(
                server.is_cancel_requested(),
                canceling,
                "{named:?} {offset:?}"
            );
        }
    }
}

#[test]
fn cancel_requests_are_rejected_by_default_and_by_the_callback() {
    let (node, executor) = node_and_executor();
    let (sender, goals) = mpsc::channel();
    let callbacks = |decide: Option<fn(&ServerGoal<Fibonacci>) -> CancelDecision>| {
        let sender = sender.clone();
        let callbacks = ActionServerCallbacks::<Fibonacci>::new(|_| {})
            .on_accepted(move |goal| sender.send(goal).unwrap());
        match decide {
            Some(decide) => callbacks.on_cancel(decide),
            None => callbacks,
        }
    };
    let odd = |goal: &ServerGoal<Fibonacci>| match goal.request().order % 2 {
        0 => CancelDecision::Reject,
        _ => CancelDecision::Accept,
    };
    let ending = |goal: &ServerGoal<Fibonacci>| {
        goal.begin().unwrap();
        goal.succeed(&result(&[])).unwrap();
        CancelDecision::Accept
    };
    let cases: [(
        Option<fn(&ServerGoal<Fibonacci>) -> CancelDecision>,
        _,
        &[i32],
    ); 3] = [
        (None, CancelCode::Rejected, &[]),
        (Some(odd), CancelCode::None, &[1, 3]),
        (Some(ending), CancelCode::Rejected, &[]),
    ];
    for (decide, code, canceled) in cases {
        let _server = node
            .create_action_server_with(
                "fibonacci",
                ActionServerOptions::default(),
                callbacks(decide),
            )
            .unwrap();
        let client = client(&node);
        for order in 0..4 {
            let accepted = client.send_goal(&goal(order)).unwrap();
            accepted.spin(&executor, Some(LONG)).unwrap();
        }
        let goals: Vec<_> = goals.try_iter().collect();
        assert_eq!(goals.len(), 4);
        let response = client.cancel_all_goals().unwrap();
        let response = response.spin(&executor, Some(LONG)).unwrap();
        assert_eq!(response.code, code);
        let order_of = |id| {
            goals
                .iter()
                .find(|goal| goal.id() == id)
                .unwrap()
                .request()
                .order
        };
        let orders: Vec<_> = response
            .goals
            .iter()
            .map(|goal| order_of(goal.id))
            .collect();
        assert_eq!(orders, canceled);
    }
}

#[test]
fn goals_accepted_before_a_time_are_canceled() {
    let bench = Bench::new();
    let (first, _first) = bench.start();
    thread::sleep(std::time::Duration::from_millis(2));
    let (second, _second) = bench.start();
    let until = first.info().stamp;
    let response = bench
        .spin(bench.client.cancel_goals_before(until).unwrap())
        .unwrap();
    assert_eq!(response.goals, [first.info()]);
    assert!(!second.is_cancel_requested());
}

#[test]
fn a_canceled_goal_is_still_executed_so_that_it_can_end() {
    let (node, executor) = node_and_executor();
    let (sender, goals) = mpsc::channel();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|goal| {
        assert!(goal.is_cancel_requested());
        goal.canceled(&result(&[9])).unwrap();
    })
    .on_accepted(move |goal| sender.send(goal).unwrap())
    .on_cancel(|_| CancelDecision::Accept);
    let _server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let accepted = client(&node);
    let accepted = accepted.send_goal(&goal(1)).unwrap();
    let accepted = accepted.spin(&executor, Some(LONG));
    // The client was dropped with the statement above; the goal would keep it.
    assert!(accepted.is_ok());
    let accepted = accepted.unwrap();
    let response = accepted
        .cancel()
        .unwrap()
        .spin(&executor, Some(LONG))
        .unwrap();
    assert_eq!(response.code, CancelCode::None);
    goals.try_recv().unwrap().execute();
    let end = accepted
        .result()
        .unwrap()
        .spin(&executor, Some(LONG))
        .unwrap();
    assert_eq!(
        (end.status, end.result),
        (GoalStatus::Canceled, result(&[9]))
    );
}

#[test]
fn a_goal_that_is_dropped_is_aborted() {
    let bench = Bench::new();
    for begin in [false, true] {
        let (server, client) = bench.start();
        if begin {
            server.begin().unwrap();
        }
        let clone = server.clone();
        drop(server);
        assert!(clone.is_active(), "somebody holds it");
        drop(clone);
        assert_eq!(bench.result(&client).status, GoalStatus::Aborted);
    }
}

#[test]
fn several_clients_follow_their_own_goals() {
    let bench = Bench::new();
    let clients = [
        client(&bench.node),
        client(&bench.node),
        client(&bench.node),
    ];
    let heard: [Arc<Mutex<Vec<i32>>>; 3] = Default::default();
    let mut accepted = Vec::new();
    for (order, (client, heard)) in (0..).zip(clients.iter().zip(&heard)) {
        let heard = Arc::clone(heard);
        let options = SendGoalOptions::with_feedback(move |feedback: Fibonacci_Feedback| {
            heard.lock().unwrap().extend(feedback.sequence);
        });
        let pending = client.send_goal_with(&goal(order), options).unwrap();
        accepted.push(bench.spin(pending).unwrap());
    }
    let results: Vec<_> = accepted.iter().map(|goal| goal.result().unwrap()).collect();
    let mut goals: Vec<_> = bench.goals.try_iter().collect();
    goals.reverse();
    for goal in &goals {
        let order = goal.request().order;
        goal.begin().unwrap();
        goal.publish_feedback(&feedback(&[order])).unwrap();
        goal.succeed(&result(&[order, order])).unwrap();
    }
    for (order, result) in (0..).zip(results) {
        assert_eq!(bench.spin(result).unwrap().result.sequence, [order, order]);
    }
    bench.until(|| heard.iter().all(|heard| !heard.lock().unwrap().is_empty()));
    for (order, heard) in (0..).zip(&heard) {
        assert_eq!(*heard.lock().unwrap(), [order]);
    }
}

#[test]
fn a_server_that_ends_leaves_its_goals_to_nobody() {
    let bench = Bench::new();
    let (server, client) = bench.start();
    server.begin().unwrap();
    let end = client.result().unwrap();
    bench.executor.spin_some(SHORT).unwrap();
    drop(bench.server);
    assert!(!bench.client.server_is_ready());
    assert_eq!(server.status(), GoalStatus::Unknown);
    let fail = [
        server.begin(),
        server.succeed(&result(&[])),
        server.publish_feedback(&feedback(&[])),
    ];
    for error in fail {
        assert!(matches!(error, Err(Error::Destroyed { .. })), "{error:?}");
    }
    server.execute();
    drop(server);
    let error = end.spin(&bench.executor, Some(SHORT)).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[test]
fn a_server_may_end_before_its_goal_was_executed() {
    let (node, executor) = node_and_executor();
    let executed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&executed);
    let (sender, goals) = mpsc::channel();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .on_accepted(move |goal| sender.send(goal).unwrap());
    let server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let client = client(&node);
    client
        .send_goal(&goal(1))
        .unwrap()
        .spin(&executor, Some(LONG))
        .unwrap();
    goals.try_recv().unwrap().execute();
    drop(server);
    executor.spin_some(SHORT).unwrap();
    assert_eq!(executed.load(Ordering::SeqCst), 0);
}

#[test]
fn a_client_that_ends_ends_what_waits() {
    let bench = Bench::new();
    let (_server, goal) = bench.start();
    let end = goal.result().unwrap();
    drop(bench.client);
    assert!(!end.is_done(), "its goal keeps it");
    drop(goal);
    let error = end.wait(Some(LONG)).unwrap_err();
    assert!(matches!(error, Error::NoResponse { .. }), "{error}");
}

#[test]
fn feedback_ends_with_the_interest_in_the_goal() {
    let bench = Bench::new();
    let heard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&heard);
    let options = SendGoalOptions::with_feedback(move |_: Fibonacci_Feedback| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let pending = bench.client.send_goal_with(&goal(1), options).unwrap();
    let client = bench.spin(pending).unwrap();
    let server = bench.goals.try_recv().unwrap();
    server.publish_feedback(&feedback(&[1])).unwrap();
    bench.until(|| heard.load(Ordering::SeqCst) == 1);
    let end = client.result().unwrap();
    drop(client);
    server.publish_feedback(&feedback(&[1])).unwrap();
    bench.until(|| heard.load(Ordering::SeqCst) == 2);
    drop(end);
    server.publish_feedback(&feedback(&[1])).unwrap();
    bench.executor.spin_some(SHORT).unwrap();
    assert_eq!(heard.load(Ordering::SeqCst), 2);
}

#[test]
fn servers_are_waited_for() {
    let (node, executor) = node_and_executor();
    let client = client(&node);
    assert!(!client.wait_for_server(Some(SHORT)));
    let accepted = client.send_goal(&goal(1)).unwrap();
    let error = accepted.spin(&executor, Some(SHORT)).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| client.wait_for_server(None));
        let (server, _goals) = deferring(&node, ActionServerOptions::default());
        assert!(waiting.join().unwrap());
        drop(server);
    });
    assert!(!client.server_is_ready());
}

#[test]
fn a_blocking_wait_inside_a_callback_fails_instead_of_hanging() {
    let bench = Bench::new();
    let client = bench.client.clone();
    let (sender, results) = mpsc::channel();
    let trigger = bench.node.create_guard_condition(move || {
        let accepted = client.send_goal(&goal(1)).unwrap();
        sender.send(accepted.wait(Some(LONG)).map(drop)).unwrap();
    });
    trigger.trigger();
    let result = receive(&bench.executor, &results);
    assert!(
        matches!(result, Err(Error::WouldDeadlock { .. })),
        "{result:?}"
    );
}

#[test]
fn a_goal_executes_beside_cancel_requests_where_there_is_a_thread() {
    let (node, executor) = node_and_executor();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|goal| {
        while !goal.is_cancel_requested() {
            thread::sleep(std::time::Duration::from_millis(1));
        }
        goal.canceled(&result(&[])).unwrap();
    })
    .on_cancel(|_| CancelDecision::Accept);
    let _server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let client = client(&node);
    thread::scope(|scope| {
        scope.spawn(|| executor.spin());
        scope.spawn(|| executor.spin());
        let accepted = client
            .send_goal(&goal(1))
            .unwrap()
            .wait(Some(LONG))
            .unwrap();
        let end = accepted.result().unwrap();
        let response = accepted.cancel().unwrap().wait(Some(LONG)).unwrap();
        assert_eq!(response.goals, [accepted.info()]);
        assert_eq!(end.wait(Some(LONG)).unwrap().status, GoalStatus::Canceled);
        executor.shutdown(Some(LONG));
    });
}

#[test]
fn the_graph_knows_actions() {
    let context = context();
    let names = ["server", "client", "listener"];
    let [server, asking, other] = names.map(|name| Node::new(&context, name).unwrap());
    let (_server, _goals) = deferring(&server, ActionServerOptions::default());
    let _client = asking
        .create_action_client::<Fibonacci>("/ns/other")
        .unwrap();
    let ty = || vec![Fibonacci::TYPE_NAME.to_owned()];
    let own = ("/fibonacci".to_owned(), ty());
    let asked = ("/ns/other".to_owned(), ty());
    assert_eq!(other.action_names_and_types(), [own.clone(), asked.clone()]);
    let servers = |name| other.action_server_names_and_types_by_node(name, "/");
    let clients = |name| other.action_client_names_and_types_by_node(name, "/");
    assert_eq!(servers("server").unwrap(), [own]);
    assert_eq!(clients("server").unwrap(), []);
    assert_eq!(servers("client").unwrap(), []);
    assert_eq!(clients("client").unwrap(), [asked]);
    assert!(servers("nobody").is_err());
    let services: Vec<String> = other
        .service_names_and_types()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for part in [
        ActionPart::SendGoal,
        ActionPart::CancelGoal,
        ActionPart::GetResult,
    ] {
        assert!(services.contains(&part.name("/fibonacci")), "{part:?}");
    }
    for name in ["", "2fast", "a b", "a//b"] {
        let made = server.create_action_client::<Fibonacci>(name);
        assert!(matches!(made, Err(Error::InvalidName(_))), "{name}");
        let made = server.create_action_server::<Fibonacci>(name, |_| {});
        assert!(matches!(made, Err(Error::InvalidName(_))), "{name}");
    }
}

#[test]
fn the_status_is_there_for_late_subscriptions() {
    let bench = Bench::new();
    let (server, _client) = bench.start();
    server.begin().unwrap();
    let (sender, statuses) = mpsc::channel();
    let qos = QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::from(1)
    };
    let _late = bench
        .node
        .create_subscription::<GoalStatusArray>("fibonacci/_action/status", qos, move |message| {
            sender.send(message).unwrap();
        })
        .unwrap();
    let last = receive(&bench.executor, &statuses);
    let [status] = &last.status_list[..] else {
        panic!("one goal is known")
    };
    assert_eq!(status.goal_info.goal_id.uuid, server.id().0);
    assert_eq!(status.status, GoalStatus::Executing as i8);
    let stamp = &status.goal_info.stamp;
    let nanoseconds = i64::from(stamp.sec) * 1_000_000_000 + i64::from(stamp.nanosec);
    assert_eq!(nanoseconds, server.info().stamp);
}

/// What is written by hand is what the interface definitions say.
#[test]
fn serialized_parts_are_those_of_the_definitions() {
    let (node, executor) = node_and_executor();
    let ty = Fibonacci::type_support();
    let (sender, works) = mpsc::channel();
    let server = node
        .create_raw_action_server(
            &ty,
            "fibonacci",
            ActionServerOptions::default(),
            move |work, _ready| sender.send(work).unwrap(),
        )
        .unwrap();
    let (sender, told) = mpsc::channel();
    let client = node
        .create_raw_action_client(
            &ty,
            "fibonacci",
            ActionClientOptions::default(),
            move |work, _ready| sender.send(work).unwrap(),
        )
        .unwrap();
    assert!(client.server_is_ready());
    let (sender, responses) = mpsc::channel();
    let send = |service, payload: Vec<u8>| {
        let sender = sender.clone();
        let handler = move |sample: rosebay_rcl::rmw::ServiceSample, _ready| {
            sender.send(sample.payload).unwrap();
        };
        client
            .send_serialized_request(service, payload.into(), handler)
            .unwrap()
    };
    let next = |works| receive(&executor, works);
    let response = || receive(&executor, &responses);

    let id = GoalId::random();
    let mut request = DynamicMessage::new(Arc::clone(&ty.send_goal.request));
    request.set_path("goal_id.uuid", id.0.to_vec()).unwrap();
    request.set_path("goal.order", 5_i32).unwrap();
    send(ActionService::SendGoal, request.encode().unwrap());
    let ActionServerWork::Goal(sample) = next(&works) else {
        panic!("a goal was sent")
    };
    assert_eq!(sample.payload, request.encode().unwrap());
    let accepted = server.accept_goal(id).unwrap();
    assert!(matches!(server.accept_goal(id), Err(Error::GoalExists(_))));
    let stamp = accepted.info().stamp;
    server
        .send_goal_response(&sample.request_id, true, stamp)
        .unwrap();
    let decoded = DynamicMessage::decode(Arc::clone(&ty.send_goal.response), &response()).unwrap();
    assert_eq!(decoded.get("accepted").unwrap(), &Value::Bool(true));
    let seconds = i32::try_from(stamp / 1_000_000_000).unwrap();
    assert_eq!(decoded.get_path("stamp.sec").unwrap(), Value::I32(seconds));

    accepted.update(GoalEvent::Execute).unwrap();
    let mut message = DynamicMessage::new(Arc::clone(&ty.feedback_message));
    message.set_path("goal_id.uuid", id.0.to_vec()).unwrap();
    let payload = message.encode().unwrap();
    server
        .publish_serialized_feedback(payload.clone().into())
        .unwrap();
    let (mut feedbacks, mut statuses) = (Vec::new(), Vec::new());
    executor.spin_until(
        || {
            for work in told.try_iter() {
                match work {
                    ActionClientWork::Feedback(sample) => feedbacks.push(sample.payload),
                    ActionClientWork::Status(sample) => statuses.push(sample.payload),
                }
            }
            !feedbacks.is_empty() && !statuses.is_empty()
        },
        Some(LONG),
    );
    assert_eq!(feedbacks, [payload]);
    let statuses = GoalStatusArray::from_cdr(statuses.last().unwrap()).unwrap();
    assert_eq!(statuses.status_list[0].goal_info.goal_id.uuid, id.0);

    let mut info = GoalInfoMessage::default();
    info.goal_id.uuid = id.0;
    let cancel = CancelGoal_Request { goal_info: info };
    send(ActionService::CancelGoal, cancel.to_cdr().unwrap());
    let ActionServerWork::Cancel(sample) = next(&works) else {
        panic!("a cancel request was sent")
    };
    let meant = server.decode_cancel_request(&sample).unwrap();
    assert_eq!((meant.id, meant.stamp), (id, 0));
    let answer = server.process_cancel_request(&meant);
    accepted.update(GoalEvent::CancelGoal).unwrap();
    server
        .send_cancel_response(&sample.request_id, &answer)
        .unwrap();
    let decoded = CancelGoal_Response::from_cdr(&response()).unwrap();
    assert_eq!(decoded.return_code, CancelCode::None as i8);
    assert_eq!(decoded.goals_canceling.len(), 1);
    assert_eq!(decoded.goals_canceling[0].goal_id.uuid, id.0);

    let mut request = DynamicMessage::new(Arc::clone(&ty.get_result.request));
    request.set_path("goal_id.uuid", id.0.to_vec()).unwrap();
    send(ActionService::GetResult, request.encode().unwrap());
    executor.spin_some(SHORT).unwrap();
    accepted.update(GoalEvent::Canceled).unwrap();
    let mut end = DynamicMessage::new(Arc::clone(&ty.get_result.response));
    end.set("status", GoalStatus::Canceled as i8).unwrap();
    end.set_path("result.sequence", vec![1_i32, 2]).unwrap();
    let payload = end.encode().unwrap();
    accepted
        .set_serialized_result(payload.clone().into())
        .unwrap();
    assert_eq!(response(), payload);

    let unexpected = send(ActionService::GetResult, request.encode().unwrap());
    assert!(client.remove_pending_request(ActionService::GetResult, unexpected));
    executor.spin_some(SHORT).unwrap();
    assert!(responses.try_recv().is_err());
}

#[test]
fn what_cannot_be_read_harms_nobody() {
    let bench = Bench::new();
    let ty = Fibonacci::type_support();
    let raw = bench
        .node
        .create_raw_action_client(&ty, "fibonacci", ActionClientOptions::default(), |_, _| {})
        .unwrap();
    let services = [
        ActionService::SendGoal,
        ActionService::CancelGoal,
        ActionService::GetResult,
    ];
    for service in services {
        for payload in [&b""[..], b"\0\x01\0\0", b"\0\x01\0\0too short"] {
            raw.send_serialized_request(service, payload.into(), |_, _| {
                panic!("there is no answer to that")
            })
            .unwrap();
        }
    }
    bench
        .server
        .publish_serialized_feedback("nonsense".into())
        .unwrap();
    let nonsense = bench
        .node
        .create_raw_publisher(
            &GoalStatusArray::type_support(),
            "fibonacci/_action/status",
            rosebay_rcl::PublisherOptions::new(QosProfile::ACTION_STATUS),
        )
        .unwrap();
    nonsense
        .publish_serialized(b"\0\x01\0\0\xff\xff\xff\xff"[..].into())
        .unwrap();
    let (server, client) = bench.start();
    server.begin().unwrap();
    server.succeed(&result(&[])).unwrap();
    assert_eq!(bench.result(&client).status, GoalStatus::Succeeded);
}

#[test]
fn ids_are_random_uuids() {
    let ids: std::collections::HashSet<GoalId> = (0..1_000).map(|_| GoalId::random()).collect();
    assert_eq!(ids.len(), 1_000);
    for id in ids {
        let text = id.to_string();
        assert_eq!(text.len(), 36, "{text}");
        assert_eq!(text.as_bytes()[14], b'4', "{text}");
        assert!(b"89ab".contains(&text.as_bytes()[19]), "{text}");
    }
}
