//! What a writer keeps of what it wrote (DDSI-RTPS §8.2.2, the HistoryCache of a writer without keys).

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use crate::types::{Guid, SampleIdentity, SequenceNumber, Timestamp, VendorId};

/// What a sample does to its instance (DDSI-RTPS §8.2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// It carries data.
    Alive,
    /// The instance with this key is gone; of the protocol's own topics, whose keys are GUIDs.
    Disposed(Guid),
}

/// One sample as its writer keeps it.
#[derive(Debug)]
pub(crate) struct CacheChange {
    pub(crate) sequence_number: SequenceNumber,
    pub(crate) kind: ChangeKind,
    pub(crate) payload: Bytes,
    pub(crate) source_timestamp: Timestamp,
    pub(crate) related_sample_identity: Option<SampleIdentity>,
    pub(crate) by_vendor: Option<(VendorId, Bytes)>,
    pub(crate) destination: Option<Guid>,
    /// When it stops being of use.
    pub(crate) expires: Option<Instant>,
}

impl CacheChange {
    /// What readers of a vendor get.
    pub(crate) fn payload_for(&self, vendor: VendorId) -> &Bytes {
        match &self.by_vendor {
            Some((of, payload)) if *of == vendor => payload,
            _ => &self.payload,
        }
    }

    /// The sample that this one answers, as far as readers of a vendor are told.
    pub(crate) fn related_for(&self, vendor: VendorId) -> Option<SampleIdentity> {
        match self.by_vendor {
            Some((of, _)) if of == vendor => None,
            _ => self.related_sample_identity,
        }
    }

    pub(crate) fn is_for(&self, reader: Guid) -> bool {
        self.destination
            .is_none_or(|destination| destination == reader)
    }

    fn size(&self) -> usize {
        self.payload.len()
            + self
                .by_vendor
                .as_ref()
                .map_or(0, |(_, payload)| payload.len())
    }
}

/// The samples of one writer by their numbers. Numbers are missing where a sample was removed; these cost
/// nothing, however many samples came and went behind one that stays.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// In the order of their numbers.
    changes: VecDeque<Arc<CacheChange>>,
    last: SequenceNumber,
    bytes: usize,
}

impl History {
    /// The number of the newest sample ever written.
    pub(crate) fn last(&self) -> SequenceNumber {
        self.last
    }

    /// The lowest number that is kept; the one after the last if nothing is.
    pub(crate) fn first(&self) -> SequenceNumber {
        self.number_at(0)
    }

    /// The lowest number after `number` that is kept; the one after the last if nothing is.
    pub(crate) fn following(&self, number: SequenceNumber) -> SequenceNumber {
        match self.position(number) {
            Ok(index) => self.number_at(index + 1),
            Err(index) => self.number_at(index),
        }
    }

    /// How many samples are kept.
    pub(crate) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Bytes of all that is kept.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds the sample whose number follows the last.
    pub(crate) fn push(&mut self, change: CacheChange) {
        debug_assert_eq!(change.sequence_number, self.last.next());
        self.last = change.sequence_number;
        self.bytes += change.size();
        self.changes.push_back(Arc::new(change));
    }

    pub(crate) fn get(&self, number: SequenceNumber) -> Option<&Arc<CacheChange>> {
        self.changes.get(self.position(number).ok()?)
    }

    pub(crate) fn oldest(&self) -> Option<&Arc<CacheChange>> {
        self.changes.front()
    }

    pub(crate) fn remove(&mut self, number: SequenceNumber) {
        let index = self.position(number);
        if let Some(change) = index.ok().and_then(|index| self.changes.remove(index)) {
            self.bytes -= change.size();
        }
    }

    pub(crate) fn remove_oldest(&mut self) {
        self.remove(self.first());
    }

    /// The samples that are kept, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<CacheChange>> {
        self.changes.iter()
    }

    fn number_at(&self, index: usize) -> SequenceNumber {
        self.changes
            .get(index)
            .map_or(self.last.next(), |change| change.sequence_number)
    }

    /// Where a number is, else where it would be.
    fn position(&self, number: SequenceNumber) -> Result<usize, usize> {
        // Where no number is missing it is as far from the first as its place is.
        let distance = number.0.checked_sub(self.first().0);
        let guess = distance.and_then(|distance| usize::try_from(distance).ok());
        if let Some(index) = guess
            && self
                .changes
                .get(index)
                .is_some_and(|change| change.sequence_number == number)
        {
            return Ok(index);
        }
        self.changes
            .binary_search_by_key(&number, |change| change.sequence_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: i64) -> CacheChange {
        CacheChange {
            sequence_number: SequenceNumber(number),
            kind: ChangeKind::Alive,
            payload: Bytes::from_static(b"1234"),
            source_timestamp: Timestamp::ZERO,
            related_sample_identity: None,
            by_vendor: None,
            destination: None,
            expires: None,
        }
    }

    #[test]
    fn numbers_stay_what_they_are_when_samples_go() {
        let mut history = History::default();
        assert_eq!((history.first().0, history.last().0), (1, 0));
        for number in 1..=5 {
            history.push(change(number));
        }
        history.remove(SequenceNumber(2));
        assert_eq!(
            (
                history.first().0,
                history.last().0,
                history.len(),
                history.bytes()
            ),
            (1, 5, 4, 16)
        );
        assert!(history.get(SequenceNumber(2)).is_none());
        history.remove_oldest();
        assert_eq!((history.first().0, history.len()), (3, 3));
        assert_eq!(history.get(SequenceNumber(4)).unwrap().sequence_number.0, 4);
        let following = |number| history.following(SequenceNumber(number)).0;
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(following), [3, 3, 3, 4, 5, 6, 6]);
        for number in [0, 6, i64::MIN, i64::MAX] {
            assert!(history.get(SequenceNumber(number)).is_none());
            history.remove(SequenceNumber(number));
        }
        while history.len() > 0 {
            history.remove_oldest();
        }
        assert_eq!(
            (history.first().0, history.last().0, history.bytes()),
            (6, 5, 0)
        );
    }

    #[test]
    fn what_stays_makes_those_that_went_no_burden() {
        let mut history = History::default();
        history.push(change(1));
        for number in 2..=1000 {
            history.push(change(number));
            history.remove(SequenceNumber(number));
        }
        history.push(change(1001));
        assert_eq!(history.following(SequenceNumber(1)).0, 1001);
        assert_eq!(
            history.get(SequenceNumber(1001)).unwrap().sequence_number.0,
            1001
        );
        assert!(
            history.changes.capacity() < 10,
            "{}",
            history.changes.capacity()
        );
    }
}
