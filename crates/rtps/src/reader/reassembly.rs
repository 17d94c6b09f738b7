//! Samples that come in fragments (DDSI-RTPS §8.4.14.1).

use bytes::Bytes;

use crate::budget::{Budget, Reservation};
use crate::types::{FragmentNumber, FragmentNumberSet};
use crate::wire::DataFrag;

/// How far ahead of what has come a fragment may lie, beside as much as has come: memory grows with what was
/// received, not with what was announced.
const AHEAD: usize = 256 * 1024;

/// What became of a fragment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Assembled {
    /// More are missing.
    Partly,
    /// It was the last one.
    Whole(Bytes),
    /// It came before.
    Duplicate,
    /// It does not fit to the others.
    Inconsistent,
    /// It would need more memory than is granted; it has to be sent again.
    OverLimit,
}

/// A sample of which some fragments have come.
#[derive(Debug)]
pub(crate) struct Reassembly {
    sample_size: usize,
    fragment_size: usize,
    total: u32,
    buffer: Vec<u8>,
    /// One bit for each fragment up to the highest that has come.
    present: Vec<u64>,
    received: u32,
    /// No fragment below this one is missing.
    first_missing: u32,
    reservation: Reservation,
}

impl Reassembly {
    /// A sample as its first fragment to come describes it; `None` if the memory for it is not granted.
    pub(crate) fn new(fragment: &DataFrag<'_>, budget: &Budget) -> Option<Reassembly> {
        Some(Reassembly {
            sample_size: fragment.sample_size as usize,
            fragment_size: usize::from(fragment.fragment_size),
            total: fragment.total_fragments(),
            buffer: Vec::new(),
            present: Vec::new(),
            received: 0,
            first_missing: 0,
            reservation: budget.reserve(0)?,
        })
    }

    /// Takes the fragments of one submessage.
    pub(crate) fn add(&mut self, fragment: &DataFrag<'_>) -> Assembled {
        if fragment.sample_size as usize != self.sample_size
            || usize::from(fragment.fragment_size) != self.fragment_size
        {
            return Assembled::Inconsistent;
        }
        let offset = fragment.offset();
        let end = offset + fragment.payload.len();
        let received = self.received as usize * self.fragment_size;
        if end
            > received
                .saturating_mul(2)
                .saturating_add(AHEAD)
                .max(self.fragment_size)
            || !self.reservation.grow_to(end)
        {
            return Assembled::OverLimit;
        }
        let first = fragment.starting.0.saturating_sub(1);
        let mut fresh = false;
        for index in first..first.saturating_add(fragment.count.into()) {
            fresh |= self.mark(index);
        }
        if !fresh {
            return Assembled::Duplicate;
        }
        self.write(offset, fragment.payload);
        while self.is_present(self.first_missing) {
            self.first_missing += 1;
        }
        if self.received < self.total {
            return Assembled::Partly;
        }
        Assembled::Whole(Bytes::from(std::mem::take(&mut self.buffer)))
    }

    fn write(&mut self, offset: usize, bytes: &[u8]) {
        let end = offset + bytes.len();
        if self.buffer.capacity() < end {
            // Twice what is needed now: growing costs less in all, and stays in proportion to what came.
            let wanted = (end * 2).clamp(end, self.sample_size.max(end));
            self.buffer.reserve_exact(wanted - self.buffer.len());
        }
        if offset == self.buffer.len() {
            self.buffer.extend_from_slice(bytes);
            return;
        }
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        self.buffer[offset..end].copy_from_slice(bytes);
    }

    fn mark(&mut self, index: u32) -> bool {
        let (word, bit) = ((index / 64) as usize, 1 << (index % 64));
        if self.present.len() <= word {
            self.present.resize(word + 1, 0);
        }
        let fresh = self.present[word] & bit == 0;
        self.present[word] |= bit;
        self.received += u32::from(fresh);
        fresh
    }

    fn is_present(&self, index: u32) -> bool {
        self.present
            .get((index / 64) as usize)
            .is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// The missing fragments up to `last` (counted from 1), as far as one set reaches; `None` if none is.
    pub(crate) fn missing(&self, last: Option<FragmentNumber>) -> Option<FragmentNumberSet> {
        let end = last.map_or(self.total, |last| last.0.min(self.total));
        let base = self.first_missing;
        if base >= end {
            return None;
        }
        let range = base..end.min(base.saturating_add(crate::types::MAX_SET_BITS));
        let missing = range
            .filter(|&index| !self.is_present(index))
            .map(|index| FragmentNumber(index + 1));
        Some(FragmentNumberSet::from_numbers(
            FragmentNumber(base + 1),
            missing,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{EntityId, SequenceNumber};
    use crate::wire::PayloadKind;

    const SIZE: u16 = 10;

    fn fragment(sample: &[u8], starting: u32, count: u16) -> DataFrag<'_> {
        let begin = (starting as usize - 1) * usize::from(SIZE);
        let end = (begin + usize::from(count) * usize::from(SIZE)).min(sample.len());
        DataFrag {
            reader_id: EntityId::UNKNOWN,
            writer_id: EntityId::UNKNOWN,
            sequence_number: SequenceNumber::FIRST,
            starting: FragmentNumber(starting),
            count,
            fragment_size: SIZE,
            sample_size: sample.len() as u32,
            inline_qos: None,
            kind: PayloadKind::Data,
            payload: &sample[begin..end],
        }
    }

    #[test]
    fn fragments_may_come_in_any_order_and_twice() {
        let sample: Vec<u8> = (0..95).collect();
        let mut reassembly = Reassembly::new(&fragment(&sample, 1, 1), &Budget::new(1000)).unwrap();
        for (starting, count, expected) in [
            (10, 1, Assembled::Partly),
            (3, 2, Assembled::Partly),
            (3, 1, Assembled::Duplicate),
            (1, 3, Assembled::Partly),
            (6, 4, Assembled::Partly),
        ] {
            assert_eq!(
                reassembly.add(&fragment(&sample, starting, count)),
                expected,
                "{starting}"
            );
        }
        let missing: Vec<u32> = reassembly
            .missing(None)
            .unwrap()
            .iter()
            .map(|number| number.0)
            .collect();
        assert_eq!(missing, [5]);
        assert_eq!(reassembly.missing(Some(FragmentNumber(4))), None);
        assert_eq!(
            reassembly.add(&fragment(&sample, 5, 1)),
            Assembled::Whole(sample.into())
        );
    }

    #[test]
    fn memory_is_bounded_by_what_came() {
        let sample = vec![0; 4 << 20];
        let budget = Budget::new(1 << 20);
        let mut reassembly = Reassembly::new(&fragment(&sample, 1, 1), &budget).unwrap();
        assert_eq!(
            reassembly.add(&fragment(&sample, 400_000, 1)),
            Assembled::OverLimit
        );
        assert!(reassembly.buffer.capacity() == 0 && reassembly.present.is_empty());
        let mut accepted = 0;
        while reassembly.add(&fragment(&sample, accepted * 1000 + 1, 1000)) == Assembled::Partly {
            accepted += 1;
        }
        assert_eq!(accepted, (1 << 20) / 10_000);
        assert!(budget.reserve(10_000).is_none());
        drop(reassembly);
        assert!(budget.reserve(1 << 20).is_some());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let sample = vec![7; 100];
        let mut reassembly = Reassembly::new(&fragment(&sample, 1, 1), &Budget::new(1000)).unwrap();
        assert_eq!(
            reassembly.add(&fragment(&sample[..90], 1, 1)),
            Assembled::Inconsistent
        );
    }
}
