//! Where endpoints come from.

use std::collections::HashMap;

use rosebay_rcl::rmw::{Direction, Entity, Gid, GraphSnapshot, NodeEntities, Subject};
use rosebay_rosidl::TypeHash;

use crate::path::{BridgeId, Path};

/// Where an endpoint comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin<'a> {
    pub(super) participant: Gid,
    pub(super) path: Path,
    pub(super) place: Place<'a>,
}

/// What owns an endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    Node(&'a NodeEntities),
    /// An application that knows no nodes.
    Bare,
}

/// The origins of a graph's endpoints.
pub(super) struct Origins<'a> {
    participants: HashMap<Gid, Option<Path>>,
    owners: HashMap<Gid, &'a NodeEntities>,
    response_hashes: HashMap<(Gid, Option<&'a str>, &'a str), Option<TypeHash>>,
    is_closed: Box<dyn Fn(&Path) -> bool + 'a>,
}

impl<'a> Origins<'a> {
    /// Those of a graph. What has passed a bridge for which `is_barred` holds has none.
    pub(super) fn new(
        graph: &'a GraphSnapshot,
        is_barred: impl Fn(&BridgeId) -> bool + 'a,
    ) -> Self {
        let is_closed = Box::new(move |path: &Path| path.is_closed_by(&is_barred));
        let participants = graph.participants.iter().map(|(gid, participant)| {
            let path = Path::parse(&participant.enclave);
            (*gid, (!is_closed(&path)).then_some(path))
        });
        let participants = participants.collect();
        let nodes = graph.participants.values().flat_map(|known| &known.nodes);
        let owners: HashMap<Gid, &NodeEntities> = nodes
            .flat_map(|node| {
                let owned = node.readers.iter().chain(&node.writers);
                owned.map(move |gid| (*gid, node))
            })
            .collect();
        let mut origins = Self {
            participants,
            owners,
            response_hashes: HashMap::new(),
            is_closed,
        };
        for entity in graph.entities.values() {
            if (entity.subject, entity.direction) == (Subject::Response, Direction::Writer) {
                let key = origins.service_key(entity);
                origins.response_hashes.insert(key, entity.type_hash);
            }
        }
        origins
    }

    /// Where an endpoint comes from; `None` where that is barred, or not told yet.
    pub(super) fn of(&self, entity: &Entity) -> Option<Origin<'a>> {
        let participant = entity.participant;
        let (path, place) = match self.participants.get(&participant) {
            None => (Path::default(), Place::Bare),
            Some(path) => (path.clone()?, Place::Node(self.owners.get(&entity.gid)?)),
        };
        Some(Origin {
            participant,
            path,
            place,
        })
    }

    /// Whether nothing that came on a path is carried on.
    pub(super) fn is_closed(&self, path: &Path) -> bool {
        (self.is_closed)(path)
    }

    /// The hash that a server's other endpoint announces, where its requests' is known.
    pub(super) fn response_hash(&self, request: &'a Entity) -> Option<TypeHash> {
        let key = self.service_key(request);
        self.response_hashes.get(&key).copied().flatten()
    }

    fn service_key(&self, entity: &'a Entity) -> (Gid, Option<&'a str>, &'a str) {
        let node = self.owners.get(&entity.gid);
        (
            entity.participant,
            node.map(|node| node.name.as_str()),
            entity.name.as_str(),
        )
    }
}
