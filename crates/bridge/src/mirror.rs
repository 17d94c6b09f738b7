//! What makes one direction be as it is wanted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_rcl::rmw::names::is_hidden;
use rosebay_rcl::rmw::{Durability, Gid, GraphSnapshot, History, Liveliness, Reliability};
use rosebay_rcl::service::RawService;
use rosebay_rcl::{
    Logger, PublisherOptions, QosProfile, RawSubscription, Result, Severity, SubscriptionOptions,
};
use rosebay_rosidl::MessageType;

use crate::bell::Bell;
use crate::counters::{Counters, Traffic};
use crate::forwarder::{self, Forwarder};
use crate::inquiries::{Answer, Inquiries};
use crate::outlet::{Outlet, Routes, Switch};
use crate::plan::{MirroredNode, PublisherRoute, ReaderKey, ServerRoute, Wanted};
use crate::rules::{End, Rules};
use crate::side::{MirrorNode, Side};
use crate::types;

/// How many messages a mirror keeps where its source does not tell how many it keeps.
pub const UNTOLD_DEPTH: usize = 100;

/// How many messages may wait for the bridge itself.
const READER_DEPTH: usize = 1_000;

/// How long a mirror outlives its source, for what is still on its way.
const LINGER: Duration = Duration::from_secs(1);

/// How long an elder bridge has to do what it is for.
const DEFERENCE: Duration = Duration::from_secs(1);

/// One direction.
pub(crate) struct Mirror {
    from: End,
    source: Arc<Side>,
    target: Arc<Side>,
    rules: Arc<Rules>,
    counters: Arc<Counters>,
    bell: Arc<Bell>,
    logger: Logger,
    readers: BTreeMap<ReaderKey, Reader>,
    publishers: BTreeMap<Gid, Publisher>,
    servers: BTreeMap<Gid, Server>,
    nodes: BTreeMap<MirroredNode, Arc<MirrorNode>>,
    /// Since when something waits for an elder bridge.
    deferred: BTreeMap<Deferred, Instant>,
    /// What nodes have been asked for.
    inquiries: Inquiries,
    /// What cannot be mirrored, so that it is tried and told of once.
    refused: BTreeSet<Gid>,
    refused_nodes: BTreeSet<MirroredNode>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Deferred {
    Node(MirroredNode),
    Endpoint(Gid),
}

struct Publisher {
    wanted: PublisherRoute,
    outlet: Arc<Outlet>,
    _node: Option<Arc<MirrorNode>>,
    /// When it goes, where its source has.
    ends: Option<Instant>,
}

struct Reader {
    _subscription: RawSubscription,
    switch: Arc<Switch>,
}

struct Server {
    wanted: ServerRoute,
    _service: RawService,
    forwarder: Arc<Forwarder>,
    _node: Option<Arc<MirrorNode>>,
}

/// What the mirrors of both directions share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) rules: Arc<Rules>,
    pub(crate) bell: Arc<Bell>,
    pub(crate) logger: Logger,
}

impl Mirror {
    pub(crate) fn new(from: End, source: &Arc<Side>, target: &Arc<Side>, shared: Shared) -> Self {
        Self {
            from,
            source: Arc::clone(source),
            target: Arc::clone(target),
            counters: Arc::new(Counters::new(&shared.logger)),
            rules: shared.rules,
            bell: shared.bell,
            logger: shared.logger,
            readers: BTreeMap::new(),
            publishers: BTreeMap::new(),
            servers: BTreeMap::new(),
            nodes: BTreeMap::new(),
            deferred: BTreeMap::new(),
            inquiries: Inquiries::default(),
            refused: BTreeSet::new(),
            refused_nodes: BTreeSet::new(),
        }
    }

    /// Makes it as it is wanted. Returns when it wants to be called again though no graph has changed.
    pub(crate) fn apply(
        &mut self,
        wanted: &Wanted,
        source: &GraphSnapshot,
        now: Instant,
    ) -> Option<Instant> {
        self.refused.retain(|gid| source.entities.contains_key(gid));
        self.refused_nodes
            .retain(|node| wanted.nodes.contains_key(node));
        let due = self.defer(wanted, now);
        self.take_down(wanted, source, now);
        self.put_up_nodes(wanted, now);
        self.put_up_servers(wanted, now);
        self.put_up_publishers(wanted, now);
        self.connect(wanted);
        let paths = self.nodes.keys().map(|node| &node.path);
        let mut paths: BTreeSet<_> = paths.collect();
        let publishers = self.publishers.values();
        paths.extend(publishers.filter_map(|each| Some(&each.wanted.route.node.as_ref()?.path)));
        self.target.keep(&paths);
        let ends = self.publishers.values().filter_map(|each| each.ends);
        ends.chain(due).chain(self.inquiries.due(now)).min()
    }

    /// Notes what waits for an elder bridge. Returns when the first of it has waited long enough.
    fn defer(&mut self, wanted: &Wanted, now: Instant) -> Option<Instant> {
        let nodes = wanted.nodes.iter();
        let nodes = nodes
            .filter(|(node, is_deferred)| **is_deferred && !self.nodes.contains_key(node))
            .map(|(node, _)| Deferred::Node(node.clone()));
        let publishers = wanted.publishers.iter();
        let publishers = publishers
            .filter(|(gid, each)| each.route.is_deferred && !self.publishers.contains_key(gid))
            .map(|(gid, _)| Deferred::Endpoint(*gid));
        let servers = wanted.servers.iter();
        let servers = servers
            .filter(|(gid, each)| each.route.is_deferred && !self.servers.contains_key(gid))
            .map(|(gid, _)| Deferred::Endpoint(*gid));
        let before = &self.deferred;
        let all = nodes.chain(publishers).chain(servers);
        let deferred: BTreeMap<_, _> = all
            .map(|each| {
                let since = before.get(&each).copied().unwrap_or(now);
                (each, since)
            })
            .collect();
        self.deferred = deferred;
        let due = self.deferred.values().map(|since| *since + DEFERENCE);
        due.filter(|due| *due > now).min()
    }

    fn is_due(&self, what: &Deferred, now: Instant) -> bool {
        let since = self.deferred.get(what);
        since.is_none_or(|since| now >= *since + DEFERENCE)
    }

    fn take_down(&mut self, wanted: &Wanted, source: &GraphSnapshot, now: Instant) {
        self.servers.retain(|gid, server| {
            let stays = wanted
                .servers
                .get(gid)
                .is_some_and(|route| is_same_server(route, &server.wanted));
            if !stays {
                self.logger.debug(format_args!(
                    "service '{}' ends",
                    server.wanted.route.target
                ));
            }
            stays
        });
        self.publishers.retain(|gid, publisher| {
            let is_wanted = wanted
                .publishers
                .get(gid)
                .is_some_and(|route| is_same_publisher(route, &publisher.wanted));
            if is_wanted {
                publisher.ends = None;
                return true;
            }
            let ends = *publisher.ends.get_or_insert(now + LINGER);
            let stays = !source.entities.contains_key(gid) && now < ends;
            if !stays {
                self.logger.debug(format_args!(
                    "topic '{}' ends",
                    publisher.wanted.route.target
                ));
            }
            stays
        });
        let (logger, target) = (&self.logger, self.target.label());
        self.nodes.retain(|node, _| {
            let stays = wanted.nodes.contains_key(node);
            if !stays {
                let name = node.full_name();
                let leaves = format_args!("node '{name}' leaves {target}");
                logger.log(importance(node), leaves);
            }
            stays
        });
    }

    fn put_up_nodes(&mut self, wanted: &Wanted, now: Instant) {
        for node in wanted.nodes.keys() {
            if !self.nodes.contains_key(node) && self.is_due(&Deferred::Node(node.clone()), now) {
                self.put_up_node(node);
            }
        }
    }

    /// The node that stands for another one, where it can be made.
    fn put_up_node(&mut self, node: &MirroredNode) -> Option<Arc<MirrorNode>> {
        if let Some(known) = self.nodes.get(node) {
            return Some(Arc::clone(known));
        }
        if self.refused_nodes.contains(node) {
            return None;
        }
        match self.target.mirror(node) {
            Ok(mirror) => {
                let (source, target) = (self.source.label(), self.target.label());
                let name = node.full_name();
                self.logger.log(
                    importance(node),
                    format_args!("node '{name}' of {source} appears in {target}"),
                );
                let mirror = Arc::new(mirror);
                self.nodes.insert(node.clone(), Arc::clone(&mirror));
                Some(mirror)
            }
            Err(error) => {
                self.logger.warn(format_args!(
                    "node '{}' cannot be mirrored: {error}",
                    node.full_name()
                ));
                self.refused_nodes.insert(node.clone());
                None
            }
        }
    }

    /// The node that is to own a mirror. `Err` where it cannot be made.
    fn owner(&mut self, node: Option<&MirroredNode>) -> std::result::Result<Owner, ()> {
        match node {
            None => Ok(Owner {
                node: self.target.node().clone(),
                mirror: None,
            }),
            Some(node) => {
                let mirror = self.put_up_node(node).ok_or(())?;
                Ok(Owner {
                    node: mirror.node.clone(),
                    mirror: Some(mirror),
                })
            }
        }
    }

    fn put_up_servers(&mut self, wanted: &Wanted, now: Instant) {
        for (gid, route) in &wanted.servers {
            let is_new = !self.servers.contains_key(gid) && !self.refused.contains(gid);
            if is_new && self.is_due(&Deferred::Endpoint(*gid), now) {
                let made = self.put_up_server(route, now);
                self.note(*gid, &route.route.source, made, |mirror, server| {
                    mirror.servers.extend(server.map(|server| (*gid, server)));
                });
            }
        }
    }

    /// Nothing yet where its type has to be asked for.
    fn put_up_server(
        &mut self,
        wanted: &ServerRoute,
        now: Instant,
    ) -> std::result::Result<Option<Server>, String> {
        let route = &wanted.route;
        let service_type = match types::service_type(&route.type_name, wanted.hashes) {
            Some(known) => known,
            None => match self.inquiries.ask(self.source.node(), wanted, now) {
                Answer::Told(told) => told,
                Answer::Coming => return Ok(None),
                Answer::None => return Err(unknown(&route.type_name)),
            },
        };
        let owner = self
            .owner(route.node.as_ref())
            .map_err(|()| String::new())?;
        let forwarder = Arc::new(Forwarder::new(
            self.source.node(),
            &route.source,
            &service_type,
            &self.counters,
            &self.bell,
            &self.logger,
        ));
        let forwarding = Arc::clone(&forwarder);
        let service = owner.node.create_raw_service(
            &service_type,
            &route.target,
            forwarder::options(),
            move |request, _ready| forwarding.forward(request),
        );
        let service = service.map_err(|error| error.to_string())?;
        self.logger.debug(format_args!(
            "service '{}' of {} is '{}' in {}",
            route.source,
            self.source.label(),
            route.target,
            self.target.label()
        ));
        Ok(Some(Server {
            wanted: wanted.clone(),
            _service: service,
            forwarder,
            _node: owner.mirror,
        }))
    }

    fn put_up_publishers(&mut self, wanted: &Wanted, now: Instant) {
        for (gid, route) in &wanted.publishers {
            let is_new = !self.publishers.contains_key(gid) && !self.refused.contains(gid);
            if is_new && self.is_due(&Deferred::Endpoint(*gid), now) {
                let made = self.put_up_publisher(route);
                self.note(*gid, &route.route.source, made, |mirror, publisher| {
                    mirror.publishers.insert(*gid, publisher);
                });
            }
        }
    }

    fn put_up_publisher(
        &mut self,
        wanted: &PublisherRoute,
    ) -> std::result::Result<Publisher, String> {
        let route = &wanted.route;
        let message_type = types::message_type(&route.type_name, wanted.reader.type_hash)
            .ok_or_else(|| unknown(&route.type_name))?;
        let owner = self
            .owner(route.node.as_ref())
            .map_err(|()| String::new())?;
        let qos = offered(&wanted.qos);
        let options = PublisherOptions {
            warn_of_mismatches: false,
            ..PublisherOptions::new(qos)
        };
        let made = owner
            .node
            .create_raw_publisher(&message_type, &route.target, options);
        let publisher = made.map_err(|error| error.to_string())?;
        let near = match self.from {
            End::Near => &route.source,
            End::Far => &route.target,
        };
        self.logger.debug(format_args!(
            "topic '{}' of {} is '{}' in {}",
            route.source,
            self.source.label(),
            route.target,
            self.target.label()
        ));
        Ok(Publisher {
            outlet: Arc::new(Outlet::new(
                publisher,
                qos.durability == Durability::TransientLocal,
                self.rules.period(near),
                &self.counters,
                &self.bell,
            )),
            wanted: wanted.clone(),
            _node: owner.mirror,
            ends: None,
        })
    }

    /// Keeps what was made, or says once why it cannot be.
    fn note<T>(
        &mut self,
        gid: Gid,
        source: &str,
        made: std::result::Result<T, String>,
        keep: impl FnOnce(&mut Self, T),
    ) {
        match made {
            Ok(made) => keep(self, made),
            Err(reason) => {
                self.refused.insert(gid);
                if !reason.is_empty() {
                    let label = self.source.label();
                    self.logger.warn(format_args!(
                        "'{source}' of {label} is not passed on: {reason}"
                    ));
                }
            }
        }
    }

    /// Subscribes to what is wanted, and tells each subscription where its messages go.
    fn connect(&mut self, wanted: &Wanted) {
        let mut routes: BTreeMap<&ReaderKey, Routes> = BTreeMap::new();
        for (gid, publisher) in &self.publishers {
            let outlets = &mut routes.entry(&publisher.wanted.reader).or_default().outlets;
            outlets.insert(*gid, Arc::clone(&publisher.outlet));
        }
        self.readers.retain(|key, _| {
            let is_wanted = wanted.readers.get(key).is_none_or(|route| route.is_wanted);
            // A history is fetched once: were it fetched anew, the mirror would have it twice.
            routes.contains_key(key) && (is_wanted || key.is_transient_local)
        });
        for (key, mut routes) in routes {
            let route = wanted.readers.get(key);
            if let Some(route) = route {
                routes.others.clone_from(&route.others);
            }
            if let Some(reader) = self.readers.get(key) {
                reader.switch.set(routes);
            } else if route.is_some_and(|route| route.is_wanted) {
                let Some(message_type) = types::message_type(&key.type_name, key.type_hash) else {
                    continue;
                };
                match subscribe(&self.source, key, &message_type, routes) {
                    Ok(reader) => {
                        self.logger.debug(format_args!(
                            "'{}' of {} is wanted in {}",
                            key.topic,
                            self.source.label(),
                            self.target.label()
                        ));
                        self.readers.insert(key.clone(), reader);
                    }
                    Err(error) => self.logger.warn(format_args!(
                        "'{}' of {} cannot be subscribed to: {error}",
                        key.topic,
                        self.source.label()
                    )),
                }
            }
        }
    }

    /// Looks after what waits for the other end. Returns whether something waits still.
    pub(crate) fn tend(&self, now: Instant) -> bool {
        let publishers = self.publishers.values();
        let held = publishers.filter(|publisher| publisher.outlet.release(now));
        let servers = self.servers.values();
        let waiting = servers.filter(|server| server.forwarder.tend(now));
        held.count() + waiting.count() > 0
    }

    /// What has passed, and what is mirrored now.
    pub(crate) fn traffic(&self) -> Traffic {
        Traffic {
            nodes: self.nodes.len(),
            publishers: self.publishers.len(),
            servers: self.servers.len(),
            ..self.counters.read()
        }
    }
}

struct Owner {
    node: rosebay_rcl::Node,
    mirror: Option<Arc<MirrorNode>>,
}

/// Hidden nodes come and go with every command that looks at the graph.
fn importance(node: &MirroredNode) -> Severity {
    match is_hidden(&node.name) {
        true => Severity::Debug,
        false => Severity::Info,
    }
}

fn is_same_publisher(wanted: &PublisherRoute, made: &PublisherRoute) -> bool {
    let (a, b) = (&wanted.route, &made.route);
    (&a.node, &a.target, &wanted.reader, wanted.qos) == (&b.node, &b.target, &made.reader, made.qos)
}

fn is_same_server(wanted: &ServerRoute, made: &ServerRoute) -> bool {
    let (a, b) = (&wanted.route, &made.route);
    (&a.node, &a.target, &a.type_name) == (&b.node, &b.target, &b.type_name)
}

fn unknown(type_name: &str) -> String {
    format!(
        "its type '{type_name}' is announced without the hash that is needed, and no definition of it is known here; have \
         AMENT_PREFIX_PATH or ROSEBAY_INTERFACE_PATH name a folder that has one"
    )
}

/// What a mirror offers for what its source does. It keeps the last messages, so that it waits for nobody.
fn offered(source: &QosProfile) -> QosProfile {
    let is_told = source.history == History::KeepLast && source.depth > 0;
    QosProfile {
        history: History::KeepLast,
        depth: if is_told { source.depth } else { UNTOLD_DEPTH },
        reliability: match source.reliability {
            Reliability::BestEffort => Reliability::BestEffort,
            _ => Reliability::Reliable,
        },
        durability: match source.durability {
            Durability::Volatile => Durability::Volatile,
            _ => Durability::TransientLocal,
        },
        liveliness: match source.liveliness {
            Liveliness::ManualByTopic => Liveliness::ManualByTopic,
            _ => Liveliness::Automatic,
        },
        ..*source
    }
}

fn subscribe(
    source: &Side,
    key: &ReaderKey,
    message_type: &Arc<MessageType>,
    routes: Routes,
) -> Result<Reader> {
    let switch = Arc::new(Switch::default());
    switch.set(routes);
    let qos = QosProfile {
        depth: READER_DEPTH,
        reliability: if key.is_reliable {
            Reliability::Reliable
        } else {
            Reliability::BestEffort
        },
        durability: if key.is_transient_local {
            Durability::TransientLocal
        } else {
            Durability::Volatile
        },
        ..QosProfile::DEFAULT
    };
    let options = SubscriptionOptions {
        ignore_local_publications: true,
        warn_of_mismatches: false,
        ..SubscriptionOptions::new(qos)
    };
    let switching = Arc::clone(&switch);
    let subscription = source.node().create_raw_subscription(
        message_type,
        &key.topic,
        options,
        move |sample, ready| switching.receive(sample, ready),
    )?;
    Ok(Reader {
        _subscription: subscription,
        switch,
    })
}
