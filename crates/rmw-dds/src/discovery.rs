//! What others announce, fed to the graph.

use std::sync::Arc;

use rosebay_locks::Mutex;
use rosebay_rmw::{Direction, Entity, Gid, Graph};
use rosebay_rtps::types::{Guid, GuidPrefix};
use rosebay_rtps::{
    Change, DiscoveryListener, EndpointData, ParticipantData, Reader, ReaderListener, ReaderStatus,
};

use crate::{discovery_info, names, qos, user_data};

pub(crate) fn gid(guid: Guid) -> Gid {
    Gid(guid.to_bytes())
}

pub(crate) fn participant_gid(prefix: GuidPrefix) -> Gid {
    gid(prefix.participant())
}

/// Feeds remote participants and endpoints to the graph.
pub(crate) struct GraphFeeder {
    pub(crate) graph: Arc<Graph>,
}

impl GraphFeeder {
    fn endpoint_changed(&self, change: Change, endpoint: &EndpointData, direction: Direction) {
        if let Change::Lost(_) = change {
            self.graph.remove_entity(gid(endpoint.guid));
            return;
        }
        let (subject, name, type_name) = names::demangle(&endpoint.topic_name, &endpoint.type_name);
        self.graph.add_entity(Entity {
            gid: gid(endpoint.guid),
            participant: participant_gid(endpoint.guid.prefix),
            direction,
            subject,
            name,
            type_name,
            wire_topic: endpoint.topic_name.clone(),
            wire_type: endpoint.type_name.clone(),
            type_hash: user_data::type_hash(&endpoint.user_data),
            qos: qos::profile(&endpoint.qos),
        });
    }
}

impl DiscoveryListener for GraphFeeder {
    fn participant_changed(&self, change: Change, participant: &Arc<ParticipantData>) {
        let gid = participant_gid(participant.prefix);
        if let Change::Lost(_) = change {
            self.graph.remove_participant(gid);
        } else if let Some(enclave) = user_data::enclave(&participant.user_data) {
            self.graph.add_participant(gid, &enclave);
        }
    }

    fn writer_changed(&self, change: Change, writer: &Arc<EndpointData>) {
        self.endpoint_changed(change, writer, Direction::Writer);
    }

    fn reader_changed(&self, change: Change, reader: &Arc<EndpointData>) {
        self.endpoint_changed(change, reader, Direction::Reader);
    }
}

/// Feeds the nodes of remote participants to the graph.
pub(crate) struct NodeFeeder {
    graph: Arc<Graph>,
    /// Held while messages are taken and fed, so that the last one of a participant stays.
    reader: Mutex<Option<Reader>>,
}

impl NodeFeeder {
    pub(crate) fn new(graph: Arc<Graph>) -> Self {
        Self {
            graph,
            reader: Mutex::default(),
        }
    }

    /// From now on `reader` is read, also what has come already.
    pub(crate) fn start(&self, reader: Reader) {
        *self.reader.lock() = Some(reader);
        self.data_available();
    }

    pub(crate) fn stop(&self) {
        let reader = self.reader.lock().take();
        if let Some(reader) = reader {
            reader.close();
        }
    }
}

impl ReaderListener for NodeFeeder {
    /// A participant speaks for itself only: what counts is who wrote the message, not whom it names.
    fn data_available(&self) {
        let reader = self.reader.lock();
        let mut changes = Vec::new();
        while let Some(sample) = reader.as_ref().and_then(Reader::take) {
            match discovery_info::decode(&sample.payload) {
                Ok(nodes) => {
                    let participant = participant_gid(sample.writer.prefix);
                    changes.push(self.graph.set_nodes(participant, nodes));
                }
                Err(error) => {
                    let topic = discovery_info::TOPIC;
                    tracing::warn!(
                        "a message on '{topic}' from {} cannot be read: {error}",
                        sample.writer
                    );
                }
            }
        }
        drop(reader);
        drop(changes);
    }

    fn status_changed(&self, _status: ReaderStatus) {}
}
