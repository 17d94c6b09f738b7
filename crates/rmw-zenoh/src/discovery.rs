//! The graph, from the tokens of other sessions. They are read by one thread, in the order in which they come.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use rosebay_rmw::names::demangle_type;
use rosebay_rmw::{Direction, Entity, Gid, Graph, NodeEntities, Subject};

use crate::directory::Directory;
use crate::keys;
use crate::token::{self, EndpointToken, Token, TokenKind};

/// A token that has come or gone.
pub(crate) enum News {
    Came(String),
    Gone(String),
}

/// What is known of other sessions.
pub(crate) struct Discovery {
    graph: Arc<Graph>,
    directory: Arc<Directory>,
    /// The id of the own session, whose tokens are passed over.
    own: String,
    tokens: HashMap<String, Token>,
    sessions: HashMap<String, BTreeMap<String, Node>>,
}

#[derive(Default)]
struct Node {
    entities: NodeEntities,
    tokens: usize,
}

impl Discovery {
    pub(crate) fn new(graph: Arc<Graph>, directory: Arc<Directory>, own: String) -> Self {
        Self {
            graph,
            directory,
            own,
            tokens: HashMap::new(),
            sessions: HashMap::new(),
        }
    }

    /// Reads until nobody can send any more.
    pub(crate) fn run(mut self, news: &Receiver<News>) {
        while let Ok(news) = news.recv() {
            match news {
                News::Came(key) => self.came(key),
                News::Gone(key) => self.gone(&key),
            }
        }
    }

    fn came(&mut self, key: String) {
        let Some(token) = Token::parse(&key) else {
            tracing::debug!("'{key}' is no token of a node or endpoint");
            return;
        };
        if token.session == self.own || self.tokens.contains_key(&key) {
            return;
        }
        let Some(participant) = participant(&token.session) else {
            return;
        };
        if !self.sessions.contains_key(&token.session) {
            self.graph.add_participant(participant, &token.enclave);
        }
        let nodes = self.sessions.entry(token.session.clone()).or_default();
        let node = nodes.entry(token.node.clone()).or_default();
        node.tokens += 1;
        node.entities.name.clone_from(&token.name);
        node.entities.namespace.clone_from(&token.namespace);
        let entities = entities(&token, participant);
        for entity in &entities {
            node.entities.associate(entity.direction, entity.gid);
        }
        let nodes = announced(nodes);
        for entity in entities {
            self.graph.add_entity(entity);
        }
        drop(self.graph.set_nodes(participant, nodes));
        self.directory.add_other(&token);
        self.tokens.insert(key, token);
    }

    fn gone(&mut self, key: &str) {
        let Some(token) = self.tokens.remove(key) else {
            return;
        };
        self.directory.remove_other(&token);
        let (Some(participant), Some(nodes)) = (
            participant(&token.session),
            self.sessions.get_mut(&token.session),
        ) else {
            return;
        };
        let entities = entities(&token, participant);
        if let Some(node) = nodes.get_mut(&token.node) {
            node.tokens -= 1;
            for entity in &entities {
                node.entities.dissociate(entity.direction, entity.gid);
            }
            if node.tokens == 0 {
                nodes.remove(&token.node);
            }
        }
        let nodes = announced(nodes);
        for entity in entities {
            self.graph.remove_entity(entity.gid);
        }
        if nodes.is_empty() {
            self.sessions.remove(&token.session);
            self.graph.remove_participant(participant);
        } else {
            drop(self.graph.set_nodes(participant, nodes));
        }
    }
}

fn announced(nodes: &BTreeMap<String, Node>) -> Vec<NodeEntities> {
    nodes.values().map(|node| node.entities.clone()).collect()
}

/// The identity of a session as a participant; `None` where its id is none.
pub(crate) fn participant(session: &str) -> Option<Gid> {
    let id = u128::from_str_radix(session, 16).ok()?;
    Some(Gid(id.to_le_bytes()))
}

/// The gid of the half of a client or service that carries responses. The token's is that of the requests' half.
fn response_gid(mut gid: Gid) -> Gid {
    if let Some(last) = gid.0.last_mut() {
        *last ^= 0xff;
    }
    gid
}

/// What the graph knows of a token's owner: nothing where it is a node.
pub(crate) fn entities(token: &Token, participant: Gid) -> Vec<Entity> {
    let Some(endpoint) = &token.endpoint else {
        return Vec::new();
    };
    let gid = token::gid(&token.key());
    let entity =
        |gid, direction, subject| entity(token, endpoint, (gid, participant), direction, subject);
    let foreign = !endpoint.topic.starts_with('/');
    let topic = if foreign {
        Subject::Foreign
    } else {
        Subject::Topic
    };
    match token.kind {
        TokenKind::Node => Vec::new(),
        TokenKind::Publisher => vec![entity(gid, Direction::Writer, topic)],
        TokenKind::Subscription => vec![entity(gid, Direction::Reader, topic)],
        TokenKind::Client => vec![
            entity(gid, Direction::Writer, Subject::Request),
            entity(response_gid(gid), Direction::Reader, Subject::Response),
        ],
        TokenKind::Service => vec![
            entity(gid, Direction::Reader, Subject::Request),
            entity(response_gid(gid), Direction::Writer, Subject::Response),
        ],
    }
}

fn entity(
    token: &Token,
    endpoint: &EndpointToken,
    (gid, participant): (Gid, Gid),
    direction: Direction,
    subject: Subject,
) -> Entity {
    Entity {
        gid,
        participant,
        direction,
        subject,
        name: endpoint.topic.clone(),
        type_name: demangle_type(&endpoint.wire_type),
        wire_topic: keys::topic(token.domain, endpoint),
        wire_type: endpoint.wire_type.clone(),
        type_hash: endpoint.type_hash,
        qos: endpoint.qos,
    }
}
