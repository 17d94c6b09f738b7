//! Signals. nextest runs each of these in a process of its own, where the signal is sent; under `cargo
//! test` they take turns.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::{LONG, context, until_asleep};
use rosebay_locks::{Mutex, MutexGuard};
use rosebay_rcl::context::ShutdownReason;
use rosebay_rcl::signals::{self, SignalOptions};
use rosebay_rcl::{Clock, ClockKind, Executor, Node};

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock()
}

fn send(signal: i32) {
    let sent = Command::new("kill")
        .args([format!("-{signal}"), std::process::id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

fn wait_until(condition: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + LONG;
    while !condition() {
        if Instant::now() > deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    true
}

#[test]
fn a_signal_ends_every_wait() {
    let _turn = turn();
    for signal in [SIGINT, SIGTERM] {
        signals::install(SignalOptions::ALL).unwrap();
        assert_eq!(signals::installed(), SignalOptions::ALL);
        let context = context();
        let node = Node::new(&context, "node").unwrap();
        let executor = Executor::new(&context);
        executor.add_node(&node);
        let spinning = until_asleep(move || executor.spin());
        let sleeping = until_asleep({
            let context = context.clone();
            let clock = Clock::new(ClockKind::Steady);
            move || {
                clock
                    .sleep_for(rosebay_rcl::Duration::from_secs(3_600), &context)
                    .unwrap()
            }
        });
        send(signal);
        spinning.join().unwrap();
        assert!(!sleeping.join().unwrap());
        assert!(!context.ok());
        assert_eq!(
            context.shutdown_reason(),
            Some(ShutdownReason::Signal(signal))
        );
        assert!(context.shutdown("too late").is_err());
        signals::uninstall();
        assert_eq!(signals::installed(), SignalOptions::NONE);
    }
}

#[test]
fn listeners_come_before_the_shutdown() {
    let _turn = turn();
    signals::install(SignalOptions {
        sigint: true,
        sigterm: false,
    })
    .unwrap();
    let first = context();
    let seen = Arc::new(AtomicI32::new(0));
    let (note, watched) = (Arc::clone(&seen), first.clone());
    let listener = signals::on_signal(move |signal| {
        assert!(watched.ok());
        note.store(signal, Ordering::SeqCst);
    });
    send(SIGINT);
    assert!(wait_until(|| !first.ok()));
    assert_eq!(seen.swap(0, Ordering::SeqCst), SIGINT);
    drop(listener);
    let second = context();
    send(SIGINT);
    assert!(wait_until(|| !second.ok()));
    assert_eq!(seen.load(Ordering::SeqCst), 0);
    signals::uninstall();
}

#[test]
fn handlers_come_and_go() {
    let _turn = turn();
    for _ in 0..200 {
        signals::install(SignalOptions::ALL).unwrap();
        signals::install(SignalOptions::NONE).unwrap();
        assert_eq!(signals::installed(), SignalOptions::ALL);
        signals::uninstall();
        signals::uninstall();
    }
    assert_eq!(signals::installed(), SignalOptions::NONE);
}

#[test]
fn a_shutdown_callback_may_uninstall() {
    let _turn = turn();
    signals::install(SignalOptions::ALL).unwrap();
    let context = context();
    let _handle = context.on_shutdown(signals::uninstall);
    send(SIGTERM);
    assert!(wait_until(|| signals::installed() == SignalOptions::NONE));
    assert!(!context.ok());
}
