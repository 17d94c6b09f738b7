//! Shared memory with participants of this implementation on the same host.

use std::io::IoSlice;

use bytes::Bytes;
use rosebay_rmw_shm::{Loan, PeerId, Port, Sent, host_id};

use crate::counters::CounterCells;
use crate::outgoing::SharedRange;
use crate::types::GuidPrefix;

/// From this size on, copying a payload once for all readers is cheaper than copying it into and out of each ring.
const SHARE_FROM: usize = 4096;

/// This participant's place in shared memory.
pub(crate) struct SharedMemory {
    pub(super) port: Port,
    pub(super) host: [u8; 16],
}

impl SharedMemory {
    /// Without it everything takes the network, so that a failure is a warning.
    pub(super) fn open(prefix: GuidPrefix, limit: usize) -> Option<SharedMemory> {
        let warn = |error: rosebay_rmw_shm::Error| {
            tracing::warn!(%error, "no shared memory with other processes; messages to them take the network");
        };
        let host = host_id().map_err(warn).ok()?;
        let port = Port::open(PeerId(prefix.0), limit).map_err(warn).ok()?;
        Some(SharedMemory { port, host })
    }

    /// Asks a participant of a host for a link, if that is this one. Of two participants the one with the lower prefix asks.
    pub(super) fn connect(&self, own: GuidPrefix, peer: GuidPrefix, host: [u8; 16]) {
        if host == self.host
            && own < peer
            && let Err(error) = self.port.connect(PeerId(peer.0))
        {
            tracing::debug!(%peer, %error, "no shared memory with this participant");
        }
    }

    pub(super) fn shared_with(&self, peer: GuidPrefix) -> Option<SharedRange> {
        let range = self.port.pool_addresses();
        self.port.is_linked(PeerId(peer.0)).then_some(SharedRange {
            start: range.start,
            end: range.end,
        })
    }

    /// Room for a payload, if it is not too small to be worth it.
    pub(super) fn loan(&self, length: usize) -> Option<Loan> {
        if length < SHARE_FROM {
            return None;
        }
        self.port.loan(length)
    }

    /// A payload in shared memory: a copy, unless it is there already, is small, or there is no room.
    pub(super) fn share(&self, payload: Bytes) -> Bytes {
        let is_there = self
            .port
            .pool_addresses()
            .contains(&(payload.as_ptr() as usize));
        if is_there {
            return payload;
        }
        match self.loan(payload.len()) {
            Some(mut loan) => {
                loan.copy_from_slice(&payload);
                loan.freeze()
            }
            None => payload,
        }
    }

    /// Sends a message if there is a link; whether that settles it. What has an attachment can go no other way: where
    /// there is no room it is lost, as on the network, and asked for again if it matters.
    pub(super) fn send(
        &self,
        peer: GuidPrefix,
        parts: &[IoSlice<'_>],
        attachment: Option<&Bytes>,
        counters: &CounterCells,
    ) -> bool {
        match self.port.send(PeerId(peer.0), parts, attachment) {
            Sent::Yes => counters.shared_sent.add(1),
            Sent::NotLinked | Sent::Full if attachment.is_some() => counters.send_errors.add(1),
            Sent::NotLinked | Sent::Full => return false,
        }
        true
    }
}
