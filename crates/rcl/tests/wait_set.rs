//! Wait sets, sleeps that others end, and the order of turns.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use common::{LONG, SHORT, context};
use rosebay_locks::Mutex;
use rosebay_rcl::clock::Clock;
use rosebay_rcl::executor::{
    Awaited, CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready, TurnOrder, WaitSet,
};
use rosebay_rcl::{ClockKind, Error, Executor, Timer};

/// Writes down that it had its turn.
struct Note(EntityKind, Arc<Mutex<Vec<EntityKind>>>);

impl Executable for Note {
    fn execute(&self, _ready: Ready) -> Outcome {
        self.1.lock().push(self.0);
        Outcome::Executed
    }
}

fn entity(kind: EntityKind, notes: &Arc<Mutex<Vec<EntityKind>>>) -> Arc<Entity> {
    let note = Arc::new(Note(kind, Arc::clone(notes)));
    Entity::new(kind, CallbackGroup::reentrant(), note)
}

#[test]
fn turns_in_the_order_of_readiness() {
    let context = context();
    for (order, expected) in [
        (
            TurnOrder::Readiness,
            [EntityKind::Service, EntityKind::Subscription],
        ),
        (
            TurnOrder::Kind,
            [EntityKind::Subscription, EntityKind::Service],
        ),
    ] {
        let executor = Executor::with_order(&context, order);
        let notes = Arc::default();
        let entities =
            [EntityKind::Service, EntityKind::Subscription].map(|kind| entity(kind, &notes));
        for entity in &entities {
            executor.add_entity(entity);
            entity.notify();
        }
        executor.spin_some(LONG).unwrap();
        assert_eq!(*notes.lock(), expected);
    }
}

#[test]
fn an_entity_ends_a_wait_and_stays_ready() {
    let context = context();
    let notes = Arc::default();
    let entities = [(); 2].map(|()| entity(EntityKind::Subscription, &notes));
    let mut wait_set = WaitSet::new(&context);
    for entity in &entities {
        wait_set.add(Awaited::Entity(Arc::clone(entity)));
    }
    assert_eq!(wait_set.wait(Some(SHORT)).unwrap(), [false, false]);
    let [_, second] = &entities;
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(SHORT);
            second.notify();
        });
        assert_eq!(wait_set.wait(Some(LONG)).unwrap(), [false, true]);
    });
    assert_eq!(wait_set.wait(Some(LONG)).unwrap(), [false, true]);
    second.settle();
    assert_eq!(wait_set.wait(Some(Duration::ZERO)).unwrap(), [false, false]);
    assert!(notes.lock().is_empty());
}

#[test]
fn a_timer_ends_a_wait() {
    let clock = Clock::new(ClockKind::Steady);
    let period = rosebay_rcl::Duration::from_nanos(20_000_000);
    let mut wait_set = WaitSet::new(&context());
    wait_set.add(Awaited::Timer(Timer::new(&clock, period, true).unwrap()));
    assert_eq!(wait_set.wait(Some(LONG)).unwrap(), [true]);
}

#[test]
fn shutdown_ends_a_wait() {
    let context = context();
    let wait_set = WaitSet::new(&context);
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(SHORT);
            context.shutdown("done").unwrap();
        });
        let ended = wait_set.wait(Some(LONG));
        assert!(
            matches!(ended, Err(Error::ContextShutDown { .. })),
            "{ended:?}"
        );
    });
}

#[test]
fn a_sleep_is_waited_for_in_parts_and_ended() {
    let context = context();
    let clock = Clock::new(ClockKind::Steady);
    let hour = rosebay_rcl::Duration::from_nanos(3_600_000_000_000);
    let until = clock.now().checked_add(hour).unwrap();
    let sleep = clock.begin_sleep(until, &context).unwrap();
    assert_eq!(sleep.wait(Some(SHORT)), None);
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(SHORT);
            sleep.end();
        });
        assert_eq!(sleep.wait(Some(LONG)), Some(false));
    });
    let past = clock.begin_sleep(clock.now(), &context).unwrap();
    assert_eq!(past.wait(Some(LONG)), Some(true));
}
