//! Participants of one process exchange samples over the loopback.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::engine::*;
use rosebay_rtps::qos::{History, QosPolicies, Reliability, ResourceLimits};
use rosebay_rtps::types::{Guid, SampleIdentity, SequenceNumber, Timestamp, VendorId};
use rosebay_rtps::{
    Bytes, ReaderConfig, ReaderListener, ReaderStatus, SampleFilter, WriteError, WriteOptions,
};

const SIZES: &[usize] = &[
    0,
    1,
    3,
    4,
    64,
    1_343,
    1_344,
    1_345,
    65_000,
    65_507,
    65_508,
    200_000,
    1 << 20,
    8 << 20,
    20 << 20,
];

#[test]
fn every_size_arrives_whole_on_a_reliable_topic() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepLast(1));
    let (writer, reader) = (writer(&here, "sizes", &qos), reader(&there, "sizes", &qos));
    wait_matched(&writer, &reader);
    for (number, &size) in SIZES.iter().enumerate() {
        let sent = content(number as u32, size);
        write(&writer, sent.clone());
        let [sample] = &take(&reader, 1)[..] else {
            panic!("one sample expected")
        };
        assert_eq!(sample.payload.len(), size);
        assert!(sample.payload == sent, "{size} bytes are damaged");
    }
    assert!(writer.wait_for_acknowledgments(PATIENCE));
}

#[test]
fn every_size_arrives_whole_on_a_best_effort_topic() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let (writer, reader) = (
        writer(&here, "sizes", &QosPolicies::default()),
        reader(&there, "sizes", &QosPolicies::default()),
    );
    wait_matched(&writer, &reader);
    for (number, &size) in SIZES.iter().filter(|&&size| size < 150_000).enumerate() {
        let sent = content(number as u32, size);
        // It may get lost; then it is simply written again.
        wait_until("a best-effort sample", || {
            write(&writer, sent.clone());
            std::thread::sleep(Duration::from_millis(2));
            std::iter::from_fn(|| reader.take()).any(|sample| sample.payload == sent)
        });
        std::thread::sleep(Duration::from_millis(5));
        while reader.take().is_some() {}
    }
}

#[test]
fn many_small_samples_arrive_in_order_and_once() {
    const COUNT: u32 = 20_000;
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let mut qos = reliable(History::KeepAll);
    qos.reliability = Reliability::Reliable {
        max_blocking_time: rosebay_rtps::types::Duration::from_seconds(30),
    };
    let (writer, reader) = (writer(&here, "flood", &qos), reader(&there, "flood", &qos));
    wait_matched(&writer, &reader);
    let sending = std::thread::spawn(move || {
        (0..COUNT).for_each(|number| write(&writer, content(number, 64)));
        assert!(writer.wait_for_acknowledgments(PATIENCE));
    });
    assert_eq!(
        numbers(&take(&reader, COUNT as usize)),
        (0..COUNT).collect::<Vec<_>>()
    );
    sending.join().unwrap();
    assert!(reader.take().is_none());
}

#[test]
fn several_writers_and_readers_meet() {
    const COUNT: u32 = 200;
    let domain = domain();
    let participants: Vec<_> = (0..3).map(|_| participant(domain)).collect();
    let qos = reliable(History::KeepAll);
    let writers: Vec<_> = participants
        .iter()
        .map(|participant| writer(participant, "all", &qos))
        .collect();
    let readers: Vec<_> = participants
        .iter()
        .map(|participant| reader(participant, "all", &qos))
        .collect();
    for (writer, reader) in writers
        .iter()
        .flat_map(|writer| readers.iter().map(move |reader| (writer, reader)))
    {
        wait_matched(writer, reader);
    }
    for number in 0..COUNT {
        writers
            .iter()
            .for_each(|writer| write(writer, content(number, 100)));
    }
    for reader in &readers {
        let samples = take(reader, COUNT as usize * writers.len());
        for writer in &writers {
            let from_writer: Vec<_> = samples
                .iter()
                .filter(|sample| sample.writer == writer.guid())
                .cloned()
                .collect();
            assert_eq!(numbers(&from_writer), (0..COUNT).collect::<Vec<_>>());
        }
    }
}

#[test]
fn writer_and_reader_of_one_participant_meet_without_the_network() {
    let alone = participant(domain());
    let qos = transient_local(History::KeepLast(3));
    let writer = writer(&alone, "local", &qos);
    (0..5).for_each(|number| write(&writer, content(number, 64)));
    let reader = reader(&alone, "local", &qos);
    wait_matched(&writer, &reader);
    assert_eq!(numbers(&take(&reader, 3)), [2, 3, 4]);
    let large = content(5, 1 << 20);
    write(&writer, large.clone());
    let sample = &take(&reader, 1)[0];
    assert_eq!(
        sample.payload.as_ptr(),
        large.as_ptr(),
        "the same bytes, not a copy"
    );
    assert!(writer.wait_for_acknowledgments(PATIENCE));
}

#[test]
fn a_late_joiner_gets_what_was_kept() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = transient_local(History::KeepLast(10));
    let writer = writer(&here, "latched", &qos);
    let large = 300_000;
    (0..25).for_each(|number| {
        write(
            &writer,
            content(number, if number == 20 { large } else { 64 }),
        )
    });
    let late = reader(&there, "latched", &qos);
    let samples = take(&late, 10);
    assert_eq!(numbers(&samples), (15..25).collect::<Vec<_>>());
    assert_eq!(samples[5].payload, content(20, large));
    // A volatile reader, of the same writer, gets only what comes after it.
    let volatile = reader(&there, "latched", &reliable(History::KeepLast(10)));
    wait_matched(&writer, &volatile);
    write(&writer, content(25, 64));
    assert_eq!(numbers(&take(&volatile, 1)), [25]);
    assert_eq!(numbers(&take(&late, 1)), [25]);
}

#[test]
fn a_writer_that_keeps_all_waits_for_its_reader() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let mut qos = reliable(History::KeepAll);
    qos.resource_limits = ResourceLimits {
        max_samples: Some(10),
        ..ResourceLimits::default()
    };
    qos.reliability = Reliability::Reliable {
        max_blocking_time: rosebay_rtps::types::Duration::from_milliseconds(50),
    };
    let (writer, reader) = (writer(&here, "slow", &qos), reader(&there, "slow", &qos));
    wait_matched(&writer, &reader);
    let mut written = 0;
    let error = loop {
        match writer.write(content(written, 64), WriteOptions::default()) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(
            written < 1000,
            "nobody takes, and yet there is no end of room"
        );
    };
    assert_eq!(
        error,
        WriteError::Timeout {
            max_blocking: Duration::from_millis(50)
        }
    );
    assert!(written >= 10);
    // What was written is there to the last; what was refused is not.
    assert_eq!(
        numbers(&take(&reader, written as usize)),
        (0..written).collect::<Vec<_>>()
    );
    wait_until("room", || {
        writer
            .write(content(written, 64), WriteOptions::default())
            .is_ok()
    });
    assert_eq!(numbers(&take(&reader, 1)), [written]);
}

#[test]
fn a_reader_that_keeps_the_last_has_the_newest() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let (writer, reader) = (
        writer(&here, "newest", &reliable(History::KeepAll)),
        reader(&there, "newest", &reliable(History::KeepLast(5))),
    );
    wait_matched(&writer, &reader);
    (0..100).for_each(|number| write(&writer, content(number, 64)));
    assert!(writer.wait_for_acknowledgments(PATIENCE));
    assert_eq!(numbers(&take(&reader, 5)), [95, 96, 97, 98, 99]);
}

#[test]
fn what_a_reader_does_not_want_takes_no_place() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    for qos in [
        // The unwanted would displace the wanted.
        reliable(History::KeepLast(3)),
        // The unwanted would hold up the writer, and with it the wanted.
        QosPolicies {
            resource_limits: ResourceLimits {
                max_samples: Some(3),
                ..ResourceLimits::default()
            },
            ..reliable(History::KeepAll)
        },
    ] {
        let config = ReaderConfig {
            topic_name: "filtered".into(),
            type_name: "Type".into(),
            qos,
            filter: SampleFilter::new(|sample| sample.payload.starts_with(b"yes")),
            ..ReaderConfig::default()
        };
        let near = here.create_reader(config.clone(), Arc::new(())).unwrap();
        let far = there.create_reader(config, Arc::new(())).unwrap();
        let writer = writer(&here, "filtered", &reliable(History::KeepAll));
        wait_matched(&writer, &near);
        wait_matched(&writer, &far);
        for number in 0..60 {
            let wanted = number % 20 == 0;
            let text = format!("{} {number}", if wanted { "yes" } else { "no" });
            write(&writer, text);
        }
        assert!(writer.wait_for_acknowledgments(PATIENCE));
        for reader in [&near, &far] {
            let payloads: Vec<Bytes> = std::iter::from_fn(|| reader.take())
                .map(|sample| sample.payload)
                .collect();
            assert_eq!(payloads, ["yes 0", "yes 20", "yes 40"]);
        }
    }
}

#[test]
fn what_goes_along_with_a_sample_arrives() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepAll);
    let writer = writer(&here, "options", &qos);
    let (first, second) = (
        reader(&there, "options", &qos),
        reader(&there, "options", &qos),
    );
    wait_matched(&writer, &first);
    wait_matched(&writer, &second);
    let identity = SampleIdentity {
        writer: Guid::from_bytes([9; 16]),
        sequence_number: SequenceNumber(77),
    };
    let time = Timestamp::from_nanoseconds(1_700_000_000_123_456_789);
    let options = WriteOptions {
        source_timestamp: Some(time),
        related_sample_identity: Some(identity),
        by_vendor: Some((VendorId::CYCLONE_DDS, Bytes::from_static(b"other"))),
        destination: None,
    };
    let number = writer.write(Bytes::from_static(b"text"), options).unwrap();
    for reader in [&first, &second] {
        let sample = &take(reader, 1)[0];
        assert_eq!(
            (sample.payload.as_ref(), sample.sequence_number),
            (&b"text"[..], number)
        );
        assert_eq!(
            (sample.writer, sample.vendor),
            (writer.guid(), VendorId::ROSEBAY)
        );
        assert_eq!(
            sample.source_timestamp.map(Timestamp::to_nanoseconds),
            Some(time.to_nanoseconds())
        );
        assert_eq!(sample.related_sample_identity, Some(identity));
    }
    // One for the second alone, among others for both; large ones too.
    for (size, destination) in [
        (10, None),
        (10, Some(second.guid())),
        (200_000, Some(second.guid())),
        (11, None),
    ] {
        writer
            .write(
                content(0, size),
                WriteOptions {
                    destination,
                    ..WriteOptions::default()
                },
            )
            .unwrap();
    }
    let lengths = |samples: Vec<rosebay_rtps::Sample>| {
        samples.iter().map(|s| s.payload.len()).collect::<Vec<_>>()
    };
    assert_eq!(lengths(take(&second, 4)), [10, 10, 200_000, 11]);
    assert_eq!(lengths(take(&first, 2)), [10, 11]);
    assert!(writer.wait_for_acknowledgments(PATIENCE));
}

#[test]
fn a_listener_is_told_of_every_arrival() {
    #[derive(Default)]
    struct Told {
        data: AtomicUsize,
        matched: AtomicUsize,
    }
    impl ReaderListener for Told {
        fn data_available(&self) {
            self.data.fetch_add(1, Ordering::SeqCst);
        }
        fn status_changed(&self, status: ReaderStatus) {
            self.matched.fetch_add(
                usize::from(status == ReaderStatus::Matched),
                Ordering::SeqCst,
            );
        }
    }
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepAll);
    let told = Arc::new(Told::default());
    let writer = writer(&here, "told", &qos);
    let reader = reader_with(&there, "told", &qos, told.clone());
    wait_matched(&writer, &reader);
    wait_until("word of the match", || {
        told.matched.load(Ordering::SeqCst) > 0
    });
    for round in 1..=10 {
        let before = told.data.load(Ordering::SeqCst);
        write(&writer, content(round, 64));
        wait_until("word of the sample", || {
            told.data.load(Ordering::SeqCst) > before
        });
        assert_eq!(numbers(&take(&reader, 1)), [round]);
    }
}

#[test]
fn without_multicast_peers_find_each_other_by_address() {
    let domain = domain();
    let unicast = |config: &mut rosebay_rtps::ParticipantConfig| {
        config.network.multicast_discovery = false;
        config.network.peers = vec![std::net::Ipv4Addr::LOCALHOST];
        config.network.peer_participants = 4;
    };
    let (here, there) = (
        participant_with(domain, unicast),
        participant_with(domain, unicast),
    );
    let qos = reliable(History::KeepAll);
    let (writer, reader) = (
        writer(&here, "unicast", &qos),
        reader(&there, "unicast", &qos),
    );
    wait_matched(&writer, &reader);
    write(&writer, content(1, 64));
    assert_eq!(numbers(&take(&reader, 1)), [1]);
}

#[test]
fn default_socket_buffers_are_enough_for_20_mb() {
    let domain = domain();
    let small = |config: &mut rosebay_rtps::ParticipantConfig| {
        config.network.receive_buffer = 212_992 / 2;
        config.network.send_buffer = 212_992 / 2;
    };
    let (here, there) = (
        participant_with(domain, small),
        participant_with(domain, small),
    );
    let qos = reliable(History::KeepLast(1));
    let (writer, reader) = (writer(&here, "large", &qos), reader(&there, "large", &qos));
    wait_matched(&writer, &reader);
    for number in 0..3 {
        let sent = content(number, 20 << 20);
        write(&writer, sent.clone());
        assert!(take(&reader, 1)[0].payload == sent);
    }
}
