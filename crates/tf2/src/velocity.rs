//! How fast a frame moves.
//!
//! Programs that use these numbers were tuned with tf2's, so they are computed as tf2 computes them. Where frames
//! neither turn nor lie apart that is the plain velocity; else three things are to be known: differences of
//! places in `observation` are turned as if they had been seen from `tracking`, the linear part is that of the
//! body's point at the origin of `reference`, and moving on to another point adds the componentwise product of
//! angular velocity and distance.

use std::time::Duration;

use crate::buffer::Buffer;
use crate::error::{Error, Question};
use crate::geometry::Vector3;

/// The motion of a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Velocity {
    /// In metres a second.
    pub linear: Vector3,
    /// In radians a second.
    pub angular: Vector3,
    /// The middle of the time that it is the average of, in nanoseconds.
    pub stamp: i64,
}

/// Averages begin no earlier: time 0 would ask for the latest.
const FIRST_START: i64 = 10_000;

impl Buffer {
    /// The velocity of `tracking` as `observation` sees it: the average over `interval` around `time` in nanoseconds, or up to the latest time that is
    /// known.
    ///
    /// # Errors
    /// Why there is none.
    pub fn lookup_velocity(
        &self,
        tracking: &str,
        observation: &str,
        time: i64,
        interval: Duration,
    ) -> Result<Velocity, Error> {
        let origin = Vector3::default();
        let reference = observation;
        self.lookup_velocity_full(
            tracking,
            observation,
            reference,
            origin,
            tracking,
            time,
            interval,
        )
    }

    /// As [`Self::lookup_velocity`], in the axes of `reference` and moved on to the place `point` of
    /// `point_frame`.
    ///
    /// # Errors
    /// As [`Self::lookup_velocity`].
    // The arguments of tf2.
    #[allow(clippy::too_many_arguments)]
    pub fn lookup_velocity_full(
        &self,
        tracking: &str,
        observation: &str,
        reference: &str,
        point: Vector3,
        point_frame: &str,
        time: i64,
        interval: Duration,
    ) -> Result<Velocity, Error> {
        let interval = i64::try_from(interval.as_nanos()).unwrap_or(i64::MAX);
        self.consistently(|frames| {
            let latest = frames.latest_common_time(
                frames.known(Question::Lookup, "observation_frame", observation)?,
                frames.known(Question::Lookup, "tracking_frame", tracking)?,
            )?;
            let end = time.saturating_add(interval / 2).min(latest);
            let start = end.max(interval.saturating_add(FIRST_START)) - interval;
            let seconds = (end - start) as f64 * 1e-9;
            let (before, _) = frames.lookup(observation, tracking, start)?;
            let (after, _) = frames.lookup(observation, tracking, end)?;
            let turn = before.rotation.inverse() * after.rotation;
            let angular = before.rotation.rotate(turn.rotation_vector()) * seconds.recip();
            let linear = (after.translation - before.translation) * seconds.recip();

            let (to_reference, _) = frames.lookup(reference, tracking, time)?;
            let angular = to_reference.rotation.rotate(angular);
            let linear =
                to_reference.rotation.rotate(linear) + to_reference.translation.cross(angular);
            let (to_point, _) = frames.lookup(reference, point_frame, time)?;
            let moved = to_point.apply(point) - to_reference.translation;
            Ok(Velocity {
                linear: linear + angular.scaled_by(moved),
                angular,
                stamp: start + interval / 2,
            })
        })
    }
}
