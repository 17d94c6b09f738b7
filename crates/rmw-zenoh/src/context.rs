//! Contexts and nodes.

use std::sync::Arc;

use rosebay_rmw::names::mangle_type;
use rosebay_rmw::{
    Client, Context, ContextOptions, Error, Graph, Node, NodeKey, Publisher, QosProfile, Result,
    Service, ServiceOptions, Subscription, SubscriptionOptions, TopicOptions,
};
use zenoh::liveliness::LivelinessToken;

use crate::client::ZenohClient;
use crate::discovery::{entities, participant};
use crate::keys;
use crate::party::Party;
use crate::publisher::ZenohPublisher;
use crate::service::ZenohService;
use crate::session::Core;
use crate::settings::Settings;
use crate::subscription::ZenohSubscription;
use crate::token::{EndpointToken, Token, TokenKind};

/// A context: one session.
pub(crate) struct ZenohContext {
    core: Arc<Core>,
}

impl ZenohContext {
    pub(crate) fn open(options: &ContextOptions, settings: &Settings) -> Result<Self> {
        if options.domain_id > 232 {
            return Err(Error::InvalidOption(format!(
                "domain id {} is out of range: 0 to 232 are possible",
                options.domain_id
            )));
        }
        Ok(Self {
            core: Core::open(options, settings)?,
        })
    }
}

impl Context for ZenohContext {
    fn create_node(&self, name: &str, namespace: &str) -> Result<Arc<dyn Node>> {
        Ok(Arc::new(ZenohNode {
            inner: NodeInner::new(&self.core, name, namespace)?,
        }))
    }

    fn graph(&self) -> &Arc<Graph> {
        &self.core.graph
    }
}

struct ZenohNode {
    inner: Arc<NodeInner>,
}

/// A node as its endpoints see it.
pub(crate) struct NodeInner {
    pub(crate) core: Arc<Core>,
    key: NodeKey,
    token: Token,
    _announced: LivelinessToken,
}

impl NodeInner {
    fn new(core: &Arc<Core>, name: &str, namespace: &str) -> Result<Arc<Self>> {
        let number = core.next_entity().to_string();
        let token = Token {
            domain: core.domain,
            session: core.id.clone(),
            node: number.clone(),
            entity: number,
            kind: TokenKind::Node,
            enclave: core.enclave.clone(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            endpoint: None,
        };
        let announced = core.announce(&token)?;
        Ok(Arc::new(Self {
            core: Arc::clone(core),
            key: core.nodes.add(name, namespace),
            token,
            _announced: announced,
        }))
    }

    /// What an endpoint of this node is to the others.
    pub(crate) fn endpoint(&self, kind: TokenKind, endpoint: EndpointToken) -> Result<Identity> {
        let key = keys::topic(self.core.domain, &endpoint);
        let token = Token {
            entity: self.core.next_entity().to_string(),
            kind,
            endpoint: Some(endpoint),
            ..self.token.clone()
        };
        let party = Party::of(&token)
            .ok_or_else(|| Error::Middleware("an endpoint has no token".to_owned()))?;
        Ok(Identity { token, party, key })
    }

    /// Makes an endpoint part of the graph and of this node, and tells the others.
    pub(crate) fn enter(self: &Arc<Self>, token: Token) -> Result<Membership> {
        let announced = self.core.announce(&token)?;
        let participant = participant(&self.core.id).unwrap_or_default();
        for entity in entities(&token, participant) {
            self.core.nodes.edit(self.key, |node| {
                node.associate(entity.direction, entity.gid);
            });
            self.core.graph.add_entity(entity);
        }
        Ok(Membership {
            node: Arc::clone(self),
            announced: Some(announced),
            token,
        })
    }
}

impl Drop for NodeInner {
    fn drop(&mut self) {
        self.core.nodes.remove(self.key);
    }
}

/// What an endpoint is to the others.
pub(crate) struct Identity {
    pub(crate) token: Token,
    pub(crate) party: Party,
    /// The key expression of its topic or service.
    pub(crate) key: String,
}

/// An endpoint's place in the graph and in its node, until it drops.
pub(crate) struct Membership {
    pub(crate) node: Arc<NodeInner>,
    announced: Option<LivelinessToken>,
    token: Token,
}

impl Membership {
    /// The topic or service as ROS names it.
    pub(crate) fn name(&self) -> &str {
        let endpoint = self.token.endpoint.as_ref();
        endpoint.map_or("", |endpoint| &endpoint.topic)
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.node.core
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        drop(self.announced.take());
        let core = &self.node.core;
        let participant = participant(&core.id).unwrap_or_default();
        for entity in entities(&self.token, participant) {
            core.graph.remove_entity(entity.gid);
            core.nodes.edit(self.node.key, |node| {
                node.dissociate(entity.direction, entity.gid);
            });
        }
    }
}

/// What a topic's endpoint tells of itself. Without ROS's conventions the name has no slash before.
pub(crate) fn topic_token(options: &TopicOptions, qos: QosProfile) -> EndpointToken {
    let topic = if options.qos.avoid_ros_namespace_conventions {
        options.topic.trim_start_matches('/')
    } else {
        &options.topic
    };
    EndpointToken {
        topic: topic.to_owned(),
        wire_type: mangle_type(&options.message_type.name),
        type_hash: Some(options.message_type.hash()),
        qos,
        backends: None,
    }
}

/// What a service's or client's endpoint tells of itself: the service's type and hash, not those of its requests.
pub(crate) fn service_token(options: &ServiceOptions, qos: QosProfile) -> EndpointToken {
    EndpointToken {
        topic: options.service.clone(),
        wire_type: mangle_type(&options.service_type.name),
        type_hash: Some(options.service_type.hash()),
        qos,
        backends: None,
    }
}

impl Node for ZenohNode {
    fn create_publisher(&self, options: &TopicOptions) -> Result<Box<dyn Publisher>> {
        Ok(Box::new(ZenohPublisher::new(&self.inner, options)?))
    }

    fn create_subscription(
        &self,
        options: &TopicOptions,
        special: SubscriptionOptions,
    ) -> Result<Box<dyn Subscription>> {
        Ok(Box::new(ZenohSubscription::new(
            &self.inner,
            options,
            special,
        )?))
    }

    fn create_client(&self, options: &ServiceOptions) -> Result<Box<dyn Client>> {
        Ok(Box::new(ZenohClient::new(&self.inner, options)?))
    }

    fn create_service(&self, options: &ServiceOptions) -> Result<Box<dyn Service>> {
        Ok(Box::new(ZenohService::new(&self.inner, options)?))
    }
}
