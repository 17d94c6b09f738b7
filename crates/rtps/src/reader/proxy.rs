//! What a reader knows of one matched remote writer: what came, what is missing, what to ask for.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::reassembly::{Assembled, Reassembly};
use crate::budget::{Budget, Reservation};
use crate::discovery::EndpointData;
use crate::outgoing::{Outgoing, ReaderMessage, Route};
use crate::sample::Sample;
use crate::types::{Count, Guid, MAX_SET_BITS, SequenceNumber, SequenceNumberSet, VendorId};
use crate::wire::{AckNack, DataFrag, Gap, Heartbeat, HeartbeatFrag, NackFrag};

/// How far beyond the next expected sample others are kept.
const MAX_AHEAD: i64 = 16_384;
/// Samples in fragments at a time; of a best-effort writer only as many as may be interleaved on the way.
const MAX_PARTIAL: usize = 64;
const MAX_PARTIAL_BEST_EFFORT: usize = 4;
/// NACK_FRAGs in one answer.
const MAX_NACK_FRAGS: usize = 16;
/// Between two unasked ACKNACKs to a writer that has not sent a HEARTBEAT yet: first, and at most.
const PREEMPTIVE_PERIOD: Duration = Duration::from_millis(50);
const MAX_PREEMPTIVE_PERIOD: Duration = Duration::from_secs(1);

/// What holds a place after the next expected sample.
#[derive(Debug)]
enum Pending {
    /// It came early.
    Sample(
        Sample,
        #[allow(dead_code, reason = "held for what its drop gives back")] Option<Reservation>,
    ),
    /// Nothing up to before this number will come.
    Gap(SequenceNumber),
}

/// Why a sample or fragment was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Duplicate,
    Limit,
    Malformed,
}

/// The samples of a fragmented one's submessage, without its payload.
pub(crate) type SampleHead = Sample;

/// Whether writers of a vendor answer a reader that wants no history with a GAP where it asks for samples from before
/// the match. Of others the last sample that their first HEARTBEAT names is the only known bound: what they wrote
/// between the match and that HEARTBEAT may be passed over.
const fn withholds_history(vendor: VendorId) -> bool {
    matches!(vendor, VendorId::ROSEBAY | VendorId::FAST_DDS)
}

/// One matched remote writer (DDSI-RTPS §8.4.10.4, WriterProxy).
#[derive(Debug)]
pub(crate) struct WriterProxy {
    pub(crate) data: Arc<EndpointData>,
    pub(crate) route: Route,
    reader: Guid,
    reliable: bool,
    /// Only samples written after the match are wanted, and the writer would send older ones if it were asked.
    skips_history: bool,
    /// It is known where the writer's samples begin: a reliable one's HEARTBEAT told, another's first sample.
    synchronized: bool,
    /// Everything before this one came or will never come.
    expected: SequenceNumber,
    /// The highest number known to exist.
    last: SequenceNumber,
    /// Where the numbers end that an ACKNACK asked for which could not name all that are missing.
    asked_until: Option<SequenceNumber>,
    pending: BTreeMap<SequenceNumber, Pending>,
    partial: BTreeMap<SequenceNumber, (SampleHead, Reassembly)>,
    budget: Budget,
    last_heartbeat: Option<Count>,
    last_heartbeat_frag: Option<Count>,
    acknack_count: Count,
    nack_frag_count: Count,
    preemptive_due: Option<Instant>,
    preemptive_period: Duration,
    /// Samples that will never come, and that nobody has been told of yet.
    pub(crate) lost: u64,
    /// Something had to be left out because the user's queue is full.
    pub(crate) blocked: bool,
}

impl WriterProxy {
    pub(crate) fn new(
        data: Arc<EndpointData>,
        route: Route,
        reader: Guid,
        reliable: bool,
        keeps_history: bool,
        budget: Budget,
        now: Instant,
    ) -> WriterProxy {
        let skips_history = !keeps_history
            && data.qos.durability.keeps_history()
            && !withholds_history(data.vendor);
        WriterProxy {
            data,
            route,
            reader,
            reliable,
            skips_history,
            synchronized: false,
            expected: SequenceNumber::FIRST,
            last: SequenceNumber::ZERO,
            asked_until: None,
            pending: BTreeMap::new(),
            partial: BTreeMap::new(),
            budget,
            last_heartbeat: None,
            last_heartbeat_frag: None,
            acknack_count: Count::default(),
            nack_frag_count: Count::default(),
            preemptive_due: reliable.then_some(now),
            preemptive_period: PREEMPTIVE_PERIOD,
            lost: 0,
            blocked: false,
        }
    }

    /// Takes a whole sample.
    pub(crate) fn on_data(&mut self, sample: Sample) -> Result<(), Refusal> {
        let number = sample.sequence_number;
        self.check_range(number)?;
        self.last = self.last.max(number);
        self.partial.remove(&number);
        self.insert(sample)
    }

    fn check_range(&self, number: SequenceNumber) -> Result<(), Refusal> {
        if number < self.expected || self.pending.contains_key(&number) {
            return Err(Refusal::Duplicate);
        }
        // Before the first heartbeat, and best effort, the numbers may begin anywhere.
        let anywhere = !self.reliable || (!self.synchronized && self.pending.is_empty());
        if !anywhere && number.0.saturating_sub(self.expected_or_first_pending().0) > MAX_AHEAD {
            return Err(Refusal::Limit);
        }
        Ok(())
    }

    fn expected_or_first_pending(&self) -> SequenceNumber {
        match self.pending.keys().next() {
            Some(&first) if !self.synchronized => first,
            _ => self.expected,
        }
    }

    fn insert(&mut self, sample: Sample) -> Result<(), Refusal> {
        let number = sample.sequence_number;
        if !self.reliable {
            self.advance_best_effort(number);
        }
        let in_order = self.synchronized && number == self.expected;
        let reservation = if in_order {
            None
        } else {
            Some(
                self.budget
                    .reserve(sample.payload.len())
                    .ok_or(Refusal::Limit)?,
            )
        };
        self.pending
            .insert(number, Pending::Sample(sample, reservation));
        Ok(())
    }

    /// A sample came whole: what is older is not wanted any more, and what is missing before it will never come.
    fn advance_best_effort(&mut self, number: SequenceNumber) {
        if self.synchronized {
            self.lost += number.0.saturating_sub(self.expected.0).max(0) as u64;
        }
        self.synchronized = true;
        self.expected = number;
        self.partial.retain(|&partial, _| partial > number);
    }

    /// Takes fragments of a sample; `head` is the sample without its payload.
    pub(crate) fn on_data_frag(
        &mut self,
        head: SampleHead,
        fragment: &DataFrag<'_>,
    ) -> Result<(), Refusal> {
        let number = fragment.sequence_number;
        self.check_range(number)?;
        if !self.partial.contains_key(&number) {
            self.make_room_for_partial(number)?;
            let reassembly = Reassembly::new(fragment, &self.budget).ok_or(Refusal::Limit)?;
            self.partial.insert(number, (head, reassembly));
        }
        let Some((_, reassembly)) = self.partial.get_mut(&number) else {
            return Err(Refusal::Limit);
        };
        self.last = self.last.max(number);
        match reassembly.add(fragment) {
            Assembled::Partly => Ok(()),
            Assembled::Duplicate => Err(Refusal::Duplicate),
            Assembled::Inconsistent => Err(Refusal::Malformed),
            Assembled::OverLimit => Err(Refusal::Limit),
            Assembled::Whole(payload) => match self.partial.remove(&number) {
                Some((head, _)) => self.insert(Sample { payload, ..head }),
                None => Ok(()),
            },
        }
    }

    /// Of a reliable writer the earliest samples have to be completed first, of another the newest is wanted.
    fn make_room_for_partial(&mut self, number: SequenceNumber) -> Result<(), Refusal> {
        let limit = if self.reliable {
            MAX_PARTIAL
        } else {
            MAX_PARTIAL_BEST_EFFORT
        };
        if self.partial.len() < limit {
            return Ok(());
        }
        if !self.reliable {
            self.partial.pop_first();
            return Ok(());
        }
        match self.partial.keys().next_back() {
            Some(&last) if last > number => {
                self.partial.remove(&last);
                Ok(())
            }
            _ => Err(Refusal::Limit),
        }
    }

    /// Takes a GAP.
    pub(crate) fn on_gap(&mut self, gap: &Gap) {
        if !self.reliable {
            // What was never meant to come is not lost.
            if self.synchronized && gap.start <= self.expected {
                self.expected = self.expected.max(gap.list.base());
            }
            return;
        }
        self.skip(gap.start, gap.list.base());
        for number in gap.list.iter() {
            self.skip(number, number.next());
        }
    }

    fn skip(&mut self, mut start: SequenceNumber, end: SequenceNumber) {
        if start.0.saturating_sub(self.expected.0) > MAX_AHEAD || end <= self.expected {
            return;
        }
        self.partial
            .retain(|&number, _| number < start || number >= end);
        while start < end {
            match self.pending.get_mut(&start) {
                Some(Pending::Sample(..)) => start = start.next(),
                Some(Pending::Gap(until)) => {
                    *until = end.max(*until);
                    return;
                }
                None => {
                    self.pending.insert(start, Pending::Gap(end));
                    return;
                }
            }
        }
    }

    /// Whether what does not come is lost, even where the writer knows of a filter: those of other makes do not tell a
    /// best-effort reader what they hold back.
    pub(crate) fn tells_what_is_void(&self) -> bool {
        self.reliable || self.route.vendor == VendorId::ROSEBAY
    }

    /// The next sample in order, if it came. `is_full` tells whether the user's queue cannot take it now.
    pub(crate) fn next_in_order(&mut self, is_full: impl Fn(&Sample) -> bool) -> Option<Sample> {
        if !self.synchronized {
            return None;
        }
        while let Some(entry) = self.pending.first_entry() {
            let number = *entry.key();
            if number > self.expected {
                return None;
            }
            match entry.get() {
                Pending::Gap(end) => {
                    self.expected = self.expected.max(*end);
                    entry.remove();
                }
                Pending::Sample(..) if number < self.expected => {
                    entry.remove();
                }
                Pending::Sample(sample, _) => {
                    if is_full(sample) {
                        self.blocked = true;
                        return None;
                    }
                    self.expected = number.next();
                    if let Pending::Sample(sample, _) = entry.remove() {
                        return Some(sample);
                    }
                }
            }
        }
        None
    }

    /// Takes a HEARTBEAT: what lies before its first number is gone, what lies up to its last exists. Says whether it
    /// is a new one.
    pub(crate) fn on_heartbeat(&mut self, heartbeat: &Heartbeat) -> bool {
        if self
            .last_heartbeat
            .is_some_and(|last| !heartbeat.count.is_newer_than(last))
            || !self.reliable
        {
            return false;
        }
        self.last_heartbeat = Some(heartbeat.count);
        self.last = self.last.max(heartbeat.last);
        if !self.synchronized {
            self.synchronize(heartbeat);
        } else if heartbeat.first > self.expected {
            self.lost += self.count_missing_before(heartbeat.first);
            self.partial.retain(|&number, _| number >= heartbeat.first);
            self.advance_to(heartbeat.first);
        }
        true
    }

    /// Where the samples for this reader begin. Those that came already are among them.
    fn synchronize(&mut self, heartbeat: &Heartbeat) {
        let earliest = [self.pending.keys().next(), self.partial.keys().next()]
            .into_iter()
            .flatten()
            .min();
        self.expected = if self.skips_history {
            earliest.map_or(heartbeat.last.next(), |&earliest| {
                earliest.min(heartbeat.last.next())
            })
        } else {
            heartbeat.first
        };
        self.synchronized = true;
        self.preemptive_due = None;
        let expected = self.expected;
        self.partial.retain(|&number, _| number >= expected);
    }

    fn count_missing_before(&self, end: SequenceNumber) -> u64 {
        let mut next = self.expected;
        let mut missing = 0;
        for (&number, entry) in self.pending.range(..end) {
            missing += number.0.saturating_sub(next.0).max(0) as u64;
            next = next.max(match entry {
                Pending::Sample(..) => number.next(),
                Pending::Gap(until) => *until,
            });
        }
        missing + end.0.saturating_sub(next.0).max(0) as u64
    }

    /// Nothing that did not come yet will come from before `first`. What did come is still delivered, in order.
    fn advance_to(&mut self, first: SequenceNumber) {
        let mut gap_start = self.expected;
        let mut gaps = Vec::new();
        for (&number, entry) in self.pending.range(..first) {
            if number > gap_start {
                gaps.push((gap_start, number));
            }
            gap_start = gap_start.max(match entry {
                Pending::Sample(..) => number.next(),
                Pending::Gap(until) => *until,
            });
        }
        if first > gap_start {
            gaps.push((gap_start, first));
        }
        for (start, end) in gaps {
            // Not `skip`: a heartbeat may reach beyond what is kept.
            self.pending.insert(start, Pending::Gap(end));
        }
    }

    /// The answer to a HEARTBEAT, or what is asked for anew once there is room.
    pub(crate) fn answer(&mut self, is_final: bool, out: &mut Vec<Outgoing<ReaderMessage>>) {
        // While the user's queue is full, what waits for room in it is neither asked for nor acknowledged:
        // that holds the writer back.
        let missing = if self.blocked {
            SequenceNumberSet::new(self.expected)
        } else {
            self.missing()
        };
        let fragments_missing = !self.blocked && !self.partial.is_empty();
        if is_final && missing.is_empty() && !fragments_missing {
            return;
        }
        let end = missing.base().plus(MAX_SET_BITS.into());
        self.asked_until = (!self.blocked && end <= self.last).then_some(end);
        self.acknack(missing, true, out);
        if fragments_missing {
            self.nack_frags(out);
        }
    }

    /// Asks for more as soon as all has come that one ACKNACK could name: the next HEARTBEAT may be seconds away.
    pub(crate) fn ask_on(&mut self, out: &mut Vec<Outgoing<ReaderMessage>>) {
        if self.asked_until.is_some_and(|end| self.expected >= end) {
            self.answer(true, out);
        }
    }

    fn acknack(
        &mut self,
        state: SequenceNumberSet,
        is_final: bool,
        out: &mut Vec<Outgoing<ReaderMessage>>,
    ) {
        self.acknack_count = self.acknack_count.next();
        let message = ReaderMessage::AckNack(AckNack {
            reader_id: self.reader.entity_id,
            writer_id: self.data.guid.entity_id,
            state,
            count: self.acknack_count,
            is_final,
        });
        out.push(Outgoing {
            route: self.route,
            message,
        });
    }

    fn nack_frags(&mut self, out: &mut Vec<Outgoing<ReaderMessage>>) {
        let missing: Vec<_> = self
            .partial
            .iter()
            .filter_map(|(&number, (_, reassembly))| Some((number, reassembly.missing(None)?)))
            .take(MAX_NACK_FRAGS)
            .collect();
        for (number, state) in missing {
            self.nack_frag(number, state, out);
        }
    }

    fn nack_frag(
        &mut self,
        sequence_number: SequenceNumber,
        state: crate::types::FragmentNumberSet,
        out: &mut Vec<Outgoing<ReaderMessage>>,
    ) {
        self.nack_frag_count = self.nack_frag_count.next();
        let message = ReaderMessage::NackFrag(NackFrag {
            reader_id: self.reader.entity_id,
            writer_id: self.data.guid.entity_id,
            sequence_number,
            state,
            count: self.nack_frag_count,
        });
        out.push(Outgoing {
            route: self.route,
            message,
        });
    }

    /// The first number that neither came nor is known to be void. What came in parts has not come.
    fn first_missing(&self) -> SequenceNumber {
        let mut next = self.expected;
        for (&number, entry) in &self.pending {
            if number > next {
                break;
            }
            next = next.max(match entry {
                Pending::Sample(..) => number.next(),
                Pending::Gap(until) => *until,
            });
        }
        next
    }

    /// What to ask for: numbers known to exist of which nothing came.
    fn missing(&self) -> SequenceNumberSet {
        let base = self.first_missing();
        let mut set = SequenceNumberSet::new(base);
        let end = base.plus(MAX_SET_BITS.into()).min(self.last.next());
        let mut next = base;
        for (&number, entry) in self
            .pending
            .range(base..)
            .take_while(|(number, _)| **number < end)
        {
            self.insert_missing(&mut set, next, number);
            next = next.max(match entry {
                Pending::Sample(..) => number.next(),
                Pending::Gap(until) => *until,
            });
        }
        self.insert_missing(&mut set, next, end);
        set
    }

    fn insert_missing(
        &self,
        set: &mut SequenceNumberSet,
        start: SequenceNumber,
        end: SequenceNumber,
    ) {
        (start.0..end.0)
            .map(SequenceNumber)
            .filter(|number| !self.partial.contains_key(number))
            .for_each(|number| {
                set.insert(number);
            });
    }

    /// Takes a HEARTBEAT_FRAG: asks for what is missing of the fragments that exist.
    pub(crate) fn on_heartbeat_frag(
        &mut self,
        heartbeat: &HeartbeatFrag,
        out: &mut Vec<Outgoing<ReaderMessage>>,
    ) {
        let is_old = self
            .last_heartbeat_frag
            .is_some_and(|last| !heartbeat.count.is_newer_than(last));
        if is_old || !self.reliable || self.blocked {
            return;
        }
        self.last_heartbeat_frag = Some(heartbeat.count);
        let Some((_, reassembly)) = self.partial.get(&heartbeat.sequence_number) else {
            return;
        };
        if let Some(missing) = reassembly.missing(Some(heartbeat.last_fragment)) {
            self.nack_frag(heartbeat.sequence_number, missing, out);
        }
    }

    /// When [`WriterProxy::on_timer`] wants to be called.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.preemptive_due
    }

    /// Asks a writer that has not sent a HEARTBEAT yet for one.
    pub(crate) fn on_timer(&mut self, now: Instant, out: &mut Vec<Outgoing<ReaderMessage>>) {
        if self.preemptive_due.is_none_or(|due| due > now) {
            return;
        }
        // Fast DDS answers at once only where the base is 0, which others hold for malformed.
        let base = match self.route.vendor {
            VendorId::FAST_DDS => SequenceNumber(0),
            _ => self.expected,
        };
        self.acknack(SequenceNumberSet::new(base), false, out);
        self.preemptive_due = Some(now + self.preemptive_period);
        self.preemptive_period = (self.preemptive_period * 2).min(MAX_PREEMPTIVE_PERIOD);
    }
}
