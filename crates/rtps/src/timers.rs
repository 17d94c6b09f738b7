//! One thread for everything that happens at a time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Weak};
use std::time::Instant;

use rosebay_locks::{Condvar, Mutex};

/// Something that wants to be called at a time.
pub(crate) trait Timed: Send + Sync {
    /// Called on the timer thread, with no lock held, at or after the time asked for; possibly when it is not needed
    /// any more.
    fn on_timer(self: Arc<Self>, now: Instant);
}

struct Entry {
    at: Instant,
    /// Tells entries of the same time apart.
    order: u64,
    who: Weak<dyn Timed>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

#[derive(Default)]
struct Schedule {
    entries: BinaryHeap<Reverse<Entry>>,
    next_order: u64,
    /// What the thread sleeps for; `None` when it is awake, or sleeps without end.
    sleeps_until: Option<Instant>,
    sleeping: bool,
    stopped: bool,
}

/// Times and who wants to be called then.
#[derive(Default)]
pub(crate) struct Timers {
    schedule: Mutex<Schedule>,
    changed: Condvar,
}

impl Timers {
    /// Has `who` called at `at`.
    pub(crate) fn schedule(&self, at: Instant, who: Weak<dyn Timed>) {
        let mut schedule = self.schedule.lock();
        let order = schedule.next_order;
        schedule.next_order += 1;
        schedule.entries.push(Reverse(Entry { at, order, who }));
        let wake = schedule.sleeping && schedule.sleeps_until.is_none_or(|until| at < until);
        drop(schedule);
        if wake {
            self.changed.notify_one();
        }
    }

    /// Calls who is due, until [`Timers::stop`] is called.
    pub(crate) fn run(&self) {
        let mut schedule = self.schedule.lock();
        while !schedule.stopped {
            let now = Instant::now();
            match schedule.entries.peek().map(|Reverse(entry)| entry.at) {
                Some(at) if at <= now => {
                    let due = schedule.entries.pop();
                    drop(schedule);
                    if let Some(who) = due.and_then(|Reverse(entry)| entry.who.upgrade()) {
                        who.on_timer(now);
                    }
                    schedule = self.schedule.lock();
                    continue;
                }
                next => {
                    schedule.sleeps_until = next;
                    schedule.sleeping = true;
                    match next {
                        Some(at) => {
                            self.changed.wait_until(&mut schedule, at);
                        }
                        None => self.changed.wait(&mut schedule),
                    }
                    schedule.sleeping = false;
                }
            }
        }
    }

    /// Ends [`Timers::run`].
    pub(crate) fn stop(&self) {
        self.schedule.lock().stopped = true;
        self.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    struct Alarm(&'static str, mpsc::Sender<&'static str>);

    impl Timed for Alarm {
        fn on_timer(self: Arc<Self>, _now: Instant) {
            self.1.send(self.0).unwrap();
        }
    }

    #[test]
    fn the_earliest_comes_first_whenever_it_was_asked_for() {
        let timers = Arc::new(Timers::default());
        let thread = std::thread::spawn({
            let timers = Arc::clone(&timers);
            move || timers.run()
        });
        let (sender, receiver) = mpsc::channel();
        let alarm = |name| Arc::new(Alarm(name, sender.clone()));
        let (late, early, gone) = (alarm("late"), alarm("early"), alarm("gone"));
        let start = Instant::now();
        let weak = |alarm: &Arc<Alarm>| Arc::downgrade(alarm) as Weak<dyn Timed>;
        timers.schedule(start + Duration::from_millis(60), weak(&late));
        std::thread::sleep(Duration::from_millis(10));
        timers.schedule(start + Duration::from_millis(20), weak(&early));
        timers.schedule(start + Duration::from_millis(30), weak(&gone));
        drop(gone);
        let order = [(); 2].map(|()| receiver.recv_timeout(Duration::from_secs(10)).unwrap());
        assert_eq!(order, ["early", "late"]);
        timers.stop();
        thread.join().unwrap();
    }
}
