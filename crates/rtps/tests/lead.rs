//! A thread that waits anyway takes what comes in the receive thread's stead.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, ThreadId};
use std::time::{Duration, Instant};

use common::engine::*;
use rosebay_rtps::qos::{History, QosPolicies, Reliability};
use rosebay_rtps::{Participant, Reader, ReaderListener, ReaderStatus, Writer};

/// Reports on which thread it is called, after having done something.
struct OnData<F>(Mutex<Sender<ThreadId>>, F);

impl<F: Fn() + Send + Sync> ReaderListener for OnData<F> {
    fn data_available(&self) {
        self.1();
        // Nobody listens any more when the test is over.
        let _ = self.0.lock().unwrap().send(std::thread::current().id());
    }

    fn status_changed(&self, _: ReaderStatus) {}
}

/// Two participants, with and without shared memory between them.
fn pairs() -> impl Iterator<Item = [Participant; 2]> {
    [None, Some(64 << 20)].into_iter().map(|shared_memory| {
        let domain = domain();
        [(); 2].map(|()| {
            participant_with(domain, |config| {
                config.network.shared_memory = shared_memory
            })
        })
    })
}

fn keep_all() -> QosPolicies {
    QosPolicies {
        reliability: Reliability::Reliable {
            max_blocking_time: rosebay_rtps::types::Duration::from_seconds(30),
        },
        ..reliable(History::KeepAll)
    }
}

fn meet(here: &Participant, there: &Participant) -> (Writer, Reader) {
    let (writer, reader) = (
        writer(here, "led", &keep_all()),
        reader(there, "led", &keep_all()),
    );
    wait_matched(&writer, &reader);
    (writer, reader)
}

/// A thread that leads until it is told to stop.
struct Leader {
    participant: Participant,
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<bool>,
}

impl Leader {
    /// Its name, by which listeners know it.
    const NAME: &str = "leader";

    /// Returns when it leads.
    fn begin(participant: &Participant) -> Leader {
        let (is_over, has_begun) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let (over, begun) = (Arc::clone(&is_over), Arc::<AtomicBool>::clone(&has_begun));
        let leads = participant.clone();
        let thread = std::thread::Builder::new()
            .name(Leader::NAME.to_owned())
            .spawn(move || {
                leads.lead(None, true, &|| {
                    begun.store(true, SeqCst);
                    over.load(SeqCst)
                })
            })
            .unwrap();
        wait_until("the lead", || has_begun.load(SeqCst));
        Leader {
            participant: participant.clone(),
            is_over,
            thread,
        }
    }

    fn is_this_thread() -> bool {
        std::thread::current().name() == Some(Leader::NAME)
    }

    /// Whether it has led.
    fn end(self) -> std::thread::Result<bool> {
        self.is_over.store(true, SeqCst);
        self.participant.interrupt();
        self.thread.join()
    }
}

#[test]
fn who_leads_is_who_listeners_are_called_by() {
    for [here, there] in pairs() {
        let (sender, called) = channel();
        let listener = Arc::new(OnData(Mutex::new(sender), || ()));
        let writer = writer(&here, "led", &keep_all());
        let reader = reader_with(&there, "led", &keep_all(), listener);
        wait_matched(&writer, &reader);
        let leader = Leader::begin(&there);
        for number in 0..100 {
            write(&writer, content(number, 64));
            assert_eq!(
                called.recv_timeout(PATIENCE),
                Ok(leader.thread.thread().id())
            );
            assert_eq!(numbers(&take(&reader, 1)), [number]);
        }
        assert!(leader.end().unwrap());
        write(&writer, content(100, 64));
        assert!(
            called.recv_timeout(PATIENCE).is_ok(),
            "nobody takes what comes"
        );
        assert!(writer.wait_for_acknowledgments(PATIENCE));
    }
}

#[test]
fn leading_ends_in_time_and_loses_nothing() {
    for [here, there] in pairs() {
        let (writer, reader) = meet(&here, &there);
        for number in 0..200 {
            write(&writer, content(number, 64));
            let until = Instant::now() + Duration::from_micros(300);
            assert!(there.lead(Some(until), true, &|| false));
            assert!(Instant::now() >= until);
        }
        assert_eq!(numbers(&take(&reader, 200)), (0..200).collect::<Vec<_>>());
        let looks = AtomicUsize::new(0);
        assert!(there.lead(None, true, &|| {
            looks.fetch_add(1, SeqCst);
            true
        }));
        assert_eq!(looks.load(SeqCst), 1, "it is looked at before the wait");
    }
}

#[test]
fn one_thread_leads_at_a_time() {
    let here = participant(domain());
    let leader = Leader::begin(&here);
    assert!(!here.lead(None, true, &|| false), "a second thread leads");
    assert!(leader.end().unwrap());
    assert!(here.lead(None, true, &|| true), "the lead did not end");
}

#[test]
fn the_receive_thread_acknowledges_while_nobody_leads() {
    for [here, there] in pairs() {
        let (writer, reader) = meet(&here, &there);
        for round in 0..20 {
            let leader = Leader::begin(&there);
            write(&writer, content(round, 64));
            assert!(leader.end().unwrap());
            (0..50).for_each(|number| write(&writer, content(number, 64)));
            assert!(writer.wait_for_acknowledgments(PATIENCE));
            assert_eq!(take(&reader, 51).len(), 51);
        }
    }
}

#[test]
fn a_listener_that_panics_ends_the_lead_and_no_more() {
    for [here, there] in pairs() {
        let (sender, called) = channel();
        let listener = Arc::new(OnData(Mutex::new(sender), || {
            if Leader::is_this_thread() {
                std::panic::resume_unwind(Box::new("a listener's own fault"));
            }
        }));
        let writer = writer(&here, "led", &keep_all());
        let reader = reader_with(&there, "led", &keep_all(), listener);
        wait_matched(&writer, &reader);
        let leader = Leader::begin(&there);
        write(&writer, content(0, 64));
        assert!(leader.thread.join().is_err());
        write(&writer, content(1, 64));
        assert!(
            called.recv_timeout(PATIENCE).is_ok(),
            "nobody takes what comes"
        );
        assert!(there.lead(None, true, &|| true), "the lead did not end");
        assert_eq!(numbers(&take(&reader, 2)), [0, 1]);
    }
}

#[test]
fn closing_ends_the_lead() {
    let here = participant(domain());
    let leader = Leader::begin(&here);
    here.close();
    assert!(leader.thread.join().unwrap());
    assert!(
        !here.lead(None, true, &|| false),
        "a closed participant is led"
    );
    here.interrupt();
}

#[test]
fn a_listener_may_close_the_participant_on_the_thread_that_leads() {
    for [here, there] in pairs() {
        let (sender, called) = channel();
        let closed = there.clone();
        let listener = Arc::new(OnData(Mutex::new(sender), move || {
            if Leader::is_this_thread() {
                closed.close();
            }
        }));
        let writer = writer(&here, "led", &keep_all());
        let reader = reader_with(&there, "led", &keep_all(), listener);
        wait_matched(&writer, &reader);
        let leader = Leader::begin(&there);
        write(&writer, content(0, 64));
        let by = called.recv_timeout(PATIENCE);
        assert_eq!(by, Ok(leader.thread.thread().id()));
        assert!(leader.thread.join().unwrap());
        wait_until("the good-bye", || writer.matched_reader_guids().is_empty());
        assert!(reader.matched_writer_guids().is_empty());
    }
}
