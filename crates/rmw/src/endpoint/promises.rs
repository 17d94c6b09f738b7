//! What a publisher has promised: a sample at least every so often, and a sign of life.

use std::time::{Duration, Instant};

use super::reader::due_since;
use crate::{Liveliness, QosProfile};

/// The promises of a publisher that it can break by doing nothing: its deadline and, where it has to show itself that
/// it is alive, its lease.
#[derive(Debug)]
pub struct Promises {
    deadline: Option<Duration>,
    lease: Option<Duration>,
    alive: bool,
    last_sample: Option<Instant>,
    last_sign_of_life: Instant,
}

/// What a publisher has broken since it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lapse {
    /// No sample came in time.
    pub deadline_missed: bool,
    /// It has ceased to be alive.
    pub liveliness_lost: bool,
    /// When to look again; `None` where it has promised nothing.
    pub next: Option<Instant>,
}

impl Promises {
    /// Those of a publisher that is made now.
    pub fn new(qos: &QosProfile) -> Self {
        let manual = qos.liveliness == Liveliness::ManualByTopic;
        Self {
            deadline: qos.deadline.finite(),
            lease: qos.liveliness_lease_duration.finite().filter(|_| manual),
            alive: true,
            last_sample: None,
            last_sign_of_life: Instant::now(),
        }
    }

    /// Whether the publisher is alive.
    pub fn is_alive(&self) -> bool {
        self.alive
    }

    /// It publishes. Returns whether it has become alive by that.
    pub fn published(&mut self) -> bool {
        self.last_sample = Some(Instant::now());
        self.asserted()
    }

    /// It shows that it is alive. Returns whether it was not.
    pub fn asserted(&mut self) -> bool {
        self.last_sign_of_life = Instant::now();
        !std::mem::replace(&mut self.alive, true)
    }

    /// Looks what has been broken by `now`. The deadline counts from one sample to the next.
    pub fn check(&mut self, now: Instant) -> Lapse {
        let (liveliness_lost, lease_end) = self.check_lease(now);
        let (deadline_missed, deadline) = self.check_deadline(now);
        Lapse {
            deadline_missed,
            liveliness_lost,
            next: [lease_end, deadline].into_iter().flatten().min(),
        }
    }

    fn check_lease(&mut self, now: Instant) -> (bool, Option<Instant>) {
        let Some(lease) = self.lease else {
            return (false, None);
        };
        let end = self.last_sign_of_life + lease;
        if self.alive && now < end {
            return (false, Some(end));
        }
        (std::mem::replace(&mut self.alive, false), Some(now + lease))
    }

    fn check_deadline(&mut self, now: Instant) -> (bool, Option<Instant>) {
        let Some(period) = self.deadline else {
            return (false, None);
        };
        let next = due_since(&mut self.last_sample, now, period);
        (next.is_none(), next.or(Some(now + period)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QosDuration;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_not_promised_is_not_broken() {
        let mut promises = Promises::new(&QosProfile::DEFAULT);
        let later = Instant::now() + 1_000 * SECOND;
        assert_eq!(promises.check(later), Lapse::default());
        assert!(promises.is_alive());
    }

    #[test]
    fn a_deadline_counts_from_the_first_sample() {
        let mut promises = Promises::new(&QosProfile {
            deadline: QosDuration::Finite(SECOND),
            ..QosProfile::DEFAULT
        });
        let start = Instant::now();
        assert!(!promises.check(start + 10 * SECOND).deadline_missed);
        assert!(!promises.published());
        assert!(!promises.check(start + SECOND / 2).deadline_missed);
        assert!(promises.check(start + 3 * SECOND).deadline_missed);
        assert!(
            !promises
                .check(start + 3 * SECOND + SECOND / 2)
                .deadline_missed
        );
    }

    #[test]
    fn a_lease_is_lost_once_and_asserted_again() {
        let mut promises = Promises::new(&QosProfile {
            liveliness: Liveliness::ManualByTopic,
            liveliness_lease_duration: QosDuration::Finite(SECOND),
            ..QosProfile::DEFAULT
        });
        let start = Instant::now();
        assert!(promises.check(start + 2 * SECOND).liveliness_lost);
        assert!(!promises.check(start + 3 * SECOND).liveliness_lost);
        assert!(!promises.is_alive());
        assert!(promises.asserted(), "it is alive again");
        assert!(!promises.published(), "and stays so");
    }
}
