//! The graph and the tree of the frames, as the command shows them.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::process::Stdio;

use common::{Robot, ros2, text};
use rosebay::msgs::geometry_msgs::msg::TransformStamped;
use rosebay::tf2::{StaticTransformBroadcaster, TransformBroadcaster};
use rosebay_msgs::example_interfaces::action::Fibonacci;
use rosebay_msgs::example_interfaces::srv::AddTwoInts;
use rosebay_msgs::std_msgs::msg::String as Text;
use rosebay_rcl::rmw::Reliability;
use rosebay_rcl::{Duration, Node, QosProfile};
use serde_json::Value as Json;

/// A node that listens to the robot, calls it, and commands it in a way it does not listen to.
fn brain(robot: &Robot) -> (Node, Box<dyn std::any::Any>) {
    let node = Node::new(&robot.context, "brain").unwrap();
    let chatter = node.create_subscription::<Text>("/chatter", 10, |_| {});
    let best_effort = QosProfile {
        reliability: Reliability::BestEffort,
        ..QosProfile::DEFAULT
    };
    let commands = node.create_publisher::<Text>("/robot/commands", best_effort);
    let adder = node.create_client::<AddTwoInts>("/robot/add_two_ints");
    let navigator = node.create_action_client::<Fibonacci>("/robot/fibonacci");
    let entities = (
        chatter.unwrap(),
        commands.unwrap(),
        adder.unwrap(),
        navigator.unwrap(),
    );
    (node, Box::new(entities))
}

#[test]
fn a_graph_is_text_data_and_pictures() {
    let robot = Robot::start();
    let _brain = brain(&robot);
    let topics = "/brain\n  \
         -> /robot/commands [std_msgs/msg/String] -> /robot/camera (does not match: RELIABILITY)\n  \
         <- /chatter [std_msgs/msg/String] <- /robot/camera\n\
         /robot/camera\n  \
         -> /chatter [std_msgs/msg/String] -> /brain\n  \
         -> /robot/pose [geometry_msgs/msg/PoseStamped]\n  \
         <- /robot/commands [std_msgs/msg/String] <- /brain (does not match: RELIABILITY)\n";
    assert_eq!(robot.stdout(&["graph"]), topics);
    let all = robot.stdout(&["graph", "--services", "--actions", "/brain"]);
    let calls = "  \
         -> service /robot/add_two_ints [example_interfaces/srv/AddTwoInts] -> /robot/camera\n  \
         -> action /robot/fibonacci [example_interfaces/action/Fibonacci] -> /robot/camera\n";
    assert!(all.contains(calls) && !all.contains("/robot/pose"), "{all}");
    let hidden = robot.stdout(&["graph", "--include-hidden", "--include-infrastructure"]);
    assert!(
        hidden.contains("/_hidden") && hidden.contains("/rosout"),
        "{hidden}"
    );

    let json: Json = serde_json::from_str(&robot.stdout(&["graph", "--json"])).unwrap();
    assert_eq!(
        json["nodes"],
        serde_json::json!(["/brain", "/robot/camera"])
    );
    assert_eq!(
        json["topics"][1]["qos_mismatches"],
        serde_json::json!([{
            "publisher": "/brain",
            "subscription": "/robot/camera",
            "policies": ["RELIABILITY"],
        }])
    );
    let dot = robot.stdout(&["graph", "--format", "dot"]);
    assert!(
        dot.contains("[label=\"/chatter\\nstd_msgs/msg/String\", shape=box]"),
        "{dot}"
    );
    let file = std::env::temp_dir().join(format!("ros2-graph-{}.svg", std::process::id()));
    assert_eq!(robot.stdout(&["graph", "-o", file.to_str().unwrap()]), "");
    let svg = fs::read_to_string(&file).unwrap();
    fs::remove_file(file).unwrap();
    assert!(
        svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
        "{svg}"
    );
    // Both arrows of the topic that nothing passes.
    assert_eq!(svg.matches("class=\"broken\"").count(), 2, "{svg}");

    let unknown = robot.ros2(&["graph", "/brian"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).ends_with("Unknown node '/brian'; did you mean '/brain'?\n"));
    let unknown = robot.ros2(&["graph", "-o", "graph.pdf"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).starts_with("cannot tell the format from '.pdf'"));
}

fn transform(parent: &str, child: &str, x: f64) -> TransformStamped {
    let mut transform = TransformStamped::default();
    transform.header.frame_id = parent.to_owned();
    transform.child_frame_id = child.to_owned();
    transform.transform.translation.x = x;
    transform
}

const ECHOED: &str = "At time 0.000000000\n\
     - Translation: [0.500, 0.000, 0.000]\n\
     - Rotation: in Quaternion [0.000, 0.000, 0.000, 1.000]\n\
     - Rotation: in RPY (radian) [0.000, 0.000, 0.000]\n\
     - Rotation: in RPY (degree) [0.000, 0.000, 0.000]\n\
     - Matrix:\n  \
       1.000  0.000  0.000  0.500\n  \
       0.000  1.000  0.000  0.000\n  \
       0.000  0.000  1.000  0.000\n  \
       0.000  0.000  0.000  1.000\n";

#[test]
fn frames_are_echoed_watched_and_drawn() {
    let robot = Robot::start();
    let fixed = StaticTransformBroadcaster::new(&robot.node).unwrap();
    fixed.send(&[transform("base", "lens", 0.5)]).unwrap();
    let moving = TransformBroadcaster::new(&robot.node).unwrap();
    let node = robot.node.clone();
    let _timer = robot
        .node
        .create_wall_timer(Duration::from_millis(20), move |_| {
            let mut transform = transform("map", "base", 2.0);
            let stamp = &mut transform.header.stamp;
            (stamp.sec, stamp.nanosec) = node.clock().now().seconds_and_nanoseconds();
            moving.send(&[transform]).ok();
        })
        .unwrap();

    assert_eq!(
        robot.stdout(&["tf2", "echo", "base", "lens", "--once"]),
        ECHOED
    );
    let run = ["run", "tf2_ros", "tf2_echo", "base", "lens", "10", "--once"];
    assert_eq!(robot.stdout(&run), ECHOED);
    let line = robot.stdout(&["tf2", "echo", "map", "lens", "--once", "--json"]);
    let json: Json = serde_json::from_str(&line).unwrap();
    assert_eq!(json["translation"], serde_json::json!([2.5, 0.0, 0.0]));
    assert!(json["stamp"].as_i64().unwrap() > 0);

    let report = [
        "tf2",
        "monitor",
        "map",
        "lens",
        "--period",
        "0.3",
        "--reports",
        "1",
    ];
    let report = robot.stdout(&[&report[..], &["--json"]].concat());
    let json: Json = serde_json::from_str(&report).unwrap();
    assert_eq!(
        json["chain"]["frames"],
        serde_json::json!(["map", "base", "lens"])
    );
    assert_eq!(json["frames"][0]["broadcaster"], "/robot/camera");

    let name = std::env::temp_dir().join(format!("ros2-frames-{}", std::process::id()));
    let name = name.to_str().unwrap();
    let drawn = robot.stdout(&["run", "tf2_tools", "view_frames", "-t", "0.3", "-o", name]);
    assert!(
        drawn.ends_with(&format!("Exporting graph in {name}.svg file...\n")),
        "{drawn}"
    );
    for (ending, expected) in [
        ("svg", "Broadcaster: /robot/camera"),
        ("gv", "\"base\" -> \"lens\""),
    ] {
        let file = format!("{name}.{ending}");
        let text = fs::read_to_string(&file).unwrap();
        fs::remove_file(&file).unwrap();
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_fixed_transform_is_published_until_the_program_ends() {
    let robot = Robot::start();
    let arguments = [
        "run",
        "tf2_ros",
        "static_transform_publisher",
        "--x",
        "0.5",
        "--frame-id",
        "a",
        "--child-frame-id",
        "b",
        "--ros-args",
        "-r",
        "__node:=fixed",
    ];
    let mut child = ros2(robot.domain, &arguments)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let echoed = robot.stdout(&["tf2", "echo", "a", "b", "--once"]);
    let parameter = robot.stdout(&["param", "get", "/fixed", "child_frame_id"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        echoed.contains("- Translation: [0.500, 0.000, 0.000]"),
        "{echoed}"
    );
    assert_eq!(parameter, "String value is: b\n");
}

#[test]
fn what_cannot_be_published_is_said() {
    let robot = Robot::start();
    for (arguments, code, expected) in [
        (
            &["--frame-id", "a", "--child-frame-id", "a"][..],
            1,
            "cannot publish static transform from 'a' to 'a', exiting\n",
        ),
        (
            &["1", "2", "3", "x", "0", "0", "a", "b"],
            1,
            "expected a number, got 'x'\n",
        ),
        (
            &["1", "2", "a", "b"],
            1,
            "expected 8 or 9 arguments of the old style, got 4\n",
        ),
        (&["--frame-id", "a"], 2, "error: the following required"),
        (
            &[
                "--frame-id",
                "a",
                "--child-frame-id",
                "b",
                "--yaw",
                "1",
                "--qw",
                "1",
            ],
            2,
            "error: the argument '--yaw <YAW>' cannot be used with",
        ),
    ] {
        let got = robot.ros2(&[&["tf2", "static_transform_publisher"], arguments].concat());
        assert_eq!(got.status.code(), Some(code), "{arguments:?}");
        let stderr = text(&got.stderr);
        assert!(stderr.starts_with(expected), "{arguments:?}: {stderr}");
    }
}
