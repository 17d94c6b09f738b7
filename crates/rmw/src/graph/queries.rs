//! What can be asked of the graph, upstream's `rcl/graph.h`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    BARE_DDS_APP, Direction, EndpointInfo, EndpointKind, Entity, Graph, GraphSnapshot,
    NODE_NAME_UNKNOWN, NODE_NAMESPACE_UNKNOWN, NodeEntities, NodeInfo, ParticipantInfo,
    ServiceEndpointInfo, Subject,
};
use crate::{Error, Gid, Result};

/// Names of topics or services with the names of their types, both sorted.
pub type NamesAndTypes = Vec<(String, Vec<String>)>;

impl Graph {
    /// All nodes; those of one name appear as often as there are.
    pub fn nodes(&self) -> Vec<NodeInfo> {
        let state = self.state.read();
        let participants = state.participants.values();
        participants
            .flat_map(|participant| {
                participant.nodes.iter().map(|node| NodeInfo {
                    namespace: node.namespace.clone(),
                    name: node.name.clone(),
                    enclave: participant.enclave.clone(),
                })
            })
            .collect()
    }

    /// All participants that follow ROS's conventions, that of this context included.
    pub fn participants(&self) -> Vec<ParticipantInfo> {
        let state = self.state.read();
        let participants = state.participants.iter();
        participants
            .map(|(gid, participant)| ParticipantInfo {
                gid: *gid,
                enclave: participant.enclave.clone(),
                nodes: participant
                    .nodes
                    .iter()
                    .map(NodeEntities::full_name)
                    .collect(),
            })
            .collect()
    }

    /// All topics. With `no_demangle`, everything on the wire by the wire's names instead.
    pub fn topic_names_and_types(&self, no_demangle: bool) -> NamesAndTypes {
        names_and_types(self.state.read().entities.values(), |entity| {
            topic_name(entity, no_demangle)
        })
    }

    /// All services.
    pub fn service_names_and_types(&self) -> NamesAndTypes {
        names_and_types(self.state.read().entities.values(), |entity| {
            matches!(entity.subject, Subject::Request | Subject::Response).then(|| ros_name(entity))
        })
    }

    /// The topics that a node publishes.
    ///
    /// # Errors
    /// [`Error::UnknownNode`].
    pub fn publisher_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
        no_demangle: bool,
    ) -> Result<NamesAndTypes> {
        self.by_node(name, namespace, Direction::Writer, |entity| {
            topic_name(entity, no_demangle)
        })
    }

    /// The topics that a node subscribes to.
    ///
    /// # Errors
    /// [`Error::UnknownNode`].
    pub fn subscription_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
        no_demangle: bool,
    ) -> Result<NamesAndTypes> {
        self.by_node(name, namespace, Direction::Reader, |entity| {
            topic_name(entity, no_demangle)
        })
    }

    /// The services that a node offers.
    ///
    /// # Errors
    /// [`Error::UnknownNode`].
    pub fn service_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> Result<NamesAndTypes> {
        self.by_node(name, namespace, Direction::Reader, |entity| {
            (entity.subject == Subject::Request).then(|| ros_name(entity))
        })
    }

    /// The services that a node has clients of.
    ///
    /// # Errors
    /// [`Error::UnknownNode`].
    pub fn client_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> Result<NamesAndTypes> {
        self.by_node(name, namespace, Direction::Reader, |entity| {
            (entity.subject == Subject::Response).then(|| ros_name(entity))
        })
    }

    /// The publishers of a topic. With `no_mangle`, `topic` is the wire's name and so are the types'.
    pub fn publishers_info_by_topic(&self, topic: &str, no_mangle: bool) -> Vec<EndpointInfo> {
        self.info_by_topic(topic, no_mangle, Direction::Writer)
    }

    /// The subscriptions of a topic. With `no_mangle`, `topic` is the wire's name and so are the types'.
    pub fn subscriptions_info_by_topic(&self, topic: &str, no_mangle: bool) -> Vec<EndpointInfo> {
        self.info_by_topic(topic, no_mangle, Direction::Reader)
    }

    /// The clients of a service.
    pub fn clients_info_by_service(&self, service: &str) -> Vec<ServiceEndpointInfo> {
        self.info_by_service(service, EndpointKind::Client)
    }

    /// The servers of a service.
    pub fn servers_info_by_service(&self, service: &str) -> Vec<ServiceEndpointInfo> {
        self.info_by_service(service, EndpointKind::Service)
    }

    /// The node that owns an endpoint; `None` where no node is announced that does.
    pub fn node_of(&self, endpoint: Gid) -> Option<NodeInfo> {
        let state = self.state.read();
        let entity = state.entities.get(&endpoint)?;
        let participant = state.participants.get(&entity.participant)?;
        let node = participant.nodes.get(state.owner_index(entity)?)?;
        Some(NodeInfo {
            namespace: node.namespace.clone(),
            name: node.name.clone(),
            enclave: participant.enclave.clone(),
        })
    }

    /// How many publishers a topic has.
    pub fn count_publishers(&self, topic: &str) -> usize {
        self.count(Subject::Topic, Direction::Writer, topic)
    }

    /// How many subscriptions a topic has.
    pub fn count_subscriptions(&self, topic: &str) -> usize {
        self.count(Subject::Topic, Direction::Reader, topic)
    }

    /// How many clients a service has.
    pub fn count_clients(&self, service: &str) -> usize {
        self.count(Subject::Response, Direction::Reader, service)
    }

    /// How many servers a service has.
    pub fn count_services(&self, service: &str) -> usize {
        self.count(Subject::Response, Direction::Writer, service)
    }

    fn count(&self, subject: Subject, direction: Direction, name: &str) -> usize {
        let state = self.state.read();
        let entities = state.entities.values();
        entities
            .filter(|entity| {
                entity.subject == subject && entity.direction == direction && entity.name == name
            })
            .count()
    }

    fn by_node(
        &self,
        name: &str,
        namespace: &str,
        direction: Direction,
        naming: impl Fn(&Entity) -> Option<(&str, &str)>,
    ) -> Result<NamesAndTypes> {
        let state = self.state.read();
        let nodes = state
            .participants
            .values()
            .flat_map(|participant| &participant.nodes);
        let mut found = nodes.filter(|node| node.is(namespace, name)).peekable();
        if found.peek().is_none() {
            return Err(Error::UnknownNode {
                name: name.to_owned(),
                namespace: namespace.to_owned(),
            });
        }
        let entities = found
            .flat_map(|node| node.owned(direction))
            .filter_map(|gid| state.entities.get(gid));
        Ok(names_and_types(
            entities.filter(|entity| entity.direction == direction),
            naming,
        ))
    }

    fn info_by_topic(
        &self,
        topic: &str,
        no_mangle: bool,
        direction: Direction,
    ) -> Vec<EndpointInfo> {
        let state = self.state.read();
        let entities = state.entities.values();
        entities
            .filter(|entity| entity.direction == direction)
            .filter_map(|entity| {
                let (name, type_name) = topic_name(entity, no_mangle)?;
                (name == topic).then(|| {
                    let (node_name, node_namespace) = state.owner(entity);
                    EndpointInfo {
                        node_name: node_name.to_owned(),
                        node_namespace: node_namespace.to_owned(),
                        type_name: type_name.to_owned(),
                        type_hash: entity.type_hash,
                        kind: match direction {
                            Direction::Writer => EndpointKind::Publisher,
                            Direction::Reader => EndpointKind::Subscription,
                        },
                        gid: entity.gid,
                        qos: entity.qos,
                    }
                })
            })
            .collect()
    }

    /// Nothing on the wire says which reader and writer are one client's; the first of a node go together,
    /// the second, and so on.
    fn info_by_service(&self, service: &str, kind: EndpointKind) -> Vec<ServiceEndpointInfo> {
        let state = self.state.read();
        let mut pairs: BTreeMap<(Gid, Option<usize>, usize), ServiceEndpointInfo> = BTreeMap::new();
        let mut seen: BTreeMap<(Gid, Option<usize>, Direction), usize> = BTreeMap::new();
        for entity in state.entities.values() {
            if entity.name != service || service_kind(entity) != Some(kind) {
                continue;
            }
            let node = state.owner_index(entity);
            let count = seen
                .entry((entity.participant, node, entity.direction))
                .or_default();
            let (node_name, node_namespace) = state.owner(entity);
            pairs
                .entry((entity.participant, node, *count))
                .or_insert_with(|| ServiceEndpointInfo {
                    node_name: node_name.to_owned(),
                    node_namespace: node_namespace.to_owned(),
                    type_name: entity.type_name.clone(),
                    type_hash: entity.type_hash,
                    kind,
                    endpoints: Vec::new(),
                })
                .endpoints
                .push((entity.gid, entity.qos));
            *count += 1;
        }
        pairs.into_values().collect()
    }
}

impl GraphSnapshot {
    fn owner_index(&self, entity: &Entity) -> Option<usize> {
        let nodes = &self.participants.get(&entity.participant)?.nodes;
        nodes
            .iter()
            .position(|node: &NodeEntities| node.owned(entity.direction).contains(&entity.gid))
    }

    /// The name and namespace of the node that owns `entity`, or upstream's words for there being none.
    fn owner(&self, entity: &Entity) -> (&str, &str) {
        let Some(participant) = self.participants.get(&entity.participant) else {
            return (BARE_DDS_APP, BARE_DDS_APP);
        };
        let node = self
            .owner_index(entity)
            .and_then(|index| participant.nodes.get(index));
        node.map_or((NODE_NAME_UNKNOWN, NODE_NAMESPACE_UNKNOWN), |node| {
            (&node.name, &node.namespace)
        })
    }
}

fn ros_name(entity: &Entity) -> (&str, &str) {
    (&entity.name, &entity.type_name)
}

fn topic_name(entity: &Entity, no_demangle: bool) -> Option<(&str, &str)> {
    match (no_demangle, entity.subject) {
        (true, _) => Some((&entity.wire_topic, &entity.wire_type)),
        (false, Subject::Topic) => Some(ros_name(entity)),
        (false, _) => None,
    }
}

fn service_kind(entity: &Entity) -> Option<EndpointKind> {
    match (entity.subject, entity.direction) {
        (Subject::Request, Direction::Writer) | (Subject::Response, Direction::Reader) => {
            Some(EndpointKind::Client)
        }
        (Subject::Request, Direction::Reader) | (Subject::Response, Direction::Writer) => {
            Some(EndpointKind::Service)
        }
        (Subject::Topic | Subject::Foreign, _) => None,
    }
}

fn names_and_types<'a>(
    entities: impl Iterator<Item = &'a Entity>,
    naming: impl Fn(&'a Entity) -> Option<(&'a str, &'a str)>,
) -> NamesAndTypes {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, type_name) in entities.filter_map(naming) {
        names.entry(name).or_default().insert(type_name);
    }
    names
        .into_iter()
        .map(|(name, types)| {
            (
                name.to_owned(),
                types.into_iter().map(str::to_owned).collect(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::{BARE_DDS_APP, QosProfile};

    const OWNER: Gid = Gid([9; 16]);

    fn gid(number: u8) -> Gid {
        Gid([number; 16])
    }

    fn entity(
        number: u8,
        direction: Direction,
        subject: Subject,
        name: &str,
        type_name: &str,
    ) -> Entity {
        Entity {
            gid: gid(number),
            participant: OWNER,
            direction,
            subject,
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            wire_topic: format!("wire{name}"),
            wire_type: format!("wire/{type_name}"),
            type_hash: None,
            qos: QosProfile::DEFAULT,
        }
    }

    fn node(name: &str, writers: &[u8], readers: &[u8]) -> NodeEntities {
        let gids = |numbers: &[u8]| numbers.iter().map(|number| gid(*number)).collect();
        NodeEntities {
            namespace: "/".to_owned(),
            name: name.to_owned(),
            writers: gids(writers),
            readers: gids(readers),
        }
    }

    #[test]
    fn the_types_of_one_topic_are_merged_and_sorted() {
        let graph = Graph::new();
        for (number, name, type_name) in [
            (1, "/b", "z"),
            (2, "/b", "a"),
            (3, "/b", "z"),
            (4, "/a", "m"),
        ] {
            graph.add_entity(entity(
                number,
                Direction::Writer,
                Subject::Topic,
                name,
                type_name,
            ));
        }
        graph.add_entity(entity(5, Direction::Reader, Subject::Foreign, "/c", "f"));
        let names = |names: NamesAndTypes| format!("{names:?}");
        assert_eq!(
            names(graph.topic_names_and_types(false)),
            r#"[("/a", ["m"]), ("/b", ["a", "z"])]"#
        );
        assert_eq!(
            names(graph.topic_names_and_types(true)),
            r#"[("wire/a", ["wire/m"]), ("wire/b", ["wire/a", "wire/z"]), ("wire/c", ["wire/f"])]"#
        );
        assert_eq!(graph.publishers_info_by_topic("wire/b", true).len(), 3);
        assert_eq!(graph.publishers_info_by_topic("/b", true), []);
    }

    #[test]
    fn an_endpoint_gets_its_node_whenever_that_is_announced() {
        let graph = Graph::new();
        let owner = || {
            graph
                .publishers_info_by_topic("/a", false)
                .remove(0)
                .node_name
        };
        graph.add_entity(entity(1, Direction::Writer, Subject::Topic, "/a", "m"));
        assert_eq!(owner(), BARE_DDS_APP);
        graph.add_participant(OWNER, "/");
        assert_eq!(owner(), NODE_NAME_UNKNOWN);
        drop(graph.set_nodes(OWNER, vec![node("late", &[1], &[])]));
        assert_eq!(owner(), "late");
        assert_eq!(graph.node_of(gid(1)).unwrap().name, "late");
        assert_eq!(graph.node_of(gid(2)), None);
        let participants = graph.participants();
        assert_eq!(participants.len(), 1);
        assert_eq!(
            (participants[0].gid, &*participants[0].nodes),
            (OWNER, &["/late".to_owned()][..])
        );
        graph.remove_participant(OWNER);
        assert_eq!(graph.count_publishers("/a"), 0);
        assert_eq!(graph.nodes(), []);
    }

    #[test]
    fn both_endpoints_of_a_service_go_together() {
        let graph = Graph::new();
        for (number, direction, subject) in [
            (1, Direction::Reader, Subject::Request),
            (2, Direction::Writer, Subject::Response),
            (3, Direction::Reader, Subject::Request),
            (4, Direction::Writer, Subject::Response),
            (5, Direction::Writer, Subject::Request),
            (6, Direction::Reader, Subject::Response),
        ] {
            graph.add_entity(entity(number, direction, subject, "/s", "t"));
        }
        let nodes = vec![node("two", &[2, 4], &[1, 3]), node("caller", &[5], &[6])];
        drop(graph.set_nodes(OWNER, nodes));
        let gids = |infos: Vec<ServiceEndpointInfo>| {
            let gids = |info: &ServiceEndpointInfo| {
                info.endpoints.iter().map(|(gid, _)| gid.0[0]).collect()
            };
            infos
                .iter()
                .map(|info| (info.node_name.clone(), gids(info)))
                .collect::<Vec<(_, Vec<_>)>>()
        };
        let servers = gids(graph.servers_info_by_service("/s"));
        assert_eq!(
            servers,
            [
                ("two".to_owned(), vec![1, 2]),
                ("two".to_owned(), vec![3, 4])
            ]
        );
        assert_eq!(
            gids(graph.clients_info_by_service("/s")),
            [("caller".to_owned(), vec![5, 6])]
        );
    }

    #[test]
    fn only_changes_are_told() {
        let graph = Graph::new();
        let changes = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&changes);
        let _listener =
            graph.on_change(Arc::new(move || _ = counted.fetch_add(1, Ordering::SeqCst)));
        let writer = || entity(1, Direction::Writer, Subject::Topic, "/a", "m");
        graph.add_entity(writer());
        graph.add_entity(writer());
        graph.remove_entity(gid(2));
        graph.remove_participant(gid(3));
        assert_eq!(changes.load(Ordering::SeqCst), 1);
        graph.remove_participant(OWNER);
        assert_eq!(changes.load(Ordering::SeqCst), 2);
    }
}
