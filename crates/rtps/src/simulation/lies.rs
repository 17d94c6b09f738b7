//! Messages that are well formed and yet make no sense, in any order: nothing panics, and nothing goes on for ever.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::qos::{Durability, History, Reliability};
use crate::types::{Count, FragmentNumberSet};
use crate::wire::{AckNack, HeartbeatFrag, NackFrag};

/// Numbers near each other, and near the ends of what messages may carry.
fn number() -> impl Strategy<Value = SequenceNumber> {
    prop_oneof![
        8 => 1..40i64,
        1 => 16_000..17_000i64,
        1 => SequenceNumber::MAX.0 - 300..=SequenceNumber::MAX.0,
        1 => 1..=SequenceNumber::MAX.0,
    ]
    .prop_map(SequenceNumber)
}

fn count() -> impl Strategy<Value = Count> {
    prop_oneof![3 => 0..50i32, 1 => any::<i32>()].prop_map(Count)
}

fn set() -> impl Strategy<Value = SequenceNumberSet> {
    let base = prop_oneof![1 => Just(SequenceNumber::ZERO), 20 => number()];
    (base, vec(0..256i64, 0..20)).prop_map(|(base, offsets)| {
        SequenceNumberSet::from_numbers(base, offsets.into_iter().map(|offset| base.plus(offset)))
    })
}

#[derive(Clone, Debug)]
enum ToReader {
    Data(SequenceNumber, usize),
    /// First fragment, number of fragments, fragment size, sample size.
    Fragment(SequenceNumber, u32, u16, u16, u32),
    Gap(SequenceNumber, SequenceNumberSet),
    Heartbeat(SequenceNumber, i64, Count, bool, bool),
    HeartbeatFrag(SequenceNumber, u32, Count),
    Take(usize),
    Wait(u64),
}

fn to_reader() -> impl Strategy<Value = ToReader> {
    prop_oneof![
        4 => (number(), 0..300usize).prop_map(|(number, size)| ToReader::Data(number, size)),
        4 => (number(), 1..40u32, 1..4u16, 1..100u16, 1..4000u32)
            .prop_map(|(number, first, count, size, sample)| ToReader::Fragment(number, first, count, size, sample)),
        1 => (number(), 1..u32::MAX, Just(1), Just(1), Just(u32::MAX))
            .prop_map(|(number, first, count, size, sample)| ToReader::Fragment(number, first, count, size, sample)),
        2 => (number(), set()).prop_map(|(start, list)| ToReader::Gap(start, list)),
        3 => (number(), 0..60i64, count(), any::<bool>(), any::<bool>())
            .prop_map(|(first, more, count, is_final, alive)| ToReader::Heartbeat(first, more, count, is_final, alive)),
        1 => (number(), 1..u32::MAX, count()).prop_map(|(number, last, count)| ToReader::HeartbeatFrag(number, last, count)),
        1 => (1..9usize).prop_map(ToReader::Take),
        1 => (0..3000u64).prop_map(ToReader::Wait),
    ]
}

#[derive(Clone, Debug)]
enum ToWriter {
    AckNack(SequenceNumberSet, Count, bool),
    NackFrag(SequenceNumber, u32, Vec<u32>, Count),
    Write(usize),
    Wait(u64),
}

fn to_writer() -> impl Strategy<Value = ToWriter> {
    prop_oneof![
        4 => (set(), count(), any::<bool>()).prop_map(|(state, count, is_final)| ToWriter::AckNack(state, count, is_final)),
        2 => (number(), prop_oneof![1..20u32, 1..u32::MAX], vec(0..256u32, 0..9), count())
            .prop_map(|(number, base, offsets, count)| ToWriter::NackFrag(number, base, offsets, count)),
        3 => (0..20_000usize).prop_map(ToWriter::Write),
        1 => (0..3000u64).prop_map(ToWriter::Wait),
    ]
}

fn qos() -> impl Strategy<Value = QosPolicies> {
    (
        any::<bool>(),
        any::<bool>(),
        prop_oneof![
            Just(History::KeepAll),
            (1..9u32).prop_map(History::KeepLast)
        ],
    )
        .prop_map(|(reliable, keeps, history)| QosPolicies {
            reliability: if reliable {
                Reliability::RELIABLE
            } else {
                Reliability::BestEffort
            },
            durability: if keeps {
                Durability::TransientLocal
            } else {
                Durability::Volatile
            },
            history,
            ..QosPolicies::default()
        })
}

const READER: Guid = GuidPrefix([2; 12]).guid(EntityId([0, 0, 1, 4]));
/// What a state machine may say to one message.
const MAX_ANSWER: usize = 400;

fn tell_reader(reader: &mut ReaderState<()>, message: &ToReader, now: &mut Instant) -> usize {
    let (mut out, mut events) = (Vec::new(), ReaderEvents::default());
    match message {
        ToReader::Data(number, size) => {
            let sample = Sample {
                payload: content(*number, *size),
                ..head(*number)
            };
            reader.on_data(sample, *now, &mut out, &mut events).ok();
        }
        ToReader::Fragment(number, first, count, fragment_size, sample_size) => {
            let total = sample_size.div_ceil((*fragment_size).into());
            let first = (*first - 1) % total + 1;
            let count = (*count).min((total - first + 1).min(9) as u16);
            let begin = u64::from(first - 1) * u64::from(*fragment_size);
            let end =
                (begin + u64::from(count) * u64::from(*fragment_size)).min((*sample_size).into());
            let payload = vec![1; (end - begin) as usize];
            let fragment = DataFrag {
                reader_id: EntityId::UNKNOWN,
                writer_id: WRITER.entity_id,
                sequence_number: *number,
                starting: FragmentNumber(first),
                count,
                fragment_size: *fragment_size,
                sample_size: *sample_size,
                inline_qos: None,
                kind: PayloadKind::Data,
                payload: &payload,
            };
            reader
                .on_data_frag(head(*number), &fragment, *now, &mut out, &mut events)
                .ok();
        }
        ToReader::Gap(start, list) => {
            let start = (*start).min(list.base()).max(SequenceNumber::FIRST);
            if start <= list.base() {
                let gap = Gap {
                    reader_id: EntityId::UNKNOWN,
                    writer_id: WRITER.entity_id,
                    start,
                    list: *list,
                };
                reader.on_gap(WRITER, &gap, *now, &mut out, &mut events);
            }
        }
        ToReader::Heartbeat(first, more, count, is_final, liveliness) => {
            let heartbeat = Heartbeat {
                reader_id: EntityId::UNKNOWN,
                writer_id: WRITER.entity_id,
                first: *first,
                last: first.previous().plus(*more).min(SequenceNumber::MAX),
                count: *count,
                is_final: *is_final,
                liveliness: *liveliness,
            };
            reader.on_heartbeat(WRITER, &heartbeat, *now, &mut out, &mut events);
        }
        ToReader::HeartbeatFrag(number, last, count) => {
            let heartbeat = HeartbeatFrag {
                reader_id: EntityId::UNKNOWN,
                writer_id: WRITER.entity_id,
                sequence_number: *number,
                last_fragment: FragmentNumber(*last),
                count: *count,
            };
            reader.on_heartbeat_frag(WRITER, &heartbeat, &mut out);
        }
        ToReader::Take(count) => {
            (0..*count).for_each(|_| drop(reader.take(|| *now)));
            reader.resume(*now, &mut out, &mut events);
        }
        ToReader::Wait(milliseconds) => {
            *now += Duration::from_millis(*milliseconds);
            reader.on_timer(*now, &mut out, &mut events);
        }
    }
    out.len()
}

fn tell_writer(writer: &mut WriterState<()>, message: &ToWriter, now: &mut Instant) -> usize {
    let mut out = Vec::new();
    let (reader_id, writer_id) = (READER.entity_id, WRITER.entity_id);
    match message {
        ToWriter::AckNack(state, count, is_final) => {
            let acknack = AckNack {
                reader_id,
                writer_id,
                state: *state,
                count: *count,
                is_final: *is_final,
            };
            writer.on_acknack(READER, &acknack, *now, &mut out);
        }
        ToWriter::NackFrag(sequence_number, base, offsets, count) => {
            let numbers = offsets
                .iter()
                .map(|offset| FragmentNumber(base.saturating_add(*offset)));
            let state = FragmentNumberSet::from_numbers(FragmentNumber(*base), numbers);
            let nack = NackFrag {
                reader_id,
                writer_id,
                sequence_number: *sequence_number,
                state,
                count: *count,
            };
            writer.on_nack_frag(READER, &nack, &mut out);
        }
        ToWriter::Write(size) => {
            if writer.admit(*size, *now) == Admission::Wait {
                writer.give_up_waiting();
            }
            let payload = content(SequenceNumber::FIRST, *size);
            writer.add(ChangeKind::Alive, payload, WriteOptions::default(), *now);
        }
        ToWriter::Wait(milliseconds) => {
            *now += Duration::from_millis(*milliseconds);
            writer.on_timer(*now, &mut out);
        }
    }
    writer.pump(*now, &mut out);
    out.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_reader_survives_every_lie(qos in qos(), offered in qos(), messages in vec(to_reader(), 1..80)) {
        let mut now = Instant::now();
        let mut reader = ReaderState::new(READER, &qos, SampleFilter::default(), Budget::new(1 << 20));
        let (mut out, mut events) = (Vec::new(), ReaderEvents::default());
        reader.match_remote(Arc::new(endpoint(WRITER, offered)), route(WRITER, 1000, 20_000), now, &mut out, &mut events);
        for message in &messages {
            prop_assert!(tell_reader(&mut reader, message, &mut now) <= MAX_ANSWER);
        }
        // At rest, apart from what is due later than now.
        tell_reader(&mut reader, &ToReader::Wait(0), &mut now);
        prop_assert!(reader.due().is_none_or(|due| due > now));
        let mut last = SequenceNumber::ZERO;
        while let Some(sample) = reader.take(|| now) {
            prop_assert!(sample.sequence_number > last, "{} after {last}", sample.sequence_number);
            last = sample.sequence_number;
        }
    }

    #[test]
    fn a_writer_survives_every_lie(qos in qos(), requested in qos(), messages in vec(to_writer(), 1..80)) {
        let mut now = Instant::now();
        let mut writer = WriterState::new(&qos);
        writer.match_remote(Arc::new(endpoint(READER, requested)), route(READER, 1000, 20_000), None, now, &mut Vec::new());
        for message in &messages {
            prop_assert!(tell_writer(&mut writer, message, &mut now) <= MAX_ANSWER);
        }
        tell_writer(&mut writer, &ToWriter::Wait(0), &mut now);
        prop_assert!(writer.due().is_none_or(|due| due > now));
        prop_assert!(writer.acknowledged() <= writer.history.last());
    }
}
