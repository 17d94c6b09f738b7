//! Graphs in one process, joined by bridges.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rosebay_bridge::{
    Bridge, BridgeId, BridgeOptions, End, RuleOptions, Rules, SideOptions, Traffic,
};
use rosebay_locks::Mutex;
use rosebay_msgs::example_interfaces::action::{Fibonacci, Fibonacci_Goal, Fibonacci_Result};
use rosebay_msgs::example_interfaces::srv::{AddTwoInts, AddTwoInts_Request, AddTwoInts_Response};
use rosebay_msgs::std_msgs::msg::String as Text;
use rosebay_rcl::parameter::ParameterClient;
use rosebay_rcl::rmw::Durability;
use rosebay_rcl::{
    Context, Executor, InitOptions, Node, Publisher, QosProfile, Subscription, middleware,
};

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long it waits for what must not happen.
const QUIET: Duration = Duration::from_millis(300);

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// A graph of this test's own.
fn domain() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn side(domain: u32) -> SideOptions {
    SideOptions {
        label: format!("domain {domain}"),
        middleware: middleware::named("rosebay_local").unwrap(),
        domain_id: Some(domain),
        discovery_range: None,
    }
}

/// A bridge in a thread of its own, until this drops.
struct Running {
    over: Arc<AtomicBool>,
    bridge: Arc<Mutex<Option<Traffic>>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(id: &str, near: u32, far: u32, rules: &RuleOptions) -> Self {
        let options = BridgeOptions {
            near: side(near),
            far: side(far),
            rules: Rules::new(rules).unwrap(),
            id: BridgeId::parse(id).unwrap(),
        };
        let over: Arc<AtomicBool> = Arc::default();
        let traffic: Arc<Mutex<Option<Traffic>>> = Arc::default();
        let (ending, told) = (Arc::clone(&over), Arc::clone(&traffic));
        let mut bridge = Bridge::open(&options).unwrap();
        let thread = thread::spawn(move || {
            bridge.run(|| ending.load(Ordering::Relaxed));
            *told.lock() = Some(bridge.traffic(End::Near));
        });
        Self {
            over,
            bridge: traffic,
            thread: Some(thread),
        }
    }

    /// What has passed from near to far, at the end.
    fn end(mut self) -> Traffic {
        self.stop();
        self.bridge.lock().take().unwrap()
    }

    fn stop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A node at work in a graph.
struct Site {
    context: Context,
    node: Node,
    executor: Executor,
    spinner: Option<JoinHandle<()>>,
}

impl Site {
    fn new(domain: u32, name: &str) -> Self {
        let context = Context::new(InitOptions {
            domain_id: Some(domain),
            middleware: Some(middleware::named("rosebay_local").unwrap()),
            ..InitOptions::default()
        })
        .unwrap();
        let node = Node::new(&context, name).unwrap();
        let executor = Executor::new(&context);
        executor.add_node(&node);
        let spun = executor.clone();
        Self {
            context,
            node,
            executor,
            spinner: Some(thread::spawn(move || spun.spin())),
        }
    }

    fn publisher(&self, topic: &str, qos: impl Into<QosProfile>) -> Publisher<Text> {
        self.node.create_publisher(topic, qos).unwrap()
    }

    fn hear(&self, topic: &str, qos: impl Into<QosProfile>) -> Heard {
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let hearing = Arc::clone(&heard);
        let subscription = self
            .node
            .create_subscription::<Text>(topic, qos, move |message| {
                hearing.lock().push(message.data);
            });
        Heard {
            heard,
            _subscription: subscription.unwrap(),
        }
    }

    fn serve(&self, name: &str) -> rosebay_rcl::Service<AddTwoInts> {
        let service = self
            .node
            .create_service::<AddTwoInts>(name, |request| AddTwoInts_Response {
                sum: request.a + request.b,
            });
        service.unwrap()
    }

    /// The sum that a service at this name makes of 2 and 3.
    fn call(&self, name: &str) -> i64 {
        let client = self.node.create_client::<AddTwoInts>(name).unwrap();
        assert!(
            client.wait_for_service(Some(PATIENCE)),
            "{name} is not there"
        );
        let request = AddTwoInts_Request { a: 2, b: 3 };
        client.call(&request, Some(PATIENCE)).unwrap().sum
    }

    fn nodes(&self) -> Vec<String> {
        let nodes = self.node.nodes_in_graph().into_iter();
        let names =
            nodes.map(|node| format!("{}/{}", node.namespace.trim_end_matches('/'), node.name));
        let mut names: Vec<_> = names
            .filter(|name| !name.contains("rosebay_bridge"))
            .collect();
        names.sort();
        names
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.executor.shutdown(None);
        self.context.shutdown("the test is over").ok();
        if let Some(spinner) = self.spinner.take() {
            spinner.join().unwrap();
        }
    }
}

struct Heard {
    heard: Arc<Mutex<Vec<String>>>,
    _subscription: Subscription<Text>,
}

impl Heard {
    fn all(&self) -> Vec<String> {
        self.heard.lock().clone()
    }

    fn wait_for(&self, last: &str) {
        eventually(last, || self.all().last().is_some_and(|text| text == last));
    }
}

fn say(publisher: &Publisher<Text>, text: &str) {
    let data = text.to_owned();
    publisher.publish(&Text { data }).unwrap();
}

fn numbers(range: std::ops::Range<u32>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

const LATCHED: QosProfile = QosProfile {
    durability: Durability::TransientLocal,
    depth: 3,
    ..QosProfile::DEFAULT
};

/// Two graphs with a bridge between them.
fn joined(rules: &RuleOptions) -> (Running, Site, Site) {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    (Running::start("b", near, far, rules), robot, desk)
}

#[test]
fn messages_cross_both_ways_from_the_first_one_on() {
    let (_bridge, robot, desk) = joined(&RuleOptions::default());
    let heard = desk.hear("/chatter", 10);
    let talker = robot.publisher("/chatter", 10);
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

#[test]
fn of_two_bridges_one_carries_and_the_other_one_takes_over() {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    let rules = RuleOptions::default();
    let elder = Running::start("a", near, far, &rules);
    let heard = desk.hear("/chatter", 100);
    let back = robot.hear("/chatter", 100);
    let talker = robot.publisher("/chatter", 100);
    eventually("the elder carries", || talker.subscription_count() == 2);
    let _younger = Running::start("b", near, far, &rules);
    let is_there = |site: &Site| {
        let nodes = site.node.nodes_in_graph();
        nodes.iter().any(|node| node.name == "rosebay_bridge_b")
    };
    eventually("the younger one is there", || {
        is_there(&robot) && is_there(&desk)
    });
    let _service = robot.serve("/add");
    let other = robot.publisher("/other", 10);
    eventually("the other one is mirrored", || {
        desk.node.count_publishers("/other").unwrap() > 0
    });
    // Longer than the younger one waits for the elder.
    thread::sleep(Duration::from_millis(1_300));
    for number in numbers(0..20) {
        say(&talker, &number);
    }
    heard.wait_for("19");
    thread::sleep(QUIET);
    assert_eq!(heard.all(), numbers(0..20));
    assert_eq!(back.all(), numbers(0..20));
    assert_eq!(desk.node.count_publishers("/other").unwrap(), 1);
    assert_eq!(desk.nodes(), ["/desk", "/robot"]);
    assert_eq!(desk.node.count_services("/add").unwrap(), 1);
    assert_eq!(desk.call("/add"), 5);

    drop(elder);
    eventually("the younger one carries", || {
        say(&talker, "again");
        heard.all().last().is_some_and(|text| text == "again")
    });
    assert_eq!(desk.call("/add"), 5);
    drop(other);
    eventually("the mirror is gone", || {
        desk.node.count_publishers("/other").unwrap() == 0
    });
}

#[test]
fn two_bridges_with_rules_of_their_own_carry_a_part_each() {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    let only = |topic: &str| RuleOptions {
        allow: vec![topic.to_owned()],
        ..RuleOptions::default()
    };
    let _first = Running::start("a", near, far, &only("/one"));
    let _second = Running::start("b", near, far, &only("/two"));
    for topic in ["/one", "/two"] {
        let heard = desk.hear(topic, 10);
        let talker = robot.publisher(topic, 10);
        eventually(topic, || talker.subscription_count() == 1);
        say(&talker, topic);
        heard.wait_for(topic);
        thread::sleep(QUIET);
        assert_eq!(heard.all(), [topic]);
    }
    let _neither = robot.publisher("/three", 10);
    thread::sleep(QUIET);
    assert_eq!(desk.node.count_publishers("/three").unwrap(), 0);
}

#[test]
fn bridges_in_a_row_carry_to_the_end() {
    let domains = [domain(), domain(), domain()];
    let rules = RuleOptions::default();
    let _first = Running::start("a", domains[0], domains[1], &rules);
    let _second = Running::start("b", domains[1], domains[2], &rules);
    let (robot, desk) = (
        Site::new(domains[0], "robot"),
        Site::new(domains[2], "desk"),
    );
    let _service = robot.serve("/add");
    let heard = desk.hear("/chatter", 10);
    let map = robot.publisher("/map", LATCHED);
    say(&map, "old");
    let talker = robot.publisher("/chatter", 10);
    eventually("there is a subscription", || {
        talker.subscription_count() == 1
    });
    say(&talker, "hello");
    heard.wait_for("hello");
    let latched = desk.hear("/map", LATCHED);
    latched.wait_for("old");
    assert_eq!(desk.call("/add"), 5);
    assert!(desk.nodes().contains(&"/robot".to_owned()));
    let enclaves = desk.node.nodes_in_graph().into_iter();
    let mut enclaves = enclaves.filter(|node| node.name == "robot");
    assert_eq!(enclaves.next().unwrap().enclave, "/rosebay_bridge/a/b");
}

#[test]
fn bridges_in_a_ring_carry_nothing_for_ever() {
    let domains = [domain(), domain(), domain()];
    let rules = RuleOptions::default();
    let pairs = [("a", 0, 1), ("b", 1, 2), ("c", 2, 0)];
    let bridges =
        pairs.map(|(id, near, far)| Running::start(id, domains[near], domains[far], &rules));
    let sites = [0, 1, 2].map(|index| Site::new(domains[index], &format!("site{index}")));
    let heard = [0, 1, 2].map(|index: usize| sites[index].hear("/chatter", 100));
    let _services = [0, 1, 2].map(|index: usize| sites[index].serve("/add"));
    let talker = sites[0].publisher("/chatter", 100);
    eventually("there are subscriptions", || {
        talker.subscription_count() == 3
    });
    say(&talker, "hello");
    heard.iter().for_each(|heard| heard.wait_for("hello"));
    thread::sleep(QUIET);
    for heard in &heard {
        // One comes each way round.
        assert!(heard.all().len() <= 3, "{:?}", heard.all());
    }
    for site in &sites {
        assert_eq!(site.call("/add"), 5);
    }
    let passed: u64 = bridges.map(|bridge| bridge.end().messages).iter().sum();
    assert!(passed < 50, "{passed} messages have passed");
}
