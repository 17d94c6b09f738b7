//! Publishers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_rmw::{
    Endpoint, EventKind, EventStatus, Gid, LoanedBuffer, Publisher, QosProfile, ReadyListener,
    Result, Subject, TopicOptions,
};
use rosebay_rosidl::cdr::Memory;
use rosebay_rtps::{Loan, WriteOptions, WriterListener, WriterStatus};

use crate::content_filter::filter_compiler;
use crate::endpoint::{NodeInner, OwnWriter, Spec};
use crate::error;
use crate::events::{self, Events, supported, total};

pub(crate) struct DdsPublisher {
    own: OwnWriter,
    topic: String,
    events: Arc<PublisherEvents>,
}

#[derive(Default)]
struct PublisherEvents(Events);

impl WriterListener for PublisherEvents {
    fn status_changed(&self, status: WriterStatus) {
        self.0.raise(events::of_writer(status));
    }
}

/// What a topic's writer or reader is made of.
pub(crate) fn topic_spec(options: &TopicOptions, qos: QosProfile) -> Spec<'_> {
    Spec {
        subject: Subject::Topic,
        name: &options.topic,
        message: &options.message_type.name,
        type_hash: options.message_type.known_hash(),
        ros_type: options.message_type.name.to_string(),
        qos,
        pair: None,
    }
}

/// Memory that the processes of this host read.
struct SharedMemory(Loan);

impl Memory for SharedMemory {
    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn freeze(mut self: Box<Self>, length: usize) -> Bytes {
        self.0.truncate(length);
        self.0.freeze()
    }
}

impl DdsPublisher {
    pub(crate) fn new(node: &Arc<NodeInner>, options: &TopicOptions) -> Result<Self> {
        let qos = options
            .qos
            .resolved_for_publisher(&options.topic, &node.participant.graph);
        let events = Arc::new(PublisherEvents::default());
        let filters = filter_compiler(Arc::clone(&options.message_type));
        let own = node.writer(&topic_spec(options, qos), filters, Arc::clone(&events) as _)?;
        Ok(Self {
            own,
            topic: options.topic.clone(),
            events,
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

impl Endpoint for DdsPublisher {
    fn gid(&self) -> Gid {
        self.own.membership.gid
    }

    fn actual_qos(&self) -> QosProfile {
        self.own.qos
    }

    fn matched_count(&self) -> usize {
        self.own.writer.matched_reader_count()
    }

    fn supports_event(&self, kind: EventKind) -> bool {
        !matches!(kind, EventKind::LivelinessChanged | EventKind::MessageLost)
    }

    fn take_event(&self, kind: EventKind) -> Result<EventStatus> {
        self.check(kind)?;
        self.events.0.taken(kind);
        let writer = &self.own.writer;
        Ok(match kind {
            EventKind::Matched => events::matched(writer.take_matched_status()),
            EventKind::IncompatibleQos => {
                events::incompatible_qos(&writer.take_incompatible_qos_status())
            }
            EventKind::IncompatibleType => {
                EventStatus::IncompatibleType(total(writer.take_inconsistent_topic_status()))
            }
            EventKind::DeadlineMissed => {
                EventStatus::DeadlineMissed(total(writer.take_deadline_missed_status()))
            }
            _ => EventStatus::LivelinessLost(total(writer.take_liveliness_lost_status())),
        })
    }

    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()> {
        self.check(kind)?;
        self.events.0.set_listener(kind, listener);
        Ok(())
    }
}

impl Publisher for DdsPublisher {
    fn publish(&self, payload: Bytes) -> Result<()> {
        let written = self.own.writer.write(payload, WriteOptions::default());
        written
            .map(|_| ())
            .map_err(|error| error::write(error, &self.topic))
    }

    fn can_loan(&self) -> bool {
        self.own.writer.shares_memory()
    }

    fn loan(&self, length: usize) -> Option<LoanedBuffer> {
        let loan = self.own.writer.loan(length)?;
        Some(LoanedBuffer::new(SharedMemory(loan)))
    }

    fn wait_for_all_acked(&self, timeout: Option<Duration>) -> Result<bool> {
        /// The engine waits for a bounded time; forever is many of them.
        const LONG: Duration = Duration::from_secs(3_600);
        let Some(timeout) = timeout else {
            while !self.own.writer.wait_for_acknowledgments(LONG) {}
            return Ok(true);
        };
        let start = Instant::now();
        loop {
            let left = timeout.saturating_sub(start.elapsed());
            if self.own.writer.wait_for_acknowledgments(left.min(LONG)) {
                return Ok(true);
            }
            if left <= LONG {
                return Ok(false);
            }
        }
    }

    fn assert_liveliness(&self) -> Result<()> {
        self.own.writer.assert_liveliness();
        Ok(())
    }
}
