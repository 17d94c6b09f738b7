//! What a writer does not send, because its reader has told that it does not want it. The readers here drop nothing
//! themselves: what they get is what was sent.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::engine::{
    PATIENCE, content, domain, numbers, participant, reliable, take, wait_matched, wait_until,
    write,
};
use rosebay_rtps::qos::{History, QosPolicies, Reliability};
use rosebay_rtps::{
    ContentFilterProperty, FilterCompiler, Participant, PayloadFilter, Reader, ReaderConfig,
    SampleFilter, Writer, WriterConfig,
};

/// More than one datagram holds.
const LARGE: usize = 200_000;

fn told(class: &str, multiple_of: u32) -> ContentFilterProperty {
    ContentFilterProperty {
        filter_class_name: class.into(),
        filter_expression: multiple_of.to_string(),
        ..ContentFilterProperty::default()
    }
}

/// Understands filters of the class `multiple`.
fn compiler() -> FilterCompiler {
    FilterCompiler::new(|told| {
        let factor: u32 = told.filter_expression.parse().ok()?;
        let is_multiple = move |payload: &[u8]| {
            u32::from_le_bytes(payload[..4].try_into().unwrap()).is_multiple_of(factor)
        };
        (told.filter_class_name == "multiple").then(|| PayloadFilter::new(is_multiple))
    })
}

fn writer(participant: &Participant, qos: &QosPolicies) -> Writer {
    let config = WriterConfig {
        topic_name: "numbers".into(),
        type_name: "Type".into(),
        qos: qos.clone(),
        filters: compiler(),
        ..WriterConfig::default()
    };
    participant.create_writer(config, Arc::new(())).unwrap()
}

fn reader(participant: &Participant, qos: &QosPolicies, told: ContentFilterProperty) -> Reader {
    let config = ReaderConfig {
        topic_name: "numbers".into(),
        type_name: "Type".into(),
        qos: qos.clone(),
        content_filter: Some(told),
        ..ReaderConfig::default()
    };
    participant.create_reader(config, Arc::new(())).unwrap()
}

fn write_all(writer: &Writer, numbers: std::ops::Range<u32>, size: usize) {
    numbers.for_each(|number| write(writer, content(number, size)));
    assert!(writer.wait_for_acknowledgments(PATIENCE));
}

#[test]
fn each_reader_is_sent_what_it_wants() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepAll);
    let writer = writer(&here, &qos);
    let threes = reader(&there, &qos, told("multiple", 3));
    let fives = reader(&there, &qos, told("multiple", 5));
    let unheeded = reader(&there, &qos, told("of another language", 7));
    for reader in [&threes, &fives, &unheeded] {
        wait_matched(&writer, reader);
    }
    write_all(&writer, 1..11, 64);
    write_all(&writer, 11..16, LARGE);
    assert_eq!(numbers(&take(&threes, 5)), [3, 6, 9, 12, 15]);
    assert_eq!(numbers(&take(&fives, 3)), [5, 10, 15]);
    assert_eq!(numbers(&take(&unheeded, 15)), (1..16).collect::<Vec<_>>());
    for reader in [&threes, &fives] {
        assert_eq!(reader.waiting(), 0);
        assert_eq!(reader.take_sample_lost_status().total_count, 0);
    }
}

#[test]
fn best_effort_readers_are_sent_what_they_want() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = QosPolicies {
        reliability: Reliability::BestEffort,
        ..reliable(History::KeepLast(100))
    };
    let writer = writer(&here, &qos);
    let reader = reader(&there, &qos, told("multiple", 3));
    wait_matched(&writer, &reader);
    (1..10).for_each(|number| write(&writer, content(number, 64)));
    assert_eq!(numbers(&take(&reader, 3)), [3, 6, 9]);
    assert_eq!(reader.take_sample_lost_status().total_count, 0);
}

#[test]
fn a_new_filter_holds_once_it_is_heard_of_and_the_match_stays() {
    let domain = domain();
    let (here, there) = (participant(domain), participant(domain));
    let qos = reliable(History::KeepAll);
    let writer = writer(&here, &qos);
    let reader = reader(&there, &qos, told("multiple", 3));
    wait_matched(&writer, &reader);
    write_all(&writer, 1..6, 64);
    assert_eq!(numbers(&take(&reader, 1)), [3]);
    reader.set_filter(SampleFilter::default(), Some(told("multiple", 4)));
    wait_until("the new filter", || {
        write(&writer, content(4, 64));
        reader.take().is_some()
    });
    assert!(writer.wait_for_acknowledgments(PATIENCE));
    while reader.take().is_some() {}
    write_all(&writer, 5..10, 64);
    assert_eq!(numbers(&take(&reader, 1)), [8]);
    reader.set_filter(SampleFilter::default(), None);
    wait_until("that there is no filter", || {
        write(&writer, content(5, 64));
        reader.take().is_some()
    });
    assert_eq!(reader.take_sample_lost_status().total_count, 0);
    assert_eq!(writer.take_matched_status().total_count, 1);
}
