//! Points in time and spans of it, in nanoseconds.

use std::fmt;
use std::ops::{Add, Neg, Sub};

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockKind {
    /// Time since the Unix epoch by this host's clock, which may be set.
    System,
    /// Time that only goes forward, from an unspecified start.
    Steady,
    /// System time, unless an override (a simulation, a replay) sets it.
    Ros,
}

impl fmt::Display for ClockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "system time",
            Self::Steady => "steady time",
            Self::Ros => "ROS time",
        })
    }
}

/// A point in time by a kind of clock. Points of different kinds do not compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    nanoseconds: i64,
    kind: ClockKind,
}

impl Time {
    /// A point `nanoseconds` after the clock's epoch.
    pub const fn from_nanos(nanoseconds: i64, kind: ClockKind) -> Self {
        Self { nanoseconds, kind }
    }

    /// Nanoseconds since the clock's epoch.
    pub const fn nanoseconds(self) -> i64 {
        self.nanoseconds
    }

    /// Whole seconds, and the nanoseconds after them, as `builtin_interfaces/msg/Time` has them. Seconds
    /// that it cannot hold are the nearest that it can.
    pub fn seconds_and_nanoseconds(self) -> (i32, u32) {
        const SECOND: i64 = 1_000_000_000;
        let (seconds, rest) = (
            self.nanoseconds().div_euclid(SECOND),
            self.nanoseconds().rem_euclid(SECOND),
        );
        let nearest = if seconds < 0 { i32::MIN } else { i32::MAX };
        (
            i32::try_from(seconds).unwrap_or(nearest),
            u32::try_from(rest).unwrap_or_default(),
        )
    }

    /// What clock it is by.
    pub const fn kind(self) -> ClockKind {
        self.kind
    }

    /// The point `span` later; `None` where it does not fit in 64 bits.
    pub const fn checked_add(self, span: Duration) -> Option<Self> {
        match self.nanoseconds.checked_add(span.0) {
            Some(nanoseconds) => Some(Self {
                nanoseconds,
                ..self
            }),
            None => None,
        }
    }

    /// The span from `earlier` to here; `None` for another kind of clock or where it does not fit.
    pub fn checked_since(self, earlier: Self) -> Option<Duration> {
        if self.kind != earlier.kind {
            return None;
        }
        self.nanoseconds
            .checked_sub(earlier.nanoseconds)
            .map(Duration)
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (self.kind == other.kind).then(|| self.nanoseconds.cmp(&other.nanoseconds))
    }
}

/// A span of time, which may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(i64);

impl Duration {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// The longest span, about 292 years: forever.
    pub const MAX: Self = Self(i64::MAX);

    /// A span of nanoseconds.
    pub const fn from_nanos(nanoseconds: i64) -> Self {
        Self(nanoseconds)
    }

    /// A span of milliseconds, at most [`Self::MAX`].
    pub const fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds.saturating_mul(1_000_000))
    }

    /// A span of seconds, at most [`Self::MAX`].
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000_000))
    }

    /// Nanoseconds.
    pub const fn nanoseconds(self) -> i64 {
        self.0
    }

    /// As the standard library has it; `None` for a negative span.
    pub fn to_std(self) -> Option<std::time::Duration> {
        u64::try_from(self.0)
            .ok()
            .map(std::time::Duration::from_nanos)
    }
}

/// At most [`Duration::MAX`].
impl From<std::time::Duration> for Duration {
    fn from(span: std::time::Duration) -> Self {
        Self(i64::try_from(span.as_nanos()).unwrap_or(i64::MAX))
    }
}

/// Saturates at the ends of 64 bits.
impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Saturates at the ends of 64 bits.
impl Sub for Duration {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Saturates at the ends of 64 bits.
impl Neg for Duration {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}
