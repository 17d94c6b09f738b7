//! The nodes, and the topics, services and actions between them.

use std::collections::{BTreeMap, BTreeSet};

use rosebay_rcl::rmw::names::is_hidden;
use rosebay_rcl::rmw::{Graph, NamesAndTypes};
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::nodes;
use crate::session::Session;

/// What is shown besides what people made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Included {
    pub(super) services: bool,
    pub(super) actions: bool,
    /// Names with a leading underscore.
    pub(super) hidden: bool,
    /// What every node has.
    pub(super) infrastructure: bool,
}

/// What a channel carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Topic,
    Service,
    Action,
}

/// A topic, a service or an action with the nodes at its ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Channel {
    pub(super) types: BTreeSet<String>,
    /// Publishers or clients.
    pub(super) sources: BTreeSet<String>,
    /// Subscriptions or servers.
    pub(super) sinks: BTreeSet<String>,
    /// The pairs of publishers and subscriptions that their QoS keeps apart, with the policies.
    pub(super) mismatches: BTreeMap<(String, String), Vec<&'static str>>,
}

/// The graph as it is shown, by full names.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) nodes: BTreeSet<String>,
    pub(super) channels: BTreeMap<(Kind, String), Channel>,
}

impl Model {
    /// The graph as it is now.
    pub(super) fn of(session: &Session, included: Included) -> Result<Self> {
        let graph = session.graph();
        let mut model = Self {
            nodes: nodes::names(graph, included.hidden).into_iter().collect(),
            channels: BTreeMap::new(),
        };
        model.add_topics(graph, included);
        if included.services {
            model.add_services(graph, included);
        }
        if included.actions {
            model.add_actions(session, included)?;
        }
        Ok(model)
    }

    fn add_topics(&mut self, graph: &Graph, included: Included) {
        for (topic, types) in shown(graph.topic_names_and_types(false), included) {
            let publishers = graph.publishers_info_by_topic(&topic, false);
            let subscriptions = graph.subscriptions_info_by_topic(&topic, false);
            let mut channel = Channel {
                types: types.into_iter().collect(),
                ..Channel::default()
            };
            for end in publishers {
                let name = nodes::owner(&end.node_namespace, &end.node_name);
                channel.sources.extend(self.shown_node(name, included));
            }
            for end in subscriptions {
                let name = nodes::owner(&end.node_namespace, &end.node_name);
                channel.sinks.extend(self.shown_node(name, included));
            }
            for mismatch in graph.qos_mismatches_of(&topic) {
                let [from, to] = [mismatch.publisher, mismatch.subscription]
                    .map(|end| nodes::owner(&end.node_namespace, &end.node_name));
                let names = mismatch.policies.into_iter();
                let names = names.map(rosebay_rcl::event::policy_name).collect();
                channel.mismatches.insert((from, to), names);
            }
            self.add(Kind::Topic, topic, channel);
        }
    }

    fn add_services(&mut self, graph: &Graph, included: Included) {
        for (service, types) in shown(graph.service_names_and_types(), included) {
            let mut channel = Channel {
                types: types.into_iter().collect(),
                ..Channel::default()
            };
            for end in graph.clients_info_by_service(&service) {
                let name = nodes::owner(&end.node_namespace, &end.node_name);
                channel.sources.extend(self.shown_node(name, included));
            }
            for end in graph.servers_info_by_service(&service) {
                let name = nodes::owner(&end.node_namespace, &end.node_name);
                channel.sinks.extend(self.shown_node(name, included));
            }
            self.add(Kind::Service, service, channel);
        }
    }

    fn add_actions(&mut self, session: &Session, included: Included) -> Result<()> {
        let mut channels: BTreeMap<String, Channel> = BTreeMap::new();
        for (action, types) in shown(session.node().action_names_and_types(), included) {
            channels.entry(action).or_default().types.extend(types);
        }
        for full_name in &self.nodes {
            let (namespace, name) = nodes::split(full_name);
            let node = session.node();
            for (action, _) in node.action_client_names_and_types_by_node(name, namespace)? {
                if let Some(channel) = channels.get_mut(&action) {
                    channel.sources.insert(full_name.clone());
                }
            }
            for (action, _) in node.action_server_names_and_types_by_node(name, namespace)? {
                if let Some(channel) = channels.get_mut(&action) {
                    channel.sinks.insert(full_name.clone());
                }
            }
        }
        for (action, channel) in channels {
            self.add(Kind::Action, action, channel);
        }
        Ok(())
    }

    /// Adds what somebody who is shown has.
    fn add(&mut self, kind: Kind, name: String, channel: Channel) {
        if !(channel.sources.is_empty() && channel.sinks.is_empty()) {
            self.channels.insert((kind, name), channel);
        }
    }

    /// A node by its name, unless it is hidden. One that is no ROS node is known from now on.
    fn shown_node(&mut self, name: String, included: Included) -> Option<String> {
        let is_shown = included.hidden || name == nodes::DDS_APPLICATION || !is_hidden(&name);
        is_shown.then(|| {
            self.nodes.insert(name.clone());
            name
        })
    }

    /// Keeps some nodes alone, what they have, and whom they talk to by it.
    pub(super) fn narrow(&mut self, wanted: &[String]) {
        let is_wanted = |name: &String| wanted.contains(name);
        self.channels
            .retain(|_, channel| channel.sources.iter().chain(&channel.sinks).any(is_wanted));
        let ends = self.channels.values();
        let ends: BTreeSet<&String> = ends
            .flat_map(|channel| channel.sources.iter().chain(&channel.sinks))
            .collect();
        self.nodes
            .retain(|name| is_wanted(name) || ends.contains(name));
    }

    pub(super) fn to_json(&self) -> Json {
        let of = |wanted: Kind| -> Json {
            let (sources, sinks) = match wanted {
                Kind::Topic => ("publishers", "subscriptions"),
                Kind::Service | Kind::Action => ("clients", "servers"),
            };
            let channels = self.channels.iter();
            channels
                .filter(|((kind, _), _)| *kind == wanted)
                .map(|((_, name), channel)| {
                    let mut json = json!({
                        "name": name,
                        "types": channel.types,
                        sources: channel.sources,
                        sinks: channel.sinks,
                    });
                    if wanted == Kind::Topic {
                        let pairs = channel.mismatches.iter();
                        json["qos_mismatches"] = pairs
                            .map(|((from, to), policies)| {
                                json!({"publisher": from, "subscription": to, "policies": policies})
                            })
                            .collect();
                    }
                    json
                })
                .collect()
        };
        json!({
            "nodes": self.nodes,
            "topics": of(Kind::Topic),
            "services": of(Kind::Service),
            "actions": of(Kind::Action),
        })
    }
}

fn shown(names: NamesAndTypes, included: Included) -> NamesAndTypes {
    let mut names = names;
    names.retain(|(name, types)| {
        (included.hidden || !is_hidden(name))
            && (included.infrastructure || !types.iter().all(|name| is_infrastructure(name)))
    });
    names
}

/// Whether a type is of what every node has.
fn is_infrastructure(type_name: &str) -> bool {
    let package = type_name.split('/').next();
    matches!(
        package,
        Some("rcl_interfaces" | "type_description_interfaces")
    )
}
