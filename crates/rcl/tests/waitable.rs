//! Several things that have their turns together.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{LONG, SHORT, context};
use rosebay_locks::Mutex;
use rosebay_rcl::clock::Clock;
use rosebay_rcl::executor::{
    Awaited, CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready, Waitable,
};
use rosebay_rcl::{ClockKind, Duration, Executor, Node, Timer};

/// What is watched has no turn.
struct Nothing;

impl Executable for Nothing {
    fn execute(&self, _ready: Ready) -> Outcome {
        unreachable!("it is on no executor")
    }
}

fn trigger() -> Arc<Entity> {
    let group = CallbackGroup::reentrant();
    Entity::new(EntityKind::GuardCondition, group, Arc::new(Nothing))
}

/// A waitable that watches these, and writes down what was ready at each turn that had something to do.
fn watching(node: &Node, awaited: Vec<Awaited>, turns: &Arc<Mutex<Vec<Vec<bool>>>>) -> Waitable {
    let turns = Arc::clone(turns);
    Waitable::new(node, None, move |waitable, ready| {
        let found = waitable.watch(&awaited);
        if !found.contains(&true) {
            return Outcome::Idle;
        }
        for (each, found) in awaited.iter().zip(&found) {
            match each {
                Awaited::Entity(entity) if *found => entity.settle(),
                Awaited::Timer(timer) if *found => drop(timer.call_if_ready()),
                _ => {}
            }
        }
        turns.lock().push(found);
        ready.notify_again();
        Outcome::Executed
    })
}

#[test]
fn whatever_it_watches_gives_it_a_turn() {
    let node = Node::new(&context(), "node").unwrap();
    let executor = Executor::new(node.context());
    executor.add_node(&node);
    let entities = [trigger(), trigger()];
    let turns = Arc::default();
    let awaited = entities.iter().cloned().map(Awaited::Entity).collect();
    let _waitable = watching(&node, awaited, &turns);
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    for (index, entity) in entities.iter().enumerate() {
        entity.notify();
        assert!(executor.spin_once(Some(LONG)).unwrap());
        assert_eq!(turns.lock().pop().unwrap(), [index == 0, index == 1]);
        assert!(!executor.spin_once(Some(SHORT)).unwrap());
    }
}

#[test]
fn a_timer_gives_it_turns() {
    let node = Node::new(&context(), "node").unwrap();
    let executor = Executor::new(node.context());
    executor.add_node(&node);
    let clock = Clock::new(ClockKind::Steady);
    let timer = Timer::new(&clock, Duration::from_nanos(2_000_000), true).unwrap();
    let turns = Arc::default();
    let _waitable = watching(&node, vec![Awaited::Timer(timer.clone())], &turns);
    for _ in 0..3 {
        assert!(executor.spin_once(Some(LONG)).unwrap());
    }
    assert_eq!(turns.lock().len(), 3);
    timer.cancel();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    timer.reset();
    assert!(executor.spin_once(Some(LONG)).unwrap());
}

#[test]
fn it_goes_where_its_node_goes_and_ends_when_it_drops() {
    let node = Node::new(&context(), "node").unwrap();
    let entity = trigger();
    let turns = Arc::default();
    let waitable = watching(&node, vec![Awaited::Entity(Arc::clone(&entity))], &turns);
    for _ in 0..2 {
        let executor = Executor::new(node.context());
        executor.add_node(&node);
        entity.notify();
        assert!(executor.spin_once(Some(LONG)).unwrap());
    }
    let executor = Executor::new(node.context());
    executor.add_node(&node);
    drop(waitable);
    entity.notify();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    assert_eq!(turns.lock().len(), 2);
}

#[test]
fn a_turn_can_be_taken_by_hand() {
    let node = Node::new(&context(), "node").unwrap();
    let entity = trigger();
    let turns = Arc::default();
    let waitable = watching(&node, vec![Awaited::Entity(Arc::clone(&entity))], &turns);
    entity.notify();
    let ready = waitable.entity().take_turn().unwrap();
    assert!(waitable.entity().take_turn().is_none());
    assert_eq!(ready.execute(), Outcome::Executed);
    assert_eq!(turns.lock().len(), 1);
}
