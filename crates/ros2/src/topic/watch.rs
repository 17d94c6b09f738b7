//! What `hz`, `bw` and `delay` share: topics that are watched as their messages come.

use std::io::{IsTerminal, stdout};
use std::sync::Arc;
use std::time::Duration;

use rosebay_rcl::rmw::{Durability, History, QosProfile, Reliability};
use rosebay_rcl::{RawSubscription, Sample, SubscriptionOptions};
use rosebay_rosidl::MessageType;

use crate::error::Result;
use crate::output::{Output, note};
use crate::session::{Session, visible};
use crate::types::{topic_type, topic_type_to_count};

/// The time between two reports.
pub(crate) const PERIOD: Duration = Duration::from_secs(1);

/// How many messages may wait to be counted: some tenths of a second of 100,000 Hz.
const DEPTH: usize = 20_000;

/// A topic by its full name, with its type.
pub(crate) type Topic = (String, Arc<MessageType>);

/// What is done with messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// They are counted, so that nobody needs to know their types.
    Count,
    /// They are decoded.
    Decode,
}

/// The topics of these names, or all that there are. A topic that is not there yet is waited for.
pub(crate) fn topics(
    session: &Session,
    names: &[String],
    all: bool,
    use_: Use,
) -> Result<Vec<Topic>> {
    let with_type = |topic: String| {
        let ty = match use_ {
            Use::Count => topic_type_to_count(session, &topic)?,
            Use::Decode => topic_type(session, &topic)?,
        };
        Ok((topic, ty))
    };
    if all {
        session.settle()?;
        let found = visible(session.graph().topic_names_and_types(false), false);
        // What cannot be measured does not keep the others from it.
        let topics = found.into_iter().map(|(topic, _)| with_type(topic));
        return Ok(topics.filter_map(Result::ok).collect());
    }
    names
        .iter()
        .map(|name| {
            let topic = session.full_name(name)?;
            wait_for(session, &topic)?;
            with_type(topic)
        })
        .collect()
}

/// Waits until a topic is there, for as long as it takes.
fn wait_for(session: &Session, topic: &str) -> Result<()> {
    let is_there = || {
        let names = session.graph().topic_names_and_types(false);
        names.iter().any(|(name, _)| name == topic)
    };
    if !session.wait_for(|_| is_there())? {
        note(format_args!(
            "WARNING: topic [{topic}] does not appear to be published yet"
        ));
        while !session.wait_within(PERIOD, is_there)? {}
    }
    Ok(())
}

/// Subscribes without a say in the publishers' pace: best effort, with room for bursts.
pub(crate) fn subscribe(
    session: &Session,
    topic: &str,
    ty: &Arc<MessageType>,
    callback: impl Fn(Sample) + Send + Sync + 'static,
) -> Result<RawSubscription> {
    let qos = QosProfile {
        history: History::KeepLast,
        depth: DEPTH,
        reliability: Reliability::BestEffort,
        durability: Durability::Volatile,
        ..QosProfile::SENSOR_DATA
    };
    let options = SubscriptionOptions::new(qos);
    let subscription =
        session
            .node()
            .create_raw_subscription(ty, topic, options, move |sample, _| callback(sample))?;
    Ok(subscription)
}

/// Clears a terminal, so that a table stays in its place.
pub(crate) fn redraw(out: &mut Output) -> Result<()> {
    if stdout().is_terminal() {
        out.text("\x1b[H\x1b[2J")?;
    }
    Ok(())
}
