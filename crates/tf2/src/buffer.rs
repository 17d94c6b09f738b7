//! The buffer that threads share.

use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex};
use rosebay_msgs::builtin_interfaces::msg::Time;
use rosebay_msgs::geometry_msgs::msg::TransformStamped;

use crate::cache::Stamped;
use crate::describe::FrameInfo;
use crate::error::{Error, Question, Rejected};
use crate::frames::Frames;
use crate::geometry::{Quaternion, Transform, Vector3};

/// How long a transform is kept after a newer one has come.
pub const DEFAULT_CACHE_TIME: Duration = Duration::from_secs(10);

/// How far a rotation's squared norm may be from 1.
const NORM_TOLERANCE: f64 = 10e-3;

/// Transforms between frames over time. Threads may share it.
#[derive(Debug)]
pub struct Buffer {
    frames: Mutex<Frames>,
    /// A transform has come.
    news: Condvar,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::new(DEFAULT_CACHE_TIME)
    }
}

impl Buffer {
    /// An empty buffer that keeps transforms for so long after newer ones have come.
    pub fn new(cache_time: Duration) -> Self {
        let cache_time = i64::try_from(cache_time.as_nanos()).unwrap_or(i64::MAX);
        Self {
            frames: Mutex::new(Frames::new(cache_time)),
            news: Condvar::new(),
        }
    }

    /// Takes a transform in that `authority` has told of: for all times if it is static.
    ///
    /// # Errors
    /// Why it was not taken in.
    pub fn set_transform(
        &self,
        transform: &TransformStamped,
        authority: &str,
        is_static: bool,
    ) -> Result<(), Rejected> {
        let header = &transform.header;
        self.insert(
            &header.frame_id,
            &transform.child_frame_id,
            nanoseconds(&header.stamp),
            Transform::from(&transform.transform),
            authority,
            is_static,
        )
    }

    /// As [`Self::set_transform`], with each of several, as messages of `/tf` and `/tf_static` bring them.
    /// Tells of those that were not taken in.
    pub fn set_transforms<'a>(
        &self,
        transforms: &'a [TransformStamped],
        authority: &'a str,
        is_static: bool,
    ) -> impl Iterator<Item = Rejected> + use<'a, '_> {
        transforms
            .iter()
            .filter_map(move |transform| self.set_transform(transform, authority, is_static).err())
    }

    /// As [`Self::set_transform`], with the parts of a message: the transform from `child` to `parent`, with
    /// a stamp in nanoseconds.
    ///
    /// # Errors
    /// As [`Self::set_transform`].
    pub fn insert(
        &self,
        parent: &str,
        child: &str,
        stamp: i64,
        transform: Transform,
        authority: &str,
        is_static: bool,
    ) -> Result<(), Rejected> {
        let parent = parent.strip_prefix('/').unwrap_or(parent);
        let child = child.strip_prefix('/').unwrap_or(child);
        check(parent, child, transform, authority)?;
        let mut frames = self.frames.lock();
        let child_id = frames.id_of_new(child);
        let sample = Stamped {
            stamp,
            parent: frames.id_of_new(parent),
            transform,
        };
        let inserted = frames.insert(child_id, sample, authority, is_static);
        drop(frames);
        if !inserted {
            return Err(Rejected::Old {
                child: child.to_owned(),
                authority: authority.to_owned(),
                stamp,
            });
        }
        self.news.notify_all();
        Ok(())
    }

    /// The transform of data in `source` to `target`, and its time in nanoseconds.
    ///
    /// # Errors
    /// Why there is none.
    pub fn lookup(&self, target: &str, source: &str, time: i64) -> Result<(Transform, i64), Error> {
        let frames = self.frames.lock();
        frames.lookup(target, source, time)
    }

    /// The transform of data in `source` at `source_time` to `target` at `target_time`, where `fixed` is
    /// taken not to have moved meanwhile, and its time in nanoseconds.
    ///
    /// # Errors
    /// Why there is none.
    pub fn lookup_full(
        &self,
        target: &str,
        target_time: i64,
        source: &str,
        source_time: i64,
        fixed: &str,
    ) -> Result<(Transform, i64), Error> {
        let frames = self.frames.lock();
        frames.known(Question::Lookup, "target_frame", target)?;
        frames.known(Question::Lookup, "source_frame", source)?;
        frames.known(Question::Lookup, "fixed_frame", fixed)?;
        let (to_fixed, _) = frames.lookup(fixed, source, source_time)?;
        let (from_fixed, time) = frames.lookup(target, fixed, target_time)?;
        Ok((from_fixed * to_fixed, time))
    }

    /// [`Self::lookup`] as a message.
    ///
    /// # Errors
    /// As [`Self::lookup`].
    pub fn lookup_transform(
        &self,
        target: &str,
        source: &str,
        time: i64,
    ) -> Result<TransformStamped, Error> {
        Ok(message(target, source, self.lookup(target, source, time)?))
    }

    /// [`Self::lookup_full`] as a message.
    ///
    /// # Errors
    /// As [`Self::lookup_full`].
    pub fn lookup_transform_full(
        &self,
        target: &str,
        target_time: i64,
        source: &str,
        source_time: i64,
        fixed: &str,
    ) -> Result<TransformStamped, Error> {
        let found = self.lookup_full(target, target_time, source, source_time, fixed)?;
        Ok(message(target, source, found))
    }

    /// Whether [`Self::lookup`] would find a transform.
    ///
    /// # Errors
    /// Why it would not.
    pub fn can_transform(&self, target: &str, source: &str, time: i64) -> Result<(), Error> {
        self.frames.lock().can_transform(target, source, time)
    }

    /// Whether [`Self::lookup_full`] would find a transform.
    ///
    /// # Errors
    /// Why it would not.
    pub fn can_transform_full(
        &self,
        target: &str,
        target_time: i64,
        source: &str,
        source_time: i64,
        fixed: &str,
    ) -> Result<(), Error> {
        let frames = self.frames.lock();
        frames.can_transform_full(target, target_time, source, source_time, fixed)
    }

    /// Waits until [`Self::can_transform`], for so long at most.
    ///
    /// # Errors
    /// Why there is no transform when the time is up.
    pub fn wait_for_transform(
        &self,
        target: &str,
        source: &str,
        time: i64,
        timeout: Duration,
    ) -> Result<(), Error> {
        self.wait(timeout, |frames| frames.can_transform(target, source, time))
    }

    /// Waits until [`Self::can_transform_full`], for so long at most.
    ///
    /// # Errors
    /// Why there is no transform when the time is up.
    pub fn wait_for_transform_full(
        &self,
        target: &str,
        target_time: i64,
        source: &str,
        source_time: i64,
        fixed: &str,
        timeout: Duration,
    ) -> Result<(), Error> {
        self.wait(timeout, |frames| {
            frames.can_transform_full(target, target_time, source, source_time, fixed)
        })
    }

    fn wait(
        &self,
        timeout: Duration,
        can: impl Fn(&Frames) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let deadline = Instant::now().checked_add(timeout);
        let mut frames = self.frames.lock();
        loop {
            let can = can(&frames);
            if can.is_ok() {
                return can;
            }
            match deadline {
                Some(deadline) if Instant::now() >= deadline => return can,
                Some(deadline) => drop(self.news.wait_until(&mut frames, deadline)),
                None => self.news.wait(&mut frames),
            }
        }
    }

    /// The latest time, in nanoseconds, at which all transforms between two frames are known; 0 where all
    /// are static.
    ///
    /// # Errors
    /// Why there is none.
    pub fn latest_common_time(&self, target: &str, source: &str) -> Result<i64, Error> {
        let frames = self.frames.lock();
        let target = frames.known(Question::LatestCommonTime, "target_frame", target)?;
        let source = frames.known(Question::LatestCommonTime, "source_frame", source)?;
        frames.latest_common_time(target, source)
    }

    /// The frames on the way from `source` through `fixed` to `target`, all included.
    ///
    /// # Errors
    /// Why there is none.
    pub fn chain(
        &self,
        target: &str,
        target_time: i64,
        source: &str,
        source_time: i64,
        fixed: &str,
    ) -> Result<Vec<String>, Error> {
        let frames = self.frames.lock();
        let target = frames.known(Question::Lookup, "target_frame", target)?;
        let source = frames.known(Question::Lookup, "source_frame", source)?;
        let fixed = frames.known(Question::Lookup, "fixed_frame", fixed)?;
        let mut chain = frames.chain(fixed, source, source_time)?;
        chain.extend(frames.chain(target, fixed, target_time)?.iter().skip(1));
        Ok(chain.iter().map(|id| frames.name(*id).to_owned()).collect())
    }

    /// Forgets all transforms but the static ones. The frames stay known.
    pub fn clear(&self) {
        self.frames.lock().clear();
    }

    /// Whether anybody has told of a frame.
    pub fn frame_exists(&self, frame: &str) -> bool {
        self.frames.lock().id(frame).is_some()
    }

    /// The names of all frames, in the order in which they came.
    pub fn frame_names(&self) -> Vec<String> {
        let frames = self.frames.lock();
        frames.iter().map(|frame| frame.name.to_string()).collect()
    }

    /// The parent of a frame at a time.
    pub fn parent(&self, frame: &str, time: i64) -> Option<String> {
        let frames = self.frames.lock();
        let sample = frames.cache(frames.id(frame)?)?.at(time).ok()?;
        Some(frames.name(sample.parent).to_owned())
    }

    /// Each frame that has a parent, with where its transforms come from and how often.
    pub fn frame_infos(&self) -> Vec<FrameInfo> {
        self.frames.lock().infos().collect()
    }

    /// A line for each frame that has a parent.
    pub fn all_frames_as_string(&self) -> String {
        self.frames.lock().as_text()
    }

    /// Each frame with its parent, who has told of it, how often, and for how long, as YAML; with how old its
    /// latest transform is at a time other than 0.
    pub fn all_frames_as_yaml(&self, now: i64) -> String {
        self.frames.lock().as_yaml(now)
    }

    /// The tree of the frames in Graphviz's language; with how old the latest transforms are at a time other
    /// than 0.
    pub fn all_frames_as_dot(&self, now: i64) -> String {
        self.frames.lock().as_dot(now)
    }

    /// All lookups of `ask` see the same state.
    pub(crate) fn consistently<T>(&self, ask: impl FnOnce(&Frames) -> T) -> T {
        ask(&self.frames.lock())
    }
}

impl Frames {
    /// [`Buffer::lookup`].
    pub(crate) fn lookup(
        &self,
        target: &str,
        source: &str,
        time: i64,
    ) -> Result<(Transform, i64), Error> {
        // A frame is where it is, known or not.
        if target == source {
            let latest = || self.cache(self.id(target)?)?.latest();
            let time = match time {
                crate::LATEST => latest().map_or(time, |(latest, _)| latest),
                time => time,
            };
            return Ok((Transform::default(), time));
        }
        let target = self.known(Question::Lookup, "target_frame", target)?;
        let source = self.known(Question::Lookup, "source_frame", source)?;
        self.transform(target, source, time)
    }

    fn can_transform(&self, target: &str, source: &str, time: i64) -> Result<(), Error> {
        if target == source {
            return Ok(());
        }
        let target = self.known(Question::Can, "target_frame", target)?;
        let source = self.known(Question::Can, "source_frame", source)?;
        self.transform(target, source, time).map(drop)
    }

    fn can_transform_full(
        &self,
        target: &str,
        target_time: i64,
        source: &str,
        source_time: i64,
        fixed: &str,
    ) -> Result<(), Error> {
        let target = self.known(Question::Can, "target_frame", target)?;
        let source = self.known(Question::Can, "source_frame", source)?;
        let fixed = self.known(Question::Can, "fixed_frame", fixed)?;
        self.transform(target, fixed, target_time)?;
        self.transform(fixed, source, source_time).map(drop)
    }
}

fn check(parent: &str, child: &str, transform: Transform, authority: &str) -> Result<(), Rejected> {
    let Transform {
        translation,
        rotation,
    } = transform;
    let norm = rotation.dot(rotation);
    let (child, authority) = (child.to_owned(), authority.to_owned());
    Err(if child.is_empty() {
        Rejected::NoChildFrame { authority }
    } else if parent.is_empty() {
        Rejected::NoFrame { child, authority }
    } else if parent == child {
        Rejected::SelfTransform {
            frame: child,
            authority,
        }
    } else if translation.is_nan() || norm.is_nan() {
        Rejected::NotANumber { child, authority }
    } else if (norm - 1.0).abs() >= NORM_TOLERANCE {
        Rejected::Denormalized {
            child,
            authority,
            rotation: [rotation.x, rotation.y, rotation.z, rotation.w],
        }
    } else {
        return Ok(());
    })
}

fn nanoseconds(time: &Time) -> i64 {
    i64::from(time.sec) * 1_000_000_000 + i64::from(time.nanosec)
}

fn message(target: &str, source: &str, (transform, time): (Transform, i64)) -> TransformStamped {
    let mut message = TransformStamped::default();
    let stamp = &mut message.header.stamp;
    stamp.sec = i32::try_from(time.div_euclid(1_000_000_000)).unwrap_or(i32::MAX);
    stamp.nanosec = u32::try_from(time.rem_euclid(1_000_000_000)).unwrap_or(0);
    message.header.frame_id = target.to_owned();
    message.child_frame_id = source.to_owned();
    message.transform = transform.into();
    message
}

impl From<&rosebay_msgs::geometry_msgs::msg::Transform> for Transform {
    fn from(message: &rosebay_msgs::geometry_msgs::msg::Transform) -> Self {
        let (translation, rotation) = (&message.translation, &message.rotation);
        Self {
            translation: Vector3::new(translation.x, translation.y, translation.z),
            rotation: Quaternion::new(rotation.x, rotation.y, rotation.z, rotation.w),
        }
    }
}

impl From<Transform> for rosebay_msgs::geometry_msgs::msg::Transform {
    fn from(transform: Transform) -> Self {
        let mut message = Self::default();
        let (from, to) = (transform.translation, &mut message.translation);
        (to.x, to.y, to.z) = (from.x, from.y, from.z);
        let (from, to) = (transform.rotation, &mut message.rotation);
        (to.x, to.y, to.z, to.w) = (from.x, from.y, from.z, from.w);
        message
    }
}
