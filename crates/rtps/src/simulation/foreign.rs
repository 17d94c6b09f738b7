//! Peers of other makes, by what was captured of them: where a reader that wants no history begins.

use super::*;
use crate::qos::Durability;
use crate::types::Count;
use crate::wire::AckNack;

const READER: Guid = GuidPrefix([2; 12]).guid(EntityId([0, 0, 1, 4]));

fn qos(durability: Durability) -> QosPolicies {
    QosPolicies {
        durability,
        reliability: crate::qos::Reliability::Reliable {
            max_blocking_time: crate::types::Duration::ZERO,
        },
        history: crate::qos::History::KeepAll,
        ..QosPolicies::default()
    }
}

/// A volatile reader that has just been matched with a writer that keeps its samples.
struct Reader {
    state: ReaderState<()>,
    now: Instant,
    out: Vec<Outgoing<ReaderMessage>>,
    heartbeats: Count,
}

impl Reader {
    fn matched_with(vendor: VendorId) -> Reader {
        let mut reader = Reader {
            state: ReaderState::new(
                READER,
                &qos(Durability::Volatile),
                SampleFilter::default(),
                Budget::new(64 << 20),
            ),
            now: Instant::now(),
            out: Vec::new(),
            heartbeats: Count::default(),
        };
        let writer = EndpointData {
            vendor,
            ..endpoint(WRITER, qos(Durability::TransientLocal))
        };
        let route = Route {
            vendor,
            ..route(WRITER, 1400, 1 << 20)
        };
        reader.state.match_remote(
            Arc::new(writer),
            route,
            reader.now,
            &mut reader.out,
            &mut ReaderEvents::default(),
        );
        // What it says unasked, before it has heard a HEARTBEAT.
        assert_eq!(reader.asks().len(), 0);
        reader
    }

    /// What it asked for since this was last called.
    fn asks(&mut self) -> Vec<i64> {
        self.out
            .drain(..)
            .flat_map(|outgoing| match outgoing.message {
                ReaderMessage::AckNack(acknack) => {
                    acknack.state.iter().map(|number| number.0).collect()
                }
                ReaderMessage::NackFrag(_) => Vec::new(),
            })
            .collect()
    }

    fn heartbeat(&mut self, first: i64, last: i64) {
        self.heartbeats = self.heartbeats.next();
        let heartbeat = Heartbeat {
            reader_id: READER.entity_id,
            writer_id: WRITER.entity_id,
            first: SequenceNumber(first),
            last: SequenceNumber(last),
            count: self.heartbeats,
            is_final: false,
            liveliness: false,
        };
        self.state.on_heartbeat(
            WRITER,
            &heartbeat,
            self.now,
            &mut self.out,
            &mut ReaderEvents::default(),
        );
    }

    fn data(&mut self, numbers: impl IntoIterator<Item = i64>) {
        for number in numbers {
            let taken = self.state.on_data(
                head(SequenceNumber(number)),
                self.now,
                &mut self.out,
                &mut ReaderEvents::default(),
            );
            assert_eq!(taken, Ok(()), "{number}");
        }
    }

    fn gap(&mut self, numbers: &[i64]) {
        let end = SequenceNumber(numbers[numbers.len() - 1]).next();
        let gap = Gap {
            reader_id: READER.entity_id,
            writer_id: WRITER.entity_id,
            start: SequenceNumber(numbers[0]),
            list: SequenceNumberSet::new(end),
        };
        self.state.on_gap(
            WRITER,
            &gap,
            self.now,
            &mut self.out,
            &mut ReaderEvents::default(),
        );
    }

    fn taken(&mut self) -> Vec<i64> {
        std::iter::from_fn(|| self.state.take(|| self.now))
            .map(|sample| sample.sequence_number.0)
            .collect()
    }
}

fn numbers(range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    range.collect()
}

/// Fast DDS matched this reader and wrote before this reader heard of it, so that the first HEARTBEAT that is heard
/// names samples that are for it.
#[test]
fn what_fast_dds_writes_after_its_match_is_asked_for() {
    let mut reader = Reader::matched_with(VendorId::FAST_DDS);
    reader.heartbeat(1, 30);
    assert_eq!(reader.asks(), numbers(1..=30));
    reader.data(1..=30);
    assert_eq!(reader.taken(), numbers(1..=30));
}

/// Fast DDS wrote 600 samples before it matched this reader and 10 after: it answers with GAPs for the former.
#[test]
fn what_fast_dds_wrote_before_its_match_is_passed_over() {
    let mut reader = Reader::matched_with(VendorId::FAST_DDS);
    reader.heartbeat(1, 610);
    for asked in [1..=256, 257..=512, 513..=610] {
        assert_eq!(reader.asks(), numbers(asked.clone()));
        reader.gap(&numbers(*asked.start()..=*asked.end().min(&600)));
    }
    assert_eq!(reader.taken(), []);
    reader.data(601..=610);
    assert_eq!(reader.taken(), numbers(601..=610));
}

/// Cyclone DDS would send its history to a reader of another make that asks for it.
#[test]
fn what_cyclone_dds_wrote_before_the_first_heartbeat_is_not_asked_for() {
    let mut reader = Reader::matched_with(VendorId::CYCLONE_DDS);
    reader.heartbeat(1, 30);
    assert_eq!(reader.asks(), []);
    reader.data([31]);
    assert_eq!(reader.taken(), [31]);
    // What it pushes before its first HEARTBEAT is for this reader.
    let mut reader = Reader::matched_with(VendorId::CYCLONE_DDS);
    reader.data([29, 30]);
    reader.heartbeat(1, 30);
    assert_eq!(reader.asks(), []);
    assert_eq!(reader.taken(), [29, 30]);
}

/// A volatile writer and two readers of one Cyclone DDS participant, which keeps one account of it for both.
struct Service {
    state: WriterState<()>,
    now: Instant,
    out: Vec<Outgoing<WriterMessage>>,
}

impl Service {
    fn reader(index: u8) -> Guid {
        GuidPrefix([2; 12]).guid(EntityId([0, 0, index, 4]))
    }

    fn new() -> Service {
        Service {
            state: WriterState::new(&qos(Durability::Volatile)),
            now: Instant::now(),
            out: Vec::new(),
        }
    }

    fn match_reader(&mut self, index: u8) {
        let vendor = VendorId::CYCLONE_DDS;
        let guid = Service::reader(index);
        let data = EndpointData {
            vendor,
            ..endpoint(guid, qos(Durability::Volatile))
        };
        let route = Route {
            vendor,
            ..route(guid, 1400, 1 << 20)
        };
        self.state
            .match_remote(Arc::new(data), route, None, self.now, &mut self.out);
    }

    /// Writes a sample for one reader.
    fn respond(&mut self, index: u8) {
        let options = WriteOptions {
            destination: Some(Service::reader(index)),
            ..WriteOptions::default()
        };
        self.state.add(
            ChangeKind::Alive,
            Bytes::from_static(&[0; 8]),
            options,
            self.now,
        );
        self.state.pump(self.now, &mut self.out);
    }

    fn acknowledge(&mut self, index: u8, count: i32, base: i64, missing: &[i64]) {
        let state = SequenceNumberSet::from_numbers(
            SequenceNumber(base),
            missing.iter().copied().map(SequenceNumber),
        );
        let acknack = AckNack {
            reader_id: Service::reader(index).entity_id,
            writer_id: WRITER.entity_id,
            state,
            count: Count(count),
            is_final: true,
        };
        self.state
            .on_acknack(Service::reader(index), &acknack, self.now, &mut self.out);
        self.state.pump(self.now, &mut self.out);
    }

    /// What was sent since this was last called, in the account of the participant: the numbers of samples, and the
    /// last number that is called void.
    fn account(&mut self) -> (Vec<i64>, i64) {
        let (mut samples, mut void) = (Vec::new(), 0);
        for outgoing in self.out.drain(..) {
            match outgoing.message {
                WriterMessage::Data(change) => samples.push(change.sequence_number.0),
                WriterMessage::Gap(range) => void = void.max(range.end.0 - 1),
                // The first that is heard of a writer counts all up to its last as void.
                WriterMessage::Heartbeat { first, last, .. } => {
                    void = void.max(first.0 - 1).max(last.0);
                }
                _ => {}
            }
        }
        samples.dedup();
        (samples, void)
    }
}

#[test]
fn a_new_cyclone_dds_reader_robs_no_sibling_of_what_waits_for_it() {
    let mut service = Service::new();
    service.match_reader(0);
    // It waits: the reader has not answered its greeting.
    service.respond(0);
    service.match_reader(1);
    assert_eq!(service.account(), (vec![], 0));
    service.acknowledge(1, 1, 1, &[]);
    service.acknowledge(0, 1, 1, &[]);
    assert_eq!(service.account(), (vec![1], 0));
}

#[test]
fn no_cyclone_dds_reader_is_told_that_what_its_sibling_gets_is_void() {
    let mut service = Service::new();
    service.match_reader(0);
    service.match_reader(1);
    service.acknowledge(0, 1, 1, &[]);
    service.acknowledge(1, 1, 1, &[]);
    service.account();
    service.respond(0);
    service.respond(1);
    service.respond(0);
    // The first is lost, and the one that it is not for says so.
    service.now += Duration::from_secs(1);
    service.state.on_timer(service.now, &mut service.out);
    service.acknowledge(1, 2, 1, &[1]);
    let is_gap = |sent: &Outgoing<_>| matches!(sent.message, WriterMessage::Gap(_));
    assert!(!service.out.iter().any(is_gap), "{:?}", service.out);
}
