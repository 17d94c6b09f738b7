//! What a reader answers: what it has, what it asks for anew.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::{
    FIRST_HEARTBEAT_PERIOD, HEARTBEAT_PERIOD, MAX_HEARTBEAT_PERIOD, Position, ReaderProxy, Repair,
};
use crate::history::History;
use crate::outgoing::{Outgoing, WriterMessage};
use crate::types::{Count, SequenceNumber, SequenceNumberSet};
use crate::wire::{AckNack, NackFrag};

/// GAPs sent for one message of a reader at most.
const MAX_GAPS: usize = 8;

impl ReaderProxy {
    /// Takes an ACKNACK; says whether it was new.
    pub(crate) fn on_acknack(
        &mut self,
        acknack: &AckNack,
        history: &History,
        count: &mut Count,
        now: Instant,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) -> bool {
        let state = &acknack.state;
        let is_new = self
            .last_acknack
            .is_none_or(|last| acknack.count.is_newer_than(last));
        if !self.reliable || !is_new || state.base() > history.last().next() {
            return false;
        }
        self.last_acknack = Some(acknack.count);
        self.heard = now;
        if !self.synchronized {
            // An answer to a HEARTBEAT needs none itself, unlike what a reader says unasked.
            // A reader that wants the history takes it from where it begins, whenever it hears where that is.
            let is_answer = acknack.is_final || !state.is_empty() || state.base() > self.start;
            let wants_history = self.data.qos.durability.keeps_history();
            self.acknacks_before += 1;
            if !is_answer && !wants_history && self.acknacks_before <= 1 {
                self.ask(history, count, now, out);
                return true;
            }
            self.synchronized = true;
            self.asked = None;
            self.unanswered = 0;
            self.progress();
        }
        self.acknowledge(state.base().previous());
        // One that says nothing answers an earlier HEARTBEAT, maybe one of the greeting; or a NACK_FRAG follows it.
        let says_nothing = state.is_empty() && state.base() <= self.start;
        if says_nothing {
            self.nack_frag_number = SequenceNumber::MAX;
        } else {
            self.nack_frag_number = SequenceNumber::ZERO;
            self.measure_round_trip(now);
            self.take_answer();
        }
        self.collect_repairs(state, history, out);
        if self.acknowledged >= history.last() {
            self.heartbeat_due = None;
            if !acknack.is_final {
                // The reader waits for a HEARTBEAT, and there is no other occasion for one.
                self.send_gap(out);
                self.emit(self.heartbeat(history, count, true, false), out);
            }
        }
        true
    }

    fn acknowledge(&mut self, number: SequenceNumber) {
        if number > self.acknowledged {
            self.acknowledged = number;
            self.progress();
        }
        let reached = Position::before(self.acknowledged.next());
        self.in_flight.land(reached);
        // The reader may have it from elsewhere.
        self.sent = self.sent.max(reached);
        self.repairs.retain(|repair| repair.number > number);
    }

    fn progress(&mut self) {
        self.stalled = false;
        self.heartbeat_period = match self.round_trip {
            Some(round_trip) => (round_trip * 2).clamp(HEARTBEAT_PERIOD, MAX_HEARTBEAT_PERIOD),
            None => FIRST_HEARTBEAT_PERIOD,
        };
    }

    /// Takes the time if the answer is without doubt one to the HEARTBEAT under way.
    fn measure_round_trip(&mut self, now: Instant) {
        if self.asked.is_some() && self.unanswered == 1 && !self.asked_again {
            let measured = now - self.asked_at;
            // Quick to believe in a longer one: asking too early costs more than asking late.
            let shorter = |known: Duration| (known * 7 + measured) / 8;
            self.round_trip = Some(
                self.round_trip
                    .map_or(measured, |known| measured.max(shorter(known))),
            );
        }
    }

    /// Whatever was sent before the HEARTBEAT that is now answered is not under way any more.
    fn take_answer(&mut self) {
        self.unanswered = self.unanswered.saturating_sub(1);
        if self.unanswered > 0 {
            return;
        }
        self.asked_again = false;
        if let Some(position) = self.asked.take() {
            self.answered = position;
            self.in_flight.land(position);
        }
    }

    fn collect_repairs(
        &mut self,
        missing: &SequenceNumberSet,
        history: &History,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) {
        let mut gaps: Vec<Range<SequenceNumber>> = Vec::new();
        // A sample of which only the first fragments had been sent cannot be there yet; a NACK_FRAG tells what is lost of it.
        let end = self.answered.number;
        let sent_in_full = missing.iter().take_while(|&number| number < end);
        for number in sent_in_full {
            match self.change(history, number) {
                Some(change) => self.request(number, 0..self.fragments_of(change)),
                // What has been removed is gone as a whole.
                None => match gaps.last_mut() {
                    Some(gap) if gap.end >= number => gap.end = history.following(number),
                    _ => gaps.push(number..history.following(number)),
                },
            }
        }
        for gap in gaps.into_iter().take(MAX_GAPS) {
            self.emit(WriterMessage::Gap(gap), out);
        }
    }

    /// A repair that has begun goes on: a large sample takes longer than one answer, and a reader may name it missing
    /// until it is whole.
    fn request(&mut self, number: SequenceNumber, fragments: Range<u32>) {
        if !self.repairs.iter().any(|repair| repair.number == number) {
            self.repairs.push_back(Repair { number, fragments });
        }
    }

    /// Takes a NACK_FRAG; says whether it was new.
    pub(crate) fn on_nack_frag(
        &mut self,
        nack: &NackFrag,
        history: &History,
        out: &mut Vec<Outgoing<WriterMessage>>,
    ) -> bool {
        let number = nack.sequence_number;
        let is_new = self
            .last_nack_frag
            .is_none_or(|last| nack.count.is_newer_than(last));
        if !self.reliable || !is_new || number > history.last() {
            return false;
        }
        self.last_nack_frag = Some(nack.count);
        let is_answer_of_its_own = number <= std::mem::replace(&mut self.nack_frag_number, number);
        if is_answer_of_its_own {
            self.take_answer();
        }
        self.progress();
        let Some(change) = self.change(history, number) else {
            if number < self.sent.number {
                self.emit(WriterMessage::Gap(number..number.next()), out);
            }
            return true;
        };
        let fragments = self.fragments_of(change);
        let answered = self.answered;
        self.repairs.retain(|repair| repair.number != number);
        // Fragments count from 1 on the wire, from 0 here.
        let lost = nack
            .state
            .iter()
            .map(|fragment| fragment.0.saturating_sub(1))
            .filter(|&index| {
                index < fragments
                    && Position {
                        number,
                        fragments: index + 1,
                    } <= answered
            });
        let mut runs: Vec<Range<u32>> = Vec::new();
        for index in lost {
            match runs.last_mut() {
                Some(run) if run.end == index => run.end += 1,
                _ => runs.push(index..index + 1),
            }
        }
        self.repairs.extend(
            runs.into_iter()
                .map(|fragments| Repair { number, fragments }),
        );
        true
    }
}
