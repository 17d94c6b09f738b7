//! Types that the command finds beside Python's packages, or has a node tell.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{Robot, domain, output, ros2, text};
use rosebay_rcl::rmw::Durability;
use rosebay_rcl::{PublisherOptions, QosProfile, RawPublisher, RawService, ServiceOptions};
use rosebay_rosidl::{DynamicMessage, FolderSource, Registry};

const READING: &str = "# A reading of a sensor\nstd_msgs/Header header\nfloat64[<=3] values # in volts\nLimits limits\n";
const LIMITS: &str = "int32 LOW=-5\nint32 low -5\nint32 high 5\n";
const MEASURE: &str = "string sensor\n---\nReading reading\n";

/// A folder with the package `own_msgs`, removed at the end.
struct Definitions(PathBuf);

impl Definitions {
    fn write() -> Self {
        let folder = std::env::temp_dir().join(format!("ros2-own-{}", std::process::id()));
        for (file, text) in [
            ("msg/Reading.msg", READING),
            ("msg/Limits.msg", LIMITS),
            ("srv/Measure.srv", MEASURE),
        ] {
            let path = folder.join("own_msgs").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Definitions {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Endpoints of the types, which only this process knows.
fn endpoints(robot: &Robot) -> (RawPublisher, RawService) {
    let registry = Registry::standard();
    let reading = registry
        .message(&"own_msgs/msg/Reading".parse().unwrap())
        .unwrap();
    let latched = QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::DEFAULT
    };
    let options = PublisherOptions::new(latched);
    let publisher = robot
        .node
        .create_raw_publisher(&reading, "/reading", options)
        .unwrap();
    let message = DynamicMessage::new(reading);
    publisher
        .publish_serialized(message.encode().unwrap().into())
        .unwrap();
    let measure = registry
        .service(&"own_msgs/srv/Measure".parse().unwrap())
        .unwrap();
    let response = DynamicMessage::new(Arc::clone(&measure.response))
        .encode()
        .unwrap();
    let service = robot
        .node
        .create_raw_service(
            &measure,
            "/measure",
            ServiceOptions::default(),
            move |request, _| {
                request.respond_serialized(response.clone().into()).ok();
            },
        )
        .unwrap();
    (publisher, service)
}

#[test]
fn a_node_tells_what_nobody_here_knows() {
    let definitions = Definitions::write();
    Registry::standard().add_source(FolderSource::packages_in(definitions.folder()));
    let robot = Robot::start();
    let _endpoints = endpoints(&robot);
    assert_eq!(
        robot.stdout(&["topic", "echo", "/reading", "--once", "--flow-style"]),
        "{header: {stamp: {sec: 0, nanosec: 0}, frame_id: ''}, values: [], limits: {low: -5, high: 5}}\n---\n"
    );
    let published = robot.stdout(&[
        "topic",
        "pub",
        "-t",
        "1",
        "-w",
        "0",
        "/reading",
        "own_msgs/Reading",
        "{limits: {low: 7}}",
    ]);
    assert!(
        published.contains("limits=own_msgs.msg.Limits(low=7, high=5))"),
        "{published}"
    );
    let called = robot.stdout(&[
        "service",
        "call",
        "/measure",
        "own_msgs/srv/Measure",
        "{sensor: a}",
        "--json",
    ]);
    assert!(
        called.contains("\"limits\":{\"high\":5,\"low\":-5}"),
        "{called}"
    );
    assert_eq!(
        robot.stdout(&[
            "interface",
            "show",
            "own_msgs/msg/Reading",
            "--from",
            "/robot/camera"
        ]),
        "# A reading of a sensor\n\
         std_msgs/Header header\n\
         \tbuiltin_interfaces/Time stamp\n\
         \t\tint32 sec\n\
         \t\tuint32 nanosec\n\
         \tstring frame_id\n\
         float64[<=3] values # in volts\n\
         Limits limits\n\
         \tint32 LOW=-5\n\
         \tint32 low -5\n\
         \tint32 high 5\n"
    );
    let unused = robot.ros2(&[
        "interface",
        "show",
        "own_msgs/msg/Limits",
        "--from",
        "camera",
    ]);
    assert_eq!(unused.status.code(), Some(1));
    let nobody = robot.ros2(&["topic", "pub", "-1", "/x", "own_msgs/msg/Nothing"]);
    assert_eq!(
        text(&nobody.stderr),
        "there is no package 'own_msgs'; did you mean nav_msgs or std_msgs or tf2_msgs?\n"
    );
}

#[test]
fn messages_are_counted_whoever_knows_their_type() {
    let definitions = Definitions::write();
    Registry::standard().add_source(FolderSource::packages_in(definitions.folder()));
    let robot = Robot::start();
    let options = rosebay_rcl::NodeOptions {
        parameter_overrides: vec![rosebay_rcl::Parameter::new(
            "start_type_description_service",
            false,
        )],
        ..Default::default()
    };
    let silent = rosebay_rcl::Node::with_options(&robot.context, "silent", &options).unwrap();
    let reading = Registry::standard()
        .message(&"own_msgs/msg/Reading".parse().unwrap())
        .unwrap();
    let publisher = silent
        .create_raw_publisher(&reading, "/reading", PublisherOptions::new(10))
        .unwrap();
    let payload = DynamicMessage::new(reading).encode().unwrap();
    let _timer = robot
        .node
        .create_wall_timer(rosebay_rcl::Duration::from_millis(10), move |_| {
            publisher.publish_serialized(payload.clone().into()).ok();
        })
        .unwrap();
    let rate = robot.stdout(&["topic", "hz", "/reading", "--reports", "1"]);
    assert!(rate.starts_with("average rate: "), "{rate}");
    let raw = robot.stdout(&["topic", "echo", "/reading", "--once", "--raw"]);
    assert!(raw.starts_with("b'"), "{raw}");
    let refused = robot.ros2(&["topic", "echo", "/reading", "--once"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        text(&refused.stderr),
        "there is no package 'own_msgs'; did you mean nav_msgs or std_msgs or tf2_msgs?\n"
    );
}

#[test]
fn definitions_are_found_where_python_would_import_them() {
    let definitions = Definitions::write();
    for arguments in [
        &["interface", "show", "own_msgs/msg/Limits"][..],
        &["interface", "package", "own_msgs"],
    ] {
        let mut command = ros2(domain(), arguments);
        command.env("PYTHONPATH", definitions.folder());
        let got = output(command, "");
        let expected = if arguments[1] == "show" {
            LIMITS
        } else {
            "own_msgs/msg/Limits\nown_msgs/msg/Reading\nown_msgs/srv/Measure\n"
        };
        assert_eq!(text(&got.stdout), expected, "{}", text(&got.stderr));
    }
}
