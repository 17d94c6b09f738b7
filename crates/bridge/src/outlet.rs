//! A publisher that stands for another one, and the way of messages to it.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_locks::{Mutex, RwLock};
use rosebay_rcl::executor::Ready;
use rosebay_rcl::rmw::Gid;
use rosebay_rcl::{RawPublisher, Sample};

use crate::bell::Bell;
use crate::counters::Counters;

/// How many messages are kept for a first subscription, or for a publisher that the graph has not told of yet.
const HELD: usize = 100;

/// How long a message waits for a first subscription.
const PATIENCE: Duration = Duration::from_secs(1);

/// A publisher that stands for another one. Discovery tells the source of the bridge's subscription before it tells the
/// mirror of those that want its messages, so what comes meanwhile waits.
pub(crate) struct Outlet {
    publisher: RawPublisher,
    limiter: Option<Limiter>,
    is_open: AtomicBool,
    held: Mutex<VecDeque<(Instant, Bytes)>>,
    counters: Arc<Counters>,
    bell: Arc<Bell>,
}

impl Outlet {
    pub(crate) fn new(
        publisher: RawPublisher,
        keeps_history: bool,
        period: Option<Duration>,
        counters: &Arc<Counters>,
        bell: &Arc<Bell>,
    ) -> Self {
        Self {
            publisher,
            limiter: period.map(Limiter::new),
            // Late subscriptions get the history from the publisher itself.
            is_open: AtomicBool::new(keeps_history),
            held: Mutex::default(),
            counters: Arc::clone(counters),
            bell: Arc::clone(bell),
        }
    }

    /// Passes a message on.
    fn forward(&self, payload: Bytes) {
        let now = Instant::now();
        if self
            .limiter
            .as_ref()
            .is_some_and(|limiter| !limiter.passes(now))
        {
            self.counters.dropped();
            return;
        }
        if !self.is_open.load(Ordering::Acquire) && !self.open(now) {
            let mut held = self.held.lock();
            if !self.is_open.load(Ordering::Acquire) {
                if held.len() == HELD {
                    held.pop_front();
                }
                held.push_back((now, payload));
                drop(held);
                self.bell.ring_for_waiting();
                return;
            }
        }
        self.publish(payload);
    }

    fn publish(&self, payload: Bytes) {
        self.counters.message(payload.len());
        if let Err(error) = self.publisher.publish_serialized(payload) {
            self.counters.failed(&error);
        }
    }

    /// Publishes what waits if there is a subscription, or has been waited for long enough. Returns whether something
    /// waits still.
    pub(crate) fn release(&self, now: Instant) -> bool {
        let is_waited_for = || !self.held.lock().is_empty();
        !self.is_open.load(Ordering::Acquire) && is_waited_for() && !self.open(now)
    }

    /// Opens for good, where there is a subscription or the first message has waited long enough, and publishes what
    /// waits. Returns whether it has. Who receives a message does this too: what overtakes it meanwhile, as a result its
    /// goal's feedback, would make it useless.
    fn open(&self, now: Instant) -> bool {
        let mut held = self.held.lock();
        let is_late =
            |(since, _): &(Instant, Bytes)| now.saturating_duration_since(*since) >= PATIENCE;
        let opens = self.publisher.subscription_count() > 0 || held.front().is_some_and(is_late);
        if opens {
            for (_, payload) in held.drain(..) {
                self.publish(payload);
            }
            self.is_open.store(true, Ordering::Release);
        }
        opens
    }
}

/// Lets no more messages pass than one a period, in the long run.
struct Limiter {
    period: Duration,
    due: Mutex<Option<Instant>>,
}

impl Limiter {
    fn new(period: Duration) -> Self {
        Self {
            period,
            due: Mutex::default(),
        }
    }

    /// Whether one may pass now. One that comes late leaves the next one its place, so that a source which keeps just
    /// this rate, but not to the millisecond, loses nothing.
    fn passes(&self, now: Instant) -> bool {
        let mut due = self.due.lock();
        if due.is_some_and(|due| now < due) {
            return false;
        }
        let earliest = now.checked_sub(self.period).unwrap_or(now);
        let base = due.map_or(now, |due| due.max(earliest));
        *due = base.checked_add(self.period);
        true
    }
}

/// Where the messages of one subscription go, by who published them.
#[derive(Default)]
pub(crate) struct Switch {
    routes: RwLock<Routes>,
    unclaimed: Mutex<VecDeque<(Gid, Bytes)>>,
}

#[derive(Default)]
pub(crate) struct Routes {
    pub(crate) outlets: HashMap<Gid, Arc<Outlet>>,
    /// Publishers whose messages are not wanted.
    pub(crate) others: BTreeSet<Gid>,
}

impl Switch {
    /// Passes a message on that the subscription has received. What a publisher sends before the graph tells of it waits
    /// until it does.
    pub(crate) fn receive(&self, sample: Sample, _ready: Ready) {
        let gid = sample.info.publisher_gid;
        let routes = self.routes.read();
        if let Some(outlet) = routes.outlets.get(&gid) {
            outlet.forward(sample.payload);
        } else if !routes.others.contains(&gid) {
            let mut unclaimed = self.unclaimed.lock();
            if unclaimed.len() == HELD {
                unclaimed.pop_front();
            }
            unclaimed.push_back((gid, sample.payload));
        }
    }

    /// Goes by these from now on.
    pub(crate) fn set(&self, new: Routes) {
        let mut routes = self.routes.write();
        *routes = new;
        self.unclaimed.lock().retain(|(gid, payload)| {
            if let Some(outlet) = routes.outlets.get(gid) {
                outlet.forward(payload.clone());
                return false;
            }
            !routes.others.contains(gid)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_passes_than_the_rate_allows() {
        let start = Instant::now();
        let count = |period: u64, jitter: &[u64]| {
            let limiter = Limiter::new(Duration::from_millis(100));
            (0..100_u64)
                .filter(|number| {
                    let late = jitter[usize::try_from(*number).unwrap_or(0) % jitter.len()];
                    limiter.passes(start + Duration::from_millis(number * period + late))
                })
                .count()
        };
        // 100 messages: at ten times the rate, at twice, at the rate itself, at less.
        assert_eq!(count(10, &[0]), 10);
        assert_eq!(count(50, &[0]), 50);
        assert_eq!(count(100, &[0]), 100);
        assert!(count(100, &[0, 9, 3, 6]) >= 98);
        assert_eq!(count(250, &[0]), 100);
        // A pause does not let a flood pass after it.
        let limiter = Limiter::new(Duration::from_millis(100));
        assert!(limiter.passes(start));
        let later = start + Duration::from_secs(10);
        let flood = (0..50).filter(|number| limiter.passes(later + Duration::from_millis(*number)));
        assert!(flood.count() <= 2);
    }
}
