//! Who is told of an endpoint's events, and whether there is one to take.

use std::collections::HashMap;

use rosebay_locks::Mutex;
use rosebay_rmw::{Error, EventKind, EventStatus, ReadyListener, Result, TotalCount};
use rosebay_rtps::{
    CountStatus, IncompatibleQosStatus, LivelinessChangedStatus, MatchedStatus, ReaderStatus,
    WriterStatus,
};

use crate::qos;

#[derive(Default)]
struct Event {
    changed: bool,
    listener: Option<ReadyListener>,
}

/// The events of one endpoint. The counts are the engine's.
#[derive(Default)]
pub(crate) struct Events {
    events: Mutex<HashMap<EventKind, Event>>,
}

impl Events {
    /// A status has changed.
    pub(crate) fn raise(&self, kind: EventKind) {
        let listener = {
            let mut events = self.events.lock();
            let event = events.entry(kind).or_default();
            event.changed = true;
            event.listener.clone()
        };
        if let Some(listener) = listener {
            listener();
        }
    }

    /// The status is about to be taken.
    pub(crate) fn taken(&self, kind: EventKind) {
        self.events.lock().entry(kind).or_default().changed = false;
    }

    pub(crate) fn set_listener(&self, kind: EventKind, listener: Option<ReadyListener>) {
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
}

pub(crate) fn supported(
    kind: EventKind,
    is_supported: bool,
    middleware: &'static str,
) -> Result<()> {
    if is_supported {
        Ok(())
    } else {
        Err(Error::UnsupportedEvent { kind, middleware })
    }
}

pub(crate) fn of_writer(status: WriterStatus) -> EventKind {
    match status {
        WriterStatus::Matched => EventKind::Matched,
        WriterStatus::IncompatibleQos => EventKind::IncompatibleQos,
        WriterStatus::InconsistentTopic => EventKind::IncompatibleType,
        WriterStatus::DeadlineMissed => EventKind::DeadlineMissed,
        WriterStatus::LivelinessLost => EventKind::LivelinessLost,
    }
}

pub(crate) fn of_reader(status: ReaderStatus) -> EventKind {
    match status {
        ReaderStatus::Matched => EventKind::Matched,
        ReaderStatus::IncompatibleQos => EventKind::IncompatibleQos,
        ReaderStatus::InconsistentTopic => EventKind::IncompatibleType,
        ReaderStatus::DeadlineMissed => EventKind::DeadlineMissed,
        ReaderStatus::LivelinessChanged => EventKind::LivelinessChanged,
        ReaderStatus::SampleLost => EventKind::MessageLost,
    }
}

pub(crate) fn total(status: CountStatus) -> TotalCount {
    TotalCount {
        total_count: status.total_count,
        total_count_change: status.total_count_change,
    }
}

pub(crate) fn matched(status: MatchedStatus) -> EventStatus {
    EventStatus::Matched {
        total: TotalCount {
            total_count: status.total_count,
            total_count_change: status.total_count_change,
        },
        current_count: status.current_count,
        current_count_change: status.current_count_change,
    }
}

pub(crate) fn incompatible_qos(status: &IncompatibleQosStatus) -> EventStatus {
    EventStatus::IncompatibleQos {
        total: TotalCount {
            total_count: status.total_count,
            total_count_change: status.total_count_change,
        },
        last_policy_kind: qos::policy_kind(status.last_policy),
    }
}

pub(crate) fn liveliness_changed(status: LivelinessChangedStatus) -> EventStatus {
    EventStatus::LivelinessChanged {
        alive_count: status.alive_count,
        not_alive_count: status.not_alive_count,
        alive_count_change: status.alive_count_change,
        not_alive_count_change: status.not_alive_count_change,
    }
}
