//! Graphs in one process, and bridges to join them.

#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rosebay_bridge::{
    Bridge, BridgeId, BridgeOptions, End, RuleOptions, Rules, SideOptions, Traffic,
};
use rosebay_locks::Mutex;
use rosebay_msgs::example_interfaces::srv::{AddTwoInts, AddTwoInts_Request, AddTwoInts_Response};
use rosebay_msgs::std_msgs::msg::String as Text;
use rosebay_rcl::rmw::Durability;
use rosebay_rcl::{
    Context, Executor, InitOptions, Node, Publisher, QosProfile, Subscription, middleware,
};

/// How long a test waits for what must happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How long it waits for what must not happen.
pub(crate) const QUIET: Duration = Duration::from_millis(300);

pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// A graph of this test's own.
pub(crate) fn domain() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn side(domain: u32) -> SideOptions {
    SideOptions {
        label: format!("domain {domain}"),
        middleware: middleware::named("rosebay_local").unwrap(),
        domain_id: Some(domain),
        discovery_range: None,
    }
}

/// A bridge between two graphs.
pub(crate) fn options(id: &str, near: u32, far: u32, rules: &RuleOptions) -> BridgeOptions {
    BridgeOptions {
        near: side(near),
        far: side(far),
        rules: Rules::new(rules).unwrap(),
        id: BridgeId::parse(id).unwrap(),
    }
}

/// A bridge in a thread of its own, until this drops.
pub(crate) struct Running {
    over: Arc<AtomicBool>,
    bridge: Arc<Mutex<Option<Traffic>>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(id: &str, near: u32, far: u32, rules: &RuleOptions) -> Self {
        let options = options(id, near, far, rules);
        let over: Arc<AtomicBool> = Arc::default();
        let traffic: Arc<Mutex<Option<Traffic>>> = Arc::default();
        let (ending, told) = (Arc::clone(&over), Arc::clone(&traffic));
        let mut bridge = Bridge::open(&options).unwrap();
        let thread = thread::spawn(move || {
            bridge.run(|| ending.load(Ordering::Relaxed)).unwrap();
            *told.lock() = Some(bridge.traffic(End::Near));
        });
        Self {
            over,
            bridge: traffic,
            thread: Some(thread),
        }
    }

    /// What has passed from near to far, at the end.
    pub(crate) fn end(mut self) -> Traffic {
        self.stop();
        self.bridge.lock().take().unwrap()
    }

    pub(crate) fn stop(&mut self) {
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
pub(crate) struct Site {
    pub(crate) context: Context,
    pub(crate) node: Node,
    executor: Executor,
    spinner: Option<JoinHandle<()>>,
}

impl Site {
    pub(crate) fn new(domain: u32, name: &str) -> Self {
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

    pub(crate) fn publisher(&self, topic: &str, qos: impl Into<QosProfile>) -> Publisher<Text> {
        self.node.create_publisher(topic, qos).unwrap()
    }

    pub(crate) fn hear(&self, topic: &str, qos: impl Into<QosProfile>) -> Heard {
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

    pub(crate) fn serve(&self, name: &str) -> rosebay_rcl::Service<AddTwoInts> {
        let service = self
            .node
            .create_service::<AddTwoInts>(name, |request| AddTwoInts_Response {
                sum: request.a + request.b,
            });
        service.unwrap()
    }

    /// The sum that a service at this name makes of 2 and 3.
    pub(crate) fn call(&self, name: &str) -> i64 {
        let client = self.node.create_client::<AddTwoInts>(name).unwrap();
        assert!(
            client.wait_for_service(Some(PATIENCE)),
            "{name} is not there"
        );
        let request = AddTwoInts_Request { a: 2, b: 3 };
        client.call(&request, Some(PATIENCE)).unwrap().sum
    }

    pub(crate) fn nodes(&self) -> Vec<String> {
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

pub(crate) struct Heard {
    heard: Arc<Mutex<Vec<String>>>,
    _subscription: Subscription<Text>,
}

impl Heard {
    pub(crate) fn all(&self) -> Vec<String> {
        self.heard.lock().clone()
    }

    pub(crate) fn wait_for(&self, last: &str) {
        eventually(last, || self.all().last().is_some_and(|text| text == last));
    }
}

pub(crate) fn say(publisher: &Publisher<Text>, text: &str) {
    let data = text.to_owned();
    publisher.publish(&Text { data }).unwrap();
}

pub(crate) fn numbers(range: std::ops::Range<u32>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

pub(crate) const LATCHED: QosProfile = QosProfile {
    durability: Durability::TransientLocal,
    depth: 3,
    ..QosProfile::DEFAULT
};

/// Two graphs with a bridge between them.
pub(crate) fn joined(rules: &RuleOptions) -> (Running, Site, Site) {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    (Running::start("b", near, far, rules), robot, desk)
}
