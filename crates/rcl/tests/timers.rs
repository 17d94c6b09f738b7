//! Timers and clocks. ROS time is driven by hand; nothing here asserts how long something took.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use common::{LONG, SHORT, context, node_and_executor, until_asleep};
use rosebay_locks::Mutex;
use rosebay_rcl::clock::{ClockChange, JumpThreshold};
use rosebay_rcl::{Clock, ClockKind, Duration, Error, Rate, Time, Timer};

const SECOND: i64 = 1_000_000_000;

/// A ROS clock that shows what it is set to.
fn simulated(seconds: i64) -> Clock {
    let clock = Clock::new(ClockKind::Ros);
    clock.set_ros_time_override(seconds * SECOND).unwrap();
    clock.set_ros_time_override_is_enabled(true).unwrap();
    clock
}

fn ros(seconds: i64) -> Time {
    Time::from_nanos(seconds * SECOND, ClockKind::Ros)
}

#[test]
fn clocks_show_their_kind_of_time() {
    for kind in [ClockKind::System, ClockKind::Steady, ClockKind::Ros] {
        let clock = Clock::new(kind);
        let (before, after) = (clock.now(), clock.now());
        assert_eq!(clock.kind(), kind);
        assert_eq!(before.kind(), kind);
        assert!(before.nanoseconds() > 0);
        if kind == ClockKind::Steady {
            assert!(after >= before);
        }
    }
    let steady = Clock::new(ClockKind::Steady);
    for error in [
        steady.set_ros_time_override(1).unwrap_err(),
        steady.set_ros_time_override_is_enabled(true).unwrap_err(),
        steady.ros_time_override_is_enabled().unwrap_err(),
    ] {
        assert!(
            matches!(
                error,
                Error::ClockKind {
                    expected: ClockKind::Ros,
                    found: ClockKind::Steady
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn ros_time_is_what_it_is_set_to() {
    let clock = Clock::new(ClockKind::Ros);
    assert!(!clock.ros_time_override_is_enabled().unwrap());
    clock.set_ros_time_override(5 * SECOND).unwrap();
    assert!(
        clock.now() > ros(5),
        "it is system time until the override is enabled"
    );
    clock.set_ros_time_override_is_enabled(true).unwrap();
    assert_eq!(clock.now(), ros(5));
    clock.set_ros_time_override(3 * SECOND).unwrap();
    assert_eq!(clock.clone().now(), ros(3));
    clock.set_ros_time_override_is_enabled(false).unwrap();
    assert!(clock.now() > ros(5));
}

#[test]
fn jumps_are_told_by_their_threshold() {
    let clock = simulated(10);
    let forward = Some(Duration::from_secs(5));
    let backward = Some(Duration::from_secs(-5));
    let thresholds = [
        (
            "forward",
            JumpThreshold {
                min_forward: forward,
                ..JumpThreshold::default()
            },
        ),
        (
            "backward",
            JumpThreshold {
                min_backward: backward,
                ..JumpThreshold::default()
            },
        ),
        (
            "change",
            JumpThreshold {
                on_clock_change: true,
                ..JumpThreshold::default()
            },
        ),
    ];
    let told = Arc::new(Mutex::new(Vec::new()));
    let mut handles: Vec<_> = thresholds
        .into_iter()
        .map(|(name, threshold)| {
            let note = |when: &'static str| {
                let (told, clock) = (Arc::clone(&told), clock.clone());
                move |jump: &rosebay_rcl::clock::TimeJump| {
                    let seconds = clock.now().nanoseconds() / SECOND;
                    told.lock()
                        .push((name, when, jump.clock_change, jump.delta, seconds));
                }
            };
            clock
                .add_jump_callback(threshold, note("before"), note("after"))
                .unwrap()
        })
        .collect();
    let same = ClockChange::RosTimeNoChange;
    for (to, expected) in [
        (14, vec![]),
        (
            19,
            vec![
                ("forward", "before", same, 5, 14),
                ("forward", "after", same, 5, 19),
            ],
        ),
        (17, vec![]),
        (
            2,
            vec![
                ("backward", "before", same, -15, 17),
                ("backward", "after", same, -15, 2),
            ],
        ),
    ] {
        clock.set_ros_time_override(to * SECOND).unwrap();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(name, when, change, delta, now)| {
                (name, when, change, Duration::from_secs(delta), now)
            })
            .collect();
        assert_eq!(std::mem::take(&mut *told.lock()), expected, "to {to}");
    }
    clock.set_ros_time_override_is_enabled(false).unwrap();
    clock.set_ros_time_override_is_enabled(false).unwrap();
    clock.set_ros_time_override_is_enabled(true).unwrap();
    let changes: Vec<_> = std::mem::take(&mut *told.lock())
        .into_iter()
        .map(|(name, when, change, ..)| (name, when, change))
        .collect();
    assert_eq!(
        changes,
        [
            ("change", "before", ClockChange::RosTimeDeactivated),
            ("change", "after", ClockChange::RosTimeDeactivated),
            ("change", "before", ClockChange::RosTimeActivated),
            ("change", "after", ClockChange::RosTimeActivated),
        ]
    );
    handles.clear();
    clock.set_ros_time_override(100 * SECOND).unwrap();
    assert!(told.lock().is_empty());
}

#[test]
fn thresholds_have_signs() {
    let clock = Clock::new(ClockKind::Ros);
    for threshold in [
        JumpThreshold {
            min_forward: Some(Duration::ZERO),
            ..JumpThreshold::default()
        },
        JumpThreshold {
            min_forward: Some(Duration::from_secs(-1)),
            ..JumpThreshold::default()
        },
        JumpThreshold {
            min_backward: Some(Duration::from_secs(1)),
            ..JumpThreshold::default()
        },
    ] {
        let error = clock
            .add_jump_callback(threshold, |_| {}, |_| {})
            .unwrap_err();
        assert!(matches!(error, Error::InvalidJumpThreshold(_)), "{error}");
    }
}

#[test]
fn a_timer_advances_in_multiples_of_its_period() {
    let clock = simulated(100);
    let timer = Timer::new(&clock, Duration::from_secs(10), true).unwrap();
    // Where the clock stands, whether the timer is ready, and when the next call is due after a call.
    for (now, ready, expected, next) in [
        (109, false, None, 110),
        (110, true, Some(110), 120),
        (113, false, None, 120),
        (123, true, Some(120), 130),
        (155, true, Some(130), 160),
        (160, true, Some(160), 170),
    ] {
        clock.set_ros_time_override(now * SECOND).unwrap();
        assert_eq!(timer.is_ready(), ready, "at {now}");
        if let Some(expected) = expected {
            let info = timer.call().unwrap();
            assert_eq!(info.expected_call_time, ros(expected), "at {now}");
            assert_eq!(info.actual_call_time, ros(now), "at {now}");
            assert_eq!(timer.time_since_last_call(), Duration::ZERO);
        } else {
            assert!(timer.call_if_ready().is_none());
        }
        assert_eq!(timer.next_call_time(), Some(ros(next)), "at {now}");
        assert_eq!(
            timer.time_until_next_call(),
            Some(Duration::from_secs(next - now)),
            "at {now}"
        );
    }
}

#[test]
fn a_timer_is_cancelled_and_reset() {
    let clock = simulated(0);
    let timer = Timer::new(&clock, Duration::from_secs(10), true).unwrap();
    timer.cancel();
    clock.set_ros_time_override(20 * SECOND).unwrap();
    assert!(timer.is_canceled() && !timer.is_ready());
    assert_eq!(timer.time_until_next_call(), None);
    assert_eq!(timer.next_call_time(), None);
    assert!(matches!(timer.call(), Err(Error::TimerCanceled)));
    let resets = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&resets);
    timer.set_on_reset(Some(Arc::new(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    })));
    timer.reset();
    assert_eq!(resets.load(Ordering::SeqCst), 1);
    assert!(!timer.is_canceled());
    assert_eq!(timer.next_call_time(), Some(ros(30)));
    let idle = Timer::new(&clock, Duration::from_secs(1), false).unwrap();
    assert!(idle.is_canceled());
}

#[test]
fn a_period_is_exchanged_from_the_next_call_on() {
    let clock = simulated(0);
    let timer = Timer::new(&clock, Duration::from_secs(10), true).unwrap();
    assert_eq!(
        timer.exchange_period(Duration::from_secs(3)).unwrap(),
        Duration::from_secs(10)
    );
    assert_eq!(timer.period(), Duration::from_secs(3));
    assert_eq!(timer.next_call_time(), Some(ros(10)));
    clock.set_ros_time_override(10 * SECOND).unwrap();
    timer.call().unwrap();
    assert_eq!(timer.next_call_time(), Some(ros(13)));
    for error in [
        timer.exchange_period(Duration::from_nanos(-1)).unwrap_err(),
        Timer::new(&clock, Duration::from_nanos(-1), true).unwrap_err(),
    ] {
        assert!(matches!(error, Error::NegativePeriod(-1)), "{error}");
    }
}

#[test]
fn a_timer_of_period_zero_is_always_ready() {
    let clock = simulated(5);
    let timer = Timer::new(&clock, Duration::ZERO, true).unwrap();
    for now in [5, 5, 6, 90] {
        clock.set_ros_time_override(now * SECOND).unwrap();
        assert!(timer.is_ready());
        timer.call().unwrap();
    }
}

#[test]
fn a_clock_that_goes_back_starts_the_period_anew() {
    let clock = simulated(100);
    let timer = Timer::new(&clock, Duration::from_secs(10), true).unwrap();
    clock.set_ros_time_override(110 * SECOND).unwrap();
    timer.call().unwrap();
    clock.set_ros_time_override(7 * SECOND).unwrap();
    assert_eq!(timer.next_call_time(), Some(ros(17)));
    assert_eq!(timer.time_since_last_call(), Duration::ZERO);
    // Not so far back as the last call: the period goes on.
    clock.set_ros_time_override(15 * SECOND).unwrap();
    clock.set_ros_time_override(9 * SECOND).unwrap();
    assert_eq!(timer.next_call_time(), Some(ros(17)));
}

#[test]
fn what_is_left_of_a_period_outlasts_a_change_of_the_source() {
    let clock = simulated(100);
    let timer = Timer::new(&clock, Duration::from_secs(1_000), true).unwrap();
    clock.set_ros_time_override(400 * SECOND).unwrap();
    clock.set_ros_time_override_is_enabled(false).unwrap();
    let left = timer.time_until_next_call().unwrap();
    assert!(
        left <= Duration::from_secs(700) && left > Duration::from_secs(600),
        "{left:?}"
    );
    clock.set_ros_time_override_is_enabled(true).unwrap();
    let left = timer.time_until_next_call().unwrap();
    assert!(
        left <= Duration::from_secs(700) && left > Duration::from_secs(600),
        "{left:?}"
    );
    assert!(timer.next_call_time() < Some(ros(1_101)));
}

#[test]
fn a_simulated_timer_runs_when_its_clock_is_set() {
    let (node, executor) = node_and_executor();
    let clock = simulated(0);
    let infos = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&infos);
    let timer = node
        .create_timer_on(&clock, Duration::from_secs(10), move |info| {
            seen.lock().push(info)
        })
        .unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    clock.set_ros_time_override(9 * SECOND).unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    // While the executor waits.
    let thread = thread::spawn({
        let clock = clock.clone();
        move || {
            thread::sleep(SHORT);
            clock.set_ros_time_override(12 * SECOND).unwrap();
        }
    });
    assert!(executor.spin_once(Some(LONG)).unwrap());
    thread.join().unwrap();
    // Before it does, and far enough for several periods, which count once.
    clock.set_ros_time_override(55 * SECOND).unwrap();
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    let expected: Vec<_> = infos
        .lock()
        .iter()
        .map(|info| info.expected_call_time.nanoseconds() / SECOND)
        .collect();
    assert_eq!(expected, [10, 20]);
    // Ready, but cancelled before its turn.
    clock.set_ros_time_override(60 * SECOND).unwrap();
    timer.cancel();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    timer.reset();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    clock.set_ros_time_override(70 * SECOND).unwrap();
    assert!(executor.spin_once(Some(LONG)).unwrap());
    drop(timer);
    clock.set_ros_time_override(90 * SECOND).unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
}

#[test]
fn timers_run_on_every_clock() {
    let (node, executor) = node_and_executor();
    let clocks = [ClockKind::Steady, ClockKind::System, ClockKind::Ros].map(Clock::new);
    let counts: Vec<_> = (0..clocks.len())
        .map(|_| Arc::new(AtomicUsize::new(0)))
        .collect();
    let _timers: Vec<_> = clocks
        .iter()
        .zip(&counts)
        .map(|(clock, count)| {
            let count = Arc::clone(count);
            let run = move |_| {
                count.fetch_add(1, Ordering::SeqCst);
            };
            node.create_timer_on(clock, Duration::from_millis(5), run)
                .unwrap()
        })
        .collect();
    let all_ran = || counts.iter().all(|count| count.load(Ordering::SeqCst) >= 5);
    assert!(executor.spin_until(all_ran, Some(LONG)), "{counts:?}");
}

#[test]
fn timers_made_and_changed_while_the_executor_waits_are_noticed() {
    let (node, executor) = node_and_executor();
    let far = node
        .create_wall_timer(Duration::from_secs(3_600), |_| panic!("far too early"))
        .unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let thread = thread::spawn({
        let (node, count) = (node.clone(), Arc::clone(&count));
        move || {
            thread::sleep(SHORT);
            let run = move |_| {
                count.fetch_add(1, Ordering::SeqCst);
            };
            node.create_wall_timer(Duration::from_millis(1), run)
                .unwrap()
        }
    });
    assert!(executor.spin_until(|| count.load(Ordering::SeqCst) >= 1, Some(LONG)));
    let near = thread.join().unwrap();
    near.cancel();
    executor.spin_some(std::time::Duration::ZERO).unwrap();
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    near.reset();
    assert!(executor.spin_once(Some(LONG)).unwrap());
    drop(far);
}

#[test]
fn a_callback_may_cancel_and_drop_timers() {
    let (node, executor) = node_and_executor();
    let slot = Arc::new(Mutex::new(None));
    let count = Arc::new(AtomicUsize::new(0));
    let (own, counted) = (Arc::clone(&slot), Arc::clone(&count));
    let timer = node
        .create_wall_timer(Duration::from_millis(1), move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(own.lock().take());
        })
        .unwrap();
    *slot.lock() = Some(timer);
    assert!(executor.spin_once(Some(LONG)).unwrap());
    assert!(!executor.spin_once(Some(SHORT)).unwrap());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_sleep_ends_when_its_time_comes() {
    let context = context();
    for kind in [ClockKind::System, ClockKind::Steady, ClockKind::Ros] {
        let clock = Clock::new(kind);
        assert!(
            clock.sleep_for(Duration::from_millis(5), &context).unwrap(),
            "{kind}"
        );
        assert!(clock.sleep_until(clock.now(), &context).unwrap(), "{kind}");
    }
    let steady = Clock::new(ClockKind::Steady);
    assert!(matches!(
        steady.sleep_until(ros(1), &context),
        Err(Error::ClockKind { .. })
    ));
    assert!(matches!(
        steady.sleep_for(Duration::MAX, &context),
        Err(Error::TimeOverflow(_))
    ));
}

#[test]
fn a_sleep_ends_early_with_its_context_or_its_source() {
    let clock = simulated(10);
    type End = fn(&Clock, &rosebay_rcl::Context);
    let ends: [(&str, bool, End); 4] = [
        ("reached", true, |clock, _| {
            clock.set_ros_time_override(20 * SECOND).unwrap()
        }),
        ("source", false, |clock, _| {
            clock.set_ros_time_override_is_enabled(false).unwrap();
        }),
        ("source again", false, |clock, _| {
            clock.set_ros_time_override_is_enabled(true).unwrap()
        }),
        ("shutdown", false, |_, context| {
            context.shutdown("test").unwrap()
        }),
    ];
    for (name, reached, end) in ends {
        let context = context();
        let until = if name == "source again" {
            clock.now().checked_add(Duration::from_secs(3_600)).unwrap()
        } else {
            ros(20)
        };
        if name == "shutdown" {
            clock.set_ros_time_override(10 * SECOND).unwrap();
        }
        let thread = until_asleep({
            let (clock, context) = (clock.clone(), context.clone());
            move || clock.sleep_until(until, &context).unwrap()
        });
        end(&clock, &context);
        assert_eq!(thread.join().unwrap(), reached, "{name}");
        if name == "reached" {
            clock.set_ros_time_override(10 * SECOND).unwrap();
        }
    }
    let ended = context();
    ended.shutdown("test").unwrap();
    assert!(matches!(
        clock.sleep_until(ros(1), &ended),
        Err(Error::ContextShutDown { .. })
    ));
}

#[test]
fn times_of_two_clocks_do_not_compare() {
    let system = Time::from_nanos(1, ClockKind::System);
    let steady = Time::from_nanos(2, ClockKind::Steady);
    assert_eq!(system.partial_cmp(&steady), None);
    assert_eq!(steady.checked_since(system), None);
    assert_eq!(ros(5).checked_since(ros(3)), Some(Duration::from_secs(2)));
    assert_eq!(ros(1).checked_add(Duration::MAX), None);
    assert_eq!(
        Duration::from_secs(3) - Duration::from_millis(500),
        Duration::from_millis(2_500)
    );
    assert_eq!(Duration::MAX + Duration::from_secs(1), Duration::MAX);
    assert_eq!((-Duration::from_secs(1)).to_std(), None);
    assert_eq!(Duration::from(std::time::Duration::MAX), Duration::MAX);
}

#[test]
fn a_rate_sleeps_to_the_end_of_each_interval() {
    let (clock, context) = (simulated(10), context());
    let timer = Timer::new(&clock, Duration::from_nanos(SECOND), true).unwrap();
    let rate = Rate::new(&timer, &context);
    thread::scope(|scope| {
        let sleepers = [(); 2].map(|()| {
            let (begun, hear) = mpsc::channel();
            let rate = &rate;
            let sleeper = scope.spawn(move || {
                let sleep = rate.begin_sleep();
                begun.send(()).unwrap();
                sleep.wait(None)
            });
            hear.recv().unwrap();
            sleeper
        });
        clock.set_ros_time_override(11 * SECOND).unwrap();
        for sleeper in sleepers {
            assert!(sleeper.join().unwrap().unwrap());
        }
    });
    assert_eq!(timer.call_count(), 1);
    assert!(!rate.begin_sleep().wait(Some(SHORT)).unwrap());
}

#[test]
fn whoever_calls_the_timer_ends_the_rates_interval() {
    let (clock, context) = (simulated(10), context());
    let timer = Timer::new(&clock, Duration::from_nanos(SECOND), true).unwrap();
    let rate = Rate::new(&timer, &context);
    clock.set_ros_time_override(11 * SECOND).unwrap();
    timer.call().unwrap();
    rate.sleep().unwrap();
    assert!(!rate.begin_sleep().wait(Some(SHORT)).unwrap());
}

#[test]
fn what_ends_a_rates_sleep_early() {
    let (clock, context) = (simulated(10), context());
    let timer = Timer::new(&clock, Duration::from_nanos(SECOND), true).unwrap();
    let rate = Rate::new(&timer, &context);
    timer.cancel();
    assert!(matches!(rate.sleep(), Err(Error::TimerCanceled)));
    timer.reset();
    thread::scope(|scope| {
        let sleeper = scope.spawn(|| rate.sleep());
        rate.end();
        sleeper.join().unwrap().unwrap();
    });
    let rate = Rate::new(&timer, &context);
    context.shutdown("the test ends").unwrap();
    assert!(matches!(rate.sleep(), Err(Error::ContextShutDown { .. })));
}
