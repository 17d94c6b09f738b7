//! What the doctor finds in a healthy graph and in a sick one.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{Robot, domain, output, ros2, text};
use rosebay_msgs::std_msgs::msg::{Bool, String as Text};
use rosebay_rcl::rmw::Reliability;
use rosebay_rcl::{Context, InitOptions, Node, PublisherOptions, QosProfile};
use rosebay_rosidl::{MessageType, TypeHash};
use serde_json::Value as Json;

fn findings(robot: &Robot) -> (Vec<String>, Option<i32>) {
    let got = robot.ros2(&["doctor", "-ep", "--json"]);
    let json: Json = serde_json::from_slice(&got.stdout).unwrap();
    let mut found = Vec::new();
    for check in json["checks"].as_array().unwrap() {
        for finding in check["findings"].as_array().unwrap() {
            let [category, severity, message] = [
                &check["category"],
                &finding["severity"],
                &finding["message"],
            ]
            .map(|text| text.as_str().unwrap());
            // The domain and the kernel are this test's own affair.
            if !["environment", "network"].contains(&category) {
                found.push(format!("{category} {severity}: {message}"));
            }
        }
    }
    (found, got.status.code())
}

/// A second context in the robot's domain.
fn another_context(robot: &Robot) -> Context {
    Context::new(InitOptions {
        domain_id: Some(robot.domain),
        middleware: Some(rosebay_rcl::middleware::named("rmw_rosebay_dds").unwrap()),
        discovery_range: Some(rosebay_rcl::rmw::DiscoveryRange::Localhost),
        static_peers: Some(Vec::new()),
        ..InitOptions::default()
    })
    .unwrap()
}

#[test]
fn a_healthy_graph_has_loose_ends_at_most() {
    let robot = Robot::start();
    let (found, code) = findings(&robot);
    assert_eq!(
        found,
        [
            "topic warning: Publisher without subscriber detected on /_hidden.",
            "topic warning: Publisher without subscriber detected on /chatter.",
            "topic warning: Subscriber without publisher detected on /robot/commands.",
            "topic warning: Publisher without subscriber detected on /robot/fibonacci/_action/feedback.",
            "topic warning: Publisher without subscriber detected on /robot/fibonacci/_action/status.",
            "topic warning: Publisher without subscriber detected on /robot/pose.",
        ]
    );
    assert_eq!(code, Some(0));
    let strict = robot.ros2(&["wtf", "-iw", "-ep", "--listen", "0"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(text(&strict.stdout).contains("check(s) failed\n\nFailed modules: "));
    let report = robot.stdout(&["doctor", "--report"]);
    for expected in [
        "\n   NETWORK CONFIGURATION\n",
        "\nmiddleware name ",
        "\ntopic               : /robot/pose\npublisher count     : 1\nsubscriber count    : 0\n",
        "\ncompatibility status    : No publisher/subscriber pairs found\n",
    ] {
        assert!(report.contains(expected), "{expected} is not in {report}");
    }
}

#[test]
fn what_cannot_work_is_named() {
    let robot = Robot::start();
    let context = another_context(&robot);
    let options = rosebay_rcl::NodeOptions {
        namespace: "/robot".to_owned(),
        ..Default::default()
    };
    let twin = Node::with_options(&context, "camera", &options).unwrap();
    let sensor = QosProfile {
        reliability: Reliability::BestEffort,
        ..QosProfile::DEFAULT
    };
    let _weak = twin
        .create_publisher::<Text>("/robot/commands", sensor)
        .unwrap();
    let _two_types = twin.create_publisher::<Bool>("/chatter", 10).unwrap();
    let hash = TypeHash {
        version: 1,
        value: [7; 32],
    };
    let name = "geometry_msgs/msg/PoseStamped".parse().unwrap();
    let other_version = Arc::new(MessageType::opaque(name, Some(hash)));
    let _other = twin
        .create_raw_publisher(&other_version, "/robot/pose", PublisherOptions::new(10))
        .unwrap();
    let (found, code) = findings(&robot);
    let errors: Vec<_> = found
        .iter()
        .filter(|line| !line.starts_with("topic "))
        .collect();
    let pose = "RIHS01_10f3786d7d40fd2b54367835614bff85d4ad3b5dab62bf8bca0cc232d73b4cd8";
    assert_eq!(
        errors,
        [
            "middleware error: QoS compatibility error found on topic '/robot/commands': Best effort publisher and \
             reliable subscription; (RELIABILITY: publisher /robot/camera, subscription /robot/camera)"
                .to_owned(),
            "type error: Topic '/chatter' has more than one type: std_msgs/msg/Bool, std_msgs/msg/String".to_owned(),
            format!(
                "type error: Topic '/robot/pose': the definitions of geometry_msgs/msg/PoseStamped differ: \
                 /robot/camera has {hash}; /robot/camera has {pose}"
            ),
            format!(
                "type warning: The definition of geometry_msgs/msg/PoseStamped here ({pose}) is not that of \
                 /robot/camera ({hash})"
            ),
            "node error: 2 nodes are called '/robot/camera': their parameters and services cannot be told apart"
                .to_owned(),
        ]
        .iter()
        .collect::<Vec<_>>()
    );
    assert_eq!(code, Some(1));
    let failed = robot.ros2(&["doctor", "-rf", "--listen", "0"]);
    let stdout = text(&failed.stdout);
    assert!(stdout.contains("\n   QOS COMPATIBILITY LIST\n"), "{stdout}");
    assert!(!stdout.contains("TOPIC LIST"), "{stdout}");
}

#[test]
fn variables_that_contradict_each_other_are_named() {
    for (name, value, expected) in [
        (
            "ROS_DOMAIN_ID",
            "233",
            "ERROR: environment: domain id 233 is out of range",
        ),
        (
            "RMW_IMPLEMENTATION",
            "rmw_unheard_of",
            "ERROR: environment: environment variable RMW_IMPLEMENTATION='rmw_unheard_of': no such middleware here",
        ),
        (
            "ROS_AUTOMATIC_DISCOVERY_RANGE",
            "OFF",
            "ERROR: environment: ROS_AUTOMATIC_DISCOVERY_RANGE=OFF contradicts ROS_STATIC_PEERS='192.0.2.7'",
        ),
        (
            "ROS_SECURITY_ENABLE",
            "true",
            "ERROR: environment: ROS_SECURITY_ENABLE=true, but nothing is encrypted",
        ),
        (
            "ROSEBAY_INTERFACE_PATH",
            "/nowhere",
            "WARNING: environment: ROSEBAY_INTERFACE_PATH names '/nowhere', which is no folder",
        ),
    ] {
        let mut command = ros2(
            domain(),
            &["doctor", "-ep", "--listen", "0", "--spin-time", "0"],
        );
        if value == "OFF" {
            command.env("ROS_STATIC_PEERS", "192.0.2.7");
        }
        command.env(name, value);
        let got = output(command, "");
        let stderr = text(&got.stderr);
        assert!(stderr.contains(expected), "{expected} is not in {stderr}");
        let code = i32::from(expected.starts_with("ERROR"));
        assert_eq!(got.status.code(), Some(code), "{name}={value}: {stderr}");
    }
}

#[test]
fn hello_counts_who_else_says_it() {
    let robot = Robot::start();
    let publisher = robot.node.create_publisher::<Text>("/hear/me", 10).unwrap();
    let _timer = robot
        .node
        .create_wall_timer(rosebay_rcl::Duration::from_millis(10), move |_| {
            let data = "hello, it's me elsewhere".to_owned();
            publisher.publish(&Text { data }).ok();
        })
        .unwrap();
    let arguments = ["doctor", "hello", "-1", "-ep", "1", "-t", "/hear/me"];
    let printed = robot.stdout(&arguments);
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines[0], "MULTIMACHINE COMMUNICATION SUMMARY");
    assert_eq!(lines[1], "Topic: /hear/me, Published Msg Count: 1");
    assert_eq!(
        lines[3],
        "                Hostname             Msg Count /1.0s"
    );
    assert!(
        lines[4].starts_with("                elsewhere "),
        "{printed}"
    );
    assert_eq!(
        lines[5],
        "Multicast Group/Port: 225.0.0.1/49150, Sent Msg Count: 1"
    );
}
