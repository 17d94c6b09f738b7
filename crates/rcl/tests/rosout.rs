//! Messages on `/rosout`, and the services that set the levels of loggers.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{LONG, SHORT, context, node_and_executor};
use rosebay_locks::Mutex;
use rosebay_msgs::rcl_interfaces::{msg, srv};
use rosebay_rcl::logging::{self, Sublogger};
use rosebay_rcl::rmw::Durability;
use rosebay_rcl::{
    Arguments, Context, Executor, Logger, Node, NodeOptions, QosProfile, Severity, Subscription,
};
use rosebay_rosidl::typed::Service;

/// Has the process's logging follow a command line, without the console and without a file.
fn configure(arguments: &[&str]) {
    let quiet = [
        "--ros-args",
        "--disable-stdout-logs",
        "--disable-external-lib-logs",
    ];
    let line: Vec<_> = quiet.iter().chain(arguments).collect();
    logging::configure(&Arguments::parse(&line).unwrap());
}

type Heard = Arc<Mutex<Vec<msg::Log>>>;

fn listen(context: &Context) -> (Executor, Heard, Subscription<msg::Log>) {
    let options = NodeOptions {
        enable_rosout: false,
        ..Default::default()
    };
    let node = Node::with_options(context, "observer", &options).unwrap();
    let executor = Executor::new(context);
    executor.add_node(&node);
    let heard = Heard::default();
    let received = Arc::clone(&heard);
    let subscription = node
        .create_subscription("/rosout", QosProfile::ROSOUT, move |log| {
            received.lock().push(log)
        })
        .unwrap();
    (executor, heard, subscription)
}

/// What comes until nothing does.
fn texts(executor: &Executor, heard: &Heard, count: usize) -> Vec<String> {
    assert!(
        executor.spin_until(|| heard.lock().len() >= count, Some(LONG)),
        "{heard:?}"
    );
    assert!(!executor.spin_once(Some(SHORT)).unwrap(), "{heard:?}");
    heard.lock().drain(..).map(|log| log.msg).collect()
}

#[test]
fn what_a_node_logs_is_published() {
    configure(&[]);
    let context = context();
    let options = NodeOptions {
        namespace: "/ns".to_owned(),
        ..Default::default()
    };
    let node = Node::with_options(&context, "node", &options).unwrap();
    node.logger().info("before anybody listens");
    let (executor, heard, _subscription) = listen(&context);
    node.logger().debug("below the level");
    node.logger().warn("careful");
    Logger::new("nobody").error("no node's logger");
    assert!(executor.spin_until(|| heard.lock().len() == 2, Some(LONG)));
    let logs = heard.lock();
    assert_eq!(logs[0].msg, "before anybody listens");
    let log = &logs[1];
    assert_eq!(
        (log.level, log.name.as_str(), log.msg.as_str()),
        (30, "ns.node", "careful")
    );
    assert!(log.file.ends_with("rosout.rs") && log.line > 0 && log.stamp.sec > 0);
    let publishers = node.publishers_info_by_topic("/rosout", false).unwrap();
    assert_eq!(publishers.len(), 1);
    assert_eq!(publishers[0].qos.durability, Durability::TransientLocal);
    assert_eq!(publishers[0].qos.lifespan, QosProfile::ROSOUT.lifespan);
}

#[test]
fn who_goes_without() {
    let publishers = |node: &Node| node.count_publishers("/rosout").unwrap();
    configure(&["--disable-rosout-logs"]);
    let node = Node::new(&context(), "node").unwrap();
    assert_eq!(publishers(&node), 0);
    configure(&[]);
    let options = NodeOptions {
        enable_rosout: false,
        ..Default::default()
    };
    let context = context();
    let quiet = Node::with_options(&context, "quiet", &options).unwrap();
    assert_eq!(publishers(&quiet), 0);
    let node = Node::new(&context, "node").unwrap();
    assert_eq!(publishers(&node), 1);
    drop(node);
    assert_eq!(publishers(&quiet), 0);
}

#[test]
fn children_of_a_nodes_logger_are_published_while_they_live() {
    configure(&[]);
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let (executor, heard, _subscription) = listen(&context);
    let namesake = Logger::new("node.child");
    namesake.info("of the name, but no child");
    let child = node.logger().child("child");
    child.info("child");
    namesake.info("of a name that is published");
    let grandchild = child.child("grand");
    grandchild.info("grandchild");
    let again = node.logger().child("child");
    drop(child);
    again.info("the second handle");
    drop(again);
    namesake.info("after all handles");
    grandchild.info("on its own");
    let expected = [
        "child",
        "of a name that is published",
        "grandchild",
        "the second handle",
        "on its own",
    ];
    assert_eq!(texts(&executor, &heard, 5), expected);
    assert!(Sublogger::new("nobody", "child").is_none());
    assert!(Sublogger::new("node", "").is_none());
    drop(node);
    grandchild.info("nobody's grandchild");
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}

#[test]
fn nodes_of_one_name_share_the_first_ones_publisher() {
    configure(&[]);
    let context = context();
    let first = Node::new(&context, "node").unwrap();
    let second = Node::new(&context, "node").unwrap();
    let (executor, heard, _subscription) = listen(&context);
    assert_eq!(first.count_publishers("/rosout").unwrap(), 1);
    first.logger().info("first");
    second.logger().info("second");
    assert_eq!(texts(&executor, &heard, 2), ["first", "second"]);
    drop(second);
    first.logger().info("first again");
    assert_eq!(texts(&executor, &heard, 1), ["first again"]);
    let second = Node::new(&context, "node").unwrap();
    drop(first);
    second.logger().info("too late");
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}

#[test]
fn a_node_of_a_context_that_was_shut_down_gives_its_name_up() {
    configure(&[]);
    let before = context();
    let dead = Node::new(&before, "node").unwrap();
    before.shutdown("over").unwrap();
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let (executor, heard, _subscription) = listen(&context);
    node.logger().info("from the new one");
    drop(dead);
    node.logger().info("still");
    assert_eq!(texts(&executor, &heard, 2), ["from the new one", "still"]);
}

#[test]
fn logging_in_a_callback_of_rosout_ends() {
    configure(&[]);
    let (node, executor) = node_and_executor();
    let (logger, count) = (node.logger().clone(), Arc::new(Mutex::new(0)));
    let counted = Arc::clone(&count);
    let _subscription = node
        .create_subscription::<msg::Log>("/rosout", QosProfile::ROSOUT, move |log| {
            *counted.lock() += 1;
            if *counted.lock() < 5 {
                logger.info(format_args!("heard: {}", log.msg));
            }
        })
        .unwrap();
    node.logger().info("one");
    assert!(executor.spin_until(|| *count.lock() == 5, Some(LONG)));
}

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

#[test]
fn levels_are_read_and_set_by_services() {
    let context = context();
    let options = NodeOptions {
        enable_logger_service: true,
        ..Default::default()
    };
    let node = Node::with_options(&context, "node", &options).unwrap();
    let executor = Executor::new(&context);
    executor.add_node(&node);
    let level = |name: &str, level| msg::LoggerLevel {
        name: name.to_owned(),
        level,
    };
    let request = srv::SetLoggerLevels_Request {
        levels: vec![level("node", 10), level("other", 35), level("third", 50)],
    };
    let results = call::<srv::SetLoggerLevels>(&node, &executor, "set_logger_levels", &request);
    let outcomes: Vec<_> = results
        .results
        .iter()
        .map(|result| result.successful)
        .collect();
    assert_eq!(outcomes, [true, false, true]);
    assert!(results.results[1].reason.contains("Invalid logger level"));
    assert_eq!(node.logger().effective_level(), Severity::Debug);
    let request = srv::GetLoggerLevels_Request {
        names: ["node", "other", "third"].map(str::to_owned).into(),
    };
    let levels = call::<srv::GetLoggerLevels>(&node, &executor, "get_logger_levels", &request);
    assert_eq!(
        levels.levels,
        [level("node", 10), level("other", 0), level("third", 50)]
    );
    let without = Node::new(&context, "without").unwrap();
    assert_eq!(without.count_services("~/get_logger_levels").unwrap(), 0);
}

#[test]
fn a_node_that_leaves_rosout_makes_room_for_its_namesake() {
    configure(&[]);
    let context = context();
    let (executor, heard, _subscription) = listen(&context);
    let node = Node::new(&context, "reborn").unwrap();
    let in_use_elsewhere = node.clone();
    node.end_rosout();
    in_use_elsewhere.logger().info("unheard");
    let namesake = Node::new(&context, "reborn").unwrap();
    namesake.logger().info("heard");
    assert_eq!(texts(&executor, &heard, 1), ["heard"]);
    // The old node's end takes nothing from the new one.
    drop((node, in_use_elsewhere));
    namesake.logger().info("still heard");
    assert_eq!(texts(&executor, &heard, 1), ["still heard"]);
}
