//! Participants of a domain of the test's own, on the loopback, and ways to wait for them.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rosebay_rtps::qos::{Durability, History, QosPolicies, Reliability};
use rosebay_rtps::{
    Bytes, Interfaces, NetworkConfig, Participant, ParticipantConfig, Reader, ReaderConfig,
    ReaderListener, Sample, WriteOptions, Writer, WriterConfig,
};

/// How long a test waits for what has to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A domain id of this process's own: whoever has it holds the TCP port of the number where its UDP ports begin
/// (DDSI-RTPS 2.5 §9.6.2.3). Those of higher domains the system gives to any socket.
pub(crate) fn domain() -> u32 {
    static HELD: Mutex<Vec<TcpListener>> = Mutex::new(Vec::new());
    const DOMAINS: u32 = 52;
    for offset in 0..DOMAINS {
        let domain = 50 + (std::process::id() * 7 + offset) % DOMAINS;
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, 7_400 + 250 * domain as u16))
        {
            HELD.lock().unwrap().push(listener);
            return domain;
        }
    }
    panic!("no domain is free");
}

/// A participant on the loopback, all of whose messages are datagrams.
pub(crate) fn participant(domain_id: u32) -> Participant {
    participant_with(domain_id, |_| ())
}

/// As [`participant`], with a configuration that `change` has changed.
pub(crate) fn participant_with(
    domain_id: u32,
    change: impl FnOnce(&mut ParticipantConfig),
) -> Participant {
    let network = NetworkConfig {
        interfaces: Interfaces::Loopback,
        shared_memory: None,
        ..NetworkConfig::default()
    };
    let mut config = ParticipantConfig {
        domain_id,
        network,
        ..ParticipantConfig::default()
    };
    change(&mut config);
    Participant::new(config, Arc::new(())).unwrap()
}

pub(crate) fn reliable(history: History) -> QosPolicies {
    QosPolicies {
        reliability: Reliability::RELIABLE,
        history,
        ..QosPolicies::default()
    }
}

pub(crate) fn transient_local(history: History) -> QosPolicies {
    QosPolicies {
        durability: Durability::TransientLocal,
        ..reliable(history)
    }
}

pub(crate) fn writer(participant: &Participant, topic: &str, qos: &QosPolicies) -> Writer {
    let config = WriterConfig {
        topic_name: topic.into(),
        type_name: "Type".into(),
        qos: qos.clone(),
        ..WriterConfig::default()
    };
    participant.create_writer(config, Arc::new(())).unwrap()
}

pub(crate) fn reader(participant: &Participant, topic: &str, qos: &QosPolicies) -> Reader {
    reader_with(participant, topic, qos, Arc::new(()))
}

pub(crate) fn reader_with(
    participant: &Participant,
    topic: &str,
    qos: &QosPolicies,
    listener: Arc<dyn ReaderListener>,
) -> Reader {
    let config = ReaderConfig {
        topic_name: topic.into(),
        type_name: "Type".into(),
        qos: qos.clone(),
        ..ReaderConfig::default()
    };
    participant.create_reader(config, listener).unwrap()
}

/// Waits until `done`; panics, naming `what`, if that takes longer than a test waits.
pub(crate) fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(
            start.elapsed() < PATIENCE,
            "in {PATIENCE:?} not come: {what}"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Waits until the two know each other.
pub(crate) fn wait_matched(writer: &Writer, reader: &Reader) {
    wait_until("the match", || {
        writer.matched_reader_guids().contains(&reader.guid())
            && reader.matched_writer_guids().contains(&writer.guid())
    });
}

/// Writes `payload` with no options.
pub(crate) fn write(writer: &Writer, payload: impl Into<Bytes>) {
    writer
        .write(payload.into(), WriteOptions::default())
        .unwrap();
}

/// Takes samples as they come until there are `count`.
pub(crate) fn take(reader: &Reader, count: usize) -> Vec<Sample> {
    let mut samples = Vec::new();
    wait_until("samples", || {
        let missing = count - samples.len();
        reader.take_many(&mut samples, missing);
        samples.len() == count
    });
    samples
}

/// What a test's sample number `number` holds: its number, then bytes that depend on it.
pub(crate) fn content(number: u32, size: usize) -> Bytes {
    let mut bytes = number.to_le_bytes().to_vec();
    bytes.extend((4..size).map(|at| (number as usize * 31 + at + at / 251) as u8));
    bytes.truncate(size);
    bytes.into()
}

/// The number in front of a [`content`].
pub(crate) fn number(sample: &Sample) -> u32 {
    u32::from_le_bytes(sample.payload[..4].try_into().unwrap())
}

pub(crate) fn numbers(samples: &[Sample]) -> Vec<u32> {
    samples.iter().map(number).collect()
}
