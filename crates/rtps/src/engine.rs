//! What every part of a participant works with.

use std::net::SocketAddrV4;
use std::sync::Arc;
use std::time::Duration;

use crate::budget::Budget;
use crate::counters::CounterCells;
use crate::outgoing::Route;
use crate::timers::Timers;
use crate::transport::Transport;
use crate::types::{Guid, GuidPrefix, Locator, VendorId};
use crate::wire::DATA_HEADER_MAX;

/// Bytes under way to a reader whose receive buffer is not known: safely within what Linux gives by default.
const DEFAULT_WINDOW: usize = 128 * 1024;
/// The most bytes under way to one reader.
const MAX_WINDOW: usize = 1 << 20;
/// The same for one that is not waited for: what any receiver takes from its socket within a millisecond.
const MAX_DRAINED_WINDOW: usize = 256 * 1024;

/// How long a best-effort reader gets for a window: one of this implementation, and others.
const PAUSE: Duration = Duration::from_micros(800);
const FOREIGN_PAUSE: Duration = Duration::from_millis(1);

/// Sockets, time, counters and limits of one participant.
pub(crate) struct Engine {
    pub(crate) prefix: GuidPrefix,
    pub(crate) transport: Transport,
    pub(crate) timers: Timers,
    pub(crate) counters: Arc<CounterCells>,
    pub(crate) budget: Budget,
    pub(crate) fragment_size: Option<u16>,
}

impl Engine {
    /// The way to a remote endpoint, given where it says it can be reached. On this machine if it is on this machine.
    pub(crate) fn route(
        &self,
        guid: Guid,
        vendor: VendorId,
        locators: &[Locator],
        receive_buffer: Option<u32>,
    ) -> Option<Route> {
        let addresses: Vec<SocketAddrV4> = locators.iter().filter_map(Locator::to_udp_v4).collect();
        let address = *addresses
            .iter()
            .find(|address| self.transport.is_local(*address.ip()))
            .or_else(|| {
                addresses
                    .iter()
                    .find(|address| self.transport.shares_network(*address.ip()))
            })
            .or(addresses.first())?;
        let datagram = self
            .transport
            .datagram_size(*address.ip())
            .saturating_sub(DATA_HEADER_MAX);
        let datagram = self
            .fragment_size
            .map_or(datagram, |size| datagram.min(usize::from(size)));
        let is_local = self.transport.is_local(*address.ip());
        let is_foreign = vendor != VendorId::ROSEBAY;
        let drains_by_itself = is_foreign && is_local;
        let most = if drains_by_itself {
            MAX_DRAINED_WINDOW
        } else {
            MAX_WINDOW
        };
        let window = receive_buffer.map_or(DEFAULT_WINDOW, |bytes| {
            (bytes as usize / 4).clamp(DEFAULT_WINDOW / 2, most)
        });
        Some(Route {
            address,
            guid,
            vendor,
            datagram: (datagram & !7).max(8),
            window,
            drains_by_itself,
            pause: if is_foreign { FOREIGN_PAUSE } else { PAUSE },
            repairs_twice: is_foreign && !is_local,
            shared: self.transport.shared_with(guid.prefix),
        })
    }
}
