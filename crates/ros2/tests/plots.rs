//! Numbers over time, and the screen of the whole graph.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Robot, text};
use rosebay_msgs::sensor_msgs::msg::BatteryState;
use rosebay_rcl::{Duration, NodeTimer};
use serde_json::Value as Json;

/// Tells of a battery that runs down.
fn battery(robot: &Robot) -> NodeTimer {
    let publisher = robot
        .node
        .create_publisher::<BatteryState>("battery", 10)
        .unwrap();
    let left = std::sync::atomic::AtomicU32::new(100);
    robot
        .node
        .create_wall_timer(Duration::from_millis(20), move |_| {
            let left = left.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
            let message = BatteryState {
                percentage: left as f32,
                cell_voltage: vec![3.5, 4.0],
                ..BatteryState::default()
            };
            publisher.publish(&message).ok();
        })
        .unwrap()
}

#[test]
fn numbers_are_plotted() {
    let robot = Robot::start();
    let _battery = battery(&robot);
    let fields = [
        "plot",
        "--duration",
        "0.5",
        "/robot/battery.percentage",
        "/robot/battery.cell_voltage[1]",
    ];
    let printed = robot.stdout(&fields);
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(
        &lines[..2],
        [
            "── /robot/battery.percentage",
            "── /robot/battery.cell_voltage[1]"
        ]
    );
    assert!(printed.contains('⠤') || printed.contains('⠒'), "{printed}");

    let file = std::env::temp_dir().join(format!("ros2-plot-{}.svg", std::process::id()));
    let with_file = [&fields[..], &["--svg", file.to_str().unwrap()]].concat();
    assert_eq!(robot.stdout(&with_file), "");
    let svg = fs::read_to_string(&file).unwrap();
    fs::remove_file(file).unwrap();
    assert_eq!(svg.matches("<polyline").count(), 2, "{svg}");

    let csv = robot.stdout(&[&fields[..4], &["--csv"]].concat());
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("time,field,value"));
    let columns: Vec<_> = lines.next().unwrap().split(',').collect();
    assert_eq!(columns[1], "/robot/battery.percentage");
    assert!(columns[2].parse::<f64>().is_ok(), "{csv}");
    let json =
        robot.stdout(&[&fields[..3], &["/robot/battery.cell_voltage[1]", "--json"]].concat());
    let json: Json = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(json["value"], 4.0);
}

#[test]
fn what_is_no_number_is_said() {
    let robot = Robot::start();
    for (field, expected) in [
        (
            "/robot/pose.pose.position",
            "field 'pose.position' of '/robot/pose' is a geometry_msgs/Point, not a number; numbers in it: \
             pose.position.x, pose.position.y, pose.position.z\n",
        ),
        (
            "/chatter.data",
            "field 'data' of '/chatter' is a string, not a number; there is no number in it\n",
        ),
        (
            "/robot/pose.pose.positio.x",
            "Invalid field 'pose.positio.x': field 'pose': geometry_msgs/msg/Pose has no field 'positio'; it \
             has position, orientation; did you mean 'position'?\n",
        ),
    ] {
        let got = robot.ros2(&["plot", field]);
        assert_eq!(
            (got.status.code(), text(&got.stderr).as_str()),
            (Some(1), expected)
        );
    }
    let unknown = robot.ros2(&["plot", "/chater.data"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).ends_with("Unknown topic '/chater'; did you mean '/chatter'?\n"));
}

#[test]
fn a_graph_is_watched() {
    let robot = Robot::start();
    let line = robot.stdout(&["top", "--json", "--reports", "1", "--period", "0.5"]);
    let json: Json = serde_json::from_str(&line).unwrap();
    assert_eq!(json["nodes"][0]["name"], "/robot/camera");
    let topics = json["topics"].as_array().unwrap();
    let chatter = topics
        .iter()
        .find(|topic| topic["name"] == "/chatter")
        .unwrap();
    assert_eq!(chatter["publishers"], serde_json::json!(["/robot/camera"]));
    assert_eq!(chatter["subscriptions"], serde_json::json!([]));
    assert!(chatter["rate"].as_f64().unwrap() > 0.0, "{chatter}");
    assert!(chatter["latency"].is_f64(), "{chatter}");

    let refused = robot.ros2(&["top"]);
    assert_eq!(
        (refused.status.code(), text(&refused.stderr).as_str()),
        (
            Some(1),
            "'ros2 top' needs a terminal; --json prints lines instead\n"
        )
    );
}
