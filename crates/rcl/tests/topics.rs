//! Publishing and subscribing, in one process.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{LONG, SHORT, context, context_beside, node_and_executor};
use rosebay_locks::Mutex;
use rosebay_msgs::std_msgs::msg::{Int32, String as Text};
use rosebay_rcl::rmw::{Durability, EventKind, EventStatus, QosPolicyKind, Reliability};
use rosebay_rcl::{Error, Executor, Node, PublisherOptions, QosProfile, SubscriptionOptions};
use rosebay_rosidl::typed::Message;

fn text(data: &str) -> Text {
    Text {
        data: data.to_owned(),
    }
}

#[test]
fn delivers_in_order() {
    let (node, executor) = node_and_executor();
    let received = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&received);
    let subscription = node
        .create_subscription::<Int32>("count", 200, move |message| heard.lock().push(message.data))
        .unwrap();
    let publisher = node.create_publisher::<Int32>("count", 200).unwrap();
    assert_eq!(publisher.subscription_count(), 1);
    assert_eq!(subscription.publisher_count(), 1);
    for data in 0..100 {
        publisher.publish(&Int32 { data }).unwrap();
    }
    assert!(executor.spin_until(|| received.lock().len() == 100, Some(LONG)));
    assert_eq!(*received.lock(), (0..100).collect::<Vec<_>>());
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}

#[test]
fn tells_where_a_message_came_from() {
    let (node, executor) = node_and_executor();
    let infos = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&infos);
    let _subscription = node
        .create_subscription_with_info::<Text>("chatter", 10, move |_, info| seen.lock().push(info))
        .unwrap();
    let publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    publisher.publish(&text("a")).unwrap();
    publisher.publish(&text("b")).unwrap();
    assert!(executor.spin_until(|| infos.lock().len() == 2, Some(LONG)));
    let infos = infos.lock();
    for (info, number) in infos.iter().zip(1..) {
        assert_eq!(info.publisher_gid, publisher.gid());
        assert_eq!(info.publication_sequence_number, Some(number));
        assert!(info.source_timestamp > 0 && info.received_timestamp >= info.source_timestamp);
    }
}

#[test]
fn a_callback_may_publish_to_its_own_topic() {
    let (node, executor) = node_and_executor();
    let publisher = node.create_publisher::<Int32>("loop", 10).unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let (again, counted) = (publisher.clone(), Arc::clone(&count));
    let _subscription = node
        .create_subscription::<Int32>("loop", 10, move |message| {
            counted.fetch_add(1, Ordering::SeqCst);
            again
                .publish(&Int32 {
                    data: message.data + 1,
                })
                .unwrap();
        })
        .unwrap();
    publisher.publish(&Int32::default()).unwrap();
    assert!(executor.spin_until(|| count.load(Ordering::SeqCst) == 50, Some(LONG)));
}

#[test]
fn what_came_before_the_executor_is_delivered() {
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let _subscription = node
        .create_subscription::<Text>("chatter", 10, move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        })
        .unwrap();
    node.create_publisher::<Text>("chatter", 10)
        .unwrap()
        .publish(&text("early"))
        .unwrap();
    let executor = Executor::new(&context);
    assert!(executor.add_node(&node));
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn taking_leaves_nothing_for_the_callback() {
    let (node, executor) = node_and_executor();
    let subscription = node
        .create_subscription::<Text>("chatter", 10, |_| panic!("it was taken"))
        .unwrap();
    let publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    assert!(subscription.take().unwrap().is_none());
    publisher.publish(&text("mine")).unwrap();
    let (message, info) = subscription.take().unwrap().unwrap();
    assert_eq!(message.data, "mine");
    assert_eq!(info.publisher_gid, publisher.gid());
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}

#[test]
fn serialized_messages_go_through_as_they_are() {
    let (node, executor) = node_and_executor();
    let samples = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&samples);
    let message_type = Text::type_support();
    let subscription = node
        .create_raw_subscription(
            &message_type,
            "raw",
            SubscriptionOptions::new(10),
            move |sample, _ready| seen.lock().push(sample.payload),
        )
        .unwrap();
    let publisher = node
        .create_raw_publisher(&message_type, "raw", PublisherOptions::new(10))
        .unwrap();
    assert_eq!(
        publisher.message_type().name.to_string(),
        "std_msgs/msg/String"
    );
    assert_eq!(subscription.topic_name(), "/raw");
    let payload = bytes::Bytes::from(text("as it is").to_cdr().unwrap());
    publisher.publish_serialized(payload.clone()).unwrap();
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert_eq!(*samples.lock(), [payload]);
}

#[test]
fn a_message_that_cannot_be_decoded_is_passed_over() {
    let (node, executor) = node_and_executor();
    let received = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&received);
    let subscription = node
        .create_subscription::<Text>("chatter", 10, move |message| {
            heard.lock().push(message.data)
        })
        .unwrap();
    let publisher = node
        .create_raw_publisher(&Text::type_support(), "chatter", PublisherOptions::new(10))
        .unwrap();
    let truncated = bytes::Bytes::from_static(&[0, 1, 0, 0, 200, 0, 0, 0, b'x']);
    publisher.publish_serialized(truncated.clone()).unwrap();
    publisher
        .publish_serialized(text("sound").to_cdr().unwrap().into())
        .unwrap();
    assert!(executor.spin_until(|| !received.lock().is_empty(), Some(LONG)));
    assert_eq!(*received.lock(), ["sound"]);
    publisher.publish_serialized(truncated).unwrap();
    let error = subscription.take().unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(
        error
            .to_string()
            .contains("std_msgs/msg/String received on '/chatter'"),
        "{error}"
    );
}

#[test]
fn an_endpoint_that_drops_leaves_the_graph() {
    let (node, _executor) = node_and_executor();
    let publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    let subscription = node
        .create_subscription::<Text>("chatter", 10, |_| {})
        .unwrap();
    assert_eq!(node.count_publishers("chatter").unwrap(), 1);
    assert_eq!(node.count_subscriptions("/chatter").unwrap(), 1);
    let clone = publisher.clone();
    drop(publisher);
    assert_eq!(node.count_publishers("chatter").unwrap(), 1);
    drop(clone);
    drop(subscription);
    assert_eq!(node.count_publishers("chatter").unwrap(), 0);
    assert_eq!(node.count_subscriptions("chatter").unwrap(), 0);
}

#[test]
fn a_mismatch_of_qos_is_an_event_on_both_sides() {
    let (node, executor) = node_and_executor();
    let volatile = QosProfile {
        reliability: Reliability::BestEffort,
        ..QosProfile::from(10)
    };
    let durable = QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::from(10)
    };
    let publisher = node.create_publisher::<Text>("chatter", volatile).unwrap();
    let subscription = node
        .create_subscription::<Text>("chatter", durable, |_| {})
        .unwrap();
    let statuses = Arc::new(Mutex::new(Vec::new()));
    let note = |side: &'static str| {
        let statuses = Arc::clone(&statuses);
        move |status: EventStatus, _| statuses.lock().push((side, status))
    };
    let _offered = publisher
        .on_event(EventKind::IncompatibleQos, note("offered"))
        .unwrap();
    let _requested = subscription
        .on_event(EventKind::IncompatibleQos, note("requested"))
        .unwrap();
    assert!(executor.spin_until(|| statuses.lock().len() == 2, Some(LONG)));
    for (side, status) in &*statuses.lock() {
        let EventStatus::IncompatibleQos {
            total,
            last_policy_kind,
        } = status
        else {
            panic!("{side}: {status:?}");
        };
        assert_eq!(total.total_count, 1, "{side}");
        assert!(
            [QosPolicyKind::Durability, QosPolicyKind::Reliability].contains(last_policy_kind),
            "{side}: {last_policy_kind:?}"
        );
    }
}

#[test]
fn matching_is_an_event() {
    let (node, executor) = node_and_executor();
    let publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    let counts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&counts);
    let handler = publisher
        .on_event(EventKind::Matched, move |status, _| {
            if let EventStatus::Matched { current_count, .. } = status {
                seen.lock().push(current_count);
            }
        })
        .unwrap();
    let subscription = node
        .create_subscription::<Text>("chatter", 10, |_| {})
        .unwrap();
    assert!(executor.spin_until(|| counts.lock().last() == Some(&1), Some(LONG)));
    drop(subscription);
    assert!(executor.spin_until(|| counts.lock().last() == Some(&0), Some(LONG)));
    drop(handler);
    let _subscription = node
        .create_subscription::<Text>("chatter", 10, |_| {})
        .unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}

#[test]
fn nothing_is_published_after_shutdown() {
    let (node, _executor) = node_and_executor();
    let publisher = node.create_publisher::<Text>("chatter", 10).unwrap();
    node.context().shutdown("test").unwrap();
    let error = publisher.publish(&text("late")).unwrap_err();
    assert!(matches!(error, Error::ContextShutDown { .. }), "{error}");
    assert!(
        error.to_string().contains("the publisher of '/chatter'"),
        "{error}"
    );
    assert!(node.create_publisher::<Text>("chatter", 10).is_err());
}

#[test]
fn two_contexts_of_one_domain_hear_each_other() {
    let here = context();
    let there = context_beside(&here);
    let talker = Node::new(&here, "talker").unwrap();
    let listener = Node::new(&there, "listener").unwrap();
    let publisher = talker.create_publisher::<Text>("chatter", 10).unwrap();
    let heard = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&heard);
    let _subscription = listener
        .create_subscription::<Text>("chatter", 10, move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        })
        .unwrap();
    let executor = Executor::new(&there);
    executor.add_node(&listener);
    assert!(executor.spin_until(|| publisher.subscription_count() == 1, Some(LONG)));
    publisher.publish(&text("hello")).unwrap();
    assert!(executor.spin_until(|| heard.load(Ordering::SeqCst) == 1, Some(LONG)));
}
