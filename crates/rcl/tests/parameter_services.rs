//! Parameters as other nodes see them: the services and the events.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{LONG, SHORT, context, node_and_executor};
use rosebay_locks::Mutex;
use rosebay_msgs::rcl_interfaces::{msg, srv};
use rosebay_rcl::parameter::{IntegerRange, Parameter, ParameterDescriptor, ParameterValue};
use rosebay_rcl::{Executor, Node, NodeOptions, QosProfile};
use rosebay_rosidl::typed::Service;

fn names(parameters: &[msg::Parameter]) -> Vec<&str> {
    parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect()
}

#[test]
fn changes_are_told() {
    let context = context();
    let options = NodeOptions {
        namespace: "/ns".to_owned(),
        ..Default::default()
    };
    let observer = Node::new(&context, "observer").unwrap();
    let executor = Executor::new(&context);
    executor.add_node(&observer);
    let events = Arc::new(Mutex::new(Vec::<msg::ParameterEvent>::new()));
    let heard = Arc::clone(&events);
    let _subscription = observer
        .create_subscription(
            "/parameter_events",
            QosProfile::PARAMETER_EVENTS,
            move |event| {
                heard.lock().push(event);
            },
        )
        .unwrap();
    let node = Node::with_options(&context, "node", &options).unwrap();
    let parameters = node.parameters();
    let dynamic = ParameterDescriptor {
        dynamic_typing: true,
        ..Default::default()
    };
    parameters.declare_with("a", 1, dynamic).unwrap();
    parameters.declare("b", 1).unwrap();
    let both = [Parameter::new("a", "text"), Parameter::new("b", 2)];
    assert!(parameters.set_atomically(&both).unwrap().successful);
    parameters.set("a", ParameterValue::NotSet).unwrap();
    assert!(parameters.set("b", "refused").is_err());
    assert!(executor.spin_until(|| events.lock().len() == 6, Some(LONG)));
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    let events = events.lock();
    let told: Vec<_> = events
        .iter()
        .map(|event| {
            assert_eq!(event.node, "/ns/node");
            assert!(event.stamp.sec > 0);
            (
                names(&event.new_parameters),
                names(&event.changed_parameters),
                names(&event.deleted_parameters),
            )
        })
        .collect();
    let none = Vec::new;
    let expected = [
        (vec!["use_sim_time"], none(), none()),
        (vec!["start_type_description_service"], none(), none()),
        (vec!["a"], none(), none()),
        (vec!["b"], none(), none()),
        (none(), vec!["a", "b"], none()),
        (none(), none(), vec!["a"]),
    ];
    assert_eq!(told, expected);
    let text = &events[4].changed_parameters[0].value;
    assert_eq!((text.r#type, text.string_value.as_str()), (4, "text"));
}

/// Calls a service of the node.
fn call<S: Service>(
    node: &Node,
    executor: &Executor,
    name: &str,
    request: &S::Request,
) -> S::Response {
    let client = node.create_client::<S>(&format!("/node/{name}")).unwrap();
    assert!(client.wait_for_service(Some(LONG)));
    client
        .call_async(request)
        .unwrap()
        .spin(executor, Some(LONG))
        .unwrap()
}

fn value(number: i64) -> msg::ParameterValue {
    msg::ParameterValue {
        r#type: msg::ParameterType::PARAMETER_INTEGER,
        integer_value: number,
        ..Default::default()
    }
}

fn parameter(name: &str, value: msg::ParameterValue) -> msg::Parameter {
    msg::Parameter {
        name: name.to_owned(),
        value,
    }
}

#[test]
fn the_six_services() {
    let (node, executor) = node_and_executor();
    let descriptor = ParameterDescriptor {
        description: "what for".to_owned(),
        integer_range: Some(IntegerRange {
            from_value: 0,
            to_value: 10,
            step: 1,
        }),
        ..Default::default()
    };
    node.parameters()
        .declare_with("a.b", 1, descriptor)
        .unwrap();
    node.declare_parameter("c", "text".to_owned()).unwrap();
    let known = || vec!["a.b".to_owned(), "c".to_owned()];
    let unknown = || vec!["a.b".to_owned(), "nobody".to_owned()];

    let described = |names| {
        let request = srv::DescribeParameters_Request { names };
        call::<srv::DescribeParameters>(&node, &executor, "describe_parameters", &request)
            .descriptors
    };
    let descriptors = described(known());
    assert_eq!(descriptors[0].description, "what for");
    assert_eq!(descriptors[0].integer_range[0].to_value, 10);
    assert_eq!(
        (descriptors[1].name.as_str(), descriptors[1].r#type),
        ("c", 4)
    );
    assert!(described(unknown()).is_empty());

    let got = |names| {
        let request = srv::GetParameters_Request { names };
        call::<srv::GetParameters>(&node, &executor, "get_parameters", &request).values
    };
    assert_eq!(got(known())[0], value(1));
    assert_eq!(got(known())[1].string_value, "text");
    assert!(got(unknown()).is_empty());

    let types = |names| {
        let request = srv::GetParameterTypes_Request { names };
        call::<srv::GetParameterTypes>(&node, &executor, "get_parameter_types", &request).types
    };
    assert_eq!(types(known()), [2, 4]);
    assert!(types(unknown()).is_empty());

    let request = srv::ListParameters_Request {
        prefixes: vec!["a".to_owned()],
        depth: 0,
    };
    let listed = call::<srv::ListParameters>(&node, &executor, "list_parameters", &request).result;
    assert_eq!(
        (listed.names, listed.prefixes),
        (vec!["a.b".to_owned()], vec!["a".to_owned()])
    );

    let ill_typed = msg::ParameterValue {
        r#type: 77,
        ..Default::default()
    };
    let request = srv::SetParameters_Request {
        parameters: vec![
            parameter("a.b", value(2)),
            parameter("a.b", value(11)),
            parameter("nobody", value(1)),
            parameter("a.b", ill_typed),
        ],
    };
    let results = call::<srv::SetParameters>(&node, &executor, "set_parameters", &request).results;
    let outcomes: Vec<_> = results.iter().map(|result| result.successful).collect();
    assert_eq!(outcomes, [true, false, false, false]);
    for (result, reason) in results[1..]
        .iter()
        .zip(["out of range", "undeclared", "type 77"])
    {
        assert!(result.reason.contains(reason), "{}", result.reason);
    }

    let atomically = |parameters| {
        let request = srv::SetParametersAtomically_Request { parameters };
        let name = "set_parameters_atomically";
        call::<srv::SetParametersAtomically>(&node, &executor, name, &request).result
    };
    assert!(atomically(vec![parameter("a.b", value(3))]).successful);
    assert!(!atomically(vec![parameter("a.b", value(4)), parameter("c", value(4))]).successful);
    assert_eq!(node.get_parameter::<i64>("a.b").unwrap(), 3);
}

#[test]
fn a_node_goes_with_all_that_it_brought() {
    let context = context();
    let observer = Node::new(&context, "observer").unwrap();
    let gone = Arc::new(AtomicUsize::new(0));
    struct Guard(Arc<AtomicUsize>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let node = Node::new(&context, "node").unwrap();
    let guard = Guard(Arc::clone(&gone));
    let callback = node.parameters().on_post_set(move |_| {
        let _kept = &guard;
    });
    node.set_parameter("use_sim_time", true).unwrap();
    assert_eq!(observer.count_services("/node/get_parameters").unwrap(), 1);
    assert_eq!(observer.count_publishers("/parameter_events").unwrap(), 2);
    assert_eq!(observer.count_subscriptions("/clock").unwrap(), 1);
    drop(callback);
    assert_eq!(gone.load(Ordering::SeqCst), 1);
    drop(node);
    assert_eq!(observer.nodes_in_graph().len(), 1);
    assert_eq!(observer.count_services("/node/get_parameters").unwrap(), 0);
    assert_eq!(observer.count_publishers("/parameter_events").unwrap(), 1);
    assert_eq!(observer.count_subscriptions("/clock").unwrap(), 0);
}

#[test]
fn the_services_are_left_out_on_request() {
    let options = NodeOptions {
        start_parameter_services: false,
        ..Default::default()
    };
    let node = Node::with_options(&context(), "node", &options).unwrap();
    let services = node.service_names_and_types();
    let names: Vec<_> = services.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["/node/get_type_description"]);
    node.declare_parameter("a", 1).unwrap();
}
