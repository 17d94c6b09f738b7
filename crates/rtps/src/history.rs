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

/// The samples of one writer by their numbers. Numbers may be missing where a sample was removed.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// The first entry, if any, is never empty.
    changes: VecDeque<Option<Arc<CacheChange>>>,
    last: SequenceNumber,
    count: usize,
    bytes: usize,
}

impl History {
    /// The number of the newest sample ever written.
    pub(crate) fn last(&self) -> SequenceNumber {
        self.last
    }

    /// The lowest number that is kept; the one after the last if nothing is.
    pub(crate) fn first(&self) -> SequenceNumber {
        self.last.plus(1 - self.changes.len() as i64)
    }

    /// How many samples are kept.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Bytes of all that is kept.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds the sample whose number follows the last.
    pub(crate) fn push(&mut self, change: CacheChange) {
        debug_assert_eq!(change.sequence_number, self.last.next());
        self.last = change.sequence_number;
        self.count += 1;
        self.bytes += change.size();
        self.changes.push_back(Some(Arc::new(change)));
    }

    pub(crate) fn get(&self, number: SequenceNumber) -> Option<&Arc<CacheChange>> {
        let index = usize::try_from(number.0.checked_sub(self.first().0)?).ok()?;
        self.changes.get(index)?.as_ref()
    }

    pub(crate) fn oldest(&self) -> Option<&Arc<CacheChange>> {
        self.changes.front()?.as_ref()
    }

    pub(crate) fn remove(&mut self, number: SequenceNumber) {
        let index = number
            .0
            .checked_sub(self.first().0)
            .and_then(|index| usize::try_from(index).ok());
        let Some(change) = index
            .and_then(|index| self.changes.get_mut(index))
            .and_then(Option::take)
        else {
            return;
        };
        self.count -= 1;
        self.bytes -= change.size();
        while let Some(None) = self.changes.front() {
            self.changes.pop_front();
        }
    }

    pub(crate) fn remove_oldest(&mut self) {
        self.remove(self.first());
    }

    /// The samples that are kept, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<CacheChange>> {
        self.changes.iter().flatten()
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
}
