//! Writing and reading are each other's reverse, and no bytes do harm.
#![allow(clippy::unwrap_used)]

mod common;

use common::captures::all_datagrams;
use common::read_all::read_all;
use proptest::collection::vec;
use proptest::prelude::*;
use rosebay_rtps::qos::*;
use rosebay_rtps::types::*;
use rosebay_rtps::wire::discovery::{
    BuiltinEndpointSet, DiscoveredEndpointData, SpdpDiscoveredParticipantData,
};
use rosebay_rtps::wire::*;

fn duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::INFINITE),
        Just(Duration::ZERO),
        (0..i32::MAX, any::<u32>()).prop_map(|(seconds, fraction)| Duration { seconds, fraction }),
    ]
}

fn locators() -> impl Strategy<Value = Vec<Locator>> {
    let locator =
        (any::<i32>(), any::<u32>(), any::<[u8; 16]>()).prop_map(|(kind, port, address)| Locator {
            kind: LocatorKind(kind),
            port,
            address,
        });
    vec(locator, 0..3)
}

fn name() -> impl Strategy<Value = String> {
    "[^\0]{1,40}"
}

fn qos() -> impl Strategy<Value = QosPolicies> {
    let first = (
        prop_oneof![
            Just(Reliability::BestEffort),
            duration().prop_map(|max_blocking_time| Reliability::Reliable { max_blocking_time })
        ],
        proptest::sample::select(vec![
            Durability::Volatile,
            Durability::TransientLocal,
            Durability::Transient,
            Durability::Persistent,
        ]),
        prop_oneof![
            Just(History::KeepAll),
            (1..=i32::MAX as u32).prop_map(History::KeepLast)
        ],
        any::<[Option<u16>; 3]>(),
        [duration(), duration(), duration(), duration()],
        (0..3usize, duration()),
    );
    let second = (
        any::<bool>(),
        any::<i32>(),
        any::<bool>(),
        (0..3usize, any::<bool>(), any::<bool>()),
        vec(name(), 0..4),
        vec(any::<i16>().prop_map(DataRepresentationId), 0..4),
    );
    (first, second).prop_map(|(first, second)| {
        let (reliability, durability, history, limits, durations, liveliness) = first;
        let (
            exclusive,
            ownership_strength,
            by_source,
            presentation,
            partition,
            data_representation,
        ) = second;
        let [deadline, lifespan, latency_budget, time_based_filter] = durations;
        let [max_samples, max_instances, max_samples_per_instance] =
            limits.map(|limit| limit.map(u32::from));
        let kinds = [
            LivelinessKind::Automatic,
            LivelinessKind::ManualByParticipant,
            LivelinessKind::ManualByTopic,
        ];
        let scopes = [
            AccessScope::Instance,
            AccessScope::Topic,
            AccessScope::Group,
        ];
        QosPolicies {
            reliability,
            durability,
            history,
            resource_limits: ResourceLimits {
                max_samples,
                max_instances,
                max_samples_per_instance,
            },
            deadline,
            lifespan,
            latency_budget,
            liveliness: Liveliness {
                kind: kinds[liveliness.0],
                lease_duration: liveliness.1,
            },
            ownership: if exclusive {
                Ownership::Exclusive
            } else {
                Ownership::Shared
            },
            ownership_strength,
            destination_order: if by_source {
                DestinationOrder::BySourceTimestamp
            } else {
                DestinationOrder::ByReceptionTimestamp
            },
            presentation: Presentation {
                access_scope: scopes[presentation.0],
                coherent_access: presentation.1,
                ordered_access: presentation.2,
            },
            time_based_filter,
            partition,
            data_representation,
        }
    })
}

fn endpoint(kind: EntityKind) -> impl Strategy<Value = DiscoveredEndpointData> {
    let version = any::<Option<[u8; 2]>>()
        .prop_map(|version| version.map(|[major, minor]| ProtocolVersion { major, minor }));
    let addresses = (locators(), locators(), any::<bool>());
    (
        any::<[u8; 12]>(),
        1..0xff_ffffu32,
        version,
        any::<Option<[u8; 2]>>(),
        name(),
        name(),
        qos(),
        any::<Vec<u8>>(),
        addresses,
    )
        .prop_map(
            move |(
                prefix,
                key,
                version,
                vendor,
                topic_name,
                type_name,
                qos,
                user_data,
                addresses,
            )| {
                let (unicast_locators, multicast_locators, expects_inline_qos) = addresses;
                DiscoveredEndpointData {
                    guid: GuidPrefix(prefix).guid(EntityId::user(key, kind)),
                    version,
                    vendor: vendor.map(VendorId),
                    topic_name,
                    type_name,
                    qos,
                    user_data,
                    unicast_locators,
                    multicast_locators,
                    expects_inline_qos,
                }
            },
        )
}

fn participant() -> impl Strategy<Value = SpdpDiscoveredParticipantData> {
    let who = (
        any::<[u8; 12]>().prop_filter("known", |prefix| prefix != &[0; 12]),
        any::<[u8; 2]>(),
    );
    let domain = (any::<Option<u32>>(), "[^\0]{0,9}", "[^\0]{0,9}");
    let attached = (
        any::<Vec<u8>>(),
        vec((name(), "[^\0]{0,9}"), 0..4),
        any::<u32>(),
        duration(),
        any::<bool>(),
    );
    (
        who,
        domain,
        attached,
        [locators(), locators(), locators(), locators()],
        any::<Option<u32>>(),
    )
        .prop_map(
            |(
                (prefix, version),
                (domain_id, domain_tag, entity_name),
                attached,
                locators,
                receive_buffer_size,
            )| {
                let (user_data, properties, builtin_endpoints, lease_duration, expects_inline_qos) =
                    attached;
                let [
                    metatraffic_unicast_locators,
                    metatraffic_multicast_locators,
                    default_unicast_locators,
                    rest,
                ] = locators;
                SpdpDiscoveredParticipantData {
                    guid_prefix: GuidPrefix(prefix),
                    version: ProtocolVersion {
                        major: version[0],
                        minor: version[1],
                    },
                    vendor: VendorId::ROSEBAY,
                    domain_id,
                    domain_tag,
                    entity_name,
                    user_data,
                    properties,
                    builtin_endpoints: BuiltinEndpointSet(builtin_endpoints),
                    lease_duration,
                    metatraffic_unicast_locators,
                    metatraffic_multicast_locators,
                    default_unicast_locators,
                    default_multicast_locators: rest,
                    expects_inline_qos,
                    receive_buffer_size,
                }
            },
        )
}

/// A submessage with all that belongs to it, owned.
#[derive(Clone, Debug)]
enum Part {
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

fn part() -> impl Strategy<Value = Part> {
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
    fn write(&self, message: &mut MessageBuilder) {
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

    fn check(&self, read: &Submessage<'_>) {
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn messages_are_read_as_written(parts in vec(part(), 1..6)) {
        let mut message = MessageBuilder::new(Header::new(GuidPrefix([1; 12])));
        parts.iter().for_each(|part| part.write(&mut message));
        let read = Message::parse(message.as_bytes()).unwrap();
        prop_assert_eq!(read.header, Header::new(GuidPrefix([1; 12])));
        let submessages: Vec<_> = read.submessages().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(submessages.len(), parts.len());
        parts.iter().zip(&submessages).for_each(|(part, read)| part.check(read));
        // Cut off anywhere, it is an error or a shorter message, never a panic.
        for length in 0..message.len() {
            prop_assert!(read_all(&message.as_bytes()[..length]).submessages <= parts.len());
        }
    }

    #[test]
    fn participants_are_read_as_written(participant in participant()) {
        prop_assert_eq!(SpdpDiscoveredParticipantData::parse(&participant.write()), Ok(participant));
    }

    #[test]
    fn endpoints_are_read_as_written(writer in endpoint(EntityKind::WriterNoKey), reader in endpoint(EntityKind::ReaderWithKey)) {
        let (written, wrong) = (writer.write(), DiscoveredEndpointData::parse_reader(&writer.write()));
        prop_assert_eq!(DiscoveredEndpointData::parse_writer(&written), Ok(writer));
        prop_assert!(wrong.is_err());
        prop_assert_eq!(DiscoveredEndpointData::parse_reader(&reader.write()), Ok(reader));
    }

    #[test]
    fn any_bytes_are_harmless(bytes in vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
        read_all(&[b"RTPS\x02\x03\x01\x52".as_slice(), &[0; 12], &bytes].concat());
    }
}

#[test]
fn what_comes_before_a_payload_fits_its_bound() {
    let qos = InlineQos {
        status_info: StatusInfo::DISPOSED,
        key_hash: Some([1; 16]),
        related_sample_identity: Some(SampleIdentity::UNKNOWN),
    };
    let frag = DataFrag {
        reader_id: EntityId::UNKNOWN,
        writer_id: EntityId::UNKNOWN,
        sequence_number: SequenceNumber::FIRST,
        starting: FragmentNumber(1),
        count: 1,
        fragment_size: 10,
        sample_size: 10,
        inline_qos: None,
        kind: PayloadKind::Data,
        payload: &[],
    };
    let mut message = MessageBuilder::new(Header::new(GuidPrefix::UNKNOWN));
    message.info_destination(GuidPrefix::UNKNOWN);
    message.info_timestamp(Some(Timestamp::ZERO));
    message.data_frag_start(&frag, &qos, 10);
    assert_eq!(message.len(), DATA_HEADER_MAX);
    let whole = [message.as_bytes(), &[5; 10], &[0; 2]].concat();
    let last = Message::parse(&whole).unwrap().submessages().last();
    assert!(
        matches!(last, Some(Ok(Submessage::DataFrag(frag))) if frag.payload == [5; 10]),
        "{last:?}"
    );
}

#[test]
fn both_byte_orders_are_read() {
    let little = [
        0x07, 0x03, 28, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0,
        9, 0, 0, 0,
    ];
    let big = [
        0x07, 0x02, 0, 28, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3,
        0, 0, 0, 9,
    ];
    for submessage in [little, big] {
        let datagram = [b"RTPS\x02\x01\x01\x10".as_slice(), &[1; 12], &submessage].concat();
        let Some(Ok(Submessage::Heartbeat(heartbeat))) =
            Message::parse(&datagram).unwrap().submessages().next()
        else {
            panic!("a heartbeat expected");
        };
        assert_eq!(
            (heartbeat.first.0, heartbeat.last.0, heartbeat.count),
            (2, (1 << 32) + 3, Count(9))
        );
        assert!(heartbeat.is_final && !heartbeat.liveliness);
    }
}

#[test]
fn damaged_captures_are_harmless() {
    // Fixed steps rather than chance: every datagram cut at many places, and bits of every byte of a window turned.
    for (index, datagram) in all_datagrams().iter().enumerate() {
        let whole = read_all(datagram);
        for length in (0..datagram.len()).step_by(1 + datagram.len() / 60) {
            assert!(read_all(&datagram[..length]).submessages <= whole.submessages);
        }
        let mut damaged = datagram.clone();
        for at in (index % 7..datagram.len().min(800)).step_by(7) {
            for turned in [0x01, 0x80, 0xff] {
                damaged[at] ^= turned;
                read_all(&damaged);
                damaged[at] ^= turned;
            }
        }
    }
}
