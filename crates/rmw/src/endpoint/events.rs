//! The statuses of one endpoint, and who is told when they change.

use std::collections::HashMap;

use crate::{Error, EventKind, EventStatus, QosPolicyKind, ReadyListener, Result, TotalCount};
use rosebay_locks::Mutex;

/// A number and its change since it was last taken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    value: i32,
    change: i32,
}

impl Count {
    /// Changes it by `difference`.
    pub fn add(&mut self, difference: i32) {
        self.value = self.value.saturating_add(difference);
        self.change = self.change.saturating_add(difference);
    }

    fn total(self) -> TotalCount {
        TotalCount {
            total_count: self.value,
            total_count_change: self.change,
        }
    }
}

/// The counts of one event; which of them mean something depends on its kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// All so far.
    pub total: Count,
    /// Those matched, or alive, now.
    pub current: Count,
    /// Those not alive now.
    pub not_alive: Count,
    /// The policy that was incompatible last.
    pub policy: QosPolicyKind,
}

#[derive(Default)]
struct Event {
    counts: Counts,
    changed: bool,
    listener: Option<ReadyListener>,
}

/// All events of one endpoint.
#[derive(Default)]
pub struct Events {
    events: Mutex<HashMap<EventKind, Event>>,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl Events {
    /// Counts an endpoint of the other side whose QoS does not match for `policy`.
    #[must_use]
    pub fn incompatible(&self, policy: QosPolicyKind) -> Option<ReadyListener> {
        self.record(EventKind::IncompatibleQos, |counts| {
            counts.total.add(1);
            counts.policy = policy;
        })
    }

    /// Changes an event's counts and returns who is to be told, once no lock is held.
    #[must_use]
    pub fn record(
        &self,
        kind: EventKind,
        change: impl FnOnce(&mut Counts),
    ) -> Option<ReadyListener> {
        let mut events = self.events.lock();
        let event = events.entry(kind).or_default();
        change(&mut event.counts);
        event.changed = true;
        event.listener.clone()
    }

    /// Counts one more occurrence.
    #[must_use]
    pub fn count(&self, kind: EventKind) -> Option<ReadyListener> {
        self.record(kind, |counts| counts.total.add(1))
    }

    /// Counts messages that a subscription has lost.
    #[must_use]
    pub fn lost(&self, messages: u64) -> Option<ReadyListener> {
        self.record(EventKind::MessageLost, |counts| {
            counts
                .total
                .add(i32::try_from(messages).unwrap_or(i32::MAX));
        })
    }

    /// Counts an endpoint of the other side that matches.
    #[must_use]
    pub fn matched(&self) -> Option<ReadyListener> {
        self.record(EventKind::Matched, |counts| {
            counts.total.add(1);
            counts.current.add(1);
        })
    }

    /// Counts an endpoint of the other side that is gone.
    #[must_use]
    pub fn unmatched(&self) -> Option<ReadyListener> {
        self.record(EventKind::Matched, |counts| counts.current.add(-1))
    }

    /// Sets who is told of an event; called at once where its status has changed since it was last taken.
    pub fn set_listener(&self, kind: EventKind, listener: Option<ReadyListener>) {
        let waiting = {
            let mut events = self.events.lock();
            let event = events.entry(kind).or_default();
            event.listener.clone_from(&listener);
            event.changed
        };
        if let (true, Some(listener)) = (waiting, listener) {
            listener();
        }
    }

    /// Takes an event's status; the counts of change start anew.
    pub fn take(&self, kind: EventKind) -> EventStatus {
        let mut events = self.events.lock();
        let event = events.entry(kind).or_default();
        event.changed = false;
        let taken = event.counts;
        for count in [
            &mut event.counts.total,
            &mut event.counts.current,
            &mut event.counts.not_alive,
        ] {
            count.change = 0;
        }
        match kind {
            EventKind::Matched => EventStatus::Matched {
                total: taken.total.total(),
                current_count: taken.current.value,
                current_count_change: taken.current.change,
            },
            EventKind::IncompatibleQos => EventStatus::IncompatibleQos {
                total: taken.total.total(),
                last_policy_kind: taken.policy,
            },
            EventKind::LivelinessChanged => EventStatus::LivelinessChanged {
                alive_count: taken.current.value,
                not_alive_count: taken.not_alive.value,
                alive_count_change: taken.current.change,
                not_alive_count_change: taken.not_alive.change,
            },
            EventKind::IncompatibleType => EventStatus::IncompatibleType(taken.total.total()),
            EventKind::DeadlineMissed => EventStatus::DeadlineMissed(taken.total.total()),
            EventKind::LivelinessLost => EventStatus::LivelinessLost(taken.total.total()),
            EventKind::MessageLost => EventStatus::MessageLost(taken.total.total()),
        }
    }
}

/// # Errors
/// [`Error::UnsupportedEvent`], unless `is_supported`.
pub fn supported(kind: EventKind, is_supported: bool, middleware: &'static str) -> Result<()> {
    if is_supported {
        Ok(())
    } else {
        Err(Error::UnsupportedEvent { kind, middleware })
    }
}

/// Calls those who are to be told. No lock may be held.
pub fn tell(listeners: impl IntoIterator<Item = ReadyListener>) {
    for listener in listeners {
        listener();
    }
}
