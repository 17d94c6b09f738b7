//! The way from one frame to another: up from both to where they meet.

use crate::LATEST;
use crate::cache::{Missing, Stamped};
use crate::error::Error;
use crate::frames::{FrameId, Frames};
use crate::geometry::Transform;

/// More steps than this are a loop.
const MAX_DEPTH: usize = 1000;

/// What a way up from a frame has led to.
struct Climb {
    /// The frame that it ended at.
    top: FrameId,
    /// From the frame that it began at to `top`.
    transform: Transform,
    /// Why it went no further, where the top has ancestors, but not at this time.
    missing: Option<Missing>,
}

impl Frames {
    /// The transform from a frame to another at a time, and that time.
    pub(crate) fn transform(
        &self,
        target: FrameId,
        source: FrameId,
        time: i64,
    ) -> Result<(Transform, i64), Error> {
        if source == target {
            return Ok((Transform::default(), time));
        }
        let time = match time {
            LATEST => self.latest_common_time(target, source)?,
            time => time,
        };
        let up = self.climb(source, &[target], time, |_| {})?;
        if up.top == target {
            return Ok((up.transform, time));
        }
        let down = self.climb(target, &[source, up.top], time, |_| {})?;
        if down.top == source {
            return Ok((down.transform.inverse(), time));
        }
        if down.top == up.top {
            return Ok((down.transform.inverse() * up.transform, time));
        }
        Err(match down.missing.or(up.missing) {
            Some(missing) => Error::Extrapolation {
                direction: missing.direction,
                requested: time,
                known: missing.known,
                target: self.name(target).to_owned(),
                source_frame: self.name(source).to_owned(),
            },
            None => self.unconnected(target, source),
        })
    }

    /// The frames on the way from one to another, both included.
    pub(crate) fn chain(
        &self,
        target: FrameId,
        source: FrameId,
        time: i64,
    ) -> Result<Vec<FrameId>, Error> {
        let (_, time) = self.transform(target, source, time)?;
        let (mut up, mut down) = (vec![source], vec![target]);
        self.climb(source, &[target], time, |frame| up.push(frame))?;
        self.climb(target, &[source], time, |frame| down.push(frame))?;
        // Both may go on to the root: the way turns where they first meet.
        let meeting = up.iter().enumerate().find_map(|(above, frame)| {
            let below = down.iter().position(|other| other == frame)?;
            Some((above, below))
        });
        if let Some((above, below)) = meeting {
            up.truncate(above);
            down.truncate(below + 1);
        }
        up.extend(down.into_iter().rev());
        Ok(up)
    }

    /// Goes up from a frame until one of `ends`, the root, or a frame whose parent is not known at this time.
    fn climb(
        &self,
        start: FrameId,
        ends: &[FrameId],
        time: i64,
        mut pass: impl FnMut(FrameId),
    ) -> Result<Climb, Error> {
        let mut climb = Climb {
            top: start,
            transform: Transform::default(),
            missing: None,
        };
        for _ in 0..=MAX_DEPTH {
            if ends.contains(&climb.top) {
                return Ok(climb);
            }
            let Some(cache) = self.cache(climb.top) else {
                return Ok(climb);
            };
            match cache.at(time) {
                Ok(Stamped {
                    parent, transform, ..
                }) => {
                    climb.transform = transform * climb.transform;
                    climb.top = parent;
                    pass(parent);
                }
                Err(missing) => {
                    climb.missing = Some(missing);
                    return Ok(climb);
                }
            }
        }
        Err(self.found_loop())
    }

    /// The latest time at which all transforms between two frames are known; 0 where all are static.
    pub(crate) fn latest_common_time(
        &self,
        target: FrameId,
        source: FrameId,
    ) -> Result<i64, Error> {
        if source == target {
            let latest = self.cache(source).and_then(|cache| cache.latest());
            return Ok(latest.map_or(LATEST, |(time, _)| time));
        }
        // The times on the way up from each, and the frame that each step leads to.
        let up = self.latest_steps(source, target)?;
        if up.last().is_some_and(|(_, parent)| *parent == target) {
            return Ok(earliest(&up));
        }
        let down = self.latest_steps(target, source)?;
        if down.last().is_some_and(|(_, parent)| *parent == source) {
            return Ok(earliest(&down));
        }
        for (below, (_, meeting)) in down.iter().enumerate() {
            if let Some(above) = up.iter().position(|(_, parent)| parent == meeting) {
                let steps = [
                    up.get(..=above).unwrap_or_default(),
                    down.get(..=below).unwrap_or_default(),
                ];
                return Ok(earliest(&steps.concat()));
            }
        }
        Err(self.unconnected(target, source))
    }

    fn latest_steps(&self, start: FrameId, end: FrameId) -> Result<Vec<(i64, FrameId)>, Error> {
        let mut steps = Vec::new();
        let mut frame = start;
        while let Some((time, parent)) = self.cache(frame).and_then(|cache| cache.latest()) {
            steps.push((time, parent));
            frame = parent;
            if frame == end {
                break;
            }
            if steps.len() > MAX_DEPTH {
                return Err(self.found_loop());
            }
        }
        Ok(steps)
    }

    fn unconnected(&self, target: FrameId, source: FrameId) -> Error {
        Error::Unconnected {
            target: self.name(target).to_owned(),
            source_frame: self.name(source).to_owned(),
        }
    }

    fn found_loop(&self) -> Error {
        Error::Loop {
            frames: self.as_text(),
        }
    }
}

/// The earliest time of those that are not static.
fn earliest(steps: &[(i64, FrameId)]) -> i64 {
    let times = steps.iter().map(|(time, _)| *time);
    times.filter(|time| *time != LATEST).min().unwrap_or(LATEST)
}
