//! The ROS graph as a middleware sees it: participants, their nodes, and the endpoints these own.
//!
//! Every middleware feeds the same [`Graph`] and every question about the graph is answered by it. What is
//! stored is what travels: writers and readers. A topic's endpoint is one of them, a service's or client's
//! endpoint is two, one for requests and one for responses.

mod mismatch;
mod own;
mod queries;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rosebay_locks::RwLock;
use rosebay_rosidl::TypeHash;

use crate::{Gid, QosProfile, ReadyListener};

pub use mismatch::QosMismatch;
pub use own::{NodeKey, OwnNodes};
pub use queries::NamesAndTypes;

/// What an endpoint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndpointKind {
    /// Publishes to a topic.
    Publisher,
    /// Subscribes to a topic.
    Subscription,
    /// Calls a service.
    Client,
    /// Answers a service's calls.
    Service,
}

/// Which way an entity's data goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// It writes.
    Writer,
    /// It reads.
    Reader,
}

/// What an entity carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A topic's messages.
    Topic,
    /// A service's requests: clients write and services read them.
    Request,
    /// A service's responses: services write and clients read them.
    Response,
    /// Something that does not follow ROS's naming conventions.
    Foreign,
}

/// A writer or a reader, as it is fed to the graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its identity on the wire.
    pub gid: Gid,
    /// The participant that owns it.
    pub participant: Gid,
    /// Which way its data goes.
    pub direction: Direction,
    /// What it carries.
    pub subject: Subject,
    /// The topic's or service's name as ROS sees it; the wire's where it is foreign.
    pub name: String,
    /// The type's name as ROS sees it, that of the service for requests and responses.
    pub type_name: String,
    /// The topic's name on the wire, `rt/chatter`.
    pub wire_topic: String,
    /// The type's name on the wire, `std_msgs::msg::dds_::String_`.
    pub wire_type: String,
    /// The type's hash, where its owner announced one.
    pub type_hash: Option<TypeHash>,
    /// What it offers or asks for.
    pub qos: QosProfile,
}

/// A node and the entities it owns, as its participant announces it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NodeEntities {
    /// Its namespace, `/` for the root.
    pub namespace: String,
    /// Its name without the namespace.
    pub name: String,
    /// Its writers.
    pub writers: Vec<Gid>,
    /// Its readers.
    pub readers: Vec<Gid>,
}

impl NodeEntities {
    fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    /// Its namespace and its name as one.
    pub fn full_name(&self) -> String {
        let separator = if self.namespace.ends_with('/') {
            ""
        } else {
            "/"
        };
        format!("{}{separator}{}", self.namespace, self.name)
    }

    fn owned(&self, direction: Direction) -> &[Gid] {
        match direction {
            Direction::Writer => &self.writers,
            Direction::Reader => &self.readers,
        }
    }

    /// Adds an entity to those the node owns.
    pub fn associate(&mut self, direction: Direction, gid: Gid) {
        self.owned_mut(direction).push(gid);
    }

    /// Takes an entity from those the node owns.
    pub fn dissociate(&mut self, direction: Direction, gid: Gid) {
        self.owned_mut(direction).retain(|owned| *owned != gid);
    }

    fn owned_mut(&mut self, direction: Direction) -> &mut Vec<Gid> {
        match direction {
            Direction::Writer => &mut self.writers,
            Direction::Reader => &mut self.readers,
        }
    }
}

/// A node in the graph.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeInfo {
    /// Its namespace, `/` for the root.
    pub namespace: String,
    /// Its name without the namespace.
    pub name: String,
    /// Its security enclave, `/` where there is none.
    pub enclave: String,
}

/// A participant that follows ROS's conventions: in upstream's middlewares, one context of a process.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParticipantInfo {
    /// Its identity on the wire.
    pub gid: Gid,
    /// Its security enclave, `/` where there is none.
    pub enclave: String,
    /// The fully qualified names of its nodes, in the order in which it announces them.
    pub nodes: Vec<String>,
}

/// All that is known of the graph at one time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GraphSnapshot {
    /// The participants that follow ROS's conventions, that of the context included.
    pub participants: BTreeMap<Gid, ParticipantEntities>,
    /// All writers and readers, also of participants that do not.
    pub entities: BTreeMap<Gid, Entity>,
}

/// A participant that follows ROS's conventions, with what its nodes own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParticipantEntities {
    /// Its security enclave, `/` where there is none.
    pub enclave: String,
    /// Its nodes, in the order in which it announces them.
    pub nodes: Vec<NodeEntities>,
}

/// A topic's endpoint, upstream's `rmw_topic_endpoint_info_t`.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointInfo {
    /// The name of the node that owns it. Where that node has not been announced yet this is
    /// [`NODE_NAME_UNKNOWN`], where no node will ever be it is [`BARE_DDS_APP`].
    pub node_name: String,
    /// The namespace of that node, [`NODE_NAMESPACE_UNKNOWN`] or [`BARE_DDS_APP`].
    pub node_namespace: String,
    /// The type's name as ROS sees it, `std_msgs/msg/String`.
    pub type_name: String,
    /// The type's hash, where its owner announced one.
    pub type_hash: Option<TypeHash>,
    /// What it does.
    pub kind: EndpointKind,
    /// Its identity on the wire.
    pub gid: Gid,
    /// What it offers or asks for.
    pub qos: QosProfile,
}

/// A service's or client's endpoint, upstream's `rmw_service_endpoint_info_t`.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceEndpointInfo {
    /// The name of the node that owns it, as in [`EndpointInfo::node_name`].
    pub node_name: String,
    /// The namespace of that node, as in [`EndpointInfo::node_namespace`].
    pub node_namespace: String,
    /// The service's type as ROS sees it, `example_interfaces/srv/AddTwoInts`.
    pub type_name: String,
    /// The hash of the requests' or responses' type, where its owner announced one.
    pub type_hash: Option<TypeHash>,
    /// [`EndpointKind::Client`] or [`EndpointKind::Service`].
    pub kind: EndpointKind,
    /// Its reader and its writer on the wire, as far as they are known, with the QoS of each.
    pub endpoints: Vec<(Gid, QosProfile)>,
}

/// The name of a node that is not announced yet.
pub const NODE_NAME_UNKNOWN: &str = "_NODE_NAME_UNKNOWN_";
/// The namespace of a node that is not announced yet.
pub const NODE_NAMESPACE_UNKNOWN: &str = "_NODE_NAMESPACE_UNKNOWN_";
/// The node name and namespace of what belongs to no ROS participant.
pub const BARE_DDS_APP: &str = "_CREATED_BY_BARE_DDS_APP_";

/// What is known of the graph. All methods may be called from any thread.
#[derive(Default)]
pub struct Graph {
    state: RwLock<GraphSnapshot>,
    listeners: Arc<Listeners>,
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.state.read().fmt(f)
    }
}

#[derive(Default)]
struct Listeners {
    next: AtomicU64,
    all: RwLock<BTreeMap<u64, ReadyListener>>,
}

/// Keeps a listener of [`Graph::on_change`]; it is not called any more once this drops.
pub struct GraphListener {
    listeners: Arc<Listeners>,
    id: u64,
}

impl Drop for GraphListener {
    fn drop(&mut self) {
        self.listeners.all.write().remove(&self.id);
    }
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// All that is known now.
    pub fn snapshot(&self) -> GraphSnapshot {
        self.state.read().clone()
    }

    /// Calls `listener` after every change from now on, outside the graph's locks, until the guard drops.
    #[must_use = "the listener is removed when the guard drops"]
    pub fn on_change(&self, listener: ReadyListener) -> GraphListener {
        let id = self.listeners.next.fetch_add(1, Ordering::Relaxed);
        self.listeners.all.write().insert(id, listener);
        GraphListener {
            listeners: Arc::clone(&self.listeners),
            id,
        }
    }

    /// Makes a participant that follows ROS's conventions known, or changes its enclave.
    pub fn add_participant(&self, participant: Gid, enclave: &str) {
        self.change(|state| {
            state.participants.entry(participant).or_default().enclave = enclave.to_owned();
            true
        });
    }

    /// Removes a participant, its nodes and its entities.
    pub fn remove_participant(&self, participant: Gid) {
        self.change(|state| {
            let known = state.participants.remove(&participant).is_some();
            let before = state.entities.len();
            state
                .entities
                .retain(|_, entity| entity.participant != participant);
            known || state.entities.len() < before
        });
    }

    /// Replaces a participant's nodes by what it announces; entities may come before or after. The listeners
    /// are told when what is returned drops, so that the caller can release its own locks before.
    #[must_use = "the listeners are told when it drops"]
    pub fn set_nodes(&self, participant: Gid, nodes: Vec<NodeEntities>) -> GraphChange<'_> {
        let mut state = self.state.write();
        state.participants.entry(participant).or_default().nodes = nodes;
        GraphChange { graph: self }
    }

    /// Adds an entity, or replaces what was known of it.
    pub fn add_entity(&self, entity: Entity) {
        self.change(|state| {
            let old = state.entities.get(&entity.gid);
            let changed = old != Some(&entity);
            state.entities.insert(entity.gid, entity);
            changed
        });
    }

    /// Removes an entity.
    pub fn remove_entity(&self, gid: Gid) {
        self.change(|state| state.entities.remove(&gid).is_some());
    }

    /// Changes the state and, where `edit` says that it has, tells the listeners.
    fn change(&self, edit: impl FnOnce(&mut GraphSnapshot) -> bool) {
        if edit(&mut self.state.write()) {
            drop(GraphChange { graph: self });
        }
    }
}

/// A change of which the graph's listeners are told when this drops.
pub struct GraphChange<'a> {
    graph: &'a Graph,
}

impl Drop for GraphChange<'_> {
    fn drop(&mut self) {
        let listeners: Vec<_> = self.graph.listeners.all.read().values().cloned().collect();
        for listener in listeners {
            listener();
        }
    }
}
