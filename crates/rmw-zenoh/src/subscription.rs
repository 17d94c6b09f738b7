//! Subscriptions.

use std::sync::Arc;
use std::time::Duration;

use rosebay_rmw::endpoint::supported;
use rosebay_rmw::{
    ContentFilter, Durability, Endpoint, EventKind, EventStatus, Gid, Liveliness, QosProfile,
    ReadyListener, Reliability, Result, Sample, Subscription, SubscriptionOptions, TopicOptions,
};
use zenoh::Wait;
use zenoh::pubsub::Subscriber;
use zenoh::sample::Locality;
use zenoh_ext::{AdvancedSubscriber, AdvancedSubscriberBuilderExt, HistoryConfig, RecoveryConfig};

use crate::context::{Membership, NodeInner, topic_token};
use crate::directory::Directory;
use crate::error::failed;
use crate::party::Party;
use crate::reader::Reader;
use crate::token::{EndpointToken, Token, TokenKind};
use crate::{IDENTIFIER, buffers};

/// How long a history may be on its way.
const HISTORY_PATIENCE: Duration = Duration::from_secs(600);

/// What messages come in by. Kept for what it does.
enum Inlet {
    Plain {
        _subscriber: Subscriber<()>,
        /// At the key of the group for buffers.
        _group: Option<Subscriber<()>>,
    },
    /// With the history of publishers that have one.
    Advanced {
        _subscriber: Box<AdvancedSubscriber<()>>,
    },
}

/// A subscription's place in the directory, until it drops.
struct Listing {
    directory: Arc<Directory>,
    topic: String,
    reader: Arc<Reader>,
}

impl Listing {
    fn new(directory: Arc<Directory>, token: &Token, reader: &Arc<Reader>) -> Self {
        let topic = token
            .endpoint
            .as_ref()
            .map(|endpoint| endpoint.topic.clone());
        let topic = topic.unwrap_or_default();
        directory.add_reader(&topic, reader);
        Self {
            directory,
            topic,
            reader: Arc::clone(reader),
        }
    }
}

impl Drop for Listing {
    fn drop(&mut self) {
        self.directory.remove_reader(&self.topic, &self.reader);
    }
}

/// A subscription. It leaves the graph before it stops listening.
pub(crate) struct ZenohSubscription {
    _listing: Listing,
    _membership: Membership,
    _inlet: Inlet,
    reader: Arc<Reader>,
}

impl ZenohSubscription {
    pub(crate) fn new(
        node: &Arc<NodeInner>,
        options: &TopicOptions,
        special: SubscriptionOptions,
    ) -> Result<Self> {
        let core = &node.core;
        let qos = options
            .qos
            .resolved_for_subscription(&options.topic, &core.graph);
        let token = EndpointToken {
            backends: buffers::backends(&options.message_type, &qos),
            ..topic_token(options, qos)
        };
        let group = token.backends.is_some();
        let identity = node.endpoint(TokenKind::Subscription, token)?;
        // A publisher that has to show that it is alive matches any liveliness that is asked for.
        if qos.liveliness_lease_duration.finite().is_some()
            || qos.liveliness == Liveliness::ManualByTopic
        {
            core.hear_signs_of_life()?;
        }
        let party = Party {
            qos,
            ..identity.party
        };
        let local = special.ignore_local_publications;
        let type_name = options.message_type.name.to_string();
        let reader = Arc::new(Reader::new(party, type_name, special));
        let directory = Arc::clone(&core.directory);
        let listing = Listing::new(directory, &identity.token, &reader);
        let inlet = inlet(node, (&identity.key, group), local, &reader)?;
        let membership = node.enter(identity.token)?;
        core.directory.reader_listens(membership.name(), &reader);
        Ok(Self {
            _listing: listing,
            _membership: membership,
            _inlet: inlet,
            reader,
        })
    }
}

fn inlet(
    node: &NodeInner,
    (key, has_group): (&str, bool),
    ignore_local_publications: bool,
    reader: &Arc<Reader>,
) -> Result<Inlet> {
    let qos = &reader.party.qos;
    let origin = if ignore_local_publications {
        Locality::Remote
    } else {
        Locality::Any
    };
    let subscriber = |key: String| {
        let receiver = Arc::clone(reader);
        node.core
            .session
            .declare_subscriber(key)
            .allowed_origin(origin)
            .callback(move |sample| receiver.receive(&sample))
    };
    let builder = subscriber(key.to_owned());
    if qos.durability != Durability::TransientLocal {
        let group = has_group.then(|| subscriber(buffers::group(key)).wait());
        return Ok(Inlet::Plain {
            _subscriber: builder.wait().map_err(failed("declare a subscription"))?,
            _group: group
                .transpose()
                .map_err(failed("declare a subscription for buffers"))?,
        });
    }
    let history = HistoryConfig::default()
        .detect_late_publishers()
        .max_samples(qos.depth.max(1));
    let mut builder = builder
        .history(history)
        .subscriber_detection()
        .query_timeout(HISTORY_PATIENCE);
    if qos.reliability == Reliability::Reliable {
        builder = builder.recovery(RecoveryConfig::default().heartbeat());
    }
    let declared = builder
        .wait()
        .map_err(failed("declare a subscription with a history"))?;
    Ok(Inlet::Advanced {
        _subscriber: Box::new(declared),
    })
}

impl Endpoint for ZenohSubscription {
    fn gid(&self) -> Gid {
        self.reader.party.gid
    }

    fn actual_qos(&self) -> QosProfile {
        self.reader.party.qos
    }

    fn matched_count(&self) -> usize {
        self.reader.queue.matched_count()
    }

    fn supports_event(&self, kind: EventKind) -> bool {
        kind != EventKind::LivelinessLost
    }

    fn take_event(&self, kind: EventKind) -> Result<EventStatus> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        Ok(self.reader.queue.events.take(kind))
    }

    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()> {
        supported(kind, self.supports_event(kind), IDENTIFIER)?;
        self.reader.queue.events.set_listener(kind, listener);
        Ok(())
    }
}

impl Subscription for ZenohSubscription {
    fn take(&self) -> Result<Option<Sample>> {
        let item = self.reader.take();
        Ok(item.map(|item| Sample {
            payload: item.payload,
            info: item.info,
        }))
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.reader.queue.set_listener(listener);
    }

    fn set_content_filter(&self, filter: Option<ContentFilter>) {
        self.reader.queue.set_content_filter(filter);
    }
}
