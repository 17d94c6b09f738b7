//! Services, and what they and clients have in common.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rmw::endpoint::nanoseconds_since_epoch;
use rosebay_rmw::{
    History, QosProfile, ReadyListener, RequestId, Result, Service, ServiceOptions, ServiceSample,
};
use zenoh::Wait;
use zenoh::query::{Query, Queryable};

use crate::attachment::Attachment;
use crate::context::{Membership, NodeInner, service_token};
use crate::error::failed;
use crate::payload;
use crate::token::TokenKind;

/// What waits to be taken, and who is told of it.
pub(crate) struct Mailbox<T> {
    name: String,
    /// `None` where all is kept.
    depth: Option<usize>,
    state: Mutex<(VecDeque<T>, Option<ReadyListener>)>,
}

impl<T> Mailbox<T> {
    pub(crate) fn new(name: &str, qos: &QosProfile) -> Self {
        Self {
            name: name.to_owned(),
            depth: (qos.history != History::KeepAll).then_some(qos.depth.max(1)),
            state: Mutex::new((VecDeque::new(), None)),
        }
    }

    /// Puts something in; what is oldest gives way.
    pub(crate) fn push(&self, letter: T) {
        let (listener, lost) = {
            let mut state = self.state.lock();
            let is_full = self.depth.is_some_and(|depth| state.0.len() >= depth);
            let lost = is_full.then(|| state.0.pop_front());
            state.0.push_back(letter);
            (state.1.clone(), lost)
        };
        if lost.is_some() {
            tracing::warn!(
                "'{}' has lost its oldest request or response: more came than its history of {:?} holds",
                self.name,
                self.depth
            );
        }
        if let Some(listener) = listener {
            listener();
        }
    }

    pub(crate) fn take(&self) -> Option<T> {
        self.state.lock().0.pop_front()
    }

    pub(crate) fn set_listener(&self, listener: Option<ReadyListener>) {
        let waits = {
            let mut state = self.state.lock();
            state.1.clone_from(&listener);
            !state.0.is_empty()
        };
        if let (true, Some(listener)) = (waits, listener) {
            listener();
        }
    }
}

/// A request or response as it came with its attachment.
pub(crate) fn service_sample(attachment: Attachment, payload: Bytes) -> ServiceSample {
    ServiceSample {
        request_id: RequestId {
            writer_gid: attachment.source_gid,
            sequence_number: attachment.sequence_number,
        },
        payload,
        source_timestamp: attachment.source_timestamp,
        received_timestamp: nanoseconds_since_epoch(),
    }
}

/// A service: a queryable. It leaves the graph before it stops listening.
pub(crate) struct ZenohService {
    membership: Membership,
    requests: Arc<Mailbox<(ServiceSample, Query)>>,
    /// Those that were taken and are not answered yet.
    open: Mutex<HashMap<RequestId, Query>>,
    _queryable: Queryable<()>,
    key: String,
    gid: rosebay_rmw::Gid,
    qos: QosProfile,
}

impl ZenohService {
    pub(crate) fn new(node: &Arc<NodeInner>, options: &ServiceOptions) -> Result<Self> {
        let qos = options.qos.resolved_for_service();
        let identity = node.endpoint(TokenKind::Service, service_token(options, qos))?;
        let requests = Arc::new(Mailbox::new(&options.service, &qos));
        let mailbox = Arc::clone(&requests);
        let queryable = node
            .core
            .session
            .declare_queryable(identity.key.clone())
            .complete(true)
            .callback(move |query| receive(&mailbox, query))
            .wait()
            .map_err(failed("declare a service"))?;
        let gid = identity.party.gid;
        let membership = node.enter(identity.token)?;
        node.core
            .directory
            .add_service(membership.name(), identity.party);
        Ok(Self {
            membership,
            requests,
            open: Mutex::default(),
            _queryable: queryable,
            key: identity.key,
            gid,
            qos,
        })
    }
}

fn receive(mailbox: &Mailbox<(ServiceSample, Query)>, query: Query) {
    let attachment = query.attachment().and_then(Attachment::parse);
    let Some((attachment, request)) = attachment.zip(query.payload()) else {
        tracing::debug!("a query to '{}' is no request", mailbox.name);
        return;
    };
    let request = payload::from_zenoh(request);
    mailbox.push((service_sample(attachment, request), query));
}

impl Service for ZenohService {
    fn take_request(&self) -> Result<Option<ServiceSample>> {
        Ok(self.requests.take().map(|(request, query)| {
            self.open.lock().insert(request.request_id, query);
            request
        }))
    }

    /// A request that is not open was answered already, or nobody has made it.
    fn send_response(&self, request: &RequestId, payload: Bytes) -> Result<()> {
        let Some(query) = self.open.lock().remove(request) else {
            return Ok(());
        };
        let attachment = Attachment {
            sequence_number: request.sequence_number,
            source_timestamp: nanoseconds_since_epoch(),
            source_gid: request.writer_gid,
        };
        let reply = query
            .reply(self.key.as_str(), payload::to_zenoh(payload))
            .attachment(attachment.to_bytes());
        if let Err(error) = reply.wait() {
            tracing::debug!(
                "a response of '{}' has nowhere to go: {error}",
                self.membership.name()
            );
        }
        Ok(())
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.requests.set_listener(listener);
    }

    fn actual_qos(&self) -> (QosProfile, QosProfile) {
        (self.qos, self.qos)
    }
}

impl Drop for ZenohService {
    fn drop(&mut self) {
        let directory = &self.membership.core().directory;
        directory.remove_service(self.membership.name(), self.gid);
    }
}
