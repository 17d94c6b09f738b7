//! Executors whose waiting threads take what comes over DDS themselves.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::task::{Wake, Waker};
use std::thread;
use std::time::Duration;

use common::{LONG, SHORT, network_contexts};
use rosebay_locks::{Condvar, Mutex};
use rosebay_msgs::std_msgs::msg::UInt32;
use rosebay_msgs::std_srvs::srv::Trigger;
use rosebay_rcl::executor::{CallbackGroup, TurnOrder};
use rosebay_rcl::rmw::History;
use rosebay_rcl::{Executor, Node, Publisher, QosProfile, Subscription, SubscriptionOptions};
use rosebay_rosidl::typed::Message;

/// More than a queue or a socket's buffer holds by chance.
const MANY: u32 = 1000;

fn keep_all() -> QosProfile {
    QosProfile {
        history: History::KeepAll,
        ..QosProfile::from(1)
    }
}

/// A number that goes up, and who waits for it.
#[derive(Default)]
struct Count {
    value: Mutex<u32>,
    changed: Condvar,
}

impl Count {
    fn add(&self) {
        *self.value.lock() += 1;
        self.changed.notify_all();
    }

    fn wait_for(&self, wanted: u32) {
        let mut value = self.value.lock();
        let is_less = |value: &mut u32| *value < wanted;
        let waited = self.changed.wait_while_for(&mut value, is_less, LONG);
        assert!(!waited.timed_out(), "{} of {wanted}", *value);
    }
}

/// Counts the messages of a topic, and fails on one that is out of order.
fn counting(node: &Node, topic: &str, count: &Arc<Count>) -> Subscription<UInt32> {
    let count = Arc::clone(count);
    node.create_subscription::<UInt32>(topic, keep_all(), move |message| {
        assert_eq!(message.data, *count.value.lock(), "lost or out of order");
        count.add();
    })
    .unwrap()
}

fn publisher(node: &Node, topic: &str) -> Publisher<UInt32> {
    let publisher = node.create_publisher::<UInt32>(topic, keep_all()).unwrap();
    let slice = Duration::from_millis(1);
    let is_matched = (0..LONG.as_millis()).any(|_| {
        thread::sleep(slice);
        publisher.subscription_count() > 0
    });
    assert!(is_matched, "nobody subscribes to {topic}");
    publisher
}

fn publish(publisher: &Publisher<UInt32>, numbers: std::ops::Range<u32>) {
    for data in numbers {
        publisher.publish(&UInt32 { data }).unwrap();
    }
}

/// Threads that spin an executor until this drops.
struct Spinning {
    executor: Executor,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Spinning {
    fn new(executor: &Executor, threads: usize) -> Self {
        let spin = |_| {
            let executor = executor.clone();
            thread::spawn(move || executor.spin())
        };
        Self {
            executor: executor.clone(),
            threads: (0..threads).map(spin).collect(),
        }
    }
}

impl Drop for Spinning {
    fn drop(&mut self) {
        self.executor.shutdown(Some(LONG));
        for thread in self.threads.drain(..) {
            let result = thread.join();
            assert!(result.is_ok() || thread::panicking());
        }
    }
}

#[test]
fn executors_of_one_context_serve_one_another() {
    let [here, there] = network_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let counts: [Arc<Count>; 3] = Default::default();
    let served: Vec<_> = counts
        .iter()
        .enumerate()
        .map(|(index, count)| {
            let node = Node::new(&there, &format!("listener_{index}")).unwrap();
            let subscription = counting(&node, &format!("topic_{index}"), count);
            let executor = Executor::with_order(&there, TurnOrder::Readiness);
            executor.add_node(&node);
            (subscription, node, Spinning::new(&executor, 1))
        })
        .collect();
    let publishers: Vec<_> = (0..counts.len())
        .map(|index| publisher(&talker, &format!("topic_{index}")))
        .collect();
    for round in 0..100 {
        for (publisher, count) in publishers.iter().zip(&counts) {
            publish(publisher, round..round + 1);
            count.wait_for(round + 1);
        }
    }
    drop(served);
}

#[test]
fn a_callback_that_blocks_holds_up_its_executor_alone() {
    let [here, there] = network_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let nodes = ["blocked", "busy"].map(|name| Node::new(&there, name).unwrap());
    let executors = [(); 2].map(|()| Executor::new(&there));
    for (executor, node) in executors.iter().zip(&nodes) {
        executor.add_node(node);
    }
    let (begun, released) = (Arc::new(Count::default()), Arc::new(Count::default()));
    let (begin, release) = (Arc::clone(&begun), Arc::clone(&released));
    let _block = nodes[0]
        .create_subscription::<UInt32>("block", keep_all(), move |_| {
            begin.add();
            release.wait_for(1);
        })
        .unwrap();
    let counts: [Arc<Count>; 2] = Default::default();
    let _subscriptions = [
        counting(&nodes[0], "blocked", &counts[0]),
        counting(&nodes[1], "busy", &counts[1]),
    ];
    let _blocked = Spinning::new(&executors[0], 1);
    publish(&publisher(&talker, "block"), 0..1);
    begun.wait_for(1);
    let (waits, busy) = (publisher(&talker, "blocked"), publisher(&talker, "busy"));
    let _busy = Spinning::new(&executors[1], 1);
    publish(&waits, 0..MANY);
    publish(&busy, 0..MANY);
    assert!(waits.wait_for_all_acked(Some(LONG)).unwrap());
    counts[1].wait_for(MANY);
    assert_eq!(*counts[0].value.lock(), 0);
    released.add();
    counts[0].wait_for(MANY);
}

#[test]
fn several_threads_of_an_executor_share_what_comes() {
    let [here, there] = network_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let node = Node::new(&there, "listener").unwrap();
    let executor = Executor::new(&there);
    executor.add_node(&node);
    // Each callback waits for the other's, so that two threads have to be in one at the same time.
    let counts: [Arc<Count>; 2] = Default::default();
    let _subscriptions = [0, 1].map(|index: usize| {
        let [own, other] = [index, 1 - index].map(|index| Arc::clone(&counts[index]));
        let options = SubscriptionOptions {
            callback_group: Some(CallbackGroup::mutually_exclusive()),
            ..SubscriptionOptions::new(keep_all())
        };
        node.create_raw_subscription(
            &UInt32::type_support(),
            &format!("topic_{index}"),
            options,
            move |sample, _ready| {
                own.add();
                other.wait_for(UInt32::from_cdr(&sample.payload).unwrap().data + 1);
            },
        )
        .unwrap()
    });
    let _spinning = Spinning::new(&executor, 3);
    let publishers = [0, 1].map(|index| publisher(&talker, &format!("topic_{index}")));
    for round in 0..200 {
        publishers
            .iter()
            .for_each(|publisher| publish(publisher, round..round + 1));
    }
    counts.iter().for_each(|count| count.wait_for(200));
}

#[test]
fn an_executor_has_nodes_of_two_contexts() {
    let [here, there] = network_contexts();
    let executor = Executor::new(&here);
    let nodes = [&here, &there].map(|context| Node::new(context, "listener").unwrap());
    let counts: [Arc<Count>; 2] = Default::default();
    let _subscriptions = [0, 1].map(|index| {
        executor.add_node(&nodes[index]);
        counting(&nodes[index], &format!("topic_{index}"), &counts[index])
    });
    let _spinning = Spinning::new(&executor, 1);
    let talker = Node::new(&there, "talker").unwrap();
    let publishers = [0, 1].map(|index| publisher(&talker, &format!("topic_{index}")));
    for round in 0..100 {
        for (publisher, count) in publishers.iter().zip(&counts) {
            publish(publisher, round..round + 1);
            count.wait_for(round + 1);
        }
    }
}

#[test]
fn a_callback_waits_for_a_service() {
    let [here, there] = network_contexts();
    let node = Node::new(&there, "asker").unwrap();
    let executor = Executor::new(&there);
    executor.add_node(&node);
    let client = Arc::new(node.create_client::<Trigger>("late").unwrap());
    let (asked, found) = (Arc::new(Count::default()), Arc::new(AtomicBool::new(false)));
    let (ask, find) = (Arc::clone(&asked), Arc::clone(&found));
    let guard = node.create_guard_condition(move || {
        ask.add();
        find.store(client.wait_for_service(Some(LONG)), SeqCst);
        ask.add();
    });
    let _spinning = Spinning::new(&executor, 1);
    guard.trigger();
    asked.wait_for(1);
    let server = Node::new(&here, "server").unwrap();
    let _service = server
        .create_service::<Trigger>("late", |_| Default::default())
        .unwrap();
    asked.wait_for(2);
    assert!(found.load(SeqCst));
}

#[test]
fn a_shutdown_and_a_wake_end_the_wait() {
    let [here, there] = network_contexts();
    let executors = [&here, &there].map(Executor::new);
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let woken = scope.spawn(|| executors[0].spin_until(|| is_done.load(SeqCst), None));
        let ended = scope.spawn(|| executors[1].spin());
        thread::sleep(SHORT);
        is_done.store(true, SeqCst);
        executors[0].wake();
        assert!(woken.join().unwrap());
        there.shutdown("the test is over").unwrap();
        ended.join().unwrap();
    });
}

/// An event loop's way of being told.
#[derive(Default)]
struct Rung(AtomicUsize);

impl Wake for Rung {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn an_event_loop_is_told_by_whoever_takes_what_comes() {
    let [here, there] = network_contexts();
    let talker = Node::new(&here, "talker").unwrap();
    let nodes = ["polled", "spun"].map(|name| Node::new(&there, name).unwrap());
    let executors = [(); 2].map(|()| Executor::new(&there));
    let counts: [Arc<Count>; 2] = Default::default();
    let _subscriptions = [0, 1].map(|index| {
        executors[index].add_node(&nodes[index]);
        counting(&nodes[index], "topic", &counts[index])
    });
    let publisher = publisher(&talker, "topic");
    let rung = Arc::new(Rung::default());
    let waker = Waker::from(Arc::clone(&rung));
    let mut next = 0;
    let mut hear_some = || {
        for _ in 0..100 {
            let before = rung.0.load(SeqCst);
            assert_eq!(executors[0].poll(&waker), None);
            publish(&publisher, next..next + 1);
            next += 1;
            let rings = (0..LONG.as_millis()).any(|_| {
                let is_rung = rung.0.load(SeqCst) > before;
                if !is_rung {
                    thread::sleep(Duration::from_millis(1));
                }
                is_rung
            });
            assert!(rings, "nobody told the event loop");
            assert!(executors[0].spin_once(Some(LONG)).unwrap());
            // It looks whether there is another message.
            executors[0].spin_some(Duration::ZERO).unwrap();
            counts[0].wait_for(next);
        }
    };
    hear_some();
    let _spinning = Spinning::new(&executors[1], 1);
    hear_some();
    counts[1].wait_for(200);
}
