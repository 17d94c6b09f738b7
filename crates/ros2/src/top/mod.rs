//! `ros2 top`: what goes on in the graph, on one screen.
//!
//! It costs little: messages are counted and not decoded, and only topics that are on the screen, or that the
//! order of the rows depends on, are subscribed to. What is echoed or plotted is decoded as often as the
//! screen is drawn.

mod detail;
mod snapshot;
mod state;
#[cfg(test)]
mod tests;
mod traffic;
mod view;

use std::io::{IsTerminal, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use crate::error::{Error, Result};
use crate::output::Output;
use crate::screen::{Screen, keys};
use crate::session::{Session, SessionArgs, positive_seconds};
use detail::Detail;
use snapshot::{Snapshot, TopicRow};
use state::{State, Wish};
use traffic::Traffic;

/// How often messages that are echoed or plotted are shown.
const LIVE_FRAME: Duration = Duration::from_millis(200);

#[derive(Debug, Args)]
pub(crate) struct TopArgs {
    /// Show hidden nodes and topics from the start
    #[arg(long)]
    include_hidden: bool,
    /// The time in seconds over which messages are counted
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = positive_seconds)]
    period: Duration,
    #[command(flatten)]
    session: SessionArgs,
    /// Print this number of reports and exit; with --json
    #[arg(long, value_name = "N", requires = "json")]
    reports: Option<u64>,
    /// Print a line of JSON a period, of all topics, instead of a screen
    #[arg(long)]
    json: bool,
}

impl TopArgs {
    pub(crate) fn run(self) -> Result<()> {
        if self.json {
            return self.print();
        }
        if !stdout().is_terminal() {
            return Err(Error::Failed(
                "'ros2 top' needs a terminal; --json prints lines instead".to_owned(),
            ));
        }
        let session = Session::open(&self.session)?;
        session.settle()?;
        let screen = Screen::open()?;
        Top::new(&self, &session).show(screen)
    }

    /// Prints what goes on on all topics, again and again.
    fn print(&self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let mut traffic = Traffic::new(self.period);
        let mut out = Output::new();
        let mut reports = 0;
        while self.reports.is_none_or(|wanted| reports < wanted) {
            let mut snapshot = Snapshot::of(&session, self.include_hidden)?;
            traffic.watch(&session, snapshot.topics.iter());
            session.spin_to(traffic.begin() + self.period)?;
            traffic.turn();
            snapshot.measure(&traffic);
            out.json_line(&json!({
                "nodes": snapshot.nodes.iter().map(snapshot::NodeRow::to_json).collect::<Vec<_>>(),
                "topics": snapshot.topics.iter().map(TopicRow::to_json).collect::<Vec<_>>(),
                "qos_problems": snapshot.problems,
            }))?;
            reports += 1;
        }
        out.finish()
    }
}

/// All that the screen is made of.
struct Top<'a> {
    session: &'a Session,
    traffic: Traffic,
    snapshot: Snapshot,
    state: State,
    detail: Option<Detail>,
}

impl<'a> Top<'a> {
    fn new(args: &TopArgs, session: &'a Session) -> Self {
        Self {
            session,
            traffic: Traffic::new(args.period),
            snapshot: Snapshot::default(),
            state: State::new(args.include_hidden),
            detail: None,
        }
    }

    fn show(mut self, mut screen: Screen) -> Result<()> {
        let keys = keys(self.session.executor());
        let changed = Arc::new(AtomicBool::new(true));
        let told = Arc::clone(&changed);
        let graph = self.session.graph();
        let _listener = graph.on_change(Arc::new(move || told.store(true, Ordering::Release)));
        loop {
            // Asked only where something is new: the graph may be large.
            if changed.swap(false, Ordering::AcqRel) {
                self.snapshot = Snapshot::of(self.session, self.state.include_hidden)?;
            }
            self.snapshot.measure(&self.traffic);
            self.draw(&mut screen)?;
            self.watch_what_is_shown();
            let mut due = self.traffic.end();
            if self.detail.is_some() {
                due = due.min(Instant::now() + LIVE_FRAME);
            }
            let left = due.saturating_duration_since(Instant::now());
            self.session.spin_until(|| !keys.is_empty(), Some(left))?;
            if Instant::now() >= self.traffic.end() {
                self.traffic.turn();
            }
            while let Some(key) = keys.take() {
                let Some(key) = key else { continue };
                match self.state.press(key, &self.snapshot) {
                    Some(Wish::Quit) => return Ok(()),
                    Some(Wish::Refresh) => changed.store(true, Ordering::Release),
                    Some(Wish::Echo(topic)) => self.open(&topic, false),
                    Some(Wish::Plot(topic)) => self.open(&topic, true),
                    Some(Wish::NextField(step)) => {
                        if let Some(detail) = &mut self.detail {
                            detail.choose_field(step);
                        }
                    }
                    Some(Wish::CloseDetail) => self.close(),
                    None => {}
                }
            }
        }
    }

    fn draw(&mut self, screen: &mut Screen) -> Result<()> {
        if let Some(detail) = &mut self.detail {
            detail.take();
        }
        screen.draw(|area, frame| {
            view::draw(
                &self.snapshot,
                &mut self.state,
                self.detail.as_ref(),
                area,
                frame.buffer_mut(),
            );
        })
    }

    /// Subscribes to what is on the screen and to what the order depends on, and to nothing else.
    fn watch_what_is_shown(&mut self) {
        let rows = self.state.shown_topics(&self.snapshot);
        self.traffic.watch(self.session, rows);
    }

    /// Looks into a topic, where its type is known.
    fn open(&mut self, topic: &str, plot: bool) {
        let opened = Detail::open(self.session, topic, plot);
        match opened {
            Ok(detail) => {
                self.detail = Some(detail);
                self.state.note = None;
                self.state.has_detail = true;
            }
            Err(error) => self.state.note = Some(error.to_string()),
        }
    }

    fn close(&mut self) {
        self.detail = None;
        self.state.has_detail = false;
    }
}
