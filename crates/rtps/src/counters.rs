//! What went over the network, counted.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Totals since the participant was made.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counters {
            $($(#[$doc])* pub $name: u64,)+
        }

        /// The counters as the engine's threads count them.
        #[derive(Debug, Default)]
        pub(crate) struct CounterCells {
            $(pub(crate) $name: Counter,)+
        }

        impl CounterCells {
            pub(crate) fn snapshot(&self) -> Counters {
                Counters { $($name: self.$name.0.load(Relaxed),)+ }
            }
        }
    };
}

counters! {
    /// Datagrams received.
    datagrams_received,
    /// Bytes in them.
    bytes_received,
    /// Datagrams sent.
    datagrams_sent,
    /// Bytes in them.
    bytes_sent,
    /// Messages sent through shared memory.
    shared_sent,
    /// Messages received through shared memory.
    shared_received,
    /// Messages that the system refused to send, or that there was no room for in shared memory.
    send_errors,
    /// Datagrams, or rests of them, dropped because they are not RTPS or break its rules.
    dropped_malformed,
    /// Submessages dropped because no entity here is addressed by them or knows their sender.
    dropped_unmatched,
    /// Samples or fragments dropped because they came already.
    dropped_duplicate,
    /// Samples, fragments or announcements dropped because a limit was reached; those of reliable writers are asked for again.
    dropped_limit,
    /// Samples or fragments sent again because they were asked for.
    retransmitted,
}

/// A total that threads add to; no order between totals is kept.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, amount: usize) {
        self.0.fetch_add(amount as u64, Relaxed);
    }
}
