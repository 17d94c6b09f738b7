//! What a node can ask about the graph. Names are expanded and remapped as the node's own are.

use std::time::Duration;

use rosebay_rmw::{EndpointInfo, NamesAndTypes, NodeInfo, ServiceEndpointInfo};

use super::Node;
use crate::Result;
use crate::names::fully_qualified_name;
use crate::service::wait_for_graph;

impl Node {
    /// All nodes; those of one name appear as often as there are.
    pub fn nodes_in_graph(&self) -> Vec<NodeInfo> {
        self.context().graph().nodes()
    }

    /// All topics with their types. With `no_demangle`, everything on the wire by the wire's names.
    pub fn topic_names_and_types(&self, no_demangle: bool) -> NamesAndTypes {
        self.context().graph().topic_names_and_types(no_demangle)
    }

    /// All services with their types.
    pub fn service_names_and_types(&self) -> NamesAndTypes {
        self.context().graph().service_names_and_types()
    }

    /// A topic's publishers. With `no_mangle`, `topic` is the wire's name.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn publishers_info_by_topic(
        &self,
        topic: &str,
        no_mangle: bool,
    ) -> Result<Vec<EndpointInfo>> {
        let topic = self.graph_topic(topic, no_mangle)?;
        Ok(self
            .context()
            .graph()
            .publishers_info_by_topic(&topic, no_mangle))
    }

    /// A topic's subscriptions. With `no_mangle`, `topic` is the wire's name.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn subscriptions_info_by_topic(
        &self,
        topic: &str,
        no_mangle: bool,
    ) -> Result<Vec<EndpointInfo>> {
        let topic = self.graph_topic(topic, no_mangle)?;
        Ok(self
            .context()
            .graph()
            .subscriptions_info_by_topic(&topic, no_mangle))
    }

    /// A service's clients.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn clients_info_by_service(&self, service: &str) -> Result<Vec<ServiceEndpointInfo>> {
        let service = self.resolve_service_name(service)?;
        Ok(self.context().graph().clients_info_by_service(&service))
    }

    /// A service's servers.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn servers_info_by_service(&self, service: &str) -> Result<Vec<ServiceEndpointInfo>> {
        let service = self.resolve_service_name(service)?;
        Ok(self.context().graph().servers_info_by_service(&service))
    }

    /// How many publishers a topic has.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn count_publishers(&self, topic: &str) -> Result<usize> {
        Ok(self
            .context()
            .graph()
            .count_publishers(&self.resolve_topic_name(topic)?))
    }

    /// How many subscriptions a topic has.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn count_subscriptions(&self, topic: &str) -> Result<usize> {
        Ok(self
            .context()
            .graph()
            .count_subscriptions(&self.resolve_topic_name(topic)?))
    }

    /// How many clients a service has.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn count_clients(&self, service: &str) -> Result<usize> {
        Ok(self
            .context()
            .graph()
            .count_clients(&self.resolve_service_name(service)?))
    }

    /// How many servers a service has.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn count_services(&self, service: &str) -> Result<usize> {
        Ok(self
            .context()
            .graph()
            .count_services(&self.resolve_service_name(service)?))
    }

    /// Waits until a topic has at least `count` publishers; forever without a timeout. Returns whether
    /// it has; returns early when the context is shut down.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn wait_for_publishers(
        &self,
        topic: &str,
        count: usize,
        timeout: Option<Duration>,
    ) -> Result<bool> {
        let topic = self.resolve_topic_name(topic)?;
        let graph = self.context().graph();
        Ok(wait_for_graph(self.context(), timeout, || {
            graph.count_publishers(&topic) >= count
        }))
    }

    /// Waits until a topic has at least `count` subscriptions; as [`Self::wait_for_publishers`].
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn wait_for_subscriptions(
        &self,
        topic: &str,
        count: usize,
        timeout: Option<Duration>,
    ) -> Result<bool> {
        let topic = self.resolve_topic_name(topic)?;
        let graph = self.context().graph();
        Ok(wait_for_graph(self.context(), timeout, || {
            graph.count_subscriptions(&topic) >= count
        }))
    }

    /// Waits until there is a node of this fully qualified name; forever without a timeout. Returns
    /// whether there is; returns early when the context is shut down.
    pub fn wait_for_node(&self, fully_qualified: &str, timeout: Option<Duration>) -> bool {
        wait_for_graph(self.context(), timeout, || {
            let nodes = self.nodes_in_graph();
            nodes
                .iter()
                .any(|node| fully_qualified_name(&node.namespace, &node.name) == fully_qualified)
        })
    }

    fn graph_topic(&self, topic: &str, no_mangle: bool) -> Result<String> {
        if no_mangle {
            Ok(topic.to_owned())
        } else {
            self.resolve_topic_name(topic)
        }
    }
}
