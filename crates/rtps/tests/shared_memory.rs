//! Participants of one host share memory, and all holds that holds on the network: also when a process is killed, memory
//! is full, or others hear the same through datagrams.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use common::engine::*;
use rosebay_rmw_shm::PrivateView;
use rosebay_rtps::qos::{History, QosPolicies, Reliability};
use rosebay_rtps::{
    Bytes, Change, DiscoveryListener, EndpointData, Interfaces, LostReason, NetworkConfig,
    Participant, ParticipantConfig, ParticipantData, Reader, Sample, WriteOptions, Writer,
};

/// More than any test here uses.
const PLENTY: usize = 256 << 20;
/// Well above what is copied into rings.
const LARGE: usize = 100_000;
/// Far below the payloads of a test: discovery and acknowledgements alone.
const LITTLE: u64 = 1 << 20;
/// Tells a child process its part and its domain.
const CHILD: &str = "ROSEBAY_TEST_CHILD";
/// How often a process is killed.
const KILLS: u32 = 5;

fn sharing(domain_id: u32, bytes: usize) -> Participant {
    participant_with(domain_id, |config| {
        config.network.shared_memory = Some(bytes);
    })
}

fn keep_all() -> QosPolicies {
    let mut qos = reliable(History::KeepAll);
    qos.reliability = Reliability::Reliable {
        max_blocking_time: rosebay_rtps::types::Duration::from_seconds(30),
    };
    qos
}

/// A writer and a reader that have met, in two participants that share memory.
fn pair(here: &Participant, there: &Participant, qos: &QosPolicies) -> (Writer, Reader) {
    let (writer, reader) = (writer(here, "topic", qos), reader(there, "topic", qos));
    wait_matched(&writer, &reader);
    wait_shared(&writer, &reader);
    (writer, reader)
}

/// Writes until samples come out of the writer's memory.
fn wait_shared(writer: &Writer, reader: &Reader) {
    wait_until("shared memory", || {
        let is_shared = writer.loan(LARGE).is_some();
        write(writer, content(0, 64));
        std::thread::sleep(std::time::Duration::from_millis(1));
        is_shared
    });
    assert!(writer.wait_for_acknowledgments(PATIENCE));
    while reader.take().is_some() {}
}

fn is_whole(sample: &Sample) -> bool {
    sample.payload == content(number(sample), sample.payload.len())
}

#[test]
fn every_size_arrives_whole_and_not_over_the_network() {
    let domain = domain();
    let (here, there) = (sharing(domain, PLENTY), sharing(domain, PLENTY));
    for qos in [keep_all(), QosPolicies::default()] {
        let (writer, reader) = pair(&here, &there, &qos);
        let before = here.counters().bytes_sent;
        for (number, size) in [4, 64, 4_095, 4_096, 65_000, 200_000, 8 << 20]
            .into_iter()
            .enumerate()
        {
            let sent = content(number as u32, size);
            write(&writer, sent.clone());
            let sample = take(&reader, 1).remove(0);
            assert!(sample.payload == sent, "{size} bytes are damaged");
        }
        assert!(here.counters().bytes_sent - before < LITTLE);
    }
}

#[test]
fn readers_read_where_the_writer_wrote() {
    let domain = domain();
    let (here, there) = (sharing(domain, PLENTY), sharing(domain, PLENTY));
    let (writer, first) = pair(&here, &there, &keep_all());
    let second = reader(&there, "topic", &keep_all());
    wait_matched(&writer, &second);
    let mut loan = writer.loan(LARGE).unwrap();
    loan.copy_from_slice(&content(7, LARGE));
    let sent = loan.freeze();
    write(&writer, sent.clone());
    let (one, other) = (take(&first, 1).remove(0), take(&second, 1).remove(0));
    assert!(is_whole(&one) && number(&one) == 7);
    // Two views of the same memory, and the writer's own is mapped elsewhere.
    assert_eq!(one.payload.as_ptr(), other.payload.as_ptr());
    assert_ne!(one.payload.as_ptr(), sent.as_ptr());
}

#[test]
fn memory_is_used_again_but_not_while_somebody_holds_it() {
    let domain = domain();
    let (here, there) = (sharing(domain, 4 << 20), sharing(domain, 4 << 20));
    let (writer, reader) = pair(&here, &there, &reliable(History::KeepLast(5)));
    let before = here.counters().bytes_sent;
    let mut held = Vec::new();
    for number in 0..300 {
        write(&writer, content(number, LARGE));
        let sample = take(&reader, 1).remove(0);
        assert!(is_whole(&sample));
        if number % 30 == 0 {
            held.push(sample);
        }
    }
    assert!(held.iter().all(is_whole));
    assert_eq!(
        numbers(&held),
        (0..10).map(|index| index * 30).collect::<Vec<_>>()
    );
    assert!(here.counters().bytes_sent - before < LITTLE);
}

#[test]
fn what_finds_no_room_takes_the_network() {
    let domain = domain();
    let (here, there) = (sharing(domain, 1 << 20), sharing(domain, 1 << 20));
    let (writer, reader) = pair(&here, &there, &keep_all());
    for number in 0..40 {
        write(&writer, content(number, LARGE));
    }
    let held = take(&reader, 40);
    assert_eq!(numbers(&held), (0..40).collect::<Vec<_>>());
    assert!(held.iter().all(is_whole));
    assert!(writer.loan(2 << 20).is_none());
    drop(held);
    wait_until("room again", || writer.loan(500_000).is_some());
}

#[test]
fn a_burst_arrives_in_order_and_holds_the_writer_back() {
    let domain = domain();
    let (here, there) = (sharing(domain, PLENTY), sharing(domain, PLENTY));
    let mut qos = keep_all();
    qos.resource_limits.max_samples = Some(50);
    let (writer, reader) = pair(&here, &there, &qos);
    const COUNT: u32 = 3_000;
    let writing = std::thread::spawn(move || {
        for number in 0..COUNT {
            let size = if number % 10 == 0 { 20_000 } else { 64 };
            write(&writer, content(number, size));
            assert!(writer.next_sequence_number().0 > number.into());
        }
        writer.wait_for_acknowledgments(PATIENCE)
    });
    let samples = take(&reader, COUNT as usize);
    assert_eq!(numbers(&samples), (0..COUNT).collect::<Vec<_>>());
    assert!(writing.join().unwrap());
}

#[test]
fn each_reader_gets_each_sample_once_whatever_its_way() {
    let domain = domain();
    let (here, there, far) = (
        sharing(domain, PLENTY),
        sharing(domain, PLENTY),
        participant(domain),
    );
    let qos = transient_local(History::KeepLast(20));
    let (writer, shared) = pair(&here, &there, &qos);
    let (own, network) = (reader(&here, "topic", &qos), reader(&far, "topic", &qos));
    for reader in [&own, &network] {
        wait_matched(&writer, reader);
    }
    for number in 0..20 {
        let size = if number % 2 == 0 { LARGE } else { 64 };
        write(&writer, content(number, size));
    }
    assert!(writer.wait_for_acknowledgments(PATIENCE));
    let late = reader(&there, "topic", &qos);
    wait_matched(&writer, &late);
    for (who, reader) in [
        ("shared", &shared),
        ("own", &own),
        ("network", &network),
        ("late", &late),
    ] {
        let mut samples = Vec::new();
        wait_until(who, || {
            reader.take_many(&mut samples, usize::MAX);
            samples.last().is_some_and(|last| number(last) == 19)
        });
        let last = samples.split_off(samples.len().saturating_sub(20));
        assert_eq!(numbers(&last), (0..20).collect::<Vec<_>>(), "{who}");
        assert!(last.iter().all(is_whole), "{who}");
        assert!(reader.take().is_none(), "{who}");
    }
}

#[test]
fn a_sample_outlives_its_reader_and_both_participants() {
    let domain = domain();
    let (here, there) = (sharing(domain, 4 << 20), sharing(domain, 4 << 20));
    let (first, reader) = pair(&here, &there, &reliable(History::KeepLast(5)));
    write(&first, content(1, LARGE));
    let held = take(&reader, 1).remove(0);
    drop(reader);
    there.close();
    drop(there);
    let there = sharing(domain, 4 << 20);
    let (second, reader) = pair(&here, &there, &reliable(History::KeepLast(5)));
    for number in 2..60 {
        write(&second, content(number, LARGE));
        take(&reader, 1);
    }
    assert!(is_whole(&held) && number(&held) == 1);
    here.close();
    drop((here, first, second));
    assert!(is_whole(&held));
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn topics_cost_no_descriptors() {
    let domain = domain();
    let (here, there) = (sharing(domain, PLENTY), sharing(domain, PLENTY));
    let qos = keep_all();
    let _first = pair(&here, &there, &qos);
    let before = descriptors();
    let topics: Vec<String> = (0..200).map(|index| format!("topic{index}")).collect();
    let pairs: Vec<_> = topics
        .iter()
        .map(|topic| (writer(&here, topic, &qos), reader(&there, topic, &qos)))
        .collect();
    for (number, (writer, reader)) in pairs.iter().enumerate() {
        wait_matched(writer, reader);
        write(writer, content(number as u32, 5_000));
        assert!(is_whole(&take(reader, 1)[0]));
    }
    assert_eq!(descriptors(), before);
}

/// Notes why participants were lost.
#[derive(Default)]
struct Losses(Mutex<Vec<LostReason>>);

impl Losses {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn are_all(&self, expected: LostReason) -> bool {
        let losses = self.0.lock().unwrap();
        losses.iter().all(|reason| *reason == expected)
    }
}

impl DiscoveryListener for Losses {
    fn participant_changed(&self, change: Change, _: &Arc<ParticipantData>) {
        if let Change::Lost(reason) = change {
            self.0.lock().unwrap().push(reason);
        }
    }

    fn writer_changed(&self, _: Change, _: &Arc<EndpointData>) {}
    fn reader_changed(&self, _: Change, _: &Arc<EndpointData>) {}
}

fn sharing_and_noting(domain_id: u32, bytes: usize) -> (Participant, Arc<Losses>) {
    let losses = Arc::new(Losses::default());
    let config = ParticipantConfig {
        domain_id,
        network: NetworkConfig {
            interfaces: Interfaces::Loopback,
            shared_memory: Some(bytes),
            ..NetworkConfig::default()
        },
        ..ParticipantConfig::default()
    };
    let participant = Participant::new(config, Arc::clone(&losses) as _).unwrap();
    (participant, losses)
}

/// A process of its own that writes to or reads from "topic" until it is killed.
fn spawn(part: &str, domain: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env(CHILD, format!("{part} {domain}"))
        .spawn()
        .unwrap()
}

/// Not a test but what [`spawn`] runs.
#[test]
#[ignore = "run by other tests in a process of its own"]
fn child() {
    let Ok(words) = std::env::var(CHILD) else {
        return;
    };
    let (part, domain) = words.split_once(' ').unwrap();
    let participant = sharing(domain.parse().unwrap(), PLENTY);
    // In case nobody ends it.
    let end = Instant::now() + 2 * PATIENCE;
    if part == "writer" {
        let writer = writer(&participant, "topic", &keep_all());
        let payloads = [content(1, 64), content(2, LARGE)];
        for payload in payloads.into_iter().cycle() {
            let written = writer.write(payload, WriteOptions::default());
            if written.is_err() || Instant::now() > end {
                return;
            }
        }
    }
    let reader = reader(&participant, "topic", &keep_all());
    let mut held: Vec<Sample> = Vec::new();
    while Instant::now() < end {
        held.truncate(5);
        reader.take_many(&mut held, usize::MAX);
        std::thread::sleep(std::time::Duration::from_micros(100));
    }
}

/// Ends the process at once, as `kill -9` does.
fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_reader_holds_nothing_and_nobody_up() {
    let domain = domain();
    let (here, losses) = sharing_and_noting(domain, 8 << 20);
    let writer = writer(&here, "topic", &keep_all());
    let payloads: Vec<Bytes> = (0..10).map(|number| content(number, LARGE)).collect();
    for round in 1..=KILLS {
        let child = spawn("reader", domain);
        wait_until("the reader", || {
            writer.matched_reader_count() == 1 && writer.loan(LARGE).is_some()
        });
        let (start, before) = (Instant::now(), here.counters().bytes_sent);
        for number in 0..200 {
            write(&writer, payloads[number % payloads.len()].clone());
            if number == 100 {
                kill_later(&child, round);
            }
        }
        assert!(here.counters().bytes_sent - before < 4 * LITTLE);
        kill(child);
        wait_until("its end", || losses.count() == round as usize);
        assert_eq!(writer.matched_reader_count(), 0);
        assert!(start.elapsed() < PATIENCE);
        assert!(losses.are_all(LostReason::ProcessEnded));
    }
}

/// In some rounds the process dies in the midst, in others after everything was written.
fn kill_later(child: &Child, round: u32) {
    if round.is_multiple_of(2) {
        // Whoever is killed twice is dead.
        let killed = Command::new("kill")
            .args(["-9", &child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
    }
}

#[test]
fn a_killed_writer_leaves_what_was_read() {
    let domain = domain();
    let (here, losses) = sharing_and_noting(domain, PLENTY);
    let reader = reader(&here, "topic", &keep_all());
    let mut held: Vec<Sample> = Vec::new();
    for round in 1..=KILLS {
        let child = spawn("writer", domain);
        let mut samples = Vec::new();
        wait_until("samples", || {
            reader.take_many(&mut samples, 200);
            samples.len() > 500
        });
        kill(child);
        held.extend(
            samples
                .into_iter()
                .rev()
                .filter(|sample| sample.payload.len() == LARGE)
                .take(3),
        );
        wait_until("its end", || losses.count() == round as usize);
        assert_eq!(reader.matched_writer_count(), 0);
        assert!(losses.are_all(LostReason::ProcessEnded));
        while let Some(sample) = reader.take() {
            assert!(is_whole(&sample));
        }
    }
    assert_eq!(held.len(), 3 * KILLS as usize);
    assert!(held.iter().all(is_whole));
}

#[test]
fn a_view_of_a_sample_may_be_written_to() {
    let domain = domain();
    let (here, there) = (sharing(domain, PLENTY), sharing(domain, PLENTY));
    let (writer, reader) = pair(&here, &there, &keep_all());
    write(&writer, content(1, LARGE));
    let sample = take(&reader, 1).remove(0);
    let view = PrivateView::of(&sample.payload).unwrap();
    assert!(view[..] == sample.payload[..] && view.as_ptr() != sample.payload.as_ptr());
    assert!(PrivateView::of(&sample.payload.slice(..100)).is_none());
    assert!(PrivateView::of(&content(1, LARGE)).is_none());
    drop(sample);
    for number in 2..20 {
        write(&writer, content(number, LARGE));
        take(&reader, 1);
    }
    assert!(view[..] == content(1, LARGE)[..]);
}
