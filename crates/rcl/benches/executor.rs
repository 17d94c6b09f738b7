//! What an executor costs: `cargo bench -p rosebay-rcl`. Best of several rounds, in nanoseconds.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rosebay_msgs::std_msgs::msg::Int32;
use rosebay_rcl::{Clock, ClockKind, Context, Executor, InitOptions, Node};
use rosebay_rmw_local::LocalMiddleware;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn setup() -> rosebay_rcl::Result<(Node, Executor)> {
    let context = Context::new(InitOptions {
        middleware: Some(Arc::new(LocalMiddleware)),
        initialize_logging: false,
        ..InitOptions::default()
    })?;
    let node = Node::new(&context, "bench")?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    Ok((node, executor))
}

/// The least time that one of `count` pieces of work took on average, over some rounds.
fn best(count: usize, mut round: impl FnMut()) -> f64 {
    let times = (0..7).map(|_| {
        let start = Instant::now();
        round();
        start.elapsed().as_nanos() as f64 / count as f64
    });
    times.fold(f64::INFINITY, f64::min)
}

/// A trigger and the callback it leads to, on one thread, beside entities that stay idle.
fn event(idle: usize) -> Outcome {
    const EVENTS: usize = 100_000;
    let (node, executor) = setup()?;
    let _guards: Vec<_> = (0..idle)
        .map(|_| node.create_guard_condition(|| {}))
        .collect();
    let _timers = (0..idle)
        .map(|_| node.create_wall_timer(rosebay_rcl::Duration::from_secs(3_600), |_| {}))
        .collect::<Result<Vec<_>, _>>()?;
    let guard = node.create_guard_condition(|| {
        black_box(());
    });
    let cost = best(EVENTS, || {
        for _ in 0..EVENTS {
            guard.trigger();
            executor.spin_once(None).ok();
        }
    });
    println!(
        "event beside {:>5} idle entities     {cost:>8.0} ns",
        2 * idle
    );
    Ok(())
}

/// A message from publish to callback on one thread, in process.
fn message() -> Outcome {
    const MESSAGES: usize = 50_000;
    let (node, executor) = setup()?;
    let _subscription = node.create_subscription::<Int32>("topic", 10, |message| {
        black_box(message);
    })?;
    let publisher = node.create_publisher::<Int32>("topic", 10)?;
    let cost = best(MESSAGES, || {
        for data in 0..MESSAGES {
            publisher.publish(&Int32 { data: data as i32 }).ok();
            executor.spin_once(None).ok();
        }
    });
    println!("message, publish to callback       {cost:>8.0} ns");
    Ok(())
}

/// From a trigger on one thread to the callback on another that waits.
fn wake() -> Outcome {
    const WAKES: usize = 2_000;
    let (node, executor) = setup()?;
    let clock = Clock::new(ClockKind::Steady);
    let (sent, total, count) = (
        Arc::new(AtomicI64::new(0)),
        Arc::new(AtomicI64::new(0)),
        Arc::new(AtomicUsize::new(0)),
    );
    let guard = {
        let (sent, total, count) = (Arc::clone(&sent), Arc::clone(&total), Arc::clone(&count));
        let clock = clock.clone();
        node.create_guard_condition(move || {
            total.fetch_add(
                clock.now().nanoseconds() - sent.load(Ordering::SeqCst),
                Ordering::SeqCst,
            );
            count.fetch_add(1, Ordering::SeqCst);
        })
    };
    let spinning = {
        let executor = executor.clone();
        thread::spawn(move || executor.spin())
    };
    for round in 0..WAKES {
        // Long enough for the other thread to sleep again.
        thread::sleep(Duration::from_micros(200));
        sent.store(clock.now().nanoseconds(), Ordering::SeqCst);
        guard.trigger();
        while count.load(Ordering::SeqCst) <= round {
            thread::yield_now();
        }
    }
    executor.shutdown(None);
    spinning.join().ok();
    let mean = total.load(Ordering::SeqCst) as f64 / WAKES as f64;
    println!("trigger to callback across threads {mean:>8.0} ns (mean)");
    Ok(())
}

fn main() -> Outcome {
    for idle in [0, 500, 5_000] {
        event(idle)?;
    }
    message()?;
    wake()
}
