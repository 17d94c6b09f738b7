//! Round trips between two processes, without anything above: what the way itself costs.
//!
//! `cargo run --release --example ping_pong [-- CPU]` prints the median round trip by size, in microseconds, with both
//! processes on one core if it is named.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rosebay_rmw_shm::{PeerEvent, PeerId, Poll, Port, Sent, Trigger};

const PING: PeerId = PeerId(*b"ping of bnch");
const PONG: PeerId = PeerId(*b"pong of bnch");
const POOL: usize = 256 << 20;
const ROUNDS: usize = 2_000;

type AnyError = Box<dyn std::error::Error>;

/// A port and what it waits with.
struct Process {
    port: Port,
    poll: Poll,
    buffer: Vec<u8>,
}

impl Process {
    fn new(id: PeerId) -> Result<Process, AnyError> {
        let port = Port::open(id, POOL)?;
        let poll = Poll::new()?;
        poll.add(&port.doorbell(), 0, Trigger::Edge)?;
        poll.add(port.sockets(), 1, Trigger::Level)?;
        Ok(Process {
            port,
            poll,
            buffer: Vec::new(),
        })
    }

    /// Waits for something; the bytes that came, and whether the peer is lost.
    fn turn(&mut self) -> Result<(Option<bytes::Bytes>, Vec<PeerEvent>), AnyError> {
        let mut events = Vec::new();
        let mut taken = None;
        let handle = |_, message: &[u8], attachment: Option<bytes::Bytes>| {
            taken = Some(attachment.unwrap_or_else(|| bytes::Bytes::copy_from_slice(message)));
        };
        self.port.receive(1, &mut self.buffer, handle);
        if taken.is_none() && self.port.may_sleep() {
            self.poll.wait(None, |token| {
                if token == 1 {
                    events = self.port.handle_sockets();
                }
            })?;
            self.port.is_awake();
        }
        Ok((taken, events))
    }

    fn send(&self, to: PeerId, payload: bytes::Bytes) -> Sent {
        if self
            .port
            .pool_addresses()
            .contains(&(payload.as_ptr() as usize))
        {
            self.port.send(to, &[], Some(&payload))
        } else {
            let parts = [std::io::IoSlice::new(&payload)];
            self.port.send(to, &parts, None)
        }
    }

    /// A payload as its writer makes it: in the pool if it is large.
    fn make(&self, size: usize, fill: u8) -> bytes::Bytes {
        match self.port.loan(size).filter(|_| size >= 4096) {
            Some(mut loan) => {
                loan.fill(fill);
                loan.freeze()
            }
            None => vec![fill; size].into(),
        }
    }
}

fn pong() -> Result<(), AnyError> {
    let mut process = Process::new(PONG)?;
    println!("ready");
    loop {
        let (taken, events) = process.turn()?;
        if let Some(payload) = taken {
            let sum = payload
                .iter()
                .fold(0u8, |sum, byte| sum.wrapping_add(*byte));
            let answer = process.make(payload.len(), sum);
            process.send(PING, answer);
        }
        if events.contains(&PeerEvent::Lost(PING)) {
            return Ok(());
        }
    }
}

fn ping() -> Result<(), AnyError> {
    let mut process = Process::new(PING)?;
    let start = Instant::now();
    process.port.connect(PONG)?;
    while !process.port.is_linked(PONG) {
        process.turn()?;
    }
    println!("linked in {:?}", start.elapsed());
    for size in [64, 1024, 65_536, 1_000_000, 6_000_000] {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..(ROUNDS * 100_000 / size.max(100_000)).max(50) {
            let start = Instant::now();
            let payload = process.make(size, 1);
            process.send(PONG, payload);
            while process.turn()?.0.is_none() {}
            times.push(start.elapsed());
        }
        times.sort();
        println!(
            "{size:>9} B  {:8.1} µs",
            times[times.len() / 2].as_secs_f64() * 1e6
        );
    }
    let descriptors = std::fs::read_dir("/proc/self/fd")?.count();
    println!("{descriptors} descriptors");
    Ok(())
}

fn main() -> Result<(), AnyError> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "pong") {
        return pong();
    }
    let own = std::env::current_exe()?;
    let mut command = match words.first() {
        Some(cpu) if std::env::var_os("PINNED").is_none() => {
            let status = Command::new("taskset")
                .args(["-c", cpu])
                .arg(own)
                .arg(cpu)
                .env("PINNED", "1")
                .status()?;
            std::process::exit(status.code().unwrap_or(1));
        }
        _ => Command::new(own),
    };
    let mut answering = command.arg("pong").stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    let output = answering.stdout.take().ok_or("no output")?;
    std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line)?;
    let result = ping();
    answering.wait()?;
    result
}
