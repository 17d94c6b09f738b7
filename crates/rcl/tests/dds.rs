//! The client library on DDS, over the loopback interface.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{LONG, dds_contexts, network_contexts};
use rosebay_locks::Mutex;
use rosebay_msgs::std_msgs::msg::{String as Text, UInt8MultiArray};
use rosebay_rcl::context::DiscoveryWait;
use rosebay_rcl::parameter::{ParameterClient, ParameterEventHandler};
use rosebay_rcl::rmw::{Durability, EventKind, EventStatus};
use rosebay_rcl::{Executor, Node, Parameter, PrivateView, QosProfile, SubscriptionOptions};
use rosebay_rosidl::typed::Message;

/// Spins until a condition holds that other threads bring about without a callback.
fn spin_for(executor: &Executor, condition: impl Fn() -> bool) -> bool {
    let slice = Duration::from_millis(5);
    let slices = LONG.as_millis() / slice.as_millis();
    (0..slices).any(|_| executor.spin_until(&condition, Some(slice)))
}

#[test]
fn nodes_of_two_contexts_find_each_other() {
    let [here, there] = network_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let listener = Node::new(&there, "listener").unwrap();
    let executor = Executor::new(&there);
    executor.add_node(&listener);
    let publisher = talker.create_publisher::<Text>("chatter", 100).unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&heard);
    let subscription = listener
        .create_subscription_with_info::<Text>("chatter", 100, move |message, info| {
            hear.lock().push((message.data, info.publisher_gid));
        })
        .unwrap();
    assert!(spin_for(&executor, || {
        publisher.subscription_count() == 1 && subscription.publisher_count() == 1
    }));
    for number in 0..50 {
        publisher
            .publish(&Text {
                data: number.to_string(),
            })
            .unwrap();
    }
    assert!(publisher.wait_for_all_acked(Some(LONG)).unwrap());
    assert!(spin_for(&executor, || heard.lock().len() == 50));
    for (number, (data, gid)) in heard.lock().iter().enumerate() {
        assert_eq!(*data, number.to_string());
        assert_eq!(*gid, publisher.gid());
    }
    assert!(spin_for(&executor, || {
        let mut names: Vec<_> = listener
            .nodes_in_graph()
            .into_iter()
            .map(|node| node.name)
            .collect();
        names.sort();
        names == ["listener", "talker"]
    }));
    let info = listener.publishers_info_by_topic("chatter", false).unwrap();
    assert_eq!(info.len(), 1);
    assert_eq!(info[0].type_name, "std_msgs/msg/String");
    assert_eq!(info[0].type_hash, Some(publisher.message_type().hash()));
    drop(publisher);
    drop(talker);
    assert!(spin_for(&executor, || {
        listener.count_publishers("chatter").unwrap() == 0 && listener.nodes_in_graph().len() == 1
    }));
}

#[test]
fn a_large_message_comes_late_and_whole() {
    let [here, there] = network_contexts();
    let qos = QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::from(1)
    };
    let talker = Node::new(&here, "talker").unwrap();
    let publisher = talker
        .create_publisher::<UInt8MultiArray>("image", qos)
        .unwrap();
    let message = UInt8MultiArray {
        data: (0..1_000_000_u32)
            .map(|index| index.to_le_bytes()[0])
            .collect(),
        ..UInt8MultiArray::default()
    };
    publisher.publish(&message).unwrap();
    let listener = Node::new(&there, "listener").unwrap();
    let executor = Executor::new(&there);
    executor.add_node(&listener);
    let received = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&received);
    let _subscription = listener
        .create_subscription::<UInt8MultiArray>("image", qos, move |message| {
            *keep.lock() = Some(message)
        })
        .unwrap();
    assert!(spin_for(&executor, || received.lock().is_some()));
    assert_eq!(received.lock().take(), Some(message));
}

#[test]
fn endpoints_that_cannot_match_are_told() {
    let [here, there] = network_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let executor = Executor::new(&here);
    executor.add_node(&talker);
    let publisher = talker.create_publisher::<Text>("chatter", 1).unwrap();
    let count = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&count);
    let _handler = publisher
        .on_event(EventKind::IncompatibleQos, move |status, _| {
            if let EventStatus::IncompatibleQos { total, .. } = status {
                *counted.lock() = total.total_count;
            }
        })
        .unwrap();
    let listener = Node::new(&there, "listener").unwrap();
    let qos = QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::from(1)
    };
    let _subscription = listener
        .create_subscription::<Text>("chatter", qos, |_| {})
        .unwrap();
    assert!(spin_for(&executor, || *count.lock() == 1));
}

#[test]
fn parameters_are_reached_and_followed() {
    let [here, there] = network_contexts();
    let server = Node::new(&here, "server").unwrap();
    let asker = Node::new(&there, "asker").unwrap();
    let executors = [Executor::new(&here), Executor::new(&there)];
    executors[0].add_node(&server);
    executors[1].add_node(&asker);
    server.declare_parameter("gain", 0.5).unwrap();
    let client = ParameterClient::new(&asker, "/server").unwrap();
    let handler = ParameterEventHandler::new(&asker).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&told);
    let _followed = handler.on_parameter("gain", "/server", move |parameter| {
        note.lock().push(parameter.value.clone());
    });
    assert!(client.wait_for_services(Some(LONG)));
    let events = || server.count_subscriptions("/parameter_events").unwrap();
    assert!(spin_for(&executors[1], || events() == 1));
    std::thread::scope(|scope| {
        scope.spawn(|| executors[0].spin());
        let value = [Parameter::new("gain", 2.0)];
        let result = client.set_atomically(&value).unwrap();
        let result = result.spin(&executors[1], Some(LONG));
        let heard = spin_for(&executors[1], || !told.lock().is_empty());
        let values = client.get(&["gain", "use_sim_time"]).unwrap();
        let values = values.spin(&executors[1], Some(LONG));
        here.shutdown("done").unwrap();
        assert!(heard && result.unwrap().successful);
        assert_eq!(values.unwrap(), [2.0.into(), false.into()]);
    });
    assert_eq!(*told.lock(), [2.0.into()]);
}

#[test]
fn large_messages_are_read_where_another_context_wrote_them() {
    let [here, there] = dds_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let listener = Node::new(&there, "listener").unwrap();
    let executor = Executor::new(&there);
    executor.add_node(&listener);
    let publisher = talker
        .create_publisher::<UInt8MultiArray>("bytes", 10)
        .unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&heard);
    let _subscription = listener
        .create_raw_subscription(
            publisher.message_type(),
            "bytes",
            SubscriptionOptions::new(10),
            move |sample, _ready| hear.lock().push(sample.payload),
        )
        .unwrap();
    assert!(spin_for(&executor, || publisher.subscription_count() == 1));
    let message = UInt8MultiArray {
        data: (0..200_000).map(|index| index as u8).collect(),
        ..UInt8MultiArray::default()
    };
    let expected = message.to_cdr().unwrap();
    // Memory is shared soon after the two have met.
    assert!(spin_for(&executor, || {
        publisher.publish(&message).unwrap();
        let heard = heard.lock();
        heard
            .iter()
            .any(|payload| PrivateView::of(payload).is_some())
    }));
    let heard = std::mem::take(&mut *heard.lock());
    assert!(heard.iter().all(|payload| *payload == expected));
    let mut views = heard.iter().filter_map(PrivateView::of);
    assert!(views.all(|view| view[..] == expected[..]));
}

#[test]
fn discovery_settles_when_announcements_stop_or_enough_is_there() {
    let [here, there] = network_contexts();
    let _talker = Node::new(&here, "talker").unwrap();
    let graph = there.graph();
    let wait = DiscoveryWait {
        at_least: LONG,
        ..DiscoveryWait::default()
    };
    assert!(there.wait_for_discovery(&wait, || {
        let participants = graph.participants();
        participants.iter().any(|one| one.nodes == ["/talker"])
    }));
    assert_eq!(graph.participants().len(), 2);
    assert!(!there.wait_for_discovery(&DiscoveryWait::default(), || false));
    here.shutdown("the test is over").unwrap();
    assert!(!here.wait_for_discovery(&wait, || false));
}
