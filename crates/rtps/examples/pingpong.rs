//! Round trips between two processes: `pingpong pong` answers, `pingpong ping <bytes> <rounds>` asks and prints the times.
//!
//! `pingpong udp-pong` and `pingpong udp-ping <rounds>` do the same with bare sockets: the floor.

use std::net::UdpSocket;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use rosebay_rtps::qos::{History, QosPolicies, Reliability};
use rosebay_rtps::{
    Bytes, Interfaces, Participant, ParticipantConfig, Reader, ReaderConfig, ReaderListener,
    ReaderStatus, WriteOptions, Writer, WriterConfig,
};

const DOMAIN: u32 = 90;
const UDP_PORT: u16 = 7399;

/// Wakes the thread that takes. A channel would spin for a while before it sleeps, which costs most where both sides
/// share a core.
#[derive(Default)]
struct Wake {
    available: Mutex<bool>,
    changed: Condvar,
}

impl Wake {
    /// Waits until there is something to take; false when `timeout` came first.
    fn wait(&self, timeout: Duration) -> bool {
        let Ok(available) = self.available.lock() else {
            return false;
        };
        let Ok((mut available, _)) =
            self.changed
                .wait_timeout_while(available, timeout, |available| !*available)
        else {
            return false;
        };
        std::mem::take(&mut available)
    }
}

impl ReaderListener for Wake {
    fn data_available(&self) {
        if let Ok(mut available) = self.available.lock() {
            *available = true;
        }
        self.changed.notify_one();
    }

    fn status_changed(&self, _status: ReaderStatus) {}
}

type Failure = Box<dyn std::error::Error>;

fn endpoints(write: &str, read: &str) -> Result<(Participant, Writer, Reader, Arc<Wake>), Failure> {
    let mut config = ParticipantConfig {
        domain_id: DOMAIN,
        ..ParticipantConfig::default()
    };
    config.network.interfaces = Interfaces::Loopback;
    let participant = Participant::new(config, Arc::new(()))?;
    let qos = QosPolicies {
        reliability: Reliability::RELIABLE,
        history: History::KeepLast(10),
        ..QosPolicies::default()
    };
    let named = |topic: &str| (topic.to_owned(), "Bytes".to_owned());
    let (topic_name, type_name) = named(write);
    let writer = participant.create_writer(
        WriterConfig {
            topic_name,
            type_name,
            qos: qos.clone(),
            ..WriterConfig::default()
        },
        Arc::new(()),
    )?;
    let (topic_name, type_name) = named(read);
    let wake = Arc::new(Wake::default());
    let reader = participant.create_reader(
        ReaderConfig {
            topic_name,
            type_name,
            qos,
            ..ReaderConfig::default()
        },
        Arc::clone(&wake) as Arc<dyn ReaderListener>,
    )?;
    Ok((participant, writer, reader, wake))
}

fn pong() -> Result<(), Failure> {
    let (_participant, writer, reader, wake) = endpoints("pong", "ping")?;
    while wake.wait(Duration::from_secs(30)) {
        while let Some(sample) = reader.take() {
            writer.write(sample.payload, WriteOptions::default())?;
        }
    }
    Ok(())
}

/// `sequence<octet>` in CDR, which peers of other makes understand.
fn payload(size: usize) -> Bytes {
    let mut payload = vec![0, 1, 0, 0];
    payload.extend((size as u32).to_le_bytes());
    payload.resize(size + 8, 7);
    payload.into()
}

fn ping(size: usize, rounds: usize) -> Result<(), Failure> {
    let (participant, writer, reader, wake) = endpoints("ping", "pong")?;
    let start = Instant::now();
    while writer.matched_reader_count() == 0 || reader.matched_writer_count() == 0 {
        if start.elapsed() > Duration::from_secs(10) {
            return Err("nobody answers: start `pingpong pong` first".into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let discovery = start.elapsed();
    let payload = payload(size);
    let mut times = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let start = Instant::now();
        writer.write(payload.clone(), WriteOptions::default())?;
        let sample = loop {
            if !wake.wait(Duration::from_secs(10)) {
                return Err("no answer within 10 s".into());
            }
            if let Some(sample) = reader.take() {
                break sample;
            }
        };
        times.push(start.elapsed());
        assert!(sample.payload.len() >= payload.len());
    }
    println!("discovery {discovery:?}");
    report(size, &mut times);
    println!("{:?}", participant.counters());
    Ok(())
}

fn report(size: usize, times: &mut [Duration]) {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!(
        "{size} bytes: min {:?} p50 {:?} p90 {:?} max {:?}",
        at(0),
        at(50),
        at(90),
        at(100)
    );
}

fn udp_pong() -> Result<(), Failure> {
    let socket = UdpSocket::bind(("127.0.0.1", UDP_PORT))?;
    let mut buffer = [0; 65_536];
    socket.set_read_timeout(Some(Duration::from_secs(30)))?;
    while let Ok((size, from)) = socket.recv_from(&mut buffer) {
        socket.send_to(&buffer[..size], from)?;
    }
    Ok(())
}

fn udp_ping(rounds: usize) -> Result<(), Failure> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut buffer = [0; 65_536];
    let mut times = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let start = Instant::now();
        socket.send_to(&[7; 64], ("127.0.0.1", UDP_PORT))?;
        socket.recv_from(&mut buffer)?;
        times.push(start.elapsed());
    }
    print!("raw UDP, ");
    report(64, &mut times);
    Ok(())
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default: usize| {
        arguments
            .get(index)
            .map_or(Ok(default), |text: &String| text.parse::<usize>())
    };
    match arguments.first().map(String::as_str) {
        Some("pong") => pong(),
        Some("ping") => ping(number(1, 64)?, number(2, 1000)?),
        Some("udp-pong") => udp_pong(),
        Some("udp-ping") => udp_ping(number(1, 10_000)?),
        _ => Err(
            "usage: pingpong pong | ping <bytes> <rounds> | udp-pong | udp-ping <rounds>".into(),
        ),
    }
}
