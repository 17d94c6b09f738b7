//! Service introspection: what clients, services and actions tell of their calls.

// What the helpers below unwrap is a test's to fail on.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::{Arc, Mutex};

use common::{LONG, SHORT, node_and_executor};
use rosebay_msgs::action_msgs::srv::CancelGoal;
use rosebay_msgs::example_interfaces::action::{Fibonacci, Fibonacci_Goal, Fibonacci_Result};
use rosebay_msgs::example_interfaces::srv::{AddTwoInts, AddTwoInts_Request, AddTwoInts_Response};
use rosebay_rcl::executor::Ready;
use rosebay_rcl::service::IntrospectionState::{self, Contents, Metadata, Off};
use rosebay_rcl::{Clock, ClockKind, Executor, Node, RawSubscription, Sample, SubscriptionOptions};
use rosebay_rosidl::ServiceType;
use rosebay_rosidl::typed::{Action as _, Service as _};
use rosebay_rosidl::value::{DynamicMessage, Value};

const REQUEST_SENT: u8 = 0;
const REQUEST_RECEIVED: u8 = 1;
const RESPONSE_SENT: u8 = 2;
const RESPONSE_RECEIVED: u8 = 3;

type Events = Arc<Mutex<Vec<DynamicMessage>>>;

/// Listens to the events of a service.
fn listen(node: &Node, service: &str, ty: &Arc<ServiceType>) -> (RawSubscription, Events) {
    let events = Events::default();
    let (heard, event) = (Arc::clone(&events), Arc::clone(&ty.event));
    let callback = move |sample: Sample, _ready: Ready| {
        let message = DynamicMessage::decode(Arc::clone(&event), &sample.payload).unwrap();
        heard.lock().unwrap().push(message);
    };
    let topic = format!("{service}/_service_event");
    let subscription =
        node.create_raw_subscription(&ty.event, &topic, SubscriptionOptions::new(100), callback);
    (subscription.unwrap(), events)
}

fn event_type(event: &DynamicMessage) -> u8 {
    match event.get_path("info.event_type").unwrap() {
        Value::U8(number) => number,
        other => panic!("{other:?}"),
    }
}

fn contents(event: &DynamicMessage, field: &str) -> Vec<DynamicMessage> {
    match event.get(field).unwrap() {
        Value::MessageArray(messages) => messages.clone(),
        other => panic!("{other:?}"),
    }
}

/// Takes the events that have come, by their type.
fn take(executor: &Executor, events: &Events, count: usize) -> Vec<DynamicMessage> {
    executor.spin_until(|| events.lock().unwrap().len() >= count, Some(LONG));
    executor.spin_some(SHORT).unwrap();
    let mut taken = std::mem::take(&mut *events.lock().unwrap());
    taken.sort_by_key(event_type);
    taken
}

/// A ROS clock that shows what it was set to.
fn clock() -> Clock {
    let clock = Clock::new(ClockKind::Ros);
    clock.set_ros_time_override_is_enabled(true).unwrap();
    clock.set_ros_time_override(12_000_000_034).unwrap();
    clock
}

#[test]
fn tells_what_it_is_asked_to() {
    let (node, executor) = node_and_executor();
    let service = node
        .create_service::<AddTwoInts>("add", |request| AddTwoInts_Response {
            sum: request.a + request.b,
        })
        .unwrap();
    let client = node.create_client::<AddTwoInts>("add").unwrap();
    let (_subscription, events) = listen(&node, "add", &AddTwoInts::type_support());
    let configure = |of_client: IntrospectionState, of_service: IntrospectionState| {
        client
            .configure_introspection(&clock(), 10, of_client)
            .unwrap();
        service
            .configure_introspection(&clock(), 10, of_service)
            .unwrap();
    };
    // What client and service tell; the events, and whether they say what was asked and answered.
    let cases: [(_, _, &[(u8, bool)]); 6] = [
        (Off, Off, &[]),
        (
            Metadata,
            Off,
            &[(REQUEST_SENT, false), (RESPONSE_RECEIVED, false)],
        ),
        (
            Off,
            Contents,
            &[(REQUEST_RECEIVED, true), (RESPONSE_SENT, true)],
        ),
        (
            Contents,
            Metadata,
            &[
                (REQUEST_SENT, true),
                (REQUEST_RECEIVED, false),
                (RESPONSE_SENT, false),
                (RESPONSE_RECEIVED, true),
            ],
        ),
        (
            Metadata,
            Metadata,
            &[
                (REQUEST_SENT, false),
                (REQUEST_RECEIVED, false),
                (RESPONSE_SENT, false),
                (RESPONSE_RECEIVED, false),
            ],
        ),
        (Off, Off, &[]),
    ];
    for ((of_client, of_service, expected), number) in cases.into_iter().zip(1_i64..) {
        configure(of_client, of_service);
        let publishers = usize::from(of_client != Off) + usize::from(of_service != Off);
        assert_eq!(
            node.count_publishers("add/_service_event").unwrap(),
            publishers
        );
        let request = AddTwoInts_Request { a: number, b: 3 };
        let response = client.call_async(&request).unwrap();
        response.spin(&executor, Some(LONG)).unwrap();
        let told = take(&executor, &events, expected.len());
        let kinds: Vec<u8> = told.iter().map(event_type).collect();
        let expected_kinds: Vec<u8> = expected.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, expected_kinds, "{of_client:?} and {of_service:?}");
        for (event, (kind, says)) in told.iter().zip(expected) {
            let info = |path: &str| event.get_path(&format!("info.{path}")).unwrap();
            assert_eq!(info("stamp.sec"), Value::I32(12));
            assert_eq!(info("stamp.nanosec"), Value::U32(34));
            assert_eq!(info("sequence_number"), Value::I64(number));
            assert_eq!(info("client_gid"), Value::U8Array(client.gid().0.to_vec()));
            let is_request = matches!(*kind, REQUEST_SENT | REQUEST_RECEIVED);
            let (requests, responses) = (contents(event, "request"), contents(event, "response"));
            assert_eq!(requests.len(), usize::from(*says && is_request));
            assert_eq!(responses.len(), usize::from(*says && !is_request));
            for request in requests {
                assert_eq!(request.get("a").unwrap(), &Value::I64(number));
            }
            for response in responses {
                assert_eq!(response.get("sum").unwrap(), &Value::I64(number + 3));
            }
        }
    }
}

#[test]
fn what_cannot_be_read_cannot_be_told_and_harms_nobody() {
    let (node, executor) = node_and_executor();
    let ty = AddTwoInts::type_support();
    let options = rosebay_rcl::ServiceOptions::default;
    let service = node
        .create_raw_service(&ty, "add", options(), |request, _ready| {
            let payload = request.sample.payload.clone();
            request.respond_serialized(payload).unwrap();
        })
        .unwrap();
    let (_subscription, events) = listen(&node, "add", &ty);
    service
        .configure_introspection(&clock(), 10, Contents)
        .unwrap();
    let client = node.create_raw_client(&ty, "add", options()).unwrap();
    let response = client.call_serialized_async("nonsense".into()).unwrap();
    let response = response.spin(&executor, Some(LONG)).unwrap();
    assert_eq!(response.payload, "nonsense");
    assert!(take(&executor, &events, 0).is_empty());
}

#[test]
fn actions_tell_of_their_services() {
    let (node, executor) = node_and_executor();
    let server = node
        .create_action_server::<Fibonacci>("fibonacci", |goal| {
            goal.succeed(&Fibonacci_Result::default()).unwrap();
        })
        .unwrap();
    let client = node.create_action_client::<Fibonacci>("fibonacci").unwrap();
    let ty = Fibonacci::type_support();
    let cancel = CancelGoal::type_support();
    let services = [
        ("send_goal", &ty.send_goal),
        ("get_result", &ty.get_result),
        ("cancel_goal", &cancel),
    ];
    let listeners =
        services.map(|(name, ty)| listen(&node, &format!("fibonacci/_action/{name}"), ty));
    server
        .configure_introspection(&clock(), 10, Contents)
        .unwrap();
    client
        .configure_introspection(&clock(), 10, Metadata)
        .unwrap();
    let goal = client.send_goal(&Fibonacci_Goal { order: 1 }).unwrap();
    let goal = goal.spin(&executor, Some(LONG)).unwrap();
    let result = goal.result().unwrap();
    result.spin(&executor, Some(LONG)).unwrap();
    let canceled = goal.cancel().unwrap();
    canceled.spin(&executor, Some(LONG)).unwrap();
    for ((_, events), (name, _)) in listeners.iter().zip(services) {
        let told = take(&executor, events, 4);
        let kinds: Vec<u8> = told.iter().map(event_type).collect();
        assert_eq!(kinds, [0, 1, 2, 3], "{name}");
        assert_eq!(contents(&told[0], "request").len(), 0);
        assert_eq!(contents(&told[1], "request").len(), 1);
        assert_eq!(contents(&told[2], "response").len(), 1);
    }
    client.configure_introspection(&clock(), 10, Off).unwrap();
    server.configure_introspection(&clock(), 10, Off).unwrap();
    let publishers = node.count_publishers("fibonacci/_action/send_goal/_service_event");
    assert_eq!(publishers.unwrap(), 0);
}
