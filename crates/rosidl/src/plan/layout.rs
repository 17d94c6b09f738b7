//! The room that data of fixed size takes.

use crate::cdr::align_up;

/// Alignments differ only modulo this.
pub(super) const PHASES: usize = 8;

/// The room that data of fixed size takes, for each offset modulo 8 at which it may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedLayout {
    pub(super) advance: [usize; PHASES],
}

impl FixedLayout {
    pub(super) const EMPTY: Self = Self {
        advance: [0; PHASES],
    };

    /// The offset behind one message that begins at `start`.
    #[inline]
    pub fn end(&self, start: usize) -> usize {
        start.saturating_add(self.advance[start % PHASES])
    }

    /// The offset behind `count` messages of this layout, the first of which begins at `start`; so
    /// also where message number `count` begins, before its alignment.
    #[inline]
    pub fn nth_end(&self, start: usize, count: usize) -> usize {
        let Some(rest) = count.checked_sub(1) else {
            return start;
        };
        // Once the first is aligned, all others have the same distance: behind it the offset is
        // the same modulo the largest alignment within.
        let end = self.end(start);
        end.saturating_add(rest.saturating_mul(self.advance[end % PHASES]))
    }

    /// The most room one message takes, padding before it included.
    pub fn max_size(&self) -> usize {
        self.advance.into_iter().max().unwrap_or(0)
    }

    pub(super) fn push(&mut self, alignment: usize, size: usize) {
        for (start, advance) in self.advance.iter_mut().enumerate() {
            let end = align_up(start.saturating_add(*advance), alignment).saturating_add(size);
            *advance = end - start;
        }
    }

    pub(super) fn push_many(&mut self, layout: &Self, count: usize) {
        for (start, advance) in self.advance.iter_mut().enumerate() {
            *advance = layout.nth_end(start.saturating_add(*advance), count) - start;
        }
    }
}
