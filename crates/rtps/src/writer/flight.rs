//! What is under way to a reader.

use std::collections::VecDeque;

use crate::types::SequenceNumber;

/// What the kernel charges a receiving socket for a datagram beside its bytes.
const DATAGRAM_OVERHEAD: usize = 768;

/// How far into a writer's samples something reaches: everything before `number`, and `fragments` of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(super) number: SequenceNumber,
    pub(super) fragments: u32,
}

impl Position {
    pub(super) const fn before(number: SequenceNumber) -> Position {
        Position {
            number,
            fragments: 0,
        }
    }
}

/// Datagrams that were sent and may lie in the reader's socket still: up to where, and what they cost there.
#[derive(Debug, Default)]
pub(super) struct Flight {
    datagrams: VecDeque<(Position, usize)>,
    cost: usize,
}

impl Flight {
    /// Whether a window of `bytes` has no room for more. An empty one has room for any datagram.
    pub(super) fn fills(&self, bytes: usize) -> bool {
        self.cost > 0 && self.cost >= bytes
    }

    /// A datagram with `bytes` of payload that reaches up to `position` was sent.
    pub(super) fn send(&mut self, position: Position, bytes: usize) {
        let cost = bytes + DATAGRAM_OVERHEAD;
        self.datagrams.push_back((position, cost));
        self.cost += cost;
    }

    /// What reaches no further than `reached` is not under way any more.
    pub(super) fn land(&mut self, reached: Position) {
        while let Some(&(position, cost)) = self.datagrams.front()
            && position <= reached
        {
            self.datagrams.pop_front();
            self.cost -= cost;
        }
    }

    /// Nothing is under way any more.
    pub(super) fn clear(&mut self) {
        self.datagrams.clear();
        self.cost = 0;
    }
}
