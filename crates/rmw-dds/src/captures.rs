//! What real nodes sent is what this crate would have sent, and is understood: names, USER_DATA, node
//! announcements, both service mappings.

#[path = "../../rtps/tests/common/captures.rs"]
#[allow(dead_code)] // This crate needs a part of it.
mod pcap;

use std::collections::BTreeMap;

use rosebay_rmw::{NodeEntities, QosProfile, Subject};
use rosebay_rosidl::cdr::Reader;
use rosebay_rosidl::{InterfaceName, Registry};
use rosebay_rtps::types::{EntityId, Guid, SampleIdentity, SequenceNumber};
use rosebay_rtps::wire::discovery::{DiscoveredEndpointData, SpdpDiscoveredParticipantData};
use rosebay_rtps::wire::{InlineQos, Message, PayloadKind, Submessage};

use crate::discovery::participant_gid;
use crate::{cyclone, discovery_info, names, qos, user_data};

const CYCLONE: [&str; 5] = [
    "topic_cyclone",
    "service_cyclone",
    "action_cyclone",
    "late_joiner_cyclone",
    "image_200kB_cyclone",
];
const FAST: [&str; 5] = [
    "topic_fastdds",
    "service_fastdds",
    "action_fastdds",
    "late_joiner_fastdds",
    "image_200kB_fastdds",
];

/// A sample of a user's topic.
struct Sample {
    writer: Guid,
    number: SequenceNumber,
    related: Option<SampleIdentity>,
    payload: Vec<u8>,
}

/// What a capture holds, each thing once.
#[derive(Default)]
struct Capture {
    participants: BTreeMap<Guid, SpdpDiscoveredParticipantData>,
    endpoints: BTreeMap<Guid, DiscoveredEndpointData>,
    samples: BTreeMap<(Guid, SequenceNumber), Sample>,
}

impl Capture {
    /// `None` where there are no captures.
    fn read(name: &str) -> Option<Self> {
        let folder = pcap::folder()?;
        let mut capture = Self::default();
        for datagram in pcap::datagrams(&folder, name) {
            let message = Message::parse(&datagram.payload).unwrap();
            for submessage in message.submessages() {
                if let Submessage::Data(data) = submessage.unwrap() {
                    let writer = message.header.prefix.guid(data.writer_id);
                    let inline_qos = data
                        .inline_qos
                        .as_ref()
                        .map(|list| InlineQos::parse(list).unwrap());
                    let related = inline_qos.and_then(|qos| qos.related_sample_identity);
                    if data.kind == PayloadKind::Data {
                        capture.add(writer, data.sequence_number, related, data.payload);
                    }
                }
            }
        }
        Some(capture)
    }

    fn add(
        &mut self,
        writer: Guid,
        number: SequenceNumber,
        related: Option<SampleIdentity>,
        payload: &[u8],
    ) {
        let mut endpoint = |endpoint: DiscoveredEndpointData| {
            self.endpoints.insert(endpoint.guid, endpoint);
        };
        match writer.entity_id {
            EntityId::SPDP_WRITER => {
                let participant = SpdpDiscoveredParticipantData::parse(payload).unwrap();
                self.participants
                    .insert(participant.guid_prefix.participant(), participant);
            }
            EntityId::PUBLICATIONS_WRITER => {
                endpoint(DiscoveredEndpointData::parse_writer(payload).unwrap())
            }
            EntityId::SUBSCRIPTIONS_WRITER => {
                endpoint(DiscoveredEndpointData::parse_reader(payload).unwrap())
            }
            other if other.is_builtin() => (),
            _ => {
                let payload = payload.to_vec();
                self.samples.insert(
                    (writer, number),
                    Sample {
                        writer,
                        number,
                        related,
                        payload,
                    },
                );
            }
        }
    }

    /// The samples of a topic, in the order of their numbers.
    fn samples<'a>(&'a self, topic: &'a str) -> impl Iterator<Item = &'a Sample> {
        let of_topic = move |sample: &&Sample| {
            self.endpoints
                .get(&sample.writer)
                .is_some_and(|writer| writer.topic_name == topic)
        };
        self.samples.values().filter(of_topic)
    }
}

fn captures<const N: usize>(names: [&'static str; N]) -> Vec<(&'static str, Capture)> {
    names
        .into_iter()
        .filter_map(|name| Some((name, Capture::read(name)?)))
        .collect()
}

#[test]
fn participants_name_their_enclave() {
    for (name, capture) in captures(CYCLONE).into_iter().chain(captures(FAST)) {
        assert!(capture.participants.len() >= 2, "{name}");
        for participant in capture.participants.values() {
            assert_eq!(
                user_data::enclave(&participant.user_data).as_deref(),
                Some("/"),
                "{name}"
            );
            let ours = user_data::participant("/");
            assert!(
                participant.user_data.starts_with(&ours),
                "{name}: {:?}",
                participant.user_data
            );
        }
    }
}

/// Every endpoint's names come back, its hash is that of our definition, and its USER_DATA is what we write.
#[test]
fn endpoints_are_named_and_hashed_as_ours() {
    let registry = Registry::standard();
    for (name, capture) in captures(CYCLONE).into_iter().chain(captures(FAST)) {
        assert!(capture.endpoints.len() > 20, "{name}");
        for endpoint in capture.endpoints.values() {
            let (topic, wire_type) = (&endpoint.topic_name, &endpoint.type_name);
            let (subject, ros_name, ros_type) = names::demangle(topic, wire_type);
            let suffix = match subject {
                Subject::Topic | Subject::Foreign => "",
                Subject::Request => "_Request",
                Subject::Response => "_Response",
            };
            let mangled = match subject {
                Subject::Topic => names::mangle_topic(&ros_name, false),
                Subject::Request => names::mangle_request(&ros_name, false),
                Subject::Response => names::mangle_response(&ros_name, false),
                Subject::Foreign => discovery_info::TOPIC.to_owned(),
            };
            assert_eq!(mangled, *topic, "{name}");
            let message: InterfaceName = format!("{ros_type}{suffix}").parse().unwrap();
            assert_eq!(
                rosebay_rmw::names::mangle_type(&message),
                *wire_type,
                "{name}"
            );
            let hash = registry.message(&message).unwrap().hash();
            assert_eq!(
                user_data::type_hash(&endpoint.user_data),
                Some(hash),
                "{name}: {topic}"
            );

            let id = user_data::service_id(&endpoint.user_data).map(user_data::PairId::Service);
            let id = id.or_else(|| {
                user_data::client_id(&endpoint.user_data).map(user_data::PairId::Client)
            });
            let is_service = matches!(subject, Subject::Request | Subject::Response);
            assert_eq!(
                id.is_some(),
                is_service && CYCLONE.contains(&name),
                "{name}: {topic}"
            );
            assert_eq!(
                user_data::endpoint(Some(hash), id.as_ref()),
                endpoint.user_data,
                "{name}: {topic}"
            );
        }
    }
}

/// Each announcement of nodes is read, names the participant that sent it, and is written again as it was.
#[test]
fn nodes_are_announced_as_ours() {
    for (name, capture) in captures(CYCLONE).into_iter().chain(captures(FAST)) {
        let mut seen = Vec::new();
        for sample in capture.samples(discovery_info::TOPIC) {
            let nodes = discovery_info::decode(&sample.payload).unwrap();
            let written =
                discovery_info::encode(participant_gid(sample.writer.prefix), &nodes).unwrap();
            let padding = sample.payload.len() - written.len();
            assert!(padding < 4, "{name}");
            assert_eq!(written[..2], sample.payload[..2], "{name}");
            assert_eq!(written[4..24], sample.payload[4..24], "{name}");
            // Fast DDS leaves what it finds between aligned values; Cyclone DDS writes zeros, as here.
            if CYCLONE.contains(&name) {
                assert_eq!(written[4..], sample.payload[4..written.len()], "{name}");
            }
            seen.extend(nodes);
        }
        let named = |node: &NodeEntities| node.namespace.starts_with('/') && !node.name.is_empty();
        assert!(seen.iter().all(named), "{name}");
        assert!(seen.iter().any(|node| node.writers.len() > 1), "{name}");
        let known: Vec<_> = capture
            .endpoints
            .keys()
            .map(|guid| crate::discovery::gid(*guid))
            .collect();
        let last = seen.last().unwrap();
        assert!(
            last.writers.iter().all(|gid| known.contains(gid)),
            "{name}: {last:?}"
        );
    }
}

/// What `ros_discovery_info` offers matches ours.
#[test]
fn our_node_announcements_match_theirs() {
    let ours = qos::policies(&QosProfile {
        depth: 1,
        ..QosProfile::ACTION_STATUS
    });
    for (name, capture) in captures(CYCLONE).into_iter().chain(captures(FAST)) {
        let theirs = capture
            .endpoints
            .values()
            .filter(|endpoint| endpoint.topic_name == discovery_info::TOPIC);
        let mut count = 0;
        for endpoint in theirs {
            count += 1;
            assert_eq!(endpoint.type_name, discovery_info::TYPE, "{name}");
            assert_eq!(endpoint.qos.durability, ours.durability, "{name}");
            assert!(endpoint.qos.reliability.is_reliable(), "{name}");
        }
        assert!(count >= 4, "{name}: {count}");
    }
}

/// Numbers in the body of a request or response.
fn integers(payload: &[u8], count: usize) -> Vec<i64> {
    let mut reader = Reader::new(payload).unwrap();
    let numbers = (0..count).map(|_| reader.read::<i64>().unwrap()).collect();
    assert!(reader.remaining() < 4, "{payload:?}");
    numbers
}

/// Cyclone DDS: a header in the payload, the same in the request and its response.
#[test]
fn cyclones_services_carry_a_header() {
    let Some(capture) = Capture::read("service_cyclone") else {
        return;
    };
    let split = |topic| {
        let samples = capture.samples(topic).map(move |sample| {
            let (header, payload) = cyclone::split_header(&sample.payload).unwrap();
            let whole = cyclone::with_header(header, &payload).unwrap();
            assert_eq!(whole[..], sample.payload[..], "{topic}");
            (header, payload)
        });
        samples.collect::<Vec<_>>()
    };
    let requests = split("rq/add_two_intsRequest");
    let responses = split("rr/add_two_intsReply");
    assert_eq!((requests.len(), responses.len()), (3, 3));
    for (index, (request, response)) in (0..).zip(requests.iter().zip(&responses)) {
        assert_eq!(request.0, response.0);
        assert_eq!(integers(&request.1, 2), [41 + index, 1]);
        assert_eq!(integers(&response.1, 1), [42 + index]);
    }
}

/// Fast DDS: a request names the reader that wants the response, a response that reader and the request's number.
#[test]
fn fast_dds_services_carry_a_related_identity() {
    let Some(capture) = Capture::read("service_fastdds") else {
        return;
    };
    let requests: Vec<_> = capture.samples("rq/add_two_intsRequest").collect();
    let responses: Vec<_> = capture.samples("rr/add_two_intsReply").collect();
    assert_eq!((requests.len(), responses.len()), (3, 3));
    for (index, (request, response)) in (0..).zip(requests.iter().zip(&responses)) {
        let reader = request.related.unwrap();
        assert_eq!(reader.sequence_number, SequenceNumber::UNKNOWN);
        assert_eq!(
            capture.endpoints[&reader.writer].topic_name,
            "rr/add_two_intsReply"
        );
        assert!(reader.writer.entity_id.is_reader());
        let expected = SampleIdentity {
            writer: reader.writer,
            sequence_number: request.number,
        };
        assert_eq!(response.related, Some(expected));
        assert_eq!(integers(&request.payload, 2), [41 + index, 1]);
        assert_eq!(integers(&response.payload, 1), [42 + index]);
    }
}
