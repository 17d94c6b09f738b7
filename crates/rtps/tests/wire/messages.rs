//! Submessages by chance.

use proptest::collection::vec;
use proptest::prelude::*;
use rosebay_rtps::types::*;
use rosebay_rtps::wire::*;

/// A submessage with all that belongs to it, owned.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Timestamp(Option<Timestamp>),
    Destination(GuidPrefix),
    Source(InfoSource),
    Data(
        EntityId,
        EntityId,
        SequenceNumber,
        InlineQos,
        PayloadKind,
        Vec<u8>,
    ),
    DataFrag(
        EntityId,
        EntityId,
        SequenceNumber,
        InlineQos,
        FragmentNumber,
        u16,
        u16,
        Vec<u8>,
    ),
    Heartbeat(Heartbeat),
    HeartbeatFrag(HeartbeatFrag),
    AckNack(AckNack),
    NackFrag(NackFrag),
    Gap(Gap),
}

fn entity() -> impl Strategy<Value = EntityId> {
    any::<[u8; 4]>().prop_map(EntityId)
}

fn number() -> impl Strategy<Value = SequenceNumber> {
    (1..SequenceNumber::MAX.0).prop_map(SequenceNumber)
}

fn count() -> impl Strategy<Value = Count> {
    any::<i32>().prop_map(Count)
}

fn set() -> impl Strategy<Value = SequenceNumberSet> {
    (number(), vec(0..256i64, 0..20)).prop_map(|(base, offsets)| {
        SequenceNumberSet::from_numbers(base, offsets.into_iter().map(|offset| base.plus(offset)))
    })
}

fn inline_qos() -> impl Strategy<Value = InlineQos> {
    (
        0..4u8,
        any::<Option<[u8; 16]>>(),
        any::<Option<([u8; 16], i64)>>(),
    )
        .prop_map(|(status, key_hash, related)| InlineQos {
            status_info: StatusInfo(status),
            key_hash,
            related_sample_identity: related.map(|(writer, number)| SampleIdentity {
                writer: Guid::from_bytes(writer),
                sequence_number: SequenceNumber(number),
            }),
        })
}

pub(crate) fn part() -> impl Strategy<Value = Part> {
    // A multiple of 4, for something may follow.
    let payload = || vec(any::<[u8; 4]>(), 1..20).prop_map(|words| words.concat());
    let kind = proptest::sample::select(vec![PayloadKind::Data, PayloadKind::Key]);
    prop_oneof![
        any::<Option<(u32, u32)>>().prop_map(|time| Part::Timestamp(time.map(
            |(seconds, fraction)| Timestamp {
                seconds: seconds / 2,
                fraction
            }
        ))),
        any::<[u8; 12]>().prop_map(|prefix| Part::Destination(GuidPrefix(prefix))),
        (any::<[u8; 2]>(), any::<[u8; 12]>()).prop_map(|(vendor, prefix)| Part::Source(
            InfoSource {
                version: ProtocolVersion::V2_1,
                vendor: VendorId(vendor),
                prefix: GuidPrefix(prefix),
            }
        )),
        (entity(), entity(), number(), inline_qos(), kind, payload()).prop_map(
            |(reader, writer, number, qos, kind, payload)| {
                Part::Data(reader, writer, number, qos, kind, payload)
            }
        ),
        (
            entity(),
            entity(),
            number(),
            inline_qos(),
            1..50_000u32,
            1..4u16,
            (1..125u16).prop_map(|words| words * 4)
        )
            .prop_map(|(reader, writer, number, qos, starting, count, size)| {
                let payload = vec![7; usize::from(count) * usize::from(size)];
                Part::DataFrag(
                    reader,
                    writer,
                    number,
                    qos,
                    FragmentNumber(starting),
                    count,
                    size,
                    payload,
                )
            }),
        (
            entity(),
            entity(),
            number(),
            0..1000i64,
            count(),
            any::<bool>(),
            any::<bool>()
        )
            .prop_map(
                |(reader_id, writer_id, first, more, count, is_final, liveliness)| {
                    let last = SequenceNumber((first.0 - 1 + more).min(SequenceNumber::MAX.0));
                    Part::Heartbeat(Heartbeat {
                        reader_id,
                        writer_id,
                        first,
                        last,
                        count,
                        is_final,
                        liveliness,
                    })
                }
            ),
        (entity(), entity(), number(), 1..u32::MAX, count()).prop_map(
            |(reader_id, writer_id, sequence_number, last, count)| {
                let last_fragment = FragmentNumber(last);
                Part::HeartbeatFrag(HeartbeatFrag {
                    reader_id,
                    writer_id,
                    sequence_number,
                    last_fragment,
                    count,
                })
            }
        ),
        (entity(), entity(), set(), count(), any::<bool>()).prop_map(
            |(reader_id, writer_id, state, count, is_final)| {
                Part::AckNack(AckNack {
                    reader_id,
                    writer_id,
                    state,
                    count,
                    is_final,
                })
            }
        ),
        (
            entity(),
            entity(),
            number(),
            1..u32::MAX,
            vec(0..256u32, 0..20),
            count()
        )
            .prop_map(
                |(reader_id, writer_id, sequence_number, base, offsets, count)| {
                    let numbers = offsets
                        .into_iter()
                        .map(|offset| FragmentNumber(base.saturating_add(offset)));
                    let state = FragmentNumberSet::from_numbers(FragmentNumber(base), numbers);
                    Part::NackFrag(NackFrag {
                        reader_id,
                        writer_id,
                        sequence_number,
                        state,
                        count,
                    })
                }
            ),
        (entity(), entity(), set()).prop_map(|(reader_id, writer_id, list)| {
            let start = SequenceNumber((list.base().0 / 2).max(1));
            Part::Gap(Gap {
                reader_id,
                writer_id,
                start,
                list,
            })
        }),
    ]
}

impl Part {
    pub(crate) fn write(&self, message: &mut MessageBuilder) {
        match self {
            Part::Timestamp(time) => message.info_timestamp(*time),
            Part::Destination(prefix) => message.info_destination(*prefix),
            Part::Source(source) => message.info_source(source),
            Part::Data(reader_id, writer_id, sequence_number, qos, kind, payload) => message.data(
                &Data {
                    reader_id: *reader_id,
                    writer_id: *writer_id,
                    sequence_number: *sequence_number,
                    inline_qos: None,
                    kind: *kind,
                    payload,
                },
                qos,
            ),
            Part::DataFrag(
                reader_id,
                writer_id,
                sequence_number,
                qos,
                starting,
                count,
                size,
                payload,
            ) => message.data_frag(
                &DataFrag {
                    reader_id: *reader_id,
                    writer_id: *writer_id,
                    sequence_number: *sequence_number,
                    starting: *starting,
                    count: *count,
                    fragment_size: *size,
                    sample_size: (starting.0 - 1 + u32::from(*count)) * u32::from(*size),
                    inline_qos: None,
                    kind: PayloadKind::Data,
                    payload,
                },
                qos,
            ),
            Part::Heartbeat(heartbeat) => message.heartbeat(heartbeat),
            Part::HeartbeatFrag(heartbeat) => message.heartbeat_frag(heartbeat),
            Part::AckNack(acknack) => message.acknack(acknack),
            Part::NackFrag(nack) => message.nack_frag(nack),
            Part::Gap(gap) => message.gap(gap),
        }
    }

    pub(crate) fn check(&self, read: &Submessage<'_>) {
        let parsed = |list: &Option<ParameterList<'_>>| {
            list.as_ref()
                .map(|list| InlineQos::parse(list).unwrap())
                .unwrap_or_default()
        };
        match (self, read) {
            (Part::Timestamp(written), Submessage::InfoTimestamp(read)) => {
                assert_eq!(written, read)
            }
            (Part::Destination(written), Submessage::InfoDestination(read)) => {
                assert_eq!(written, read)
            }
            (Part::Source(written), Submessage::InfoSource(read)) => assert_eq!(written, read),
            (Part::Data(reader, writer, number, qos, kind, payload), Submessage::Data(read)) => {
                assert_eq!(
                    (*reader, *writer, *number, *kind),
                    (
                        read.reader_id,
                        read.writer_id,
                        read.sequence_number,
                        read.kind
                    )
                );
                assert_eq!(
                    (payload.as_slice(), *qos),
                    (read.payload, parsed(&read.inline_qos))
                );
            }
            (
                Part::DataFrag(_, writer, number, qos, starting, count, size, payload),
                Submessage::DataFrag(read),
            ) => {
                assert_eq!(
                    (*writer, *number, *starting),
                    (read.writer_id, read.sequence_number, read.starting)
                );
                assert_eq!(
                    (*count, *size, payload.as_slice()),
                    (read.count, read.fragment_size, read.payload)
                );
                assert_eq!(*qos, parsed(&read.inline_qos));
            }
            (Part::Heartbeat(written), Submessage::Heartbeat(read)) => assert_eq!(written, read),
            (Part::HeartbeatFrag(written), Submessage::HeartbeatFrag(read)) => {
                assert_eq!(written, read)
            }
            (Part::AckNack(written), Submessage::AckNack(read)) => assert_eq!(written, read),
            (Part::NackFrag(written), Submessage::NackFrag(read)) => assert_eq!(written, read),
            (Part::Gap(written), Submessage::Gap(read)) => assert_eq!(written, read),
            (written, read) => panic!("{written:?} was read as {read:?}"),
        }
    }
}
