//! Publishers and subscriptions, and the handles that take writers and readers out of the domain again.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rosebay_rmw::endpoint::{Reader, supported};
use rosebay_rmw::{
    ContentFilter, Direction, Endpoint, EventKind, EventStatus, Gid, Publisher, QosProfile,
    ReadyListener, Result, Sample, Subscription,
};

use crate::IDENTIFIER;
use crate::context::NodeInner;
use crate::domain::TopicKey;
use crate::writer::Writer;

pub(crate) struct WriterHandle {
    pub(crate) writer: Arc<Writer>,
    pub(crate) key: TopicKey,
    pub(crate) node: Arc<NodeInner>,
}

impl Drop for WriterHandle {
    fn drop(&mut self) {
        self.node
            .participant
            .domain
            .remove_writer(&self.key, &self.writer);
        self.node
            .dissociate(Direction::Writer, self.writer.options.gid);
    }
}

pub(crate) struct ReaderHandle {
    pub(crate) reader: Arc<Reader>,
    pub(crate) key: TopicKey,
    pub(crate) node: Arc<NodeInner>,
}

impl Drop for ReaderHandle {
    fn drop(&mut self) {
        self.node
            .participant
            .domain
            .remove_reader(&self.key, &self.reader);
        self.node
            .dissociate(Direction::Reader, self.reader.options.gid);
    }
}

pub(crate) struct LocalPublisher(pub(crate) WriterHandle);

impl Endpoint for LocalPublisher {
    fn gid(&self) -> Gid {
        self.0.writer.options.gid
    }

    fn actual_qos(&self) -> QosProfile {
        self.0.writer.options.qos
    }

    fn matched_count(&self) -> usize {
        self.0.writer.matched_count()
    }

    fn supports_event(&self, kind: EventKind) -> bool {
        !matches!(kind, EventKind::LivelinessChanged | EventKind::MessageLost)
    }

    fn take_event(&self, kind: EventKind) -> Result<EventStatus> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        Ok(self.0.writer.events.take(kind))
    }

    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        self.0.writer.events.set_listener(kind, listener);
        Ok(())
    }
}

impl Publisher for LocalPublisher {
    fn publish(&self, payload: Bytes) -> Result<()> {
        self.0.writer.write(payload, None).map(|_| ())
    }

    /// A message is in every queue before `publish` returns.
    fn wait_for_all_acked(&self, _timeout: Option<Duration>) -> Result<bool> {
        Ok(true)
    }

    fn assert_liveliness(&self) -> Result<()> {
        self.0.writer.assert_liveliness();
        Ok(())
    }
}

pub(crate) struct LocalSubscription(pub(crate) ReaderHandle);

impl Endpoint for LocalSubscription {
    fn gid(&self) -> Gid {
        self.0.reader.options.gid
    }

    fn actual_qos(&self) -> QosProfile {
        self.0.reader.options.qos
    }

    fn matched_count(&self) -> usize {
        self.0.reader.matched_count()
    }

    fn supports_event(&self, kind: EventKind) -> bool {
        kind != EventKind::LivelinessLost
    }

    fn take_event(&self, kind: EventKind) -> Result<EventStatus> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        Ok(self.0.reader.events.take(kind))
    }

    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        self.0.reader.events.set_listener(kind, listener);
        Ok(())
    }
}

impl Subscription for LocalSubscription {
    fn take(&self) -> Result<Option<Sample>> {
        let item = self.0.reader.take();
        Ok(item.map(|item| Sample {
            payload: item.payload,
            info: item.info,
        }))
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.0.reader.set_listener(listener);
    }

    fn set_content_filter(&self, filter: Option<ContentFilter>) {
        self.0.reader.set_content_filter(filter);
    }
}
