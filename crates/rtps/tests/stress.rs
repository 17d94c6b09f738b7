//! Many threads at once: endpoints come and go while others write, and listeners call the engine. Nothing locks up.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::{Duration, Instant};

use common::engine::*;
use rosebay_rtps::qos::{History, QosPolicies};
use rosebay_rtps::{
    Participant, Reader, ReaderListener, ReaderStatus, WriteOptions, WriterConfig, WriterListener,
    WriterStatus,
};

/// How long it goes on.
const DURATION: Duration = Duration::from_secs(3);
const TOPICS: [&str; 3] = ["one", "two", "three"];

/// Runs `work`, and panics if it does not end.
fn must_end(what: &str, work: impl FnOnce() + Send + 'static) {
    let (sender, receiver) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        work();
        sender.send(()).ok();
    });
    match receiver.recv_timeout(DURATION + PATIENCE) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what} does not end: a deadlock?"),
        Ok(()) | Err(mpsc::RecvTimeoutError::Disconnected) => thread.join().unwrap(),
    }
}

fn qos(turn: usize) -> QosPolicies {
    match turn % 4 {
        0 => QosPolicies::default(),
        1 => reliable(History::KeepLast(5)),
        2 => reliable(History::KeepAll),
        _ => transient_local(History::KeepLast(3)),
    }
}

/// Takes what comes as soon as it is told of it, on whatever thread that is.
#[derive(Default)]
struct TakeAtOnce {
    reader: OnceLock<Reader>,
    taken: AtomicUsize,
}

impl ReaderListener for TakeAtOnce {
    fn data_available(&self) {
        if let Some(reader) = self.reader.get() {
            while reader.take().is_some() {
                self.taken.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn status_changed(&self, _status: ReaderStatus) {
        if let Some(reader) = self.reader.get() {
            reader.take_matched_status();
            reader.take_liveliness_changed_status();
            reader.matched_writers();
        }
    }
}

/// Looks at its participant when told of something.
struct LookAround(Participant);

impl WriterListener for LookAround {
    fn status_changed(&self, _status: WriterStatus) {
        self.0.discovered_readers();
        self.0.counters();
    }
}

#[test]
fn endpoints_come_and_go_while_others_write() {
    must_end("coming and going", || {
        let domain = domain();
        let participants: Vec<_> = (0..3).map(|_| participant(domain)).collect();
        let end = Instant::now() + DURATION;
        std::thread::scope(|scope| {
            for (index, participant) in participants.iter().enumerate() {
                scope.spawn(move || come_and_go(participant, index, end));
                scope.spawn(move || come_and_go(participant, index + 7, end));
            }
        });
        // All of it over, everything works as before.
        let qos = reliable(History::KeepAll);
        let (writer, reader) = (
            writer(&participants[0], "after", &qos),
            reader(&participants[1], "after", &qos),
        );
        wait_matched(&writer, &reader);
        (0..100).for_each(|number| write(&writer, content(number, 1000)));
        assert_eq!(numbers(&take(&reader, 100)), (0..100).collect::<Vec<_>>());
        wait_until("the others' end", || {
            participants[2].discovered_writers().len() == 1
        });
    });
}

fn come_and_go(participant: &Participant, mut turn: usize, end: Instant) {
    while Instant::now() < end {
        turn += 1;
        let topic = TOPICS[turn % TOPICS.len()];
        let config = WriterConfig {
            topic_name: topic.into(),
            type_name: "Type".into(),
            qos: qos(turn),
            ..WriterConfig::default()
        };
        let writer = participant
            .create_writer(config, Arc::new(LookAround(participant.clone())))
            .unwrap();
        let listener = Arc::new(TakeAtOnce::default());
        let reader = reader_with(participant, topic, &qos(turn / 2), listener.clone());
        listener.reader.set(reader.clone()).ok().unwrap();
        for number in 0..20 {
            let size = if number == 10 { 70_000 } else { 64 };
            // May fail for want of room, when a reader does not go on in time.
            writer
                .write(content(number, size), WriteOptions::default())
                .ok();
        }
        writer.take_matched_status();
        reader.close();
    }
}

#[test]
fn a_participant_can_be_closed_while_others_use_it() {
    must_end("closing", || {
        let domain = domain();
        for _ in 0..20 {
            let (here, there) = (participant(domain), participant(domain));
            let qos = reliable(History::KeepAll);
            let (writer, reader) = (
                writer(&here, "closing", &qos),
                reader(&there, "closing", &qos),
            );
            let stop = AtomicBool::new(false);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    while writer
                        .write(content(1, 64), WriteOptions::default())
                        .is_ok()
                    {}
                    stop.store(true, Ordering::SeqCst);
                });
                scope.spawn(|| {
                    while !stop.load(Ordering::SeqCst) {
                        reader.take();
                        there.discovered_writers();
                    }
                });
                std::thread::sleep(Duration::from_millis(20));
                here.close();
            });
            there.close();
        }
    });
}

#[test]
fn threads_that_share_a_writer_write_in_some_order() {
    const THREADS: u32 = 4;
    const EACH: u32 = 2_000;
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let mut qos = reliable(History::KeepAll);
    qos.reliability = rosebay_rtps::qos::Reliability::Reliable {
        max_blocking_time: rosebay_rtps::types::Duration::from_seconds(30),
    };
    let (writer, reader) = (
        writer(&here, "shared", &qos),
        reader(&there, "shared", &qos),
    );
    wait_matched(&writer, &reader);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let writer = &writer;
            scope.spawn(move || {
                (0..EACH).for_each(|number| write(writer, content(thread * EACH + number, 64)))
            });
        }
        let samples = take(&reader, (THREADS * EACH) as usize);
        assert!(samples.is_sorted_by(|a, b| a.sequence_number < b.sequence_number));
        for thread in 0..THREADS {
            let own: Vec<u32> = numbers(&samples)
                .into_iter()
                .filter(|number| number / EACH == thread)
                .collect();
            assert_eq!(
                own,
                (thread * EACH..(thread + 1) * EACH).collect::<Vec<_>>()
            );
        }
    });
}
