//! Clients.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rmw::{
    Client, Gid, QosProfile, ReadyListener, RequestId, Result, ServiceOptions, ServiceSample,
    Subject,
};
use rosebay_rosidl::MessageType;
use rosebay_rtps::types::{Guid, SampleIdentity, SequenceNumber, VendorId};
use rosebay_rtps::{FilterCompiler, Sample, SampleFilter, WriteOptions};

use crate::cyclone::{self, Header};
use crate::endpoint::{NodeInner, OwnReader, OwnWriter, Spec};
use crate::subscription::{ReaderEvents, source_timestamp};
use crate::user_data::PairId;
use crate::{error, pairing};

pub(crate) struct DdsClient {
    // Dropped in this order: no response comes to a client whose requests have ceased.
    requests: OwnWriter,
    responses: OwnReader,
    events: Arc<ReaderEvents>,
    service: String,
    identity: Arc<Identity>,
    /// Held from naming a request to writing it, because its name is its number on the wire.
    sending: Mutex<()>,
}

/// What responses call their client.
struct Identity {
    /// By Cyclone DDS.
    header_id: u64,
    /// By others: its reader or its writer. Unknown until it has both; before, there can be no response.
    guids: OnceLock<[Guid; 2]>,
}

impl Identity {
    /// Whether a response is the client's. A service tells all its clients of every response; were the others'
    /// kept, they would displace this one's own.
    fn owns(&self, sample: &Sample) -> bool {
        if sample.vendor == VendorId::CYCLONE_DDS {
            let header = cyclone::header(&sample.payload);
            return header.is_some_and(|header| header.client == self.header_id);
        }
        let request = sample.related_sample_identity;
        request.is_some_and(|request| {
            let own = self.guids.get();
            own.is_some_and(|own| own.contains(&request.writer))
        })
    }
}

/// What the writer or reader of a service's requests or responses is made of.
pub(crate) fn service_spec<'a>(
    subject: Subject,
    options: &'a ServiceOptions,
    message: &'a MessageType,
    pair: PairId,
) -> Spec<'a> {
    Spec {
        subject,
        name: &options.service,
        message: &message.name,
        type_hash: message.known_hash(),
        ros_type: options.service_type.name.to_string(),
        qos: options.qos.resolved_for_service(),
        pair: Some(pair),
    }
}

impl DdsClient {
    /// The responses' reader is there before the first request can be.
    pub(crate) fn new(node: &Arc<NodeInner>, options: &ServiceOptions) -> Result<Self> {
        let pair = node.participant.next_pair();
        let id = PairId::Client(pair.to_user_data());
        let events = Arc::new(ReaderEvents::default());
        let ty = &options.service_type;
        let spec = service_spec(Subject::Response, options, &ty.response, id.clone());
        let identity = Arc::new(Identity {
            header_id: pair.to_header(),
            guids: OnceLock::new(),
        });
        let owner = Arc::clone(&identity);
        let filter = SampleFilter::new(move |sample| owner.owns(sample));
        let responses = node.reader(&spec, false, (filter, None), Arc::clone(&events) as _)?;
        let spec = service_spec(Subject::Request, options, &ty.request, id);
        let requests = node.writer(&spec, FilterCompiler::default(), Arc::new(()))?;
        identity
            .guids
            .get_or_init(|| [responses.reader.guid(), requests.writer.guid()]);
        Ok(Self {
            requests,
            responses,
            events,
            service: options.service.clone(),
            identity,
            sending: Mutex::default(),
        })
    }

    /// The request as Cyclone's services understand it, where there are any.
    fn for_cyclone(&self, number: SequenceNumber, payload: &[u8]) -> Option<(VendorId, Bytes)> {
        let readers = self.requests.writer.matched_readers();
        readers
            .iter()
            .find(|reader| reader.vendor == VendorId::CYCLONE_DDS)?;
        let header = Header {
            client: self.identity.header_id,
            sequence_number: number.0,
        };
        Some((
            VendorId::CYCLONE_DDS,
            cyclone::with_header(header, payload)?,
        ))
    }
}

/// The number of the request that a sample answers, and the response.
fn response(sample: &Sample) -> Option<(i64, Bytes)> {
    if sample.vendor == VendorId::CYCLONE_DDS {
        let (header, payload) = cyclone::split_header(&sample.payload)?;
        return Some((header.sequence_number, payload));
    }
    let request = sample.related_sample_identity?;
    Some((request.sequence_number.0, sample.payload.clone()))
}

impl Client for DdsClient {
    fn gid(&self) -> Gid {
        self.requests.membership.gid
    }

    /// As Fast DDS's clients do, a request names the reader that wants the response.
    fn send_request(&self, payload: Bytes) -> Result<i64> {
        let writer = &self.requests.writer;
        let _sending = self.sending.lock();
        let options = WriteOptions {
            related_sample_identity: Some(SampleIdentity {
                writer: self.responses.reader.guid(),
                sequence_number: SequenceNumber::UNKNOWN,
            }),
            by_vendor: self.for_cyclone(writer.next_sequence_number(), &payload),
            ..WriteOptions::default()
        };
        let written = writer.write(payload, options);
        written
            .map(|number| number.0)
            .map_err(|error| error::write(error, &self.service))
    }

    fn take_response(&self) -> Result<Option<ServiceSample>> {
        while let Some(sample) = self.responses.reader.take() {
            if let Some((sequence_number, payload)) = response(&sample) {
                return Ok(Some(ServiceSample {
                    request_id: RequestId {
                        writer_gid: self.gid(),
                        sequence_number,
                    },
                    payload,
                    source_timestamp: source_timestamp(&sample),
                    received_timestamp: sample.reception_timestamp.to_nanoseconds(),
                }));
            }
        }
        Ok(None)
    }

    fn service_is_available(&self) -> bool {
        let (writer, reader) = (&self.requests.writer, &self.responses.reader);
        pairing::any_service(
            self.requests.membership.node.participant.prefix(),
            (&writer.matched_readers(), &writer.matched_reader_guids()),
            (&reader.matched_writers(), &reader.matched_writer_guids()),
        )
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.events
            .set_data_listener(&self.responses.reader, listener);
    }

    fn actual_qos(&self) -> (QosProfile, QosProfile) {
        (self.requests.qos, self.responses.qos)
    }
}
