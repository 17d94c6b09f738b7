//! Contexts and nodes.

use std::sync::Arc;
use std::time::Instant;

use rosebay_rmw::{
    Client, Context, ContextOptions, Graph, Node, Publisher, Result, Service, ServiceOptions,
    Subscription, SubscriptionOptions, TopicOptions,
};

use crate::client::DdsClient;
use crate::endpoint::NodeInner;
use crate::participant::Participant;
use crate::publisher::DdsPublisher;
use crate::service::DdsService;
use crate::subscription::DdsSubscription;

/// A context: one participant.
pub(crate) struct DdsContext {
    participant: Arc<Participant>,
}

impl DdsContext {
    pub(crate) fn open(options: &ContextOptions, identifier: &'static str) -> Result<Self> {
        options.security.refuse(
            "DDS Security is not built here; go by Zenoh with TLS and access control \
             (RMW_IMPLEMENTATION=rmw_zenoh_cpp, 'ros2 security --help'), or unset ROS_SECURITY_ENABLE",
        )?;
        Ok(Self {
            participant: Participant::open(options, identifier)?,
        })
    }
}

impl Context for DdsContext {
    fn create_node(&self, name: &str, namespace: &str) -> Result<Arc<dyn Node>> {
        let participant = Arc::clone(&self.participant);
        let key = participant.nodes.add(name, namespace);
        Ok(Arc::new(DdsNode {
            inner: Arc::new(NodeInner { participant, key }),
        }))
    }

    fn graph(&self) -> &Arc<Graph> {
        &self.participant.graph
    }

    fn lead(&self, until: Option<Instant>, is_alone: bool, is_over: &dyn Fn() -> bool) -> bool {
        self.participant.rtps.lead(until, is_alone, is_over)
    }

    fn interrupt(&self) {
        self.participant.rtps.interrupt();
    }
}

struct DdsNode {
    inner: Arc<NodeInner>,
}

impl Node for DdsNode {
    fn create_publisher(&self, options: &TopicOptions) -> Result<Box<dyn Publisher>> {
        Ok(Box::new(DdsPublisher::new(&self.inner, options)?))
    }

    fn create_subscription(
        &self,
        options: &TopicOptions,
        special: SubscriptionOptions,
    ) -> Result<Box<dyn Subscription>> {
        Ok(Box::new(DdsSubscription::new(
            &self.inner,
            options,
            special,
        )?))
    }

    fn create_client(&self, options: &ServiceOptions) -> Result<Box<dyn Client>> {
        Ok(Box::new(DdsClient::new(&self.inner, options)?))
    }

    fn create_service(&self, options: &ServiceOptions) -> Result<Box<dyn Service>> {
        Ok(Box::new(DdsService::new(&self.inner, options)?))
    }
}
