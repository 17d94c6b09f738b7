//! Services, of a type or of serialized requests.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};

use bytes::Bytes;
use rosebay_rmw::{QosProfile, ReadyListener, RequestId, ServiceSample};
use rosebay_rosidl::ServiceType;
use rosebay_rosidl::typed::{self, Message};

use super::introspection::{Introspection, ServiceEvent};
use super::{IntrospectionState, ServiceOptions};
use crate::arrivals::{ArrivalCallback, Arrivals};
use crate::executor::{Entity, EntityKind, Executable, Outcome, Ready};
use crate::node::TypeInUse;
use crate::{Clock, Error, Node, Result, Severity};

/// A service without an entity: actions have three of them in one.
pub(crate) struct ServiceCore {
    node: Node,
    service: String,
    service_type: Arc<ServiceType>,
    _type: TypeInUse,
    endpoint: Box<dyn rosebay_rmw::Service>,
    introspection: Introspection,
}

impl ServiceCore {
    pub(crate) fn new(
        node: &Node,
        service_type: &Arc<ServiceType>,
        service: &str,
        qos: QosProfile,
    ) -> Result<Self> {
        node.context()
            .check(|| format!("the service '{service}'"))?;
        let service = node.resolve_service_name(service)?;
        let endpoint = node
            .middleware()
            .create_service(&rosebay_rmw::ServiceOptions {
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
        })
    }

    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    pub(crate) fn set_listener(&self, listener: Option<ReadyListener>) {
        self.endpoint.set_listener(listener);
    }

    pub(crate) fn configure_introspection(
        &self,
        clock: &Clock,
        qos: QosProfile,
        state: IntrospectionState,
    ) -> Result<()> {
        self.introspection.configure(clock, qos, state)
    }

    /// Takes a request that has come.
    pub(crate) fn take(&self) -> Option<ServiceSample> {
        match self.endpoint.take_request() {
            Ok(Some(sample)) => {
                self.tell(
                    ServiceEvent::RequestReceived,
                    &sample.request_id,
                    &sample.payload,
                );
                Some(sample)
            }
            Ok(None) => None,
            Err(error) => {
                self.log(format_args!(
                    "failed to take a request of service '{}': {error}",
                    self.service
                ));
                None
            }
        }
    }

    /// Answers a request.
    pub(crate) fn respond(&self, request: &RequestId, payload: Bytes) -> Result<()> {
        self.node
            .context()
            .check(|| format!("the service '{}'", self.service))?;
        self.endpoint.send_response(request, payload.clone())?;
        self.tell(ServiceEvent::ResponseSent, request, &payload);
        Ok(())
    }

    fn tell(&self, event: ServiceEvent, request: &RequestId, payload: &[u8]) {
        let number = request.sequence_number;
        self.introspection
            .tell(event, request.writer_gid, number, payload);
    }

    fn log(&self, message: fmt::Arguments<'_>) {
        self.node.logger().log(Severity::Error, message);
    }
}

/// A serialized request. It may be answered at once, later, from another thread, or not at all.
pub struct RawRequest {
    /// What was asked, and by whom.
    pub sample: ServiceSample,
    service: Weak<ServiceCore>,
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("request_id", &self.sample.request_id)
            .finish_non_exhaustive()
    }
}

impl RawRequest {
    /// Sends the serialized response, encapsulation header included.
    ///
    /// # Errors
    /// When the service or the context has ended, or the history stays full.
    pub fn respond_serialized(&self, payload: Bytes) -> Result<()> {
        respond(&self.service, &self.sample.request_id, payload)
    }
}

fn respond(service: &Weak<ServiceCore>, request: &RequestId, payload: Bytes) -> Result<()> {
    match service.upgrade() {
        Some(service) => service.respond(request, payload),
        None => Err(Error::Destroyed {
            what: "the service that received the request".to_owned(),
        }),
    }
}

/// Answers serialized requests; the callback runs on the node's executor. It leaves the graph when it drops.
#[must_use = "nothing is answered after the service drops"]
pub struct RawService {
    core: Arc<ServiceCore>,
    entity: Arc<Entity>,
    arrivals: Arc<Arrivals>,
}

struct RequestCallback<F> {
    /// Weak, for a request that is still to be answered does not keep the service.
    core: Weak<ServiceCore>,
    callback: F,
}

impl<F: Fn(RawRequest, Ready) + Send + Sync> Executable for RequestCallback<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        let taken = self.core.upgrade().and_then(|core| core.take());
        let Some(sample) = taken else {
            return Outcome::Idle;
        };
        ready.notify_again();
        let request = RawRequest {
            sample,
            service: Weak::clone(&self.core),
        };
        (self.callback)(request, ready);
        Outcome::Executed
    }

    fn answers(&self, service: &str) -> bool {
        let core = self.core.upgrade();
        core.is_some_and(|core| core.service() == service)
    }
}

impl fmt::Debug for RawService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawService")
            .field("service", &self.core.service)
            .field("type", &self.core.service_type.name)
            .finish_non_exhaustive()
    }
}

impl RawService {
    pub(super) fn new(
        node: &Node,
        service_type: &Arc<ServiceType>,
        service: &str,
        options: ServiceOptions,
        callback: impl Fn(RawRequest, Ready) + Send + Sync + 'static,
    ) -> Result<Self> {
        let core = Arc::new(ServiceCore::new(node, service_type, service, options.qos)?);
        let scheduled = options.scheduled;
        let executable = RequestCallback {
            core: Arc::downgrade(&core),
            callback,
        };
        let entity = Entity::new(
            EntityKind::Service,
            options.group(node),
            Arc::new(executable),
        );
        if scheduled {
            node.add_entity(&entity);
        }
        let arrivals = Arrivals::new(&entity);
        core.set_listener(Some(arrivals.listener()));
        Ok(Self {
            core,
            entity,
            arrivals,
        })
    }

    /// Takes a request that waits; the callback is not called with it.
    pub fn take_serialized_request(&self) -> Option<ServiceSample> {
        self.entity.settle();
        let taken = self.core.take();
        if taken.is_some() {
            // There may be more.
            self.entity.notify();
        }
        taken
    }

    /// Sends the serialized response to a request that was received before.
    ///
    /// # Errors
    /// When the context is shut down, or the history stays full.
    pub fn send_serialized_response(&self, request: &RequestId, payload: Bytes) -> Result<()> {
        self.core.respond(request, payload)
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
        self.core.configure_introspection(clock, qos.into(), state)
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.core.node
    }

    /// The service's name, resolved.
    pub fn service_name(&self) -> &str {
        &self.core.service
    }

    /// The type of the service.
    pub fn service_type(&self) -> &Arc<ServiceType> {
        &self.core.service_type
    }

    /// The QoS in force of requests and of responses.
    pub fn actual_qos(&self) -> (QosProfile, QosProfile) {
        self.core.endpoint.actual_qos()
    }

    /// Has `callback` called, beside the executor, whenever requests have come, and at once where some wait already; `None`
    /// takes it away.
    pub fn set_on_new_request_callback(&self, callback: Option<ArrivalCallback>) {
        self.arrivals.set_callback(callback);
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }
}

impl Drop for RawService {
    fn drop(&mut self) {
        self.core.set_listener(None);
        self.core.node.remove_entity(&self.entity);
    }
}

/// Answers the calls of a service of a type; the callback runs on the node's executor. It leaves the graph
/// when it drops.
#[must_use = "nothing is answered after the service drops"]
pub struct Service<S> {
    raw: Arc<RawService>,
    service: PhantomData<fn(S)>,
}

impl<S> fmt::Debug for Service<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl<S: typed::Service> Service<S> {
    /// A request that cannot be decoded is logged and passed over.
    pub(super) fn new(
        node: &Node,
        service: &str,
        options: ServiceOptions,
        callback: impl Fn(S::Request, Responder<S>) + Send + Sync + 'static,
    ) -> Result<Self> {
        let logger = node.logger().clone();
        let decoded = move |request: RawRequest, _ready: Ready| match S::Request::from_cdr(
            &request.sample.payload,
        ) {
            Ok(message) => callback(
                message,
                Responder {
                    request,
                    service: PhantomData,
                },
            ),
            Err(error) => logger.log(
                Severity::Error,
                format_args!("cannot decode a {}: {error}", S::Request::TYPE_NAME),
            ),
        };
        let raw = RawService::new(node, &S::type_support(), service, options, decoded)?;
        Ok(Self {
            raw: Arc::new(raw),
            service: PhantomData,
        })
    }

    /// The service of serialized messages that it is. It lasts as long as a handle to it does.
    pub fn raw(&self) -> &Arc<RawService> {
        &self.raw
    }

    /// Sends the response to a request that was received before.
    ///
    /// # Errors
    /// When the response breaks a bound of its type, the context is shut down, or the history stays full.
    pub fn send_response(&self, request: &RequestId, response: &S::Response) -> Result<()> {
        self.raw
            .send_serialized_response(request, super::encode(response)?)
    }
}

/// Everything but the type of the service.
impl<S> std::ops::Deref for Service<S> {
    type Target = RawService;

    fn deref(&self) -> &RawService {
        &self.raw
    }
}

/// Answers one request: at once, later, from another thread, or, dropped, not at all.
pub struct Responder<S> {
    request: RawRequest,
    service: PhantomData<fn(S)>,
}

impl<S> fmt::Debug for Responder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

impl<S: typed::Service> Responder<S> {
    /// Which request it is.
    pub fn request_id(&self) -> RequestId {
        self.request.sample.request_id
    }

    /// Sends the response.
    ///
    /// # Errors
    /// When the response breaks a bound of its type, the service or the context has ended, or the history
    /// stays full.
    pub fn respond(self, response: &S::Response) -> Result<()> {
        self.request.respond_serialized(super::encode(response)?)
    }
}
