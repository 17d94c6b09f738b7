//! The verbs that go on until they are interrupted, beside nodes that talk meanwhile.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use common::running::{Running, eventually};
use common::{Robot, ros2, text};
use rosebay_msgs::example_interfaces::action::{Fibonacci, Fibonacci_Feedback, Fibonacci_Result};
use rosebay_msgs::example_interfaces::srv::{AddTwoInts, AddTwoInts_Request, AddTwoInts_Response};
use rosebay_msgs::geometry_msgs::msg::PoseStamped;
use rosebay_msgs::rosgraph_msgs::msg::Clock;
use rosebay_rcl::ActionServer;
use rosebay_rcl::action::{ActionServerCallbacks, ActionServerOptions, CancelDecision, ServerGoal};
use rosebay_rcl::service::IntrospectionState;
use serde_json::{Value as Json, json};

/// How often what a command may come too late for is said again.
const OFTEN: rosebay_rcl::Duration = rosebay_rcl::Duration::from_millis(20);

fn start(robot: &Robot, arguments: &[&str]) -> Running {
    Running::start(ros2(robot.domain, arguments))
}

/// Publishes poses that were stamped at a second of the clock, and the clock.
fn publish_old_poses(robot: &Robot, stamp: i32, now: i32) -> Box<dyn std::any::Any> {
    let poses = robot
        .node
        .create_publisher::<PoseStamped>("/old", 10)
        .unwrap();
    let clock = robot.node.create_publisher::<Clock>("/clock", 10).unwrap();
    let mut pose = PoseStamped::default();
    pose.header.stamp.sec = stamp;
    let mut time = Clock::default();
    time.clock.sec = now;
    let timer = robot.node.create_wall_timer(OFTEN, move |_| {
        clock.publish(&time).ok();
        poses.publish(&pose).ok();
    });
    Box::new(timer.unwrap())
}

#[test]
fn delays_are_ages_by_the_stamp() {
    let robot = Robot::start();
    let _timer = publish_old_poses(&robot, 990, 1_000);
    let report = robot.stdout(&["topic", "delay", "/old", "--reports", "1"]);
    let lines: Vec<_> = report.lines().collect();
    let average = lines[0].strip_prefix("average delay: ").unwrap();
    // The stamp is of 1970.
    assert!(average.parse::<f64>().unwrap() > 1e9, "{report}");
    assert!(lines[1].starts_with("\tmin: "), "{report}");
    assert!(lines[1].contains("s window: "), "{report}");
    let json = robot.stdout(&["topic", "delay", "/old", "--reports", "1", "--json"]);
    let json: Json = serde_json::from_str(&json).unwrap();
    assert_eq!(json["topic"], "/old");
    assert!(json["min"].as_f64().unwrap() <= json["max"].as_f64().unwrap());
    assert!(json["window"].as_u64().unwrap() >= 1);
}

#[test]
fn delays_are_of_simulated_time_where_that_is_wanted() {
    let robot = Robot::start();
    let _timer = publish_old_poses(&robot, 990, 1_000);
    let delay = start(
        &robot,
        &[
            "topic",
            "delay",
            "/old",
            "--use-sim-time",
            "-w",
            "5",
            "--json",
        ],
    );
    // The first messages may come before the first time.
    delay.line_that(|line| {
        let report: Json = serde_json::from_str(line).unwrap();
        report["min"] == 10.0 && report["max"] == 10.0 && report["window"] == 5
    });
    delay.interrupt();
    assert_eq!(delay.end().code, Some(2));
}

#[test]
fn what_has_no_header_has_no_delay() {
    let robot = Robot::start();
    let got = robot.ros2(&["topic", "delay", "/chatter"]);
    assert_eq!(
        text(&got.stderr),
        "msg does not have header: std_msgs/msg/String\n"
    );
    assert_eq!(got.status.code(), Some(1));
}

/// A service that tells of its calls, and somebody who calls it.
fn introspected_service(robot: &Robot) -> Box<dyn std::any::Any> {
    let service = robot
        .node
        .create_service::<AddTwoInts>("/add", |request| AddTwoInts_Response {
            sum: request.a + request.b,
        })
        .unwrap();
    let clock = robot.node.clock();
    service
        .configure_introspection(clock, 10, IntrospectionState::Contents)
        .unwrap();
    let client = robot.node.create_client::<AddTwoInts>("/add").unwrap();
    let timer = robot.node.create_wall_timer(OFTEN, move |_| {
        client.call_async(&AddTwoInts_Request { a: 2, b: 3 }).ok();
    });
    Box::new((service, timer.unwrap()))
}

#[test]
fn calls_that_a_service_tells_of_are_shown() {
    let robot = Robot::start();
    let _service = introspected_service(&robot);
    let echo = start(&robot, &["service", "echo", "/add", "--json"]);
    let event = |kind: &str, number: &Json| {
        let line = echo.line_that(|line| {
            let event: Json = serde_json::from_str(line).unwrap();
            let info = &event["info"];
            info["event_type"] == kind && (number.is_null() || info["sequence_number"] == *number)
        });
        serde_json::from_str::<Json>(&line).unwrap()
    };
    let received = event("REQUEST_RECEIVED", &Json::Null);
    assert_eq!(received["request"], json!([{"a": 2, "b": 3}]));
    assert_eq!(received["response"], json!([]));
    let sent = event("RESPONSE_SENT", &received["info"]["sequence_number"]);
    assert_eq!(sent["request"], json!([]));
    assert_eq!(sent["response"], json!([{"sum": 5}]));
    assert_eq!(sent["info"]["client_gid"], received["info"]["client_gid"]);
    echo.interrupt();
    let end = echo.end();
    assert_eq!((end.code, end.stderr.as_str()), (Some(2), ""));
    let once = robot.stdout(&["service", "echo", "/add", "--once"]);
    let lines: Vec<_> = once.lines().collect();
    assert_eq!(lines[0], "info:");
    assert!(
        [
            "  event_type: REQUEST_RECEIVED",
            "  event_type: RESPONSE_SENT"
        ]
        .contains(&lines[1]),
        "{once}"
    );
    assert_eq!(lines.last(), Some(&"---"));
}

#[test]
fn a_service_that_tells_nothing_is_named() {
    let robot = Robot::start();
    let echo = start(&robot, &["service", "echo", "/robot/add_two_ints"]);
    let events = "/robot/add_two_ints/_service_event";
    eventually("the command listens", || {
        robot.node.count_subscriptions(events).unwrap() == 1
    });
    echo.interrupt();
    let end = echo.end();
    assert_eq!(
        end.stderr,
        format!(
            "No publishers on topic '{events}'; is service introspection on the client or server enabled?\n"
        )
    );
    assert!(end.lines.is_empty(), "{:?}", end.lines);
    assert_eq!(end.code, Some(2));
}

/// An action whose goals last until they are canceled, where they can be.
struct Lasting {
    asked_to_cancel: Arc<AtomicBool>,
    _server: ActionServer<Fibonacci>,
}

/// The words that send it a goal.
const SEND_GOAL: [&str; 6] = [
    "action",
    "send_goal",
    "/lasting",
    "example_interfaces/action/Fibonacci",
    "{order: 1}",
    "--feedback",
];

impl Lasting {
    fn start(robot: &Robot, can_be_canceled: bool) -> Self {
        let asked_to_cancel: Arc<AtomicBool> = Arc::default();
        let asked = Arc::clone(&asked_to_cancel);
        let callbacks = ActionServerCallbacks::new(|goal| {
            thread::spawn(move || pursue(&goal));
        });
        let callbacks = callbacks.on_cancel(move |_| {
            asked.store(true, Ordering::SeqCst);
            if can_be_canceled {
                CancelDecision::Accept
            } else {
                CancelDecision::Reject
            }
        });
        let options = ActionServerOptions::default();
        let server = robot
            .node
            .create_action_server_with("/lasting", options, callbacks);
        Self {
            asked_to_cancel,
            _server: server.unwrap(),
        }
    }

    fn was_asked_to_cancel(&self) -> bool {
        self.asked_to_cancel.load(Ordering::SeqCst)
    }
}

/// Tells the same again and again, a minute at most.
fn pursue(goal: &ServerGoal<Fibonacci>) {
    for _ in 0..6_000 {
        let told = goal.publish_feedback(&Fibonacci_Feedback { sequence: vec![7] });
        if told.is_err() {
            return;
        }
        if goal.is_cancel_requested() {
            goal.canceled(&Fibonacci_Result { sequence: vec![7] }).ok();
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_goal_is_canceled_where_its_sender_is_interrupted() {
    let robot = Robot::start();
    let lasting = Lasting::start(&robot, true);
    let sender = start(&robot, &SEND_GOAL);
    for expected in ["Feedback:", "    sequence:", "- 7", ""] {
        sender.line_that(|line| line == expected);
    }
    assert!(!lasting.was_asked_to_cancel());
    sender.interrupt();
    let end = sender.end();
    assert!(lasting.was_asked_to_cancel());
    let last = &end.lines[end.lines.len() - 2..];
    assert_eq!(last, ["Canceling goal...", "Goal canceled."]);
    assert_eq!((end.code, end.stderr.as_str()), (Some(2), ""));
}

#[test]
fn a_goal_that_cannot_be_canceled_is_an_error() {
    let robot = Robot::start();
    let lasting = Lasting::start(&robot, false);
    let sender = start(&robot, &SEND_GOAL);
    sender.line_that(|line| line == "Feedback:");
    sender.interrupt();
    let end = sender.end();
    assert!(lasting.was_asked_to_cancel());
    assert_eq!(end.lines.last().unwrap(), "Canceling goal...");
    assert_eq!(end.stderr, "Failed to cancel goal\n");
    assert_eq!(end.code, Some(1));
}

#[test]
fn feedback_and_states_of_an_action_are_shown() {
    let robot = Robot::start();
    let _lasting = Lasting::start(&robot, true);
    let sender = start(&robot, &SEND_GOAL);
    let accepted = "Goal accepted with ID: ";
    let line = sender.line_that(|line| line.starts_with(accepted));
    let goal = &line[accepted.len()..];
    let echo = start(&robot, &["action", "echo", "/lasting"]);
    echo.line_that(|line| line == format!("goal_id: {goal}"));
    for expected in ["feedback:", "  sequence:", "  - 7", "---"] {
        assert_eq!(echo.line(), expected);
    }
    let once = robot.stdout(&["action", "echo", "/lasting", "--once", "--json"]);
    let feedback: Json = serde_json::from_str(once.lines().last().unwrap()).unwrap();
    assert_eq!(
        feedback,
        json!({"goal_id": goal, "feedback": {"sequence": [7]}})
    );
    sender.interrupt();
    assert_eq!(sender.end().code, Some(2));
    echo.line_that(|line| line == format!("  {goal}: CANCELED"));
    assert_eq!(echo.line(), "---");
    echo.interrupt();
    assert_eq!(echo.end().code, Some(2));
}
