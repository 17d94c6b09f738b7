//! The ROS graph as a middleware sees it: nodes, and the endpoints they own.

use crate::{Gid, QosProfile};
use rosebay_rosidl::TypeHash;

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

/// An endpoint in the graph.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointInfo {
    /// What it does.
    pub kind: EndpointKind,
    /// The topic's or service's name as ROS sees it.
    pub topic: String,
    /// The type's name as ROS sees it, `std_msgs/msg/String`.
    pub type_name: String,
    /// The type's hash, where its owner announced one.
    pub type_hash: Option<TypeHash>,
    /// The node that owns it; `None` where its middleware tells of no node.
    pub node: Option<NodeInfo>,
    /// Its identity on the wire.
    pub gid: Gid,
    /// What it offers or asks for.
    pub qos: QosProfile,
}

/// What is known of the graph.
#[derive(Debug, Default)]
pub struct Graph {}
