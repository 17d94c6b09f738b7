//! `ros2 topic hz`: counts messages as they come, without decoding them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use rosebay_locks::Mutex;
use rosebay_rcl::{Clock, RawSubscription};
use rosebay_rosidl::{DynamicMessage, MessageType};
use serde_json::json;

use super::statistics::{Summary, Window, positive};
use super::watch::{self, PERIOD, Use};
use crate::error::Result;
use crate::filter::Filter;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct HzArgs {
    /// Names of the ROS topics to listen to (e.g. '/chatter')
    #[arg(required_unless_present = "all_topics")]
    topic_name: Vec<String>,
    #[command(flatten)]
    session: SessionArgs,
    /// Window size, in # of messages, for calculating rate [default: 10000, and all of the last second]
    #[arg(short, long, value_name = "WINDOW", value_parser = positive)]
    window: Option<usize>,
    /// Only measure messages matching the specified expression
    #[arg(long, value_name = "EXPR")]
    filter: Option<Filter>,
    /// Calculates rate using wall time which can be helpful when clock is not published during simulation
    #[arg(long)]
    wall_time: bool,
    /// Measure all topics
    #[arg(long = "all", conflicts_with = "topic_name")]
    all_topics: bool,
    /// Print this number of reports and exit
    #[arg(long, value_name = "N")]
    reports: Option<u64>,
    /// Print a line of JSON a topic and second
    #[arg(long)]
    json: bool,
}

/// How many intervals are measured, at least.
const WINDOW: usize = 10_000;

/// The intervals between a topic's messages, in nanoseconds.
struct Rate {
    intervals: Window,
    last: Option<i64>,
    news: bool,
}

impl Rate {
    fn message_at(&mut self, now: i64) {
        match self.last {
            // Time was set back: what was measured before says nothing any more.
            Some(last) if now < last => self.intervals.clear(),
            Some(last) => {
                self.intervals.push((now - last) as f64);
                self.news = true;
            }
            None => {}
        }
        self.last = Some(now);
    }

    /// What there is to say, if anything came since this was last asked.
    fn report(&mut self) -> Option<Summary> {
        let news = std::mem::take(&mut self.news);
        news.then(|| self.intervals.summary()).flatten()
    }
}

/// A topic that is measured.
struct Measured {
    name: String,
    rate: Arc<Mutex<Rate>>,
    _subscription: RawSubscription,
}

impl HzArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let use_ = if self.filter.is_some() {
            Use::Decode
        } else {
            Use::Count
        };
        let topics = watch::topics(&session, &self.topic_name, self.all_topics, use_)?;
        let clock =
            (self.session.use_sim_time && !self.wall_time).then(|| session.node().clock().clone());
        let measured = topics
            .into_iter()
            .map(|(name, ty)| self.measure(&session, name, &ty, clock.clone()))
            .collect::<Result<Vec<_>>>()?;
        let mut out = Output::new();
        let mut reports = 0;
        let mut due = Instant::now() + PERIOD;
        while self.reports.is_none_or(|wanted| reports < wanted) {
            session.spin_to(due)?;
            due += PERIOD;
            if self.report(&measured, &mut out)? {
                reports += 1;
            }
            out.flush()?;
        }
        out.finish()
    }

    fn measure(
        &self,
        session: &Session,
        name: String,
        ty: &Arc<MessageType>,
        clock: Option<Clock>,
    ) -> Result<Measured> {
        let rate = Arc::new(Mutex::new(Rate {
            // Else a report would tell of a tenth of a second at 100,000 Hz.
            intervals: self.window.map_or_else(
                || Window::of_at_least(WINDOW, PERIOD.as_nanos() as f64),
                Window::new,
            ),
            last: None,
            news: false,
        }));
        let counted = Arc::clone(&rate);
        let filter = self.filter.clone();
        let decoded = Arc::clone(ty);
        let subscription = watch::subscribe(session, &name, ty, move |sample| {
            if let Some(filter) = &filter {
                let message = DynamicMessage::decode(Arc::clone(&decoded), &sample.payload);
                let holds =
                    message.is_ok_and(|message| filter.holds(&message.into()).unwrap_or(false));
                if !holds {
                    return;
                }
            }
            let now = match &clock {
                Some(clock) => clock.now().nanoseconds(),
                None => sample.info.received_timestamp,
            };
            counted.lock().message_at(now);
        })?;
        Ok(Measured {
            name,
            rate,
            _subscription: subscription,
        })
    }

    /// Prints what is new. Returns whether anything is.
    fn report(&self, measured: &[Measured], out: &mut Output) -> Result<bool> {
        let news: Vec<_> = measured
            .iter()
            .filter_map(|topic| Some((topic.name.as_str(), topic.rate.lock().report()?)))
            .collect();
        if news.is_empty() {
            return Ok(false);
        }
        if self.json {
            for (topic, summary) in news {
                out.json_line(&json!({
                    "topic": topic,
                    "rate": hertz(&summary),
                    "min": summary.min * 1e-9,
                    "max": summary.max * 1e-9,
                    "std_dev": summary.std_dev * 1e-9,
                    "window": summary.count,
                }))?;
            }
            return Ok(true);
        }
        if let ([_], [(_, summary)]) = (measured, news.as_slice()) {
            out.line(format_args!(
                "average rate: {:.3}\n\tmin: {:.3}s max: {:.3}s std dev: {:.5}s window: {}",
                hertz(summary),
                summary.min * 1e-9,
                summary.max * 1e-9,
                summary.std_dev * 1e-9,
                summary.count
            ))?;
            return Ok(true);
        }
        let rows: Vec<_> = news
            .iter()
            .map(|(topic, summary)| {
                [
                    (*topic).to_owned(),
                    format!("{:.3}", hertz(summary)),
                    format!("{:.3}", summary.min * 1e-9),
                    format!("{:.3}", summary.max * 1e-9),
                    format!("{:.5}", summary.std_dev * 1e-9),
                    summary.count.to_string(),
                ]
            })
            .collect();
        watch::redraw(out)?;
        out.table(
            [
                "topic",
                "rate",
                "min_delta",
                "max_delta",
                "stddev",
                "window",
            ],
            &rows,
        )?;
        out.line("")?;
        Ok(true)
    }
}

fn hertz(summary: &Summary) -> f64 {
    if summary.mean > 0.0 {
        Duration::from_secs(1).as_nanos() as f64 / summary.mean
    } else {
        0.0
    }
}
