//! Callbacks for what has come, which no executor calls.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use common::{LONG, network_contexts, node_and_executor};
use rosebay_msgs::std_msgs::msg::String as Text;
use rosebay_msgs::std_srvs::srv::{Empty, Empty_Request, Empty_Response};
use rosebay_rcl::rmw::EventKind;
use rosebay_rcl::{ArrivalCallback, Executor, Node};

fn callback() -> (Option<ArrivalCallback>, Receiver<usize>) {
    let (sender, heard) = channel();
    let callback = move |count| sender.send(count).unwrap_or_default();
    (Some(Arc::new(callback)), heard)
}

fn wait_for(heard: &Receiver<usize>, count: usize) {
    let mut sum = 0;
    while sum < count {
        sum += heard.recv_timeout(LONG).unwrap();
    }
    assert_eq!(sum, count);
}

#[test]
fn messages_are_told_of_once() {
    let (node, executor) = node_and_executor();
    let publisher = node.create_publisher::<Text>("topic", 10).unwrap();
    let subscription = node.create_subscription("topic", 10, |_: Text| ()).unwrap();
    publisher.publish(&Text::default()).unwrap();
    publisher.publish(&Text::default()).unwrap();
    let (first, heard) = callback();
    subscription.set_on_new_message_callback(first);
    wait_for(&heard, 2);
    publisher.publish(&Text::default()).unwrap();
    wait_for(&heard, 1);
    subscription.set_on_new_message_callback(None);
    assert!(heard.try_recv().is_err());

    executor.spin_some(LONG).unwrap();
    let (second, heard) = callback();
    subscription.set_on_new_message_callback(second);
    assert!(heard.try_recv().is_err());
}

#[test]
fn what_comes_from_other_contexts_is_told_of() {
    let [ours, theirs] = network_contexts();
    let node = Node::new(&ours, "ours").unwrap();
    let other = Node::new(&theirs, "theirs").unwrap();
    let publisher = node.create_publisher::<Text>("topic", 10).unwrap();
    let event = publisher
        .event_handler(EventKind::Matched, |_, _| ())
        .unwrap();
    let (called, events) = callback();
    event.set_on_new_event_callback(called);
    let _matched = other
        .create_subscription("topic", 10, |_: Text| ())
        .unwrap();
    wait_for(&events, 1);

    let service = node
        .create_service::<Empty>("service", |_| Empty_Response::default())
        .unwrap();
    let (called, requests) = callback();
    service.set_on_new_request_callback(called);
    let client = other.create_client::<Empty>("service").unwrap();
    let (called, responses) = callback();
    client.set_on_new_response_callback(called);
    assert!(client.wait_for_service(Some(LONG)));
    let _pending = client.call_async(&Empty_Request::default()).unwrap();
    wait_for(&requests, 1);
    let executor = Executor::new(&ours);
    executor.add_node(&node);
    executor.spin_once(Some(LONG)).unwrap();
    wait_for(&responses, 1);
}
