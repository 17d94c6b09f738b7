//! Writers and readers of the engine as parts of a node.

use std::sync::Arc;

use rosebay_rmw::{Direction, Entity, Gid, NodeKey, QosProfile, Result, Subject};
use rosebay_rosidl::{InterfaceName, TypeHash};
use rosebay_rtps::{
    ContentFilterProperty, FilterCompiler, Reader, ReaderConfig, ReaderListener, SampleFilter,
    Writer, WriterConfig, WriterListener,
};

use crate::discovery::gid;
use crate::participant::Participant;
use crate::user_data::PairId;
use crate::{error, names, qos, user_data};

/// A node as its endpoints see it.
pub(crate) struct NodeInner {
    pub(crate) participant: Arc<Participant>,
    pub(crate) key: NodeKey,
}

impl Drop for NodeInner {
    fn drop(&mut self) {
        self.participant.nodes.remove(self.key);
    }
}

/// What a writer or reader is made of.
pub(crate) struct Spec<'a> {
    pub(crate) subject: Subject,
    /// The topic or service as ROS sees it.
    pub(crate) name: &'a str,
    /// The type that travels.
    pub(crate) message: &'a InterfaceName,
    /// Where it is known.
    pub(crate) type_hash: Option<TypeHash>,
    /// The type as ROS sees it: that of the service for requests and responses.
    pub(crate) ros_type: String,
    pub(crate) qos: QosProfile,
    pub(crate) pair: Option<PairId>,
}

impl Spec<'_> {
    pub(crate) fn wire_topic(&self) -> String {
        let plain = self.qos.avoid_ros_namespace_conventions;
        match self.subject {
            Subject::Topic | Subject::Foreign => names::mangle_topic(self.name, plain),
            Subject::Request => names::mangle_request(self.name, plain),
            Subject::Response => names::mangle_response(self.name, plain),
        }
    }

    fn entity(&self, gid: Gid, participant: Gid, direction: Direction) -> Entity {
        let plain = self.qos.avoid_ros_namespace_conventions;
        let wire_topic = self.wire_topic();
        Entity {
            gid,
            participant,
            direction,
            subject: if plain {
                Subject::Foreign
            } else {
                self.subject
            },
            name: if plain {
                wire_topic.clone()
            } else {
                self.name.to_owned()
            },
            type_name: self.ros_type.clone(),
            wire_topic,
            wire_type: rosebay_rmw::names::mangle_type(self.message),
            type_hash: self.type_hash,
            qos: self.qos,
        }
    }
}

/// Which samples a reader wants, and what its peers are told of that.
pub(crate) type ReaderFilter = (SampleFilter, Option<ContentFilterProperty>);

impl NodeInner {
    pub(crate) fn writer(
        self: &Arc<Self>,
        spec: &Spec<'_>,
        filters: FilterCompiler,
        listener: Arc<dyn WriterListener>,
    ) -> Result<OwnWriter> {
        let config = WriterConfig {
            topic_name: spec.wire_topic(),
            type_name: rosebay_rmw::names::mangle_type(spec.message),
            qos: qos::policies(&spec.qos),
            user_data: user_data::endpoint(spec.type_hash, spec.pair.as_ref()),
            filters,
        };
        let writer = self
            .participant
            .rtps
            .create_writer(config, listener)
            .map_err(error::open)?;
        let membership = self.enter(spec, gid(writer.guid()), Direction::Writer);
        Ok(OwnWriter {
            writer,
            qos: spec.qos,
            membership,
        })
    }

    pub(crate) fn reader(
        self: &Arc<Self>,
        spec: &Spec<'_>,
        ignore_local: bool,
        (filter, content_filter): ReaderFilter,
        listener: Arc<dyn ReaderListener>,
    ) -> Result<OwnReader> {
        let config = ReaderConfig {
            topic_name: spec.wire_topic(),
            type_name: rosebay_rmw::names::mangle_type(spec.message),
            qos: qos::policies(&spec.qos),
            user_data: user_data::endpoint(spec.type_hash, spec.pair.as_ref()),
            ignore_local,
            filter,
            content_filter,
        };
        let reader = self
            .participant
            .rtps
            .create_reader(config, listener)
            .map_err(error::open)?;
        let membership = self.enter(spec, gid(reader.guid()), Direction::Reader);
        Ok(OwnReader {
            reader,
            qos: spec.qos,
            membership,
        })
    }

    /// Makes an endpoint part of the graph and of this node.
    fn enter(self: &Arc<Self>, spec: &Spec<'_>, endpoint: Gid, direction: Direction) -> Membership {
        let participant = gid(self.participant.guid());
        self.participant
            .graph
            .add_entity(spec.entity(endpoint, participant, direction));
        self.participant
            .nodes
            .edit(self.key, |node| node.associate(direction, endpoint));
        Membership {
            node: Arc::clone(self),
            gid: endpoint,
            direction,
        }
    }
}

/// An endpoint's place in the graph and in its node, until it drops.
pub(crate) struct Membership {
    pub(crate) node: Arc<NodeInner>,
    pub(crate) gid: Gid,
    direction: Direction,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.node.participant.graph.remove_entity(self.gid);
        self.node.participant.nodes.edit(self.node.key, |node| {
            node.dissociate(self.direction, self.gid)
        });
    }
}

/// A writer of a node.
pub(crate) struct OwnWriter {
    pub(crate) writer: Writer,
    pub(crate) qos: QosProfile,
    pub(crate) membership: Membership,
}

impl Drop for OwnWriter {
    fn drop(&mut self) {
        self.writer.close();
    }
}

/// A reader of a node.
pub(crate) struct OwnReader {
    pub(crate) reader: Reader,
    pub(crate) qos: QosProfile,
    pub(crate) membership: Membership,
}

impl Drop for OwnReader {
    fn drop(&mut self) {
        self.reader.close();
    }
}
