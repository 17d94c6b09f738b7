//! A reader at work: its state, who may touch it when, and what goes to the sockets.

use std::sync::{Arc, Weak};
use std::time::Instant;

use rosebay_locks::{Mutex, MutexGuard};

use super::proxy::{Refusal, SampleHead};
use super::state::{ReaderEvents, ReaderState};
use crate::config::{ReaderConfig, SampleFilter};
use crate::content_filter::ContentFilterProperty;
use crate::discovery::EndpointData;
use crate::engine::Engine;
use crate::outbox::Outbox;
use crate::outgoing::Route;
use crate::qos::LivelinessKind;
use crate::sample::Sample;
use crate::status::ReaderListener;
use crate::timers::Timed;
use crate::types::{Guid, GuidPrefix};
use crate::wire::{DataFrag, Gap, Heartbeat, HeartbeatFrag};
use crate::writer::core::WriterCore;

/// What the reader's lock guards.
pub(crate) struct Shared {
    pub(crate) protocol: ReaderState<Weak<WriterCore>>,
    /// The earliest time that the timer thread was asked for.
    armed: Option<Instant>,
    closed: bool,
    content_filter: Option<ContentFilterProperty>,
}

/// A reader. Its lock is the innermost: no other is taken while it is held, and no listener called.
pub(crate) struct ReaderCore {
    pub(crate) guid: Guid,
    pub(crate) config: ReaderConfig,
    engine: Arc<Engine>,
    listener: Arc<dyn ReaderListener>,
    shared: Mutex<Shared>,
    myself: Weak<ReaderCore>,
}

impl ReaderCore {
    pub(crate) fn new(
        guid: Guid,
        config: ReaderConfig,
        engine: Arc<Engine>,
        listener: Arc<dyn ReaderListener>,
    ) -> Arc<ReaderCore> {
        let protocol = ReaderState::new(
            guid,
            &config.qos,
            config.filter.clone(),
            engine.budget.clone(),
        );
        let content_filter = config.content_filter.clone();
        Arc::new_cyclic(|myself| ReaderCore {
            guid,
            config,
            engine,
            listener,
            shared: Mutex::new(Shared {
                protocol,
                armed: None,
                closed: false,
                content_filter,
            }),
            myself: Weak::clone(myself),
        })
    }

    /// Whether the reader belongs to the parent of this process.
    pub(crate) fn is_in_child_process(&self) -> bool {
        self.engine.transport.is_in_child_process()
    }

    pub(crate) fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock()
    }

    /// What the peers are told of its filter.
    pub(crate) fn content_filter(&self) -> Option<ContentFilterProperty> {
        self.shared.lock().content_filter.clone()
    }

    /// Wants other samples from now on. Those that wait already stay.
    pub(crate) fn set_filter(&self, filter: SampleFilter, told: Option<ContentFilterProperty>) {
        let mut shared = self.shared.lock();
        let _former = shared.protocol.set_filter(filter);
        shared.content_filter = told;
        drop(shared);
    }

    /// Does something to the state, then sends and tells what follows from it.
    fn update<T>(
        &self,
        outbox: &mut Outbox,
        action: impl FnOnce(&mut Shared, &mut Outbox, &mut ReaderEvents) -> T,
    ) -> T {
        let mut events = ReaderEvents::default();
        let mut shared = self.shared.lock();
        let result = action(&mut shared, outbox, &mut events);
        self.arm(&mut shared);
        drop(shared);
        if !outbox.to_writers.is_empty() {
            outbox.send_as_readers(&self.engine);
        }
        self.notify(events);
        result
    }

    pub(crate) fn match_remote(
        &self,
        data: Arc<EndpointData>,
        route: Route,
        now: Instant,
    ) -> ReaderEvents {
        let mut outbox = Outbox::new(self.engine.prefix);
        let mut events = ReaderEvents::default();
        let mut shared = self.shared.lock();
        shared
            .protocol
            .match_remote(data, route, now, &mut outbox.to_writers, &mut events);
        self.arm(&mut shared);
        drop(shared);
        outbox.send_as_readers(&self.engine);
        events
    }

    pub(crate) fn match_local(&self, writer: &Arc<WriterCore>, now: Instant) -> ReaderEvents {
        let mut events = ReaderEvents::default();
        let mut shared = self.shared.lock();
        shared.protocol.match_local(
            Arc::downgrade(writer),
            writer.guid,
            &writer.config.qos,
            now,
            &mut events,
        );
        self.arm(&mut shared);
        events
    }

    pub(crate) fn unmatch(&self, writer: Guid) -> ReaderEvents {
        let mut events = ReaderEvents::default();
        self.shared.lock().protocol.unmatch(writer, &mut events);
        events
    }

    /// Takes a sample of a writer of the same participant; the caller tells the user. False if there is no room.
    pub(crate) fn on_local(&self, sample: Sample, now: Instant, events: &mut ReaderEvents) -> bool {
        let mut shared = self.shared.lock();
        let taken = shared.protocol.on_local(sample, now, events);
        self.arm(&mut shared);
        taken
    }

    pub(crate) fn on_data(
        &self,
        outbox: &mut Outbox,
        sample: Sample,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.update(outbox, |shared, outbox, events| {
            shared
                .protocol
                .on_data(sample, now, &mut outbox.to_writers, events)
        })
    }

    pub(crate) fn on_data_frag(
        &self,
        outbox: &mut Outbox,
        head: SampleHead,
        fragment: &DataFrag<'_>,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.update(outbox, |shared, outbox, events| {
            shared
                .protocol
                .on_data_frag(head, fragment, now, &mut outbox.to_writers, events)
        })
    }

    pub(crate) fn on_gap(&self, outbox: &mut Outbox, writer: Guid, gap: &Gap, now: Instant) {
        self.update(outbox, |shared, outbox, events| {
            shared
                .protocol
                .on_gap(writer, gap, now, &mut outbox.to_writers, events)
        });
    }

    pub(crate) fn on_heartbeat(
        &self,
        outbox: &mut Outbox,
        writer: Guid,
        heartbeat: &Heartbeat,
        now: Instant,
    ) {
        self.update(outbox, |shared, outbox, events| {
            shared
                .protocol
                .on_heartbeat(writer, heartbeat, now, &mut outbox.to_writers, events);
        });
    }

    pub(crate) fn on_heartbeat_frag(
        &self,
        outbox: &mut Outbox,
        writer: Guid,
        heartbeat: &HeartbeatFrag,
    ) {
        self.update(outbox, |shared, outbox, _| {
            shared
                .protocol
                .on_heartbeat_frag(writer, heartbeat, &mut outbox.to_writers);
        });
    }

    /// A writer of the same participant showed that it lives.
    pub(crate) fn assert_writer(&self, writer: Guid, now: Instant) {
        let mut events = ReaderEvents::default();
        let mut shared = self.shared.lock();
        shared.protocol.heard_from(writer, now, &mut events);
        self.arm(&mut shared);
        drop(shared);
        self.notify(events);
    }

    /// A participant showed that its writers of a kind live.
    pub(crate) fn assert_participant(
        &self,
        prefix: GuidPrefix,
        kind: LivelinessKind,
        now: Instant,
    ) {
        let mut events = ReaderEvents::default();
        let mut shared = self.shared.lock();
        shared
            .protocol
            .assert_participant(prefix, kind, now, &mut events);
        self.arm(&mut shared);
        drop(shared);
        self.notify(events);
    }

    /// Hands out samples, then asks for those that there was no room for.
    pub(crate) fn take(&self, mut keep: impl FnMut(Sample) -> bool) {
        if self.is_in_child_process() {
            return;
        }
        let mut shared = self.shared.lock();
        while let Some(sample) = shared.protocol.take(Instant::now) {
            if !keep(sample) {
                break;
            }
        }
        if !shared.protocol.wants_to_resume() {
            return;
        }
        let now = Instant::now();
        let mut events = ReaderEvents::default();
        let mut outbox = Outbox::new(self.engine.prefix);
        let writers = shared
            .protocol
            .resume(now, &mut outbox.to_writers, &mut events);
        drop(shared);
        outbox.send_as_readers(&self.engine);
        writers
            .iter()
            .filter_map(Weak::upgrade)
            .for_each(|writer| writer.pump());
        self.notify(events);
    }

    pub(crate) fn close(&self) {
        let mut shared = self.shared.lock();
        shared.closed = true;
        shared.protocol.forget_all();
    }

    /// Tells the user.
    pub(crate) fn notify(&self, events: ReaderEvents) {
        for status in events.statuses {
            self.listener.status_changed(status);
        }
        if events.data_available {
            self.listener.data_available();
        }
    }

    /// Makes sure that the timer thread calls in time.
    fn arm(&self, shared: &mut Shared) {
        if let Some(due) = shared.protocol.due()
            && shared.armed.is_none_or(|armed| armed > due)
        {
            shared.armed = Some(due);
            self.engine.timers.schedule(due, self.myself.clone());
        }
    }
}

impl Timed for ReaderCore {
    fn on_timer(self: Arc<Self>, now: Instant) {
        let mut outbox = Outbox::new(self.engine.prefix);
        self.update(&mut outbox, |shared, outbox, events| {
            shared.armed = shared.armed.filter(|armed| *armed > now);
            if !shared.closed {
                shared
                    .protocol
                    .on_timer(now, &mut outbox.to_writers, events);
            }
        });
    }
}
