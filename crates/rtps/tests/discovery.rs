//! Participants find each other, and notice when one is gone, however it went.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::engine::*;
use rosebay_rtps::qos::{History, Reliability};
use rosebay_rtps::types::{EntityId, GuidPrefix};
use rosebay_rtps::{
    Change, DiscoveryListener, EndpointData, Interfaces, LostReason, NetworkConfig, Participant,
    ParticipantConfig, ParticipantData, WriteOptions, WriterConfig,
};

const CHILD: &str = "ROSEBAY_TEST_CHILD";

/// What a participant was told, in order.
#[derive(Default)]
struct Told(Mutex<Vec<(String, Change)>>);

impl Told {
    fn add(&self, what: String, change: Change) {
        self.0.lock().unwrap().push((what, change));
    }

    fn has(&self, what: &str, change: Change) -> bool {
        self.0
            .lock()
            .unwrap()
            .iter()
            .any(|(told, how)| told == what && *how == change)
    }

    fn all(&self) -> Vec<(String, Change)> {
        self.0.lock().unwrap().clone()
    }
}

impl DiscoveryListener for Told {
    fn participant_changed(&self, change: Change, participant: &Arc<ParticipantData>) {
        self.add(format!("participant {}", participant.entity_name), change);
    }
    fn writer_changed(&self, change: Change, writer: &Arc<EndpointData>) {
        self.add(format!("writer of {}", writer.topic_name), change);
    }
    fn reader_changed(&self, change: Change, reader: &Arc<EndpointData>) {
        self.add(format!("reader of {}", reader.topic_name), change);
    }
}

fn listening(domain_id: u32) -> (Participant, Arc<Told>) {
    let told = Arc::new(Told::default());
    let network = NetworkConfig {
        interfaces: Interfaces::Loopback,
        ..NetworkConfig::default()
    };
    let config = ParticipantConfig {
        domain_id,
        network,
        ..ParticipantConfig::default()
    };
    (Participant::new(config, told.clone()).unwrap(), told)
}

#[test]
fn who_comes_and_goes_is_told_in_order() {
    let domain = domain();
    let (_here, told) = listening(domain);
    let there = participant_with(domain, |config| {
        config.entity_name = "there".into();
        config.user_data = b"enclave=/;".to_vec();
        config.properties = vec![("key".into(), "value".into())];
    });
    let qos = transient_local(History::KeepLast(7));
    let config = WriterConfig {
        topic_name: "topic".into(),
        type_name: "Type".into(),
        qos: qos.clone(),
        user_data: b"typehash=1;".to_vec(),
        ..WriterConfig::default()
    };
    let writer = there.create_writer(config, Arc::new(())).unwrap();
    let reader = reader(&there, "topic", &qos);
    wait_until("both endpoints", || {
        told.has("writer of topic", Change::Discovered)
            && told.has("reader of topic", Change::Discovered)
    });
    let [participant] = &_here.discovered_participants()[..] else {
        panic!("one participant expected")
    };
    assert_eq!(
        (
            participant.entity_name.as_str(),
            participant.user_data.as_ref()
        ),
        ("there", &b"enclave=/;"[..])
    );
    assert_eq!(
        participant.properties,
        [("key".to_owned(), "value".to_owned())]
    );
    let [known] = &_here.discovered_writers()[..] else {
        panic!("one writer expected")
    };
    assert_eq!(
        (known.guid, known.user_data.as_ref(), &known.qos),
        (writer.guid(), &b"typehash=1;"[..], &qos)
    );
    assert_eq!(_here.discovered_readers()[0].guid, reader.guid());
    drop(reader);
    wait_until("the reader's end", || {
        told.has("reader of topic", Change::Lost(LostReason::Disposed))
    });
    there.close();
    wait_until("the participant's end", || {
        told.has("participant there", Change::Lost(LostReason::Disposed))
    });
    let told = told.all();
    assert_eq!(
        told.first().unwrap(),
        &("participant there".to_owned(), Change::Discovered)
    );
    assert_eq!(
        told.last().unwrap(),
        &(
            "participant there".to_owned(),
            Change::Lost(LostReason::Disposed)
        )
    );
    assert!(told.contains(&(
        "writer of topic".to_owned(),
        Change::Lost(LostReason::Disposed)
    )));
    assert!(_here.discovered_writers().is_empty() && _here.discovered_participants().is_empty());
}

#[test]
fn domains_do_not_see_each_other() {
    let (one, other) = (domain(), domain());
    let (here, there) = (participant(one), participant(other));
    let (near, _) = (participant(one), participant(other));
    wait_until("the participants of the domain", || {
        here.discovered_participants().len() == 1
    });
    assert_eq!(here.discovered_participants()[0].prefix, near.guid().prefix);
    assert!(
        there
            .discovered_participants()
            .iter()
            .all(|known| known.prefix != here.guid().prefix)
    );
}

#[test]
fn many_endpoints_find_each_other() {
    const TOPICS: usize = 150;
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepLast(1));
    let topics: Vec<String> = (0..TOPICS)
        .map(|number| format!("topic {number}"))
        .collect();
    let writers: Vec<_> = topics
        .iter()
        .map(|topic| writer(&here, topic, &qos))
        .collect();
    let readers: Vec<_> = topics
        .iter()
        .map(|topic| reader(&there, topic, &qos))
        .collect();
    for (number, (writer, reader)) in writers.iter().zip(&readers).enumerate() {
        wait_matched(writer, reader);
        write(writer, content(number as u32, 64));
    }
    for (number, reader) in readers.iter().enumerate() {
        assert_eq!(numbers(&take(reader, 1)), [number as u32]);
    }
    drop(readers);
    wait_until("the readers' end", || {
        writers
            .iter()
            .all(|writer| writer.matched_reader_count() == 0)
    });
}

/// A process of its own with a participant in `domain`, which writes to "from child" and reads from "to child".
fn spawn_child(domain: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env(CHILD, domain.to_string())
        .spawn()
        .unwrap()
}

/// Not a test but what [`spawn_child`] runs.
#[test]
#[ignore = "run by other tests in a process of its own"]
fn child() {
    let Ok(domain) = std::env::var(CHILD) else {
        return;
    };
    let participant = participant_with(domain.parse().unwrap(), |config| {
        config.entity_name = "child".into();
        config.lease_duration = rosebay_rtps::types::Duration::from_seconds(3);
        config.announcement_period = rosebay_rtps::types::Duration::from_seconds(1);
    });
    let qos = transient_local(History::KeepLast(1));
    let writer = writer(&participant, "from child", &qos);
    let reader = reader(&participant, "to child", &reliable(History::KeepAll));
    write(&writer, content(std::process::id(), 64));
    // In case nobody ends it.
    let end = Instant::now() + 2 * PATIENCE;
    while Instant::now() < end {
        while reader.take().is_some() {}
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Ends the process at once, as `kill -9` does.
fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

fn prefix_of_child(participant: &Participant) -> Option<GuidPrefix> {
    participant
        .discovered_participants()
        .iter()
        .find(|known| known.entity_name == "child")
        .map(|known| known.prefix)
}

#[test]
fn who_dies_without_a_word_is_given_up_when_its_lease_runs_out() {
    let domain = domain();
    let (here, told) = listening(domain);
    let reader = reader(&here, "from child", &transient_local(History::KeepLast(1)));
    let child = spawn_child(domain);
    take(&reader, 1);
    kill(child);
    wait_until("the lease to run out", || {
        told.has("participant child", Change::Lost(LostReason::LeaseExpired))
    });
    assert!(told.has(
        "writer of from child",
        Change::Lost(LostReason::LeaseExpired)
    ));
    assert_eq!(reader.matched_writer_count(), 0);
}

#[test]
fn a_dead_reader_does_not_block_a_writer_for_longer_than_its_lease() {
    let domain = domain();
    let here = participant(domain);
    let mut qos = reliable(History::KeepAll);
    qos.resource_limits.max_samples = Some(20);
    qos.reliability = Reliability::Reliable {
        max_blocking_time: rosebay_rtps::types::Duration::from_seconds(60),
    };
    let writer = writer(&here, "to child", &qos);
    let child = spawn_child(domain);
    wait_until("the match", || writer.matched_reader_count() == 1);
    (0..100).for_each(|number| write(&writer, content(number, 64)));
    kill(child);
    let start = Instant::now();
    (0..100).for_each(|number| write(&writer, content(number, 64)));
    assert!(
        start.elapsed() < PATIENCE,
        "blocked for {:?}",
        start.elapsed()
    );
    assert_eq!(writer.matched_reader_count(), 0);
}

#[test]
fn who_comes_back_after_a_crash_counts_as_alive_at_once() {
    let domain = domain();
    let (here, told) = listening(domain);
    let reader = reader(&here, "from child", &transient_local(History::KeepLast(1)));
    let writer = writer(&here, "to child", &reliable(History::KeepLast(1)));
    for _ in 0..3 {
        let child = spawn_child(domain);
        let id = child.id();
        wait_until("the child's sample", || {
            std::iter::from_fn(|| reader.take()).any(|sample| number(&sample) == id)
        });
        let prefix = prefix_of_child(&here).unwrap();
        wait_until("its reader alone", || {
            writer
                .matched_reader_guids()
                .iter()
                .all(|guid| guid.prefix == prefix)
                && writer.matched_reader_count() == 1
        });
        writer
            .write(content(1, 64), WriteOptions::default())
            .unwrap();
        assert!(writer.wait_for_acknowledgments(PATIENCE));
        assert_ne!(prefix.guid(EntityId::PARTICIPANT), here.guid());
        kill(child);
    }
    // Its successor took its place, before the lease had run out.
    assert!(
        told.has("participant child", Change::Lost(LostReason::Replaced)),
        "{:?}",
        told.all()
    );
}
