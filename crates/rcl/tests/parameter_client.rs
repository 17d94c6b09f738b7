//! Reading, setting and following the parameters of another node.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use common::{LONG, SHORT, context};
use rosebay_locks::Mutex;
use rosebay_rcl::parameter::{
    FloatingPointRange, IntegerRange, Parameter, ParameterClient, ParameterDescriptor,
    ParameterEvent, ParameterEventHandler, ParameterType, ParameterValue,
};
use rosebay_rcl::{Error, Executor, Node, NodeOptions, Pending};

/// A node with parameters, `/ns/server`, and a client of them in `/ns/asker`.
fn pair() -> (Node, Node, Executor) {
    let context = context();
    let options = NodeOptions {
        namespace: "/ns".to_owned(),
        ..Default::default()
    };
    let server = Node::with_options(&context, "server", &options).unwrap();
    let asker = Node::with_options(&context, "asker", &options).unwrap();
    let executor = Executor::new(&context);
    executor.add_node(&server);
    executor.add_node(&asker);
    (server, asker, executor)
}

#[test]
fn everything_that_the_services_offer() {
    let (server, asker, executor) = pair();
    let descriptor = ParameterDescriptor {
        description: "what for".to_owned(),
        additional_constraints: "none".to_owned(),
        integer_range: Some(IntegerRange {
            from_value: 0,
            to_value: 10,
            step: 5,
        }),
        ..Default::default()
    };
    let float = ParameterDescriptor {
        floating_point_range: Some(FloatingPointRange {
            from_value: 0.0,
            to_value: 1.0,
            step: 0.5,
        }),
        ..Default::default()
    };
    let parameters = server.parameters();
    parameters.declare_with("a", 5, descriptor).unwrap();
    parameters.declare_with("b", 0.5, float).unwrap();
    let dynamic = ParameterDescriptor {
        dynamic_typing: true,
        ..Default::default()
    };
    parameters.declare_with("deep.c", "text", dynamic).unwrap();

    let client = ParameterClient::new(&asker, "server").unwrap();
    assert!(client.wait_for_services(Some(LONG)) && client.services_are_ready());
    fn done<T>(pending: rosebay_rcl::Result<Pending<T>>, executor: &Executor) -> T {
        pending.unwrap().spin(executor, Some(LONG)).unwrap()
    }
    let names = ["a", "b", "deep.c"];
    let values: [ParameterValue; 3] = [5.into(), 0.5.into(), "text".into()];
    assert_eq!(done(client.get(&names), &executor), values);
    assert_eq!(done(client.get(&["a", "nobody"]), &executor), []);
    use ParameterType::{Double, Integer, String};
    assert_eq!(
        done(client.get_types(&names), &executor),
        [Integer, Double, String]
    );
    let described = done(client.describe(&names), &executor);
    let own = names.map(|name| parameters.describe(name).unwrap());
    assert_eq!(described, own);
    let listed = done(client.list(&["deep"], 0), &executor);
    assert_eq!(listed, parameters.list(&["deep"], 0));
    let wanted = [Parameter::new("a", 10), Parameter::new("b", 0.7)];
    let results = done(client.set(&wanted), &executor);
    assert!(
        results[0].successful && !results[1].successful,
        "{results:?}"
    );
    let result = done(client.set_atomically(&wanted), &executor);
    assert!(result.reason.contains("not close enough"), "{result:?}");
    let gone = [Parameter::new("deep.c", ParameterValue::NotSet)];
    assert!(done(client.set_atomically(&gone), &executor).successful);
    assert!(!parameters.has("deep.c"));
}

#[test]
fn nobody_there() {
    let (_server, asker, executor) = pair();
    let client = ParameterClient::new(&asker, "/nobody").unwrap();
    assert!(!client.services_are_ready());
    assert!(!client.wait_for_services(Some(SHORT)));
    let error = client
        .get(&["a"])
        .unwrap()
        .spin(&executor, Some(SHORT))
        .unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert!(ParameterClient::new(&asker, "not a name").is_err());
}

#[test]
fn from_several_threads_at_once() {
    let (server, asker, executor) = pair();
    server.declare_parameter("count", 0).unwrap();
    let client = ParameterClient::new(&asker, "server").unwrap();
    assert!(client.wait_for_services(Some(LONG)));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..4_i64)
            .map(|thread| {
                let client = &client;
                scope.spawn(move || {
                    for step in 0..25 {
                        let value = [Parameter::new("count", 100 * thread + step)];
                        let result = client.set_atomically(&value).unwrap();
                        assert!(result.wait(Some(LONG)).unwrap().successful);
                    }
                })
            })
            .collect();
        let deadline = Instant::now() + LONG;
        while !threads.iter().all(|thread| thread.is_finished()) {
            assert!(Instant::now() < deadline, "a call was not answered");
            executor.spin_once(Some(SHORT)).unwrap();
        }
    });
    assert_eq!(server.get_parameter::<i64>("count").unwrap() % 100, 24);
}

#[test]
fn changes_are_followed() {
    let (server, asker, executor) = pair();
    let handler = ParameterEventHandler::new(&asker).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let note = |what: &'static str| {
        let told = Arc::clone(&told);
        move |parameter: &Parameter| told.lock().push(format!("{what} {}", parameter.value))
    };
    let first = handler.on_parameter("a", "server", note("first"));
    let _second = handler.on_parameter("a", "/ns/server", note("second"));
    let _own = handler.on_parameter("a", "", note("own"));
    let _other = handler.on_parameter("b", "server", note("other"));
    let events = Arc::clone(&told);
    let _event = handler.on_event(move |event: &ParameterEvent| {
        let counts = [
            &event.new_parameters,
            &event.changed_parameters,
            &event.deleted_parameters,
        ]
        .map(Vec::len);
        assert!(event.stamp.nanoseconds() > 0);
        events.lock().push(format!("{} {counts:?}", event.node));
    });
    let tell = |count| {
        assert!(executor.spin_until(|| told.lock().len() >= count, Some(LONG)));
        assert!(!executor.spin_once(Some(SHORT)).unwrap());
        std::mem::take(&mut *told.lock())
    };
    server.declare_parameter("a", 1).unwrap();
    assert_eq!(tell(3), ["second 1", "first 1", "/ns/server [1, 0, 0]"]);
    drop(first);
    server.set_parameter("a", 2).unwrap();
    assert_eq!(tell(2), ["second 2", "/ns/server [0, 1, 0]"]);
    asker.declare_parameter("a", 3).unwrap();
    assert_eq!(tell(2), ["own 3", "/ns/asker [1, 0, 0]"]);
    server.declare_parameter("b", 4).unwrap();
    assert_eq!(tell(2), ["other 4", "/ns/server [1, 0, 0]"]);
    drop(handler);
    server.set_parameter("a", 5).unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}
