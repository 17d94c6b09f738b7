//! The protocol's own endpoints (DDSI-RTPS §8.5.4, §8.4.13): writers that announce this participant's endpoints and
//! their liveliness, readers that hear of others'.

use std::sync::{Arc, Weak};
use std::time::Instant;

use bytes::Bytes;

use super::EndpointData;
use super::database::RemoteParticipant;
use crate::config::{ReaderConfig, WriterConfig};
use crate::engine::Engine;
use crate::outgoing::Route;
use crate::participant::inner::Inner;
use crate::qos::{Durability, History, QosPolicies, Reliability};
use crate::reader::core::ReaderCore;
use crate::status::{ReaderListener, ReaderStatus};
use crate::types::{EntityId, Guid, Locator};
use crate::wire::discovery::BuiltinEndpointSet;
use crate::writer::core::WriterCore;

/// What a built-in reader hears.
#[derive(Clone, Copy)]
enum Topic {
    Publications,
    Subscriptions,
    ParticipantMessages,
}

/// Hands what comes to discovery.
struct Listener {
    participant: Weak<Inner>,
    topic: Topic,
}

impl ReaderListener for Listener {
    fn data_available(&self) {
        let Some(participant) = self.participant.upgrade() else {
            return;
        };
        match self.topic {
            Topic::Publications => participant.hear_endpoints(true),
            Topic::Subscriptions => participant.hear_endpoints(false),
            Topic::ParticipantMessages => participant.hear_liveliness(),
        }
    }

    fn status_changed(&self, _status: ReaderStatus) {}
}

/// A writer here and the readers of other participants that it matches, or the other way round.
struct Pair {
    local: EntityId,
    remote: EntityId,
    /// The remote's place in the set of endpoints that a participant announces.
    announced: BuiltinEndpointSet,
}

const WRITERS: [Pair; 3] = [
    Pair {
        local: EntityId::PUBLICATIONS_WRITER,
        remote: EntityId::PUBLICATIONS_READER,
        announced: BuiltinEndpointSet::PUBLICATIONS_DETECTOR,
    },
    Pair {
        local: EntityId::SUBSCRIPTIONS_WRITER,
        remote: EntityId::SUBSCRIPTIONS_READER,
        announced: BuiltinEndpointSet::SUBSCRIPTIONS_DETECTOR,
    },
    Pair {
        local: EntityId::PARTICIPANT_MESSAGE_WRITER,
        remote: EntityId::PARTICIPANT_MESSAGE_READER,
        announced: BuiltinEndpointSet::PARTICIPANT_MESSAGE_READER,
    },
];

const READERS: [Pair; 3] = [
    Pair {
        local: EntityId::PUBLICATIONS_READER,
        remote: EntityId::PUBLICATIONS_WRITER,
        announced: BuiltinEndpointSet::PUBLICATIONS_ANNOUNCER,
    },
    Pair {
        local: EntityId::SUBSCRIPTIONS_READER,
        remote: EntityId::SUBSCRIPTIONS_WRITER,
        announced: BuiltinEndpointSet::SUBSCRIPTIONS_ANNOUNCER,
    },
    Pair {
        local: EntityId::PARTICIPANT_MESSAGE_READER,
        remote: EntityId::PARTICIPANT_MESSAGE_WRITER,
        announced: BuiltinEndpointSet::PARTICIPANT_MESSAGE_WRITER,
    },
];

/// The built-in endpoints of one participant.
pub(crate) struct Builtin {
    pub(crate) publications_writer: Arc<WriterCore>,
    pub(crate) subscriptions_writer: Arc<WriterCore>,
    pub(crate) messages_writer: Arc<WriterCore>,
    pub(crate) publications_reader: Arc<ReaderCore>,
    pub(crate) subscriptions_reader: Arc<ReaderCore>,
    pub(crate) messages_reader: Arc<ReaderCore>,
}

impl Builtin {
    pub(crate) fn new(engine: &Arc<Engine>, participant: &Weak<Inner>) -> Builtin {
        let writer = |id: EntityId, history| {
            let config = WriterConfig {
                qos: builtin_qos(history),
                ..WriterConfig::default()
            };
            WriterCore::new(
                engine.prefix.guid(id),
                config,
                Arc::clone(engine),
                Arc::new(()),
            )
        };
        let reader = |id: EntityId, topic| {
            let config = ReaderConfig {
                qos: builtin_qos(History::KeepAll),
                ..ReaderConfig::default()
            };
            let listener = Listener {
                participant: Weak::clone(participant),
                topic,
            };
            ReaderCore::new(
                engine.prefix.guid(id),
                config,
                Arc::clone(engine),
                Arc::new(listener),
            )
        };
        Builtin {
            publications_writer: writer(EntityId::PUBLICATIONS_WRITER, History::KeepAll),
            subscriptions_writer: writer(EntityId::SUBSCRIPTIONS_WRITER, History::KeepAll),
            // The last of each kind of assertion; there are two.
            messages_writer: writer(EntityId::PARTICIPANT_MESSAGE_WRITER, History::KeepLast(2)),
            publications_reader: reader(EntityId::PUBLICATIONS_READER, Topic::Publications),
            subscriptions_reader: reader(EntityId::SUBSCRIPTIONS_READER, Topic::Subscriptions),
            messages_reader: reader(
                EntityId::PARTICIPANT_MESSAGE_READER,
                Topic::ParticipantMessages,
            ),
        }
    }

    pub(crate) fn writers(&self) -> impl Iterator<Item = Arc<WriterCore>> {
        [
            &self.publications_writer,
            &self.subscriptions_writer,
            &self.messages_writer,
        ]
        .map(Arc::clone)
        .into_iter()
    }

    pub(crate) fn readers(&self) -> impl Iterator<Item = Arc<ReaderCore>> {
        [
            &self.publications_reader,
            &self.subscriptions_reader,
            &self.messages_reader,
        ]
        .map(Arc::clone)
        .into_iter()
    }

    /// The writer that announces endpoints of a kind.
    pub(crate) fn announcer(&self, of_writers: bool) -> &WriterCore {
        if of_writers {
            &self.publications_writer
        } else {
            &self.subscriptions_writer
        }
    }
}

/// Reliable, and what was said before is told to those who come late (DDSI-RTPS §8.5.4.2).
fn builtin_qos(history: History) -> QosPolicies {
    QosPolicies {
        reliability: Reliability::RELIABLE,
        durability: Durability::TransientLocal,
        history,
        ..QosPolicies::default()
    }
}

impl Inner {
    /// Matches the built-in endpoints with those of a participant just discovered.
    pub(crate) fn match_builtin(&self, participant: &RemoteParticipant) {
        for pair in WRITERS {
            let writer = self.writers.read().get(&pair.local).cloned();
            if let (Some(writer), Some((data, route))) =
                (writer, self.builtin_peer(participant, &pair))
            {
                writer.match_remote(data, route);
            }
        }
        let now = Instant::now();
        for pair in READERS {
            let reader = self.readers.read().get(&pair.local).cloned();
            if let (Some(reader), Some((data, route))) =
                (reader, self.builtin_peer(participant, &pair))
            {
                self.connect(data.guid, &reader);
                reader.match_remote(data, route, now);
            }
        }
    }

    /// Forgets the built-in endpoints of a participant that is gone.
    pub(crate) fn unmatch_builtin(&self, participant: &RemoteParticipant) {
        let prefix = participant.announced.guid_prefix;
        for (pair, writer) in WRITERS.iter().zip(self.builtin.writers()) {
            writer.unmatch(prefix.guid(pair.remote));
        }
        for (pair, reader) in READERS.iter().zip(self.builtin.readers()) {
            self.disconnect(prefix.guid(pair.remote), reader.guid);
            reader.unmatch(prefix.guid(pair.remote));
        }
    }

    fn builtin_peer(
        &self,
        participant: &RemoteParticipant,
        pair: &Pair,
    ) -> Option<(Arc<EndpointData>, Route)> {
        let announced = &participant.announced;
        if !announced.builtin_endpoints.contains(pair.announced) {
            return None;
        }
        let guid: Guid = announced.guid_prefix.guid(pair.remote);
        let locators: &[Locator] = &announced.metatraffic_unicast_locators;
        let route = self.engine.route(
            guid,
            announced.vendor,
            locators,
            announced.receive_buffer_size,
        )?;
        let data = EndpointData {
            guid,
            vendor: announced.vendor,
            topic_name: String::new(),
            type_name: String::new(),
            qos: builtin_qos(History::KeepAll),
            user_data: Bytes::new(),
            unicast_locators: locators.to_vec(),
            expects_inline_qos: false,
            content_filter: None,
        };
        Some((Arc::new(data), route))
    }
}
