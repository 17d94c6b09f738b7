//! Points in time and spans of it, as seconds and 2⁻³² parts of a second (DDSI-RTPS §9.3.2).

use std::time::{SystemTime, UNIX_EPOCH};

const NANOSECONDS: i64 = 1_000_000_000;

/// Nanoseconds (below a second) as parts of 2⁻³² s, rounded up: cutting off on the way back gives the same number.
const fn fraction_from_nanoseconds(nanoseconds: u32) -> u32 {
    (((nanoseconds as u64) << 32).div_ceil(NANOSECONDS as u64)) as u32
}

/// Parts of 2⁻³² s as the nearest number of nanoseconds; up to and including a whole second.
const fn nanoseconds_from_fraction(fraction: u32) -> i64 {
    ((fraction as u64 * NANOSECONDS as u64 + (1 << 31)) >> 32) as i64
}

/// A point in time since 1970-01-01 UTC (DDSI-RTPS §9.3.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    /// Whole seconds since the epoch.
    pub seconds: u32,
    /// Parts of 2⁻³² s.
    pub fraction: u32,
}

impl Timestamp {
    /// The epoch itself.
    pub const ZERO: Timestamp = Timestamp {
        seconds: 0,
        fraction: 0,
    };
    /// Not a time.
    pub const INVALID: Timestamp = Timestamp {
        seconds: u32::MAX,
        fraction: u32::MAX,
    };
    /// Later than every time.
    pub const INFINITE: Timestamp = Timestamp {
        seconds: u32::MAX,
        fraction: u32::MAX - 1,
    };

    /// Now, by the system's clock.
    pub fn now() -> Timestamp {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp {
            seconds: u32::try_from(since_epoch.as_secs()).unwrap_or(u32::MAX - 1),
            fraction: fraction_from_nanoseconds(since_epoch.subsec_nanos()),
        }
    }

    /// From nanoseconds since the epoch; what lies before it or past the year 2106 becomes the nearest time there is.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Timestamp {
        if nanoseconds <= 0 {
            return Timestamp::ZERO;
        }
        let seconds = nanoseconds / NANOSECONDS;
        if seconds >= u32::MAX as i64 {
            return Timestamp {
                seconds: u32::MAX - 1,
                fraction: u32::MAX,
            };
        }
        Timestamp {
            seconds: seconds as u32,
            fraction: fraction_from_nanoseconds((nanoseconds % NANOSECONDS) as u32),
        }
    }

    /// Nanoseconds since the epoch. The special values give what their digits say.
    pub const fn to_nanoseconds(self) -> i64 {
        self.seconds as i64 * NANOSECONDS + nanoseconds_from_fraction(self.fraction)
    }

    /// Whether this is a time at all, not one of the two special values.
    pub const fn is_valid(self) -> bool {
        self.seconds != u32::MAX
    }
}

/// A span of time (DDSI-RTPS §9.3.2.3); negative ones do not occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    /// Whole seconds.
    pub seconds: i32,
    /// Parts of 2⁻³² s.
    pub fraction: u32,
}

impl Duration {
    /// No time.
    pub const ZERO: Duration = Duration {
        seconds: 0,
        fraction: 0,
    };
    /// For ever.
    pub const INFINITE: Duration = Duration {
        seconds: i32::MAX,
        fraction: u32::MAX,
    };

    /// `seconds` whole seconds.
    pub const fn from_seconds(seconds: i32) -> Duration {
        Duration {
            seconds,
            fraction: 0,
        }
    }

    /// `milliseconds` thousandths of a second.
    pub const fn from_milliseconds(milliseconds: u32) -> Duration {
        Duration {
            seconds: (milliseconds / 1000) as i32,
            fraction: fraction_from_nanoseconds(milliseconds % 1000 * 1_000_000),
        }
    }

    /// From nanoseconds; negative becomes zero, and what does not fit becomes [`Duration::INFINITE`].
    pub const fn from_nanoseconds(nanoseconds: i64) -> Duration {
        if nanoseconds <= 0 {
            return Duration::ZERO;
        }
        let seconds = nanoseconds / NANOSECONDS;
        if seconds >= i32::MAX as i64 {
            return Duration::INFINITE;
        }
        Duration {
            seconds: seconds as i32,
            fraction: fraction_from_nanoseconds((nanoseconds % NANOSECONDS) as u32),
        }
    }

    /// In nanoseconds; `None` if infinite. Negative spans count as zero.
    pub const fn to_nanoseconds(self) -> Option<i64> {
        if self.is_infinite() {
            return None;
        }
        if self.seconds < 0 {
            return Some(0);
        }
        Some(self.seconds as i64 * NANOSECONDS + nanoseconds_from_fraction(self.fraction))
    }

    /// As the standard library's span; `None` if infinite.
    pub fn to_std(self) -> Option<std::time::Duration> {
        self.to_nanoseconds()
            .map(|nanoseconds| std::time::Duration::from_nanos(nanoseconds.unsigned_abs()))
    }

    /// Whether it never ends. Some peers write the largest seconds with other fractions; they mean the same.
    pub const fn is_infinite(self) -> bool {
        self.seconds == i32::MAX
    }

    /// Whether it is no time at all.
    pub const fn is_zero(self) -> bool {
        self.seconds <= 0 && self.fraction == 0
    }
}

impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Duration {
        Duration::from_nanoseconds(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nanoseconds_survive(nanoseconds in 0..i64::from(i32::MAX) * NANOSECONDS) {
            prop_assert_eq!(Timestamp::from_nanoseconds(nanoseconds).to_nanoseconds(), nanoseconds);
            prop_assert_eq!(Duration::from_nanoseconds(nanoseconds).to_nanoseconds(), Some(nanoseconds));
        }

        #[test]
        fn any_bits_are_some_time(seconds: i32, fraction: u32) {
            Timestamp { seconds: seconds as u32, fraction }.to_nanoseconds();
            Duration { seconds, fraction }.to_std();
        }
    }

    #[test]
    fn the_ends() {
        assert_eq!(Timestamp::from_nanoseconds(-1), Timestamp::ZERO);
        assert!(Timestamp::from_nanoseconds(i64::MAX).is_valid());
        assert!(!Timestamp::INVALID.is_valid() && !Timestamp::INFINITE.is_valid());
        assert_eq!(Duration::from_nanoseconds(i64::MAX), Duration::INFINITE);
        assert_eq!(Duration::from_nanoseconds(-1), Duration::ZERO);
        assert_eq!(Duration::INFINITE.to_std(), None);
        assert_eq!(Duration::from(std::time::Duration::MAX), Duration::INFINITE);
        assert_eq!(
            Duration::from_milliseconds(2500).to_nanoseconds(),
            Some(2_500_000_000)
        );
        assert!(Duration::from_milliseconds(100) < Duration::from_seconds(1));
    }
}
