//! The protocol of a reader without sockets and clocks: what comes in and what time it is decide what goes out.

use std::collections::HashMap;
use std::mem;
use std::time::{Duration, Instant};

use super::liveliness::Watch;
use super::proxy::{Refusal, SampleHead, WriterProxy};
use super::queue::SampleQueue;
use crate::budget::Budget;
use crate::config::SampleFilter;
use crate::discovery::EndpointData;
use crate::outgoing::{Outgoing, ReaderMessage, Route};
use crate::qos::{Liveliness, LivelinessKind, QosPolicies};
use crate::sample::Sample;
use crate::status::{CountStatus, IncompatibleQosStatus, MatchedStatus, ReaderStatus};
use crate::types::{Guid, GuidPrefix};
use crate::wire::{DataFrag, Gap, Heartbeat, HeartbeatFrag};
use std::sync::Arc;

/// What the user is to be told once the locks are released.
#[derive(Debug, Default)]
pub(crate) struct ReaderEvents {
    pub(crate) data_available: bool,
    pub(crate) statuses: Vec<ReaderStatus>,
}

/// A matched writer of the same participant.
#[derive(Debug)]
struct LocalWriter<W> {
    writer: W,
    guid: Guid,
    lifespan: Option<Duration>,
    /// It has samples that there was no room for.
    blocked: bool,
}

/// Statuses that somebody may take.
#[derive(Debug, Default)]
pub(crate) struct ReaderStatuses {
    pub(crate) matched: MatchedStatus,
    pub(crate) incompatible_qos: IncompatibleQosStatus,
    pub(crate) inconsistent_topic: CountStatus,
    pub(crate) deadline_missed: CountStatus,
    pub(crate) sample_lost: CountStatus,
}

impl ReaderStatuses {
    /// So many samples will never come.
    fn lose(&mut self, count: u64, events: &mut ReaderEvents) {
        if count > 0 {
            self.sample_lost
                .add(i32::try_from(count).unwrap_or(i32::MAX));
            events.statuses.push(ReaderStatus::SampleLost);
        }
    }
}

/// A reader's queue and what it knows of its writers (DDSI-RTPS §8.4.12, StatefulReader). `W` is a handle of a writer
/// of the same participant.
pub(crate) struct ReaderState<W> {
    guid: Guid,
    reliable: bool,
    keeps_history: bool,
    deadline: Option<Duration>,
    deadline_due: Option<Instant>,
    filter: SampleFilter,
    queue: SampleQueue,
    remote: HashMap<Guid, WriterProxy>,
    local: Vec<LocalWriter<W>>,
    /// A writer has something that there was no room for.
    any_blocked: bool,
    budget: Budget,
    pub(crate) watch: Watch,
    pub(crate) statuses: ReaderStatuses,
}

impl<W: Clone> ReaderState<W> {
    pub(crate) fn new(
        guid: Guid,
        qos: &QosPolicies,
        filter: SampleFilter,
        budget: Budget,
    ) -> ReaderState<W> {
        ReaderState {
            guid,
            reliable: qos.reliability.is_reliable(),
            keeps_history: qos.durability.keeps_history(),
            deadline: qos.deadline.to_std(),
            deadline_due: None,
            filter,
            queue: SampleQueue::new(qos),
            remote: HashMap::new(),
            local: Vec::new(),
            any_blocked: false,
            budget,
            watch: Watch::default(),
            statuses: ReaderStatuses::default(),
        }
    }

    /// Adds a remote writer.
    pub(crate) fn match_remote(
        &mut self,
        data: Arc<EndpointData>,
        route: Route,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) {
        let reliable = self.reliable && data.qos.reliability.is_reliable();
        let (guid, liveliness) = (data.guid, data.qos.liveliness);
        let mut proxy = WriterProxy::new(
            data,
            route,
            self.guid,
            reliable,
            self.keeps_history,
            self.budget.clone(),
            now,
        );
        proxy.on_timer(now, out);
        self.remote.insert(guid, proxy);
        self.matched(guid, &liveliness, now, events);
    }

    /// Adds a writer of the same participant.
    pub(crate) fn match_local(
        &mut self,
        writer: W,
        guid: Guid,
        qos: &QosPolicies,
        now: Instant,
        events: &mut ReaderEvents,
    ) {
        self.local.push(LocalWriter {
            writer,
            guid,
            lifespan: qos.lifespan.to_std(),
            blocked: false,
        });
        self.matched(guid, &qos.liveliness, now, events);
    }

    fn matched(
        &mut self,
        guid: Guid,
        liveliness: &Liveliness,
        now: Instant,
        events: &mut ReaderEvents,
    ) {
        self.statuses.matched.matched(guid);
        self.watch.add(guid, liveliness, now);
        events
            .statuses
            .extend([ReaderStatus::Matched, ReaderStatus::LivelinessChanged]);
    }

    /// Forgets a writer.
    pub(crate) fn unmatch(&mut self, writer: Guid, events: &mut ReaderEvents) {
        let before = self.matched_count();
        self.remote.remove(&writer);
        self.local.retain(|local| local.guid != writer);
        if self.matched_count() < before {
            self.statuses.matched.unmatched(writer);
            self.watch.remove(writer);
            events
                .statuses
                .extend([ReaderStatus::Matched, ReaderStatus::LivelinessChanged]);
        }
    }

    pub(crate) fn matched_count(&self) -> usize {
        self.remote.len() + self.local.len()
    }

    pub(crate) fn matched_remote(&self) -> Vec<Arc<EndpointData>> {
        self.remote
            .values()
            .map(|proxy| Arc::clone(&proxy.data))
            .collect()
    }

    pub(crate) fn matched_guids(&self) -> Vec<Guid> {
        self.remote
            .keys()
            .copied()
            .chain(self.local.iter().map(|local| local.guid))
            .collect()
    }

    /// Takes a sample of a remote writer.
    pub(crate) fn on_data(
        &mut self,
        sample: Sample,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) -> Result<(), Refusal> {
        let writer = sample.writer;
        self.heard_from(writer, now, events);
        let Some(proxy) = self.remote.get_mut(&writer) else {
            return Ok(());
        };
        let result = proxy.on_data(sample);
        self.go_on(writer, now, out, events);
        result
    }

    /// Takes fragments of a sample of a remote writer.
    pub(crate) fn on_data_frag(
        &mut self,
        head: SampleHead,
        fragment: &DataFrag<'_>,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) -> Result<(), Refusal> {
        let writer = head.writer;
        self.heard_from(writer, now, events);
        let Some(proxy) = self.remote.get_mut(&writer) else {
            return Ok(());
        };
        let result = proxy.on_data_frag(head, fragment);
        self.go_on(writer, now, out, events);
        result
    }

    /// Takes a GAP of a remote writer.
    pub(crate) fn on_gap(
        &mut self,
        writer: Guid,
        gap: &Gap,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) {
        if let Some(proxy) = self.remote.get_mut(&writer) {
            proxy.on_gap(gap);
            self.go_on(writer, now, out, events);
        }
    }

    /// Takes a HEARTBEAT of a remote writer and answers it.
    pub(crate) fn on_heartbeat(
        &mut self,
        writer: Guid,
        heartbeat: &Heartbeat,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) {
        if heartbeat.liveliness {
            self.heard_from(writer, now, events);
        }
        let proxy = self.remote.get_mut(&writer);
        if !proxy.is_some_and(|proxy| proxy.on_heartbeat(heartbeat)) {
            return;
        }
        self.deliver_from(writer, now, events);
        if let Some(proxy) = self.remote.get_mut(&writer) {
            proxy.answer(heartbeat.is_final, out);
        }
    }

    /// Takes a HEARTBEAT_FRAG of a remote writer and answers it.
    pub(crate) fn on_heartbeat_frag(
        &mut self,
        writer: Guid,
        heartbeat: &HeartbeatFrag,
        out: &mut Vec<Outgoing<ReaderMessage>>,
    ) {
        if let Some(proxy) = self.remote.get_mut(&writer) {
            proxy.on_heartbeat_frag(heartbeat, out);
        }
    }

    /// A participant showed that its writers of a kind live.
    pub(crate) fn assert_participant(
        &mut self,
        prefix: GuidPrefix,
        kind: LivelinessKind,
        now: Instant,
        events: &mut ReaderEvents,
    ) {
        if self.watch.assert_participant(prefix, kind, now) {
            events.statuses.push(ReaderStatus::LivelinessChanged);
        }
    }

    /// Forgets every writer.
    pub(crate) fn forget_all(&mut self) {
        self.remote.clear();
        self.local.clear();
        self.deadline_due = None;
    }

    /// A writer showed that it lives.
    pub(crate) fn heard_from(&mut self, writer: Guid, now: Instant, events: &mut ReaderEvents) {
        if self.watch.assert_writer(writer, now) {
            events.statuses.push(ReaderStatus::LivelinessChanged);
        }
    }

    /// Wants other samples from now on. Returns the former filter.
    pub(crate) fn set_filter(&mut self, filter: SampleFilter) -> SampleFilter {
        mem::replace(&mut self.filter, filter)
    }

    /// After something came: delivers it and asks for what is to follow.
    fn go_on(
        &mut self,
        writer: Guid,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) {
        self.deliver_from(writer, now, events);
        if let Some(proxy) = self.remote.get_mut(&writer) {
            proxy.ask_on(out);
        }
    }

    /// Tells of what was lost, and moves what is next in order to the user's queue, as far as there is room.
    fn deliver_from(&mut self, writer: Guid, now: Instant, events: &mut ReaderEvents) {
        let Some(proxy) = self.remote.get_mut(&writer) else {
            return;
        };
        let lost = mem::take(&mut proxy.lost);
        if !self.filter.is_some() || proxy.tells_what_is_void() {
            self.statuses.lose(lost, events);
        }
        let lifespan = proxy.data.qos.lifespan.to_std();
        let (queue, filter) = (&mut self.queue, &self.filter);
        let builtin = self.guid.entity_id.is_builtin();
        let mut delivered = false;
        while let Some(mut sample) = proxy
            .next_in_order(|sample| filter.wants(sample) && queue.is_full_for(sample.payload.len()))
        {
            // Only the protocol's own topics have keys here; of others the end of an instance is no news.
            if sample.disposed.is_some() && !builtin || !filter.wants(&sample) {
                continue;
            }
            sample.expires = lifespan.map(|lifespan| now + lifespan);
            queue.push(sample);
            delivered = true;
        }
        self.any_blocked |= proxy.blocked;
        if delivered {
            self.delivered(now, events);
        }
    }

    fn delivered(&mut self, now: Instant, events: &mut ReaderEvents) {
        events.data_available = true;
        self.deadline_due = self.deadline.map(|deadline| now + deadline);
    }

    /// Takes a sample of a writer of the same participant; false if there is no room, the writer is then told
    /// when there is.
    pub(crate) fn on_local(
        &mut self,
        mut sample: Sample,
        now: Instant,
        events: &mut ReaderEvents,
    ) -> bool {
        let Some(local) = self
            .local
            .iter_mut()
            .find(|local| local.guid == sample.writer)
        else {
            return true;
        };
        if !self.filter.wants(&sample) {
            self.heard_from(sample.writer, now, events);
            return true;
        }
        if self.queue.is_full_for(sample.payload.len()) {
            local.blocked = self.reliable;
            self.any_blocked |= self.reliable;
            if !self.reliable {
                self.statuses.lose(1, events);
            }
            return !self.reliable;
        }
        sample.expires = local.lifespan.map(|lifespan| now + lifespan);
        let writer = sample.writer;
        self.queue.push(sample);
        self.heard_from(writer, now, events);
        self.delivered(now, events);
        true
    }

    /// Hands out the oldest sample that is still of use; `now` is asked only if a sample can expire.
    pub(crate) fn take(&mut self, now: impl Fn() -> Instant) -> Option<Sample> {
        loop {
            let sample = self.queue.pop()?;
            if sample.expires.is_none_or(|expires| expires > now()) {
                return Some(sample);
            }
        }
    }

    pub(crate) fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Whether something was left out for which there is room now.
    pub(crate) fn wants_to_resume(&self) -> bool {
        self.any_blocked && self.queue.has_drained()
    }

    /// After taking: asks for what was left out while the queue was full. The writers of the same participant that
    /// wait are handed back, to be told outside the lock.
    pub(crate) fn resume(
        &mut self,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) -> Vec<W> {
        self.any_blocked = false;
        let blocked: Vec<Guid> = self
            .remote
            .iter()
            .filter(|(_, proxy)| proxy.blocked)
            .map(|(guid, _)| *guid)
            .collect();
        for writer in blocked {
            if let Some(proxy) = self.remote.get_mut(&writer) {
                proxy.blocked = false;
            }
            self.deliver_from(writer, now, events);
            if let Some(proxy) = self.remote.get_mut(&writer).filter(|proxy| !proxy.blocked) {
                proxy.answer(true, out);
            }
        }
        self.local
            .iter_mut()
            .filter_map(|local| mem::take(&mut local.blocked).then(|| local.writer.clone()))
            .collect()
    }

    /// What is due at `now`: missed deadlines, writers not alive, asking for a first HEARTBEAT.
    pub(crate) fn on_timer(
        &mut self,
        now: Instant,
        out: &mut Vec<Outgoing<ReaderMessage>>,
        events: &mut ReaderEvents,
    ) {
        for proxy in self.remote.values_mut() {
            proxy.on_timer(now, out);
        }
        if self.watch.expire(now) {
            events.statuses.push(ReaderStatus::LivelinessChanged);
        }
        if let (Some(due), Some(deadline)) = (self.deadline_due, self.deadline)
            && due <= now
        {
            self.deadline_due = Some(now + deadline);
            self.statuses.deadline_missed.add(1);
            events.statuses.push(ReaderStatus::DeadlineMissed);
        }
    }

    /// When [`ReaderState::on_timer`] wants to be called.
    pub(crate) fn due(&self) -> Option<Instant> {
        let preemptive = self.remote.values().filter_map(WriterProxy::due).min();
        [preemptive, self.watch.due(), self.deadline_due]
            .into_iter()
            .flatten()
            .min()
    }
}
