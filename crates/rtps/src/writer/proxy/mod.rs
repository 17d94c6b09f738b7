//! What a writer knows of one matched remote reader: what it has, what it misses, how much it can take.

mod answers;

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::flight::{Flight, Position};
use crate::content_filter::PayloadFilter;
use crate::discovery::EndpointData;
use crate::history::{CacheChange, History};
use crate::outgoing::{Outgoing, Route, WriterMessage};
use crate::types::{Count, Guid, SequenceNumber, VendorId};

/// The wait for an acknowledgement before a HEARTBEAT asks for it: of a reader that answers fast, and of one of which
/// it is not known yet how fast it answers. Two round trips if that is longer.
const HEARTBEAT_PERIOD: Duration = Duration::from_millis(5);
const FIRST_HEARTBEAT_PERIOD: Duration = Duration::from_millis(50);
/// The longest, of a reader that does not answer.
const MAX_HEARTBEAT_PERIOD: Duration = Duration::from_millis(500);
/// The first wait for an answer to the greeting. Some peers answer, but not within 10 ms of what they said before.
const GREETING_PERIOD: Duration = Duration::from_millis(12);
/// How long a reader on this machine is given to take a full window from its socket, if it does not say so itself.
const DRAIN_PERIOD: Duration = Duration::from_millis(1);
/// After this, samples are sent to a reader that has not answered a HEARTBEAT yet.
const SYNCHRONIZATION_LIMIT: Duration = Duration::from_secs(3);
/// After this, a reader that acknowledges nothing has taken what was sent to it.
const IDLE: Duration = Duration::from_millis(5);
/// A reader that was silent for longer is not waited for at the end.
const RESPONSIVE: Duration = Duration::from_secs(2);
/// Shared payloads take no room on the way, but are to be acknowledged soon, so that their memory is used again while
/// the processor has it at hand: so many bytes of them fill a window, and one alone fills half of it at most.
const SHARED_WINDOW: usize = 8 << 20;

/// A part of a sample that is to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Repair {
    number: SequenceNumber,
    /// Which of its fragments; of a sample that is not fragmented the one there is.
    fragments: Range<u32>,
}

fn keeps_shared_account(reader: &EndpointData) -> bool {
    reader.vendor == VendorId::CYCLONE_DDS && !reader.qos.durability.keeps_history()
}

/// One matched remote reader (DDSI-RTPS §8.4.7.5, ReaderProxy).
///
/// Of a reliable reader at most one HEARTBEAT that demands an answer is under way. What had been sent before it and
/// is named missing in the answer is lost; what was sent after it is still under way. So readers that do nothing but
/// answer heartbeats are enough to pace by: an answer frees the window of all that was sent before the question.
#[derive(Debug)]
pub(crate) struct ReaderProxy {
    pub(crate) data: Arc<EndpointData>,
    pub(crate) route: Route,
    reliable: bool,
    /// What is said to it, all readers of its participant hear. Cyclone DDS keeps one account of a writer for all of
    /// a participant's readers that want no history: a number that one of them is told is void none of them gets.
    shares_account: bool,
    /// What it wants of what is for it.
    filter: Option<PayloadFilter>,
    matched: Instant,
    /// ACKNACKs of a reader that has not confirmed a HEARTBEAT yet; two confirm: the first may have been sent unasked.
    synchronized: bool,
    acknacks_before: u32,
    /// The first sample that is for this reader.
    start: SequenceNumber,
    /// Everything up to this one is acknowledged.
    acknowledged: SequenceNumber,
    /// How far samples were sent for the first time.
    sent: Position,
    /// Numbers passed over that the reader was not told of.
    gap: Option<Range<SequenceNumber>>,
    repairs: VecDeque<Repair>,
    in_flight: Flight,
    /// What had been sent when the HEARTBEAT under way was.
    asked: Option<Position>,
    /// HEARTBEATs that demanded an answer since the last was waited for in vain. Only the answer to the last counts.
    unanswered: u32,
    asked_at: Instant,
    /// The HEARTBEAT under way repeats one that was not answered in time.
    asked_again: bool,
    /// Between a HEARTBEAT and its answer, once measured.
    round_trip: Option<Duration>,
    /// What had been sent when the HEARTBEAT was that was answered last.
    answered: Position,
    heartbeat_due: Option<Instant>,
    /// When a full window is taken to be drained.
    drain_due: Option<Instant>,
    heartbeat_period: Duration,
    last_acknack: Option<Count>,
    last_nack_frag: Option<Count>,
    /// The sample of the last NACK_FRAG since the last ACKNACK. An answer is an ACKNACK with NACK_FRAGs for
    /// ascending samples behind it, or, of some peers, a NACK_FRAG alone.
    nack_frag_number: SequenceNumber,
    /// Kept the writer waiting for too long; is not waited for until it goes on.
    pub(crate) stalled: bool,
    /// When samples were last sent to a reader that acknowledges nothing.
    pumped: Instant,
    /// When it last said what it has; at first when it was matched.
    heard: Instant,
    /// Samples and fragments sent again, for who counts them.
    pub(crate) retransmitted: usize,
}

impl ReaderProxy {
    /// A reader that gets the samples from `start` on.
    pub(crate) fn new(
        data: Arc<EndpointData>,
        route: Route,
        reliable: bool,
        start: SequenceNumber,
        now: Instant,
    ) -> ReaderProxy {
        ReaderProxy {
            shares_account: keeps_shared_account(&data),
            data,
            route,
            reliable,
            filter: None,
            matched: now,
            synchronized: !reliable,
            acknacks_before: 0,
            start,
            acknowledged: start.previous(),
            sent: Position::before(start),
            gap: None,
            repairs: VecDeque::new(),
            in_flight: Flight::default(),
            asked: None,
            unanswered: 0,
            asked_at: now,
            asked_again: false,
            round_trip: None,
            answered: Position::before(start),
            heartbeat_due: None,
            drain_due: None,
            heartbeat_period: GREETING_PERIOD,
            last_acknack: None,
            last_nack_frag: None,
            nack_frag_number: SequenceNumber::ZERO,
            stalled: false,
            pumped: now,
            heard: now,
            retransmitted: 0,
        }
    }

    pub(crate) fn guid(&self) -> Guid {
        self.data.guid
    }

    /// What the reader wants of what is sent for the first time from now on; `None` is everything.
    pub(crate) fn set_filter(&mut self, filter: Option<PayloadFilter>) {
        self.filter = filter;
    }

    pub(crate) fn is_reliable(&self) -> bool {
        self.reliable
    }

    /// Up to where the reader needs nothing any more.
    pub(crate) fn acknowledged(&self) -> SequenceNumber {
        if self.reliable {
            self.acknowledged
        } else {
            self.sent.number.previous()
        }
    }

    /// Whether a sample was sent in full, or needs not be.
    pub(crate) fn has_been_sent(&self, number: SequenceNumber) -> bool {
        self.sent.number > number
    }

    /// What another reader has to be offered that is served from `start` on, so that this one gets all that is for it.
    pub(crate) fn start_beside(
        &self,
        other: &EndpointData,
        start: SequenceNumber,
    ) -> SequenceNumber {
        let share = self.reliable
            && self.shares_account
            && keeps_shared_account(other)
            && self.guid().prefix == other.guid.prefix;
        if share {
            start.min(self.acknowledged.next())
        } else {
            start
        }
    }

    /// When [`ReaderProxy::on_timer`] wants to be called.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.heartbeat_due.into_iter().chain(self.drain_due).min()
    }

    /// Greets a reader just matched: a HEARTBEAT that tells where the samples begin, before the first of them.
    pub(crate) fn greet(
        &mut self,
        history: &History,
        count: &mut Count,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        if self.reliable {
            self.ask(history, count, now, out);
        }
    }

    /// Whether the reader has not acknowledged everything, and can be expected to.
    pub(crate) fn lags(&self, history: &History, now: Instant) -> bool {
        self.reliable
            && !self.stalled
            && self.acknowledged < history.last()
            && now.duration_since(self.heard) < RESPONSIVE
    }

    /// Asks a reader that lags what it has, unless it was asked.
    pub(crate) fn hurry(
        &mut self,
        history: &History,
        count: &mut Count,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        if self.asked.is_none() && self.lags(history, now) {
            self.ask(history, count, now, out);
        }
    }

    /// Sends what the reader misses and what is new, as far as it can take it.
    pub(crate) fn pump(
        &mut self,
        history: &History,
        count: &mut Count,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        if !self.synchronized {
            return;
        }
        if !self.reliable {
            if now.duration_since(self.pumped) > IDLE {
                self.in_flight.clear();
            }
            self.pumped = now;
            self.send_new(history, out);
            return;
        }
        let repaired = self.send_repairs(history, out);
        self.send_new(history, out);
        let window_full = self.sent.number <= history.last();
        if window_full && self.route.drains_by_itself && self.drain_due.is_none() {
            self.drain_due = Some(now + DRAIN_PERIOD);
        }
        let window_half_full = self.in_flight.fills(self.route.window / 2);
        let waits = self.acknowledged < history.last();
        if self.asked.is_none() && (repaired || window_half_full) {
            self.ask(history, count, now, out);
        } else if waits && self.heartbeat_due.is_none() {
            self.heartbeat_due = Some(now + self.heartbeat_period);
        }
    }

    fn send_repairs(&mut self, history: &History, out: &mut Vec<Outgoing<WriterMessage>>) -> bool {
        let mut repaired = Vec::new();
        while let Some(repair) = self.repairs.front_mut() {
            if self.in_flight.fills(self.route.window) {
                break;
            }
            let number = repair.number;
            let next = repair.fragments.next();
            let Some((change, index)) = self.change(history, number).zip(next) else {
                self.repairs.pop_front();
                continue;
            };
            let change = Arc::clone(change);
            self.send_part(&change, index, self.sent, out);
            repaired.push((change, index));
        }
        self.retransmitted += repaired.len();
        if self.route.repairs_twice && !repaired.is_empty() {
            // What was in one lost datagram shall not be in one again.
            self.emit(WriterMessage::Break, out);
            for (change, index) in &repaired {
                self.send_part(change, *index, self.sent, out);
            }
        }
        !repaired.is_empty()
    }

    fn send_new(&mut self, history: &History, out: &mut Vec<Outgoing<WriterMessage>>) {
        while self.sent.number <= history.last() {
            if self.in_flight.fills(self.route.window) {
                if self.reliable {
                    return;
                }
                self.in_flight.clear();
                self.emit(WriterMessage::Pause(self.route.pause), out);
            }
            let number = self.sent.number;
            let wanted = |change: &&Arc<CacheChange>| self.sent.fragments > 0 || self.wants(change);
            let Some(change) = self.change(history, number).filter(wanted) else {
                self.pass_over(number..history.following(number));
                continue;
            };
            let change = Arc::clone(change);
            self.send_gap(out);
            let fragments = self.fragments_of(&change);
            let index = self.sent.fragments;
            self.sent = if index + 1 < fragments {
                Position {
                    number,
                    fragments: index + 1,
                }
            } else {
                Position::before(number.next())
            };
            self.send_part(&change, index, self.sent, out);
        }
    }

    /// A sample, if there is one with this number and it is for the reader.
    fn change<'h>(
        &self,
        history: &'h History,
        number: SequenceNumber,
    ) -> Option<&'h Arc<CacheChange>> {
        history.get(number).filter(|change| self.is_for_it(change))
    }

    fn is_for_it(&self, change: &CacheChange) -> bool {
        let is_for_sibling = |destination: Guid| destination.prefix == self.guid().prefix;
        change.is_for(self.guid())
            || self.shares_account && change.destination.is_some_and(is_for_sibling)
    }

    fn wants(&self, change: &CacheChange) -> bool {
        let payload = change.payload_for(self.route.vendor);
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.wants(payload))
    }

    /// Numbers that the reader shall not wait for. It is told along with the next sample or heartbeat.
    fn pass_over(&mut self, numbers: Range<SequenceNumber>) {
        if self.acknowledged.next() == numbers.start {
            self.acknowledged = numbers.end.previous();
        }
        self.sent = Position::before(numbers.end);
        self.gap = match self.gap.take() {
            Some(gap) if gap.end == numbers.start => Some(gap.start..numbers.end),
            _ => Some(numbers),
        };
    }

    fn send_gap(&mut self, out: &mut Vec<Outgoing<WriterMessage>>) {
        // A best-effort reader of this make counts what it misses, and shall not count what it does not want.
        let is_told =
            self.reliable || self.filter.is_some() && self.route.vendor == VendorId::ROSEBAY;
        if let Some(gap) = self.gap.take().filter(|_| is_told) {
            self.emit(WriterMessage::Gap(gap), out);
        }
    }

    /// Sends one fragment, or the whole of a sample that needs no more than one.
    fn send_part(
        &mut self,
        change: &Arc<CacheChange>,
        index: u32,
        position: Position,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        let payload = change.payload_for(self.route.vendor).len();
        let size = self.route.datagram;
        let (message, bytes) = if self.fragments_of(change) == 1 {
            let is_shared = self.route.shares(change.payload_for(self.route.vendor));
            let bytes = if is_shared {
                payload.min(SHARED_WINDOW / 2) / 1024 * self.route.window / (SHARED_WINDOW / 1024)
            } else {
                payload
            };
            (WriterMessage::Data(Arc::clone(change)), bytes)
        } else {
            let bytes = size.min(payload.saturating_sub(index as usize * size));
            (
                WriterMessage::Fragment {
                    change: Arc::clone(change),
                    index,
                    size,
                },
                bytes,
            )
        };
        self.in_flight.send(position, bytes);
        self.emit(message, out);
    }

    fn fragments_of(&self, change: &CacheChange) -> u32 {
        let payload = change.payload_for(self.route.vendor);
        if self.route.shares(payload) {
            return 1;
        }
        payload.len().div_ceil(self.route.datagram).max(1) as u32
    }

    /// Sends a HEARTBEAT that demands an answer.
    fn ask(
        &mut self,
        history: &History,
        count: &mut Count,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        self.send_gap(out);
        self.emit(self.heartbeat(history, count, false, false), out);
        self.asked = Some(self.sent);
        self.unanswered += 1;
        self.asked_at = now;
        self.heartbeat_due = Some(now + self.heartbeat_period);
    }

    /// Tells that the writer lives.
    pub(crate) fn assert_liveliness(
        &self,
        history: &History,
        count: &mut Count,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        self.emit(self.heartbeat(history, count, true, true), out);
    }

    fn heartbeat(
        &self,
        history: &History,
        count: &mut Count,
        is_final: bool,
        liveliness: bool,
    ) -> WriterMessage {
        *count = count.next();
        let last = if self.sent.fragments > 0 {
            self.sent.number
        } else {
            self.sent.number.previous()
        };
        let first = history.first().max(self.start).min(last.next());
        WriterMessage::Heartbeat {
            first,
            last,
            count: *count,
            is_final,
            liveliness,
        }
    }

    fn emit(&self, message: WriterMessage, out: &mut Vec<Outgoing<WriterMessage>>) {
        out.push(Outgoing {
            route: self.route,
            message,
        });
    }

    /// Asks again when the reader has not answered.
    pub(crate) fn on_timer(
        &mut self,
        history: &History,
        count: &mut Count,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        if self.drain_due.take_if(|due| *due <= now).is_some() {
            self.in_flight.clear();
        }
        if self.heartbeat_due.is_none_or(|due| due > now) {
            return;
        }
        self.heartbeat_due = None;
        if !self.synchronized && now.duration_since(self.matched) > SYNCHRONIZATION_LIMIT {
            self.synchronized = true;
            self.pump(history, count, now, out);
        }
        if self.synchronized && self.acknowledged >= history.last() {
            return;
        }
        if self.asked.is_some() {
            self.heartbeat_period = (self.heartbeat_period * 2).min(MAX_HEARTBEAT_PERIOD);
            self.asked_again = true;
        }
        self.unanswered = 0;
        self.ask(history, count, now, out);
    }
}
