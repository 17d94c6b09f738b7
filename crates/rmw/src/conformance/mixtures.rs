//! One publisher, and subscriptions that its messages reach in different ways at once: in its context, in others that
//! share memory with it, and in others that do not. Every policy means the same on each way.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::Bytes;

use super::{Bench, PATIENCE, QUIET, drain, eventually, number, payload, publisher, subscription};
use crate::{
    Context, ContextOptions, Durability, Error, EventKind, EventStatus, History, Liveliness, Node,
    Publisher, QosDuration, QosProfile, Subscription,
};

const KEEP_ALL: QosProfile = QosProfile {
    history: History::KeepAll,
    ..QosProfile::DEFAULT
};

/// Who listens, and how messages get there.
struct Listener {
    way: &'static str,
    node: Arc<dyn Node>,
}

/// A node that talks and nodes that listen, in contexts of their own but for one.
struct Crowd {
    talker: Arc<dyn Node>,
    listeners: Vec<Listener>,
}

impl Crowd {
    fn new(bench: &Bench) -> Self {
        let open = |shared_memory| {
            let options = ContextOptions {
                shared_memory,
                ..bench.options()
            };
            let context = bench.middleware.open(&options);
            context.expect("a context must open")
        };
        let node = |context: &Arc<dyn Context>, name| {
            context.create_node(name, "/").expect("a node must be made")
        };
        let shared = bench.options().shared_memory;
        let own = open(shared);
        let listener = |way, context: &Arc<dyn Context>| Listener {
            way,
            node: node(context, "listener"),
        };
        Self {
            talker: node(&own, "talker"),
            listeners: vec![
                listener("within the context", &own),
                listener("shared memory", &open(shared)),
                listener("shared memory, another context", &open(shared)),
                listener("no shared memory", &open(None)),
            ],
        }
    }

    fn subscribe(&self, qos: QosProfile) -> Vec<Box<dyn Subscription>> {
        let listeners = self.listeners.iter();
        listeners
            .map(|listener| subscription(&listener.node, "/chatter", qos))
            .collect()
    }

    /// A publisher, and a subscription of each listener, matched.
    fn matched(
        &self,
        offered: QosProfile,
        requested: QosProfile,
    ) -> (Box<dyn Publisher>, Vec<Box<dyn Subscription>>) {
        let publisher = publisher(&self.talker, "/chatter", offered);
        let subscriptions = self.subscribe(requested);
        wait_matched(&*publisher, &subscriptions, subscriptions.len());
        (publisher, subscriptions)
    }

    /// Waits until each subscription has what it should.
    fn expect(
        &self,
        subscriptions: &[Box<dyn Subscription>],
        what: &str,
        holds: impl Fn(&dyn Subscription) -> bool,
    ) {
        for (listener, subscription) in self.listeners.iter().zip(subscriptions) {
            eventually(&format!("{what}: {}", listener.way), || {
                holds(&**subscription)
            });
        }
    }
}

/// Until the publisher has `count` subscriptions, these among them.
fn wait_matched(publisher: &dyn Publisher, subscriptions: &[Box<dyn Subscription>], count: usize) {
    eventually("all are matched", || {
        publisher.matched_count() == count
            && subscriptions
                .iter()
                .all(|subscription| subscription.matched_count() == 1)
    });
}

/// The size of a message: small ones and large ones by turns, which may take different ways.
fn size(number: u32) -> usize {
    [8, 5_000, 100_000, 64, 300_000][number as usize % 5]
}

fn publish(publisher: &dyn Publisher, number: u32) {
    publisher
        .publish(payload(number, size(number)))
        .expect("publish must work");
}

/// Takes until `count` messages have come, each of them whole.
fn take_whole(subscription: &dyn Subscription, count: usize) -> Vec<u32> {
    let mut numbers = Vec::new();
    eventually("all messages have come", || {
        while let Some(sample) = subscription.take().expect("take must work") {
            let number = number(&sample.payload);
            assert!(sample.payload == payload(number, size(number)), "{number}");
            numbers.push(number);
        }
        numbers.len() >= count
    });
    numbers
}

/// Everything comes once, whole and in order, whatever its size and way.
pub fn every_way_brings_all_in_order(bench: &Bench) {
    const MESSAGES: u32 = 60;
    let crowd = Crowd::new(bench);
    let (publisher, subscriptions) = crowd.matched(KEEP_ALL, KEEP_ALL);
    for number in 0..MESSAGES {
        publish(&*publisher, number);
    }
    for subscription in &subscriptions {
        let numbers = take_whole(&**subscription, MESSAGES as usize);
        assert!(numbers.into_iter().eq(0..MESSAGES));
    }
    thread::sleep(QUIET);
    crowd.expect(&subscriptions, "nothing twice", |subscription| {
        drain(subscription).is_empty()
    });
}

/// A message that only its first bytes tell from others, quickly made.
fn numbered(number: u32, size: usize) -> Bytes {
    let mut message = vec![0; size];
    message[..8].copy_from_slice(&payload(number, 4));
    Bytes::from(message)
}

/// Whichever way leads to the one that looks away, the publisher is held back by it, and nobody loses anything.
pub fn the_slowest_way_holds_the_publisher_back(bench: &Bench) {
    const MOST: u32 = 100_000;
    // Large ones, so that few of them are as much as anybody keeps.
    const SIZE: usize = 20_000;
    let crowd = Crowd::new(bench);
    let (publisher, subscriptions) = crowd.matched(KEEP_ALL, KEEP_ALL);
    let mut published = 0;
    let mut next = vec![0; subscriptions.len()];
    let mut hear = |index: usize| {
        for number in drain(&*subscriptions[index]) {
            assert_eq!(number, next[index], "{}", crowd.listeners[index].way);
            next[index] += 1;
        }
        next[index]
    };
    for slow in 0..subscriptions.len() {
        let start = published;
        let refusal = loop {
            match publisher.publish(numbered(published, SIZE)) {
                Ok(()) => published += 1,
                Err(error) => break error,
            }
            assert!(published - start < MOST, "nobody is held back");
            for other in (0..subscriptions.len()).filter(|other| *other != slow) {
                hear(other);
            }
        };
        assert!(matches!(refusal, Error::Timeout { .. }), "{refusal}");
        for index in 0..subscriptions.len() {
            eventually("all messages have come", || hear(index) == published);
        }
    }
}

/// Each ring holds the newest.
pub fn every_way_keeps_the_newest(bench: &Bench) {
    let crowd = Crowd::new(bench);
    let offered = QosProfile {
        depth: 50,
        ..QosProfile::DEFAULT
    };
    let requested = QosProfile {
        depth: 3,
        ..QosProfile::DEFAULT
    };
    let (publisher, subscriptions) = crowd.matched(offered, requested);
    for number in 0..50 {
        publish(&*publisher, number);
    }
    assert!(
        publisher
            .wait_for_all_acked(Some(PATIENCE))
            .expect("waiting must work")
    );
    for (listener, subscription) in crowd.listeners.iter().zip(&subscriptions) {
        assert_eq!(drain(&**subscription), [47, 48, 49], "{}", listener.way);
    }
}

/// Who comes late gets what was kept, once, and those who were there get nothing again.
pub fn late_ones_get_the_history_on_every_way(bench: &Bench) {
    const MESSAGES: u32 = 20;
    let qos = QosProfile {
        durability: Durability::TransientLocal,
        depth: MESSAGES as usize,
        ..QosProfile::DEFAULT
    };
    let crowd = Crowd::new(bench);
    let (publisher, early) = crowd.matched(qos, qos);
    for number in 0..MESSAGES {
        publish(&*publisher, number);
    }
    for subscription in &early {
        let numbers = take_whole(&**subscription, MESSAGES as usize);
        assert!(numbers.into_iter().eq(0..MESSAGES));
    }
    let late = crowd.subscribe(qos);
    for subscription in &late {
        let numbers = take_whole(&**subscription, MESSAGES as usize);
        assert!(numbers.into_iter().eq(0..MESSAGES));
    }
    wait_matched(&*publisher, &late, early.len() + late.len());
    publish(&*publisher, MESSAGES);
    for subscription in early.iter().chain(&late) {
        assert_eq!(take_whole(&**subscription, 1), [MESSAGES]);
    }
}

/// Nobody gets a message after its lifespan.
pub fn old_messages_expire_on_every_way(bench: &Bench) {
    let qos = QosProfile {
        lifespan: QosDuration::Finite(Duration::from_millis(100)),
        ..QosProfile::DEFAULT
    };
    let crowd = Crowd::new(bench);
    let (publisher, subscriptions) = crowd.matched(qos, qos);
    for number in 0..5 {
        publish(&*publisher, number);
    }
    thread::sleep(QUIET);
    crowd.expect(&subscriptions, "all is too old", |subscription| {
        drain(subscription).is_empty()
    });
    crowd.expect(&subscriptions, "a new message comes", |subscription| {
        publish(&*publisher, 5);
        drain(subscription).contains(&5)
    });
}

/// Missed deadlines and lost liveliness are told on every way.
pub fn silence_is_told_on_every_way(bench: &Bench) {
    let qos = QosProfile {
        deadline: QosDuration::Finite(Duration::from_millis(200)),
        liveliness: Liveliness::ManualByTopic,
        liveliness_lease_duration: QosDuration::Finite(Duration::from_millis(300)),
        ..QosProfile::DEFAULT
    };
    let crowd = Crowd::new(bench);
    let (publisher, subscriptions) = crowd.matched(qos, qos);
    let alive =
        |subscription: &dyn Subscription| match take(subscription, EventKind::LivelinessChanged) {
            EventStatus::LivelinessChanged {
                alive_count,
                not_alive_count,
                ..
            } => (alive_count, not_alive_count),
            other => panic!("expected the liveliness's status, not {other:?}"),
        };
    crowd.expect(&subscriptions, "the publisher is alive", |subscription| {
        publish(&*publisher, 1);
        alive(subscription) == (1, 0)
    });
    crowd.expect(
        &subscriptions,
        "a deadline is missed",
        |subscription| match take(subscription, EventKind::DeadlineMissed) {
            EventStatus::DeadlineMissed(total) => total.total_count >= 1,
            other => panic!("expected the deadline's status, not {other:?}"),
        },
    );
    crowd.expect(
        &subscriptions,
        "the publisher is not alive",
        |subscription| alive(subscription) == (0, 1),
    );
    drop(publisher);
    crowd.expect(&subscriptions, "the publisher is gone", |subscription| {
        alive(subscription) == (0, 0)
    });
}

fn take(subscription: &dyn Subscription, kind: EventKind) -> EventStatus {
    subscription
        .take_event(kind)
        .expect("the event must be supported")
}

/// Best effort and reliable subscriptions of one publisher, on every way: the former in order, the latter everything.
pub fn promises_are_kept_beside_one_another(bench: &Bench) {
    const MESSAGES: u32 = 30;
    let crowd = Crowd::new(bench);
    let (publisher, reliable) = crowd.matched(KEEP_ALL, KEEP_ALL);
    let best_effort = crowd.subscribe(QosProfile::SENSOR_DATA);
    wait_matched(&*publisher, &best_effort, 2 * reliable.len());
    for number in 0..MESSAGES {
        publish(&*publisher, number);
    }
    for subscription in &reliable {
        let numbers = take_whole(&**subscription, MESSAGES as usize);
        assert!(numbers.into_iter().eq(0..MESSAGES));
    }
    crowd.expect(&best_effort, "the newest comes", |subscription| {
        let numbers = drain(subscription);
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
        !numbers.is_empty()
    });
}
