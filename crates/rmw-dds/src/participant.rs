//! The participant of a context.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use rosebay_rmw::{ContextOptions, Gid, Graph, NodeEntities, OwnNodes, QosProfile, Result};
use rosebay_rtps::types::{Guid, GuidPrefix};
use rosebay_rtps::{
    FilterCompiler, ParticipantConfig, ReaderConfig, SampleFilter, WriteOptions, Writer,
    WriterConfig,
};

use crate::discovery::{GraphFeeder, NodeFeeder, gid};
use crate::pairing::PairKey;
use crate::{discovery_info, error, network, qos, user_data};

/// What the nodes and endpoints of a context share.
pub(crate) struct Participant {
    pub(crate) rtps: rosebay_rtps::Participant,
    pub(crate) identifier: &'static str,
    pub(crate) graph: Arc<Graph>,
    pub(crate) nodes: OwnNodes,
    node_feeder: Arc<NodeFeeder>,
    next_pair: AtomicU32,
}

impl Participant {
    pub(crate) fn open(options: &ContextOptions, identifier: &'static str) -> Result<Arc<Self>> {
        let graph = Arc::new(Graph::new());
        let config = ParticipantConfig {
            domain_id: options.domain_id,
            entity_name: options.enclave.clone(),
            user_data: user_data::participant(&options.enclave),
            network: network::network(options),
            ..ParticipantConfig::default()
        };
        let feeder = Arc::new(GraphFeeder {
            graph: Arc::clone(&graph),
        });
        let rtps = rosebay_rtps::Participant::new(config, feeder).map_err(error::open)?;
        let own = gid(rtps.guid());
        graph.add_participant(own, &options.enclave);

        let node_feeder = Arc::new(NodeFeeder::new(Arc::clone(&graph)));
        let info_reader = rtps.create_reader(info_reader_config(), Arc::clone(&node_feeder) as _);
        node_feeder.start(info_reader.map_err(error::open)?);
        let info_writer = rtps.create_writer(info_writer_config(), Arc::new(()));
        let info_writer = info_writer.map_err(error::open)?;
        let nodes = OwnNodes::new(Arc::clone(&graph), own, move |nodes| {
            announce(&info_writer, own, nodes)
        });
        Ok(Arc::new(Self {
            rtps,
            identifier,
            graph,
            nodes,
            node_feeder,
            next_pair: AtomicU32::new(1),
        }))
    }

    pub(crate) fn guid(&self) -> Guid {
        self.rtps.guid()
    }

    pub(crate) fn prefix(&self) -> GuidPrefix {
        self.guid().prefix
    }

    /// A new name for the two endpoints of a client or service.
    pub(crate) fn next_pair(&self) -> PairKey {
        PairKey::new(
            self.prefix(),
            self.next_pair.fetch_add(1, Ordering::Relaxed),
        )
    }
}

impl Drop for Participant {
    fn drop(&mut self) {
        self.node_feeder.stop();
        self.rtps.close();
    }
}

/// Reliable, transient local, and the last message only: what there is now is all that counts.
fn info_qos() -> QosProfile {
    QosProfile {
        depth: 1,
        ..QosProfile::ACTION_STATUS
    }
}

fn info_writer_config() -> WriterConfig {
    WriterConfig {
        topic_name: discovery_info::TOPIC.to_owned(),
        type_name: discovery_info::TYPE.to_owned(),
        qos: qos::policies(&info_qos()),
        user_data: user_data::endpoint(Some(discovery_info::TYPE_HASH), None),
        filters: FilterCompiler::default(),
    }
}

/// The reader keeps the messages of many participants, each of which must be seen.
fn info_reader_config() -> ReaderConfig {
    let qos = QosProfile {
        history: rosebay_rmw::History::KeepAll,
        ..info_qos()
    };
    ReaderConfig {
        topic_name: discovery_info::TOPIC.to_owned(),
        type_name: discovery_info::TYPE.to_owned(),
        qos: qos::policies(&qos),
        user_data: user_data::endpoint(Some(discovery_info::TYPE_HASH), None),
        ignore_local: true,
        filter: SampleFilter::default(),
        content_filter: None,
    }
}

/// Tells the others what nodes there are. What cannot be said now is said with the next change.
fn announce(writer: &Writer, participant: Gid, nodes: &[NodeEntities]) {
    let topic = discovery_info::TOPIC;
    let payload = match discovery_info::encode(participant, nodes) {
        Ok(payload) => payload,
        Err(error) => {
            tracing::warn!("the nodes of this context cannot be announced on '{topic}': {error}");
            return;
        }
    };
    if let Err(error) = writer.write(Bytes::from(payload), WriteOptions::default()) {
        tracing::warn!("the nodes of this context cannot be announced on '{topic}': {error}");
    }
}
