//! Services: calls that are answered.
//!
//! A [`Service`] answers on the executor of its node. A [`Client`] receives the responses on the executor of
//! its own, so somebody has to spin that while a call is waited for:
//!
//! ```
//! use std::time::Duration;
//!
//! use rosebay_msgs::example_interfaces::srv::{
//!     AddTwoInts, AddTwoInts_Request, AddTwoInts_Response,
//! };
//! use rosebay_rcl::{Context, Executor, InitOptions, Node};
//!
//! # fn main() -> rosebay_rcl::Result<()> {
//! # let context = Context::new(InitOptions {
//! #     middleware: Some(rosebay_rcl::middleware::named("rosebay_local")?),
//! #     ..InitOptions::default()
//! # })?;
//! let node = Node::new(&context, "adder")?;
//! let _service = node.create_service::<AddTwoInts>("add_two_ints", |request| {
//!     AddTwoInts_Response { sum: request.a + request.b }
//! })?;
//! let client = node.create_client::<AddTwoInts>("add_two_ints")?;
//!
//! let executor = Executor::new(&context);
//! executor.add_node(&node);
//! assert!(client.wait_for_service(Some(Duration::from_secs(5))));
//! let response = client.call_async(&AddTwoInts_Request { a: 2, b: 3 })?;
//! // Nobody else spins here. Where another thread does, it is `client.call(&request, timeout)`.
//! assert_eq!(response.spin(&executor, Some(Duration::from_secs(5)))?.sum, 5);
//! # Ok(())
//! # }
//! ```

mod client;
mod introspection;
mod server;

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_locks::{Condvar, Mutex};
use rosebay_rmw::QosProfile;
use rosebay_rosidl::ServiceType;
use rosebay_rosidl::typed::{self, Message};

pub(crate) use client::ClientCore;
pub use client::{Client, RawClient, ResponseHandler};
pub use introspection::IntrospectionState;
pub(crate) use server::ServiceCore;
pub use server::{RawRequest, RawService, Responder, Service};

use crate::executor::{CallbackGroup, Ready};
use crate::{Context, Error, Node, Result};

/// What a client or a service is made with.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// The QoS of requests and responses.
    pub qos: QosProfile,
    /// The callback group; else the node's default.
    pub callback_group: Option<Arc<CallbackGroup>>,
    /// Whether the node's executor runs it from the start. Else it does from [`Node::add_entity`] on, or the
    /// program waits for it and takes what comes.
    pub scheduled: bool,
}

/// Upstream's defaults.
impl Default for ServiceOptions {
    fn default() -> Self {
        Self::new(QosProfile::SERVICES_DEFAULT)
    }
}

impl ServiceOptions {
    /// Upstream's defaults, with a QoS profile.
    pub fn new(qos: impl Into<QosProfile>) -> Self {
        Self {
            qos: qos.into(),
            callback_group: None,
            scheduled: true,
        }
    }

    fn group(self, node: &Node) -> Arc<CallbackGroup> {
        self.callback_group
            .unwrap_or_else(|| Arc::clone(node.default_callback_group()))
    }
}

impl Node {
    /// Makes a client of a service type.
    ///
    /// # Errors
    /// When the name is invalid, the type is unknown or the middleware refuses.
    pub fn create_client<S: typed::Service>(&self, service: &str) -> Result<Client<S>> {
        self.create_client_with(service, ServiceOptions::default())
    }

    /// [`Self::create_client`] with options.
    ///
    /// # Errors
    /// As [`Self::create_client`].
    pub fn create_client_with<S: typed::Service>(
        &self,
        service: &str,
        options: ServiceOptions,
    ) -> Result<Client<S>> {
        let raw = self.create_raw_client(&S::type_support(), service, options)?;
        Ok(Client::new(raw))
    }

    /// Makes a client that sends serialized requests.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn create_raw_client(
        &self,
        service_type: &Arc<ServiceType>,
        service: &str,
        options: ServiceOptions,
    ) -> Result<RawClient> {
        RawClient::new(self, service_type, service, options)
    }

    /// Offers a service of a type; the callback's return value is the response. A request that cannot be
    /// decoded is logged and passed over.
    ///
    /// # Errors
    /// When the name is invalid, the type is unknown or the middleware refuses.
    pub fn create_service<S: typed::Service>(
        &self,
        service: &str,
        callback: impl Fn(S::Request) -> S::Response + Send + Sync + 'static,
    ) -> Result<Service<S>> {
        self.create_service_with(service, ServiceOptions::default(), callback)
    }

    /// [`Self::create_service`] with options.
    ///
    /// # Errors
    /// As [`Self::create_service`].
    pub fn create_service_with<S: typed::Service>(
        &self,
        service: &str,
        options: ServiceOptions,
        callback: impl Fn(S::Request) -> S::Response + Send + Sync + 'static,
    ) -> Result<Service<S>> {
        let logger = self.logger().clone();
        let answer = move |request, responder: Responder<S>| {
            if let Err(error) = responder.respond(&callback(request)) {
                logger.error(format_args!("failed to send a response: {error}"));
            }
        };
        self.create_deferred_service(service, options, answer)
    }

    /// Offers a service of a type, with options. The callback answers through the [`Responder`] it is given,
    /// or passes that on.
    ///
    /// # Errors
    /// As [`Self::create_service`].
    pub fn create_deferred_service<S: typed::Service>(
        &self,
        service: &str,
        options: ServiceOptions,
        callback: impl Fn(S::Request, Responder<S>) + Send + Sync + 'static,
    ) -> Result<Service<S>> {
        Service::new(self, service, options, callback)
    }

    /// Offers a service of serialized requests. The callback's group is held until the callback drops the
    /// [`Ready`] it is given.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn create_raw_service(
        &self,
        service_type: &Arc<ServiceType>,
        service: &str,
        options: ServiceOptions,
        callback: impl Fn(RawRequest, Ready) + Send + Sync + 'static,
    ) -> Result<RawService> {
        RawService::new(self, service_type, service, options, callback)
    }
}

/// Serializes a message.
pub(crate) fn encode<M: Message>(message: &M) -> Result<Bytes> {
    let payload = message.to_cdr().map_err(|source| Error::Encode {
        type_name: M::TYPE_NAME.to_owned(),
        source,
    })?;
    Ok(payload.into())
}

/// Waits until something is there that the graph's changes bring; forever without a timeout. Returns whether
/// it is; returns early when the context is shut down.
pub(crate) fn wait_for_graph(
    context: &Context,
    timeout: Option<Duration>,
    is_there: impl Fn() -> bool,
) -> bool {
    /// Endpoints may match a moment after the graph has changed.
    const SLICE: Duration = Duration::from_millis(20);
    if is_there() {
        return true;
    }
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let changed = Arc::new((Mutex::new(()), Condvar::new()));
    let listener = Arc::clone(&changed);
    let _listener = context.on_graph_change(move || {
        drop(listener.0.lock());
        listener.1.notify_all();
    });
    loop {
        if is_there() {
            return true;
        }
        let now = Instant::now();
        if !context.ok() || deadline.is_some_and(|deadline| deadline <= now) {
            return false;
        }
        let slice = now + SLICE;
        let until = deadline.map_or(slice, |deadline| deadline.min(slice));
        changed.1.wait_until(&mut changed.0.lock(), until);
    }
}
