//! The transforms of one frame to its parents.

use std::collections::VecDeque;

use crate::error::Extrapolation;
use crate::frames::FrameId;
use crate::geometry::Transform;

/// A frame's transform to its parent at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stamped {
    /// Nanoseconds.
    pub(crate) stamp: i64,
    pub(crate) parent: FrameId,
    pub(crate) transform: Transform,
}

/// That a frame's transform is not known at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) direction: Extrapolation,
    /// The nearest time that is known; 0 where there is none.
    pub(crate) known: i64,
}

/// What is known of a frame.
#[derive(Debug)]
pub(crate) enum Cache {
    /// One transform for all times.
    Static(Stamped),
    /// Transforms over time.
    Dynamic(History),
}

impl Cache {
    /// The transform at a time; 0 is the latest.
    pub(crate) fn at(&self, time: i64) -> Result<Stamped, Missing> {
        match self {
            Self::Static(only) => Ok(Stamped {
                stamp: time,
                ..*only
            }),
            Self::Dynamic(history) => history.at(time),
        }
    }

    /// The latest time, 0 for all times, and the parent then.
    pub(crate) fn latest(&self) -> Option<(i64, FrameId)> {
        match self {
            Self::Static(only) => Some((0, only.parent)),
            Self::Dynamic(history) => history.samples.back().map(|last| (last.stamp, last.parent)),
        }
    }

    /// The earliest and the latest time and how many transforms there are; times are 0 where it is static.
    pub(crate) fn extent(&self) -> (i64, i64, usize) {
        match self {
            Self::Static(_) => (0, 0, 1),
            Self::Dynamic(History { samples }) => {
                let stamp = |sample: Option<&Stamped>| sample.map_or(0, |sample| sample.stamp);
                (stamp(samples.front()), stamp(samples.back()), samples.len())
            }
        }
    }

    /// Takes a transform in; false when it is older than what is kept.
    pub(crate) fn insert(&mut self, sample: Stamped, cache_time: i64) -> bool {
        match self {
            Self::Static(only) => {
                *only = sample;
                true
            }
            Self::Dynamic(history) => history.insert(sample, cache_time),
        }
    }

    /// Forgets what may change with time.
    pub(crate) fn clear(&mut self) {
        if let Self::Dynamic(history) = self {
            history.samples.clear();
        }
    }
}

/// Transforms over time, the oldest first; of those of one time the one that came first.
#[derive(Debug, Default)]
pub(crate) struct History {
    samples: VecDeque<Stamped>,
}

impl History {
    fn at(&self, time: i64) -> Result<Stamped, Missing> {
        let missing = |direction, known| Err(Missing { direction, known });
        let (Some(first), Some(last)) = (self.samples.front(), self.samples.back()) else {
            return missing(Extrapolation::NoData, 0);
        };
        if time == 0 || time == last.stamp {
            return Ok(*last);
        }
        if self.samples.len() == 1 {
            return missing(Extrapolation::OnlyOne, last.stamp);
        }
        if time > last.stamp {
            return missing(Extrapolation::Forward, last.stamp);
        }
        if time < first.stamp {
            return missing(Extrapolation::Backward, first.stamp);
        }
        if time == first.stamp {
            return Ok(*first);
        }
        let after = self.samples.partition_point(|sample| sample.stamp <= time);
        let (Some(before), Some(after)) = (
            after
                .checked_sub(1)
                .and_then(|before| self.samples.get(before)),
            self.samples.get(after),
        ) else {
            return missing(Extrapolation::NoData, 0);
        };
        Ok(between(before, after, time))
    }

    fn insert(&mut self, sample: Stamped, cache_time: i64) -> bool {
        if let Some(latest) = self.samples.back().map(|last| last.stamp) {
            let oldest = latest.saturating_sub(cache_time);
            let outdated = self.samples.partition_point(|kept| kept.stamp < oldest);
            self.samples.drain(..outdated);
            if sample.stamp < oldest {
                return false;
            }
        }
        let place = self
            .samples
            .partition_point(|kept| kept.stamp <= sample.stamp);
        let is_known = self
            .samples
            .range(..place)
            .rev()
            .take_while(|kept| kept.stamp == sample.stamp)
            .any(|kept| *kept == sample);
        if !is_known {
            self.samples.insert(place, sample);
        }
        true
    }
}

/// The transform between two times. Where the parent changes in between, the older one holds.
fn between(before: &Stamped, after: &Stamped, time: i64) -> Stamped {
    if before.parent != after.parent {
        return *before;
    }
    let ratio = (time - before.stamp) as f64 / (after.stamp - before.stamp) as f64;
    Stamped {
        transform: before.transform.interpolate(after.transform, ratio),
        ..*before
    }
}
