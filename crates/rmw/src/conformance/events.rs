//! QoS events and their statuses.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::{
    Bench, QUIET, counter, drain, eventually, matched, next, options, payload, publisher,
    subscription,
};
use crate::{
    Durability, Endpoint, Error, EventKind, EventStatus, History, Liveliness, QosDuration,
    QosPolicyKind, QosProfile, Reliability, SubscriptionOptions, TotalCount,
};

fn take<E: Endpoint + ?Sized>(endpoint: &E, kind: EventKind) -> EventStatus {
    endpoint
        .take_event(kind)
        .expect("the event must be supported")
}

fn matched_now<E: Endpoint + ?Sized>(endpoint: &E) -> (TotalCount, i32, i32) {
    match take(endpoint, EventKind::Matched) {
        EventStatus::Matched {
            total,
            current_count,
            current_count_change,
        } => (total, current_count, current_count_change),
        other => panic!("expected the matched status, not {other:?}"),
    }
}

fn count(total_count: i32, total_count_change: i32) -> TotalCount {
    TotalCount {
        total_count,
        total_count_change,
    }
}

/// One match, taken once; one departure.
pub fn matching_is_told_to_both(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        assert_eq!(matched_now(&*publisher), (count(1, 1), 1, 1));
        assert_eq!(matched_now(&*publisher), (count(1, 0), 1, 0));
        assert_eq!(matched_now(&*subscription), (count(1, 1), 1, 1));
        drop(subscription);
        eventually("the publisher knows", || publisher.matched_count() == 0);
        assert_eq!(matched_now(&*publisher), (count(1, 0), 0, -1));
    }
}

/// Each policy that is offered less than asked for keeps both apart, and both are told which.
pub fn incompatible_qos_is_told_to_both(bench: &Bench) {
    let base = QosProfile {
        liveliness: Liveliness::Automatic,
        ..QosProfile::DEFAULT
    };
    let second = QosDuration::Finite(Duration::from_secs(1));
    let best_effort = QosProfile {
        reliability: Reliability::BestEffort,
        ..base
    };
    let cases = [
        (best_effort, base, QosPolicyKind::Reliability),
        (
            base,
            QosProfile {
                durability: Durability::TransientLocal,
                ..base
            },
            QosPolicyKind::Durability,
        ),
        (
            base,
            QosProfile {
                deadline: second,
                ..base
            },
            QosPolicyKind::Deadline,
        ),
        (
            base,
            QosProfile {
                liveliness: Liveliness::ManualByTopic,
                ..base
            },
            QosPolicyKind::Liveliness,
        ),
    ];
    for nodes in bench.pairs() {
        for (offered, requested, policy) in cases {
            let topic = format!("/{policy:?}");
            let publisher = publisher(&nodes.0, &topic, offered);
            let subscription = subscription(&nodes.1, &topic, requested);
            let expect = |total| EventStatus::IncompatibleQos {
                total,
                last_policy_kind: policy,
            };
            let endpoints: [&dyn Endpoint; 2] = [&*publisher, &*subscription];
            for endpoint in endpoints {
                let mut status = take(endpoint, EventKind::IncompatibleQos);
                eventually("the event is there", || {
                    if status != expect(count(1, 1)) {
                        status = take(endpoint, EventKind::IncompatibleQos);
                    }
                    status == expect(count(1, 1))
                });
                assert_eq!(
                    take(endpoint, EventKind::IncompatibleQos),
                    expect(count(1, 0))
                );
                assert_eq!(endpoint.matched_count(), 0);
            }
        }
    }
}

/// One topic, two types.
pub fn another_type_is_told_to_both(bench: &Bench) {
    for nodes in bench.pairs() {
        let string = publisher(&nodes.0, "/chatter", QosProfile::DEFAULT);
        let options = options("/chatter", "std_msgs/msg/Int32", QosProfile::DEFAULT);
        let int = nodes
            .1
            .create_subscription(&options, SubscriptionOptions::default());
        let int = int.expect("a subscription must be made");
        let endpoints: [&dyn Endpoint; 2] = [&*string, &*int];
        for endpoint in endpoints {
            if endpoint.supports_event(EventKind::IncompatibleType) {
                eventually("the event is there", || {
                    take(endpoint, EventKind::IncompatibleType)
                        == EventStatus::IncompatibleType(count(1, 1))
                });
            }
        }
    }
}

/// After the first message the clock runs, on both sides.
pub fn missed_deadlines_are_told_to_both(bench: &Bench) {
    let qos = QosProfile {
        deadline: QosDuration::Finite(Duration::from_millis(100)),
        ..QosProfile::DEFAULT
    };
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, qos);
        publisher.publish(payload(1, 8)).expect("publish must work");
        next(&*subscription);
        let endpoints: [&dyn Endpoint; 2] = [&*publisher, &*subscription];
        for endpoint in endpoints {
            eventually("two deadlines have been missed", || {
                match take(endpoint, EventKind::DeadlineMissed) {
                    EventStatus::DeadlineMissed(total) => total.total_count >= 2,
                    other => panic!("expected the deadline's status, not {other:?}"),
                }
            });
        }
    }
}

/// A publisher that has to show that it is alive: alive, silent for too long, alive again, gone.
pub fn lost_liveliness_is_told_to_both(bench: &Bench) {
    let qos = QosProfile {
        liveliness: Liveliness::ManualByTopic,
        liveliness_lease_duration: QosDuration::Finite(Duration::from_millis(300)),
        ..QosProfile::DEFAULT
    };
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, qos);
        let expect = |what: &str, alive, not_alive| {
            eventually(what, || {
                match take(&*subscription, EventKind::LivelinessChanged) {
                    EventStatus::LivelinessChanged {
                        alive_count,
                        not_alive_count,
                        ..
                    } => (alive_count, not_alive_count) == (alive, not_alive),
                    other => panic!("expected the liveliness's status, not {other:?}"),
                }
            });
        };
        publisher.assert_liveliness().expect("asserting must work");
        expect("the publisher is alive", 1, 0);
        expect("the publisher is not alive", 0, 1);
        eventually("the publisher knows", || {
            match take(&*publisher, EventKind::LivelinessLost) {
                EventStatus::LivelinessLost(total) => total.total_count >= 1,
                other => panic!("expected the liveliness's status, not {other:?}"),
            }
        });
        publisher.publish(payload(1, 8)).expect("publish must work");
        expect("the publisher is alive again", 1, 0);
        drop(publisher);
        expect("the publisher is gone", 0, 0);
    }
}

/// A best-effort subscription that looks away for too long is told how many messages it missed: those and the ones
/// that came are all that were published.
pub fn lost_messages_are_counted(bench: &Bench) {
    const MESSAGES: u32 = 40_000;
    let qos = QosProfile {
        history: History::KeepAll,
        ..QosProfile::SENSOR_DATA
    };
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, qos);
        let mut published = 0;
        let mut publish = || {
            publisher
                .publish(payload(published, 8))
                .expect("publish must work");
            published += 1;
            published
        };
        let mut received = Vec::new();
        let first = publish();
        eventually("the first message comes", || {
            received.extend(drain(&*subscription));
            received.len() as u32 == first
        });
        for _ in 0..MESSAGES {
            publish();
        }
        let mut lost = count(0, 0);
        eventually("each message has come or is counted as lost", || {
            let published = publish();
            thread::sleep(Duration::from_millis(5));
            received.extend(drain(&*subscription));
            lost = match take(&*subscription, EventKind::MessageLost) {
                EventStatus::MessageLost(total) => total,
                other => panic!("expected the status of lost messages, not {other:?}"),
            };
            received.len() + lost.total_count as usize == published as usize
        });
        assert!(lost.total_count > 0, "nobody keeps {MESSAGES} messages");
        assert!(received.is_sorted_by(|one, next| one < next));
    }
}

/// A listener is called at once where something has happened already, and when something happens.
pub fn event_listeners_are_called(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        let (calls, listener) = counter();
        publisher
            .set_event_listener(EventKind::Matched, Some(listener))
            .expect("matched is supported");
        // The count is there a moment before the event is.
        eventually("it has matched before", || {
            calls.load(Ordering::SeqCst) >= 1
        });
        take(&*publisher, EventKind::Matched);
        let before = calls.load(Ordering::SeqCst);
        drop(subscription);
        eventually("the listener is called", || {
            calls.load(Ordering::SeqCst) > before
        });

        publisher
            .set_event_listener(EventKind::Matched, None)
            .expect("matched is supported");
        let before = calls.load(Ordering::SeqCst);
        let again = super::subscription(&nodes.1, "/chatter", QosProfile::DEFAULT);
        eventually("both are matched", || {
            publisher.matched_count() == 1 && again.matched_count() == 1
        });
        thread::sleep(QUIET);
        assert_eq!(calls.load(Ordering::SeqCst), before, "it was taken away");
    }
}

/// What an endpoint does not support it says so, and refuses.
pub fn unsupported_events_are_refused(bench: &Bench) {
    let node = bench.node("first");
    let publisher = publisher(&node, "/chatter", QosProfile::DEFAULT);
    let subscription = subscription(&node, "/chatter", QosProfile::DEFAULT);
    let endpoints: [(&dyn Endpoint, EventKind); 3] = [
        (&*publisher, EventKind::LivelinessChanged),
        (&*publisher, EventKind::MessageLost),
        (&*subscription, EventKind::LivelinessLost),
    ];
    for (endpoint, kind) in endpoints {
        assert!(!endpoint.supports_event(kind));
        let refused =
            |error| matches!(error, Error::UnsupportedEvent { kind: named, .. } if named == kind);
        assert!(endpoint.take_event(kind).is_err_and(refused));
        assert!(endpoint.set_event_listener(kind, None).is_err_and(refused));
    }
    for kind in [
        EventKind::Matched,
        EventKind::IncompatibleQos,
        EventKind::DeadlineMissed,
    ] {
        assert!(
            publisher.supports_event(kind) && subscription.supports_event(kind),
            "{kind}"
        );
    }
}

/// A publisher whose middleware shows that it is alive: alive while it is there, and never lost.
pub fn automatic_liveliness_lasts(bench: &Bench) {
    let qos = QosProfile {
        liveliness: Liveliness::Automatic,
        liveliness_lease_duration: QosDuration::Finite(Duration::from_millis(400)),
        ..QosProfile::DEFAULT
    };
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, qos);
        let counts = || match take(&*subscription, EventKind::LivelinessChanged) {
            EventStatus::LivelinessChanged {
                alive_count,
                not_alive_count,
                ..
            } => (alive_count, not_alive_count),
            other => panic!("expected the liveliness's status, not {other:?}"),
        };
        eventually("the publisher is alive", || counts() == (1, 0));
        thread::sleep(Duration::from_millis(1_000));
        assert_eq!(counts(), (1, 0), "silence is no reason to take it for dead");
        drop(publisher);
        eventually("the publisher is gone", || counts() == (0, 0));
    }
}
