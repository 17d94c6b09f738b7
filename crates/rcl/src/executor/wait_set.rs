//! Waiting for entities without giving them their turns.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use rosebay_locks::{Condvar, Mutex};

use super::entity::Entity;
use crate::context::ShutdownHandle;
use crate::timer::Timer;
use crate::{Context, Error, Result};

/// How long a wait trusts the time that a timer has left, so that a clock that is set is noticed.
const TIMER_SLICE: Duration = Duration::from_millis(100);

/// Told by entities that they are ready, with their locks held.
pub(super) trait Alarm: std::fmt::Debug + Send + Sync {
    fn ring(&self);
}

/// Wakes the thread that waits.
#[derive(Debug, Default)]
struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
}

impl Alarm for Bell {
    fn ring(&self) {
        *self.rung.lock() = true;
        self.changed.notify_all();
    }
}

/// Those who are told when an entity becomes ready.
#[derive(Debug, Default)]
pub(super) struct Alarms(Vec<Weak<dyn Alarm>>);

impl Alarms {
    pub(super) fn add(&mut self, alarm: Weak<dyn Alarm>) {
        self.0.retain(|other| other.strong_count() > 0);
        self.0.push(alarm);
    }

    pub(super) fn ring(&self) {
        self.0
            .iter()
            .filter_map(Weak::upgrade)
            .for_each(|alarm| alarm.ring());
    }
}

/// Something that a [`WaitSet`] or a [`Waitable`](super::Waitable) waits for.
#[derive(Debug, Clone)]
pub enum Awaited {
    /// Ready until its executor or somebody else takes what has come.
    Entity(Arc<Entity>),
    /// Ready while a call is due.
    Timer(Timer),
}

impl Awaited {
    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Entity(entity) => entity.is_pending(),
            Self::Timer(timer) => timer.is_ready(),
        }
    }

    /// How long until it may be ready by itself.
    fn time_left(&self) -> Option<Duration> {
        match self {
            Self::Entity(_) => None,
            Self::Timer(timer) => {
                let left = timer.time_until_next_call()?.to_std().unwrap_or_default();
                Some(left.min(TIMER_SLICE))
            }
        }
    }
}

/// Waits until something of a set is ready. What has come stays where it is.
#[derive(Debug)]
pub struct WaitSet {
    context: Context,
    alarm: Arc<Bell>,
    awaited: Vec<Awaited>,
    _shutdown: ShutdownHandle,
}

impl WaitSet {
    /// Makes an empty set. Its waits end when the context is shut down.
    pub fn new(context: &Context) -> Self {
        let alarm = Arc::new(Bell::default());
        let rung = Arc::clone(&alarm);
        Self {
            context: context.clone(),
            alarm,
            awaited: Vec::new(),
            _shutdown: context.on_shutdown(move || rung.ring()),
        }
    }

    /// Adds what to wait for.
    pub fn add(&mut self, awaited: Awaited) {
        if let Awaited::Entity(entity) = &awaited {
            let alarm: Weak<Bell> = Arc::downgrade(&self.alarm);
            entity.tell(alarm);
        }
        self.awaited.push(awaited);
    }

    /// Waits until something is ready, at most for `timeout`, forever without one. Returns for each thing
    /// in the order of adding whether it is ready; none is when the time is up.
    ///
    /// # Errors
    /// [`Error::ContextShutDown`].
    pub fn wait(&self, timeout: Option<Duration>) -> Result<Vec<bool>> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            *self.alarm.rung.lock() = false;
            if !self.context.ok() {
                return Err(Error::ContextShutDown {
                    what: "the wait set".to_owned(),
                });
            }
            let ready: Vec<bool> = self.awaited.iter().map(Awaited::is_ready).collect();
            let is_late = deadline.is_some_and(|deadline| deadline <= Instant::now());
            if is_late || ready.contains(&true) {
                return Ok(ready);
            }
            let next = self.awaited.iter().filter_map(Awaited::time_left).min();
            let next = next.and_then(|left| Instant::now().checked_add(left));
            let mut rung = self.alarm.rung.lock();
            if !*rung {
                match next.into_iter().chain(deadline).min() {
                    Some(instant) => drop(self.alarm.changed.wait_until(&mut rung, instant)),
                    None => self.alarm.changed.wait(&mut rung),
                }
            }
        }
    }
}
