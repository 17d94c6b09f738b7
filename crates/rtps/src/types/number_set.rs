//! Sets of numbers within a window of 256, as ACKNACK, GAP and NACK_FRAG carry them (DDSI-RTPS §8.3.5.5, §8.3.5.7).

use std::fmt;

use super::{FragmentNumber, SequenceNumber};

/// How far a set reaches from its base.
pub const MAX_SET_BITS: u32 = 256;

/// Bits 0..`len` of at most 256, bit 0 the highest of the first word.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Bits {
    len: u32,
    words: [u32; 8],
}

impl Bits {
    fn from_words(len: u32, words: [u32; 8]) -> Option<Bits> {
        if len > MAX_SET_BITS {
            return None;
        }
        let mut bits = Bits { len, words: [0; 8] };
        let set = Bits { len, words };
        (0..len)
            .filter(|&bit| set.contains(bit))
            .for_each(|bit| bits.set(bit));
        Some(bits)
    }

    fn set(&mut self, bit: u32) {
        if let Some(word) = self.words.get_mut((bit / 32) as usize) {
            *word |= 0x8000_0000 >> (bit % 32);
        }
    }

    fn insert(&mut self, offset: u64) -> bool {
        if offset >= u64::from(MAX_SET_BITS) {
            return false;
        }
        self.set(offset as u32);
        self.len = self.len.max(offset as u32 + 1);
        true
    }

    fn contains(&self, bit: u32) -> bool {
        bit < self.len
            && self
                .words
                .get((bit / 32) as usize)
                .is_some_and(|word| word & (0x8000_0000 >> (bit % 32)) != 0)
    }

    fn iter(self) -> impl Iterator<Item = u32> {
        self.words
            .into_iter()
            .zip((0u32..).step_by(32))
            .flat_map(|(word, first)| {
                let mut rest = word;
                std::iter::from_fn(move || {
                    let bit = rest.leading_zeros();
                    (bit < 32).then(|| {
                        rest &= !(0x8000_0000 >> bit);
                        first + bit
                    })
                })
            })
    }

    fn words(&self) -> &[u32] {
        &self.words[..self.len.div_ceil(32).min(8) as usize]
    }
}

macro_rules! number_set {
    ($(#[$doc:meta])* $set:ident of $number:ident($repr:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $set {
            base: $number,
            bits: Bits,
        }

        impl $set {
            /// The empty set from `base` on.
            pub const fn new(base: $number) -> Self {
                Self { base, bits: Bits { len: 0, words: [0; 8] } }
            }

            /// The set of those `numbers` that lie within 256 from `base`; the rest are left out.
            pub fn from_numbers(base: $number, numbers: impl IntoIterator<Item = $number>) -> Self {
                let mut set = Self::new(base);
                for number in numbers {
                    set.insert(number);
                }
                set
            }

            /// A set as it came from the wire. `None` if it has more than 256 bits.
            pub(crate) fn from_wire(base: $number, len: u32, words: [u32; 8]) -> Option<Self> {
                Some(Self { base, bits: Bits::from_words(len, words)? })
            }

            /// The lowest number that can be in the set.
            pub const fn base(&self) -> $number {
                self.base
            }

            /// Over how many numbers from the base the set says something.
            pub const fn num_bits(&self) -> u32 {
                self.bits.len
            }

            /// The bits as they lie on the wire, ⌈[`num_bits`](Self::num_bits) / 32⌉ words, highest bit first.
            pub fn words(&self) -> &[u32] {
                self.bits.words()
            }

            /// Puts `number` in; false if it is out of the set's reach.
            pub fn insert(&mut self, number: $number) -> bool {
                number >= self.base && self.bits.insert(number.0.abs_diff(self.base.0).into())
            }

            /// Makes the set say something about everything up to and including `number`, as far as it reaches.
            pub fn extend_to(&mut self, number: $number) {
                if number >= self.base {
                    let len = u64::from(number.0.abs_diff(self.base.0)).saturating_add(1).min(MAX_SET_BITS.into());
                    self.bits.len = self.bits.len.max(len as u32);
                }
            }

            /// Whether `number` is in the set.
            pub fn contains(&self, number: $number) -> bool {
                number >= self.base
                    && u32::try_from(number.0.abs_diff(self.base.0)).is_ok_and(|bit| self.bits.contains(bit))
            }

            /// The numbers in the set, ascending.
            pub fn iter(&self) -> impl Iterator<Item = $number> + use<> {
                let base = self.base.0;
                self.bits.iter().map(move |bit| $number(base.saturating_add(bit as $repr)))
            }

            /// How many numbers are in the set.
            pub fn len(&self) -> usize {
                self.bits.words.iter().map(|word| word.count_ones() as usize).sum()
            }

            /// Whether no number is in the set.
            pub fn is_empty(&self) -> bool {
                self.bits.words.iter().all(|&word| word == 0)
            }
        }

        impl fmt::Debug for $set {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}/{}:", self.base, self.bits.len)?;
                f.debug_set().entries(self.iter()).finish()
            }
        }
    };
}

number_set! {
    /// Sequence numbers within 256 of a base (DDSI-RTPS §8.3.5.5).
    SequenceNumberSet of SequenceNumber(i64)
}

number_set! {
    /// Fragment numbers within 256 of a base (DDSI-RTPS §8.3.5.7).
    FragmentNumberSet of FragmentNumber(u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reaches_256_from_its_base() {
        let mut set = SequenceNumberSet::new(SequenceNumber(10));
        assert!(!set.insert(SequenceNumber(9)));
        assert!(set.insert(SequenceNumber(10)));
        assert!(set.insert(SequenceNumber(265)));
        assert!(!set.insert(SequenceNumber(266)));
        assert!(!set.insert(SequenceNumber(i64::MAX)));
        assert_eq!(set.num_bits(), 256);
        assert_eq!(set.len(), 2);
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            [SequenceNumber(10), SequenceNumber(265)]
        );
        assert!(set.contains(SequenceNumber(265)) && !set.contains(SequenceNumber(11)));
        assert!(!set.contains(SequenceNumber(i64::MAX)) && !set.contains(SequenceNumber(i64::MIN)));
    }

    #[test]
    fn bits_lie_highest_first() {
        let set =
            FragmentNumberSet::from_numbers(FragmentNumber(1), [1, 2, 33].map(FragmentNumber));
        assert_eq!(set.words(), [0xc000_0000, 0x8000_0000]);
        assert_eq!(set.num_bits(), 33);
        assert!(FragmentNumberSet::new(FragmentNumber(1)).words().is_empty());
    }

    #[test]
    fn bits_beyond_the_length_do_not_count() {
        let set = SequenceNumberSet::from_wire(SequenceNumber(1), 3, [u32::MAX; 8]).unwrap();
        assert_eq!(set.iter().map(|n| n.0).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(SequenceNumberSet::from_wire(SequenceNumber(1), 257, [0; 8]).is_none());
    }

    #[test]
    fn a_set_can_say_that_something_is_not_in_it() {
        let mut set = SequenceNumberSet::new(SequenceNumber(1));
        set.extend_to(SequenceNumber(40));
        assert_eq!(
            (set.num_bits(), set.words().len(), set.is_empty()),
            (40, 2, true)
        );
        set.extend_to(SequenceNumber(i64::MAX));
        assert_eq!(set.num_bits(), 256);
    }
}
