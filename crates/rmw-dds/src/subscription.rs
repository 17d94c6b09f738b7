//! Subscriptions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rosebay_locks::Mutex;
use rosebay_rmw::{
    ContentFilter, Endpoint, EventKind, EventStatus, Gid, MessageInfo, QosProfile, ReadyListener,
    Result, Sample, Subscription, SubscriptionOptions, TopicOptions,
};
use rosebay_rtps::{Reader, ReaderListener, ReaderStatus};

use crate::content_filter::reader_filter;
use crate::discovery::gid;
use crate::endpoint::{NodeInner, OwnReader};
use crate::events::{self, Events, supported, total};
use crate::publisher::topic_spec;

pub(crate) struct DdsSubscription {
    own: OwnReader,
    events: Arc<ReaderEvents>,
    received: AtomicU64,
}

/// Who is told of a reader's samples and statuses.
#[derive(Default)]
pub(crate) struct ReaderEvents {
    statuses: Events,
    data: Mutex<Option<ReadyListener>>,
}

impl ReaderEvents {
    /// Sets who is told of samples, and tells them at once where some wait.
    pub(crate) fn set_data_listener(&self, reader: &Reader, listener: Option<ReadyListener>) {
        self.data.lock().clone_from(&listener);
        if let Some(listener) = listener.filter(|_| reader.waiting() > 0) {
            listener();
        }
    }
}

impl ReaderListener for ReaderEvents {
    fn data_available(&self) {
        let listener = self.data.lock().clone();
        if let Some(listener) = listener {
            listener();
        }
    }

    fn status_changed(&self, status: ReaderStatus) {
        self.statuses.raise(events::of_reader(status));
    }
}

/// When a sample was sent, 0 where its writer does not say.
pub(crate) fn source_timestamp(sample: &rosebay_rtps::Sample) -> i64 {
    sample
        .source_timestamp
        .map_or(0, |time| time.to_nanoseconds())
}

impl DdsSubscription {
    pub(crate) fn new(
        node: &Arc<NodeInner>,
        options: &TopicOptions,
        special: SubscriptionOptions,
    ) -> Result<Self> {
        let qos = options
            .qos
            .resolved_for_subscription(&options.topic, &node.participant.graph);
        let events = Arc::new(ReaderEvents::default());
        let spec = topic_spec(options, qos);
        let own = node.reader(
            &spec,
            special.ignore_local_publications,
            reader_filter(&spec.wire_topic(), special.content_filter),
            Arc::clone(&events) as _,
        )?;
        Ok(Self {
            own,
            events,
            received: AtomicU64::new(0),
        })
    }

    fn check(&self, kind: EventKind) -> Result<()> {
        supported(
            kind,
            self.supports_event(kind),
            self.own.membership.node.participant.identifier,
        )
    }
}

impl Endpoint for DdsSubscription {
    fn gid(&self) -> Gid {
        self.own.membership.gid
    }

    fn actual_qos(&self) -> QosProfile {
        self.own.qos
    }

    fn matched_count(&self) -> usize {
        self.own.reader.matched_writer_count()
    }

    fn supports_event(&self, kind: EventKind) -> bool {
        kind != EventKind::LivelinessLost
    }

    fn take_event(&self, kind: EventKind) -> Result<EventStatus> {
        self.check(kind)?;
        self.events.statuses.taken(kind);
        let reader = &self.own.reader;
        Ok(match kind {
            EventKind::Matched => events::matched(reader.take_matched_status()),
            EventKind::IncompatibleQos => {
                events::incompatible_qos(&reader.take_incompatible_qos_status())
            }
            EventKind::IncompatibleType => {
                EventStatus::IncompatibleType(total(reader.take_inconsistent_topic_status()))
            }
            EventKind::DeadlineMissed => {
                EventStatus::DeadlineMissed(total(reader.take_deadline_missed_status()))
            }
            EventKind::LivelinessChanged => {
                events::liveliness_changed(reader.take_liveliness_changed_status())
            }
            _ => EventStatus::MessageLost(total(reader.take_sample_lost_status())),
        })
    }

    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()> {
        self.check(kind)?;
        self.events.statuses.set_listener(kind, listener);
        Ok(())
    }
}

impl Subscription for DdsSubscription {
    fn take(&self) -> Result<Option<Sample>> {
        let Some(sample) = self.own.reader.take() else {
            return Ok(None);
        };
        let info = MessageInfo {
            source_timestamp: source_timestamp(&sample),
            received_timestamp: sample.reception_timestamp.to_nanoseconds(),
            publication_sequence_number: u64::try_from(sample.sequence_number.0).ok(),
            reception_sequence_number: Some(self.received.fetch_add(1, Ordering::Relaxed) + 1),
            publisher_gid: gid(sample.writer),
            from_intra_process: sample.writer.prefix
                == self.own.membership.node.participant.prefix(),
        };
        Ok(Some(Sample {
            payload: sample.payload,
            info,
        }))
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.events.set_data_listener(&self.own.reader, listener);
    }

    fn set_content_filter(&self, filter: Option<ContentFilter>) {
        let reader = &self.own.reader;
        let topic = &reader.config().topic_name;
        let (filter, told) = reader_filter(topic, filter);
        reader.set_filter(filter, told);
    }
}
