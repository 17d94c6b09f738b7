//! Several things that have their turns together.

use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;

use super::callback_group::CallbackGroup;
use super::entity::{Entity, EntityKind, Executable, Outcome, Ready};
use super::wait_set::{Alarm, Awaited};
use crate::Node;
use crate::timer::Timer;

/// Has a turn on the node's executor when something is ready that it watches. What has come stays where it
/// is: its callback says what is watched from then on, by [`Self::watch`], and takes what it finds ready.
///
/// The first turn comes at once. What it watches must not have turns of its own on an executor. Clones are the
/// same waitable; it ends when the last one drops.
#[must_use = "the waitable ends when it drops"]
#[derive(Debug, Clone)]
pub struct Waitable(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    node: Node,
    entity: Arc<Entity>,
    watched: Mutex<Watched>,
}

#[derive(Debug, Default)]
struct Watched {
    /// What the entities ring; they hold it weakly.
    alarm: Option<Arc<Notifier>>,
    timers: Vec<WatchedTimer>,
}

/// A timer, and what the executor runs when it is due.
#[derive(Debug)]
struct WatchedTimer {
    timer: Timer,
    entity: Arc<Entity>,
}

/// Makes the waitable ready.
#[derive(Debug)]
struct Notifier(Weak<Entity>);

impl Alarm for Notifier {
    fn ring(&self) {
        if let Some(waitable) = self.0.upgrade() {
            waitable.notify();
        }
    }
}

/// The turn of a timer that is watched.
struct TimerAlarm {
    timer: Timer,
    notifier: Notifier,
}

impl Executable for TimerAlarm {
    fn execute(&self, _ready: Ready) -> Outcome {
        self.notifier.ring();
        Outcome::Idle
    }

    fn timer(&self) -> Option<&Timer> {
        Some(&self.timer)
    }
}

/// The waitable's turn.
struct Turns<F> {
    /// Weak, for it is the handle that keeps the waitable.
    waitable: Weak<Inner>,
    callback: F,
}

impl<F: Fn(Waitable, Ready) -> Outcome + Send + Sync> Executable for Turns<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        match self.waitable.upgrade() {
            Some(waitable) => (self.callback)(Waitable(waitable), ready),
            None => Outcome::Idle,
        }
    }
}

impl Waitable {
    /// Makes one that watches nothing yet. Without a group it is of the node's default callback group.
    pub fn new(
        node: &Node,
        group: Option<Arc<CallbackGroup>>,
        callback: impl Fn(Self, Ready) -> Outcome + Send + Sync + 'static,
    ) -> Self {
        let group = group.unwrap_or_else(|| Arc::clone(node.default_callback_group()));
        let inner = Arc::new_cyclic(|waitable| {
            let waitable = Weak::clone(waitable);
            let turns = Arc::new(Turns { waitable, callback });
            Inner {
                node: node.clone(),
                entity: Entity::new(EntityKind::Waitable, group, turns),
                watched: Mutex::default(),
            }
        });
        node.add_entity(&inner.entity);
        inner.entity.notify();
        Self(inner)
    }

    /// Watches these from now on, and nothing else. Returns for each whether it is ready.
    pub fn watch(&self, awaited: &[Awaited]) -> Vec<bool> {
        let inner = &*self.0;
        let mut watched = inner.watched.lock();
        let alarm = Arc::new(Notifier(Arc::downgrade(&inner.entity)));
        let mut before = std::mem::take(&mut watched.timers);
        for each in awaited {
            match each {
                Awaited::Entity(entity) => {
                    let alarm: Weak<Notifier> = Arc::downgrade(&alarm);
                    entity.tell(alarm);
                }
                Awaited::Timer(timer) => {
                    let known = before.iter().position(|other| other.timer.is_same(timer));
                    watched.timers.push(match known {
                        Some(known) => before.swap_remove(known),
                        None => inner.watch_timer(timer),
                    });
                }
            }
        }
        watched.alarm = Some(alarm);
        for gone in before {
            inner.node.remove_entity(&gone.entity);
        }
        awaited.iter().map(Awaited::is_ready).collect()
    }

    /// Gives it a turn, whatever is ready.
    pub fn notify(&self) {
        self.0.entity.notify();
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.0.node
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.0.entity
    }
}

impl Inner {
    fn watch_timer(&self, timer: &Timer) -> WatchedTimer {
        let executable = TimerAlarm {
            timer: timer.clone(),
            notifier: Notifier(Arc::downgrade(&self.entity)),
        };
        let group = CallbackGroup::reentrant();
        let entity = Entity::new(EntityKind::Waitable, group, Arc::new(executable));
        self.node.add_entity(&entity);
        WatchedTimer {
            timer: timer.clone(),
            entity,
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.node.remove_entity(&self.entity);
        for watched in &self.watched.get_mut().timers {
            self.node.remove_entity(&watched.entity);
        }
    }
}
