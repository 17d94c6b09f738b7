//! Clients and services: two topics each, one for requests and one for responses.

use std::sync::Arc;

use bytes::Bytes;
use rosebay_rmw::endpoint::Item;
use rosebay_rmw::{
    Client, Gid, QosProfile, ReadyListener, RequestId, Result, Service, ServiceOptions,
    ServiceSample, Subject, SubscriptionOptions,
};
use rosebay_rosidl::MessageType;

use crate::context::{NodeInner, TypeIdentity};
use crate::domain::TopicKey;
use crate::endpoints::{ReaderHandle, WriterHandle};

fn key(subject: Subject, options: &ServiceOptions) -> TopicKey {
    TopicKey {
        subject,
        name: options.service.clone(),
    }
}

/// The types of the requests and of the responses. What travels has a hash of its own.
fn identities(options: &ServiceOptions) -> (TypeIdentity, TypeIdentity) {
    let ty = &options.service_type;
    let identity = |part: &MessageType| (ty.name.to_string(), part.known_hash());
    (identity(&ty.request), identity(&ty.response))
}

fn service_sample(request_id: RequestId, item: Item) -> ServiceSample {
    ServiceSample {
        request_id,
        payload: item.payload,
        source_timestamp: item.info.source_timestamp,
        received_timestamp: item.info.received_timestamp,
    }
}

pub(crate) struct LocalClient {
    requests: WriterHandle,
    responses: ReaderHandle,
}

impl LocalClient {
    /// The responses' reader is there before the first request can be.
    pub(crate) fn new(node: &Arc<NodeInner>, options: &ServiceOptions) -> Self {
        let qos = options.qos.resolved_for_service();
        let (request, response) = identities(options);
        let requests = node.writer(key(Subject::Request, options), &request, qos);
        let gid = requests.writer.options.gid;
        let responses = node.reader(
            key(Subject::Response, options),
            &response,
            qos,
            SubscriptionOptions::default(),
            Some(gid),
        );
        Self {
            requests,
            responses,
        }
    }
}

impl Client for LocalClient {
    fn gid(&self) -> Gid {
        self.requests.writer.options.gid
    }

    fn send_request(&self, payload: Bytes) -> Result<i64> {
        let number = self.requests.writer.write(payload, None)?;
        Ok(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn take_response(&self) -> Result<Option<ServiceSample>> {
        let item = self.responses.reader.take();
        Ok(item.and_then(|item| Some(service_sample(item.related?, item))))
    }

    fn service_is_available(&self) -> bool {
        let servers = self.requests.writer.matched_count();
        servers > 0 && servers == self.responses.reader.matched_count()
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.responses.reader.set_listener(listener);
    }

    fn actual_qos(&self) -> (QosProfile, QosProfile) {
        (
            self.requests.writer.options.qos,
            self.responses.reader.options.qos,
        )
    }
}

pub(crate) struct LocalService {
    requests: ReaderHandle,
    responses: WriterHandle,
}

impl LocalService {
    /// The responses' writer is there before the first request can be.
    pub(crate) fn new(node: &Arc<NodeInner>, options: &ServiceOptions) -> Self {
        let qos = options.qos.resolved_for_service();
        let (request, response) = identities(options);
        let responses = node.writer(key(Subject::Response, options), &response, qos);
        let special = SubscriptionOptions::default();
        let requests = node.reader(key(Subject::Request, options), &request, qos, special, None);
        Self {
            requests,
            responses,
        }
    }
}

impl Service for LocalService {
    fn take_request(&self) -> Result<Option<ServiceSample>> {
        let item = self.requests.reader.take();
        Ok(item.map(|item| {
            let number = item.info.publication_sequence_number.unwrap_or_default();
            let request_id = RequestId {
                writer_gid: item.info.publisher_gid,
                sequence_number: i64::try_from(number).unwrap_or(i64::MAX),
            };
            service_sample(request_id, item)
        }))
    }

    fn send_response(&self, request: &RequestId, payload: Bytes) -> Result<()> {
        self.responses
            .writer
            .write(payload, Some(*request))
            .map(|_| ())
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.requests.reader.set_listener(listener);
    }

    fn actual_qos(&self) -> (QosProfile, QosProfile) {
        (
            self.requests.reader.options.qos,
            self.responses.writer.options.qos,
        )
    }
}
