//! `ros2 doctor hello`: whether hosts hear each other, by a topic and by multicast.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use rosebay_locks::Mutex;
use rosebay_rcl::{PublisherOptions, QosProfile, SubscriptionOptions};
use rosebay_rosidl::{DynamicMessage, Value};
use serde_json::json;

use crate::error::{Error, Result};
use crate::multicast::{Group, Receiver, Sender, default_interface};
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs, positive_seconds};
use crate::types::message_type;

/// How long the thread that receives multicast does not see that it is to end.
const SLICE: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
pub(crate) struct HelloArgs {
    /// Name of ROS topic to publish to
    #[arg(short, long, default_value = "/canyouhearme")]
    topic: String,
    /// Time period to publish/send one message (-ep)
    #[arg(long, value_name = "N", default_value = "0.1", value_parser = positive_seconds)]
    emit_period: Duration,
    /// Time period to print summary table (-pp)
    #[arg(long, value_name = "N", default_value = "1.0", value_parser = positive_seconds)]
    print_period: Duration,
    /// TTL for multicast send
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..))]
    ttl: Option<u8>,
    /// Publish and multicast send for one emit period then exit
    #[arg(short = '1', long)]
    once: bool,
    #[command(flatten)]
    session: SessionArgs,
    /// Print a line of JSON a period
    #[arg(long)]
    json: bool,
}

/// Who was heard, and how often.
#[derive(Debug, Default)]
struct Summary {
    published: u64,
    sent: u64,
    subscribed: BTreeMap<String, u64>,
    received: BTreeMap<String, u64>,
}

/// What is counted while it comes.
type Shared = Arc<Mutex<Summary>>;

fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

/// The host that a greeting is from, unless it is this one.
fn sender<'a>(greeting: &'a str, own: &str) -> Option<&'a str> {
    greeting
        .split_whitespace()
        .last()
        .filter(|host| *host != own)
}

impl HelloArgs {
    pub(crate) fn run(self) -> Result<()> {
        let host = host();
        let word = host.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
        let node = format!("ros2doctor_{word}_{}_node", std::process::id());
        let session = Session::open_as(&self.session, &node)?;
        let receiver = Receiver::join(Group::DEFAULT, default_interface())?;
        let ended = AtomicBool::new(false);
        let summary = Shared::default();
        thread::scope(|scope| {
            scope.spawn(|| receive(&receiver, &host, &summary, &ended));
            let greeted = self.greet(&session, &host, &summary);
            ended.store(true, Ordering::Release);
            greeted
        })
    }

    fn greet(&self, session: &Session, host: &str, summary: &Shared) -> Result<()> {
        let ty = message_type("std_msgs/msg/String")?;
        let text = format!("hello, it's me {host}");
        let mut message = DynamicMessage::new(Arc::clone(&ty));
        message.set("data", text.as_str())?;
        let qos = QosProfile::SYSTEM_DEFAULT;
        let publisher =
            session
                .node()
                .create_raw_publisher(&ty, &self.topic, PublisherOptions::new(qos))?;
        let (counted, own, decoded) = (Arc::clone(summary), host.to_owned(), Arc::clone(&ty));
        let options = SubscriptionOptions::new(qos);
        let _subscription = session.node().create_raw_subscription(
            &ty,
            &self.topic,
            options,
            move |sample, _| {
                let Ok(message) = DynamicMessage::decode(Arc::clone(&decoded), &sample.payload)
                else {
                    return;
                };
                if let Ok(Value::String(greeting)) = message.get("data")
                    && let Some(host) = sender(greeting, &own)
                {
                    let mut summary = counted.lock();
                    *summary.subscribed.entry(host.to_owned()).or_default() += 1;
                }
            },
        )?;
        let multicast = Sender::open(Group::DEFAULT, default_interface(), self.ttl)?;
        let payload: bytes::Bytes = message.encode()?.into();
        let mut out = Output::new();
        let mut due = Instant::now();
        let mut print_at = due + self.print_period;
        loop {
            publisher.publish_serialized(payload.clone())?;
            multicast.send(text.as_bytes())?;
            {
                let mut summary = summary.lock();
                summary.published += 1;
                summary.sent += 1;
            }
            due += self.emit_period;
            session.spin_to(due)?;
            if self.once || Instant::now() >= print_at {
                print_at += self.print_period;
                self.print(&mut out, &std::mem::take(&mut *summary.lock()))?;
            }
            if self.once {
                return Ok(());
            }
        }
    }

    fn print(&self, out: &mut Output, summary: &Summary) -> Result<()> {
        let Summary {
            published,
            sent,
            subscribed,
            received,
        } = summary;
        if self.json {
            return out.json_line(&json!({
                "topic": self.topic,
                "published": published,
                "subscribed": subscribed,
                "multicast_group": Group::DEFAULT.to_string(),
                "sent": sent,
                "received": received,
            }));
        }
        let Group { address, port } = Group::DEFAULT;
        out.line("MULTIMACHINE COMMUNICATION SUMMARY")?;
        out.line(format_args!(
            "Topic: {}, Published Msg Count: {published}",
            self.topic
        ))?;
        out.line("Subscribed from:")?;
        self.print_hosts(out, subscribed)?;
        out.line(format_args!(
            "Multicast Group/Port: {address}/{port}, Sent Msg Count: {sent}"
        ))?;
        out.line("Received from:")?;
        self.print_hosts(out, received)?;
        out.line("-".repeat(60))?;
        out.flush()
    }

    fn print_hosts(&self, out: &mut Output, hosts: &BTreeMap<String, u64>) -> Result<()> {
        let count = format!("Msg Count /{:?}s", self.print_period.as_secs_f64());
        out.line(format_args!("{:<15} {:<20} {count:<10}", "", "Hostname"))?;
        for (host, count) in hosts {
            out.line(format_args!("{:<15} {host:<20} {count:<10}", ""))?;
        }
        Ok(())
    }
}

fn receive(receiver: &Receiver, own: &str, summary: &Shared, ended: &AtomicBool) {
    while !ended.load(Ordering::Acquire) {
        match receiver.receive(SLICE) {
            Ok(Some((datagram, _))) => {
                let greeting = String::from_utf8_lossy(&datagram);
                if let Some(host) = sender(&greeting, own) {
                    *summary.lock().received.entry(host.to_owned()).or_default() += 1;
                }
            }
            Ok(None) => {}
            Err(error) => return report(&error),
        }
    }
}

fn report(error: &Error) {
    note(error);
}
