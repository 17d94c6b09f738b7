//! From datagrams to those they are for (DDSI-RTPS §8.3.4, the receiver).

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_rmw_shm::{PeerEvent, PeerId};

use super::inner::Inner;
use crate::outbox::Outbox;
use crate::reader::core::ReaderCore;
use crate::reader::proxy::Refusal;
use crate::sample::Sample;
use crate::transport::Receive;
use crate::types::{EntityId, Guid, GuidPrefix, SequenceNumber, Timestamp, VendorId};
use crate::wire::discovery::{SpdpDiscoveredParticipantData, parse_key};
use crate::wire::{Data, InlineQos, Message, ParameterList, PayloadKind, Submessage, WireResult};
use crate::writer::core::WriterCore;

/// A lease need not be renewed at every datagram.
const RENEWAL_PERIOD: Duration = Duration::from_millis(100);

/// Handles datagrams, on the receive thread.
pub(super) struct Receiver {
    participant: Arc<Inner>,
    outbox: Outbox,
    /// Writers that may have something to send after this datagram.
    to_pump: Vec<Arc<WriterCore>>,
    renewed: (GuidPrefix, Instant),
}

/// What earlier submessages of a message say about later ones.
struct Context {
    source: GuidPrefix,
    vendor: VendorId,
    timestamp: Option<Timestamp>,
    /// Whether the following is for this participant.
    for_us: bool,
    now: Instant,
    /// The payload of the message's one DATA, which then has none itself.
    attachment: Option<Bytes>,
}

impl Receive for Receiver {
    fn datagram(&mut self, datagram: &[u8], attachment: Option<Bytes>) {
        if let Err(error) = self.read(datagram, attachment) {
            self.participant.engine.counters.dropped_malformed.add(1);
            tracing::trace!(%error, "a datagram is malformed");
        }
        for writer in self.to_pump.drain(..) {
            writer.pump();
        }
    }

    fn peer(&mut self, event: PeerEvent) {
        match event {
            PeerEvent::Linked(PeerId(prefix)) => self.participant.shares_with(GuidPrefix(prefix)),
            PeerEvent::Lost(PeerId(prefix)) => self.participant.hear_end(GuidPrefix(prefix)),
        }
    }
}

impl Receiver {
    pub(super) fn new(participant: Arc<Inner>) -> Receiver {
        let outbox = Outbox::new(participant.engine.prefix);
        Receiver {
            participant,
            outbox,
            to_pump: Vec::new(),
            renewed: (GuidPrefix::UNKNOWN, Instant::now()),
        }
    }

    fn read(&mut self, datagram: &[u8], attachment: Option<Bytes>) -> WireResult<()> {
        let message = Message::parse(datagram)?;
        if message.header.prefix == self.participant.engine.prefix {
            return Ok(());
        }
        let now = Instant::now();
        self.renew_lease(message.header.prefix, now);
        let mut context = Context {
            source: message.header.prefix,
            vendor: message.header.vendor,
            timestamp: None,
            for_us: true,
            now,
            attachment,
        };
        for submessage in message.submessages() {
            self.submessage(&mut context, submessage?)?;
        }
        Ok(())
    }

    fn renew_lease(&mut self, prefix: GuidPrefix, now: Instant) {
        if self.renewed.0 != prefix || now.duration_since(self.renewed.1) > RENEWAL_PERIOD {
            self.renewed = (prefix, now);
            self.participant.heard_from(prefix, now);
        }
    }

    fn submessage(&mut self, context: &mut Context, submessage: Submessage<'_>) -> WireResult<()> {
        match submessage {
            Submessage::InfoTimestamp(timestamp) => context.timestamp = timestamp,
            Submessage::InfoDestination(prefix) => {
                context.for_us =
                    prefix == GuidPrefix::UNKNOWN || prefix == self.participant.engine.prefix;
            }
            Submessage::InfoSource(source) => {
                (context.source, context.vendor) = (source.prefix, source.vendor);
            }
            _ if !context.for_us => {}
            Submessage::Data(data) if data.writer_id == EntityId::SPDP_WRITER => {
                self.announcement(context, &data)?
            }
            Submessage::Data(data) => self.data(context, &data)?,
            Submessage::DataFrag(fragment) => {
                let head = (
                    fragment.kind,
                    fragment.sequence_number,
                    fragment.inline_qos.as_ref(),
                );
                let Some(head) = self.head(context, fragment.writer_id, head, &[])? else {
                    return Ok(());
                };
                self.each_reader(
                    context,
                    fragment.writer_id,
                    fragment.reader_id,
                    |receiver, reader| {
                        let result = reader.on_data_frag(
                            &mut receiver.outbox,
                            head.clone(),
                            &fragment,
                            context.now,
                        );
                        receiver.count(result);
                    },
                );
            }
            Submessage::Heartbeat(heartbeat) => {
                let writer = context.source.guid(heartbeat.writer_id);
                self.each_reader(
                    context,
                    heartbeat.writer_id,
                    heartbeat.reader_id,
                    |receiver, reader| {
                        reader.on_heartbeat(&mut receiver.outbox, writer, &heartbeat, context.now);
                    },
                );
            }
            Submessage::HeartbeatFrag(heartbeat) => {
                let writer = context.source.guid(heartbeat.writer_id);
                self.each_reader(
                    context,
                    heartbeat.writer_id,
                    heartbeat.reader_id,
                    |receiver, reader| {
                        reader.on_heartbeat_frag(&mut receiver.outbox, writer, &heartbeat);
                    },
                );
            }
            Submessage::Gap(gap) => {
                let writer = context.source.guid(gap.writer_id);
                self.each_reader(context, gap.writer_id, gap.reader_id, |receiver, reader| {
                    reader.on_gap(&mut receiver.outbox, writer, &gap, context.now);
                });
            }
            Submessage::AckNack(acknack) => {
                let reader = context.source.guid(acknack.reader_id);
                self.writer(acknack.writer_id, |writer| {
                    writer.on_acknack(reader, &acknack, context.now)
                });
            }
            Submessage::NackFrag(nack) => {
                let reader = context.source.guid(nack.reader_id);
                self.writer(nack.writer_id, |writer| {
                    writer.on_nack_frag(reader, &nack, context.now)
                });
            }
            Submessage::InfoReply(_) | Submessage::Other(_) => {}
        }
        Ok(())
    }

    fn announcement(&self, context: &Context, data: &Data<'_>) -> WireResult<()> {
        let inline_qos = data
            .inline_qos
            .as_ref()
            .map(InlineQos::parse)
            .transpose()?
            .unwrap_or_default();
        if inline_qos.status_info.ends_instance() {
            if context.source != self.participant.engine.prefix {
                self.participant.hear_goodbye(context.source.participant());
            }
            return Ok(());
        }
        if data.kind != PayloadKind::Data {
            return Ok(());
        }
        let announced = SpdpDiscoveredParticipantData::parse(data.payload)?;
        if announced.guid_prefix == context.source {
            self.participant.hear_participant(announced);
        } else {
            self.participant.engine.counters.dropped_malformed.add(1);
        }
        Ok(())
    }

    fn data(&mut self, context: &Context, data: &Data<'_>) -> WireResult<()> {
        let head = (data.kind, data.sequence_number, data.inline_qos.as_ref());
        let Some(mut sample) = self.head(context, data.writer_id, head, data.payload)? else {
            return Ok(());
        };
        let mut attachment = context.attachment.clone();
        let mut copied = false;
        self.each_reader(
            context,
            data.writer_id,
            data.reader_id,
            |receiver, reader| {
                if !copied {
                    sample.payload = attachment
                        .take()
                        .unwrap_or_else(|| Bytes::copy_from_slice(data.payload));
                    copied = true;
                }
                let result = reader.on_data(&mut receiver.outbox, sample.clone(), context.now);
                receiver.count(result);
            },
        );
        Ok(())
    }

    /// What a sample is, its payload left out. `None` if its sender is of no interest.
    fn head(
        &self,
        context: &Context,
        writer_id: EntityId,
        (kind, sequence_number, inline_qos): (
            PayloadKind,
            SequenceNumber,
            Option<&ParameterList<'_>>,
        ),
        key: &[u8],
    ) -> WireResult<Option<Sample>> {
        let writer = context.source.guid(writer_id);
        if !self.participant.sources.read().contains_key(&writer) {
            self.participant.engine.counters.dropped_unmatched.add(1);
            return Ok(None);
        }
        let inline_qos = inline_qos
            .map(InlineQos::parse)
            .transpose()?
            .unwrap_or_default();
        let ends = inline_qos.status_info.ends_instance() || kind != PayloadKind::Data;
        let disposed = ends.then(|| {
            inline_qos
                .key_guid()
                .or_else(|| parse_key(key).ok())
                .unwrap_or(Guid::UNKNOWN)
        });
        Ok(Some(Sample {
            payload: Bytes::new(),
            source_timestamp: context.timestamp,
            reception_timestamp: Timestamp::now(),
            writer,
            vendor: context.vendor,
            sequence_number,
            related_sample_identity: inline_qos.related_sample_identity,
            disposed,
            expires: None,
        }))
    }

    fn count(&self, result: Result<(), Refusal>) {
        let counters = &self.participant.engine.counters;
        match result {
            Ok(()) => {}
            Err(Refusal::Duplicate) => counters.dropped_duplicate.add(1),
            Err(Refusal::Limit) => counters.dropped_limit.add(1),
            Err(Refusal::Malformed) => counters.dropped_malformed.add(1),
        }
    }

    /// The readers matched with a writer that a submessage is for.
    fn each_reader(
        &mut self,
        context: &Context,
        writer_id: EntityId,
        reader_id: EntityId,
        mut action: impl FnMut(&mut Receiver, &ReaderCore),
    ) {
        let writer = context.source.guid(writer_id);
        let Some(readers) = self.participant.sources.read().get(&writer).cloned() else {
            self.participant.engine.counters.dropped_unmatched.add(1);
            return;
        };
        for reader in readers.iter() {
            if reader_id == EntityId::UNKNOWN || reader_id == reader.guid.entity_id {
                action(self, reader);
            }
        }
    }

    fn writer(&mut self, writer_id: EntityId, action: impl FnOnce(&WriterCore) -> bool) {
        let Some(writer) = self.participant.writers.read().get(&writer_id).cloned() else {
            self.participant.engine.counters.dropped_unmatched.add(1);
            return;
        };
        if action(&writer) {
            self.to_pump.push(writer);
        }
    }
}
