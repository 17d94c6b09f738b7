//! Clients, of a service type or of serialized requests.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rmw::{Gid, QosProfile, ReadyListener, ServiceSample};
use rosebay_rosidl::ServiceType;
use rosebay_rosidl::typed::{self, Message};

use super::introspection::{Introspection, ServiceEvent};
use super::{IntrospectionState, ServiceOptions, wait_for_graph};
use crate::arrivals::{ArrivalCallback, Arrivals};
use crate::executor::{Entity, EntityKind, Executable, Outcome, Ready};
use crate::node::TypeInUse;
use crate::pending::Origin;
use crate::{Clock, Error, Node, Pending, Result, Severity};

/// Called with the response to one request, on the executor. The callback group is held until [`Ready`]
/// drops.
pub type ResponseHandler = Box<dyn FnOnce(ServiceSample, Ready) + Send>;

/// A client without an entity: actions have three of them in one.
pub(crate) struct ClientCore {
    node: Node,
    service: String,
    service_type: Arc<ServiceType>,
    _type: TypeInUse,
    endpoint: Box<dyn rosebay_rmw::Client>,
    requests: Mutex<HashMap<i64, Request>>,
    introspection: Introspection,
}

/// A request that has not been answered.
struct Request {
    sent: Instant,
    handler: ResponseHandler,
}

impl ClientCore {
    pub(crate) fn new(
        node: &Node,
        service_type: &Arc<ServiceType>,
        service: &str,
        qos: QosProfile,
    ) -> Result<Self> {
        node.context()
            .check(|| format!("the client of '{service}'"))?;
        let service = node.resolve_service_name(service)?;
        let endpoint = node
            .middleware()
            .create_client(&rosebay_rmw::ServiceOptions {
                service: service.clone(),
                service_type: Arc::clone(service_type),
                qos,
            })?;
        Ok(Self {
            node: node.clone(),
            introspection: Introspection::new(node, &service, service_type),
            service,
            service_type: Arc::clone(service_type),
            _type: node.use_type(service_type),
            endpoint,
            requests: Mutex::default(),
        })
    }

    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    pub(crate) fn set_listener(&self, listener: Option<ReadyListener>) {
        self.endpoint.set_listener(listener);
    }

    pub(crate) fn is_available(&self) -> bool {
        self.endpoint.service_is_available()
    }

    pub(crate) fn configure_introspection(
        &self,
        clock: &Clock,
        qos: QosProfile,
        state: IntrospectionState,
    ) -> Result<()> {
        self.introspection.configure(clock, qos, state)
    }

    /// Sends a request. The requests stay locked meanwhile, so that the response finds its handler.
    pub(crate) fn send(&self, payload: Bytes, handler: ResponseHandler) -> Result<i64> {
        self.node
            .context()
            .check(|| format!("the client of '{}'", self.service))?;
        let number = {
            let mut requests = self.requests.lock();
            let number = self.endpoint.send_request(payload.clone())?;
            let sent = Instant::now();
            requests.insert(number, Request { sent, handler });
            number
        };
        let gid = self.endpoint.gid();
        self.introspection
            .tell(ServiceEvent::RequestSent, gid, number, &payload);
        Ok(number)
    }

    /// Sends a request whose response, read by `decode`, is waited for.
    pub(crate) fn call<T: Send + 'static>(
        self: &Arc<Self>,
        entity: &Arc<Entity>,
        payload: Bytes,
        what: String,
        decode: impl FnOnce(ServiceSample) -> Result<T> + Send + 'static,
    ) -> Result<Pending<T>> {
        let (mut pending, completer) = Pending::new(Origin {
            what,
            context: self.node.context().clone(),
            service: self.service.clone(),
            receiver: Arc::downgrade(entity),
        });
        let handler = move |sample, _ready: Ready| completer.complete(decode(sample));
        let number = self.send(payload, Box::new(handler))?;
        let core = Arc::downgrade(self);
        pending.set_forget(move || {
            if let Some(core) = core.upgrade() {
                core.remove(number);
            }
        });
        Ok(pending)
    }

    /// Takes a response that has come, with the handler of its request, if that is still wanted.
    pub(crate) fn take(&self) -> Option<(ServiceSample, Option<ResponseHandler>)> {
        match self.endpoint.take_response() {
            Ok(Some(sample)) => {
                let number = sample.request_id.sequence_number;
                let gid = self.endpoint.gid();
                self.introspection.tell(
                    ServiceEvent::ResponseReceived,
                    gid,
                    number,
                    &sample.payload,
                );
                let request = self.requests.lock().remove(&number);
                Some((sample, request.map(|request| request.handler)))
            }
            Ok(None) => None,
            Err(error) => {
                self.node.logger().log(
                    Severity::Error,
                    format_args!(
                        "failed to take a response of service '{}': {error}",
                        self.service
                    ),
                );
                None
            }
        }
    }

    pub(crate) fn remove(&self, number: i64) -> bool {
        let request = self.requests.lock().remove(&number);
        request.is_some()
    }

    /// Forgets the requests sent before an instant. Their handlers drop when the lock is released.
    fn prune(&self, before: Instant) -> Vec<i64> {
        let old: Vec<(i64, Request)> = {
            let mut requests = self.requests.lock();
            requests
                .extract_if(|_, request| request.sent < before)
                .collect()
        };
        old.into_iter().map(|(number, _)| number).collect()
    }

    /// Forgets all requests, and with that what waits for them.
    pub(crate) fn clear(&self) {
        let _requests = std::mem::take(&mut *self.requests.lock());
    }
}

/// Calls a service with serialized requests. Responses are received on the node's executor. Clones are the
/// same client; it leaves the graph when the last one drops.
#[derive(Clone)]
pub struct RawClient(Arc<Inner>);

struct Inner {
    core: Arc<ClientCore>,
    entity: Arc<Entity>,
    arrivals: Arc<Arrivals>,
}

struct ResponseCallback(Arc<ClientCore>);

impl Executable for ResponseCallback {
    /// A response that nobody waits for any more is passed over.
    fn execute(&self, ready: Ready) -> Outcome {
        let Some((sample, handler)) = self.0.take() else {
            return Outcome::Idle;
        };
        ready.notify_again();
        match handler {
            Some(handler) => {
                handler(sample, ready);
                Outcome::Executed
            }
            None => Outcome::Idle,
        }
    }
}

impl fmt::Debug for RawClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawClient")
            .field("service", &self.0.core.service)
            .field("type", &self.0.core.service_type.name)
            .finish_non_exhaustive()
    }
}

impl RawClient {
    pub(super) fn new(
        node: &Node,
        service_type: &Arc<ServiceType>,
        service: &str,
        options: ServiceOptions,
    ) -> Result<Self> {
        let core = Arc::new(ClientCore::new(node, service_type, service, options.qos)?);
        let scheduled = options.scheduled;
        let entity = Entity::new(
            EntityKind::Client,
            options.group(node),
            Arc::new(ResponseCallback(Arc::clone(&core))),
        );
        if scheduled {
            node.add_entity(&entity);
        }
        let arrivals = Arrivals::new(&entity);
        core.set_listener(Some(arrivals.listener()));
        Ok(Self(Arc::new(Inner {
            core,
            entity,
            arrivals,
        })))
    }

    /// Sends a serialized request, encapsulation header included, and returns its sequence number.
    /// `handler` is called once with the response, on the executor; it drops uncalled when the client
    /// ends or the request is removed.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn send_serialized_request(
        &self,
        payload: Bytes,
        handler: impl FnOnce(ServiceSample, Ready) + Send + 'static,
    ) -> Result<i64> {
        self.0.core.send(payload, Box::new(handler))
    }

    /// Sends a serialized request, whose response will come.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn call_serialized_async(&self, payload: Bytes) -> Result<Pending<ServiceSample>> {
        let what = self.what();
        self.0.core.call(&self.0.entity, payload, what, Ok)
    }

    /// Sends a serialized request and waits for the response; forever without a timeout.
    ///
    /// # Errors
    /// As [`Self::call_serialized_async`] and [`Pending::wait`].
    pub fn call_serialized(
        &self,
        payload: Bytes,
        timeout: Option<Duration>,
    ) -> Result<ServiceSample> {
        self.call_serialized_async(payload)?.wait(timeout)
    }

    fn what(&self) -> String {
        format!("the response of service '{}'", self.0.core.service)
    }

    /// Takes a response that waits, to any request; no handler is called with it.
    pub fn take_serialized_response(&self) -> Option<ServiceSample> {
        self.0.entity.settle();
        let taken = self.0.core.take();
        if taken.is_some() {
            // There may be more.
            self.0.entity.notify();
        }
        taken.map(|(sample, _handler)| sample)
    }

    /// Forgets a request; a response to it is passed over. Returns whether it was waited for.
    pub fn remove_pending_request(&self, sequence_number: i64) -> bool {
        self.0.core.remove(sequence_number)
    }

    /// Forgets the requests that were sent more than `age` ago and returns their sequence numbers.
    pub fn prune_pending_requests(&self, age: Duration) -> Vec<i64> {
        let before = Instant::now().checked_sub(age);
        before.map_or_else(Vec::new, |before| self.0.core.prune(before))
    }

    /// How many requests have not been answered.
    pub fn pending_request_count(&self) -> usize {
        self.0.core.requests.lock().len()
    }

    /// Whether a server is there that could answer.
    pub fn service_is_ready(&self) -> bool {
        self.0.core.is_available()
    }

    /// Waits until a server is there; forever without a timeout. Returns whether one is; it returns early,
    /// without, when the context is shut down.
    pub fn wait_for_service(&self, timeout: Option<Duration>) -> bool {
        wait_for_graph(self.0.core.node.context(), timeout, || {
            self.service_is_ready()
        })
    }

    /// Says how much it tells of its calls on `<service>/_service_event`, with stamps of `clock`. Clock and
    /// QoS hold until it is set to [`IntrospectionState::Off`].
    ///
    /// # Errors
    /// When the publisher cannot be made.
    pub fn configure_introspection(
        &self,
        clock: &Clock,
        qos: impl Into<QosProfile>,
        state: IntrospectionState,
    ) -> Result<()> {
        self.0
            .core
            .configure_introspection(clock, qos.into(), state)
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.0.core.node
    }

    /// The service's name, resolved.
    pub fn service_name(&self) -> &str {
        &self.0.core.service
    }

    /// The type of the service.
    pub fn service_type(&self) -> &Arc<ServiceType> {
        &self.0.core.service_type
    }

    /// Its identity: that of its requests' writer.
    pub fn gid(&self) -> Gid {
        self.0.core.endpoint.gid()
    }

    /// The QoS in force of requests and of responses.
    pub fn actual_qos(&self) -> (QosProfile, QosProfile) {
        self.0.core.endpoint.actual_qos()
    }

    /// Has `callback` called, beside the executor, whenever responses have come, and at once where some wait already; `None`
    /// takes it away.
    pub fn set_on_new_response_callback(&self, callback: Option<ArrivalCallback>) {
        self.0.arrivals.set_callback(callback);
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.0.entity
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.core.set_listener(None);
        self.core.node.remove_entity(&self.entity);
        self.core.clear();
    }
}

/// Calls a service of a type. Responses are received on the node's executor. Clones are the same client; it
/// leaves the graph when the last one drops.
pub struct Client<S> {
    raw: RawClient,
    service: PhantomData<fn(S)>,
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            service: PhantomData,
        }
    }
}

impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl<S: typed::Service> Client<S> {
    pub(super) fn new(raw: RawClient) -> Self {
        Self {
            raw,
            service: PhantomData,
        }
    }

    /// Sends a request, whose response will come.
    ///
    /// # Errors
    /// When the request breaks a bound of its type, the context is shut down, or the history stays full.
    pub fn call_async(&self, request: &S::Request) -> Result<Pending<S::Response>> {
        self.call_then(request, |response| response)
    }

    /// [`Self::call_async`] for what a function makes of the response.
    pub(crate) fn call_then<T: Send + 'static>(
        &self,
        request: &S::Request,
        read: impl FnOnce(S::Response) -> T + Send + 'static,
    ) -> Result<Pending<T>> {
        self.call_and_then(request, |response| Ok(read(response)))
    }

    /// [`Self::call_then`] with a function that may find the response wrong.
    pub(crate) fn call_and_then<T: Send + 'static>(
        &self,
        request: &S::Request,
        read: impl FnOnce(S::Response) -> Result<T> + Send + 'static,
    ) -> Result<Pending<T>> {
        let payload = super::encode(request)?;
        let service = self.raw.service_name().to_owned();
        let what = self.raw.what();
        let core = &self.raw.0.core;
        core.call(&self.raw.0.entity, payload, what, move |sample| {
            let response = S::Response::from_cdr(&sample.payload);
            read(response.map_err(|source| Error::Decode {
                type_name: S::Response::TYPE_NAME.to_owned(),
                topic: service,
                source,
            })?)
        })
    }

    /// Sends a request and waits for the response; forever without a timeout. Another thread must spin the
    /// client's executor: inside a callback that leaves nobody to receive the response, this fails.
    ///
    /// # Errors
    /// As [`Self::call_async`] and [`Pending::wait`].
    pub fn call(&self, request: &S::Request, timeout: Option<Duration>) -> Result<S::Response> {
        self.call_async(request)?.wait(timeout)
    }
}

/// Everything but the type of the service.
impl<S> std::ops::Deref for Client<S> {
    type Target = RawClient;

    fn deref(&self) -> &RawClient {
        &self.raw
    }
}
