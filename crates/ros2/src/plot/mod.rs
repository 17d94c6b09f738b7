//! `ros2 plot`: numbers of topics over time.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use ratatui::crossterm::terminal;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Stylize;
use ratatui::text::Line;
use rosebay_rcl::{QosProfile, RawSubscription, Sample, SubscriptionOptions};
use rosebay_rosidl::{DynamicMessage, MessageType};
use serde_json::json;

use crate::chart::{self, Series};
use crate::error::{Error, Result};
use crate::fields::{number_path, split};
use crate::inbox::Inbox;
use crate::output::{Output, note};
use crate::qos::QosArgs;
use crate::screen::{Screen, is_quit, keys};
use crate::session::{Session, SessionArgs, positive_seconds};
use crate::types::topic_type;

/// How often the chart is drawn.
const FRAME: Duration = Duration::from_millis(100);
/// The size of a chart that is printed.
const PRINTED: (u16, u16) = (100, 24);

#[derive(Debug, Args)]
pub(crate) struct PlotArgs {
    /// Fields of topics: the topic's name, a point, the field's path (e.g. '/odom.pose.pose.position.x',
    /// '/scan.ranges[0]'); the field may be left out where a message has one number
    #[arg(required = true, value_name = "TOPIC.FIELD")]
    fields: Vec<String>,
    /// Show the last so many seconds while it runs; pictures show all
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = positive_seconds)]
    window: Duration,
    /// End after so many seconds, instead of with 'q' or Ctrl-C
    #[arg(long, value_name = "SECONDS", value_parser = positive_seconds)]
    duration: Option<Duration>,
    /// Write the chart to a file at the end
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Print the values, as lines of a time, a field and a value
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[command(flatten)]
    qos: QosArgs,
    #[command(flatten)]
    session: SessionArgs,
    /// Print the values as lines of JSON
    #[arg(long)]
    json: bool,
}

/// A topic with the fields that are plotted.
struct Source {
    ty: Arc<MessageType>,
    /// The series' places with the fields' paths.
    fields: Vec<(usize, String)>,
}

/// A message and the place of its source.
type Arrival = (usize, Sample);

/// What has come so far.
struct Recording {
    sources: Vec<Source>,
    arrivals: Inbox<Arrival>,
    _subscriptions: Vec<RawSubscription>,
    series: Vec<Series>,
    /// The time of the first message, in nanoseconds since the Unix epoch.
    begin: Option<i64>,
}

impl PlotArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let mut recording = self.record(&session)?;
        let end = self.duration.map(|duration| Instant::now() + duration);
        let shown = if self.csv || self.json {
            self.print(&session, &mut recording, end)
        } else if stdout().is_terminal() {
            self.show(&session, &mut recording, end)
        } else {
            recording.gather(&session, end)
        };
        match shown {
            // A recording without a duration has no other end.
            Ok(()) | Err(Error::Interrupted) => {}
            Err(error) => return Err(error),
        }
        if let Some(path) = &self.svg {
            let svg = chart::to_svg(&recording.series);
            return fs::write(path, svg).map_err(Error::io(path.display()));
        }
        if self.csv || self.json {
            return Ok(());
        }
        // What was seen last stays to be read.
        let (width, height) = match stdout().is_terminal() {
            true => terminal::size().unwrap_or(PRINTED),
            false => PRINTED,
        };
        let mut out = Output::new();
        let height = height.min(PRINTED.1);
        out.text(&chart::to_text(&recording.series, width, height))?;
        out.finish()
    }

    fn record(&self, session: &Session) -> Result<Recording> {
        let mut sources: BTreeMap<String, Source> = BTreeMap::new();
        let mut series = Vec::new();
        for text in &self.fields {
            let (topic, path) = split(text);
            let topic = session.full_name(topic)?;
            let ty = topic_type(session, &topic)?;
            let path = number_path(&ty, &topic, path)?;
            let source = sources.entry(topic.clone()).or_insert_with(|| Source {
                ty,
                fields: Vec::new(),
            });
            source.fields.push((series.len(), path.clone()));
            series.push(Series::new(&format!("{topic}.{path}")));
        }
        let arrivals = Inbox::new();
        let mut subscriptions = Vec::new();
        for (index, (topic, source)) in sources.iter().enumerate() {
            let publishers = session.graph().publishers_info_by_topic(topic, false);
            let (qos, notes) = self.qos.subscription(QosProfile::SENSOR_DATA, &publishers);
            notes.iter().for_each(note);
            let inbox = arrivals.clone();
            subscriptions.push(session.node().create_raw_subscription(
                &source.ty,
                topic,
                SubscriptionOptions::new(qos),
                move |sample, _| inbox.put((index, sample)),
            )?);
        }
        Ok(Recording {
            sources: sources.into_values().collect(),
            arrivals,
            _subscriptions: subscriptions,
            series,
            begin: None,
        })
    }

    /// Prints values as they come.
    fn print(
        &self,
        session: &Session,
        recording: &mut Recording,
        end: Option<Instant>,
    ) -> Result<()> {
        let mut out = Output::new();
        if self.csv {
            out.line("time,field,value")?;
            out.flush()?;
        }
        let arrivals = recording.arrivals.clone();
        loop {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            if !session.spin_until(|| !arrivals.is_empty(), left)? {
                return Ok(());
            }
            recording.take(|time, field, value| {
                let seconds = time as f64 * 1e-9;
                if self.json {
                    out.json_line(&json!({"time": seconds, "field": field, "value": value}))
                } else {
                    out.line(format_args!("{seconds:.9},{field},{value}"))
                }
            })?;
            out.flush()?;
        }
    }

    /// Shows the chart until a key, or the time, ends it.
    fn show(
        &self,
        session: &Session,
        recording: &mut Recording,
        end: Option<Instant>,
    ) -> Result<()> {
        let mut screen = Screen::open()?;
        let keys = keys(session.executor());
        let window = self.window.as_secs_f64();
        loop {
            recording.take(|_, _, _| Ok(()))?;
            screen.draw(|area, frame| {
                let [main, foot] =
                    Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(area);
                chart::draw(&recording.series, Some(window), main, frame.buffer_mut());
                frame.render_widget(Line::from(" q quit").dark_gray(), foot);
            })?;
            let due = Instant::now() + FRAME;
            let due = end.map_or(due, |end| due.min(end));
            let left = due.saturating_duration_since(Instant::now());
            session.spin_until(|| !keys.is_empty(), Some(left))?;
            while let Some(key) = keys.take() {
                if key.is_some_and(is_quit) {
                    return Ok(());
                }
            }
            if end.is_some_and(|end| Instant::now() >= end) {
                return Ok(());
            }
        }
    }
}

impl Recording {
    /// Takes in what has come, and tells of each value.
    fn take(&mut self, mut tell: impl FnMut(i64, &str, f64) -> Result<()>) -> Result<()> {
        while let Some((index, sample)) = self.arrivals.take() {
            let source = &self.sources[index];
            let message = DynamicMessage::decode(Arc::clone(&source.ty), &sample.payload)?;
            let time = sample.info.received_timestamp;
            let begin = *self.begin.get_or_insert(time);
            for (place, path) in &source.fields {
                // An element that this message does not have is left out.
                let Ok(value) = message.get_path(path) else {
                    continue;
                };
                let Some(value) = value.as_f64() else {
                    continue;
                };
                let series = &mut self.series[*place];
                series.push((time - begin) as f64 * 1e-9, value);
                tell(time, &series.name, value)?;
            }
        }
        Ok(())
    }

    /// Takes in what comes until the end.
    fn gather(&mut self, session: &Session, end: Option<Instant>) -> Result<()> {
        let arrivals = self.arrivals.clone();
        loop {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            let more = session.spin_until(|| !arrivals.is_empty(), left)?;
            self.take(|_, _, _| Ok(()))?;
            if !more {
                return Ok(());
            }
        }
    }
}
