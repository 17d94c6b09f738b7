//! Graphs in one process, joined by bridges.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rosebay_bridge::RuleOptions;
use rosebay_msgs::example_interfaces::action::{Fibonacci, Fibonacci_Goal, Fibonacci_Result};
use rosebay_rcl::parameter::ParameterClient;
use rosebay_rcl::rmw::ContextOptions;
use rosebay_rcl::service::RawRequest;
use rosebay_rcl::{PublisherOptions, ServiceOptions, middleware};
use rosebay_rosidl::source::{BundledSource, FileFormat, MemorySource, SourceFile};
use rosebay_rosidl::{InterfaceName, MessageType, Registry, ServiceType};

use common::*;

#[test]
fn messages_cross_both_ways_from_the_first_one_on() {
    let (_bridge, robot, desk) = joined(&RuleOptions::default());
    let heard = desk.hear("/chatter", 100);
    let talker = robot.publisher("/chatter", 100);
    // It is subscribed to before the mirror is, and may begin at once.
    eventually("there is a subscription", || {
        talker.subscription_count() == 1
    });
    for number in numbers(0..100) {
        say(&talker, &number);
        thread::sleep(Duration::from_millis(1));
    }
    heard.wait_for("99");
    assert_eq!(heard.all(), numbers(0..100));

    let orders = robot.hear("/orders", 10);
    let boss = desk.publisher("/orders", 10);
    eventually("there is a subscription", || boss.subscription_count() == 1);
    say(&boss, "go");
    orders.wait_for("go");
    // Nobody hears an echo of its own.
    let echo = robot.hear("/chatter", 10);
    say(&talker, "last");
    heard.wait_for("last");
    thread::sleep(QUIET);
    assert_eq!(echo.all(), ["last"]);
    assert_eq!(orders.all(), ["go"]);
}

#[test]
fn a_topic_is_carried_while_somebody_wants_it() {
    let (bridge, robot, desk) = joined(&RuleOptions::default());
    let talker = robot.publisher("/chatter", 10);
    eventually("the mirror is there", || {
        desk.node.count_publishers("/chatter").unwrap() == 1
    });
    say(&talker, "unheard");
    assert_eq!(talker.subscription_count(), 0);
    let heard = desk.hear("/chatter", 10);
    eventually("there is a subscription", || {
        talker.subscription_count() == 1
    });
    say(&talker, "heard");
    heard.wait_for("heard");
    assert_eq!(heard.all(), ["heard"]);
    drop(heard);
    eventually("it is gone", || talker.subscription_count() == 0);
    assert_eq!(bridge.end().messages, 1);
}

#[test]
fn late_subscriptions_get_the_history() {
    let (_bridge, robot, desk) = joined(&RuleOptions::default());
    let map = robot.publisher("/map", LATCHED);
    for number in numbers(0..5) {
        say(&map, &number);
    }
    let first = desk.hear("/map", LATCHED);
    first.wait_for("4");
    assert_eq!(first.all(), numbers(2..5));
    drop(first);
    say(&map, "5");
    thread::sleep(QUIET);
    let second = desk.hear("/map", LATCHED);
    second.wait_for("5");
    assert_eq!(second.all(), numbers(3..6));
    // The other way, and with a publisher that comes after its subscription.
    let late = robot.hear("/plan", LATCHED);
    let plan = desk.publisher("/plan", LATCHED);
    say(&plan, "a");
    late.wait_for("a");
    let later = robot.hear("/plan", LATCHED);
    later.wait_for("a");
    assert_eq!((late.all().len(), later.all().len()), (1, 1));
}

#[test]
fn what_was_said_last_arrives_though_its_node_is_gone() {
    let near = domain();
    let far = domain();
    let desk = Site::new(far, "desk");
    let _bridge = Running::start("b", near, far, &RuleOptions::default());
    let heard = desk.hear("/chatter", 10);
    for number in numbers(0..3) {
        let robot = Site::new(near, "robot");
        let talker = robot.publisher("/chatter", 10);
        eventually("there is a subscription", || {
            talker.subscription_count() == 1
        });
        say(&talker, &number);
        // As long as `ros2 topic pub --once` stays, so that the graph can tell of it.
        thread::sleep(Duration::from_millis(100));
        drop(talker);
        drop(robot);
        heard.wait_for(&number);
    }
    eventually("the mirrors are gone", || desk.nodes() == ["/desk"]);
}

#[test]
fn nodes_services_parameters_and_actions_are_as_if_they_were_there() {
    let (bridge, robot, desk) = joined(&RuleOptions::default());
    let _service = robot.serve("/add");
    robot.node.declare_parameter("speed", 1.5).unwrap();
    let _action = robot
        .node
        .create_action_server::<Fibonacci>("/fibonacci", |goal| {
            let sequence = vec![0, 1, goal.request().order];
            goal.succeed(&Fibonacci_Result { sequence }).unwrap();
        });
    let _echo = desk.serve("/desk_add");
    eventually("the nodes are there", || {
        desk.nodes() == ["/desk", "/robot"]
    });
    eventually("the nodes are there", || {
        robot.nodes() == ["/desk", "/robot"]
    });
    assert_eq!(desk.call("/add"), 5);
    assert_eq!(desk.call("/add"), 5);
    assert_eq!(robot.call("/desk_add"), 5);

    let graph = desk.context.graph();
    let services = |site: &Site| {
        let named = site
            .context
            .graph()
            .service_names_and_types_by_node("robot", "/");
        named.unwrap_or_default()
    };
    eventually("all services are there", || {
        services(&desk) == services(&robot)
    });
    let topics = |site: &Site| {
        let graph = site.context.graph();
        graph
            .publisher_names_and_types_by_node("robot", "/", false)
            .unwrap_or_default()
    };
    eventually("all topics are there", || topics(&desk) == topics(&robot));
    assert!(graph.count_services("/robot/get_parameters") == 1);

    let parameters = ParameterClient::new(&desk.node, "/robot").unwrap();
    assert!(parameters.wait_for_services(Some(PATIENCE)));
    let values = parameters
        .get(&["speed"])
        .unwrap()
        .wait(Some(PATIENCE))
        .unwrap();
    assert_eq!(values, [1.5.into()]);

    let client = desk
        .node
        .create_action_client::<Fibonacci>("/fibonacci")
        .unwrap();
    assert!(client.wait_for_server(Some(PATIENCE)));
    let goal = client
        .send_goal(&Fibonacci_Goal { order: 7 })
        .unwrap()
        .wait(Some(PATIENCE))
        .unwrap();
    let result = goal.result().unwrap().wait(Some(PATIENCE)).unwrap();
    assert_eq!(result.result.sequence, [0, 1, 7]);
    assert!(bridge.end().requests > 0);
    eventually("nothing is left", || desk.nodes() == ["/desk"]);
}

#[test]
fn a_request_waits_for_its_server_and_no_longer() {
    let (_bridge, robot, desk) = joined(&RuleOptions::default());
    let service = robot.serve("/add");
    assert_eq!(desk.call("/add"), 5);
    drop(service);
    eventually("the mirror is gone", || {
        desk.node.count_services("/add").unwrap() == 0
    });
    let _again = robot.serve("/add");
    assert_eq!(desk.call("/add"), 5);
}

#[test]
fn what_cannot_be_mirrored_disturbs_nothing() {
    let (near, far) = (domain(), domain());
    let options = |enclave: &str| ContextOptions {
        domain_id: near,
        enclave: enclave.to_owned(),
        ..ContextOptions::default()
    };
    let local = middleware::named("rosebay_local").unwrap();
    let open = |enclave: &str| local.open(&options(enclave)).unwrap();
    // What no node of ROS is called, and more paths than there can be.
    let odd = open("/");
    let _odd = odd.create_node("no name", "in/no namespace").unwrap();
    let contexts = (0..40).map(|number| open(&format!("/rosebay_bridge/x{number}")));
    let contexts: Vec<_> = contexts.collect();
    let nodes = contexts.iter().zip(0..);
    let nodes = nodes.map(|(context, number)| context.create_node(&format!("n{number}"), "/"));
    let _nodes: Vec<_> = nodes.map(Result::unwrap).collect();
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    // A type of which nobody knows more than the name.
    let name = "own_msgs/msg/Secret".parse().unwrap();
    let secret = Arc::new(MessageType::opaque(name, None));
    let options = PublisherOptions::new(10);
    let _secret = robot
        .node
        .create_raw_publisher(&secret, "/secret", options)
        .unwrap();
    let _bridge = Running::start("b", near, far, &RuleOptions::default());
    let heard = desk.hear("/chatter", 10);
    let talker = robot.publisher("/chatter", 10);
    eventually("there is a subscription", || {
        talker.subscription_count() == 1
    });
    say(&talker, "hello");
    heard.wait_for("hello");
    assert_eq!(desk.nodes().len(), 2 + 32);
    assert_eq!(desk.node.count_publishers("/secret").unwrap(), 0);
}

/// A service type that nobody else in this process knows.
fn own_type() -> Arc<ServiceType> {
    let name: InterfaceName = "own_msgs/srv/Measure".parse().unwrap();
    let file = SourceFile {
        path: "Measure.srv".to_owned(),
        format: FileFormat::Srv,
        text: "string sensor\n---\nfloat64 value\n".into(),
    };
    let files: MemorySource = [(name.clone(), file)].into_iter().collect();
    let sources = [Arc::new(files) as _, Arc::new(BundledSource) as _];
    Registry::with_sources(sources).service(&name).unwrap()
}

#[test]
fn a_node_is_asked_what_its_service_is() {
    let (_bridge, robot, desk) = joined(&RuleOptions::default());
    let measure = own_type();
    let echo = |request: RawRequest, _| {
        request
            .respond_serialized(request.sample.payload.clone())
            .unwrap();
    };
    let serve = |service| {
        let options = ServiceOptions::default();
        robot
            .node
            .create_raw_service(&measure, service, options, echo)
            .unwrap()
    };
    let _service = serve("/measure");
    let options = ServiceOptions::default();
    let client = desk.node.create_raw_client(&measure, "/measure", options);
    let client = client.unwrap();
    assert!(client.wait_for_service(Some(PATIENCE)));
    let payload: Vec<u8> = vec![0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
    let response = client.call_serialized(payload.clone().into(), Some(PATIENCE));
    assert_eq!(response.unwrap().payload, payload);
    // A second one is known by then.
    let _second = serve("/again");
    eventually("it is mirrored", || {
        desk.node.count_services("/again").unwrap() == 1
    });
}

#[test]
fn a_service_of_both_graphs_is_called_once() {
    let (_bridge, robot, desk) = joined(&RuleOptions::default());
    let (_here, _there) = (robot.serve("/add"), desk.serve("/add"));
    let _only = robot.serve("/only");
    eventually("the other one is mirrored", || {
        desk.node.count_services("/only").unwrap() == 1
    });
    thread::sleep(QUIET);
    assert_eq!(desk.node.count_services("/add").unwrap(), 1);
    assert_eq!(robot.node.count_services("/add").unwrap(), 1);
    assert_eq!((desk.call("/add"), robot.call("/add")), (5, 5));
}

#[test]
fn names_rules_and_rates_hold() {
    let (bridge, robot, desk) = joined(&RuleOptions {
        deny: vec!["/secret.*".to_owned()],
        max_rates: vec![("/fast".to_owned(), 10.0)],
        namespace: "/robot1".to_owned(),
        ..RuleOptions::default()
    });
    let heard = desk.hear("/robot1/fast", 10);
    let secret = desk.hear("/robot1/secret", 10);
    let (fast, hidden) = (robot.publisher("/fast", 10), robot.publisher("/secret", 10));
    let _service = robot.serve("/add");
    eventually("there is a subscription", || fast.subscription_count() == 1);
    assert_eq!(desk.nodes(), ["/desk", "/robot1/robot"]);
    say(&hidden, "unheard");
    for number in numbers(0..50) {
        say(&fast, &number);
    }
    heard.wait_for("0");
    assert_eq!(desk.call("/robot1/add"), 5);
    let orders = robot.hear("/orders", 10);
    let boss = desk.publisher("/robot1/orders", 10);
    let _elsewhere = desk.publisher("/elsewhere", 10);
    eventually("there is a subscription", || boss.subscription_count() == 1);
    say(&boss, "go");
    orders.wait_for("go");
    assert_eq!(robot.node.count_publishers("/elsewhere").unwrap(), 0);
    // What is outside of the namespace has no node here.
    assert_eq!(robot.nodes(), ["/robot"]);
    assert_eq!(secret.all(), [""; 0]);
    let traffic = bridge.end();
    assert_eq!(traffic.messages + traffic.dropped, 50);
    assert!(traffic.dropped >= 40, "{traffic:?}");
}
