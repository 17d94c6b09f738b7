//! `ros2 topic pub`.

use std::time::{Duration, Instant};

use bytes::Bytes;
use clap::{ArgGroup, Args};
use rosebay_rcl::rmw::QosProfile;
use rosebay_rcl::{PublisherOptions, RawPublisher};

use crate::error::{Error, Result};
use crate::output::Output;
use crate::qos::QosArgs;
use crate::session::{Session, SessionArgs, positive_seconds, seconds};
use crate::types::message_type_in;
use crate::values::{Template, read_stdin};

/// How often a matching subscription is looked for.
const MATCH_PERIOD: Duration = Duration::from_millis(100);
/// How many times of those pass between two notes that one is waited for.
const NOTE_EVERY: usize = 10;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("count").args(["once", "times"]))]
#[command(group = ArgGroup::new("source").args(["values", "stdin"]))]
pub(crate) struct PubArgs {
    /// Name of the ROS topic to publish to (e.g. '/chatter')
    topic_name: String,
    /// Type of the ROS message (e.g. 'std_msgs/String')
    message_type: String,
    /// Values to fill the message with in YAML format (e.g. 'data: Hello World'), otherwise the message
    /// is published with default values. A header may be 'auto' and a time 'now'
    #[arg(
        default_value = "{}",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    values: String,
    /// Read values from standard input
    #[arg(long)]
    stdin: bool,
    /// Publishing rate in Hz; 0 is as fast as it goes
    #[arg(short, long, value_name = "N", default_value = "1", value_parser = rate_or_zero)]
    rate: f64,
    /// Only print every N-th published message
    #[arg(short, long, value_name = "N", default_value_t = 1)]
    print: u64,
    /// Publish one message and exit
    #[arg(short = '1', long)]
    once: bool,
    /// Publish this number of times and then exit
    #[arg(short, long, value_name = "TIMES")]
    times: Option<u64>,
    /// Wait until finding the specified number of matching subscriptions. Defaults to 1 when using
    /// "-1"/"--once"/"--times", otherwise defaults to 0
    #[arg(short, long, value_name = "N")]
    wait_matching_subscriptions: Option<usize>,
    /// The maximum wait time in seconds for matching subscriptions; without it the wait is endless
    #[arg(long, value_name = "SECONDS", value_parser = positive_seconds)]
    max_wait_time_secs: Option<Duration>,
    /// Keep publishing node alive for N seconds after the last msg
    #[arg(long, value_name = "N", default_value = "0.1", value_parser = seconds)]
    keep_alive: Duration,
    /// Name of the created publishing node
    #[arg(short, long)]
    node_name: Option<String>,
    #[command(flatten)]
    qos: QosArgs,
    #[command(flatten)]
    session: SessionArgs,
}

/// Reads a rate above zero, in Hz.
pub(crate) fn rate(text: &str) -> std::result::Result<f64, String> {
    match text.parse() {
        Ok(rate) if rate > 0.0 && f64::is_finite(rate) => Ok(rate),
        Ok(_) => Err("rate must be greater than zero".to_owned()),
        Err(_) => Err(format!("expected a number, got '{text}'")),
    }
}

/// Reads a rate in Hz that is not negative.
fn rate_or_zero(text: &str) -> std::result::Result<f64, String> {
    match text.parse() {
        Ok(0.0) => Ok(0.0),
        _ => rate(text),
    }
}

impl PubArgs {
    pub(crate) fn run(self) -> Result<()> {
        let times = if self.once {
            1
        } else {
            self.times.unwrap_or(0)
        };
        let wanted = self
            .wait_matching_subscriptions
            .unwrap_or(usize::from(times != 0));
        if wanted == 0 && self.max_wait_time_secs.is_some() {
            return Err(Error::Failed(
                "--max-wait-time-secs option is only effective with --wait-matching-subscriptions, --once \
                 or --times"
                    .to_owned(),
            ));
        }
        let text = if self.stdin {
            read_stdin()?
        } else {
            self.values.clone()
        };
        let session = match &self.node_name {
            Some(name) => Session::open_as(&self.session, name)?,
            None => Session::open(&self.session)?,
        };
        let ty = message_type_in(&session, &self.message_type)?;
        let mut template = Template::parse(&ty, &text)?;
        let qos = self.qos.profile(QosProfile::DEFAULT);
        let publisher = session.node().create_raw_publisher(
            &ty,
            &self.topic_name,
            PublisherOptions::new(qos),
        )?;
        let mut out = Output::new();
        self.wait_for_subscriptions(&session, &publisher, wanted, &mut out)?;
        out.line("publisher: beginning loop")?;
        self.publish(&session, &publisher, &mut template, times, &mut out)?;
        // Some time for the messages to reach the wire.
        session.spin_to(Instant::now() + self.keep_alive)?;
        out.finish()
    }

    fn wait_for_subscriptions(
        &self,
        session: &Session,
        publisher: &RawPublisher,
        wanted: usize,
        out: &mut Output,
    ) -> Result<()> {
        let started = Instant::now();
        let mut waits = 0;
        while publisher.subscription_count() < wanted {
            if waits % NOTE_EVERY == 0 {
                out.line(format_args!(
                    "Waiting for at least {wanted} matching subscription(s)..."
                ))?;
                out.flush()?;
            }
            if self
                .max_wait_time_secs
                .is_some_and(|most| started.elapsed() >= most)
            {
                return Err(Error::Failed(format!(
                    "Timed out waiting for subscribers: Expected {wanted} subcribers but only got {} \
                     subscribers",
                    publisher.subscription_count()
                )));
            }
            waits += 1;
            let enough = || publisher.subscription_count() >= wanted;
            session.wait_within(MATCH_PERIOD, enough)?;
        }
        Ok(())
    }

    fn publish(
        &self,
        session: &Session,
        publisher: &RawPublisher,
        template: &mut Template,
        times: u64,
        out: &mut Output,
    ) -> Result<()> {
        let mut pace = Pace::new(self.rate);
        let mut payload: Bytes = template.message().encode()?.into();
        let mut count = 0;
        loop {
            if template.has_stamps() {
                let now = session.node().clock().now().nanoseconds();
                payload = template.at(now)?.encode()?.into();
            }
            count += 1;
            if self.print > 0 && count % self.print == 0 {
                let message = template.message().to_python();
                out.line(format_args!("publishing #{count}: {message}\n"))?;
            }
            publisher.publish_serialized(payload.clone())?;
            if times != 0 && count >= times {
                return Ok(());
            }
            if let Some(until) = pace.next() {
                out.flush()?;
                session.spin_to(until)?;
            }
        }
    }
}

/// When to publish. A wait ends some tens of microseconds late: at high rates that are several messages, which
/// follow at once.
struct Pace {
    period: Duration,
    due: Instant,
    rested: Instant,
}

impl Pace {
    /// What is later than this is not made up for, as a timer does not.
    const LATEST: Duration = Duration::from_millis(10);
    /// The longest time without a rest, in which the output is written and callbacks run.
    const LONGEST: Duration = Duration::from_millis(10);
    /// The shortest rest.
    const REST: Duration = Duration::from_micros(50);

    /// A pace of so many messages a second; 0 is as fast as it goes.
    fn new(rate: f64) -> Self {
        let now = Instant::now();
        let period = match rate {
            0.0 => Duration::ZERO,
            rate => Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX),
        };
        Self {
            period,
            due: now,
            rested: now,
        }
    }

    /// Until when to rest before the next message, if at all.
    fn next(&mut self) -> Option<Instant> {
        let now = Instant::now();
        let earliest = now.checked_sub(Self::LATEST).unwrap_or(now);
        self.due = self
            .due
            .checked_add(self.period)
            .unwrap_or(self.due)
            .max(earliest);
        let rests = self.due > now || now.duration_since(self.rested) >= Self::LONGEST;
        rests.then(|| {
            self.rested = self.due.max(now + Self::REST);
            self.rested
        })
    }
}
