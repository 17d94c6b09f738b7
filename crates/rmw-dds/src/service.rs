//! Services.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_locks::{Condvar, Mutex};
use rosebay_rmw::{
    Error, QosProfile, ReadyListener, RequestId, Result, Service, ServiceOptions, ServiceSample,
    Subject,
};
use rosebay_rtps::types::{Guid, SampleIdentity, SequenceNumber, VendorId};
use rosebay_rtps::{
    FilterCompiler, ReaderListener, ReaderStatus, Sample, WriteOptions, WriterListener,
    WriterStatus,
};

use crate::client::service_spec;
use crate::cyclone::{self, Header};
use crate::discovery::gid;
use crate::endpoint::{NodeInner, OwnReader, OwnWriter, ReaderFilter};
use crate::error;
use crate::subscription::{ReaderEvents, source_timestamp};
use crate::user_data::{self, PairId};

/// How long a response waits until its client's reader is matched.
const PATIENCE: Duration = Duration::from_millis(100);

pub(crate) struct DdsService {
    // Dropped in this order: no request comes to a service that cannot respond any more.
    requests: OwnReader,
    responses: OwnWriter,
    request_events: Arc<RequestEvents>,
    response_events: Arc<ResponseEvents>,
    service: String,
    routes: Mutex<HashMap<Guid, Route>>,
}

/// The way back to a client, known from its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// To the reader that the request named, or to all where it named none.
    RelatedIdentity(Option<Guid>),
    /// To Cyclone DDS, naming the client in the payload.
    Header(u64),
}

#[derive(Default)]
struct RequestEvents {
    ready: ReaderEvents,
    /// Whether a client has come or gone.
    matched: AtomicBool,
}

impl ReaderListener for RequestEvents {
    fn data_available(&self) {
        self.ready.data_available();
    }

    fn status_changed(&self, status: ReaderStatus) {
        if status == ReaderStatus::Matched {
            self.matched.store(true, Ordering::Release);
        }
    }
}

/// Wakes those who wait for a client's reader.
#[derive(Default)]
struct ResponseEvents {
    lock: Mutex<()>,
    matched: Condvar,
}

impl WriterListener for ResponseEvents {
    fn status_changed(&self, status: WriterStatus) {
        if status == WriterStatus::Matched {
            drop(self.lock.lock());
            self.matched.notify_all();
        }
    }
}

impl DdsService {
    /// The responses' writer is there before the first request can be.
    pub(crate) fn new(node: &Arc<NodeInner>, options: &ServiceOptions) -> Result<Self> {
        let id = PairId::Service(node.participant.next_pair().to_user_data());
        let ty = &options.service_type;
        let response_events = Arc::new(ResponseEvents::default());
        let spec = service_spec(Subject::Response, options, &ty.response, id.clone());
        let responses = node.writer(
            &spec,
            FilterCompiler::default(),
            Arc::clone(&response_events) as _,
        )?;
        let request_events = Arc::new(RequestEvents::default());
        let spec = service_spec(Subject::Request, options, &ty.request, id);
        let requests = node.reader(
            &spec,
            false,
            ReaderFilter::default(),
            Arc::clone(&request_events) as _,
        )?;
        let service = options.service.clone();
        let routes = Mutex::default();
        Ok(Self {
            requests,
            responses,
            request_events,
            response_events,
            service,
            routes,
        })
    }

    /// What a sample asks, and the way back.
    fn request(sample: &Sample) -> Option<(i64, Bytes, Route)> {
        if sample.vendor == VendorId::CYCLONE_DDS {
            let (header, payload) = cyclone::split_header(&sample.payload)?;
            return Some((
                header.sequence_number,
                payload,
                Route::Header(header.client),
            ));
        }
        let reader = sample.related_sample_identity.map(|related| related.writer);
        let route = Route::RelatedIdentity(reader.filter(|reader| *reader != Guid::UNKNOWN));
        Some((sample.sequence_number.0, sample.payload.clone(), route))
    }

    fn forget_lost_clients(&self) {
        if self.request_events.matched.swap(false, Ordering::AcqRel) {
            let clients = self.requests.reader.matched_writer_guids();
            self.routes
                .lock()
                .retain(|client, _| clients.contains(client));
        }
    }

    /// The reader that is to get the response to `client`, once it is matched. `Ok(None)` is all readers.
    fn matched_destination(
        &self,
        client: Guid,
        route: Route,
    ) -> std::result::Result<Option<Guid>, NotMatched> {
        match route {
            Route::RelatedIdentity(None) => Ok(None),
            Route::RelatedIdentity(Some(reader)) => {
                let matched = self
                    .responses
                    .writer
                    .matched_reader_guids()
                    .contains(&reader);
                if matched {
                    Ok(Some(reader))
                } else {
                    Err(NotMatched)
                }
            }
            Route::Header(_) => {
                let clients = self.requests.reader.matched_writers();
                let client = clients
                    .iter()
                    .find(|writer| writer.guid == client)
                    .ok_or(NotMatched)?;
                let Some(id) = user_data::client_id(&client.user_data) else {
                    return Ok(None);
                };
                let readers = self.responses.writer.matched_readers();
                let own = readers.iter().find(|reader| {
                    user_data::client_id(&reader.user_data).as_deref() == Some(id.as_str())
                });
                own.map(|reader| Some(reader.guid)).ok_or(NotMatched)
            }
        }
    }

    /// Waits for the client's reader, which discovery may tell of later than of its request.
    fn wait_for_destination(
        &self,
        client: Guid,
        route: Route,
    ) -> std::result::Result<Option<Guid>, NotMatched> {
        let end = Instant::now() + PATIENCE;
        let mut guard = self.response_events.lock.lock();
        loop {
            let destination = self.matched_destination(client, route);
            if destination.is_ok()
                || self
                    .response_events
                    .matched
                    .wait_until(&mut guard, end)
                    .timed_out()
            {
                return destination;
            }
        }
    }
}

/// The client's reader is not matched.
struct NotMatched;

impl Service for DdsService {
    fn take_request(&self) -> Result<Option<ServiceSample>> {
        self.forget_lost_clients();
        while let Some(sample) = self.requests.reader.take() {
            let Some((sequence_number, payload, route)) = Self::request(&sample) else {
                tracing::warn!(
                    "a request of '{}' from {} has no header",
                    self.service,
                    sample.writer
                );
                continue;
            };
            self.routes.lock().insert(sample.writer, route);
            return Ok(Some(ServiceSample {
                request_id: RequestId {
                    writer_gid: gid(sample.writer),
                    sequence_number,
                },
                payload,
                source_timestamp: source_timestamp(&sample),
                received_timestamp: sample.reception_timestamp.to_nanoseconds(),
            }));
        }
        Ok(None)
    }

    /// A client that is gone gets nothing, and that is no error.
    fn send_response(&self, request: &RequestId, payload: Bytes) -> Result<()> {
        self.forget_lost_clients();
        let client = Guid::from_bytes(request.writer_gid.0);
        let route = self.routes.lock().get(&client).copied();
        let Some(route) = route else { return Ok(()) };
        let Ok(destination) = self.wait_for_destination(client, route) else {
            let gone = !self
                .requests
                .reader
                .matched_writer_guids()
                .contains(&client);
            let service = self.service.clone();
            return if gone {
                Ok(())
            } else {
                Err(Error::UnreachableClient {
                    service,
                    waited: PATIENCE,
                })
            };
        };
        let sequence_number = SequenceNumber(request.sequence_number);
        let mut options = WriteOptions {
            destination,
            ..WriteOptions::default()
        };
        match route {
            Route::RelatedIdentity(reader) => {
                let writer = reader.unwrap_or(client);
                options.related_sample_identity = Some(SampleIdentity {
                    writer,
                    sequence_number,
                });
            }
            Route::Header(client) => {
                let header = Header {
                    client,
                    sequence_number: request.sequence_number,
                };
                let payload = cyclone::with_header(header, &payload);
                options.by_vendor = payload.map(|payload| (VendorId::CYCLONE_DDS, payload));
            }
        }
        let written = self.responses.writer.write(payload, options);
        written
            .map(|_| ())
            .map_err(|error| error::write(error, &self.service))
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.request_events
            .ready
            .set_data_listener(&self.requests.reader, listener);
    }

    fn actual_qos(&self) -> (QosProfile, QosProfile) {
        (self.requests.qos, self.responses.qos)
    }
}
