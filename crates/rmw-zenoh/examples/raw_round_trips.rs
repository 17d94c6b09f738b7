//! Round trips on the `zenoh` crate alone, as a floor for ROS on it: `raw_round_trips ping|pong --size N --count N`.
//!
//! Transport, reliability and congestion control are those of a keep-last publisher of ROS. The session differs from a
//! context's in how the two find each other only. `bench/run.py` builds and runs this.

use std::process::ExitCode;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use zenoh::bytes::ZBytes;
use zenoh::pubsub::Publisher;
use zenoh::qos::{CongestionControl, Reliability};
use zenoh::{Config, Session, Wait};

const ADDRESS: &str = "tcp/127.0.0.1:47212";
const PATIENCE: Duration = Duration::from_secs(20);

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("raw_round_trips: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failed> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let number = |name: &str| -> Result<usize, Failed> {
        let mut after = arguments.iter().skip_while(|argument| *argument != name);
        let value = after.nth(1).ok_or_else(|| format!("no {name}"))?;
        Ok(value.parse()?)
    };
    match arguments.first().map(String::as_str) {
        Some("ping") => ping(&connect(false)?, number("--size")?, number("--count")?),
        Some("pong") => pong(&connect(true)?),
        _ => Err("expected ping or pong".into()),
    }
}

/// One side listens, the other connects; nobody else is looked for.
fn connect(listens: bool) -> Result<Session, Failed> {
    let mut config = Config::default();
    let address = format!("[\"{ADDRESS}\"]");
    let (listen, connect) = match listens {
        true => (address.as_str(), "[]"),
        false => ("[]", address.as_str()),
    };
    for (key, value) in [
        ("mode", "\"peer\""),
        ("scouting/multicast/enabled", "false"),
        ("timestamping/enabled", "true"),
        (
            "transport/link/tx/queue/congestion_control/drop/wait_before_drop",
            "100000",
        ),
        ("listen/endpoints", listen),
        ("connect/endpoints", connect),
    ] {
        config.insert_json5(key, value)?;
    }
    zenoh::open(config).wait()
}

fn publisher(session: &Session, key: &'static str) -> Result<Publisher<'static>, Failed> {
    session
        .declare_publisher(key)
        .reliability(Reliability::Reliable)
        .congestion_control(CongestionControl::Drop)
        .wait()
}

/// Puts, waits for the answer, notes the time.
fn ping(session: &Session, size: usize, count: usize) -> Result<(), Failed> {
    let (sender, answers) = mpsc::channel();
    let _subscriber = session
        .declare_subscriber("bench/pong")
        .callback(move |sample| {
            sender.send(sample).ok();
        })
        .wait()?;
    let publisher = publisher(session, "bench/ping")?;
    let end = Instant::now() + PATIENCE;
    while !publisher.matching_status().wait()?.matching() {
        if Instant::now() > end {
            return Err("no peer within 20 s".into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(500));
    let payload = ZBytes::from(vec![0; size]);
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let start = Instant::now();
        publisher.put(payload.clone()).wait()?;
        answers.recv_timeout(PATIENCE)?;
        times.push(start.elapsed());
    }
    // The first tenth is warm-up.
    times.drain(..count / 10);
    times.sort_unstable();
    let percentile = |percent| {
        let found: Option<&Duration> = times.get(times.len() * percent / 100);
        found.map_or(0.0, |time| time.as_secs_f64() * 1e6)
    };
    let [p50, p90, p99] = [50, 90, 99].map(percentile);
    println!(r#"{{"p50": {p50}, "p90": {p90}, "p99": {p99}, "count": {count}}}"#);
    Ok(())
}

/// Puts what comes, in the callback, until the process is ended.
fn pong(session: &Session) -> Result<(), Failed> {
    let publisher = publisher(session, "bench/pong")?;
    let _subscriber = session
        .declare_subscriber("bench/ping")
        .callback(move |sample| {
            if let Err(error) = publisher.put(sample.payload().clone()).wait() {
                eprintln!("raw_round_trips: {error}");
            }
        })
        .wait()?;
    println!(r#"{{"ready": true}}"#);
    loop {
        std::thread::park();
    }
}
