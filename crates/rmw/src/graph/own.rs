//! A participant's own nodes, as it announces them to the others.

use std::sync::Arc;

use rosebay_locks::{Mutex, MutexGuard};

use super::{Graph, NodeEntities};
use crate::Gid;

/// Names one of a participant's own nodes; node names need not be unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeKey(u64);

type Announce = Box<dyn Fn(&[NodeEntities]) + Send + Sync>;

/// The nodes of a participant of this process, with what they own. Every change goes to the graph and, in
/// the same order, to `announce`, which tells other processes.
pub struct OwnNodes {
    graph: Arc<Graph>,
    participant: Gid,
    announce: Announce,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next_key: u64,
    keys: Vec<NodeKey>,
    nodes: Vec<NodeEntities>,
}

impl OwnNodes {
    /// A participant without nodes. `announce` is called with all nodes after each change and must not
    /// change them itself.
    pub fn new(
        graph: Arc<Graph>,
        participant: Gid,
        announce: impl Fn(&[NodeEntities]) + Send + Sync + 'static,
    ) -> Self {
        Self {
            graph,
            participant,
            announce: Box::new(announce),
            state: Mutex::default(),
        }
    }

    /// Adds a node.
    pub fn add(&self, name: &str, namespace: &str) -> NodeKey {
        let mut state = self.state.lock();
        let key = NodeKey(state.next_key);
        state.next_key += 1;
        state.keys.push(key);
        let (name, namespace) = (name.to_owned(), namespace.to_owned());
        state.nodes.push(NodeEntities {
            name,
            namespace,
            ..NodeEntities::default()
        });
        self.publish(state);
        key
    }

    /// Removes a node.
    pub fn remove(&self, key: NodeKey) {
        let mut state = self.state.lock();
        if let Some(index) = state.keys.iter().position(|known| *known == key) {
            state.keys.remove(index);
            state.nodes.remove(index);
            self.publish(state);
        }
    }

    /// Changes what a node owns, by [`NodeEntities::associate`] and [`NodeEntities::dissociate`].
    pub fn edit(&self, key: NodeKey, edit: impl FnOnce(&mut NodeEntities)) {
        let mut state = self.state.lock();
        let index = state.keys.iter().position(|known| *known == key);
        if let Some(node) = index.and_then(|index| state.nodes.get_mut(index)) {
            edit(node);
            self.publish(state);
        }
    }

    fn publish(&self, state: MutexGuard<'_, State>) {
        let change = self.graph.set_nodes(self.participant, state.nodes.clone());
        (self.announce)(&state.nodes);
        drop(state);
        drop(change);
    }
}
