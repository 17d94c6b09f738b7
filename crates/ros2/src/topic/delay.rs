//! `ros2 topic delay`: the age of messages by the stamp in their header, when they come.

use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use rosebay_locks::Mutex;
use rosebay_rcl::Clock;
use rosebay_rosidl::cdr::Reader;
use rosebay_rosidl::{Arity, DynamicMessage, Element, MessageType, Value};
use serde_json::json;

use super::statistics::{Summary, Window, positive};
use super::watch::{self, PERIOD, Use};
use crate::error::{Error, Result};
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct DelayArgs {
    /// Topic name to calculate the delay for
    topic: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Window size, in # of messages, for calculating rate
    #[arg(short, long, value_name = "WINDOW", default_value = "10000", value_parser = positive)]
    window: usize,
    /// Print this number of reports and exit
    #[arg(long, value_name = "N")]
    reports: Option<u64>,
    /// Print a line of JSON a second
    #[arg(long)]
    json: bool,
}

/// Ages in nanoseconds.
struct Ages {
    window: Window,
    news: bool,
}

impl DelayArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let mut topics = watch::topics(
            &session,
            std::slice::from_ref(&self.topic),
            false,
            Use::Decode,
        )?;
        let Some((topic, ty)) = topics.pop() else {
            return Err(Error::Nothing);
        };
        let header = Header::of(&ty)
            .ok_or_else(|| Error::Failed(format!("msg does not have header: {}", ty.name)))?;
        let ages = Arc::new(Mutex::new(Ages {
            window: Window::new(self.window),
            news: false,
        }));
        let measured = Arc::clone(&ages);
        let clock: Clock = session.node().clock().clone();
        let _subscription = watch::subscribe(&session, &topic, &ty, move |sample| {
            if let Some(stamp) = header.stamp(&sample.payload) {
                let mut ages = measured.lock();
                ages.window.push((clock.now().nanoseconds() - stamp) as f64);
                ages.news = true;
            }
        })?;
        let mut out = Output::new();
        let mut reports = 0;
        let mut due = Instant::now() + PERIOD;
        while self.reports.is_none_or(|wanted| reports < wanted) {
            session.spin_to(due)?;
            due += PERIOD;
            let (news, summary) = {
                let mut ages = ages.lock();
                (std::mem::take(&mut ages.news), ages.window.summary())
            };
            let Some(summary) = summary else { continue };
            reports += 1;
            if self.json {
                if news {
                    out.json_line(&json_of(&topic, &summary))?;
                }
            } else if news {
                out.line(text_of(&summary))?;
            } else {
                out.line("no new messages")?;
            }
            out.flush()?;
        }
        out.finish()
    }
}

fn text_of(summary: &Summary) -> String {
    format!(
        "average delay: {:.3}\n\tmin: {:.3}s max: {:.3}s std dev: {:.5}s window: {}",
        summary.mean * 1e-9,
        summary.min * 1e-9,
        summary.max * 1e-9,
        summary.std_dev * 1e-9,
        summary.count
    )
}

fn json_of(topic: &str, summary: &Summary) -> serde_json::Value {
    json!({
        "topic": topic,
        "mean": summary.mean * 1e-9,
        "min": summary.min * 1e-9,
        "max": summary.max * 1e-9,
        "std_dev": summary.std_dev * 1e-9,
        "window": summary.count,
    })
}

/// Where a message has its header.
struct Header {
    /// The type to read from the start: the header alone where it comes first, so that the rest, which may
    /// be an image, is not decoded.
    read: Arc<MessageType>,
    is_first: bool,
}

impl Header {
    fn of(ty: &Arc<MessageType>) -> Option<Self> {
        let index = ty.field_index("header")?;
        let field = &ty.fields[index].ty;
        match &field.element {
            Element::Message(header) if field.arity == Arity::One => {
                header.field_index("stamp")?;
                Some(Self {
                    read: Arc::clone(if index == 0 { header } else { ty }),
                    is_first: index == 0,
                })
            }
            _ => None,
        }
    }

    /// The stamp, in nanoseconds.
    fn stamp(&self, payload: &[u8]) -> Option<i64> {
        let mut reader = Reader::new(payload).ok()?;
        let message = DynamicMessage::read(Arc::clone(&self.read), &mut reader).ok()?;
        let prefix = if self.is_first { "" } else { "header." };
        let part = |name| message.get_path(&format!("{prefix}stamp.{name}")).ok();
        match (part("sec")?, part("nanosec")?) {
            (Value::I32(seconds), Value::U32(nanoseconds)) => {
                Some(i64::from(seconds) * 1_000_000_000 + i64::from(nanoseconds))
            }
            _ => None,
        }
    }
}
