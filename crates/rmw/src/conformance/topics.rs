//! Messages: what arrives, in which order, and what does not.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{
    Bench, PATIENCE, QUIET, drain, eventually, has_gone_by, matched, next, number, options,
    payload, publisher, subscription,
};
use crate::{
    ContextOptions, DiscoveryRange, Durability, Error, History, LoanedBuffer, QosDuration,
    QosProfile, Reliability, SubscriptionOptions,
};

const TRANSIENT_LOCAL: QosProfile = QosProfile {
    durability: Durability::TransientLocal,
    ..QosProfile::DEFAULT
};

/// From an empty body to 8 MB, byte for byte.
pub fn every_size_arrives(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        for (index, size) in [
            0,
            1,
            2,
            3,
            4,
            64,
            1_400,
            65_000,
            65_536,
            200_001,
            1 << 20,
            8 << 20,
        ]
        .into_iter()
        .enumerate()
        {
            let sent = payload(u32::try_from(index).unwrap() + 1, size);
            publisher.publish(sent.clone()).expect("publish must work");
            let received = next(&*subscription).payload;
            assert!(
                received == sent,
                "{size} bytes came as {} other ones",
                received.len()
            );
        }
    }
}

/// What is filled in lent memory arrives as it was when it was published, and lent memory that is not published
/// harms nobody.
pub fn loaned_messages_arrive(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        let loan = |size| {
            publisher
                .loan(size)
                .unwrap_or_else(|| LoanedBuffer::heap(size))
        };
        let mut kept = Vec::new();
        for number in 1..40 {
            let sent = payload(number, 10_000 * number as usize);
            let mut lent = loan(sent.len() + 100);
            assert_eq!(lent.len(), sent.len() + 100);
            lent[..sent.len()].copy_from_slice(&sent);
            let frozen = lent.freeze(sent.len());
            publisher.publish(frozen).expect("publish must work");
            loan(sent.len()).fill(0);
            let received = next(&*subscription).payload;
            assert!(received == sent, "{} bytes are other ones", sent.len());
            kept.push((received, sent));
        }
        assert!(kept.iter().all(|(received, sent)| received == sent));
    }
}

/// A ring of three holds the last three of ten.
pub fn keep_last_keeps_the_newest(bench: &Bench) {
    for nodes in bench.pairs() {
        let publisher = publisher(&nodes.0, "/chatter", QosProfile::DEFAULT);
        let subscription = subscription(
            &nodes.1,
            "/chatter",
            QosProfile {
                depth: 3,
                ..QosProfile::DEFAULT
            },
        );
        eventually("both are matched", || {
            publisher.matched_count() == 1 && subscription.matched_count() == 1
        });
        for number in 0..10 {
            publisher
                .publish(payload(number, 8))
                .expect("publish must work");
        }
        assert!(
            publisher
                .wait_for_all_acked(Some(PATIENCE))
                .expect("waiting must work")
        );
        assert_eq!(drain(&*subscription), [7, 8, 9]);
    }
}

/// Where both keep all, a publisher that is too fast waits, then fails; what it did publish arrives.
pub fn keep_all_loses_nothing(bench: &Bench) {
    let keep_all = QosProfile {
        history: History::KeepAll,
        ..QosProfile::DEFAULT
    };
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, keep_all);
        let mut published = 0;
        let refusal = loop {
            match publisher.publish(payload(published, 1_000)) {
                Ok(()) => published += 1,
                Err(error) => break error,
            }
            assert!(
                published < 200_000,
                "a publisher that nobody listens to must be stopped"
            );
        };
        assert!(matches!(refusal, Error::Timeout { .. }), "{refusal}");
        for expected in 0..published {
            assert_eq!(number(&next(&*subscription).payload), expected);
        }
        eventually("there is room again", || {
            publisher.publish(payload(published, 8)).is_ok()
        });
        assert_eq!(number(&next(&*subscription).payload), published);
    }
}

/// Best effort makes no promise; on one host, messages come.
pub fn best_effort_arrives(bench: &Bench) {
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::SENSOR_DATA);
        let mut sent = 0;
        let mut received = Vec::new();
        eventually("ten messages have come", || {
            publisher
                .publish(payload(sent, 100))
                .expect("publish must work");
            sent += 1;
            received.extend(drain(&*subscription));
            received.len() >= 10
        });
        assert!(
            received.is_sorted_by(|a, b| a < b),
            "out of order or twice: {received:?}"
        );
    }
}

/// A transient-local publisher's last three messages reach a subscription made later, in order, and then
/// what follows.
pub fn late_subscriptions_get_the_history(bench: &Bench) {
    for nodes in bench.pairs() {
        let publisher = publisher(
            &nodes.0,
            "/history",
            QosProfile {
                depth: 3,
                ..TRANSIENT_LOCAL
            },
        );
        for number in 0..5 {
            publisher
                .publish(payload(number, 8))
                .expect("publish must work");
        }
        has_gone_by();
        let subscription = subscription(&nodes.1, "/history", TRANSIENT_LOCAL);
        for expected in 2..5 {
            assert_eq!(number(&next(&*subscription).payload), expected);
        }
        publisher.publish(payload(5, 8)).expect("publish must work");
        assert_eq!(number(&next(&*subscription).payload), 5);
    }
}

/// A volatile subscription gets only what is published after it has matched.
pub fn volatile_subscriptions_get_no_history(bench: &Bench) {
    for nodes in bench.pairs() {
        let publisher = publisher(&nodes.0, "/history", TRANSIENT_LOCAL);
        publisher.publish(payload(1, 8)).expect("publish must work");
        has_gone_by();
        let subscription = subscription(&nodes.1, "/history", QosProfile::DEFAULT);
        eventually("both are matched", || {
            publisher.matched_count() == 1 && subscription.matched_count() == 1
        });
        publisher.publish(payload(2, 8)).expect("publish must work");
        assert_eq!(number(&next(&*subscription).payload), 2);
    }
}

/// Four publishers at once: each one's messages come complete and in order.
pub fn writers_keep_their_order(bench: &Bench) {
    const WRITERS: u32 = 4;
    const MESSAGES: u32 = 250;
    let qos = QosProfile {
        depth: 2_000,
        ..QosProfile::DEFAULT
    };
    for nodes in bench.pairs() {
        let publishers: Vec<_> = (0..WRITERS)
            .map(|_| publisher(&nodes.0, "/chatter", qos))
            .collect();
        let subscription = subscription(&nodes.1, "/chatter", qos);
        eventually("all are matched", || {
            publishers
                .iter()
                .all(|publisher| publisher.matched_count() == 1)
                && subscription.matched_count() == WRITERS as usize
        });
        let mut received = Vec::new();
        thread::scope(|scope| {
            for (writer, publisher) in (0..WRITERS).zip(&publishers) {
                scope.spawn(move || {
                    for message in 0..MESSAGES {
                        let numbered = payload(writer * MESSAGES + message, 32);
                        publisher.publish(numbered).expect("publish must work");
                    }
                });
            }
            eventually("all messages have come", || {
                received.extend(drain(&*subscription));
                received.len() == (WRITERS * MESSAGES) as usize
            });
        });
        for writer in 0..WRITERS {
            let own: Vec<_> = received
                .iter()
                .filter(|number| **number / MESSAGES == writer)
                .copied()
                .collect();
            assert!(
                own.iter()
                    .copied()
                    .eq(writer * MESSAGES..(writer + 1) * MESSAGES),
                "{own:?}"
            );
        }
    }
}

fn now() -> i64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    i64::try_from(now.as_nanos()).expect("a clock before 2262")
}

/// Times, numbers and the publisher's gid. A wire may round times to less than a microsecond.
pub fn message_info_tells_the_origin(bench: &Bench) {
    const ROUNDING: i64 = 1_000;
    for nodes in bench.pairs() {
        let (publisher, subscription) = matched(&nodes, QosProfile::DEFAULT);
        let mut last_publication = None;
        for reception in 1..=3 {
            let before = now() - ROUNDING;
            publisher.publish(payload(1, 8)).expect("publish must work");
            let info = next(&*subscription).info;
            let after = now() + ROUNDING;
            assert!(
                (before..=after).contains(&info.source_timestamp),
                "{info:?}"
            );
            assert!(
                (before..=after).contains(&info.received_timestamp),
                "{info:?}"
            );
            assert!(
                info.source_timestamp <= info.received_timestamp + ROUNDING,
                "{info:?}"
            );
            assert_eq!(info.publisher_gid, publisher.gid());
            assert_eq!(info.reception_sequence_number, Some(reception));
            let publication = info.publication_sequence_number.expect("a sequence number");
            assert_eq!(
                publication,
                last_publication.map_or(publication, |last: u64| last + 1)
            );
            last_publication = Some(publication);
        }
    }
}

/// Neither a late subscription nor one that does not look gets a message after its lifespan.
pub fn old_messages_expire(bench: &Bench) {
    let qos = QosProfile {
        lifespan: QosDuration::Finite(Duration::from_millis(100)),
        ..TRANSIENT_LOCAL
    };
    for nodes in bench.pairs() {
        let (publisher, first) = matched(&nodes, qos);
        publisher.publish(payload(1, 8)).expect("publish must work");
        thread::sleep(QUIET);
        assert!(drain(&*first).is_empty());
        let second = subscription(&nodes.1, "/chatter", qos);
        eventually("both are matched", || {
            publisher.matched_count() == 2 && second.matched_count() == 1
        });
        thread::sleep(QUIET);
        assert!(drain(&*second).is_empty());
        eventually("a new message comes", || {
            publisher.publish(payload(2, 8)).expect("publish must work");
            drain(&*second).contains(&2)
        });
    }
}

/// A subscription that ignores local publications hears other contexts only.
pub fn local_publications_can_be_ignored(bench: &Bench) {
    let context = bench.open();
    let node = context
        .create_node("first", "/")
        .expect("a node must be made");
    let special = SubscriptionOptions {
        ignore_local_publications: true,
        ..SubscriptionOptions::default()
    };
    let options = options("/chatter", "std_msgs/msg/String", QosProfile::DEFAULT);
    let deaf = node
        .create_subscription(&options, special)
        .expect("a subscription must be made");
    let local = publisher(&node, "/chatter", QosProfile::DEFAULT);
    let remote = publisher(&bench.node("second"), "/chatter", QosProfile::DEFAULT);
    eventually("the other context's publisher is matched", || {
        remote.matched_count() == 1 && deaf.matched_count() == 1
    });
    local.publish(payload(1, 8)).expect("publish must work");
    remote.publish(payload(2, 8)).expect("publish must work");
    assert_eq!(number(&next(&*deaf).payload), 2);
    assert!(drain(&*deaf).is_empty());
}

/// One topic, two types: no match, nothing delivered.
pub fn other_types_do_not_match(bench: &Bench) {
    for nodes in bench.pairs() {
        let string = publisher(&nodes.0, "/chatter", QosProfile::DEFAULT);
        let options = options("/chatter", "std_msgs/msg/Int32", QosProfile::DEFAULT);
        let int = nodes
            .1
            .create_subscription(&options, SubscriptionOptions::default());
        let int = int.expect("a subscription must be made");
        let same = subscription(&nodes.1, "/chatter", QosProfile::DEFAULT);
        eventually("those of one type are matched", || {
            string.matched_count() == 1 && same.matched_count() == 1
        });
        string.publish(payload(1, 8)).expect("publish must work");
        next(&*same);
        assert_eq!(string.matched_count(), 1);
        assert_eq!(int.matched_count(), 0);
        assert!(drain(&*int).is_empty());
    }
}

/// Topics that avoid ROS's namespace conventions match each other only.
pub fn names_without_the_ros_prefix_are_apart(bench: &Bench) {
    let plain = QosProfile {
        avoid_ros_namespace_conventions: true,
        ..QosProfile::DEFAULT
    };
    for nodes in bench.pairs() {
        let (publisher, matched) = matched(&nodes, plain);
        let other = subscription(&nodes.1, "/chatter", QosProfile::DEFAULT);
        publisher.publish(payload(1, 8)).expect("publish must work");
        next(&*matched);
        thread::sleep(QUIET);
        assert_eq!((publisher.matched_count(), other.matched_count()), (1, 0));
    }
}

/// Contexts of two domains do not meet.
pub fn other_domains_are_apart(bench: &Bench) {
    let other = Bench::new(Arc::clone(&bench.middleware));
    let publisher = publisher(&bench.node("first"), "/chatter", QosProfile::DEFAULT);
    let subscription = subscription(&other.node("second"), "/chatter", QosProfile::DEFAULT);
    thread::sleep(QUIET);
    assert_eq!(
        (publisher.matched_count(), subscription.matched_count()),
        (0, 0)
    );
}

/// With discovery off, a context has itself.
pub fn nobody_is_discovered_when_discovery_is_off(bench: &Bench) {
    let open = || {
        let off = ContextOptions {
            discovery_range: DiscoveryRange::Off,
            ..bench.options()
        };
        let context = bench.middleware.open(&off).expect("a context must open");
        context
            .create_node("lonely", "/")
            .expect("a node must be made")
    };
    let (one, two) = (open(), open());
    let remote = subscription(&two, "/chatter", QosProfile::DEFAULT);
    let (publisher, local) = matched(&(Arc::clone(&one), one), QosProfile::DEFAULT);
    publisher.publish(payload(1, 8)).expect("publish must work");
    next(&*local);
    thread::sleep(QUIET);
    assert_eq!((publisher.matched_count(), remote.matched_count()), (1, 0));
}

/// Without subscriptions there is nothing to wait for; with one, waiting ends when all has arrived.
pub fn all_is_acknowledged_in_the_end(bench: &Bench) {
    for nodes in bench.pairs() {
        let alone = publisher(&nodes.0, "/alone", QosProfile::DEFAULT);
        alone.publish(payload(1, 8)).expect("publish must work");
        assert!(
            alone
                .wait_for_all_acked(Some(Duration::ZERO))
                .expect("waiting must work")
        );
        let (publisher, subscription) = matched(
            &nodes,
            QosProfile {
                depth: 100,
                ..QosProfile::DEFAULT
            },
        );
        for number in 0..100 {
            publisher
                .publish(payload(number, 5_000))
                .expect("publish must work");
        }
        assert!(
            publisher
                .wait_for_all_acked(Some(PATIENCE))
                .expect("waiting must work")
        );
        assert!(drain(&*subscription).into_iter().eq(0..100));
    }
}

/// A subscription that takes the best available gets what the publisher in the graph offers.
pub fn best_available_suits_the_publisher(bench: &Bench) {
    let context = bench.open();
    let node = context
        .create_node("adapting", "/")
        .expect("a node must be made");
    let best_effort = publisher(&bench.node("offering"), "/chatter", QosProfile::SENSOR_DATA);
    eventually("the publisher is known", || {
        context.graph().count_publishers("/chatter") == 1
    });
    let subscription = subscription(&node, "/chatter", QosProfile::BEST_AVAILABLE);
    let qos = subscription.actual_qos();
    assert_eq!(
        (qos.reliability, qos.durability),
        (Reliability::BestEffort, Durability::Volatile)
    );
    eventually("both are matched", || {
        best_effort.matched_count() == 1 && subscription.matched_count() == 1
    });
}

/// Three subscriptions, in the publisher's context and in others: each gets everything, in order.
pub fn every_subscription_gets_every_message(bench: &Bench) {
    const MESSAGES: u32 = 500;
    let qos = QosProfile {
        depth: MESSAGES as usize,
        ..QosProfile::DEFAULT
    };
    let (first, second) = (bench.node("first"), bench.node("second"));
    let publisher = publisher(&first, "/chatter", qos);
    let subscriptions = [&first, &second, &second].map(|node| subscription(node, "/chatter", qos));
    eventually("all are matched", || {
        publisher.matched_count() == 3
            && subscriptions
                .iter()
                .all(|subscription| subscription.matched_count() == 1)
    });
    for number in 0..MESSAGES {
        publisher
            .publish(payload(number, 200))
            .expect("publish must work");
    }
    for subscription in &subscriptions {
        let mut received = Vec::new();
        eventually("all messages have come", || {
            received.extend(drain(&**subscription));
            received.len() >= MESSAGES as usize
        });
        assert!(received.iter().copied().eq(0..MESSAGES), "{received:?}");
    }
}

/// A history of large messages reaches a late subscription whole.
pub fn late_subscriptions_get_a_large_history(bench: &Bench) {
    const MESSAGES: u32 = 20;
    const SIZE: usize = 300_000;
    let qos = QosProfile {
        depth: MESSAGES as usize,
        ..TRANSIENT_LOCAL
    };
    for nodes in bench.pairs() {
        let publisher = publisher(&nodes.0, "/chatter", qos);
        for number in 0..MESSAGES {
            publisher
                .publish(payload(number, SIZE))
                .expect("publish must work");
        }
        let subscription = subscription(&nodes.1, "/chatter", qos);
        for number in 0..MESSAGES {
            assert!(
                next(&*subscription).payload == payload(number, SIZE),
                "message {number}"
            );
        }
    }
}

/// A publisher that keeps the last messages only does not wait for a subscription that looks away; what the
/// subscription finds in the end is the newest.
pub fn keep_last_publishers_do_not_wait(bench: &Bench) {
    const MESSAGES: u32 = 5_000;
    for nodes in bench.pairs() {
        let publisher = publisher(
            &nodes.0,
            "/chatter",
            QosProfile {
                depth: 2,
                ..QosProfile::DEFAULT
            },
        );
        let subscription = subscription(
            &nodes.1,
            "/chatter",
            QosProfile {
                depth: 1,
                ..QosProfile::DEFAULT
            },
        );
        eventually("both are matched", || {
            publisher.matched_count() == 1 && subscription.matched_count() == 1
        });
        for number in 0..MESSAGES {
            publisher
                .publish(payload(number, 100))
                .expect("nothing may keep it from publishing");
        }
        assert!(
            publisher
                .wait_for_all_acked(Some(PATIENCE))
                .expect("waiting must work")
        );
        assert_eq!(drain(&*subscription), [MESSAGES - 1]);
    }
}
