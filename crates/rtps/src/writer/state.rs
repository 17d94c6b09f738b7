//! The protocol of a writer without sockets and clocks: what comes in and what time it is decide what goes out.

use std::time::{Duration, Instant};

use crate::config::WriteOptions;
use crate::content_filter::PayloadFilter;
use crate::history::{CacheChange, ChangeKind, History};
use crate::qos::{self, QosPolicies};
use crate::types::{Count, Guid, SequenceNumber, Timestamp};
use crate::wire::{AckNack, NackFrag};
use bytes::Bytes;

use super::proxy::ReaderProxy;
use crate::discovery::EndpointData;
use crate::outgoing::{Outgoing, Route, WriterMessage};
use std::sync::Arc;

/// Unacknowledged samples that a keep-all writer without RESOURCE_LIMITS holds at most.
const MAX_UNACKNOWLEDGED: usize = 16_384;
/// Bytes that a keep-all writer without RESOURCE_LIMITS holds at most, unless it is a single sample.
const MAX_UNACKNOWLEDGED_BYTES: usize = 64 << 20;

/// Whether there is room for a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// There is.
    Granted,
    /// A reader has to go on first.
    Wait,
}

/// How far a reader of the same participant was served.
#[derive(Debug)]
pub(crate) struct LocalReader<R> {
    pub(crate) reader: R,
    pub(crate) guid: Guid,
    /// The first sample that it was not given yet.
    pub(crate) next: SequenceNumber,
}

/// A writer's history and what its readers have of it (DDSI-RTPS §8.4.9, StatefulWriter). `R` is a handle of a reader
/// of the same participant.
pub(crate) struct WriterState<R> {
    reliable: bool,
    keeps_history: bool,
    /// How many samples are kept; `None` keeps all.
    depth: Option<usize>,
    max_samples: Option<usize>,
    lifespan: Option<Duration>,
    pub(crate) history: History,
    pub(crate) remote: Vec<ReaderProxy>,
    pub(crate) local: Vec<LocalReader<R>>,
    heartbeat_count: Count,
}

impl<R> WriterState<R> {
    pub(crate) fn new(qos: &QosPolicies) -> WriterState<R> {
        WriterState {
            reliable: qos.reliability.is_reliable(),
            keeps_history: qos.durability.keeps_history(),
            depth: match qos.history {
                qos::History::KeepLast(depth) => Some(depth.max(1) as usize),
                qos::History::KeepAll => None,
            },
            max_samples: qos
                .resource_limits
                .max_samples
                .map(|max| max.max(1) as usize),
            lifespan: qos.lifespan.to_std(),
            history: History::default(),
            remote: Vec::new(),
            local: Vec::new(),
            heartbeat_count: Count::default(),
        }
    }

    /// Adds a remote reader and greets it.
    pub(crate) fn match_remote(
        &mut self,
        data: Arc<EndpointData>,
        route: Route,
        filter: Option<PayloadFilter>,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        let reliable = self.reliable && data.qos.reliability.is_reliable();
        let start = self
            .remote
            .iter()
            .fold(self.start_for(&data.qos), |start, proxy| {
                proxy.start_beside(&data, start)
            });
        let mut proxy = ReaderProxy::new(data, route, reliable, start, now);
        proxy.set_filter(filter);
        proxy.greet(&self.history, &mut self.heartbeat_count, now, out);
        proxy.pump(&self.history, &mut self.heartbeat_count, now, out);
        self.remote.push(proxy);
    }

    /// A remote reader wants other samples from now on.
    pub(crate) fn set_filter(&mut self, reader: Guid, filter: Option<PayloadFilter>) {
        if let Some(proxy) = self.remote.iter_mut().find(|proxy| proxy.guid() == reader) {
            proxy.set_filter(filter);
        }
    }

    /// Adds a reader of the same participant.
    pub(crate) fn match_local(&mut self, reader: R, guid: Guid, qos: &QosPolicies) {
        let next = self.start_for(qos);
        self.local.push(LocalReader { reader, guid, next });
    }

    /// The first sample for a reader that is matched now.
    fn start_for(&self, qos: &QosPolicies) -> SequenceNumber {
        if self.keeps_history && qos.durability.keeps_history() {
            self.history.first()
        } else {
            self.history.last().next()
        }
    }

    /// Forgets a reader; says whether it was matched.
    pub(crate) fn unmatch(&mut self, reader: Guid) -> bool {
        let before = self.remote.len() + self.local.len();
        self.remote.retain(|proxy| proxy.guid() != reader);
        self.local.retain(|local| local.guid != reader);
        self.drop_acknowledged();
        self.remote.len() + self.local.len() < before
    }

    /// Up to where every matched reader needs nothing any more.
    pub(crate) fn acknowledged(&self) -> SequenceNumber {
        let remote = self.remote.iter().map(ReaderProxy::acknowledged);
        let local = self.local.iter().map(|local| local.next.previous());
        remote.chain(local).min().unwrap_or(self.history.last())
    }

    /// Whether a sample of `size` bytes can be written now.
    pub(crate) fn admit(&mut self, size: usize, now: Instant) -> Admission {
        self.drop_expired(now);
        let has_room = match self.depth {
            Some(depth) => self.history.len() < depth || self.may_replace_oldest(),
            None => self.has_room_for(size),
        };
        if has_room {
            Admission::Granted
        } else {
            Admission::Wait
        }
    }

    /// A sample on its way is not replaced by the next one, or a fast writer's readers would never get a large one
    /// whole. Readers that do not go on are not waited for twice.
    fn may_replace_oldest(&self) -> bool {
        let oldest = self.history.first();
        self.remote
            .iter()
            .all(|proxy| !proxy.is_reliable() || proxy.stalled || proxy.has_been_sent(oldest))
            && self.local.iter().all(|local| local.next > oldest)
    }

    fn has_room_for(&self, size: usize) -> bool {
        let unacknowledged = (self.history.last().0 - self.acknowledged().0).max(0) as usize;
        let held = if self.keeps_history {
            unacknowledged
        } else {
            self.history.len()
        };
        let bytes = if self.keeps_history {
            0
        } else {
            self.history.bytes()
        };
        self.max_samples.is_none_or(|max| self.history.len() < max)
            && held < MAX_UNACKNOWLEDGED
            && (held == 0 || bytes.saturating_add(size) <= MAX_UNACKNOWLEDGED_BYTES)
    }

    /// The readers that a write waited for in vain are not waited for again until they go on.
    pub(crate) fn give_up_waiting(&mut self) {
        if self.depth.is_none() {
            return;
        }
        let oldest = self.history.first();
        for proxy in &mut self.remote {
            proxy.stalled |= !proxy.has_been_sent(oldest);
        }
        for local in &mut self.local {
            local.next = local.next.max(oldest.next());
        }
    }

    /// Whether a write goes on without the readers it waited for: what is kept is the newest.
    pub(crate) fn replaces(&self) -> bool {
        self.depth.is_some()
    }

    /// Adds a sample. The caller has been granted admission.
    pub(crate) fn add(
        &mut self,
        kind: ChangeKind,
        payload: Bytes,
        options: WriteOptions,
        now: Instant,
    ) -> SequenceNumber {
        let sequence_number = self.history.last().next();
        if self.depth.is_some_and(|depth| self.history.len() >= depth) {
            self.history.remove_oldest();
        }
        self.history.push(CacheChange {
            sequence_number,
            kind,
            payload,
            source_timestamp: options.source_timestamp.unwrap_or_else(Timestamp::now),
            related_sample_identity: options.related_sample_identity,
            by_vendor: options.by_vendor,
            destination: options.destination,
            expires: self.lifespan.map(|lifespan| now + lifespan),
        });
        sequence_number
    }

    /// Sends what readers miss and what is new to them, as far as they can take it.
    pub(crate) fn pump(&mut self, now: Instant, out: &mut Vec<Outgoing<WriterMessage>>) {
        self.drop_expired(now);
        for proxy in &mut self.remote {
            proxy.pump(&self.history, &mut self.heartbeat_count, now, out);
        }
        self.drop_acknowledged();
    }

    /// Gives readers of the same participant what is new to them, each until `give` says that it can take no more.
    pub(crate) fn serve_local(&mut self, mut give: impl FnMut(&R, &CacheChange) -> bool) {
        for local in &mut self.local {
            while local.next <= self.history.last() {
                match self
                    .history
                    .get(local.next)
                    .filter(|change| change.is_for(local.guid))
                {
                    Some(change) if !give(&local.reader, change) => break,
                    Some(_) => local.next = local.next.next(),
                    None => local.next = self.history.following(local.next),
                }
            }
        }
    }

    /// Takes an ACKNACK of a reader; says whether there may be more to send now.
    pub(crate) fn on_acknack(
        &mut self,
        reader: Guid,
        acknack: &AckNack,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) -> bool {
        let Some(proxy) = self.remote.iter_mut().find(|proxy| proxy.guid() == reader) else {
            return false;
        };
        let is_new = proxy.on_acknack(acknack, &self.history, &mut self.heartbeat_count, now, out);
        self.drop_acknowledged();
        is_new
    }

    /// Takes a NACK_FRAG of a reader; says whether there may be more to send now.
    pub(crate) fn on_nack_frag(
        &mut self,
        reader: Guid,
        nack: &NackFrag,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) -> bool {
        self.remote
            .iter_mut()
            .find(|proxy| proxy.guid() == reader)
            .is_some_and(|proxy| proxy.on_nack_frag(nack, &self.history, out))
    }

    /// Asks readers that have not answered.
    pub(crate) fn on_timer(&mut self, now: Instant, out: &mut Vec<Outgoing<WriterMessage>>) {
        self.drop_expired(now);
        for proxy in &mut self.remote {
            proxy.on_timer(&self.history, &mut self.heartbeat_count, now, out);
        }
    }

    /// Whether a reader that can be expected to answer has not acknowledged everything.
    pub(crate) fn lags(&self, now: Instant) -> bool {
        self.remote
            .iter()
            .any(|proxy| proxy.lags(&self.history, now))
    }

    /// Asks readers that lag what they have.
    pub(crate) fn hurry(&mut self, now: Instant, out: &mut Vec<Outgoing<WriterMessage>>) {
        for proxy in &mut self.remote {
            proxy.hurry(&self.history, &mut self.heartbeat_count, now, out);
        }
    }

    /// Tells every reader that the writer lives.
    pub(crate) fn assert_liveliness(&mut self, out: &mut Vec<Outgoing<WriterMessage>>) {
        for proxy in &self.remote {
            proxy.assert_liveliness(&self.history, &mut self.heartbeat_count, out);
        }
    }

    /// Samples and fragments sent again since this was last asked.
    pub(crate) fn take_retransmitted(&mut self) -> usize {
        self.remote
            .iter_mut()
            .map(|proxy| std::mem::take(&mut proxy.retransmitted))
            .sum()
    }

    /// When [`WriterState::on_timer`] wants to be called.
    pub(crate) fn due(&self) -> Option<Instant> {
        let expiry = self.history.oldest().and_then(|change| change.expires);
        self.remote
            .iter()
            .filter_map(ReaderProxy::due)
            .chain(expiry)
            .min()
    }

    /// Removes a sample that a later one makes void.
    pub(crate) fn remove(&mut self, number: SequenceNumber) {
        self.history.remove(number);
    }

    fn drop_expired(&mut self, now: Instant) {
        while self
            .history
            .oldest()
            .is_some_and(|change| change.expires.is_some_and(|expires| expires <= now))
        {
            self.history.remove_oldest();
        }
    }

    /// What everyone has need not be kept for those who come late to a volatile writer, and the end of an instance
    /// not for those who never knew it.
    fn drop_acknowledged(&mut self) {
        let acknowledged = self.acknowledged();
        if self.keeps_history {
            self.drop_acknowledged_disposals(acknowledged);
            return;
        }
        while self.history.len() > 0 && self.history.first() <= acknowledged {
            self.history.remove_oldest();
        }
    }

    fn drop_acknowledged_disposals(&mut self, acknowledged: SequenceNumber) {
        // Only the protocol's own writers dispose, and they keep everything.
        if self.depth.is_some() {
            return;
        }
        let done: Vec<SequenceNumber> = self
            .history
            .iter()
            .take_while(|change| change.sequence_number <= acknowledged)
            .filter(|change| change.kind != ChangeKind::Alive)
            .map(|change| change.sequence_number)
            .collect();
        for number in done {
            self.history.remove(number);
        }
    }
}
