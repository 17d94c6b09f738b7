//! A server that stands for another one.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;
use rosebay_rcl::service::RawRequest;
use rosebay_rcl::{Logger, Node, QosProfile, RawClient, Result, ServiceOptions};
use rosebay_rosidl::ServiceType;

use crate::bell::Bell;
use crate::counters::Counters;

/// How long a request waits until its server is matched.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a client stays that nobody needs.
const IDLE: Duration = Duration::from_secs(30);

/// How many requests wait for their server at most.
const WAITING: usize = 100;

/// The QoS of calls that are passed on: upstream's default for services, with room for many callers at once.
pub(crate) fn options() -> ServiceOptions {
    ServiceOptions::new(QosProfile {
        depth: WAITING,
        ..QosProfile::SERVICES_DEFAULT
    })
}

/// Passes requests on to a server at the other end. Its client is there while it is needed.
pub(crate) struct Forwarder {
    /// The bridge's own node where the server is.
    node: Node,
    service: String,
    service_type: Arc<ServiceType>,
    state: Mutex<State>,
    counters: Arc<Counters>,
    bell: Arc<Bell>,
    logger: Logger,
}

struct State {
    client: Option<RawClient>,
    waiting: VecDeque<(Instant, RawRequest)>,
    used: Instant,
}

impl Forwarder {
    pub(crate) fn new(
        node: &Node,
        service: &str,
        service_type: &Arc<ServiceType>,
        counters: &Arc<Counters>,
        bell: &Arc<Bell>,
        logger: &Logger,
    ) -> Self {
        Self {
            node: node.clone(),
            service: service.to_owned(),
            service_type: Arc::clone(service_type),
            state: Mutex::new(State {
                client: None,
                waiting: VecDeque::new(),
                used: Instant::now(),
            }),
            counters: Arc::clone(counters),
            bell: Arc::clone(bell),
            logger: logger.clone(),
        }
    }

    /// Passes a request on, as soon as there is a server.
    pub(crate) fn forward(&self, request: RawRequest) {
        let now = Instant::now();
        let mut state = self.state.lock();
        state.used = now;
        let client = match self.client(&mut state) {
            Ok(client) => client,
            Err(error) => {
                let service = &self.service;
                self.logger
                    .warn(format_args!("'{service}' cannot be called: {error}"));
                return self.counters.unanswered();
            }
        };
        if state.waiting.is_empty() && client.service_is_ready() {
            return self.send(&client, request);
        }
        if state.waiting.len() == WAITING {
            state.waiting.pop_front();
            self.counters.unanswered();
        }
        state.waiting.push_back((now, request));
        drop(state);
        self.bell.ring_for_waiting();
    }

    fn client(&self, state: &mut State) -> Result<RawClient> {
        if let Some(client) = &state.client {
            return Ok(client.clone());
        }
        let client = self
            .node
            .create_raw_client(&self.service_type, &self.service, options())?;
        Ok(state.client.insert(client).clone())
    }

    fn send(&self, client: &RawClient, request: RawRequest) {
        let payload = request.sample.payload.clone();
        let (logger, service) = (self.logger.clone(), self.service.clone());
        let sent = client.send_serialized_request(payload, move |response, _ready| {
            if let Err(error) = request.respond_serialized(response.payload) {
                logger.debug(format_args!(
                    "a response of '{service}' has nowhere to go: {error}"
                ));
            }
        });
        match sent {
            Ok(_) => self.counters.request(),
            Err(error) => {
                let service = &self.service;
                self.logger.warn(format_args!(
                    "a request of '{service}' cannot be passed on: {error}"
                ));
                self.counters.unanswered();
            }
        }
    }

    /// Sends what waits if there is a server, gives up what has waited for too long, and lets go of a client that nobody
    /// needs. Returns whether something waits still.
    pub(crate) fn tend(&self, now: Instant) -> bool {
        let mut state = self.state.lock();
        let Some(client) = state.client.clone() else {
            return false;
        };
        if client.service_is_ready() {
            for (_, request) in std::mem::take(&mut state.waiting) {
                self.send(&client, request);
            }
        }
        let age = |since: Instant| now.saturating_duration_since(since);
        let is_over = |(since, _): &(Instant, RawRequest)| age(*since) > PATIENCE;
        while state.waiting.front().is_some_and(is_over) {
            state.waiting.pop_front();
            self.counters.unanswered();
            self.logger.warn(format_args!(
                "a request of '{}' is given up: its server is not reached within {PATIENCE:?}",
                self.service
            ));
        }
        let is_idle = client.pending_request_count() == 0 && age(state.used) > IDLE;
        if is_idle && state.waiting.is_empty() {
            state.client = None;
        }
        !state.waiting.is_empty()
    }
}
