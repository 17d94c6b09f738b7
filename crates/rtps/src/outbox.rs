//! From what the protocol wants to say to datagrams.

use std::io::IoSlice;
use std::net::SocketAddrV4;

use bytes::Bytes;

use crate::engine::Engine;
use crate::history::{CacheChange, ChangeKind};
use crate::outgoing::{Outgoing, ReaderMessage, Route, WriterMessage};
use crate::types::{EntityId, FragmentNumber, GuidPrefix, SequenceNumberSet, Timestamp, VendorId};
use crate::wire::{
    DATA_HEADER_MAX, Data, DataFrag, Gap, Header, Heartbeat, InlineQos, MessageBuilder,
    PayloadKind, StatusInfo,
};

/// Up to this size a payload is copied behind its header: cheaper than another part of the datagram.
const COPY_LIMIT: usize = 4096;
/// Bytes of any submessage without payload.
const SUBMESSAGE_MAX: usize = 80;

/// Messages on their way out, and the memory to write them.
pub(crate) struct Outbox {
    builder: MessageBuilder,
    /// Where the message in the making goes.
    open: Option<(SocketAddrV4, GuidPrefix)>,
    timestamp: Option<Timestamp>,
    pub(crate) to_readers: Vec<Outgoing<WriterMessage>>,
    pub(crate) to_writers: Vec<Outgoing<ReaderMessage>>,
}

impl Outbox {
    pub(crate) fn new(prefix: GuidPrefix) -> Outbox {
        Outbox {
            builder: MessageBuilder::new(Header::new(prefix)),
            open: None,
            timestamp: None,
            to_readers: Vec::new(),
            to_writers: Vec::new(),
        }
    }

    /// Sends what `writer` wants to say.
    pub(crate) fn send_as_writer(&mut self, engine: &Engine, writer: EntityId) {
        let mut messages = std::mem::take(&mut self.to_readers);
        for Outgoing { route, message } in messages.drain(..) {
            match message {
                WriterMessage::Data(change) => self.data(engine, writer, &route, &change),
                WriterMessage::Fragment {
                    change,
                    index,
                    size,
                } => {
                    self.fragment(engine, writer, &route, &change, index, size);
                }
                WriterMessage::Break => self.flush(engine, Payload::None),
                WriterMessage::Pause(time) => {
                    self.flush(engine, Payload::None);
                    std::thread::sleep(time);
                }
                WriterMessage::Gap(gap) => {
                    self.open(engine, &route, SUBMESSAGE_MAX);
                    self.builder.gap(&Gap {
                        reader_id: route.guid.entity_id,
                        writer_id: writer,
                        start: gap.start,
                        list: SequenceNumberSet::new(gap.end),
                    });
                }
                WriterMessage::Heartbeat {
                    first,
                    last,
                    count,
                    is_final,
                    liveliness,
                } => {
                    self.open(engine, &route, SUBMESSAGE_MAX);
                    self.builder.heartbeat(&Heartbeat {
                        reader_id: route.guid.entity_id,
                        writer_id: writer,
                        first,
                        last,
                        count,
                        is_final,
                        liveliness,
                    });
                }
            }
        }
        self.to_readers = messages;
        self.flush(engine, Payload::None);
    }

    /// Sends what readers want to say.
    pub(crate) fn send_as_readers(&mut self, engine: &Engine) {
        let mut messages = std::mem::take(&mut self.to_writers);
        for Outgoing { route, message } in messages.drain(..) {
            self.open(engine, &route, SUBMESSAGE_MAX);
            match message {
                ReaderMessage::AckNack(acknack) => self.builder.acknack(&acknack),
                ReaderMessage::NackFrag(nack) => self.builder.nack_frag(&nack),
            }
        }
        self.to_writers = messages;
        self.flush(engine, Payload::None);
    }

    fn data(&mut self, engine: &Engine, writer: EntityId, route: &Route, change: &CacheChange) {
        let payload = change.payload_for(route.vendor);
        let is_shared = route.shares(payload);
        if is_shared {
            // A message with an attachment holds nothing else.
            self.flush(engine, Payload::None);
        }
        self.open(engine, route, DATA_HEADER_MAX + payload.len());
        self.info_timestamp(change.source_timestamp);
        let data = Data {
            reader_id: route.guid.entity_id,
            writer_id: writer,
            sequence_number: change.sequence_number,
            inline_qos: None,
            kind: payload_kind(change.kind),
            payload,
        };
        let inline_qos = inline_qos(change, route);
        if is_shared {
            self.builder.data_start(&data, &inline_qos, 0);
            self.flush(engine, Payload::Attached(payload));
            return;
        }
        if payload.len() <= COPY_LIMIT {
            self.builder.data(&data, &inline_qos);
            return;
        }
        self.builder.data_start(&data, &inline_qos, payload.len());
        self.flush(engine, Payload::Behind(payload));
    }

    fn fragment(
        &mut self,
        engine: &Engine,
        writer: EntityId,
        route: &Route,
        change: &CacheChange,
        index: u32,
        size: usize,
    ) {
        let sample = change.payload_for(route.vendor);
        let begin = (index as usize * size).min(sample.len());
        let payload = &sample[begin..(begin + size).min(sample.len())];
        self.open(engine, route, DATA_HEADER_MAX + payload.len());
        self.info_timestamp(change.source_timestamp);
        let fragment = DataFrag {
            reader_id: route.guid.entity_id,
            writer_id: writer,
            sequence_number: change.sequence_number,
            starting: FragmentNumber(index + 1),
            count: 1,
            fragment_size: size as u16,
            sample_size: sample.len() as u32,
            inline_qos: None,
            kind: payload_kind(change.kind),
            payload,
        };
        self.builder
            .data_frag_start(&fragment, &inline_qos(change, route), payload.len());
        self.flush(engine, Payload::Behind(payload));
    }

    fn info_timestamp(&mut self, timestamp: Timestamp) {
        if self.timestamp != Some(timestamp) {
            self.builder.info_timestamp(Some(timestamp));
            self.timestamp = Some(timestamp);
        }
    }

    /// Makes sure that the message in the making goes where `route` goes and has room for `more` bytes.
    fn open(&mut self, engine: &Engine, route: &Route, more: usize) {
        let destination = (route.address, route.guid.prefix);
        let has_room = self.builder.len() + more <= route.datagram + DATA_HEADER_MAX;
        if self.open == Some(destination) && has_room {
            return;
        }
        self.flush(engine, Payload::None);
        self.open = Some(destination);
        self.builder.tell_padding(route.vendor == VendorId::ROSEBAY);
        self.builder.info_destination(route.guid.prefix);
    }

    /// Sends the message in the making and its payload.
    fn flush(&mut self, engine: &Engine, payload: Payload<'_>) {
        if let Some((address, prefix)) = self.open.take() {
            let message = self.builder.as_bytes();
            let (behind, attached) = match payload {
                Payload::None => (&[][..], None),
                Payload::Behind(payload) => (payload, None),
                Payload::Attached(payload) => (&[][..], Some(payload)),
            };
            let padding = &[0; 3][..behind.len().next_multiple_of(4) - behind.len()];
            let parts = [message, behind, padding].map(IoSlice::new);
            let count = match (behind.is_empty(), padding.is_empty()) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
            let parts = &parts[..count];
            engine
                .transport
                .send_to_peer(prefix, address, parts, attached);
        }
        self.builder.clear();
        self.timestamp = None;
    }
}

/// What goes along with a message.
enum Payload<'a> {
    None,
    /// Sent behind it.
    Behind(&'a [u8]),
    /// Left where it is, for the receiver to read there.
    Attached(&'a Bytes),
}

const fn payload_kind(kind: ChangeKind) -> PayloadKind {
    match kind {
        ChangeKind::Alive => PayloadKind::Data,
        ChangeKind::Disposed(_) => PayloadKind::Key,
    }
}

fn inline_qos(change: &CacheChange, route: &Route) -> InlineQos {
    let (status_info, key_hash) = match change.kind {
        ChangeKind::Alive => (StatusInfo::default(), None),
        ChangeKind::Disposed(guid) => (StatusInfo::DISPOSED_UNREGISTERED, Some(guid.to_bytes())),
    };
    InlineQos {
        status_info,
        key_hash,
        related_sample_identity: change.related_for(route.vendor),
    }
}
