//! Other bridges between the same two graphs.

use std::collections::BTreeSet;

use rosebay_rcl::rmw::GraphSnapshot;

use crate::path::{BridgeId, Path};

/// The other bridges between the same two graphs, as far as they have been seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Peers {
    /// Those whose contexts are in both graphs now.
    at_work: BTreeSet<BridgeId>,
    /// Those that have been, and are in one of the graphs still: what they mirrored there may outlive them a while, and
    /// is nothing new to the other.
    alongside: BTreeSet<BridgeId>,
}

impl Peers {
    /// Who is there now, after these.
    pub(crate) fn seen(&self, own: &BridgeId, near: &GraphSnapshot, far: &GraphSnapshot) -> Self {
        let (near, far) = (operators(near), operators(far));
        let both = near.intersection(&far).filter(|id| *id != own);
        let at_work: BTreeSet<_> = both.cloned().collect();
        let before = self.alongside.iter();
        let still = before.filter(|id| near.contains(*id) || far.contains(*id));
        Self {
            alongside: still.chain(&at_work).cloned().collect(),
            at_work,
        }
    }

    /// Whether a bridge is in both graphs twice, by its own contexts in them.
    pub(crate) fn has_twin(own: &BridgeId, near: &GraphSnapshot, far: &GraphSnapshot) -> bool {
        let path = Path::of(own);
        [near, far].into_iter().all(|graph| {
            let participants = graph.participants.values();
            let own = participants.filter(|each| Path::parse(&each.enclave) == path);
            own.count() > 1
        })
    }

    /// Those that come before a bridge where both could mirror something.
    pub(crate) fn elders(&self, own: &BridgeId) -> impl Iterator<Item = &BridgeId> {
        self.at_work.range(..own.clone())
    }

    /// Whether what a bridge mirrors is in both graphs anyway.
    pub(crate) fn is_alongside(&self, id: &BridgeId) -> bool {
        self.alongside.contains(id)
    }

    /// Those at work.
    pub(crate) fn at_work(&self) -> &BTreeSet<BridgeId> {
        &self.at_work
    }
}

fn operators(graph: &GraphSnapshot) -> BTreeSet<BridgeId> {
    let participants = graph.participants.values();
    participants
        .filter_map(|participant| Path::parse(&participant.enclave).operator().cloned())
        .collect()
}
