//! Writers of other makes, by what was captured of them: where a reader that wants no history begins.

use super::*;
use crate::qos::Durability;
use crate::types::Count;

const READER: Guid = GuidPrefix([2; 12]).guid(EntityId([0, 0, 1, 4]));

/// A volatile reader that has just been matched with a writer that keeps its samples.
struct Reader {
    state: ReaderState<()>,
    now: Instant,
    out: Vec<Outgoing<ReaderMessage>>,
    heartbeats: Count,
}

impl Reader {
    fn matched_with(vendor: VendorId) -> Reader {
        let qos = |durability| QosPolicies {
            durability,
            reliability: crate::qos::Reliability::Reliable {
                max_blocking_time: crate::types::Duration::ZERO,
            },
            history: crate::qos::History::KeepAll,
            ..QosPolicies::default()
        };
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
