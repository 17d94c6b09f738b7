//! What is wrong is said in one line, with the right exit code and no backtrace.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader};

use common::{Robot, ros2, text};
use rosebay_msgs::std_srvs::srv::Trigger;
use rosebay_rcl::ServiceOptions;
use rosebay_rosidl::typed::Service;

/// Runs the command, which must fail, and compares the one line that it says.
fn check(robot: &Robot, arguments: &[&str], expected: &str) {
    let got = robot.ros2(arguments);
    let stderr = text(&got.stderr);
    let mut lines = stderr.lines().filter(|line| !line.starts_with("(saw "));
    assert_eq!(lines.next(), Some(expected), "ros2 {arguments:?}");
    assert_eq!(lines.next(), None, "ros2 {arguments:?}: {stderr}");
    assert_eq!(got.status.code(), Some(1), "ros2 {arguments:?}");
}

#[test]
fn names_that_are_not_there_are_answered_with_the_nearest() {
    let robot = Robot::start();
    check(
        &robot,
        &["topic", "echo", "/chater"],
        "Unknown topic '/chater'; did you mean '/chatter'?",
    );
    check(
        &robot,
        &["topic", "info", "/robot/poze"],
        "Unknown topic '/robot/poze'; did you mean '/robot/pose'?",
    );
    check(
        &robot,
        &["service", "type", "/robot/add_two_int"],
        "Unknown service '/robot/add_two_int'; did you mean '/robot/add_two_ints'?",
    );
    check(
        &robot,
        &["node", "info", "/robot/kamera"],
        "Unknown node '/robot/kamera'; did you mean '/robot/camera'?",
    );
    check(
        &robot,
        &["topic", "echo", "/robot/pose", "std_msgs/msg/Strin"],
        "there is no interface 'std_msgs/msg/Strin'; did you mean std_msgs/msg/String?",
    );
    check(
        &robot,
        &[
            "topic",
            "echo",
            "/robot/pose",
            "--once",
            "--field",
            "pose.positon",
        ],
        "Invalid field 'pose.positon': field 'pose': geometry_msgs/msg/Pose has no field 'positon'; it has position, orientation; did you mean 'position'?",
    );
}

#[test]
fn values_that_a_message_cannot_have_are_refused() {
    let robot = Robot::start();
    let publish = |values, expected| {
        let arguments = [
            "topic",
            "pub",
            "-1",
            "-w",
            "0",
            "/n",
            "std_msgs/msg/Int8",
            values,
        ];
        check(&robot, &arguments, expected);
    };
    publish(
        "data: 128",
        "Failed to populate field: field 'data': expected int8, got 128",
    );
    publish(
        "data: 1.5",
        "Failed to populate field: field 'data': expected int8, got 1.5",
    );
    publish(
        "5",
        "The passed value needs to be a dictionary in YAML format",
    );
    let unclosed = robot.ros2(&[
        "topic",
        "pub",
        "-1",
        "-w",
        "0",
        "/n",
        "std_msgs/msg/Int8",
        "{data: [",
    ]);
    let stderr = text(&unclosed.stderr);
    assert!(
        stderr.starts_with("The passed value is no YAML: "),
        "{stderr}"
    );
    assert_eq!(
        (stderr.lines().count(), unclosed.status.code()),
        (1, Some(1))
    );
}

#[test]
fn a_service_that_does_not_answer_is_given_up() {
    let robot = Robot::start();
    let silent = robot.node.create_raw_service(
        &Trigger::type_support(),
        "/silent",
        ServiceOptions::default(),
        |_, _| {},
    );
    let _silent = silent.unwrap();
    let arguments = [
        "service",
        "call",
        "/silent",
        "std_srvs/srv/Trigger",
        "--timeout",
        "0.5",
    ];
    let got = robot.ros2(&arguments);
    let stderr = text(&got.stderr);
    assert!(
        stderr.starts_with("the response of service '/silent' did not come within "),
        "{stderr}"
    );
    assert_eq!((stderr.lines().count(), got.status.code()), (1, Some(1)));
}

#[test]
fn a_command_ends_when_nobody_reads_it_any_more() {
    let robot = Robot::start();
    for verb in ["echo", "hz"] {
        let mut child = ros2(robot.domain, &["topic", verb, "/chatter"])
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        lines.read_line(&mut String::new()).unwrap();
        drop(lines);
        let got = child.wait_with_output().unwrap();
        assert_eq!(got.status.code(), Some(141), "topic {verb}");
        assert_eq!(text(&got.stderr), "", "topic {verb}");
    }
}
