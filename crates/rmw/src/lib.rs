//! What a ROS 2 middleware must offer: traits, QoS, names and graph data.
//!
//! `rcl` is written against [`Middleware`], [`Context`], [`Node`] and the endpoints' traits and has no case
//! for any implementation. A middleware is accepted when the conformance suite passes on it.

#[cfg(feature = "conformance")]
pub mod conformance;
mod content_filter;
pub mod endpoint;
mod error;
mod event;
mod graph;
mod loan;
mod middleware;
pub mod names;
mod qos;
mod sample;

pub use content_filter::{ContentFilter, ContentFilterOptions};
pub use error::{Error, Result};
pub use event::{EventKind, EventStatus, QosPolicyKind, TotalCount};
pub use graph::{
    BARE_DDS_APP, Direction, EndpointInfo, EndpointKind, Entity, Graph, GraphChange, GraphListener,
    GraphSnapshot, NODE_NAME_UNKNOWN, NODE_NAMESPACE_UNKNOWN, NamesAndTypes, NodeEntities,
    NodeInfo, NodeKey, OwnNodes, ParticipantEntities, ParticipantInfo, QosMismatch,
    ServiceEndpointInfo, Subject,
};
pub use loan::LoanedBuffer;
pub use middleware::{
    Client, Context, ContextOptions, DiscoveryRange, Endpoint, Middleware, Node, Publisher,
    ReadyListener, Security, Service, ServiceOptions, Subscription, SubscriptionOptions,
    TopicOptions,
};
pub use qos::{
    Durability, History, Liveliness, QosCompatibility, QosDuration, QosProfile, Reliability,
    UnknownPolicyName,
};
pub use sample::{Gid, MessageInfo, RequestId, Sample, ServiceSample};
