//! Executors, callback groups and guard conditions.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::{LONG, SHORT, context, node_and_executor, until_asleep};
use rosebay_locks::{Condvar, Mutex};
use rosebay_rcl::executor::{CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready};
use rosebay_rcl::{Error, Executor, Node};

/// Runs a closure at each turn.
struct Work<F>(F);

impl<F: Fn(Ready) + Send + Sync> Executable for Work<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        (self.0)(ready);
        Outcome::Executed
    }
}

fn entity(
    kind: EntityKind,
    group: &Arc<CallbackGroup>,
    work: impl Fn(Ready) + Send + Sync + 'static,
) -> Arc<Entity> {
    Entity::new(kind, Arc::clone(group), Arc::new(Work(work)))
}

/// A gate that callbacks wait at.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    fn arrive(&self) {
        let mut state = self.state.lock();
        state.0 += 1;
        self.changed.notify_all();
        while !state.1 {
            assert!(
                !self.changed.wait_for(&mut state, LONG).timed_out(),
                "nobody opened the gate"
            );
        }
    }

    fn wait_for(&self, arrived: usize) -> bool {
        let mut state = self.state.lock();
        let deadline = Instant::now() + LONG;
        while state.0 < arrived {
            if self.changed.wait_until(&mut state, deadline).timed_out() {
                return false;
            }
        }
        true
    }

    fn open(&self) {
        self.state.lock().1 = true;
        self.changed.notify_all();
    }
}

#[test]
fn a_guard_condition_runs_once_for_its_triggers() {
    let (node, executor) = node_and_executor();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let guard = node.create_guard_condition(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    guard.trigger();
    guard.trigger();
    assert!(guard.is_triggered());
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert!(!guard.is_triggered());
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    guard.trigger();
    drop(guard);
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_trigger_from_another_thread_ends_the_wait() {
    let (node, executor) = node_and_executor();
    let guard = Arc::new(node.create_guard_condition(|| {}));
    let trigger = Arc::clone(&guard);
    let thread = thread::spawn(move || {
        thread::sleep(SHORT);
        trigger.trigger();
    });
    assert!(executor.spin_once(Some(LONG)).unwrap());
    thread.join().unwrap();
}

#[test]
fn a_turn_has_upstreams_order() {
    let (node, executor) = node_and_executor();
    let order = Arc::new(Mutex::new(Vec::new()));
    let kinds = [
        EntityKind::Service,
        EntityKind::GuardCondition,
        EntityKind::Subscription,
        EntityKind::Client,
        EntityKind::Timer,
        EntityKind::Waitable,
        EntityKind::Task,
    ];
    let entities: Vec<_> = kinds
        .into_iter()
        .flat_map(|kind| [(kind, "first"), (kind, "second")])
        .map(|(kind, which)| {
            let order = Arc::clone(&order);
            entity(kind, node.default_callback_group(), move |_ready| {
                order.lock().push((kind, which))
            })
        })
        .collect();
    for entity in &entities {
        node.add_entity(entity);
        entity.notify();
    }
    assert_eq!(executor.spin_some(LONG).unwrap(), entities.len());
    let mut expected: Vec<_> = kinds
        .into_iter()
        .flat_map(|kind| [(kind, "first"), (kind, "second")])
        .collect();
    expected.sort_by_key(|(kind, _)| *kind);
    assert_eq!(*order.lock(), expected);
}

#[test]
fn an_entity_that_is_always_ready_starves_nobody() {
    let (node, executor) = node_and_executor();
    let greedy = entity(EntityKind::Task, node.default_callback_group(), |ready| {
        ready.notify_again()
    });
    let reached = Arc::new(AtomicBool::new(false));
    let reach = Arc::clone(&reached);
    let modest = entity(
        EntityKind::Service,
        node.default_callback_group(),
        move |_ready| {
            reach.store(true, Ordering::SeqCst);
        },
    );
    for entity in [&greedy, &modest] {
        node.add_entity(entity);
        entity.notify();
    }
    assert!(executor.spin_until(|| reached.load(Ordering::SeqCst), Some(LONG)));
}

#[test]
fn a_turn_that_is_let_go_comes_again() {
    let (node, executor) = node_and_executor();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let guard = node.create_guard_condition(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    guard.trigger();
    drop(executor.next_ready(Some(LONG)).unwrap().unwrap());
    assert_eq!(count.load(Ordering::SeqCst), 0);
    let ready = executor.next_ready(Some(LONG)).unwrap().unwrap();
    assert_eq!(ready.entity().kind(), EntityKind::GuardCondition);
    assert_eq!(ready.execute(), Outcome::Executed);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

/// Spins in several threads until the executor is shut down.
fn spin_in_threads(executor: &Executor, threads: usize) -> Vec<thread::JoinHandle<()>> {
    (0..threads)
        .map(|_| {
            let executor = executor.clone();
            thread::spawn(move || executor.spin())
        })
        .collect()
}

#[test]
fn callbacks_of_a_reentrant_group_run_beside_each_other() {
    let (node, executor) = node_and_executor();
    let gate = Arc::new(Gate::default());
    let group = CallbackGroup::reentrant();
    let entities: Vec<_> = (0..3)
        .map(|_| {
            let gate = Arc::clone(&gate);
            entity(EntityKind::GuardCondition, &group, move |_ready| {
                gate.arrive()
            })
        })
        .collect();
    for entity in &entities {
        node.add_entity(entity);
        entity.notify();
    }
    let threads = spin_in_threads(&executor, 3);
    assert!(gate.wait_for(3));
    gate.open();
    assert!(executor.shutdown(Some(LONG)));
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn callbacks_of_an_exclusive_group_run_one_at_a_time() {
    const ENTITIES: usize = 20;
    const TURNS: usize = 50;
    let (node, executor) = node_and_executor();
    let group = CallbackGroup::mutually_exclusive();
    let running = Arc::new(AtomicUsize::new(0));
    let done = Arc::new(AtomicUsize::new(0));
    let entities: Vec<_> = (0..ENTITIES)
        .map(|_| {
            let (running, done) = (Arc::clone(&running), Arc::clone(&done));
            let turns = AtomicUsize::new(0);
            entity(EntityKind::GuardCondition, &group, move |ready| {
                assert_eq!(running.fetch_add(1, Ordering::SeqCst), 0, "two at a time");
                if turns.fetch_add(1, Ordering::SeqCst) + 1 < TURNS {
                    ready.notify_again();
                }
                thread::yield_now();
                running.fetch_sub(1, Ordering::SeqCst);
                done.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    for entity in &entities {
        node.add_entity(entity);
        entity.notify();
    }
    let threads = spin_in_threads(&executor, 4);
    let deadline = Instant::now() + LONG;
    while done.load(Ordering::SeqCst) < ENTITIES * TURNS {
        assert!(
            Instant::now() < deadline,
            "{done:?} of {}",
            ENTITIES * TURNS
        );
        thread::sleep(Duration::from_millis(1));
    }
    assert!(executor.shutdown(Some(LONG)));
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    assert!(group.can_execute());
}

#[test]
fn a_callback_that_blocks_holds_up_no_timer() {
    let (node, executor) = node_and_executor();
    let gate = Arc::new(Gate::default());
    let threads = spin_in_threads(&executor, 3);
    let group = CallbackGroup::reentrant();
    let blocking: Vec<_> = (0..2)
        .map(|_| {
            let gate = Arc::clone(&gate);
            entity(EntityKind::GuardCondition, &group, move |_ready| {
                gate.arrive()
            })
        })
        .collect();
    let ticks = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&ticks);
    let _timer = node
        .create_wall_timer(rosebay_rcl::Duration::from_millis(1), move |_| {
            count.fetch_add(1, Ordering::SeqCst);
        })
        .unwrap();
    for entity in &blocking {
        node.add_entity(entity);
        thread::sleep(SHORT);
        entity.notify();
    }
    assert!(gate.wait_for(2));
    let enough = ticks.load(Ordering::SeqCst) + 5;
    let deadline = Instant::now() + LONG;
    while ticks.load(Ordering::SeqCst) < enough {
        assert!(Instant::now() < deadline, "the timer stands still");
        thread::sleep(Duration::from_millis(1));
    }
    gate.open();
    assert!(executor.shutdown(Some(LONG)));
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_callback_that_goes_on_keeps_its_group() {
    let (node, executor) = node_and_executor();
    let group = CallbackGroup::mutually_exclusive();
    let kept = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&kept);
    let first = entity(EntityKind::Task, &group, move |ready| {
        *keep.lock() = Some(ready)
    });
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let second = entity(EntityKind::Service, &group, move |_ready| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    for entity in [&first, &second] {
        node.add_entity(entity);
        entity.notify();
    }
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert!(
        !executor.spin_once(Some(SHORT)).unwrap(),
        "the group is held"
    );
    assert!(!executor.shutdown(Some(SHORT)), "a callback still runs");
    assert_eq!(count.load(Ordering::SeqCst), 0);
    drop(kept.lock().take());
    assert!(executor.shutdown(Some(LONG)));
    let other = Executor::new(node.context());
    other.add_node(&node);
    assert!(other.spin_once(Some(LONG)).unwrap());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn an_entity_that_leaves_while_others_wait_for_its_group_lets_them_go_on() {
    let (node, executor) = node_and_executor();
    let group = CallbackGroup::mutually_exclusive();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let leaver = entity(EntityKind::Subscription, &group, |_ready| {
        panic!("it has left")
    });
    let waiter = entity(EntityKind::Service, &group, move |_ready| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let holder = entity(EntityKind::Task, &group, |_ready| {});
    for entity in [&holder, &leaver, &waiter] {
        node.add_entity(entity);
        entity.notify();
    }
    let held = executor.next_ready(Some(LONG)).unwrap().unwrap();
    // The others find the group busy and are parked.
    assert!(executor.next_ready(Some(Duration::ZERO)).unwrap().is_none());
    // The first of them is queued again, and leaves before its turn.
    assert_eq!(held.execute(), Outcome::Executed);
    node.remove_entity(&leaver);
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_panic_in_a_callback_releases_its_group() {
    let (node, executor) = node_and_executor();
    let bad = node.create_guard_condition(|| panic!("as it should"));
    let good = node.create_guard_condition(|| {});
    bad.trigger();
    let spin = std::panic::AssertUnwindSafe(|| executor.spin_once(Some(LONG)));
    assert!(std::panic::catch_unwind(spin).is_err());
    good.trigger();
    assert!(executor.spin_once(Some(LONG)).unwrap());
}

#[test]
fn nodes_come_and_go() {
    let context = context();
    let (first, second) = (Executor::new(&context), Executor::new(&context));
    let node = Node::new(&context, "node").unwrap();
    let guard = node.create_guard_condition(|| {});
    assert!(first.add_node(&node));
    assert!(!first.add_node(&node), "it is there already");
    assert_eq!(first.nodes(), std::slice::from_ref(&node));
    guard.trigger();
    // What is ready stays ready across executors.
    assert!(second.add_node(&node));
    assert!(first.nodes().is_empty());
    assert!(!first.spin_once(Some(SHORT)).unwrap());
    assert!(second.spin_once(Some(LONG)).unwrap());
    guard.trigger();
    assert!(second.remove_node(&node));
    assert!(!second.remove_node(&node));
    assert!(node.executor().is_none());
    assert!(!second.spin_once(Some(SHORT)).unwrap());
    assert!(first.add_node(&node));
    assert!(first.spin_once(Some(LONG)).unwrap());
    drop(first);
    assert!(node.executor().is_none(), "it left with its executor");
}

#[test]
fn waiting_ends_with_the_context() {
    let (node, executor) = node_and_executor();
    let context = node.context().clone();
    let thread = until_asleep({
        let executor = executor.clone();
        move || {
            let error = executor.next_ready(None).unwrap_err();
            assert!(matches!(error, Error::ContextShutDown { .. }), "{error}");
            executor.spin();
        }
    });
    context.shutdown("test").unwrap();
    thread.join().unwrap();
    assert!(matches!(
        executor.spin_once(None),
        Err(Error::ContextShutDown { .. })
    ));
}

#[test]
fn waiting_ends_with_the_executor() {
    let (node, executor) = node_and_executor();
    let thread = until_asleep({
        let executor = executor.clone();
        move || executor.next_ready(None).map(drop)
    });
    assert!(executor.shutdown(None));
    assert!(matches!(
        thread.join().unwrap(),
        Err(Error::ExecutorShutDown)
    ));
    assert!(executor.is_shut_down());
    assert!(node.executor().is_none());
    assert!(node.context().ok());
}

#[test]
fn a_callback_may_shut_down() {
    for what in ["executor", "context"] {
        let (node, executor) = node_and_executor();
        let (ending, context) = (executor.clone(), node.context().clone());
        let guard = node.create_guard_condition(move || match what {
            "executor" => drop(ending.shutdown(Some(Duration::ZERO))),
            _ => context.shutdown("from a callback").unwrap(),
        });
        guard.trigger();
        executor.spin();
    }
}

#[test]
fn a_condition_is_looked_at_when_the_executor_is_woken() {
    let (_node, executor) = node_and_executor();
    let done = Arc::new(AtomicBool::new(false));
    let (waker, set) = (executor.clone(), Arc::clone(&done));
    let thread = thread::spawn(move || {
        thread::sleep(SHORT);
        waker.wake();
        set.store(true, Ordering::SeqCst);
        waker.wake();
    });
    assert!(executor.spin_until(|| done.load(Ordering::SeqCst), Some(LONG)));
    thread.join().unwrap();
    assert!(!executor.spin_until(|| false, Some(SHORT)));
    assert!(executor.spin_until(|| true, None));
}

#[test]
fn entities_may_come_and_go_while_others_spin() {
    let (node, executor) = node_and_executor();
    let threads = spin_in_threads(&executor, 2);
    for _ in 0..500 {
        let guard = node.create_guard_condition(|| {});
        guard.trigger();
        let other = node.create_guard_condition(|| {});
        drop(guard);
        other.trigger();
    }
    assert!(executor.shutdown(Some(LONG)));
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn nothing_is_left_of_what_was_dropped() {
    let (node, executor) = node_and_executor();
    let alive = Arc::new(());
    for _ in 0..100 {
        let held = Arc::clone(&alive);
        let guard = node.create_guard_condition(move || drop(Arc::clone(&held)));
        guard.trigger();
    }
    assert_eq!(Arc::strong_count(&alive), 1);
    let held = Arc::clone(&alive);
    let lone = entity(EntityKind::Task, node.default_callback_group(), move |_| {
        drop(Arc::clone(&held))
    });
    executor.add_entity(&lone);
    lone.notify();
    drop(lone);
    assert_eq!(Arc::strong_count(&alive), 2, "the queue has it");
    drop(executor);
    assert_eq!(Arc::strong_count(&alive), 1);
}

mod event_loops {
    use std::fs::File;
    use std::io::Read;
    use std::os::fd::AsFd;
    use std::task::{Wake, Waker};

    use rosebay_rcl::executor::Doorbell;

    use super::*;

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::AcqRel);
        }
    }

    fn counter() -> (Arc<Counter>, Waker) {
        let counter = Arc::new(Counter::default());
        (Arc::clone(&counter), Waker::from(counter))
    }

    fn wakes(counter: &Counter) -> usize {
        counter.0.load(Ordering::Acquire)
    }

    fn empty_executor() -> (rosebay_rcl::Context, Executor) {
        let context = context();
        let executor = Executor::new(&context);
        (context, executor)
    }

    #[test]
    fn a_waker_is_woken_once_by_what_becomes_ready() {
        let (_context, executor) = empty_executor();
        let (counter, waker) = counter();
        let group = CallbackGroup::reentrant();
        let entities = [(); 2].map(|()| entity(EntityKind::Waitable, &group, drop));
        for entity in &entities {
            executor.add_entity(entity);
        }
        assert_eq!(executor.poll(&waker), None);
        assert_eq!(executor.poll(&waker), None);
        entities[0].notify();
        entities[1].notify();
        assert_eq!(wakes(&counter), 1);
        assert_eq!(executor.poll(&waker), Some(Duration::ZERO));
        assert_eq!(executor.spin_some(LONG).unwrap(), 2);
        assert_eq!(executor.poll(&waker), None);
        entities[0].notify();
        assert_eq!(wakes(&counter), 2);
    }

    #[test]
    fn it_is_told_when_a_timer_is_due_and_of_an_earlier_one() {
        let (node, executor) = node_and_executor();
        let (counter, waker) = counter();
        while executor.poll(&waker) == Some(Duration::ZERO) {
            executor.spin_once(Some(Duration::ZERO)).unwrap();
        }
        let late = node.create_wall_timer((2 * LONG).into(), drop).unwrap();
        assert_eq!(wakes(&counter), 1);
        let left = executor.poll(&waker).unwrap();
        assert!(LONG < left && left <= 2 * LONG, "{left:?}");
        let soon = node.create_wall_timer(LONG.into(), drop).unwrap();
        assert_eq!(wakes(&counter), 2);
        assert!(executor.poll(&waker).unwrap() <= LONG);
        drop((late, soon));
    }

    #[test]
    fn a_shutdown_wakes_it_and_is_seen_by_whoever_polls_later() {
        let (context, executor) = empty_executor();
        let (counter, waker) = counter();
        assert_eq!(executor.poll(&waker), None);
        context.shutdown("a test").unwrap();
        assert_eq!(wakes(&counter), 1);
        assert_eq!(executor.poll(&waker), Some(Duration::ZERO));
        assert!(matches!(
            executor.next_ready(None),
            Err(Error::ContextShutDown { .. })
        ));
    }

    #[test]
    fn threads_that_wait_beside_it_are_woken_too() {
        let (_context, executor) = empty_executor();
        let (counter, waker) = counter();
        let work = entity(EntityKind::Waitable, &CallbackGroup::reentrant(), drop);
        executor.add_entity(&work);
        assert_eq!(executor.poll(&waker), None);
        thread::scope(|scope| {
            let spinning = scope.spawn(|| executor.spin_once(Some(LONG)).unwrap());
            work.notify();
            assert!(spinning.join().unwrap());
        });
        assert_eq!(wakes(&counter), 1);
    }

    #[test]
    fn a_doorbell_is_heard_at_its_descriptor() {
        let bell = Doorbell::new().unwrap();
        bell.waker().wake();
        bell.waker().wake_by_ref();
        let descriptor = bell.as_fd().try_clone_to_owned().unwrap();
        let mut heard = [1; 2];
        // However often it rang.
        assert_eq!(File::from(descriptor).read(&mut heard).unwrap(), 1);
    }

    #[test]
    fn a_silenced_doorbell_rings_anew() {
        let bell = Doorbell::new().unwrap();
        for _ in 0..3 {
            bell.silence();
            bell.ring();
            bell.ring();
            bell.wait();
        }
        thread::scope(|scope| {
            scope.spawn(|| bell.wait());
            bell.ring();
        });
    }
}
