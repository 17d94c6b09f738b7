//! Contexts and nodes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use rosebay_rmw::endpoint::{KEEP_ALL_LIMIT, Reader, ReaderOptions};
use rosebay_rmw::{
    Client, Context, ContextOptions, Direction, DiscoveryRange, Gid, Graph, Node, NodeKey,
    OwnNodes, Publisher, QosProfile, Result, Service, ServiceOptions, Subject, Subscription,
    SubscriptionOptions, TopicOptions,
};

use crate::domain::{Domain, TopicKey, entity};
use crate::endpoints::{LocalPublisher, LocalSubscription, ReaderHandle, WriterHandle};
use crate::service::{LocalClient, LocalService};
use crate::writer::{Writer, WriterOptions};

/// A context: what DDS calls a participant.
pub(crate) struct LocalContext {
    shared: Arc<Participant>,
}

/// What the endpoints of a context keep alive.
pub(crate) struct Participant {
    gid: Gid,
    pub(crate) domain: Arc<Domain>,
    nodes: OwnNodes,
    next_entity: AtomicU32,
}

impl LocalContext {
    pub(crate) fn open(options: &ContextOptions) -> Self {
        let domain = match options.discovery_range {
            DiscoveryRange::Off => Arc::new(Domain::default()),
            _ => Domain::shared(options.domain_id),
        };
        let gid = participant_gid();
        domain.graph.add_participant(gid, &options.enclave);
        let nodes = OwnNodes::new(Arc::clone(&domain.graph), gid, |_| ());
        Self {
            shared: Arc::new(Participant {
                gid,
                domain,
                nodes,
                next_entity: AtomicU32::new(1),
            }),
        }
    }
}

fn participant_gid() -> Gid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut gid = Gid::default();
    let number = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let bytes = b"rosb".iter().chain(&number);
    gid.0
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    gid
}

impl Drop for Participant {
    fn drop(&mut self) {
        self.domain.graph.remove_participant(self.gid);
    }
}

impl Context for LocalContext {
    fn create_node(&self, name: &str, namespace: &str) -> Result<Arc<dyn Node>> {
        let participant = Arc::clone(&self.shared);
        let key = participant.nodes.add(name, namespace);
        Ok(Arc::new(LocalNode {
            inner: Arc::new(NodeInner { participant, key }),
        }))
    }

    fn graph(&self) -> &Arc<Graph> {
        &self.shared.domain.graph
    }
}

struct LocalNode {
    inner: Arc<NodeInner>,
}

/// A node as its endpoints see it.
pub(crate) struct NodeInner {
    pub(crate) participant: Arc<Participant>,
    key: NodeKey,
}

impl Drop for NodeInner {
    fn drop(&mut self) {
        self.participant.nodes.remove(self.key);
    }
}

/// What an endpoint's type is called and hashed to.
pub(crate) type TypeIdentity = (String, Option<rosebay_rosidl::TypeHash>);

impl NodeInner {
    fn next_gid(&self) -> Gid {
        let mut gid = self.participant.gid;
        let number = self
            .participant
            .next_entity
            .fetch_add(1, Ordering::Relaxed)
            .to_be_bytes();
        gid.0
            .iter_mut()
            .skip(12)
            .zip(number)
            .for_each(|(to, from)| *to = from);
        gid
    }

    pub(crate) fn writer(
        self: &Arc<Self>,
        key: TopicKey,
        ty: &TypeIdentity,
        qos: QosProfile,
    ) -> WriterHandle {
        let participant = self.participant.gid;
        let gid = self.next_gid();
        let (topic, type_name) = (key.name.clone(), ty.0.clone());
        let writer = Arc::new(Writer::new(WriterOptions {
            gid,
            participant,
            topic,
            type_name,
            qos,
        }));
        let entity = entity(&key, Direction::Writer, (gid, participant), ty.clone(), qos);
        self.participant
            .nodes
            .edit(self.key, |node| node.associate(Direction::Writer, gid));
        self.participant.domain.add_writer(&key, &writer, entity);
        WriterHandle {
            writer,
            key,
            node: Arc::clone(self),
        }
    }

    pub(crate) fn reader(
        self: &Arc<Self>,
        key: TopicKey,
        ty: &TypeIdentity,
        qos: QosProfile,
        special: SubscriptionOptions,
        client: Option<Gid>,
    ) -> ReaderHandle {
        let participant = self.participant.gid;
        let gid = self.next_gid();
        let type_name = ty.0.clone();
        let options = ReaderOptions {
            gid,
            participant,
            type_name,
            qos,
            ignore_local_publications: special.ignore_local_publications,
            client,
            keep_all_limit: KEEP_ALL_LIMIT,
            content_filter: special.content_filter,
        };
        let reader = Arc::new(Reader::new(options));
        let entity = entity(&key, Direction::Reader, (gid, participant), ty.clone(), qos);
        self.participant
            .nodes
            .edit(self.key, |node| node.associate(Direction::Reader, gid));
        self.participant.domain.add_reader(&key, &reader, entity);
        ReaderHandle {
            reader,
            key,
            node: Arc::clone(self),
        }
    }

    pub(crate) fn dissociate(&self, direction: Direction, gid: Gid) {
        self.participant
            .nodes
            .edit(self.key, |node| node.dissociate(direction, gid));
    }

    fn graph(&self) -> &Graph {
        &self.participant.domain.graph
    }
}

impl Node for LocalNode {
    fn create_publisher(&self, options: &TopicOptions) -> Result<Box<dyn Publisher>> {
        let qos = options
            .qos
            .resolved_for_publisher(&options.topic, self.inner.graph());
        let writer = self
            .inner
            .writer(topic_key(options), &message_identity(options), qos);
        Ok(Box::new(LocalPublisher(writer)))
    }

    fn create_subscription(
        &self,
        options: &TopicOptions,
        special: SubscriptionOptions,
    ) -> Result<Box<dyn Subscription>> {
        let qos = options
            .qos
            .resolved_for_subscription(&options.topic, self.inner.graph());
        let reader = self.inner.reader(
            topic_key(options),
            &message_identity(options),
            qos,
            special,
            None,
        );
        Ok(Box::new(LocalSubscription(reader)))
    }

    fn create_client(&self, options: &ServiceOptions) -> Result<Box<dyn Client>> {
        Ok(Box::new(LocalClient::new(&self.inner, options)))
    }

    fn create_service(&self, options: &ServiceOptions) -> Result<Box<dyn Service>> {
        Ok(Box::new(LocalService::new(&self.inner, options)))
    }
}

fn topic_key(options: &TopicOptions) -> TopicKey {
    let foreign = options.qos.avoid_ros_namespace_conventions;
    let subject = if foreign {
        Subject::Foreign
    } else {
        Subject::Topic
    };
    TopicKey {
        subject,
        name: options.topic.clone(),
    }
}

fn message_identity(options: &TopicOptions) -> TypeIdentity {
    (
        options.message_type.name.to_string(),
        options.message_type.known_hash(),
    )
}
