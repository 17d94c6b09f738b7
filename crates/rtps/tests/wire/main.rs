//! Writing and reading are each other's reverse, and no bytes do harm.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod discovery;
mod messages;

use common::captures::all_datagrams;
use common::read_all::read_all;
use discovery::{endpoint, participant};
use messages::part;
use proptest::collection::vec;
use proptest::prelude::*;
use rosebay_rtps::types::*;
use rosebay_rtps::wire::discovery::{DiscoveredEndpointData, SpdpDiscoveredParticipantData};
use rosebay_rtps::wire::*;

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
