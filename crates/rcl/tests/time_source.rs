//! ROS time from the topic `/clock`.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{LONG, SHORT, context, context_with, node_and_executor};
use rosebay_locks::Mutex;
use rosebay_msgs::builtin_interfaces::msg::Time as TimeMessage;
use rosebay_msgs::rosgraph_msgs::msg::Clock as ClockMessage;
use rosebay_rcl::clock::{ClockChange, JumpThreshold};
use rosebay_rcl::{
    Clock, ClockKind, Duration, Error, Executor, Node, NodeOptions, Parameter, Publisher,
    QosProfile, TimeSource,
};

fn clock_publisher(node: &Node) -> Publisher<ClockMessage> {
    node.create_publisher("/clock", QosProfile::CLOCK).unwrap()
}

fn at(sec: i32, nanosec: u32) -> ClockMessage {
    ClockMessage {
        clock: TimeMessage { sec, nanosec },
    }
}

/// Publishes a time until the node's clock shows it.
fn set(publisher: &Publisher<ClockMessage>, executor: &Executor, clock: &Clock, sec: i32) {
    publisher.publish(&at(sec, 5)).unwrap();
    let expected = i64::from(sec) * 1_000_000_000 + 5;
    let shows = || clock.now().nanoseconds() == expected;
    assert!(executor.spin_until(shows, Some(LONG)), "{clock:?}");
}

fn is_overridden(clock: &Clock) -> bool {
    clock.ros_time_override_is_enabled().unwrap()
}

#[test]
fn system_time_by_default() {
    let (node, executor) = node_and_executor();
    assert!(!node.get_parameter::<bool>("use_sim_time").unwrap());
    assert!(!is_overridden(node.clock()));
    let publisher = clock_publisher(&node);
    assert_eq!(publisher.subscription_count(), 0);
    publisher.publish(&at(5, 0)).unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    assert!(node.clock().now().nanoseconds() > 1_600_000_000_000_000_000);
}

#[test]
fn the_parameter_turns_it_on_and_off() {
    let (node, executor) = node_and_executor();
    let publisher = clock_publisher(&node);
    node.set_parameter("use_sim_time", true).unwrap();
    assert!(is_overridden(node.clock()));
    assert_eq!(node.clock().now().nanoseconds(), 0, "nothing heard yet");
    assert_eq!(publisher.subscription_count(), 1);
    for second in [100, 101, 50] {
        set(&publisher, &executor, node.clock(), second);
    }
    node.set_parameter("use_sim_time", true).unwrap();
    assert_eq!(publisher.subscription_count(), 1);
    node.set_parameter("use_sim_time", false).unwrap();
    assert!(!is_overridden(node.clock()));
    assert_eq!(publisher.subscription_count(), 0);
    node.set_parameter("use_sim_time", true).unwrap();
    set(&publisher, &executor, node.clock(), 200);
}

#[test]
fn arguments_and_overrides_turn_it_on() {
    let context = context_with(&["program", "--ros-args", "-p", "use_sim_time:=true"]);
    let node = Node::new(&context, "node").unwrap();
    assert!(is_overridden(node.clock()));
    assert_eq!(clock_publisher(&node).subscription_count(), 1);
    let options = NodeOptions {
        parameter_overrides: vec![Parameter::new("use_sim_time", true)],
        automatically_declare_parameters_from_overrides: true,
        ..Default::default()
    };
    let node = Node::with_options(&common::context(), "node", &options).unwrap();
    assert!(is_overridden(node.clock()));
}

#[test]
fn it_has_to_be_a_bool() {
    let context = context_with(&["program", "--ros-args", "-p", "use_sim_time:=sometimes"]);
    let error = Node::new(&context, "node").unwrap_err();
    assert!(matches!(error, Error::Parameter(_)), "{error}");
    let node = Node::new(&common::context(), "node").unwrap();
    let error = node
        .set_parameter("use_sim_time", 1)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("expected 'Type.BOOL' got 'Type.INTEGER'"),
        "{error}"
    );
    assert!(!is_overridden(node.clock()));
}

#[test]
fn jumps_are_told() {
    let (node, executor) = node_and_executor();
    let publisher = clock_publisher(&node);
    let jumps = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&jumps);
    let threshold = JumpThreshold {
        on_clock_change: true,
        min_forward: Some(Duration::from_secs(10)),
        min_backward: Some(Duration::from_nanos(-1)),
    };
    let _jumps = node
        .clock()
        .add_jump_callback(
            threshold,
            |_| {},
            move |jump| {
                told.lock()
                    .push((jump.clock_change, jump.delta.nanoseconds() / 1_000_000_000));
            },
        )
        .unwrap();
    node.set_parameter("use_sim_time", true).unwrap();
    for second in [100, 101, 120, 50] {
        set(&publisher, &executor, node.clock(), second);
    }
    node.set_parameter("use_sim_time", false).unwrap();
    let expected = [
        (ClockChange::RosTimeActivated, 0),
        (ClockChange::RosTimeNoChange, 100),
        (ClockChange::RosTimeNoChange, 19),
        (ClockChange::RosTimeNoChange, -70),
        (ClockChange::RosTimeDeactivated, 0),
    ];
    assert_eq!(*jumps.lock(), expected);
}

#[test]
fn timers_follow_the_topic() {
    let (node, executor) = node_and_executor();
    let publisher = clock_publisher(&node);
    node.set_parameter("use_sim_time", true).unwrap();
    set(&publisher, &executor, node.clock(), 1);
    let ticks = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&ticks);
    let _timer = node
        .create_timer(Duration::from_secs(10), move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        })
        .unwrap();
    set(&publisher, &executor, node.clock(), 5);
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    assert_eq!(ticks.load(Ordering::SeqCst), 0);
    for (second, expected) in [(12, 1), (22, 2), (32, 3)] {
        set(&publisher, &executor, node.clock(), second);
        let ticked = || ticks.load(Ordering::SeqCst) == expected;
        assert!(executor.spin_until(ticked, Some(LONG)), "{second} s");
    }
}

#[test]
fn one_source_sets_several_clocks() {
    let context = context();
    let (node, other) = (
        Node::new(&context, "node").unwrap(),
        Node::new(&context, "other").unwrap(),
    );
    let executor = Executor::new(&context);
    executor.add_node(&node);
    executor.add_node(&other);
    let source = TimeSource::new();
    let clocks = [Clock::new(ClockKind::Ros), Clock::new(ClockKind::Ros)];
    source.attach_clock(&clocks[0]).unwrap();
    let error = source
        .attach_clock(&Clock::new(ClockKind::Steady))
        .unwrap_err();
    assert!(matches!(error, Error::ClockKind { .. }), "{error}");
    source.attach_node(&node).unwrap();
    assert!(!source.is_active());
    source.set_active(true);
    let publisher = clock_publisher(&node);
    set(&publisher, &executor, &clocks[0], 7);
    source.attach_clock(&clocks[1]).unwrap();
    assert_eq!(
        clocks[1].now().nanoseconds(),
        7_000_000_005,
        "what was heard last"
    );
    assert!(
        !is_overridden(node.clock()),
        "the node's own source is another one"
    );

    source.attach_node(&other).unwrap();
    assert!(!source.is_active(), "as the other node's parameter says");
    source.set_active(true);
    set(&publisher, &executor, &clocks[1], 8);
    source.detach_node();
    assert_eq!(publisher.subscription_count(), 0);
    assert_eq!(clocks[0].now().nanoseconds(), 8_000_000_005);
}
