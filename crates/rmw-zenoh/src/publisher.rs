//! Publishers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_rmw::endpoint::{MAX_BLOCKING, nanoseconds_since_epoch, supported};
use rosebay_rmw::{
    Durability, Endpoint, Error, EventKind, EventStatus, Gid, History, Publisher, QosProfile,
    ReadyListener, Reliability, Result, TopicOptions,
};
use zenoh::Wait;
use zenoh::qos::{CongestionControl, Priority};
use zenoh_ext::{AdvancedPublisher, AdvancedPublisherBuilderExt, CacheConfig, MissDetectionConfig};

use crate::attachment::Attachment;
use crate::context::{Membership, NodeInner, topic_token};
use crate::error::failed;
use crate::keys;
use crate::party::Party;
use crate::token::TokenKind;
use crate::writer::Writer;
use crate::{IDENTIFIER, payload};

/// How often a reliable transient-local publisher tells which message was its last, where that has changed.
const HEARTBEAT: Duration = Duration::from_millis(500);

/// How many messages a transient-local publisher keeps that keeps all.
const KEEP_ALL_CACHE: usize = rosebay_rmw::endpoint::KEEP_ALL_LIMIT;

/// What messages go out by.
enum Outlet {
    Plain(zenoh::pubsub::Publisher<'static>),
    /// With a history for late subscriptions.
    Advanced(Box<AdvancedPublisher<'static>>),
}

/// A publisher. It leaves the graph before it falls silent.
pub(crate) struct ZenohPublisher {
    membership: Membership,
    writer: Arc<Writer>,
    outlet: Outlet,
    topic: String,
}

impl ZenohPublisher {
    pub(crate) fn new(node: &Arc<NodeInner>, options: &TopicOptions) -> Result<Self> {
        let core = &node.core;
        let qos = options
            .qos
            .resolved_for_publisher(&options.topic, &core.graph);
        let identity = node.endpoint(TokenKind::Publisher, topic_token(options, qos))?;
        let outlet = outlet(node, &identity.key, &qos)?;
        let party = Party {
            qos,
            ..identity.party
        };
        let writer = Arc::new(Writer::new(party));
        let membership = node.enter(identity.token)?;
        core.directory.add_writer(membership.name(), &writer);
        Ok(Self {
            membership,
            writer,
            outlet,
            topic: options.topic.clone(),
        })
    }

    fn send(&self, number: u64, payload: Bytes) -> zenoh::Result<()> {
        let attachment = Attachment {
            sequence_number: i64::try_from(number).unwrap_or(i64::MAX),
            source_timestamp: nanoseconds_since_epoch(),
            source_gid: self.writer.party.gid,
        };
        let (payload, attachment) = (payload::to_zenoh(payload), attachment.to_bytes());
        match &self.outlet {
            Outlet::Plain(publisher) => publisher.put(payload).attachment(attachment).wait(),
            Outlet::Advanced(publisher) => publisher.put(payload).attachment(attachment).wait(),
        }
    }
}

/// As in rmw_zenoh, who keeps all blocks rather than drop; a writer that keeps the last messages does not wait for
/// a network that cannot take them. What is best effort has a queue of its own below that of what is reliable: while a
/// link stands still, it is the stream of images that is dropped and not the rest, for want of a place behind it.
fn outlet(node: &NodeInner, key: &str, qos: &QosProfile) -> Result<Outlet> {
    let reliable = qos.reliability == Reliability::Reliable;
    let keeps_all = qos.history == History::KeepAll;
    let (reliability, congestion_control) = match (reliable, keeps_all) {
        (true, true) => (zenoh::qos::Reliability::Reliable, CongestionControl::Block),
        (true, false) => (zenoh::qos::Reliability::Reliable, CongestionControl::Drop),
        (false, _) => (zenoh::qos::Reliability::BestEffort, CongestionControl::Drop),
    };
    let priority = match reliable {
        true => Priority::Data,
        false => Priority::DataLow,
    };
    let builder = node
        .core
        .session
        .declare_publisher(key.to_owned())
        .priority(priority)
        .reliability(reliability)
        .congestion_control(congestion_control);
    if qos.durability != Durability::TransientLocal {
        let declared = builder.wait();
        return declared
            .map(Outlet::Plain)
            .map_err(failed("declare a publisher"));
    }
    let depth = if keeps_all { KEEP_ALL_CACHE } else { qos.depth };
    let mut builder = builder
        .cache(CacheConfig::default().max_samples(depth))
        .publisher_detection();
    if reliable {
        let detection = MissDetectionConfig::default().sporadic_heartbeat(HEARTBEAT);
        builder = builder.sample_miss_detection(detection);
    }
    let declared = builder.wait();
    declared
        .map(|publisher| Outlet::Advanced(Box::new(publisher)))
        .map_err(failed("declare a publisher with a history"))
}

impl Endpoint for ZenohPublisher {
    fn gid(&self) -> Gid {
        self.writer.party.gid
    }

    fn actual_qos(&self) -> QosProfile {
        self.writer.party.qos
    }

    fn matched_count(&self) -> usize {
        self.writer.matched_count()
    }

    fn supports_event(&self, kind: EventKind) -> bool {
        !matches!(kind, EventKind::LivelinessChanged | EventKind::MessageLost)
    }

    fn take_event(&self, kind: EventKind) -> Result<EventStatus> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        Ok(self.writer.events.take(kind))
    }

    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        self.writer.events.set_listener(kind, listener);
        Ok(())
    }
}

impl Publisher for ZenohPublisher {
    fn publish(&self, payload: Bytes) -> Result<()> {
        let core = self.membership.core();
        let deadline = Instant::now() + MAX_BLOCKING;
        let ask = |questions| core.ask(&self.writer, questions);
        if !self.writer.wait_for_room(deadline, ask) {
            return Err(Error::Timeout {
                topic: self.topic.clone(),
                waited: MAX_BLOCKING,
            });
        }
        let sent = self.writer.publish(|number| self.send(number, payload));
        sent.map_err(failed("publish a message"))
    }

    fn wait_for_all_acked(&self, timeout: Option<Duration>) -> Result<bool> {
        let core = self.membership.core();
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let ask = |questions| core.ask(&self.writer, questions);
        Ok(self.writer.wait_for_all(deadline, ask))
    }

    fn assert_liveliness(&self) -> Result<()> {
        self.writer.assert_liveliness();
        let (core, gid) = (self.membership.core(), self.writer.party.gid);
        for reader in core.directory.own_readers(self.membership.name()) {
            reader.sign_of_life(gid);
        }
        let put = core.session.put(keys::alive(core.domain, gid), Vec::new());
        put.wait().map_err(failed("show that a publisher is alive"))
    }
}

impl Drop for ZenohPublisher {
    fn drop(&mut self) {
        let directory = &self.membership.core().directory;
        directory.remove_writer(self.membership.name(), &self.writer);
    }
}
