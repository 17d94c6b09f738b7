//! A small robot to look at, and the command to look at it with.

#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod running;

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rosebay_msgs::example_interfaces::action::{Fibonacci, Fibonacci_Feedback, Fibonacci_Result};
use rosebay_msgs::example_interfaces::srv::{AddTwoInts, AddTwoInts_Response};
use rosebay_msgs::geometry_msgs::msg::PoseStamped;
use rosebay_msgs::std_msgs::msg::String as Text;
use rosebay_rcl::parameter::{IntegerRange, ParameterDescriptor};
use rosebay_rcl::rmw::{DiscoveryRange, Durability};
use rosebay_rcl::{Context, Executor, InitOptions, Node, QosProfile, middleware};
use rosebay_rmw::conformance::Domain;

/// A ROS domain of this test's own, until its thread ends.
pub(crate) fn domain() -> u32 {
    thread_local!(static DOMAIN: Domain = Domain::reserve());
    DOMAIN.with(|domain| domain.id)
}

/// Nodes that talk, answer and pursue goals, until this drops.
pub(crate) struct Robot {
    pub(crate) domain: u32,
    pub(crate) context: Context,
    pub(crate) node: Node,
    pub(crate) executor: Executor,
    spinner: Option<JoinHandle<()>>,
}

impl Robot {
    /// Starts `/robot/camera` with a topic of each kind, a service, an action and parameters.
    pub(crate) fn start() -> Self {
        let domain = domain();
        let context = Context::new(InitOptions {
            domain_id: Some(domain),
            middleware: Some(middleware::named("rmw_rosebay_dds").unwrap()),
            discovery_range: Some(DiscoveryRange::Localhost),
            static_peers: Some(Vec::new()),
            ..InitOptions::default()
        })
        .unwrap();
        let options = rosebay_rcl::NodeOptions {
            namespace: "/robot".to_owned(),
            ..Default::default()
        };
        let node = Node::with_options(&context, "camera", &options).unwrap();
        declare_parameters(&node);
        let executor = Executor::new(&context);
        executor.add_node(&node);
        let (spun, spinning) = (node.clone(), executor.clone());
        let spinner = thread::spawn(move || {
            let _entities = entities(&spun);
            spinning.spin();
        });
        Self {
            domain,
            context,
            node,
            executor,
            spinner: Some(spinner),
        }
    }

    /// What the command prints, and how it ends.
    pub(crate) fn ros2(&self, arguments: &[&str]) -> Output {
        output(ros2(self.domain, arguments), "")
    }

    /// What the command prints where it must succeed.
    pub(crate) fn stdout(&self, arguments: &[&str]) -> String {
        let output = self.ros2(arguments);
        assert!(
            output.status.success(),
            "ros2 {arguments:?}: {}\n{}",
            output.status,
            text(&output.stderr)
        );
        text(&output.stdout)
    }
}

impl Drop for Robot {
    fn drop(&mut self) {
        self.context.shutdown("the test is over").ok();
        if let Some(spinner) = self.spinner.take() {
            spinner.join().unwrap();
        }
    }
}

fn declare_parameters(node: &Node) {
    node.declare_parameter("exposure.gain", 1.5).unwrap();
    node.declare_parameter("label", "front".to_owned()).unwrap();
    node.declare_parameter("modes", vec!["day".to_owned(), "night".to_owned()])
        .unwrap();
    let rate = ParameterDescriptor {
        description: "Frames a second".to_owned(),
        integer_range: Some(IntegerRange {
            from_value: 1,
            to_value: 60,
            step: 1,
        }),
        ..ParameterDescriptor::default()
    };
    node.parameters().declare_with("rate", 30, rate).unwrap();
}

/// Whatever keeps the endpoints there.
fn entities(node: &Node) -> Vec<Box<dyn std::any::Any>> {
    let chatter = node.create_publisher::<Text>("/chatter", 10).unwrap();
    let told = chatter.clone();
    let timer = node
        .create_wall_timer(rosebay_rcl::Duration::from_millis(20), move |_| {
            let data = "hello".to_owned();
            told.publish(&Text { data }).ok();
        })
        .unwrap();
    let latched = QosProfile {
        durability: Durability::TransientLocal,
        depth: 1,
        ..QosProfile::DEFAULT
    };
    let pose = node
        .create_publisher::<PoseStamped>("pose", latched)
        .unwrap();
    let mut message = PoseStamped::default();
    message.header.frame_id = "map".to_owned();
    message.pose.position.x = 0.25;
    pose.publish(&message).unwrap();
    let hidden = node.create_publisher::<Text>("/_hidden", 10).unwrap();
    let commands = node
        .create_subscription::<Text>("commands", 10, |_| {})
        .unwrap();
    let service = node
        .create_service::<AddTwoInts>("add_two_ints", |request| AddTwoInts_Response {
            sum: request.a + request.b,
        })
        .unwrap();
    let action = node
        .create_action_server::<Fibonacci>("fibonacci", |goal| {
            thread::spawn(move || {
                let mut sequence = vec![0, 1];
                while sequence.len() <= goal.request().order as usize {
                    let next = sequence.iter().rev().take(2).sum();
                    sequence.push(next);
                    let feedback = Fibonacci_Feedback {
                        sequence: sequence.clone(),
                    };
                    goal.publish_feedback(&feedback).ok();
                    thread::sleep(Duration::from_millis(20));
                    if goal.is_cancel_requested() {
                        goal.canceled(&Fibonacci_Result { sequence }).ok();
                        return;
                    }
                }
                goal.succeed(&Fibonacci_Result { sequence }).ok();
            });
        })
        .unwrap();
    vec![
        Box::new((chatter, timer)),
        Box::new((pose, hidden, commands)),
        Box::new((service, action)),
    ]
}

/// The command, in a domain of this host's loopback interface.
pub(crate) fn ros2(domain: u32, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ros2"));
    command
        .args(arguments)
        .env("ROS_DOMAIN_ID", domain.to_string())
        .env("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
        .env("COLUMNS", "100")
        .env_remove("RMW_IMPLEMENTATION")
        .env_remove("ROS_STATIC_PEERS")
        .env_remove("AMENT_PREFIX_PATH")
        .env_remove("ROSEBAY_INTERFACE_PATH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a command with this on its standard input.
pub(crate) fn output(mut command: Command, stdin: &str) -> Output {
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(stdin.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
