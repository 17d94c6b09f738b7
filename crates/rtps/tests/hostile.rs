//! Damaged datagrams at the ports of a running participant: it stays alive, its memory stays what it was, and it
//! still discovers and delivers.
#![allow(clippy::unwrap_used)]

mod common;

use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::time::{Duration, Instant};

use common::captures::all_datagrams;
use common::engine::*;
use common::mutation::{Random, mutate};
use rosebay_rtps::qos::{History, QosPolicies};
use rosebay_rtps::types::{
    Count, EntityId, EntityKind, FragmentNumber, FragmentNumberSet, GuidPrefix, Locator,
    SampleIdentity, SequenceNumber, SequenceNumberSet,
};
use rosebay_rtps::wire::discovery::{
    DiscoveredEndpointData, ParticipantMessageData, ParticipantMessageKind,
    SpdpDiscoveredParticipantData,
};
use rosebay_rtps::wire::*;
use rosebay_rtps::{Participant, Reader, Writer};

const DATAGRAMS: usize = 200_000;
/// After these, everything that grows once has grown.
const WARM_UP: usize = 40_000;
/// What a heap may grow by without anything being held for ever.
const TOLERANCE: usize = 24 << 20;

/// Bytes of this process in memory.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// The unicast ports of a participant and the one of its domain's multicast, where datagrams can be sent to.
fn ports(domain: u32, participant: &Participant) -> [SocketAddrV4; 3] {
    let base = 7400 + 250 * domain as u16;
    let id = 2 * participant.participant_id() as u16;
    let address = |port| SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    [
        address(base + 10 + id),
        address(base + 11 + id),
        SocketAddrV4::new(Ipv4Addr::new(239, 255, 0, 1), base),
    ]
}

/// Adds a message that is written as it is told.
type Say<'a> = dyn FnMut(&dyn Fn(&mut MessageBuilder)) + 'a;

/// A target with a reader and a writer, and peers of theirs, in whose name datagrams come.
struct Scene {
    domain: u32,
    target: Participant,
    _peer: Participant,
    reader: Reader,
    writer: Writer,
    peer_writer: Writer,
    peer_reader: Reader,
    socket: UdpSocket,
}

impl Scene {
    fn new() -> Scene {
        let domain = domain();
        let (target, peer) = (participant(domain), participant(domain));
        let qos = transient_local(History::KeepLast(50));
        let scene = Scene {
            domain,
            reader: reader(&target, "to", &qos),
            writer: writer(&target, "from", &qos),
            peer_writer: writer(&peer, "to", &qos),
            peer_reader: reader(&peer, "from", &qos),
            target,
            _peer: peer,
            socket: UdpSocket::bind("127.0.0.1:0").unwrap(),
        };
        wait_matched(&scene.peer_writer, &scene.reader);
        wait_matched(&scene.writer, &scene.peer_reader);
        (0..60).for_each(|number| {
            write(
                &scene.writer,
                content(number, if number % 9 == 0 { 100_000 } else { 64 }),
            )
        });
        scene
    }

    /// A message in the peer's name.
    fn message(&self) -> MessageBuilder {
        let mut message = MessageBuilder::new(Header::new(self.peer_writer.guid().prefix));
        message.info_destination(self.target.guid().prefix);
        message
    }

    /// What the peer could say, each kind of submessage, with the target's own entities.
    fn seeds(&self) -> Vec<Vec<u8>> {
        let mut seeds = all_datagrams();
        let (writer_id, reader_id) = (
            self.peer_writer.guid().entity_id,
            self.reader.guid().entity_id,
        );
        let sequence_number = SequenceNumber(3);
        let identity = SampleIdentity {
            writer: self.peer_writer.guid(),
            sequence_number,
        };
        let inline_qos = InlineQos {
            related_sample_identity: Some(identity),
            ..InlineQos::default()
        };
        let payload = content(3, 64);
        let data = Data {
            reader_id,
            writer_id,
            sequence_number,
            inline_qos: None,
            kind: PayloadKind::Data,
            payload: &payload,
        };
        let fragment = DataFrag {
            reader_id,
            writer_id,
            sequence_number: SequenceNumber(4),
            starting: FragmentNumber(1),
            count: 1,
            fragment_size: 64,
            sample_size: 200,
            inline_qos: None,
            kind: PayloadKind::Data,
            payload: &payload,
        };
        let heartbeat = Heartbeat {
            reader_id,
            writer_id,
            first: SequenceNumber(1),
            last: SequenceNumber(9),
            count: Count(5),
            is_final: false,
            liveliness: true,
        };
        let mut say = |write: &dyn Fn(&mut MessageBuilder)| {
            let mut message = self.message();
            write(&mut message);
            // Many of each: captures are many too.
            seeds.extend(std::iter::repeat_n(message.as_bytes().to_vec(), 200));
        };
        say(&|message| message.data(&data, &inline_qos));
        say(&|message| message.data_frag(&fragment, &inline_qos));
        say(&|message| message.heartbeat(&heartbeat));
        say(&|message| {
            let last_fragment = FragmentNumber(4);
            let sequence_number = SequenceNumber(4);
            message.heartbeat_frag(&HeartbeatFrag {
                reader_id,
                writer_id,
                sequence_number,
                last_fragment,
                count: Count(5),
            });
        });
        say(&|message| {
            let list =
                SequenceNumberSet::from_numbers(SequenceNumber(8), [9, 12].map(SequenceNumber));
            message.gap(&Gap {
                reader_id,
                writer_id,
                start: SequenceNumber(6),
                list,
            });
        });
        let (reader_id, writer_id) = (
            self.peer_reader.guid().entity_id,
            self.writer.guid().entity_id,
        );
        say(&|message| {
            let state = SequenceNumberSet::from_numbers(
                SequenceNumber(20),
                [20, 28, 60].map(SequenceNumber),
            );
            message.acknack(&AckNack {
                reader_id,
                writer_id,
                state,
                count: Count(9),
                is_final: false,
            });
        });
        say(&|message| {
            let state =
                FragmentNumberSet::from_numbers(FragmentNumber(1), [1, 2].map(FragmentNumber));
            let sequence_number = SequenceNumber(55);
            message.nack_frag(&NackFrag {
                reader_id,
                writer_id,
                sequence_number,
                state,
                count: Count(9),
            });
        });
        self.discovery(&mut say);
        seeds
    }

    fn discovery(&self, say: &mut Say<'_>) {
        let prefix = self.peer_writer.guid().prefix;
        let mut announce = |writer_id, payload: Vec<u8>| {
            say(&|message| {
                let data = Data {
                    reader_id: EntityId::UNKNOWN,
                    writer_id,
                    sequence_number: SequenceNumber(5),
                    inline_qos: None,
                    kind: PayloadKind::Data,
                    payload: &payload,
                };
                message.data(&data, &InlineQos::default());
            });
        };
        announce(
            EntityId::SPDP_WRITER,
            SpdpDiscoveredParticipantData::new(prefix).write(),
        );
        let endpoint = |kind| {
            let guid = prefix.guid(EntityId::user(77, kind));
            let mut data = DiscoveredEndpointData::new(
                guid,
                "from".into(),
                "Type".into(),
                QosPolicies::default(),
            );
            data.user_data = vec![1; 50];
            data.write()
        };
        announce(
            EntityId::PUBLICATIONS_WRITER,
            endpoint(EntityKind::WriterNoKey),
        );
        announce(
            EntityId::SUBSCRIPTIONS_WRITER,
            endpoint(EntityKind::ReaderNoKey),
        );
        let kind = ParticipantMessageKind::MANUAL_LIVELINESS_UPDATE;
        let message = ParticipantMessageData {
            guid_prefix: prefix,
            kind,
            data: vec![],
        };
        announce(EntityId::PARTICIPANT_MESSAGE_WRITER, message.write());
    }

    /// Sends `datagram`, not faster than they are received.
    fn attack(&self, datagrams: impl Iterator<Item = Vec<u8>>) {
        let ports = ports(self.domain, &self.target);
        let mut expected = self.target.counters().datagrams_received;
        for (index, datagram) in datagrams.enumerate() {
            // Most to the port for samples; what has no room in the socket is lost, which is no matter.
            self.socket
                .send_to(&datagram, ports[[1, 0, 1, 2][index % 4]])
                .ok();
            expected += 1;
            if index % 100 == 99 {
                let start = Instant::now();
                while self.target.counters().datagrams_received < expected
                    && start.elapsed() < Duration::from_millis(20)
                {
                    std::thread::yield_now();
                }
                expected = self.target.counters().datagrams_received;
            }
            while self.reader.take().is_some() {}
        }
    }

    /// Whether what the target does for others it still does.
    fn assert_works(&self) {
        let newcomer = participant(self.domain);
        wait_until("the newcomer to be discovered", || {
            let known = self.target.discovered_participants();
            known
                .iter()
                .any(|known| known.prefix == newcomer.guid().prefix)
        });
        let qos = reliable(History::KeepAll);
        let (there, back) = (
            writer(&newcomer, "there", &qos),
            writer(&self.target, "back", &qos),
        );
        let (at_target, at_newcomer) = (
            reader(&self.target, "there", &qos),
            reader(&newcomer, "back", &qos),
        );
        wait_matched(&there, &at_target);
        wait_matched(&back, &at_newcomer);
        for number in 0..50 {
            let size = if number % 10 == 0 { 300_000 } else { 64 };
            write(&there, content(number, size));
            write(&back, content(number, size));
            assert_eq!(take(&at_target, 1)[0].payload, content(number, size));
            assert_eq!(take(&at_newcomer, 1)[0].payload, content(number, size));
        }
    }
}

#[test]
fn damaged_datagrams_do_no_harm() {
    let scene = Scene::new();
    let seeds = scene.seeds();
    let mut random = Random(1);
    let mut mutations = std::iter::repeat_with(|| mutate(&seeds, &mut random));
    scene.attack(mutations.by_ref().take(WARM_UP));
    let before = resident();
    scene.attack(mutations.take(DATAGRAMS - WARM_UP));
    let grown = resident().saturating_sub(before);
    let counters = scene.target.counters();
    assert!(
        counters.datagrams_received as usize > DATAGRAMS / 2,
        "{counters:?}"
    );
    assert!(counters.dropped_malformed > 10_000, "{counters:?}");
    assert!(
        grown < TOLERANCE,
        "{} KiB more in memory after {DATAGRAMS} datagrams",
        grown / 1024
    );
    scene.assert_works();
}

#[test]
fn each_lie_of_a_peer_is_survived() {
    let scene = Scene::new();
    let (writer_id, reader_id) = (
        scene.peer_writer.guid().entity_id,
        scene.reader.guid().entity_id,
    );
    let payload = vec![7; 1000];
    let fragment = |number: i64, starting, fragment_size, sample_size| DataFrag {
        reader_id,
        writer_id,
        sequence_number: SequenceNumber(number),
        starting: FragmentNumber(starting),
        count: 1,
        fragment_size,
        sample_size,
        inline_qos: None,
        kind: PayloadKind::Data,
        payload: &payload,
    };
    let data = |number| Data {
        reader_id,
        writer_id,
        sequence_number: SequenceNumber(number),
        inline_qos: None,
        kind: PayloadKind::Data,
        payload: &payload,
    };
    let heartbeat = |first: i64, last: i64, count| Heartbeat {
        reader_id,
        writer_id,
        first: SequenceNumber(first),
        last: SequenceNumber(last),
        count: Count(count),
        is_final: false,
        liveliness: false,
    };
    let acknack = |base, count| AckNack {
        reader_id: scene.peer_reader.guid().entity_id,
        writer_id: scene.writer.guid().entity_id,
        state: SequenceNumberSet::from_numbers(
            SequenceNumber(base),
            (base..base + 256).map(SequenceNumber),
        ),
        count: Count(count),
        is_final: false,
    };
    let highest = SequenceNumber::MAX.0;
    let mut lies: Vec<Vec<u8>> = Vec::new();
    let mut say = |write: &dyn Fn(&mut MessageBuilder)| {
        let mut message = scene.message();
        write(&mut message);
        lies.push(message.as_bytes().to_vec());
    };
    // Samples of 4 GB, each begun with one fragment; and fragments at their far ends.
    for number in 1..3_000 {
        say(&|message| {
            message.data_frag(&fragment(number, 1, 1000, u32::MAX), &InlineQos::default())
        });
        say(&|message| {
            message.data_frag(
                &fragment(number, 4_000_000, 1000, u32::MAX),
                &InlineQos::default(),
            )
        });
    }
    // Samples far ahead, and many of them.
    for number in (5_000..30_000).chain([highest / 2, highest - 1, highest]) {
        say(&|message| message.data(&data(number), &InlineQos::default()));
    }
    // Acknowledgements of what was never written, and requests for all of it.
    for (count, base) in [1, 50, 61, 62, 1000, highest / 2, highest - 300]
        .into_iter()
        .enumerate()
    {
        say(&|message| message.acknack(&acknack(base, 1000 + count as i32)));
    }
    say(&|message| {
        let state =
            FragmentNumberSet::from_numbers(FragmentNumber(u32::MAX), [FragmentNumber(u32::MAX)]);
        let AckNack {
            reader_id,
            writer_id,
            ..
        } = acknack(1, 1);
        let sequence_number = SequenceNumber(55);
        message.nack_frag(&NackFrag {
            reader_id,
            writer_id,
            sequence_number,
            state,
            count: Count(1000),
        });
    });
    // That everything there will ever be is there, or is not.
    say(&|message| message.heartbeat(&heartbeat(1, highest, 1000)));
    say(&|message| message.heartbeat(&heartbeat(highest / 2, highest, 1001)));
    say(&|message| {
        let list = SequenceNumberSet::from_numbers(
            SequenceNumber(highest - 300),
            [SequenceNumber(highest - 200)],
        );
        message.gap(&Gap {
            reader_id,
            writer_id,
            start: SequenceNumber(1),
            list,
        });
    });
    let before = resident();
    scene.attack(lies.into_iter());
    let grown = resident().saturating_sub(before);
    assert!(grown < 4 * TOLERANCE, "{} KiB more in memory", grown / 1024);
    scene.assert_works();
}

#[test]
fn announcements_of_participants_that_do_not_exist_are_bounded() {
    let domain = domain();
    let target = participant_with(domain, |config| config.limits.participants = 20);
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for number in 0..2_000u32 {
        let mut prefix = [9; 12];
        prefix[8..].copy_from_slice(&number.to_be_bytes());
        let prefix = GuidPrefix(prefix);
        // An address of its own: at the address of another it would take the other's place.
        let nowhere = Locator::from(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 1 + number as u16));
        let mut announced = SpdpDiscoveredParticipantData::new(prefix);
        announced.lease_duration = rosebay_rtps::types::Duration::from_seconds(1);
        announced.metatraffic_unicast_locators = vec![nowhere];
        announced.default_unicast_locators = vec![nowhere];
        announced.user_data = vec![0; 1000];
        let mut message = MessageBuilder::new(Header::new(prefix));
        let payload = announced.write();
        let data = Data {
            reader_id: EntityId::UNKNOWN,
            writer_id: EntityId::SPDP_WRITER,
            sequence_number: SequenceNumber(1),
            inline_qos: None,
            kind: PayloadKind::Data,
            payload: &payload,
        };
        message.data(&data, &InlineQos::default());
        socket
            .send_to(message.as_bytes(), ports(domain, &target)[0])
            .unwrap();
        if number % 50 == 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    wait_until("the limit", || target.counters().dropped_limit > 0);
    assert!(target.discovered_participants().len() <= 20);
    // Once their leases have run out there is room for a real one.
    let real = participant(domain);
    wait_until("a real participant", || {
        target
            .discovered_participants()
            .iter()
            .any(|known| known.prefix == real.guid().prefix)
    });
}

#[test]
fn announcements_of_endpoints_are_bounded() {
    const LIMIT: usize = 1 << 20;
    let domain = domain();
    let target = participant_with(domain, |config| config.limits.endpoint_bytes = LIMIT);
    let peer = participant(domain);
    let config = |topic: usize| rosebay_rtps::WriterConfig {
        topic_name: format!("topic {topic}"),
        type_name: "Type".into(),
        qos: QosPolicies::default(),
        user_data: vec![1; 20_000],
        ..rosebay_rtps::WriterConfig::default()
    };
    let create = |topic| {
        peer.create_writer(config(topic), std::sync::Arc::new(()))
            .unwrap()
    };
    let writers: Vec<_> = (0..100).map(create).collect();
    wait_until("the limit", || target.counters().dropped_limit > 0);
    let known = target.discovered_writers().len();
    assert!((30..=LIMIT / 20_000).contains(&known), "{known}");
    // What is gone makes room.
    drop(writers);
    wait_until("their end", || target.discovered_writers().is_empty());
    let _last = create(100);
    wait_until("one more", || target.discovered_writers().len() == 1);
}
