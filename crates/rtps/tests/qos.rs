//! What QoS policies promise, between participants on the loopback.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration as StdDuration;

use common::engine::*;
use rosebay_rtps::qos::{History, Liveliness, LivelinessKind, Mismatch, QosPolicies, QosPolicyId};
use rosebay_rtps::types::Duration;
use rosebay_rtps::{ReaderConfig, WriteOptions};

#[test]
fn who_offers_too_little_is_not_matched_and_both_are_told() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let offered = QosPolicies::default();
    let requested = transient_local(History::KeepLast(1));
    for other in [&here, &there] {
        let (writer, reader) = (
            writer(&here, "qos", &offered),
            reader(other, "qos", &requested),
        );
        let expected = Some(QosPolicyId::Reliability);
        wait_until("word of the mismatch", || {
            writer.take_incompatible_qos_status().last_policy == expected
        });
        wait_until("word of the mismatch", || {
            reader.take_incompatible_qos_status().last_policy == expected
        });
        assert_eq!(
            (writer.matched_reader_count(), reader.matched_writer_count()),
            (0, 0)
        );
        assert_eq!(writer.take_incompatible_qos_status().total_count_change, 0);
    }
    assert!(matches!(
        Mismatch::Qos(rosebay_rtps::qos::incompatibilities(&offered, &requested)),
        Mismatch::Qos(policies) if policies.len() == 2
    ));
}

#[test]
fn another_type_of_the_same_topic_is_not_matched() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepLast(1));
    let writer = writer(&here, "types", &qos);
    let config = ReaderConfig {
        topic_name: "types".into(),
        type_name: "Other".into(),
        qos,
        ..Default::default()
    };
    let reader = there
        .create_reader(config, std::sync::Arc::new(()))
        .unwrap();
    wait_until("word of the other type", || {
        reader.take_inconsistent_topic_status().total_count > 0
    });
    wait_until("word of the other type", || {
        writer.take_inconsistent_topic_status().total_count > 0
    });
    assert_eq!(reader.matched_writer_count(), 0);
}

#[test]
fn partitions_part() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let within = |names: &[&str]| QosPolicies {
        partition: names.iter().map(ToString::to_string).collect(),
        ..transient_local(History::KeepLast(5))
    };
    let writer = writer(&here, "parted", &within(&["lab/a", "lab/b"]));
    write(&writer, content(1, 64));
    let readers: Vec<_> = [&["lab/b"][..], &["lab/*"], &[], &["hall"]]
        .into_iter()
        .map(|names| reader(&there, "parted", &within(names)))
        .collect();
    assert_eq!(numbers(&take(&readers[0], 1)), [1]);
    assert_eq!(numbers(&take(&readers[1], 1)), [1]);
    wait_until("both matches", || writer.matched_reader_count() == 2);
    assert!(
        readers[2..]
            .iter()
            .all(|reader| reader.matched_writer_count() == 0 && reader.take().is_none())
    );
    assert_eq!(
        readers[2].take_incompatible_qos_status().total_count,
        0,
        "partitions that differ are no error"
    );
}

#[test]
fn a_missed_deadline_is_reported_on_both_sides() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = QosPolicies {
        deadline: Duration::from_milliseconds(30),
        ..reliable(History::KeepLast(1))
    };
    for other in [&here, &there] {
        let (writer, reader) = (
            writer(&here, "deadline", &qos),
            reader(other, "deadline", &qos),
        );
        wait_matched(&writer, &reader);
        write(&writer, content(1, 64));
        take(&reader, 1);
        wait_until("the reader's deadline", || {
            reader.take_deadline_missed_status().total_count >= 2
        });
        wait_until("the writer's deadline", || {
            writer.take_deadline_missed_status().total_count >= 2
        });
    }
}

#[test]
fn what_has_outlived_its_lifespan_is_not_delivered() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = QosPolicies {
        lifespan: Duration::from_milliseconds(100),
        ..transient_local(History::KeepLast(5))
    };
    let writer = writer(&here, "lifespan", &qos);
    for other in [&here, &there] {
        write(&writer, content(1, 64));
        std::thread::sleep(StdDuration::from_millis(150));
        // Too late for the first, which the writer has forgotten.
        let reader = reader(other, "lifespan", &qos);
        wait_matched(&writer, &reader);
        write(&writer, content(2, 64));
        assert_eq!(numbers(&take(&reader, 1)), [2]);
        // It came in time but was not taken in time.
        write(&writer, content(3, 64));
        wait_until("the sample", || reader.waiting() == 1);
        std::thread::sleep(StdDuration::from_millis(150));
        assert!(reader.take().is_none());
        assert!(writer.wait_for_acknowledgments(PATIENCE));
    }
}

#[test]
fn a_silent_writer_is_not_alive_until_it_asserts_itself() {
    for kind in [
        LivelinessKind::ManualByTopic,
        LivelinessKind::ManualByParticipant,
    ] {
        let domain = domain();
        let (here, there) = (participant(domain), participant(domain));
        let liveliness = Liveliness {
            kind,
            lease_duration: Duration::from_milliseconds(200),
        };
        let qos = QosPolicies {
            liveliness,
            ..reliable(History::KeepLast(1))
        };
        for other in [&here, &there] {
            let (writer, reader) = (writer(&here, "alive", &qos), reader(other, "alive", &qos));
            wait_matched(&writer, &reader);
            let counts = || {
                let status = reader.take_liveliness_changed_status();
                (status.alive_count, status.not_alive_count)
            };
            wait_until("the writer's silence", || counts() == (0, 1));
            wait_until("the loss on the writer's side", || {
                writer.take_liveliness_lost_status().total_count > 0
            });
            writer.assert_liveliness();
            wait_until("the assertion", || counts() == (1, 0));
            wait_until("the writer's silence", || counts() == (0, 1));
            // Writing is an assertion too.
            write(&writer, content(1, 64));
            wait_until("the sample's assertion", || counts() == (1, 0));
            drop(writer);
            wait_until("the end of the writer", || counts() == (0, 0));
        }
    }
}

#[test]
fn automatic_liveliness_is_asserted_by_itself() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let liveliness = Liveliness {
        kind: LivelinessKind::Automatic,
        lease_duration: Duration::from_milliseconds(300),
    };
    let qos = QosPolicies {
        liveliness,
        ..reliable(History::KeepLast(1))
    };
    let (writer, reader) = (
        writer(&here, "automatic", &qos),
        reader(&there, "automatic", &qos),
    );
    wait_matched(&writer, &reader);
    std::thread::sleep(StdDuration::from_millis(1500));
    let status = reader.take_liveliness_changed_status();
    assert_eq!((status.alive_count, status.not_alive_count), (1, 0));
    assert_eq!(writer.take_liveliness_lost_status().total_count, 0);
}

#[test]
fn matches_are_counted() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepLast(1));
    let writer = writer(&here, "counted", &qos);
    let readers = [
        reader(&there, "counted", &qos),
        reader(&here, "counted", &qos),
    ];
    readers
        .iter()
        .for_each(|reader| wait_matched(&writer, reader));
    let status = writer.take_matched_status();
    assert_eq!((status.total_count, status.total_count_change), (2, 2));
    assert_eq!((status.current_count, status.current_count_change), (2, 2));
    drop(readers);
    wait_until("the readers' end", || writer.matched_reader_count() == 0);
    let status = writer.take_matched_status();
    assert_eq!((status.total_count, status.total_count_change), (2, 0));
    assert_eq!((status.current_count, status.current_count_change), (0, -2));
}

#[test]
fn a_closed_writer_refuses_and_is_forgotten() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepLast(1));
    let (writer, reader) = (
        writer(&here, "closed", &qos),
        reader(&there, "closed", &qos),
    );
    wait_matched(&writer, &reader);
    writer.close();
    writer.close();
    assert_eq!(
        writer.write(content(1, 64), WriteOptions::default()),
        Err(rosebay_rtps::WriteError::Closed)
    );
    wait_until("the writer's end", || reader.matched_writer_count() == 0);
    reader.close();
    assert!(reader.take().is_none());
    here.close();
    here.close();
    assert!(
        here.create_writer(Default::default(), std::sync::Arc::new(()))
            .is_err()
    );
    wait_until("the participant's end", || {
        there.discovered_participants().is_empty()
    });
}

#[test]
fn periods_of_no_time_do_not_keep_the_engine_busy() {
    let alone = participant(domain());
    let liveliness = Liveliness {
        kind: LivelinessKind::Automatic,
        lease_duration: Duration::ZERO,
    };
    let qos = QosPolicies {
        deadline: Duration::ZERO,
        liveliness,
        ..reliable(History::KeepLast(1))
    };
    let (writer, reader) = (writer(&alone, "zero", &qos), reader(&alone, "zero", &qos));
    wait_matched(&writer, &reader);
    write(&writer, content(1, 64));
    assert_eq!(numbers(&take(&reader, 1)), [1]);
    std::thread::sleep(StdDuration::from_millis(200));
    // Once a millisecond, not as often as the processor can.
    let missed = reader.take_deadline_missed_status().total_count;
    assert!((1..=1000).contains(&missed), "{missed}");
}
