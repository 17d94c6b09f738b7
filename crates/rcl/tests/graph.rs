//! What nodes know of each other.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::{LONG, SHORT, context, context_with};
use rosebay_msgs::std_msgs::msg::{Int32, String as Text};
use rosebay_rcl::Node;
use rosebay_rcl::rmw::{EndpointKind, QosProfile};

#[test]
fn topics_are_listed_with_their_types() {
    let context = context_with(&["--ros-args", "-r", "old:=new"]);
    let node = Node::new(&context, "node").unwrap();
    let _text = node.create_publisher::<Text>("chatter", 10).unwrap();
    let _number = node
        .create_subscription::<Int32>("chatter", 10, |_| {})
        .unwrap();
    let publisher = node.create_publisher::<Text>("old", 7).unwrap();
    let topics = node.topic_names_and_types(false);
    let expected = [
        (
            "/chatter",
            vec!["std_msgs/msg/Int32", "std_msgs/msg/String"],
        ),
        ("/new", vec!["std_msgs/msg/String"]),
    ];
    for (name, types) in expected {
        let found = topics.iter().find(|(topic, _)| topic == name);
        assert_eq!(
            found.map(|(_, types)| types.clone()),
            Some(types.into_iter().map(str::to_owned).collect())
        );
    }
    // The names that a node asks by are remapped as its own are.
    let infos = node.publishers_info_by_topic("old", false).unwrap();
    let [info] = infos.as_slice() else {
        panic!("{infos:?}")
    };
    assert_eq!(info.kind, EndpointKind::Publisher);
    assert_eq!(
        (info.node_namespace.as_str(), info.node_name.as_str()),
        ("/", "node")
    );
    assert_eq!(info.gid, publisher.gid());
    assert_eq!(info.qos.depth, 7);
    assert!(
        node.publishers_info_by_topic("old", true)
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        node.subscriptions_info_by_topic("/chatter", false)
            .unwrap()
            .len(),
        1
    );
    assert!(node.publishers_info_by_topic("bad name", false).is_err());
    let services = node.service_names_and_types();
    assert!(services.iter().all(|(service, _)| service != "/x"));
    assert_eq!(
        node.count_services("x").unwrap() + node.count_clients("x").unwrap(),
        0
    );
    assert!(node.clients_info_by_service("x").unwrap().is_empty());
    assert!(node.servers_info_by_service("x").unwrap().is_empty());
}

#[test]
fn the_qos_in_force_has_the_defaults_filled_in() {
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let publisher = node
        .create_publisher::<Text>("chatter", QosProfile::SYSTEM_DEFAULT)
        .unwrap();
    let subscription = node
        .create_subscription::<Text>("chatter", QosProfile::SENSOR_DATA, |_| {})
        .unwrap();
    for (actual, asked) in [
        (publisher.actual_qos(), QosProfile::SYSTEM_DEFAULT),
        (subscription.actual_qos(), QosProfile::SENSOR_DATA),
    ] {
        assert_ne!(actual, asked);
        assert!(actual.depth > 0);
    }
}

#[test]
fn waiting_ends_when_the_others_come() {
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    assert!(!node.wait_for_publishers("chatter", 1, Some(SHORT)).unwrap());
    assert!(!node.wait_for_node("/ns/other", Some(SHORT)));
    assert!(node.wait_for_node("/node", None));
    assert!(node.wait_for_subscriptions("chatter", 0, None).unwrap());
    assert!(node.wait_for_publishers("bad name", 1, None).is_err());
    let other = thread::spawn({
        let context = context.clone();
        move || {
            thread::sleep(SHORT);
            let other = Node::new(&context, "other").unwrap();
            let publisher = other.create_publisher::<Text>("chatter", 10).unwrap();
            let subscription = other
                .create_subscription::<Text>("chatter", 10, |_| {})
                .unwrap();
            (publisher, subscription)
        }
    });
    assert!(node.wait_for_publishers("chatter", 1, Some(LONG)).unwrap());
    assert!(
        node.wait_for_subscriptions("chatter", 1, Some(LONG))
            .unwrap()
    );
    assert!(node.wait_for_node("/other", Some(LONG)));
    drop(other.join().unwrap());
    let ending = thread::spawn({
        let context = context.clone();
        move || {
            thread::sleep(SHORT);
            context.shutdown("test").unwrap();
        }
    });
    assert!(!node.wait_for_publishers("chatter", 9, None).unwrap());
    ending.join().unwrap();
}

#[test]
fn changes_are_told() {
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let changes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&changes);
    let listener = context.on_graph_change(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    let made = changes.load(Ordering::SeqCst);
    assert!(made >= 1);
    drop(publisher);
    let dropped = changes.load(Ordering::SeqCst);
    assert!(dropped > made);
    drop(listener);
    let _publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    assert_eq!(changes.load(Ordering::SeqCst), dropped);
}
