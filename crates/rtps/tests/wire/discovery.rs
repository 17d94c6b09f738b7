//! Participants and endpoints by chance.

use proptest::collection::vec;
use proptest::prelude::*;
use rosebay_rtps::ContentFilterProperty;
use rosebay_rtps::qos::*;
use rosebay_rtps::types::*;
use rosebay_rtps::wire::discovery::{
    BuiltinEndpointSet, DiscoveredEndpointData, SpdpDiscoveredParticipantData,
};

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

fn content_filter() -> impl Strategy<Value = ContentFilterProperty> {
    let texts = (name(), name(), name(), name(), vec(name(), 0..4));
    texts.prop_map(
        |(
            content_filtered_topic_name,
            related_topic_name,
            filter_class_name,
            filter_expression,
            expression_parameters,
        )| {
            ContentFilterProperty {
                content_filtered_topic_name,
                related_topic_name,
                filter_class_name,
                filter_expression,
                expression_parameters,
            }
        },
    )
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

pub(crate) fn endpoint(kind: EntityKind) -> impl Strategy<Value = DiscoveredEndpointData> {
    let version = any::<Option<[u8; 2]>>()
        .prop_map(|version| version.map(|[major, minor]| ProtocolVersion { major, minor }));
    let addresses = (
        locators(),
        locators(),
        any::<bool>(),
        proptest::option::of(content_filter()),
    );
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
                let (unicast_locators, multicast_locators, expects_inline_qos, content_filter) =
                    addresses;
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
                    content_filter,
                }
            },
        )
}

pub(crate) fn participant() -> impl Strategy<Value = SpdpDiscoveredParticipantData> {
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
                    shared_memory_host: receive_buffer_size
                        .map(|size| u128::from(size).to_ne_bytes()),
                }
            },
        )
}
