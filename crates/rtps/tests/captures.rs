//! What real Cyclone DDS and Fast DDS nodes send is read as they meant it.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::captures::{datagrams, folder};
use common::read_all::read_all;
use rosebay_rtps::qos::{Durability, History};
use rosebay_rtps::types::{
    Duration, EntityId, Guid, ProtocolVersion, SampleIdentity, SequenceNumber, VendorId,
};
use rosebay_rtps::wire::discovery::{
    DiscoveredEndpointData, SpdpDiscoveredParticipantData, parse_key,
};
use rosebay_rtps::wire::{InlineQos, Message, PayloadKind, Submessage, SubmessageKind};

const CYCLONE: VendorId = VendorId::CYCLONE_DDS;
const FAST: VendorId = VendorId::FAST_DDS;

struct Capture {
    name: &'static str,
    vendors: &'static [VendorId],
    messages: usize,
    /// How many submessages there are of each kind, as counted by Wireshark.
    submessages: &'static [(SubmessageKind, usize)],
}

const fn capture(
    name: &'static str,
    vendors: &'static [VendorId],
    messages: usize,
    submessages: &'static [(SubmessageKind, usize)],
) -> Capture {
    Capture {
        name,
        vendors,
        messages,
        submessages,
    }
}

const ACKNACK: SubmessageKind = SubmessageKind::ACKNACK;
const HEARTBEAT: SubmessageKind = SubmessageKind::HEARTBEAT;
const INFO_TS: SubmessageKind = SubmessageKind::INFO_TS;
const INFO_DST: SubmessageKind = SubmessageKind::INFO_DST;
const HEARTBEAT_FRAG: SubmessageKind = SubmessageKind::HEARTBEAT_FRAG;
const DATA: SubmessageKind = SubmessageKind::DATA;
const DATA_FRAG: SubmessageKind = SubmessageKind::DATA_FRAG;
/// Fast DDS ends each of its messages with a submessage of its own.
const FAST_OWN: SubmessageKind = SubmessageKind(0x80);

#[rustfmt::skip]
const CAPTURES: &[Capture] = &[
    capture("action_cyclone", &[CYCLONE], 372,
        &[(ACKNACK, 45), (HEARTBEAT, 73), (INFO_TS, 348), (INFO_DST, 57), (DATA, 348)]),
    capture("action_fastdds", &[FAST], 196,
        &[(ACKNACK, 26), (HEARTBEAT, 43), (INFO_TS, 159), (INFO_DST, 125), (DATA, 159), (FAST_OWN, 196)]),
    capture("image_200kB_cyclone", &[CYCLONE], 317,
        &[(ACKNACK, 31), (HEARTBEAT, 48), (INFO_TS, 279), (INFO_DST, 33), (HEARTBEAT_FRAG, 28), (DATA, 277), (DATA_FRAG, 30)]),
    capture("image_200kB_fastdds", &[FAST], 159,
        &[(ACKNACK, 20), (HEARTBEAT, 32), (INFO_TS, 130), (INFO_DST, 94), (DATA, 122), (DATA_FRAG, 8), (FAST_OWN, 159)]),
    capture("late_joiner_cyclone", &[CYCLONE], 288,
        &[(ACKNACK, 38), (HEARTBEAT, 54), (INFO_TS, 283), (INFO_DST, 46), (DATA, 283)]),
    capture("late_joiner_fastdds", &[FAST], 145,
        &[(ACKNACK, 30), (HEARTBEAT, 35), (INFO_TS, 123), (INFO_DST, 84), (DATA, 123), (FAST_OWN, 145)]),
    capture("service_cyclone", &[CYCLONE], 299,
        &[(ACKNACK, 36), (HEARTBEAT, 57), (INFO_TS, 286), (INFO_DST, 38), (DATA, 286)]),
    capture("service_fastdds", &[FAST], 157,
        &[(ACKNACK, 31), (HEARTBEAT, 32), (INFO_TS, 130), (INFO_DST, 93), (DATA, 130), (FAST_OWN, 157)]),
    capture("topic_cyclone", &[CYCLONE], 418,
        &[(ACKNACK, 79), (HEARTBEAT, 103), (INFO_TS, 339), (INFO_DST, 82), (DATA, 339)]),
    capture("topic_cyclone_to_fastdds", &[CYCLONE, FAST], 299,
        &[(ACKNACK, 70), (HEARTBEAT, 99), (INFO_TS, 200), (INFO_DST, 140), (DATA, 200), (FAST_OWN, 171)]),
    capture("topic_fastdds", &[FAST], 250,
        &[(ACKNACK, 23), (HEARTBEAT, 44), (INFO_TS, 187), (INFO_DST, 159), (DATA, 187), (FAST_OWN, 250)]),
    capture("topic_fastdds_to_cyclone", &[CYCLONE, FAST], 239,
        &[(ACKNACK, 39), (HEARTBEAT, 50), (INFO_TS, 171), (INFO_DST, 151), (DATA, 171), (FAST_OWN, 167)]),
];

fn kind(submessage: &Submessage<'_>) -> SubmessageKind {
    match submessage {
        Submessage::InfoTimestamp(_) => SubmessageKind::INFO_TS,
        Submessage::InfoDestination(_) => SubmessageKind::INFO_DST,
        Submessage::InfoSource(_) => SubmessageKind::INFO_SRC,
        Submessage::InfoReply(_) => SubmessageKind::INFO_REPLY,
        Submessage::Data(_) => SubmessageKind::DATA,
        Submessage::DataFrag(_) => SubmessageKind::DATA_FRAG,
        Submessage::Heartbeat(_) => SubmessageKind::HEARTBEAT,
        Submessage::HeartbeatFrag(_) => SubmessageKind::HEARTBEAT_FRAG,
        Submessage::AckNack(_) => SubmessageKind::ACKNACK,
        Submessage::NackFrag(_) => SubmessageKind::NACK_FRAG,
        Submessage::Gap(_) => SubmessageKind::GAP,
        Submessage::Other(kind) => *kind,
    }
}

#[test]
fn every_packet_is_read() {
    let Some(folder) = folder() else { return };
    for capture in CAPTURES {
        let datagrams = datagrams(&folder, capture.name);
        assert_eq!(datagrams.len(), capture.messages, "{}", capture.name);
        let mut counts = BTreeMap::<u8, usize>::new();
        let mut vendors = BTreeSet::new();
        for datagram in &datagrams {
            let message = Message::parse(&datagram.payload).unwrap();
            vendors.insert(message.header.vendor);
            for submessage in message.submessages() {
                *counts.entry(kind(&submessage.unwrap()).0).or_default() += 1;
            }
            assert_eq!(
                read_all(&datagram.payload).errors,
                0,
                "{}: {datagram:02x?}",
                capture.name
            );
        }
        let expected: BTreeMap<_, _> = capture
            .submessages
            .iter()
            .map(|&(kind, count)| (kind.0, count))
            .collect();
        assert_eq!(counts, expected, "{}", capture.name);
        assert_eq!(
            vendors.into_iter().collect::<Vec<_>>(),
            sorted(capture.vendors),
            "{}",
            capture.name
        );
    }
}

fn sorted(vendors: &[VendorId]) -> Vec<VendorId> {
    vendors
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// A DATA with what it came in.
struct Sample {
    writer: Guid,
    sequence_number: SequenceNumber,
    inline_qos: InlineQos,
    kind: PayloadKind,
    payload: Vec<u8>,
}

fn samples(folder: &Path, name: &str) -> Vec<Sample> {
    let mut samples = Vec::new();
    for datagram in datagrams(folder, name) {
        let message = Message::parse(&datagram.payload).unwrap();
        for submessage in message.submessages() {
            if let Submessage::Data(data) = submessage.unwrap() {
                samples.push(Sample {
                    writer: message.header.prefix.guid(data.writer_id),
                    sequence_number: data.sequence_number,
                    inline_qos: data
                        .inline_qos
                        .map(|list| InlineQos::parse(&list).unwrap())
                        .unwrap_or_default(),
                    kind: data.kind,
                    payload: data.payload.to_vec(),
                });
            }
        }
    }
    samples
}

fn participants(samples: &[Sample]) -> BTreeMap<VendorId, SpdpDiscoveredParticipantData> {
    samples
        .iter()
        .filter(|sample| {
            sample.writer.entity_id == EntityId::SPDP_WRITER && sample.kind == PayloadKind::Data
        })
        .map(|sample| SpdpDiscoveredParticipantData::parse(&sample.payload).unwrap())
        .map(|participant| (participant.vendor, participant))
        .collect()
}

fn endpoints(samples: &[Sample]) -> Vec<DiscoveredEndpointData> {
    samples
        .iter()
        .filter(|sample| sample.kind == PayloadKind::Data)
        .filter_map(|sample| match sample.writer.entity_id {
            EntityId::PUBLICATIONS_WRITER => {
                Some(DiscoveredEndpointData::parse_writer(&sample.payload).unwrap())
            }
            EntityId::SUBSCRIPTIONS_WRITER => {
                Some(DiscoveredEndpointData::parse_reader(&sample.payload).unwrap())
            }
            _ => None,
        })
        .collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn participants_say_who_they_are() {
    let Some(folder) = folder() else { return };
    let found = participants(&samples(&folder, "topic_cyclone_to_fastdds"));
    let (cyclone, fast) = (&found[&CYCLONE], &found[&FAST]);
    assert_eq!(
        (cyclone.version, fast.version),
        (ProtocolVersion::V2_1, ProtocolVersion::V2_2)
    );
    assert_eq!(
        (cyclone.lease_duration, fast.lease_duration),
        (Duration::from_seconds(10), Duration::from_seconds(20))
    );
    assert_eq!((cyclone.domain_id, fast.domain_id), (Some(5), None));
    assert_eq!(
        (cyclone.receive_buffer_size, fast.receive_buffer_size),
        (Some(0x20_0000), None)
    );
    assert_eq!(
        (cyclone.entity_name.as_str(), fast.entity_name.as_str()),
        ("", "/")
    );
    assert!(
        cyclone
            .properties
            .contains(&("__ProcessName".into(), "python3".into()))
    );
    assert_eq!(
        (text(&cyclone.user_data), text(&fast.user_data)),
        ("enclave=/;", "enclave=/;\0")
    );
    for participant in [cyclone, fast] {
        assert_eq!(participant.builtin_endpoints.0 & 0x0c3f, 0x0c3f);
        let [unicast] = participant.metatraffic_unicast_locators[..] else {
            panic!("{participant:?}")
        };
        let port = unicast.to_udp_v4().unwrap().port();
        assert!(
            [7400 + 250 * 5 + 10, 7400 + 250 * 5 + 12].contains(&port),
            "{port}"
        );
        let [default] = participant.default_unicast_locators[..] else {
            panic!("{participant:?}")
        };
        assert_eq!(default.to_udp_v4().unwrap().port(), port + 1);
    }
}

#[test]
fn endpoints_say_topic_type_and_hash() {
    let Some(folder) = folder() else { return };
    let hashes = std::fs::read_to_string(folder.join("../type_hashes_jazzy.json")).unwrap();
    for (name, topic, type_name, interface) in [
        (
            "topic_cyclone",
            "rt/demo/chatter",
            "std_msgs::msg::dds_::String_",
            "std_msgs/msg/String",
        ),
        (
            "topic_fastdds",
            "rt/demo/chatter",
            "std_msgs::msg::dds_::String_",
            "std_msgs/msg/String",
        ),
        (
            "image_200kB_cyclone",
            "rt/image",
            "sensor_msgs::msg::dds_::Image_",
            "sensor_msgs/msg/Image",
        ),
        (
            "image_200kB_fastdds",
            "rt/image",
            "sensor_msgs::msg::dds_::Image_",
            "sensor_msgs/msg/Image",
        ),
    ] {
        let endpoints = endpoints(&samples(&folder, name));
        let on_topic: Vec<_> = endpoints
            .iter()
            .filter(|endpoint| endpoint.topic_name == topic)
            .collect();
        assert!(
            on_topic
                .iter()
                .any(|endpoint| endpoint.guid.entity_id.is_writer()),
            "{name}"
        );
        assert!(
            on_topic
                .iter()
                .any(|endpoint| endpoint.guid.entity_id.is_reader()),
            "{name}"
        );
        for endpoint in on_topic {
            assert_eq!(endpoint.type_name, type_name, "{name}");
            let hash = text(&endpoint.user_data)
                .strip_prefix("typehash=")
                .unwrap()
                .strip_suffix(';')
                .unwrap();
            assert!(
                hashes.contains(&format!("\"{interface}\": \"{hash}\"")),
                "{name}: {hash}"
            );
            assert!(endpoint.qos.reliability.is_reliable());
            assert_eq!(endpoint.qos.durability, Durability::Volatile);
        }
    }
}

#[test]
fn a_latched_topic_is_transient_local() {
    let Some(folder) = folder() else { return };
    for name in ["late_joiner_cyclone", "late_joiner_fastdds"] {
        let samples = samples(&folder, name);
        let latched: Vec<_> = endpoints(&samples)
            .into_iter()
            .filter(|endpoint| endpoint.topic_name == "rt/latched")
            .collect();
        assert!(latched.len() >= 2, "{name}");
        for endpoint in latched {
            assert_eq!(
                endpoint.qos.durability,
                Durability::TransientLocal,
                "{name}"
            );
            if endpoint.guid.prefix.0.starts_with(&CYCLONE.0) {
                assert_eq!(endpoint.qos.history, History::KeepLast(5), "{name}");
            }
        }
        let heartbeats: Vec<_> = datagrams(&folder, name)
            .iter()
            .flat_map(|datagram| {
                Message::parse(&datagram.payload)
                    .unwrap()
                    .submessages()
                    .filter_map(|submessage| match submessage.unwrap() {
                        Submessage::Heartbeat(heartbeat) => Some(heartbeat),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        // The writer of five strings tells the late reader what there is.
        let of_five = |heartbeat: &&rosebay_rtps::wire::Heartbeat| {
            !heartbeat.writer_id.is_builtin() && (heartbeat.first.0, heartbeat.last.0) == (1, 5)
        };
        assert!(
            heartbeats.iter().any(|heartbeat| of_five(&heartbeat)),
            "{name}"
        );
    }
}

#[test]
fn talkers_number_their_samples() {
    let Some(folder) = folder() else { return };
    for name in [
        "topic_cyclone",
        "topic_fastdds",
        "topic_cyclone_to_fastdds",
        "topic_fastdds_to_cyclone",
    ] {
        let samples = samples(&folder, name);
        let writer = endpoints(&samples)
            .into_iter()
            .find(|endpoint| {
                endpoint.topic_name == "rt/demo/chatter" && endpoint.guid.entity_id.is_writer()
            })
            .unwrap();
        let heard: BTreeMap<_, _> = samples
            .iter()
            .filter(|sample| sample.writer == writer.guid && sample.kind == PayloadKind::Data)
            .map(|sample| (sample.sequence_number, string(&sample.payload)))
            .collect();
        assert!(heard.len() >= 30, "{name}: {}", heard.len());
        let first = heard
            .values()
            .next()
            .unwrap()
            .strip_prefix("hello ")
            .unwrap()
            .parse::<i64>()
            .unwrap();
        let offset = first - heard.keys().next().unwrap().0;
        for (number, heard) in heard {
            assert_eq!(heard, format!("hello {}", number.0 + offset), "{name}");
        }
    }
}

/// The string of a `std_msgs/String` in little endian.
fn string(payload: &[u8]) -> String {
    assert_eq!(payload[..2], [0, 1]);
    let length = u32::from_le_bytes(payload[4..8].try_into().unwrap()) as usize;
    text(&payload[8..8 + length - 1]).to_owned()
}

#[test]
fn fast_dds_relates_answers_to_questions() {
    let Some(folder) = folder() else { return };
    let samples = samples(&folder, "service_fastdds");
    let endpoints = endpoints(&samples);
    let find = |topic: &str, is: fn(EntityId) -> bool| {
        endpoints
            .iter()
            .find(|endpoint| endpoint.topic_name == topic && is(endpoint.guid.entity_id))
            .unwrap()
            .guid
    };
    let request_writer = find("rq/add_two_intsRequest", EntityId::is_writer);
    let reply_writer = find("rr/add_two_intsReply", EntityId::is_writer);
    let reply_reader = find("rr/add_two_intsReply", EntityId::is_reader);
    let related = |writer: Guid| -> BTreeMap<i64, SampleIdentity> {
        samples
            .iter()
            .filter(|sample| sample.writer == writer && sample.kind == PayloadKind::Data)
            .map(|sample| {
                (
                    sample.sequence_number.0,
                    sample.inline_qos.related_sample_identity.unwrap(),
                )
            })
            .collect()
    };
    let identity = |writer, number| SampleIdentity {
        writer,
        sequence_number: SequenceNumber(number),
    };
    // A question names the reader that waits for the answer; an answer names that reader and the question's number.
    let unnumbered = SampleIdentity {
        writer: reply_reader,
        sequence_number: SequenceNumber::UNKNOWN,
    };
    assert_eq!(
        related(request_writer),
        (1..=3).map(|number| (number, unnumbered)).collect()
    );
    assert_eq!(
        related(reply_writer),
        (1..=3)
            .map(|number| (number, identity(reply_reader, number)))
            .collect()
    );
}

#[test]
fn what_is_gone_names_itself() {
    let Some(folder) = folder() else { return };
    for name in ["service_cyclone", "service_fastdds"] {
        let gone: BTreeSet<Guid> = samples(&folder, name)
            .iter()
            .filter(|sample| sample.inline_qos.status_info.ends_instance())
            .map(|sample| match sample.inline_qos.key_guid() {
                Some(guid) => guid,
                None => parse_key(&sample.payload).unwrap(),
            })
            .collect();
        assert!(
            gone.iter()
                .any(|guid| guid.entity_id == EntityId::PARTICIPANT),
            "{name}: {gone:?}"
        );
        assert!(
            gone.iter().any(|guid| guid.entity_id.is_writer()),
            "{name}: {gone:?}"
        );
        assert!(
            gone.iter().any(|guid| guid.entity_id.is_reader()),
            "{name}: {gone:?}"
        );
    }
}

#[test]
fn fragments_make_up_whole_images() {
    let Some(folder) = folder() else { return };
    for (name, fragment_size) in [
        ("image_200kB_cyclone", 1344),
        ("image_200kB_fastdds", 65_324),
    ] {
        let mut images = BTreeMap::<SequenceNumber, Vec<u8>>::new();
        let mut missing = BTreeMap::<SequenceNumber, BTreeSet<u32>>::new();
        for datagram in datagrams(&folder, name) {
            for submessage in Message::parse(&datagram.payload).unwrap().submessages() {
                let Submessage::DataFrag(frag) = submessage.unwrap() else {
                    continue;
                };
                assert_eq!(
                    (frag.fragment_size, frag.sample_size, frag.kind),
                    (fragment_size, 199_848, PayloadKind::Data)
                );
                let image = images
                    .entry(frag.sequence_number)
                    .or_insert_with(|| vec![0; frag.sample_size as usize]);
                image[frag.offset()..frag.offset() + frag.payload.len()]
                    .copy_from_slice(frag.payload);
                let missing = missing
                    .entry(frag.sequence_number)
                    .or_insert_with(|| (1..=frag.total_fragments()).collect());
                (0..u32::from(frag.count))
                    .for_each(|offset| assert!(missing.remove(&(frag.starting.0 + offset))));
            }
        }
        assert_eq!(images.len(), 2, "{name}");
        assert!(
            missing.values().all(BTreeSet::is_empty),
            "{name}: {missing:?}"
        );
        assert!(images.values().all(|image| image[..2] == [0, 1]), "{name}");
    }
}
