//! Numbers of samples, fragments and protocol messages.

use std::fmt;

use super::Guid;

/// The number of a sample of one writer; the first is 1 (DDSI-RTPS §8.3.5.4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SequenceNumber(pub i64);

impl SequenceNumber {
    /// "Unknown" on the wire: high word −1, low word 0.
    pub const UNKNOWN: SequenceNumber = SequenceNumber(-(1 << 32));
    /// Before the first sample.
    pub const ZERO: SequenceNumber = SequenceNumber(0);
    /// The first sample of a writer.
    pub const FIRST: SequenceNumber = SequenceNumber(1);
    /// The largest number that messages may carry; leaves room for a whole set beyond it.
    pub const MAX: SequenceNumber = SequenceNumber(i64::MAX - 1024);

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> SequenceNumber {
        SequenceNumber(self.0.saturating_add(1))
    }

    /// The number before this one.
    #[must_use]
    pub const fn previous(self) -> SequenceNumber {
        SequenceNumber(self.0.saturating_sub(1))
    }

    /// The number `count` after this one.
    #[must_use]
    pub const fn plus(self, count: i64) -> SequenceNumber {
        SequenceNumber(self.0.saturating_add(count))
    }
}

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// The number of a fragment of one sample; the first is 1 (DDSI-RTPS §8.3.5.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FragmentNumber(pub u32);

impl fmt::Display for FragmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for FragmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Counts HEARTBEATs or ACKNACKs so that a receiver can tell a repeated one (DDSI-RTPS §8.3.5.10). Wraps around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Count(pub i32);

impl Count {
    /// The count after this one.
    #[must_use]
    pub const fn next(self) -> Count {
        Count(self.0.wrapping_add(1))
    }

    /// Whether this count was made after `other`, also across the wrap.
    pub const fn is_newer_than(self, other: Count) -> bool {
        self.0.wrapping_sub(other.0) > 0
    }
}

/// Names one sample of one writer, in any process (DDS-RPC §7.5.1.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SampleIdentity {
    /// Who wrote the sample.
    pub writer: Guid,
    /// Its number there.
    pub sequence_number: SequenceNumber,
}

impl SampleIdentity {
    /// No sample.
    pub const UNKNOWN: SampleIdentity = SampleIdentity {
        writer: Guid::UNKNOWN,
        sequence_number: SequenceNumber::UNKNOWN,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_ordered_across_the_wrap() {
        assert!(Count(1).is_newer_than(Count(0)));
        assert!(!Count(0).is_newer_than(Count(0)));
        assert!(!Count(0).is_newer_than(Count(1)));
        assert!(Count(i32::MIN).is_newer_than(Count(i32::MAX)));
        assert_eq!(Count(i32::MAX).next(), Count(i32::MIN));
    }
}
