//! What must hold however the network behaves.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::network::Link;
use super::{Asking, Setup, Simulation, Taking};
use crate::qos::{Durability, History, QosPolicies, Reliability, ResourceLimits};

const FOR_EVER: Duration = Duration::from_secs(3600);

fn reliable(history: History, durability: Durability) -> QosPolicies {
    QosPolicies {
        reliability: Reliability::RELIABLE,
        history,
        durability,
        ..QosPolicies::default()
    }
}

fn setup(qos: &QosPolicies, link: Link, seed: u64) -> Setup {
    Setup {
        writer_qos: qos.clone(),
        reader_qos: qos.clone(),
        link,
        fragment: 1000,
        window: 20_000,
        taking: Taking::AtOnce,
        asking: Asking::Both,
        destined: false,
        seed,
    }
}

fn link() -> impl Strategy<Value = Link> {
    (0..40u8, 0..20u8, 0..40u8).prop_map(|(loss, repetition, reordering)| Link {
        loss,
        repetition,
        reordering,
        delay: Duration::from_micros(200),
        socket: None,
    })
}

fn sizes(count: usize) -> impl Strategy<Value = Vec<usize>> {
    vec(
        prop_oneof![4 => 0..1000usize, 1 => 1000..12_000usize],
        1..count,
    )
}

fn all(count: usize) -> Vec<i64> {
    (1..=count as i64).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_arrives_in_order_and_once(link in link(), sizes in sizes(120), readers in 1..4usize, seed: u64) {
        let qos = reliable(History::KeepAll, Durability::Volatile);
        let mut simulation = Simulation::new(setup(&qos, link, seed));
        (0..readers).for_each(|_| { simulation.add_reader(); });
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        for reader in 0..readers {
            prop_assert_eq!(simulation.taken(reader), all(sizes.len()));
        }
        prop_assert_eq!(simulation.writer.history.len(), 0, "what everyone has is not kept");
    }

    #[test]
    fn a_slow_application_loses_nothing(link in link(), sizes in sizes(120), at_most in 1..8usize, seed: u64) {
        let mut qos = reliable(History::KeepAll, Durability::Volatile);
        qos.resource_limits = ResourceLimits { max_samples: Some(10), ..ResourceLimits::default() };
        let taking = Taking::Slowly { period: Duration::from_millis(7), at_most };
        let mut simulation = Simulation::new(Setup { taking, ..setup(&qos, link, seed) });
        simulation.add_reader();
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        prop_assert_eq!(simulation.taken(0), all(sizes.len()));
    }

    #[test]
    fn everyone_gets_what_is_meant_for_it(link in link(), sizes in sizes(120), readers in 1..4usize, seed: u64) {
        let qos = reliable(History::KeepAll, Durability::Volatile);
        let mut simulation = Simulation::new(Setup { destined: true, ..setup(&qos, link, seed) });
        (0..readers).for_each(|_| { simulation.add_reader(); });
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        for reader in 0..readers {
            let turn = |number: &i64| *number as usize % (readers + 1);
            let expected: Vec<i64> =
                all(sizes.len()).into_iter().filter(|number| [reader, readers].contains(&turn(number))).collect();
            prop_assert_eq!(simulation.taken(reader), expected);
        }
        prop_assert_eq!(simulation.writer.history.len(), 0);
    }

    #[test]
    fn what_expires_on_its_way_is_passed_over(link in link(), sizes in sizes(120), lifespan in 1..50u32, seed: u64) {
        let mut qos = reliable(History::KeepAll, Durability::Volatile);
        qos.lifespan = crate::types::Duration::from_milliseconds(lifespan);
        let mut simulation = Simulation::new(setup(&qos, link, seed));
        simulation.add_reader();
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        let taken = simulation.taken(0);
        prop_assert!(taken.is_sorted_by(|a, b| a < b), "{:?}", taken);
        prop_assert_eq!(simulation.writer.history.len(), 0);
        // The reader waits for nothing that is gone.
        simulation.network.set_link(Link::PERFECT);
        simulation.write(&[64]);
        prop_assert!(simulation.run(FOR_EVER * 2), "not at rest after an hour");
        prop_assert_eq!(simulation.taken(0).last().copied(), Some(sizes.len() as i64 + 1));
    }

    #[test]
    fn readers_of_other_makes_get_everything(
        link in link(),
        sizes in sizes(60),
        asking in prop_oneof![
            Just(Asking::NackFragFirst),
            Just(Asking::NackFragAlone),
            Just(Asking::WholeSample),
        ],
        seed: u64,
    ) {
        let qos = reliable(History::KeepAll, Durability::Volatile);
        let mut simulation = Simulation::new(Setup { asking, ..setup(&qos, link, seed) });
        simulation.add_reader();
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        prop_assert_eq!(simulation.taken(0), all(sizes.len()));
        prop_assert!(simulation.elapsed() < Duration::from_secs(60), "{:?}", simulation.elapsed());
    }

    #[test]
    fn who_comes_late_gets_what_was_kept(link in link(), before in sizes(30), after in sizes(30), depth in 1..20u32, seed: u64) {
        let qos = reliable(History::KeepLast(depth), Durability::TransientLocal);
        let mut simulation = Simulation::new(setup(&qos, link, seed));
        simulation.write(&before);
        prop_assert!(simulation.run(FOR_EVER));
        simulation.add_reader();
        prop_assert!(simulation.run(FOR_EVER * 2), "not at rest after an hour");
        let kept = before.len().min(depth as usize);
        let expected: Vec<i64> = all(before.len()).split_off(before.len() - kept);
        prop_assert_eq!(simulation.taken(0), expected);
        simulation.write(&after);
        prop_assert!(simulation.run(FOR_EVER * 3), "not at rest after an hour");
        let taken = simulation.taken(0);
        prop_assert!(taken.is_sorted_by(|a, b| a < b), "{:?}", taken);
        prop_assert_eq!(taken.last().copied(), Some((before.len() + after.len()) as i64));
    }

    #[test]
    fn keep_last_skips_but_never_repeats_and_ends_with_the_last(link in link(), sizes in sizes(120), depth in 1..10u32, seed: u64) {
        let qos = reliable(History::KeepLast(depth), Durability::Volatile);
        let mut simulation = Simulation::new(setup(&qos, link, seed));
        simulation.add_reader();
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        let taken = simulation.taken(0);
        prop_assert!(taken.is_sorted_by(|a, b| a < b), "{:?}", taken);
        let newest = all(sizes.len()).split_off(sizes.len().saturating_sub(depth as usize));
        prop_assert!(taken.ends_with(&newest), "{:?} does not end with {:?}", taken, newest);
    }

    #[test]
    fn best_effort_is_in_order_and_unharmed(link in link(), sizes in sizes(120), seed: u64) {
        let mut simulation = Simulation::new(setup(&QosPolicies::default(), link, seed));
        simulation.add_reader();
        simulation.write(&sizes);
        prop_assert!(simulation.run(FOR_EVER));
        let taken = simulation.taken(0);
        prop_assert!(taken.is_sorted_by(|a, b| a < b), "{:?}", taken);
        if link.loss == 0 && link.reordering == 0 {
            prop_assert_eq!(&taken, &all(sizes.len()));
        }
        // What lies between the first and the last came or is counted as lost.
        let lost = simulation.readers[0].state.statuses.sample_lost.total_count;
        let span = taken.first().zip(taken.last()).map_or(0, |(first, last)| last - first + 1);
        prop_assert_eq!(taken.len() as i64 + i64::from(lost), span);
    }

    #[test]
    fn a_reader_that_dies_does_not_stop_the_others(link in link(), sizes in sizes(60), seed: u64) {
        let qos = reliable(History::KeepLast(5), Durability::Volatile);
        let mut simulation = Simulation::new(setup(&qos, link, seed));
        let (dead, alive) = (simulation.add_reader(), simulation.add_reader());
        simulation.write(&sizes);
        simulation.run(Duration::from_millis(3));
        simulation.readers[dead].alive = false;
        simulation.run(FOR_EVER);
        prop_assert_eq!(simulation.taken(alive).last().copied(), Some(sizes.len() as i64));
        // Once its lease has run out, it is forgotten, and nothing is kept or sent for it.
        let guid = simulation.readers[dead].guid;
        prop_assert!(simulation.writer.unmatch(guid));
        prop_assert!(simulation.run(FOR_EVER * 2), "not at rest after an hour");
        prop_assert_eq!(simulation.writer.history.len(), 0);
    }

    #[test]
    fn a_link_that_was_dead_for_a_while_is_made_up_for(sizes in sizes(60), seed: u64, dead in 1..20u32) {
        let qos = reliable(History::KeepAll, Durability::Volatile);
        let mut simulation = Simulation::new(setup(&qos, Link::PERFECT, seed));
        simulation.add_reader();
        simulation.run(Duration::from_millis(1));
        simulation.network.set_link(Link { loss: 100, ..Link::PERFECT });
        simulation.write(&sizes);
        simulation.run(Duration::from_secs(1) * dead);
        prop_assert_eq!(simulation.taken(0), []);
        simulation.network.set_link(Link::PERFECT);
        prop_assert!(simulation.run(FOR_EVER), "not at rest after an hour");
        prop_assert_eq!(simulation.taken(0), all(sizes.len()));
        prop_assert!(simulation.elapsed() < Duration::from_secs(1) * dead + Duration::from_secs(2));
    }
}

#[test]
fn large_samples_do_not_overrun_default_sockets() {
    const DEFAULT_SOCKET: usize = 212_992;
    const SIZE: usize = 20 << 20;
    let qos = reliable(History::KeepLast(1), Durability::Volatile);
    let link = Link {
        socket: Some((DEFAULT_SOCKET, Duration::from_micros(1))),
        ..Link::PERFECT
    };
    let mut simulation = Simulation::new(Setup {
        fragment: 60_000,
        window: 128 << 10,
        ..setup(&qos, link, 1)
    });
    simulation.add_reader();
    simulation.write(&[SIZE]);
    assert!(simulation.run(FOR_EVER));
    assert_eq!(simulation.taken(0), [1]);
    assert_eq!(simulation.network.overruns, 0);
    assert_eq!(
        simulation.sent_parts,
        SIZE.div_ceil(60_000),
        "nothing is sent twice"
    );
    // The time that receiving takes, and a round trip for each window: no wait for a timer in between.
    let receiving = Duration::from_micros(SIZE as u64 / 1024);
    assert!(
        simulation.elapsed() < receiving * 3,
        "{:?}, of which receiving takes {receiving:?}",
        simulation.elapsed()
    );
}

#[test]
fn small_samples_on_a_good_link_cost_few_heartbeats() {
    let qos = reliable(History::KeepLast(10), Durability::Volatile);
    let mut simulation = Simulation::new(setup(&qos, Link::PERFECT, 1));
    simulation.add_reader();
    for number in 1..=1000u32 {
        simulation.run(Duration::from_millis(1) * number);
        simulation.write(&[64]);
    }
    assert!(simulation.run(FOR_EVER));
    assert_eq!(simulation.taken(0), all(1000));
    assert_eq!(simulation.sent_parts, 1000, "nothing is sent twice");
    assert!(
        simulation.sent_heartbeats < 300,
        "{} heartbeats for 1000 samples",
        simulation.sent_heartbeats
    );
}

#[test]
fn a_slow_link_is_neither_overrun_nor_asked_for_ever() {
    const SIZE: usize = 2 << 20;
    let qos = reliable(History::KeepLast(1), Durability::Volatile);
    let delay = Duration::from_millis(20);
    let link = Link {
        delay,
        socket: Some((212_992, Duration::from_micros(1))),
        ..Link::PERFECT
    };
    let mut simulation = Simulation::new(Setup {
        fragment: 1400,
        window: 128 << 10,
        ..setup(&qos, link, 1)
    });
    simulation.add_reader();
    simulation.write(&[SIZE]);
    assert!(simulation.run(FOR_EVER));
    assert_eq!(simulation.taken(0), [1]);
    assert_eq!(simulation.network.overruns, 0);
    assert_eq!(
        simulation.sent_parts,
        SIZE.div_ceil(1400),
        "nothing is sent twice"
    );
    assert!(
        simulation.elapsed() < Duration::from_secs(5),
        "{:?}",
        simulation.elapsed()
    );
    assert!(
        simulation.sent_heartbeats < 200,
        "{}",
        simulation.sent_heartbeats
    );
}

#[test]
fn however_a_reader_asks_large_samples_flow() {
    const SIZE: usize = 4 << 20;
    let qos = reliable(History::KeepAll, Durability::Volatile);
    for asking in [
        Asking::Both,
        Asking::NackFragFirst,
        Asking::NackFragAlone,
        Asking::WholeSample,
    ] {
        let link = Link {
            socket: Some((212_992, Duration::from_micros(1))),
            ..Link::PERFECT
        };
        let mut simulation = Simulation::new(Setup {
            fragment: 60_000,
            window: 128 << 10,
            asking,
            ..setup(&qos, link, 1)
        });
        simulation.add_reader();
        simulation.write(&[SIZE; 3]);
        assert!(simulation.run(FOR_EVER));
        assert_eq!(simulation.taken(0), [1, 2, 3], "{asking:?}");
        let needed = 3 * SIZE.div_ceil(60_000);
        assert_eq!(
            simulation.sent_parts, needed,
            "{asking:?}: nothing is sent twice"
        );
        assert!(
            simulation.elapsed() < Duration::from_secs(1),
            "{asking:?}: {:?}",
            simulation.elapsed()
        );
    }
}

#[test]
fn heavy_loss_costs_little_more_than_what_is_lost() {
    let qos = reliable(History::KeepAll, Durability::Volatile);
    let link = Link {
        loss: 20,
        repetition: 2,
        reordering: 5,
        delay: Duration::from_micros(100),
        socket: None,
    };
    for (count, size) in [(5, 1 << 20), (5_000, 100)] {
        let mut simulation = Simulation::new(Setup {
            fragment: 1400,
            window: 128 << 10,
            ..setup(&qos, link, 7)
        });
        simulation.add_reader();
        simulation.write(&vec![size; count]);
        assert!(simulation.run(FOR_EVER));
        assert_eq!(simulation.taken(0), all(count));
        let needed = count * size.div_ceil(1400);
        assert!(
            simulation.sent_parts < needed * 2,
            "{} parts for {needed}",
            simulation.sent_parts
        );
        assert!(
            simulation.elapsed() < Duration::from_secs(30),
            "{:?}",
            simulation.elapsed()
        );
    }
}

#[test]
fn a_greeting_that_was_lost_is_made_up_for_without_a_sample() {
    let qos = reliable(History::KeepLast(1), Durability::Volatile);
    let mut dead = setup(&qos, Link::PERFECT, 1);
    dead.link.loss = 100;
    let mut simulation = Simulation::new(dead);
    // One sample that the reader, which comes later, is not to get.
    simulation.write(&[64]);
    simulation.add_reader();
    simulation.run(Duration::from_secs(10));
    simulation.network.set_link(Link::PERFECT);
    assert!(simulation.run(FOR_EVER), "not at rest after an hour");
    assert_eq!(simulation.taken(0), []);
    simulation.write(&[64]);
    assert!(simulation.run(FOR_EVER));
    assert_eq!(simulation.taken(0), [2]);
}
