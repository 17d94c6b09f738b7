//! `ros2 tf2 monitor`, upstream's `tf2_monitor`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use rosebay::msgs::tf2_msgs::msg::TFMessage;
use rosebay::tf2::LATEST;
use rosebay_locks::Mutex;
use rosebay_rcl::rmw::{Durability, Gid, Graph};
use rosebay_rcl::{MessageInfo, QosProfile, Subscription, Time};
use serde_json::{Value as Json, json};

use super::Frames;
use crate::error::{Error, Result};
use crate::nodes;
use crate::output::Output;
use crate::session::{RosArgs, Session, SessionArgs, positive_seconds};
use crate::topic::Window;

/// How many delays are kept a frame and a broadcaster.
const WINDOW: usize = 1000;
/// How often the delay of the chain is taken.
const SAMPLE_PERIOD: Duration = Duration::from_millis(500);
/// How many messages wait at most.
const DEPTH: usize = 100;

#[derive(Debug, Args)]
pub(crate) struct MonitorArgs {
    /// Two frames: only those between them are looked at
    #[arg(num_args = 2, value_names = ["FRAME_A", "FRAME_B"])]
    frames: Vec<String>,
    /// The time between two reports in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = positive_seconds)]
    period: Duration,
    /// Print this number of reports and exit
    #[arg(long, value_name = "N")]
    reports: Option<u64>,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    ros: RosArgs,
    /// Print each report as one line of JSON
    #[arg(long)]
    json: bool,
}

/// Delays in seconds.
#[derive(Debug)]
struct Delays {
    window: Window,
    /// When the first and the last message of it came.
    came: Option<(Instant, Instant)>,
    count: u64,
}

impl Default for Delays {
    fn default() -> Self {
        Self {
            window: Window::new(WINDOW),
            came: None,
            count: 0,
        }
    }
}

impl Delays {
    fn add(&mut self, delay: f64) {
        let now = Instant::now();
        self.window.push(delay);
        self.count += 1;
        self.came = Some((self.came.map_or(now, |(first, _)| first), now));
    }

    /// The mean and the greatest delay.
    fn mean_and_max(&self) -> (f64, f64) {
        let summary = self.window.summary();
        summary.map_or((0.0, 0.0), |summary| (summary.mean, summary.max.max(0.0)))
    }

    fn rate(&self) -> f64 {
        match self.came {
            Some((first, last)) if last > first => {
                (self.count - 1) as f64 / last.duration_since(first).as_secs_f64()
            }
            _ => 0.0,
        }
    }
}

/// What was seen of frames and of who tells of them.
#[derive(Default)]
struct Seen {
    frames: BTreeMap<String, (String, Delays)>,
    broadcasters: BTreeMap<String, Delays>,
    names: HashMap<Gid, String>,
}

impl Seen {
    fn take(&mut self, message: &TFMessage, broadcaster: &str, now: Time) {
        let mut sum = 0.0;
        for transform in &message.transforms {
            let stamp = &transform.header.stamp;
            let stamp = i64::from(stamp.sec) * 1_000_000_000 + i64::from(stamp.nanosec);
            let delay = (now.nanoseconds() - stamp) as f64 * 1e-9;
            sum += delay;
            let frame = self.frames.entry(transform.child_frame_id.clone());
            let (authority, delays) = frame.or_default();
            broadcaster.clone_into(authority);
            delays.add(delay);
        }
        let delays = self.broadcasters.entry(broadcaster.to_owned()).or_default();
        delays.add(sum / message.transforms.len().max(1) as f64);
    }

    /// The name of the node that publishes.
    fn name(&mut self, graph: &Graph, publisher: Gid) -> String {
        if let Some(name) = self.names.get(&publisher) {
            return name.clone();
        }
        let Some(node) = graph.node_of(publisher) else {
            return "<no authority available>".to_owned();
        };
        let name = nodes::full_name(&node);
        self.names.insert(publisher, name.clone());
        name
    }
}

/// The frames between two, and how old the transform between these is.
#[derive(Default)]
struct Chain {
    names: Vec<String>,
    mean: f64,
    max: f64,
}

impl Chain {
    /// How much a new value moves the mean.
    const LOW_PASS: f64 = 0.01;

    fn add(&mut self, delay: f64) {
        self.mean = Self::LOW_PASS * delay + (1.0 - Self::LOW_PASS) * self.mean;
        self.max = self.max.max(delay);
    }
}

impl MonitorArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open_remapped(&self.session, &self.ros)?;
        let frames = Frames::listen(&session)?;
        let mut chain = match &self.frames[..] {
            [one, other] => {
                frames.wait(&session, one, other)?;
                let names = frames.buffer.chain(other, LATEST, one, LATEST, other);
                let names = names.map_err(|error| Error::Failed(error.to_string()))?;
                Some(Chain {
                    names,
                    ..Chain::default()
                })
            }
            _ => None,
        };
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let _subscriptions = [
            subscribe(&session, &seen, "/tf", Durability::Volatile)?,
            subscribe(&session, &seen, "/tf_static", Durability::TransientLocal)?,
        ];
        let mut out = Output::new();
        self.note(&mut out)?;
        let mut reports = 0;
        let mut report_due = Instant::now() + self.period;
        while self.reports.is_none_or(|wanted| reports < wanted) {
            let due = report_due.min(Instant::now() + SAMPLE_PERIOD);
            session.spin_to(due)?;
            if let Some(chain) = &mut chain
                && let [one, other] = &self.frames[..]
                && let Ok((_, stamp)) = frames.buffer.lookup(one, other, LATEST)
            {
                let now = session.node().clock().now().nanoseconds();
                chain.add((now - stamp) as f64 * 1e-9);
            }
            if due < report_due {
                continue;
            }
            report_due += self.period;
            reports += 1;
            let seen = seen.lock();
            if self.json {
                out.json_line(&json_of(&seen, chain.as_ref()))?;
            } else {
                self.report(&mut out, &seen, chain.as_ref())?;
            }
            out.flush()?;
        }
        out.finish()
    }

    fn note(&self, out: &mut Output) -> Result<()> {
        if self.json {
            return Ok(());
        }
        let what = match &self.frames[..] {
            [one, other] => format!("{one} -> {other}"),
            _ => "all frames".to_owned(),
        };
        out.line(format_args!(
            "Gathering data on {what} for {} seconds...",
            self.period.as_secs_f64()
        ))?;
        out.flush()
    }

    fn report(&self, out: &mut Output, seen: &Seen, chain: Option<&Chain>) -> Result<()> {
        match (&self.frames[..], chain) {
            ([one, other], Some(chain)) => {
                out.line(format_args!("\n\n\nRESULTS: for {one} to {other}"))?;
                out.line(format_args!("Chain is: {}", chain.names.join(" -> ")))?;
                out.line(format_args!(
                    "Net delay     avg = {:.6}: max = {:.6}",
                    chain.mean, chain.max
                ))?;
            }
            _ => out.line("\n\n\nRESULTS: for all Frames")?,
        }
        out.line("\nFrames:")?;
        for (name, broadcaster, delays) in shown(seen, chain) {
            let (mean, max) = delays.mean_and_max();
            out.line(format_args!(
                "Frame: {name}, published by {broadcaster}, Average Delay: {mean:.6}, Max Delay: {max:.6}"
            ))?;
        }
        out.line("\nAll Broadcasters:")?;
        for (name, delays) in &seen.broadcasters {
            let (mean, max) = delays.mean_and_max();
            out.line(format_args!(
                "Node: {name} {:.3} Hz, Average Delay: {mean:.6} Max Delay: {max:.6}",
                delays.rate()
            ))?;
        }
        Ok(())
    }
}

/// The frames of the chain, or all.
fn shown<'a>(
    seen: &'a Seen,
    chain: Option<&'a Chain>,
) -> impl Iterator<Item = (&'a String, &'a String, &'a Delays)> {
    let frames = seen.frames.iter();
    frames
        .filter(move |(name, _)| chain.is_none_or(|chain| chain.names.contains(name)))
        .map(|(name, (broadcaster, delays))| (name, broadcaster, delays))
}

fn json_of(seen: &Seen, chain: Option<&Chain>) -> Json {
    let delay = |delays: &Delays| {
        let (mean, max) = delays.mean_and_max();
        json!({"mean": mean, "max": max})
    };
    let frames: Json = shown(seen, chain)
        .map(|(name, broadcaster, delays)| {
            json!({"name": name, "broadcaster": broadcaster, "delay": delay(delays)})
        })
        .collect();
    let broadcasters = seen.broadcasters.iter();
    let broadcasters: Json = broadcasters
        .map(|(name, delays)| json!({"name": name, "rate": delays.rate(), "delay": delay(delays)}))
        .collect();
    let chain = chain.map(
        |chain| json!({"frames": chain.names, "delay": {"mean": chain.mean, "max": chain.max}}),
    );
    json!({"chain": chain, "frames": frames, "broadcasters": broadcasters})
}

fn subscribe(
    session: &Session,
    seen: &Arc<Mutex<Seen>>,
    topic: &str,
    durability: Durability,
) -> Result<Subscription<TFMessage>> {
    let qos = QosProfile {
        durability,
        ..QosProfile::from(DEPTH)
    };
    let (seen, graph) = (Arc::clone(seen), Arc::clone(session.graph()));
    let clock = session.node().clock().clone();
    let take = move |message: TFMessage, info: MessageInfo| {
        let mut seen = seen.lock();
        let name = seen.name(&graph, info.publisher_gid);
        seen.take(&message, &name, clock.now());
    };
    let node = session.node();
    Ok(node.create_subscription_with_info(topic, qos, take)?)
}
