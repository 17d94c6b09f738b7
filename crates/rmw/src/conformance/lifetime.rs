//! Listeners, and what happens when things are dropped in any order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::{
    Bench, PATIENCE, QUIET, counter, drain, eventually, matched, next, number, payload, publisher,
    subscription,
};
use crate::{ContextOptions, Error, QosProfile, Subscription};

/// Called at once where messages wait, and once for each that comes.
pub fn listeners_are_called_for_what_waits(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        let (calls, listener) = counter();
        subscription.set_listener(Some(listener));
        assert_eq!(calls.load(Ordering::SeqCst), 0, "nothing waits yet");
        for expected in 1..=3 {
            publisher.publish(payload(1, 8)).expect("publish must work");
            eventually("the listener is called", || {
                calls.load(Ordering::SeqCst) == expected
            });
        }
        let (calls, listener) = counter();
        subscription.set_listener(Some(listener));
        assert_eq!(calls.load(Ordering::SeqCst), 1, "three messages wait");
        assert_eq!(drain(&*subscription).len(), 3);
        let (calls, listener) = counter();
        subscription.set_listener(Some(listener));
        assert_eq!(calls.load(Ordering::SeqCst), 0, "nothing waits any more");
    }
}

/// A listener that was taken away or replaced is not called.
pub fn removed_listeners_are_not_called(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        let (first, listener) = counter();
        subscription.set_listener(Some(listener));
        let (second, listener) = counter();
        subscription.set_listener(Some(listener));
        publisher.publish(payload(1, 8)).expect("publish must work");
        eventually("the second one is called", || {
            second.load(Ordering::SeqCst) == 1
        });
        subscription.set_listener(None);
        publisher.publish(payload(2, 8)).expect("publish must work");
        next(&*subscription);
        assert_eq!(number(&next(&*subscription).payload), 2);
        thread::sleep(QUIET);
        assert_eq!(
            (first.load(Ordering::SeqCst), second.load(Ordering::SeqCst)),
            (0, 1)
        );
    }
}

/// Endpoints keep what they need.
pub fn endpoints_outlive_nodes_and_contexts(bench: &Bench) {
    let nodes = (bench.node("first"), bench.node("second"));
    let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
    drop(nodes);
    publisher.publish(payload(1, 8)).expect("publish must work");
    assert_eq!(number(&next(&*subscription).payload), 1);
}

/// What was received stays when the publisher goes.
pub fn messages_outlive_their_publisher(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        let (calls, listener) = counter();
        subscription.set_listener(Some(listener));
        publisher.publish(payload(1, 8)).expect("publish must work");
        eventually("the message is there", || calls.load(Ordering::SeqCst) == 1);
        drop(publisher);
        eventually("the publisher is gone", || {
            subscription.matched_count() == 0
        });
        assert_eq!(drain(&*subscription), [1]);
    }
}

/// Subscriptions are made, listened to and dropped while messages pour in.
pub fn subscriptions_come_and_go_under_fire(bench: &Bench) {
    for nodes in bench.pairs() {
        let publisher = publisher(&nodes.0, "/chatter", QosProfile::DEFAULT);
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    publisher
                        .publish(payload(1, 1_000))
                        .expect("publish must work");
                    thread::yield_now();
                }
            });
            for _ in 0..15 {
                let subscription = subscription(&nodes.1, "/chatter", QosProfile::SENSOR_DATA);
                let (calls, listener) = counter();
                subscription.set_listener(Some(listener));
                eventually("messages come", || calls.load(Ordering::SeqCst) > 2);
            }
            stop.store(true, Ordering::SeqCst);
        });
        eventually("all subscriptions are gone", || {
            publisher.matched_count() == 0
        });
    }
}

/// Publishers are made, heard and dropped, several at once; a listener may hold the subscription itself.
pub fn publishers_come_and_go_under_fire(bench: &Bench) {
    for nodes in bench.pairs() {
        let subscription: Arc<dyn Subscription> =
            subscription(&nodes.1, "/chatter", QosProfile::DEFAULT).into();
        let taken = Arc::new(AtomicBool::new(false));
        let (weak, seen) = (Arc::downgrade(&subscription), Arc::clone(&taken));
        subscription.set_listener(Some(Arc::new(move || {
            let sample = weak
                .upgrade()
                .and_then(|subscription| subscription.take().ok().flatten());
            seen.fetch_or(sample.is_some(), Ordering::SeqCst);
        })));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        let publisher = publisher(&nodes.0, "/chatter", QosProfile::DEFAULT);
                        eventually("it is matched", || publisher.matched_count() == 1);
                        publisher
                            .publish(payload(1, 100))
                            .expect("publish must work");
                        let heard = publisher.wait_for_all_acked(Some(PATIENCE));
                        assert!(heard.expect("waiting must work"), "nobody has heard it");
                    }
                });
            }
        });
        eventually("the listener has taken", || taken.load(Ordering::SeqCst));
        eventually("all publishers are gone", || {
            subscription.matched_count() == 0
        });
    }
}

/// A domain that does not exist is an error that names it.
pub fn domains_out_of_range_are_refused(bench: &Bench) {
    for domain_id in [233, u32::MAX] {
        let options = ContextOptions {
            domain_id,
            ..bench.options()
        };
        let error = bench
            .middleware
            .open(&options)
            .err()
            .expect("there is no such domain");
        assert!(matches!(error, Error::InvalidOption(_)), "{error:?}");
        assert!(
            error.to_string().contains(&domain_id.to_string()),
            "{error}"
        );
    }
}
