//! `ros2 topic bw`: weighs messages as they come, without decoding them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use rosebay_locks::Mutex;
use rosebay_rcl::{Clock, ClockKind, RawSubscription};
use serde_json::json;

use super::statistics::positive;
use super::watch::{self, PERIOD, Use};
use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct BwArgs {
    /// Topic names to monitor for bandwidth utilization
    #[arg(required_unless_present = "all_topics")]
    topic: Vec<String>,
    #[command(flatten)]
    session: SessionArgs,
    /// Maximum window size, in # of messages, for calculating rate [default: 100, and all of the last second]
    #[arg(short, long, value_name = "WINDOW", value_parser = positive)]
    window: Option<usize>,
    /// Measure all topics
    #[arg(long = "all", conflicts_with = "topic")]
    all_topics: bool,
    /// Print this number of reports and exit
    #[arg(long, value_name = "N")]
    reports: Option<u64>,
    /// Print a line of JSON a topic and second
    #[arg(long)]
    json: bool,
}

/// How many messages are measured, at least.
const WINDOW: usize = 100;

/// When messages came, in nanoseconds, and how large they are.
#[derive(Debug, Default)]
struct Traffic(VecDeque<(i64, usize)>);

#[derive(Debug, Clone, Copy)]
struct Report {
    bytes_per_second: f64,
    count: usize,
    mean: f64,
    min: f64,
    max: f64,
}

impl Traffic {
    /// Without a window's size, what there is stays for as long as a report covers: at a high rate, the last
    /// hundred messages would tell of a millisecond.
    fn message_at(&mut self, now: i64, size: usize, window: Option<usize>) {
        if self.0.back().is_some_and(|(last, _)| now < *last) {
            // Time was set back: what was measured before says nothing any more.
            self.0.clear();
        }
        let period = PERIOD.as_nanos() as i64;
        while let Some((first, _)) = self.0.front()
            && self.0.len() >= window.unwrap_or(WINDOW)
            && (window.is_some() || now - first > period)
        {
            self.0.pop_front();
        }
        self.0.push_back((now, size));
    }

    fn report(&self, now: i64) -> Option<Report> {
        let (first, _) = *self.0.front()?;
        let count = self.0.len();
        if count < 2 || now <= first {
            return None;
        }
        let sizes = || self.0.iter().map(|(_, size)| *size as f64);
        let total: f64 = sizes().sum();
        Some(Report {
            bytes_per_second: total / ((now - first) as f64 * 1e-9),
            count,
            mean: total / count as f64,
            min: sizes().fold(f64::INFINITY, f64::min),
            max: sizes().fold(0.0, f64::max),
        })
    }
}

/// A topic that is measured.
struct Measured {
    name: String,
    traffic: Arc<Mutex<Traffic>>,
    _subscription: RawSubscription,
}

impl BwArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let topics = watch::topics(&session, &self.topic, self.all_topics, Use::Count)?;
        let clock = if self.session.use_sim_time {
            session.node().clock().clone()
        } else {
            Clock::new(ClockKind::Steady)
        };
        let mut measured = Vec::new();
        let window = self.window;
        for (name, ty) in topics {
            let traffic: Arc<Mutex<Traffic>> = Arc::default();
            let weighed = Arc::clone(&traffic);
            let told = clock.clone();
            let subscription = watch::subscribe(&session, &name, &ty, move |sample| {
                let now = told.now().nanoseconds();
                let mut traffic = weighed.lock();
                traffic.message_at(now, sample.payload.len(), window);
            })?;
            measured.push(Measured {
                name,
                traffic,
                _subscription: subscription,
            });
        }
        let mut out = Output::new();
        if !self.json {
            for topic in &measured {
                out.line(format_args!("Subscribed to [{}]", topic.name))?;
            }
            out.flush()?;
        }
        let mut reports = 0;
        let mut due = Instant::now() + PERIOD;
        while self.reports.is_none_or(|wanted| reports < wanted) {
            session.spin_to(due)?;
            due += PERIOD;
            if self.report(&measured, clock.now().nanoseconds(), &mut out)? {
                reports += 1;
            }
            out.flush()?;
        }
        out.finish()
    }

    /// Prints what there is. Returns whether anything is.
    fn report(&self, measured: &[Measured], now: i64, out: &mut Output) -> Result<bool> {
        let news: Vec<_> = measured
            .iter()
            .filter_map(|topic| Some((topic.name.as_str(), topic.traffic.lock().report(now)?)))
            .collect();
        if news.is_empty() {
            return Ok(false);
        }
        if self.json {
            for (topic, report) in news {
                out.json_line(&json!({
                    "topic": topic,
                    "bytes_per_second": report.bytes_per_second,
                    "window": report.count,
                    "mean_size": report.mean,
                    "min_size": report.min,
                    "max_size": report.max,
                }))?;
            }
            return Ok(true);
        }
        if let ([_], [(_, report)]) = (measured, news.as_slice()) {
            let size = unit(report.bytes_per_second);
            out.line(format_args!(
                "{}/s from {} messages\n\tMessage size mean: {} min: {} max: {}",
                size(report.bytes_per_second),
                report.count,
                size(report.mean),
                size(report.min),
                size(report.max)
            ))?;
            return Ok(true);
        }
        let rows: Vec<_> = news
            .iter()
            .map(|(topic, report)| {
                let size = unit(report.bytes_per_second);
                [
                    (*topic).to_owned(),
                    format!("{}/s", size(report.bytes_per_second)),
                    size(report.mean),
                    size(report.min),
                    size(report.max),
                    report.count.to_string(),
                ]
            })
            .collect();
        watch::redraw(out)?;
        out.table(
            ["topic", "bandwidth", "mean", "min", "max", "window"],
            &rows,
        )?;
        out.line("")?;
        Ok(true)
    }
}

/// How to write sizes beside this many bytes a second.
fn unit(bytes_per_second: f64) -> fn(f64) -> String {
    if bytes_per_second < 1e3 {
        |bytes| format!("{bytes:.0} B")
    } else if bytes_per_second < 1e6 {
        |bytes| format!("{:.2} KB", bytes / 1e3)
    } else {
        |bytes| format!("{:.2} MB", bytes / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn bytes_per_second(traffic: &Traffic, now: i64) -> Option<f64> {
        traffic.report(now).map(|report| report.bytes_per_second)
    }

    #[test]
    fn bandwidth_is_that_of_the_clock() {
        let mut traffic = Traffic::default();
        let window = Some(3);
        traffic.message_at(SECOND, 10, window);
        assert_eq!(bytes_per_second(&traffic, 3 * SECOND), None);
        traffic.message_at(2 * SECOND, 30, window);
        assert_eq!(bytes_per_second(&traffic, 3 * SECOND), Some(20.0));
        // A clock that stands still says nothing.
        assert_eq!(bytes_per_second(&traffic, SECOND), None);
        // The oldest leaves the window.
        traffic.message_at(3 * SECOND, 30, window);
        traffic.message_at(4 * SECOND, 30, window);
        assert_eq!(bytes_per_second(&traffic, 5 * SECOND), Some(30.0));
        // Time was set back.
        traffic.message_at(0, 10, window);
        traffic.message_at(SECOND, 10, window);
        assert_eq!(bytes_per_second(&traffic, SECOND), Some(20.0));
    }

    #[test]
    fn a_second_is_measured_however_many_messages_it_has() {
        let mut traffic = Traffic::default();
        for message in 0..5_000 {
            // Ten thousand a second, in bursts of a hundred.
            traffic.message_at(message / 100 * SECOND / 100, 8, None);
        }
        let now = SECOND / 2;
        assert_eq!(bytes_per_second(&traffic, now), Some(80_000.0));
        traffic.message_at(3 * SECOND, 8, None);
        assert_eq!(traffic.0.len(), WINDOW);
    }
}
