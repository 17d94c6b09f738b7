//! Any datagram can be read to its last field; discovery data that was read is written and read again unchanged.
#![no_main]

#[path = "../../crates/rtps/tests/common/read_all.rs"]
mod read_all;

use libfuzzer_sys::fuzz_target;
use rosebay_rtps::types::EntityId;
use rosebay_rtps::wire::discovery::{DiscoveredEndpointData, SpdpDiscoveredParticipantData};
use rosebay_rtps::wire::{Message, Submessage};

fuzz_target!(|datagram: &[u8]| {
    read_all::read_all(datagram);
    let Ok(message) = Message::parse(datagram) else { return };
    for submessage in message.submessages().flatten() {
        let Submessage::Data(data) = submessage else { continue };
        match data.writer_id {
            EntityId::SPDP_WRITER => {
                if let Ok(participant) = SpdpDiscoveredParticipantData::parse(data.payload) {
                    assert_eq!(SpdpDiscoveredParticipantData::parse(&participant.write()), Ok(participant));
                }
            }
            EntityId::PUBLICATIONS_WRITER => {
                if let Ok(writer) = DiscoveredEndpointData::parse_writer(data.payload) {
                    assert_eq!(DiscoveredEndpointData::parse_writer(&writer.write()), Ok(writer));
                }
            }
            EntityId::SUBSCRIPTIONS_WRITER => {
                if let Ok(reader) = DiscoveredEndpointData::parse_reader(data.payload) {
                    assert_eq!(DiscoveredEndpointData::parse_reader(&reader.write()), Ok(reader));
                }
            }
            _ => {}
        }
    }
});
