//! The rows of the screen.

use std::collections::BTreeMap;

use rosebay_rcl::rmw::EndpointInfo;
use serde_json::{Value as Json, json};

use super::traffic::{Measured, Traffic};
use crate::error::Result;
use crate::nodes;
use crate::session::{Session, visible};

/// A topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TopicRow {
    pub(super) name: String,
    pub(super) types: Vec<String>,
    /// The full names of the nodes that publish.
    pub(super) publishers: Vec<String>,
    /// The full names of the nodes that subscribe.
    pub(super) subscriptions: Vec<String>,
    /// How many pairs of them cannot match.
    pub(super) problems: usize,
    pub(super) measured: Option<Measured>,
}

/// A node, or all nodes of a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct NodeRow {
    pub(super) name: String,
    pub(super) publishers: usize,
    pub(super) subscriptions: usize,
    pub(super) servers: usize,
    pub(super) clients: usize,
    pub(super) problems: usize,
}

/// The graph at one time, without this command's own node.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    pub(super) nodes: Vec<NodeRow>,
    pub(super) topics: Vec<TopicRow>,
    /// A line for each publisher and subscription that cannot match.
    pub(super) problems: Vec<String>,
    pub(super) participants: usize,
}

impl Snapshot {
    pub(super) fn of(session: &Session, include_hidden: bool) -> Result<Self> {
        let graph = session.graph();
        let mut snapshot = Self {
            participants: session.other_participants(),
            ..Self::default()
        };
        let own = session.node().fully_qualified_name();
        let mut node_problems: BTreeMap<String, usize> = BTreeMap::new();
        for (name, types) in visible(graph.topic_names_and_types(false), include_hidden) {
            let ends = |infos: Vec<EndpointInfo>| -> Vec<String> {
                let names = infos.iter().map(node_name);
                names.filter(|name| *name != own).collect()
            };
            let publishers = ends(graph.publishers_info_by_topic(&name, false));
            let subscriptions = ends(graph.subscriptions_info_by_topic(&name, false));
            if publishers.is_empty() && subscriptions.is_empty() {
                continue;
            }
            let mut problems = 0;
            for mismatch in graph.qos_mismatches_of(&name) {
                let [from, to] = [&mismatch.publisher, &mismatch.subscription].map(node_name);
                // What this command cannot receive is nobody's problem.
                if to == own {
                    continue;
                }
                problems += 1;
                let policies = mismatch.policies.into_iter();
                let policies: Vec<_> = policies.map(rosebay_rcl::event::policy_name).collect();
                snapshot.problems.push(format!(
                    "{name}: {from} -> {to} do not match: {}",
                    policies.join(", ")
                ));
                for node in [from, to] {
                    *node_problems.entry(node).or_default() += 1;
                }
            }
            snapshot.topics.push(TopicRow {
                name,
                types,
                publishers,
                subscriptions,
                problems,
                measured: None,
            });
        }
        let mut names = nodes::names(graph, include_hidden);
        names.dedup();
        names.retain(|name| *name != own);
        for full_name in names {
            let row = node_row(session, full_name, &node_problems);
            snapshot.nodes.extend(row);
        }
        Ok(snapshot)
    }

    /// Fills in what was counted.
    pub(super) fn measure(&mut self, traffic: &Traffic) {
        for topic in &mut self.topics {
            topic.measured = traffic.of(&topic.name);
        }
    }
}

/// `None` for a node that has left meanwhile.
fn node_row(
    session: &Session,
    full_name: String,
    problems: &BTreeMap<String, usize>,
) -> Option<NodeRow> {
    let (namespace, name) = nodes::split(&full_name);
    let graph = session.graph();
    let publishers = graph.publisher_names_and_types_by_node(name, namespace, false);
    let subscriptions = graph.subscription_names_and_types_by_node(name, namespace, false);
    let servers = graph.service_names_and_types_by_node(name, namespace);
    let clients = graph.client_names_and_types_by_node(name, namespace);
    Some(NodeRow {
        publishers: publishers.ok()?.len(),
        subscriptions: subscriptions.ok()?.len(),
        servers: servers.ok()?.len(),
        clients: clients.ok()?.len(),
        problems: problems.get(&full_name).copied().unwrap_or_default(),
        name: full_name,
    })
}

fn node_name(end: &EndpointInfo) -> String {
    nodes::owner(&end.node_namespace, &end.node_name)
}

impl TopicRow {
    pub(super) fn to_json(&self) -> Json {
        let measured = self.measured;
        json!({
            "name": self.name,
            "types": self.types,
            "publishers": self.publishers,
            "subscriptions": self.subscriptions,
            "rate": measured.map(|measured| measured.rate),
            "bytes_per_second": measured.map(|measured| measured.bandwidth),
            "latency": measured.and_then(|measured| measured.latency),
            "qos_problems": self.problems,
        })
    }
}

impl NodeRow {
    pub(super) fn to_json(&self) -> Json {
        json!({
            "name": self.name,
            "publishers": self.publishers,
            "subscriptions": self.subscriptions,
            "servers": self.servers,
            "clients": self.clients,
            "qos_problems": self.problems,
        })
    }
}
