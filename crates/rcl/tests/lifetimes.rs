//! What a handle stands for ends with it, in whatever order handles drop and whoever spins meanwhile.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use common::{LONG, context};
use rosebay_msgs::std_msgs::msg::Int32;
use rosebay_rcl::rmw::EventKind;
use rosebay_rcl::{Clock, ClockKind, Context, Duration, Executor, Node};

/// Makes one of everything, each with a callback that holds `held`, and gives each something to do.
fn populate(node: &Node, held: &Arc<()>) -> Vec<Box<dyn Send>> {
    let hold = || {
        let held = Arc::clone(held);
        move || assert!(Arc::strong_count(&held) > 1)
    };
    let (run, node_name) = (hold(), node.fully_qualified_name());
    let subscription = node
        .create_subscription::<Int32>("topic", 5, move |_| run())
        .unwrap();
    let publisher = node.create_publisher::<Int32>("topic", 5).unwrap();
    let run = hold();
    let matched = publisher
        .on_event(EventKind::Matched, move |_, _ready| run())
        .unwrap();
    for data in 0..3 {
        publisher.publish(&Int32 { data }).unwrap();
    }
    let simulated = Clock::new(ClockKind::Ros);
    simulated.set_ros_time_override_is_enabled(true).unwrap();
    let timers = [ClockKind::Steady, ClockKind::System, ClockKind::Ros].map(|kind| {
        let run = hold();
        let period = Duration::from_nanos(if kind == ClockKind::Steady { 0 } else { 1_000 });
        node.create_timer_on(&Clock::new(kind), period, move |_| run())
            .unwrap()
    });
    let run = hold();
    let waiting = node
        .create_timer_on(&simulated, Duration::from_secs(1), move |_| run())
        .unwrap();
    simulated.set_ros_time_override(i64::MAX / 2).unwrap();
    let run = hold();
    let guard = node.create_guard_condition(run);
    guard.trigger();
    assert!(!node_name.is_empty());
    vec![
        Box::new(subscription),
        Box::new(publisher),
        Box::new(matched),
        Box::new(timers),
        Box::new(waiting),
        Box::new(guard),
    ]
}

/// What drops first.
#[derive(Debug, Clone, Copy)]
enum First {
    Handles,
    Node,
    Executor,
    Context,
}

#[test]
fn nothing_is_left_whatever_drops_first() {
    let held = Arc::new(());
    for first in [First::Handles, First::Node, First::Executor, First::Context] {
        for spin in [false, true] {
            let context = context();
            let node = Node::new(&context, "node").unwrap();
            let executor = Executor::new(&context);
            executor.add_node(&node);
            let handles = populate(&node, &held);
            if spin {
                for _ in 0..5 {
                    executor.spin_once(Some(LONG)).unwrap();
                }
            }
            match first {
                First::Handles => drop((handles, node, executor, context)),
                First::Node => drop((node, handles, executor, context)),
                First::Executor => drop((executor, context, node, handles)),
                First::Context => {
                    context.shutdown("test").unwrap();
                    drop((context, executor, node, handles));
                }
            }
            assert_eq!(Arc::strong_count(&held), 1, "{first:?} first, spun: {spin}");
        }
    }
}

#[test]
fn rounds_leave_nothing() {
    let held = Arc::new(());
    for _ in 0..100 {
        let context = context();
        let node = Node::new(&context, "node").unwrap();
        let executor = Executor::new(&context);
        executor.add_node(&node);
        let handles = populate(&node, &held);
        executor.spin_once(Some(LONG)).unwrap();
        drop(handles);
        assert!(
            node.context()
                .graph()
                .publishers_info_by_topic("/topic", false)
                .is_empty()
        );
    }
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn a_callback_may_own_what_it_belongs_to() {
    // A cycle through the program's own handle lasts until the program breaks it; what drops within a
    // callback drops there without a deadlock.
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let executor = Executor::new(&context);
    executor.add_node(&node);
    let held = Arc::new(());
    let slot = Arc::new(rosebay_locks::Mutex::new(Vec::new()));
    let own = Arc::clone(&slot);
    let guard = node.create_guard_condition(move || own.lock().clear());
    slot.lock().extend(populate(&node, &held));
    guard.trigger();
    let other = node.clone();
    let deadline = std::time::Instant::now() + LONG;
    while !slot.lock().is_empty() {
        assert!(std::time::Instant::now() < deadline);
        executor.spin_once(Some(LONG)).unwrap();
    }
    assert_eq!(Arc::strong_count(&held), 1);
    drop((executor, node));
    assert!(other.executor().is_none());
}

/// Has threads spin one executor while others make, use and drop what it runs.
fn churn(context: &Context, rounds: usize) {
    let executor = Executor::new(context);
    let spinning: Vec<_> = (0..2)
        .map(|_| {
            let executor = executor.clone();
            thread::spawn(move || executor.spin())
        })
        .collect();
    let held = Arc::new(());
    let stop = Arc::new(AtomicBool::new(false));
    let publishing = {
        let (node, stop) = (Node::new(context, "source").unwrap(), Arc::clone(&stop));
        thread::spawn(move || {
            let publisher = node.create_publisher::<Int32>("topic", 5).unwrap();
            while !stop.load(Ordering::SeqCst) {
                publisher.publish(&Int32::default()).unwrap();
                thread::yield_now();
            }
        })
    };
    for _ in 0..rounds {
        let node = Node::new(context, "node").unwrap();
        executor.add_node(&node);
        let mut handles = populate(&node, &held);
        thread::yield_now();
        handles.truncate(3);
        executor.remove_node(&node);
        drop(handles);
        executor.add_node(&node);
        executor.remove_node(&node);
    }
    stop.store(true, Ordering::SeqCst);
    publishing.join().unwrap();
    assert!(executor.shutdown(Some(LONG)));
    spinning
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn entities_drop_while_threads_spin() {
    churn(&context(), 200);
}
