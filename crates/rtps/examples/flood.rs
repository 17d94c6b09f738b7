//! Many samples one way: `flood pub <topic> <bytes> <count> [depth]` writes, `flood sub <topic> <bytes> <count> [depth]`
//! reads and checks that all come, in order and whole. A depth of 0 keeps all; `--best-effort` and `--transient-local`
//! do what they say, `--network` leaves the loopback, and `--default-buffers` asks the kernel
//! for no larger socket buffers than it gives by default. The samples are `std_msgs/String`, so that peers of other makes can be the other side. The domain is
//! that of `ROS_DOMAIN_ID`.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use rosebay_rtps::qos::{Durability, History, QosPolicies, Reliability};
use rosebay_rtps::{
    Bytes, Interfaces, Participant, ParticipantConfig, ReaderConfig, ReaderListener, ReaderStatus,
    WriteOptions, WriterConfig, types,
};

type Failure = Box<dyn std::error::Error>;

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

struct Options {
    role: String,
    topic: String,
    size: usize,
    count: usize,
    qos: QosPolicies,
    interfaces: Interfaces,
    default_buffers: bool,
}

fn options() -> Result<Options, Failure> {
    let (flags, words): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|word| word.starts_with("--"));
    let [role, topic, size, count, rest @ ..] = words.as_slice() else {
        return Err("usage: flood pub|sub <topic> <bytes> <count> [depth] [--best-effort] [--transient-local]".into());
    };
    let depth: u32 = rest.first().map_or(Ok(0), |text| text.parse())?;
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let qos = QosPolicies {
        reliability: if has("--best-effort") {
            Reliability::BestEffort
        } else {
            Reliability::Reliable {
                max_blocking_time: types::Duration::from_seconds(10),
            }
        },
        durability: if has("--transient-local") {
            Durability::TransientLocal
        } else {
            Durability::Volatile
        },
        history: if depth == 0 {
            History::KeepAll
        } else {
            History::KeepLast(depth)
        },
        ..QosPolicies::default()
    };
    let interfaces = if has("--network") {
        Interfaces::Auto
    } else {
        Interfaces::Loopback
    };
    Ok(Options {
        interfaces,
        default_buffers: has("--default-buffers"),
        role: role.clone(),
        topic: topic.clone(),
        size: size.parse()?,
        count: count.parse()?,
        qos,
    })
}

/// "7:hhhh…", `size` characters long: says which sample it is and shows whether it came whole.
fn encode(size: usize, number: usize) -> Bytes {
    let start = format!("{number}:");
    let mut sample = vec![0, 1, 0, 0];
    sample.extend((size as u32 + 1).to_le_bytes());
    sample.extend(start.as_bytes());
    sample.resize(8 + size, b'a' + (number % 26) as u8);
    sample.push(0);
    sample.into()
}

fn publish(participant: &Participant, options: Options) -> Result<(), Failure> {
    let writer = participant.create_writer(
        WriterConfig {
            topic_name: options.topic,
            type_name: "std_msgs::msg::dds_::String_".to_owned(),
            qos: options.qos,
            ..WriterConfig::default()
        },
        Arc::new(()),
    )?;
    while writer.matched_reader_count() == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    let samples: Vec<Bytes> = (0..options.count.min(1000))
        .map(|number| encode(options.size, number))
        .collect();
    let start = Instant::now();
    for number in 0..options.count {
        let sample = match samples.get(number) {
            Some(sample) => sample.clone(),
            None => encode(options.size, number),
        };
        writer.write(sample, WriteOptions::default())?;
    }
    let written = start.elapsed();
    let acknowledged = writer.wait_for_acknowledgments(Duration::from_secs(150));
    let total = start.elapsed();
    let rate = options.count as f64 / total.as_secs_f64();
    let megabytes = rate * options.size as f64 / 1e6;
    println!(
        "written in {written:?}, acknowledged {acknowledged} in {total:?}: {rate:.0}/s, {megabytes:.0} MB/s"
    );
    println!("{:?}", participant.counters());
    Ok(())
}

fn subscribe(participant: &Participant, options: Options) -> Result<(), Failure> {
    let wake = Arc::new(Wake::default());
    let reader = participant.create_reader(
        ReaderConfig {
            topic_name: options.topic,
            type_name: "std_msgs::msg::dds_::String_".to_owned(),
            qos: options.qos,
            ..ReaderConfig::default()
        },
        Arc::clone(&wake) as Arc<dyn ReaderListener>,
    )?;
    let (mut received, mut corrupt, mut disordered, mut next) = (0, 0, 0, 0);
    let mut samples = Vec::new();
    let mut start = None;
    while received < options.count && wake.wait(Duration::from_secs(10)) {
        reader.take_many(&mut samples, 1000);
        for sample in samples.drain(..) {
            start.get_or_insert_with(Instant::now);
            let text = sample.payload.get(8..).unwrap_or_default();
            let digits: String = text
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .map(|&byte| char::from(byte))
                .collect();
            let number: usize = digits.parse().unwrap_or(usize::MAX);
            received += 1;
            if number < next {
                disordered += 1;
            }
            next = number.saturating_add(1);
            if number == usize::MAX
                || !sample.payload[4..].starts_with(&encode(options.size, number)[4..])
            {
                corrupt += 1;
            }
        }
    }
    let elapsed = start.map(|start| start.elapsed());
    println!(
        "received {received} in {elapsed:?}, disordered {disordered}, corrupt {corrupt}, lost {:?}",
        reader.take_sample_lost_status()
    );
    println!("{:?}", participant.counters());
    Ok(())
}

fn main() -> Result<(), Failure> {
    let options = options()?;
    let domain_id = std::env::var("ROS_DOMAIN_ID")
        .ok()
        .map_or(Ok(89), |text| text.parse())?;
    let mut config = ParticipantConfig {
        domain_id,
        ..ParticipantConfig::default()
    };
    config.network.interfaces = options.interfaces.clone();
    if options.default_buffers {
        // The kernel doubles what it is asked for.
        config.network.receive_buffer = 212_992 / 2;
        config.network.send_buffer = 212_992 / 2;
    }
    let participant = Participant::new(config, Arc::new(()))?;
    match options.role.as_str() {
        "pub" => publish(&participant, options),
        "sub" => subscribe(&participant, options),
        role => Err(format!("unknown role {role}, expected pub or sub").into()),
    }
}
