//! A writer at work: its state, who may touch it when, and what goes to the sockets.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_locks::{Condvar, Mutex, MutexGuard};
use rosebay_rmw_shm::Loan;

use super::state::{Admission, WriterState};
use crate::config::{WriteOptions, WriterConfig};
use crate::content_filter::PayloadFilter;
use crate::discovery::EndpointData;
use crate::engine::Engine;
use crate::error::WriteError;
use crate::history::{CacheChange, ChangeKind};
use crate::outbox::Outbox;
use crate::outgoing::{Route, SharedRange};
use crate::qos::{LivelinessKind, Reliability};
use crate::reader::core::ReaderCore;
use crate::reader::state::ReaderEvents;
use crate::sample::Sample;
use crate::status::{
    CountStatus, IncompatibleQosStatus, MatchedStatus, WriterListener, WriterStatus,
};
use crate::timers::Timed;
use crate::types::{Guid, GuidPrefix, SequenceNumber, Timestamp, VendorId};
use crate::wire::{AckNack, NackFrag};

/// The largest payload: what the sample size of a DATA_FRAG can say.
const MAX_PAYLOAD: usize = u32::MAX as usize;

/// A writer that keeps the last samples waits no longer than this for readers of which nothing is heard.
const PATIENCE: Duration = Duration::from_millis(100);

/// Statuses that somebody may take.
#[derive(Debug, Default)]
pub(crate) struct WriterStatuses {
    pub(crate) matched: MatchedStatus,
    pub(crate) incompatible_qos: IncompatibleQosStatus,
    pub(crate) inconsistent_topic: CountStatus,
    pub(crate) deadline_missed: CountStatus,
    pub(crate) liveliness_lost: CountStatus,
}

/// What the writer's lock guards.
pub(crate) struct Shared {
    pub(crate) protocol: WriterState<Arc<ReaderCore>>,
    pub(crate) statuses: WriterStatuses,
    /// The earliest time that the timer thread was asked for.
    armed: Option<Instant>,
    deadline_due: Option<Instant>,
    /// When a writer that has to assert itself stops counting as alive.
    liveliness_due: Option<Instant>,
    /// When a reader last said what it has.
    heard_at: Instant,
    closed: bool,
}

/// A writer. Locks are taken in this order: `outbox`, `shared`, then a local reader's; none is held while a listener
/// is called or while a write waits.
pub(crate) struct WriterCore {
    pub(crate) guid: Guid,
    pub(crate) config: WriterConfig,
    engine: Arc<Engine>,
    listener: Arc<dyn WriterListener>,
    /// Held while datagrams are sent, so that they leave in the order in which they were decided on.
    outbox: Mutex<Outbox>,
    shared: Mutex<Shared>,
    /// Readers have gone on.
    progress: Condvar,
    myself: Weak<WriterCore>,
}

/// Local readers that got something, to be told once the locks are released.
pub(crate) type Served = Vec<(Arc<ReaderCore>, ReaderEvents)>;

impl WriterCore {
    pub(crate) fn new(
        guid: Guid,
        config: WriterConfig,
        engine: Arc<Engine>,
        listener: Arc<dyn WriterListener>,
    ) -> Arc<WriterCore> {
        let mut shared = Shared {
            protocol: WriterState::new(&config.qos),
            statuses: WriterStatuses::default(),
            armed: None,
            deadline_due: None,
            liveliness_due: None,
            heard_at: Instant::now(),
            closed: false,
        };
        shared.liveliness_due = manual_lease(&config).map(|lease| Instant::now() + lease);
        let outbox = Mutex::new(Outbox::new(engine.prefix));
        let writer = Arc::new_cyclic(|myself| WriterCore {
            guid,
            config,
            engine,
            listener,
            outbox,
            shared: Mutex::new(shared),
            progress: Condvar::new(),
            myself: Weak::clone(myself),
        });
        writer.arm(&mut writer.shared.lock());
        writer
    }

    pub(crate) fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock()
    }

    /// Whether the writer belongs to the parent of this process.
    pub(crate) fn is_in_child_process(&self) -> bool {
        self.engine.transport.is_in_child_process()
    }

    /// Writes a sample; see [`Writer::write`](super::Writer::write).
    pub(crate) fn write(
        &self,
        payload: Bytes,
        options: WriteOptions,
    ) -> Result<SequenceNumber, WriteError> {
        let size = payload.len();
        if size > MAX_PAYLOAD {
            return Err(WriteError::TooLarge {
                size,
                limit: MAX_PAYLOAD,
            });
        }
        if self.is_in_child_process() {
            return Err(WriteError::Closed);
        }
        let payload = if self.shares_memory() {
            self.engine.transport.share(payload)
        } else {
            payload
        };
        let started = Instant::now();
        loop {
            let outbox = self.outbox.lock();
            let mut shared = self.shared.lock();
            if shared.closed {
                return Err(WriteError::Closed);
            }
            let now = Instant::now();
            if shared.protocol.admit(size, now) == Admission::Granted {
                return Ok(self.add(outbox, shared, ChangeKind::Alive, payload, options, now));
            }
            let replaces = shared.protocol.replaces();
            let mut deadline = started + self.max_blocking();
            if replaces {
                deadline = deadline.min(started.max(shared.heard_at) + PATIENCE);
            }
            if now < deadline {
                drop(outbox);
                self.progress.wait_until(&mut shared, deadline);
                continue;
            }
            if !replaces {
                return Err(WriteError::Timeout {
                    max_blocking: self.max_blocking(),
                });
            }
            shared.protocol.give_up_waiting();
            return Ok(self.add(outbox, shared, ChangeKind::Alive, payload, options, now));
        }
    }

    /// Memory that matched readers of other processes can read.
    pub(crate) fn loan(&self, length: usize) -> Option<Loan> {
        if !self.shares_memory() {
            return None;
        }
        self.engine.transport.loan(length)
    }

    /// Whether a matched reader can read this process's memory.
    pub(crate) fn shares_memory(&self) -> bool {
        let shared = self.shared.lock();
        let mut remote = shared.protocol.remote.iter();
        remote.any(|proxy| proxy.route.shared.is_some())
    }

    /// The readers of a participant can read this memory from now on.
    pub(crate) fn set_shared(&self, prefix: GuidPrefix, range: Option<SharedRange>) {
        let mut shared = self.shared.lock();
        for proxy in &mut shared.protocol.remote {
            if proxy.guid().prefix == prefix {
                proxy.route.shared = range;
            }
        }
    }

    /// Writes a sample of one of the protocol's own topics, and removes the one that it makes void.
    pub(crate) fn write_builtin(
        &self,
        kind: ChangeKind,
        payload: Bytes,
        replaces: Option<SequenceNumber>,
    ) -> SequenceNumber {
        let outbox = self.outbox.lock();
        let mut shared = self.shared.lock();
        if let Some(number) = replaces {
            shared.protocol.remove(number);
        }
        self.add(
            outbox,
            shared,
            kind,
            payload,
            WriteOptions::default(),
            Instant::now(),
        )
    }

    fn max_blocking(&self) -> Duration {
        match self.config.qos.reliability {
            Reliability::Reliable { max_blocking_time } => max_blocking_time
                .to_std()
                .unwrap_or(Duration::from_secs(u32::MAX.into())),
            Reliability::BestEffort => Duration::ZERO,
        }
    }

    fn add(
        &self,
        mut outbox: MutexGuard<'_, Outbox>,
        mut shared: MutexGuard<'_, Shared>,
        kind: ChangeKind,
        payload: Bytes,
        options: WriteOptions,
        now: Instant,
    ) -> SequenceNumber {
        let number = shared.protocol.add(kind, payload, options, now);
        shared.deadline_due = self
            .config
            .qos
            .deadline
            .to_std()
            .map(|deadline| now + deadline);
        shared.liveliness_due = manual_lease(&self.config).map(|lease| now + lease);
        let served = self.serve_local(&mut shared, now);
        shared.protocol.pump(now, &mut outbox.to_readers);
        self.arm(&mut shared);
        drop(shared);
        outbox.send_as_writer(&self.engine, self.guid.entity_id);
        drop(outbox);
        tell(served);
        number
    }

    /// Gives readers of the same participant what they can take.
    fn serve_local(&self, shared: &mut Shared, now: Instant) -> Served {
        let mut served: Served = Vec::new();
        shared.protocol.serve_local(|reader, change| {
            let mut events = ReaderEvents::default();
            let taken = reader.on_local(self.sample(change), now, &mut events);
            if taken {
                served.push((Arc::clone(reader), events));
            }
            taken
        });
        served
    }

    fn sample(&self, change: &CacheChange) -> Sample {
        Sample {
            payload: change.payload_for(VendorId::ROSEBAY).clone(),
            source_timestamp: Some(change.source_timestamp),
            reception_timestamp: Timestamp::now(),
            writer: self.guid,
            vendor: VendorId::ROSEBAY,
            sequence_number: change.sequence_number,
            related_sample_identity: change.related_for(VendorId::ROSEBAY),
            disposed: None,
            expires: None,
        }
    }

    /// Does something to the state, then sends what follows from it.
    fn change<T>(&self, action: impl FnOnce(&mut Shared, &mut Outbox, Instant) -> T) -> T {
        let now = Instant::now();
        let mut outbox = self.outbox.lock();
        let mut shared = self.shared.lock();
        let result = action(&mut shared, &mut outbox, now);
        shared.protocol.pump(now, &mut outbox.to_readers);
        let retransmitted = shared.protocol.take_retransmitted();
        self.arm(&mut shared);
        drop(shared);
        outbox.send_as_writer(&self.engine, self.guid.entity_id);
        drop(outbox);
        self.engine.counters.retransmitted.add(retransmitted);
        self.progress.notify_all();
        result
    }

    /// As [`WriterCore::change`], for readers of the same participant too, whose users are told.
    fn update(&self, action: impl FnOnce(&mut Shared, &mut Outbox, Instant)) {
        let served = self.change(|shared, outbox, now| {
            action(shared, outbox, now);
            self.serve_local(shared, now)
        });
        tell(served);
    }

    /// Sends what can be sent now.
    pub(crate) fn pump(&self) {
        self.update(|_, _, _| ());
    }

    pub(crate) fn match_remote(&self, data: Arc<EndpointData>, route: Route) {
        let filter = self.filter_of(&data);
        self.change(|shared, outbox, now| {
            shared.statuses.matched.matched(data.guid);
            shared
                .protocol
                .match_remote(data, route, filter, now, &mut outbox.to_readers);
        });
    }

    fn filter_of(&self, reader: &EndpointData) -> Option<PayloadFilter> {
        let told = reader.content_filter.as_ref()?;
        self.config.filters.compile(told)
    }

    /// A remote reader wants other samples from now on.
    pub(crate) fn set_filter(&self, reader: &EndpointData) {
        let filter = self.filter_of(reader);
        self.shared.lock().protocol.set_filter(reader.guid, filter);
    }

    /// Adds a reader of the same participant and gives it what it missed; the caller tells its user.
    pub(crate) fn match_local(&self, reader: &Arc<ReaderCore>) -> Served {
        self.change(|shared, _, now| {
            shared.statuses.matched.matched(reader.guid);
            shared
                .protocol
                .match_local(Arc::clone(reader), reader.guid, &reader.config.qos);
            self.serve_local(shared, now)
        })
    }

    /// Forgets a reader; says whether it was matched.
    pub(crate) fn unmatch(&self, reader: Guid) -> bool {
        self.change(|shared, _, _| {
            let was_matched = shared.protocol.unmatch(reader);
            if was_matched {
                shared.statuses.matched.unmatched(reader);
            }
            was_matched
        })
    }

    /// Takes an ACKNACK; what follows from it is sent by [`WriterCore::pump`]. Says whether there may be anything.
    pub(crate) fn on_acknack(&self, reader: Guid, acknack: &AckNack, now: Instant) -> bool {
        self.hear(now, |shared, outbox| {
            shared
                .protocol
                .on_acknack(reader, acknack, now, &mut outbox.to_readers)
        })
    }

    /// As [`WriterCore::on_acknack`], for a NACK_FRAG.
    pub(crate) fn on_nack_frag(&self, reader: Guid, nack: &NackFrag, now: Instant) -> bool {
        self.hear(now, |shared, outbox| {
            shared
                .protocol
                .on_nack_frag(reader, nack, &mut outbox.to_readers)
        })
    }

    fn hear(&self, now: Instant, take: impl FnOnce(&mut Shared, &mut Outbox) -> bool) -> bool {
        let mut outbox = self.outbox.lock();
        let mut shared = self.shared.lock();
        let is_new = take(&mut shared, &mut outbox);
        if is_new {
            shared.heard_at = now;
        }
        drop(shared);
        outbox.send_as_writer(&self.engine, self.guid.entity_id);
        is_new
    }

    /// Asserts the liveliness of a writer that has to do so itself.
    pub(crate) fn assert_liveliness(&self) {
        let by_topic = self.config.qos.liveliness.kind == LivelinessKind::ManualByTopic;
        let mut local = Vec::new();
        self.update(|shared, outbox, now| {
            shared.liveliness_due = manual_lease(&self.config).map(|lease| now + lease);
            if by_topic {
                shared.protocol.assert_liveliness(&mut outbox.to_readers);
                local.extend(
                    shared
                        .protocol
                        .local
                        .iter()
                        .map(|local| Arc::clone(&local.reader)),
                );
            }
        });
        let now = Instant::now();
        local
            .iter()
            .for_each(|reader| reader.assert_writer(self.guid, now));
    }

    /// Waits until all of what is written is acknowledged.
    pub(crate) fn wait_for_acknowledgments(&self, timeout: Duration) -> bool {
        if self.is_in_child_process() {
            return false;
        }
        let mut shared = self.shared.lock();
        let last = shared.protocol.history.last();
        let deadline = Instant::now().checked_add(timeout);
        while shared.protocol.acknowledged() < last && !shared.closed {
            match deadline {
                Some(deadline) if self.progress.wait_until(&mut shared, deadline).timed_out() => {
                    return shared.protocol.acknowledged() >= last;
                }
                Some(_) => {}
                None => self.progress.wait(&mut shared),
            }
        }
        !shared.closed
    }

    /// Before the end: gives readers that answer until `until` to get everything.
    pub(crate) fn linger(&self, until: Instant) {
        self.update(|shared, outbox, now| shared.protocol.hurry(now, &mut outbox.to_readers));
        let mut shared = self.shared.lock();
        while !shared.closed && shared.protocol.lags(Instant::now()) {
            if self.progress.wait_until(&mut shared, until).timed_out() {
                return;
            }
        }
    }

    /// Ends the writer: writes fail, waiting ones too.
    pub(crate) fn close(&self) {
        let mut shared = self.shared.lock();
        shared.closed = true;
        shared.protocol.remote.clear();
        shared.protocol.local.clear();
        drop(shared);
        self.progress.notify_all();
    }

    pub(crate) fn notify(&self, status: WriterStatus) {
        self.listener.status_changed(status);
    }

    /// Makes sure that the timer thread calls in time.
    fn arm(&self, shared: &mut Shared) {
        let due = [
            shared.protocol.due(),
            shared.deadline_due,
            shared.liveliness_due,
        ]
        .into_iter()
        .flatten()
        .min();
        if let Some(due) = due
            && shared.armed.is_none_or(|armed| armed > due)
        {
            shared.armed = Some(due);
            self.engine.timers.schedule(due, self.myself.clone());
        }
    }
}

/// The lease of a writer whose liveliness the application has to assert.
fn manual_lease(config: &WriterConfig) -> Option<Duration> {
    let liveliness = &config.qos.liveliness;
    let is_manual = liveliness.kind != LivelinessKind::Automatic;
    liveliness.lease_duration.to_std().filter(|_| is_manual)
}

fn tell(served: Served) {
    for (reader, events) in served {
        reader.notify(events);
    }
}

impl Timed for WriterCore {
    fn on_timer(self: Arc<Self>, now: Instant) {
        let mut statuses = Vec::new();
        self.update(|shared, outbox, _| {
            if shared.closed {
                return;
            }
            shared.armed = shared.armed.filter(|armed| *armed > now);
            shared.protocol.on_timer(now, &mut outbox.to_readers);
            if shared.deadline_due.is_some_and(|due| due <= now) {
                shared.deadline_due = self
                    .config
                    .qos
                    .deadline
                    .to_std()
                    .map(|deadline| now + deadline);
                shared.statuses.deadline_missed.add(1);
                statuses.push(WriterStatus::DeadlineMissed);
            }
            if shared.liveliness_due.take_if(|due| *due <= now).is_some() {
                shared.statuses.liveliness_lost.add(1);
                statuses.push(WriterStatus::LivelinessLost);
            }
        });
        for status in statuses {
            self.notify(status);
        }
    }
}
