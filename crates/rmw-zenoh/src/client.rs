//! Clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use rosebay_rmw::endpoint::nanoseconds_since_epoch;
use rosebay_rmw::{Client, Gid, QosProfile, ReadyListener, Result, ServiceOptions, ServiceSample};
use zenoh::Wait;
use zenoh::query::{ConsolidationMode, Querier, QueryTarget, Reply};

use crate::attachment::Attachment;
use crate::context::{Membership, NodeInner, service_token};
use crate::error::failed;
use crate::party::Party;
use crate::payload;
use crate::service::{Mailbox, service_sample};
use crate::token::TokenKind;

/// What only the services of actions have that answer when the action has ended.
const RESULTS: &str = "/_action/get_result";

/// How long a result may take: as long as Zenoh can count.
const FOREVER: Duration = Duration::from_secs(100 * 365 * 24 * 3_600);

/// A client: a querier.
pub(crate) struct ZenohClient {
    membership: Membership,
    party: Party,
    responses: Arc<Mailbox<ServiceSample>>,
    /// Kept by every request until Zenoh is done with it, even if the client has gone by then: the end of a request comes
    /// after its response, and Zenoh warns of an end whose querier is no more.
    querier: Arc<Querier<'static>>,
    sent: AtomicI64,
}

impl ZenohClient {
    pub(crate) fn new(node: &Arc<NodeInner>, options: &ServiceOptions) -> Result<Self> {
        let qos = options.qos.resolved_for_service();
        let identity = node.endpoint(TokenKind::Client, service_token(options, qos))?;
        let mut querier = node
            .core
            .session
            .declare_querier(identity.key)
            .target(QueryTarget::AllComplete)
            .consolidation(ConsolidationMode::None);
        if options.service.ends_with(RESULTS) {
            querier = querier.timeout(FOREVER);
        }
        let querier = querier.wait().map_err(failed("declare a client"))?;
        let membership = node.enter(identity.token)?;
        Ok(Self {
            membership,
            responses: Arc::new(Mailbox::new(&options.service, &qos)),
            querier: Arc::new(querier),
            party: Party {
                qos,
                ..identity.party
            },
            sent: AtomicI64::new(0),
        })
    }
}

fn receive(mailbox: &Mailbox<ServiceSample>, reply: &Reply) {
    match reply.result() {
        Ok(sample) => {
            if let Some(attachment) = sample.attachment().and_then(Attachment::parse) {
                let response = payload::from_zenoh(sample.payload());
                mailbox.push(service_sample(attachment, response));
            }
        }
        Err(error) => {
            let reason = error.payload().try_to_string().unwrap_or_default();
            tracing::warn!("a request stays without a response: {reason}");
        }
    }
}

impl Client for ZenohClient {
    fn gid(&self) -> Gid {
        self.party.gid
    }

    fn send_request(&self, payload: Bytes) -> Result<i64> {
        let number = self.sent.fetch_add(1, Ordering::SeqCst) + 1;
        let attachment = Attachment {
            sequence_number: number,
            source_timestamp: nanoseconds_since_epoch(),
            source_gid: self.party.gid,
        };
        let mailbox = Arc::downgrade(&self.responses);
        let querier = Arc::clone(&self.querier);
        self.querier
            .get()
            .payload(payload::to_zenoh(payload))
            .attachment(attachment.to_bytes())
            .callback(move |reply| {
                let _kept = &querier;
                if let Some(mailbox) = mailbox.upgrade() {
                    receive(&mailbox, &reply);
                }
            })
            .wait()
            .map_err(failed("send a request"))?;
        Ok(number)
    }

    fn take_response(&self) -> Result<Option<ServiceSample>> {
        Ok(self.responses.take())
    }

    fn service_is_available(&self) -> bool {
        let directory = &self.membership.core().directory;
        directory.is_offered(self.membership.name(), &self.party)
    }

    fn set_listener(&self, listener: Option<ReadyListener>) {
        self.responses.set_listener(listener);
    }

    fn actual_qos(&self) -> (QosProfile, QosProfile) {
        (self.party.qos, self.party.qos)
    }
}
