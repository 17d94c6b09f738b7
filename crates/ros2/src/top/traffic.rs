//! What comes on topics, counted in periods.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;
use rosebay_rcl::{RawSubscription, Sample};

use super::snapshot::TopicRow;
use crate::session::Session;
use crate::topic::subscribe;
use crate::types::message_type;

/// What came on a topic in a period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Measured {
    /// Messages a second.
    pub(super) rate: f64,
    /// Bytes a second.
    pub(super) bandwidth: f64,
    /// The mean time from publishing to reception in seconds, by the clocks of both hosts; `None` where no
    /// message came or none said when it was published.
    pub(super) latency: Option<f64>,
}

/// What came since the period began.
#[derive(Debug, Default)]
struct Count {
    messages: u64,
    bytes: u64,
    stamped: u64,
    /// The sum of the latencies in nanoseconds.
    latency: i64,
}

impl Count {
    fn add(&mut self, sample: &Sample) {
        self.messages += 1;
        self.bytes += sample.payload.len() as u64;
        let info = &sample.info;
        if info.source_timestamp != 0 {
            self.stamped += 1;
            let latency = info.received_timestamp - info.source_timestamp;
            self.latency = self.latency.saturating_add(latency);
        }
    }

    fn over(&self, seconds: f64) -> Measured {
        Measured {
            rate: self.messages as f64 / seconds,
            bandwidth: self.bytes as f64 / seconds,
            latency: (self.stamped > 0).then(|| self.latency as f64 * 1e-9 / self.stamped as f64),
        }
    }
}

/// A topic that is subscribed to.
struct Watched {
    count: Arc<Mutex<Count>>,
    since: Instant,
    measured: Option<Measured>,
    _subscription: RawSubscription,
}

/// The topics that are counted, and what the last full period of each brought.
pub(super) struct Traffic {
    period: Duration,
    begin: Instant,
    topics: BTreeMap<String, Watched>,
}

impl Traffic {
    pub(super) fn new(period: Duration) -> Self {
        Self {
            period,
            begin: Instant::now(),
            topics: BTreeMap::new(),
        }
    }

    /// When the current period began.
    pub(super) fn begin(&self) -> Instant {
        self.begin
    }

    /// When the current period ends.
    pub(super) fn end(&self) -> Instant {
        self.begin + self.period
    }

    /// Counts these topics and no others. One whose type is not known here, or that has several, is left out.
    pub(super) fn watch<'a>(
        &mut self,
        session: &Session,
        rows: impl IntoIterator<Item = &'a TopicRow>,
    ) {
        let mut topics = std::mem::take(&mut self.topics);
        for row in rows {
            let watched = topics.remove(&row.name);
            if let Some(watched) = watched.or_else(|| open(session, row)) {
                self.topics.insert(row.name.clone(), watched);
            }
        }
    }

    /// Begins a new period.
    pub(super) fn turn(&mut self) {
        let now = Instant::now();
        self.begin = now;
        for watched in self.topics.values_mut() {
            let seconds = now.duration_since(watched.since).as_secs_f64();
            // What came in a moment says nothing of a second.
            if seconds < self.period.as_secs_f64() / 2.0 {
                continue;
            }
            let count = std::mem::take(&mut *watched.count.lock());
            watched.measured = Some(count.over(seconds));
            watched.since = now;
        }
    }

    /// What the last period brought on a topic; `None` where it is not counted, or not for long enough.
    pub(super) fn of(&self, topic: &str) -> Option<Measured> {
        self.topics.get(topic)?.measured
    }
}

fn open(session: &Session, row: &TopicRow) -> Option<Watched> {
    let [type_name] = &row.types[..] else {
        return None;
    };
    let ty = message_type(type_name).ok()?;
    let count: Arc<Mutex<Count>> = Arc::default();
    let counted = Arc::clone(&count);
    let take = move |sample: Sample| counted.lock().add(&sample);
    let subscription = subscribe(session, &row.name, &ty, take).ok()?;
    Some(Watched {
        count,
        since: Instant::now(),
        measured: None,
        _subscription: subscription,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosebay_rcl::MessageInfo;

    #[test]
    fn a_period_is_told_by_the_second() {
        let mut count = Count::default();
        for (source, received) in [(1_000, 3_000), (0, 9_000), (2_000, 6_000)] {
            count.add(&Sample {
                payload: vec![0; 100].into(),
                info: MessageInfo {
                    source_timestamp: source,
                    received_timestamp: received,
                    ..MessageInfo::default()
                },
            });
        }
        let measured = count.over(0.5);
        assert_eq!((measured.rate, measured.bandwidth), (6.0, 600.0));
        assert_eq!(measured.latency, Some(3e-6));
        assert_eq!(Count::default().over(1.0).latency, None);
    }
}
