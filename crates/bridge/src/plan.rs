//! What a bridge is to do, as a function of what both graphs are. Nothing here acts.

mod origin;
mod peers;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rosebay_rcl::action::ActionPart;
use rosebay_rcl::rmw::{
    Direction, Durability, Entity, Gid, GraphSnapshot, QosProfile, Reliability, Subject,
};
use rosebay_rosidl::TypeHash;

use crate::path::{BridgeId, Path};
use crate::rules::{End, Rules};
use origin::{Origin, Origins, Place};
pub(crate) use peers::Peers;

/// A node that is to be mirrored, as it is to be named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MirroredNode {
    /// Whose node it is: nodes of one name are told apart.
    pub(crate) participant: Gid,
    /// The path of the context that it is to be in.
    pub(crate) path: Path,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl MirroredNode {
    pub(crate) fn full_name(&self) -> String {
        full_name(&self.namespace, &self.name)
    }
}

fn full_name(namespace: &str, name: &str) -> String {
    format!("{}/{name}", namespace.trim_end_matches('/'))
}

/// What is mirrored of a publisher or server.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    /// The node that is to own it; `None` for the bridge's own.
    pub(crate) node: Option<MirroredNode>,
    /// The topic or service where it comes from.
    pub(crate) source: String,
    /// What that is called where it is mirrored.
    pub(crate) target: String,
    pub(crate) type_name: String,
    /// Whether another bridge may be about to do the same, and comes first.
    pub(crate) is_deferred: bool,
}

/// A publisher to mirror.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PublisherRoute {
    pub(crate) route: Route,
    pub(crate) qos: QosProfile,
    /// What its messages come by.
    pub(crate) reader: ReaderKey,
}

/// A server to mirror.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServerRoute {
    pub(crate) route: Route,
    /// The node that has it, which can be asked for its type.
    pub(crate) source_node: Option<String>,
    /// The hashes that its endpoints announce: of requests and responses, or, both alike, of the service.
    pub(crate) hashes: [Option<TypeHash>; 2],
}

/// What publishers have in common whose messages come by one subscription.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ReaderKey {
    pub(crate) topic: String,
    pub(crate) type_name: String,
    pub(crate) type_hash: Option<TypeHash>,
    pub(crate) is_reliable: bool,
    pub(crate) is_transient_local: bool,
}

/// A subscription that brings messages.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ReaderRoute {
    /// Whether anybody wants them.
    pub(crate) is_wanted: bool,
    /// Publishers of the topic whose messages are not its business.
    pub(crate) others: BTreeSet<Gid>,
}

/// All that is to be mirrored in one direction.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Wanted {
    /// The nodes, and whether they are deferred as in [`Route::is_deferred`].
    pub(crate) nodes: BTreeMap<MirroredNode, bool>,
    pub(crate) publishers: BTreeMap<Gid, PublisherRoute>,
    pub(crate) servers: BTreeMap<Gid, ServerRoute>,
    pub(crate) readers: BTreeMap<ReaderKey, ReaderRoute>,
}

/// Which bridge this is, and what it goes by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bridge<'a> {
    pub(crate) id: &'a BridgeId,
    pub(crate) peers: &'a Peers,
    pub(crate) rules: &'a Rules,
}

/// What is to be mirrored of the graph at one end in that at the other.
pub(crate) fn wanted(
    bridge: Bridge<'_>,
    from: End,
    source: &GraphSnapshot,
    target: &GraphSnapshot,
) -> Wanted {
    let plan = Plan {
        bridge,
        from,
        origins: Origins::new(source, |id| {
            id == bridge.id || bridge.peers.is_alongside(id)
        }),
        claims: Claims::new(bridge, target),
        has_elders: bridge.peers.elders(bridge.id).next().is_some(),
    };
    let mut wanted = Wanted::default();
    plan.add_publishers(source, &mut wanted);
    plan.add_servers(source, target, &mut wanted);
    plan.add_nodes(source, &mut wanted);
    plan.add_readers(source, target, &mut wanted);
    wanted
}

struct Plan<'a> {
    bridge: Bridge<'a>,
    from: End,
    origins: Origins<'a>,
    claims: Claims,
    has_elders: bool,
}

impl Plan<'_> {
    /// The mirror of something that lies here, if it is to have one.
    fn route(&self, entity: &Entity, origin: &Origin<'_>) -> Option<Route> {
        let rules = self.bridge.rules;
        let target = rules.translate(&entity.name, self.from)?;
        let node = self.node(origin);
        let node_here = match (&origin.place, &node) {
            (Place::Node(here), Some(_)) => Some(here.full_name()),
            _ => None,
        };
        let near = |here: String, there: String| match self.from {
            End::Near => here,
            End::Far => there,
        };
        let node_near = node_here
            .zip(node.as_ref())
            .map(|(here, mirrored)| near(here, mirrored.full_name()));
        if !rules.carries(
            &near(entity.name.clone(), target.clone()),
            node_near.as_deref(),
        ) {
            return None;
        }
        let claim = Claim::of_endpoint(
            &origin.path,
            node.as_ref().map(MirroredNode::full_name),
            (entity.subject, target.clone(), entity.type_name.clone()),
        );
        (!self.claims.contain(&claim)).then(|| Route {
            node,
            source: entity.name.clone(),
            target,
            type_name: entity.type_name.clone(),
            is_deferred: self.has_elders,
        })
    }

    /// The mirror of the node at a place; `None` where there is none, or its namespace has no place at the other end.
    fn node(&self, origin: &Origin<'_>) -> Option<MirroredNode> {
        let Place::Node(node) = origin.place else {
            return None;
        };
        let namespace = self
            .bridge
            .rules
            .translate_namespace(&node.namespace, self.from)?;
        Some(MirroredNode {
            participant: origin.participant,
            path: origin.path.then(self.bridge.id),
            namespace,
            name: node.name.clone(),
        })
    }

    fn add_publishers(&self, source: &GraphSnapshot, wanted: &mut Wanted) {
        for entity in source.entities.values() {
            if (entity.subject, entity.direction) != (Subject::Topic, Direction::Writer) {
                continue;
            }
            let Some(origin) = self.origins.of(entity) else {
                continue;
            };
            let Some(route) = self.route(entity, &origin) else {
                continue;
            };
            let reader = ReaderKey {
                topic: entity.name.clone(),
                type_name: entity.type_name.clone(),
                type_hash: entity.type_hash,
                is_reliable: entity.qos.reliability != Reliability::BestEffort,
                is_transient_local: entity.qos.durability != Durability::Volatile,
            };
            wanted.publishers.insert(
                entity.gid,
                PublisherRoute {
                    route,
                    qos: entity.qos,
                    reader,
                },
            );
        }
    }

    /// One server a service: a request must not be answered twice because it is passed on. Nor may it come back to where
    /// it was asked, so a service that others offer at the other end is theirs, unless it has come a longer way.
    fn add_servers(&self, source: &GraphSnapshot, target: &GraphSnapshot, wanted: &mut Wanted) {
        let offered = self.offered(target);
        let mut best: HashMap<(String, String), (Path, Gid, ServerRoute)> = HashMap::new();
        for entity in source.entities.values() {
            if (entity.subject, entity.direction) != (Subject::Request, Direction::Reader) {
                continue;
            }
            let Some(origin) = self.origins.of(entity) else {
                continue;
            };
            let Some(route) = self.route(entity, &origin) else {
                continue;
            };
            let mirrored = origin.path.then(self.bridge.id);
            if offered
                .get(&route.target)
                .is_some_and(|path| path.rank() <= mirrored.rank())
            {
                continue;
            }
            let key = (route.target.clone(), route.type_name.clone());
            let route = ServerRoute {
                route,
                source_node: match origin.place {
                    Place::Node(node) => Some(node.full_name()),
                    Place::Bare => None,
                },
                hashes: [entity.type_hash, self.origins.response_hash(entity)],
            };
            let candidate = (origin.path, entity.gid, route);
            let rank = |(path, gid, _): &(Path, Gid, ServerRoute)| (path.clone(), *gid);
            let known = best.entry(key).or_insert_with(|| candidate.clone());
            if rank(&candidate) < rank(known) {
                *known = candidate;
            }
        }
        let best = best.into_values().map(|(_, gid, route)| (gid, route));
        wanted.servers.extend(best);
    }

    /// The services that others than this bridge and those beside it offer, each with the first of their paths.
    fn offered(&self, target: &GraphSnapshot) -> HashMap<String, Path> {
        let mut offered: HashMap<String, Path> = HashMap::new();
        for entity in target.entities.values() {
            if (entity.subject, entity.direction) != (Subject::Request, Direction::Reader) {
                continue;
            }
            let path = path_of(target, entity.participant);
            if self.is_of_this_joint(&path) {
                continue;
            }
            let known = offered
                .entry(entity.name.clone())
                .or_insert_with(|| path.clone());
            if path.rank() < known.rank() {
                *known = path;
            }
        }
        offered
    }

    /// Whether a context is this bridge's, or that of one that joins the same two graphs.
    fn is_of_this_joint(&self, path: &Path) -> bool {
        path.operator()
            .is_some_and(|id| id == self.bridge.id || self.bridge.peers.is_alongside(id))
    }

    fn add_nodes(&self, source: &GraphSnapshot, wanted: &mut Wanted) {
        let publishers = wanted.publishers.values().map(|publisher| &publisher.route);
        let servers = wanted.servers.values().map(|server| &server.route);
        let owners: BTreeMap<_, _> = publishers
            .chain(servers)
            .filter_map(|route| Some((route.node.clone()?, route.is_deferred)))
            .collect();
        for (participant, entities) in &source.participants {
            let path = Path::parse(&entities.enclave);
            if self.origins.is_closed(&path) {
                continue;
            }
            for node in &entities.nodes {
                let origin = Origin {
                    participant: *participant,
                    path: path.clone(),
                    place: Place::Node(node),
                };
                let Some(mirrored) = self.node(&origin) else {
                    continue;
                };
                let (here, there) = (node.full_name(), mirrored.full_name());
                let near = match self.from {
                    End::Near => &here,
                    End::Far => &there,
                };
                let claim = Claim {
                    path: path.clone(),
                    node: Some(there.clone()),
                    endpoint: None,
                };
                if self.bridge.rules.carries_node(near) && !self.claims.contain(&claim) {
                    wanted.nodes.insert(mirrored, self.has_elders);
                }
            }
        }
        wanted.nodes.extend(owners);
    }

    fn add_readers(&self, source: &GraphSnapshot, target: &GraphSnapshot, wanted: &mut Wanted) {
        let demand: HashSet<(&str, &str)> = target
            .entities
            .values()
            .filter(|entity| {
                (entity.subject, entity.direction) == (Subject::Topic, Direction::Reader)
                    && !self.is_of_this_joint(&path_of(target, entity.participant))
            })
            .map(|entity| (entity.name.as_str(), entity.type_name.as_str()))
            .collect();
        let mut writers: HashMap<&str, BTreeSet<Gid>> = HashMap::new();
        for entity in source.entities.values() {
            if (entity.subject, entity.direction) == (Subject::Topic, Direction::Writer) {
                writers.entry(&entity.name).or_default().insert(entity.gid);
            }
        }
        for (gid, publisher) in &wanted.publishers {
            let target = (
                publisher.route.target.as_str(),
                publisher.route.type_name.as_str(),
            );
            let all = || {
                let writers = writers.get(publisher.route.source.as_str());
                writers.cloned().unwrap_or_default()
            };
            let reader = wanted
                .readers
                .entry(publisher.reader.clone())
                .or_insert_with(|| ReaderRoute {
                    is_wanted: demand.contains(&target) || is_awaited(target.0),
                    others: all(),
                });
            reader.others.remove(gid);
        }
    }
}

/// Whether a topic's messages are wanted before anybody subscribes. Who sends a goal subscribes to its feedback a moment
/// before, and nobody keeps what is published until that has reached the server.
fn is_awaited(topic: &str) -> bool {
    topic.ends_with(&ActionPart::Feedback.name(""))
}

fn path_of(graph: &GraphSnapshot, participant: Gid) -> Path {
    let participant = graph.participants.get(&participant);
    participant.map_or_else(Path::default, |known| Path::parse(&known.enclave))
}

/// Something that a bridge mirrors: what came on this path, in a node of this name if not in the bridge's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Claim {
    path: Path,
    node: Option<String>,
    endpoint: Option<Endpoint>,
}

/// What an endpoint carries, its topic or service, its type.
type Endpoint = (Subject, String, String);

impl Claim {
    /// Of a service there is one mirror, whoever's server it stands for.
    fn of_endpoint(path: &Path, node: Option<String>, endpoint: Endpoint) -> Self {
        let is_service = endpoint.0 == Subject::Request;
        let whose = (!is_service).then(|| (path.clone(), node));
        let (path, node) = whose.unwrap_or_default();
        Self {
            path,
            node,
            endpoint: Some(endpoint),
        }
    }
}

/// What the elder bridges mirror that join the same two graphs. They need no help.
struct Claims(HashSet<Claim>);

impl Claims {
    fn new(bridge: Bridge<'_>, target: &GraphSnapshot) -> Self {
        let mut claims = HashSet::new();
        for elder in bridge.peers.elders(bridge.id) {
            let own_node = full_name("/", &elder.node_name());
            for participant in target.participants.values() {
                let Some(path) = Path::parse(&participant.enclave).before(elder) else {
                    continue;
                };
                for node in &participant.nodes {
                    let name = Some(node.full_name()).filter(|name| *name != own_node);
                    let entities = node.readers.iter().chain(&node.writers);
                    claims.extend(
                        entities
                            .filter_map(|gid| target.entities.get(gid))
                            .filter(|entity| is_mirrored(entity))
                            .map(|entity| {
                                let endpoint = (
                                    entity.subject,
                                    entity.name.clone(),
                                    entity.type_name.clone(),
                                );
                                Claim::of_endpoint(&path, name.clone(), endpoint)
                            }),
                    );
                    claims.insert(Claim {
                        path: path.clone(),
                        node: name.clone(),
                        endpoint: None,
                    });
                }
            }
        }
        Self(claims)
    }

    fn contain(&self, claim: &Claim) -> bool {
        self.0.contains(claim)
    }
}

/// Whether an entity is what a route stands for: a publisher, or where a server's requests come in.
fn is_mirrored(entity: &Entity) -> bool {
    matches!(
        (entity.subject, entity.direction),
        (Subject::Topic, Direction::Writer) | (Subject::Request, Direction::Reader)
    )
}
