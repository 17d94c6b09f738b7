//! The traits that a middleware implements. `rcl` knows no other way to it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_rosidl::{MessageType, ServiceType};

use crate::{
    ContentFilter, EventKind, EventStatus, Gid, Graph, LoanedBuffer, QosProfile, RequestId, Result,
    Sample, ServiceSample,
};

/// Called when something has become ready: from a thread of the middleware or of a publisher in this
/// process, outside every lock of the middleware. It must be cheap and must not block.
pub type ReadyListener = Arc<dyn Fn() + Send + Sync>;

/// How far discovery reaches (`ROS_AUTOMATIC_DISCOVERY_RANGE`, `ROS_LOCALHOST_ONLY`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiscoveryRange {
    /// Nobody is discovered, not even on this host.
    Off,
    /// Only this host.
    Localhost,
    /// Whatever multicast reaches.
    #[default]
    Subnet,
    /// Whatever the middleware's own configuration says.
    SystemDefault,
}

/// What a context is opened with.
#[derive(Debug, Clone)]
pub struct ContextOptions {
    /// The ROS domain (`ROS_DOMAIN_ID`), 0 to 232.
    pub domain_id: u32,
    /// The security enclave's name, `/` where there is none.
    pub enclave: String,
    /// How far discovery reaches.
    pub discovery_range: DiscoveryRange,
    /// Hosts that are asked directly (`ROS_STATIC_PEERS`): names or addresses.
    pub static_peers: Vec<String>,
    /// Whether what is said must be protected from others (`ROS_SECURITY_ENABLE`, `ROS_SECURITY_STRATEGY`).
    pub security: Security,
    /// The most memory, in bytes, to share with other processes of this host for what is published
    /// (`ROSEBAY_SHM`); `None` has everything take the network.
    pub shared_memory: Option<usize>,
}

/// Whether a context must protect what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// It need not.
    #[default]
    Off,
    /// It should, and says so where it cannot.
    Permissive,
    /// It must, or not open at all.
    Enforce,
}

impl Security {
    /// Tells that a middleware cannot protect anything, for this reason, which says what to do.
    ///
    /// # Errors
    /// [`crate::Error::InvalidOption`] where it must.
    pub fn refuse(self, reason: &str) -> Result<()> {
        match self {
            Self::Off => Ok(()),
            Self::Permissive => {
                tracing::warn!("ROS_SECURITY_ENABLE=true, but nothing is protected: {reason}");
                Ok(())
            }
            Self::Enforce => Err(crate::Error::InvalidOption(format!(
                "ROS_SECURITY_STRATEGY=Enforce, but nothing would be protected: {reason}"
            ))),
        }
    }
}

impl ContextOptions {
    /// The memory that is shared unless something else is asked for, in bytes.
    pub const SHARED_MEMORY: usize = 512 << 20;
}

impl Default for ContextOptions {
    fn default() -> Self {
        Self {
            domain_id: 0,
            enclave: String::new(),
            discovery_range: DiscoveryRange::default(),
            static_peers: Vec::new(),
            security: Security::Off,
            shared_memory: Some(Self::SHARED_MEMORY),
        }
    }
}

/// A middleware, before anything is opened.
pub trait Middleware: Send + Sync {
    /// The name that `RMW_IMPLEMENTATION` selects it by, and that programs see.
    fn identifier(&self) -> &'static str;

    /// Opens a context: a DDS participant, a Zenoh session. It closes when the last handle to it drops.
    ///
    /// # Errors
    /// When the options are out of range or the network cannot be opened.
    fn open(&self, options: &ContextOptions) -> Result<Arc<dyn Context>>;
}

/// A place in the ROS graph, shared by the nodes of one `rcl` context.
pub trait Context: Send + Sync {
    /// Adds a node. It leaves the graph when it drops.
    ///
    /// # Errors
    /// When the middleware cannot announce it.
    fn create_node(&self, name: &str, namespace: &str) -> Result<Arc<dyn Node>>;

    /// What is known of the graph, own endpoints included.
    fn graph(&self) -> &Arc<Graph>;

    /// Has the calling thread, which has nothing else to do, take what comes for this context, so that it needs no other
    /// thread to tell it: until a point in time, forever without one, or until `is_over` holds, which is looked at
    /// whenever something has come and after [`Context::interrupt`]. Listeners are called on this thread meanwhile.
    /// Returns at once, and false, where another thread does so already or the middleware knows no such thing; then
    /// whoever waits is told by listeners alone.
    ///
    /// `is_alone` says that no other thread waits for what comes. Then, of a thread that comes back again and again, what
    /// comes in between may wait for it, a millisecond at most.
    fn lead(&self, until: Option<Instant>, is_alone: bool, is_over: &dyn Fn() -> bool) -> bool {
        let (_, _, _) = (until, is_alone, is_over);
        false
    }

    /// Has the thread that is in [`Context::lead`] look whether it is over.
    fn interrupt(&self) {}
}

/// What a topic's endpoint is made of.
#[derive(Debug, Clone)]
pub struct TopicOptions {
    /// Fully qualified, remapped and validated: `/ns/chatter`.
    pub topic: String,
    /// The message's type.
    pub message_type: Arc<MessageType>,
    /// What is offered or asked for.
    pub qos: QosProfile,
}

/// What is special about a subscription.
#[derive(Debug, Clone, Default)]
pub struct SubscriptionOptions {
    /// Whether publishers of the same context are passed over.
    pub ignore_local_publications: bool,
    /// The messages that it wants; `None` for all.
    pub content_filter: Option<ContentFilter>,
}

/// What a service's or client's endpoint is made of.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// Fully qualified, remapped and validated: `/ns/add_two_ints`.
    pub service: String,
    /// The service's type.
    pub service_type: Arc<ServiceType>,
    /// Used for requests and responses alike.
    pub qos: QosProfile,
}

/// A node of the graph. Its endpoints keep it alive.
pub trait Node: Send + Sync {
    /// # Errors
    /// When the QoS is unknown to the middleware or the endpoint cannot be made.
    fn create_publisher(&self, options: &TopicOptions) -> Result<Box<dyn Publisher>>;

    /// # Errors
    /// When the QoS is unknown to the middleware or the endpoint cannot be made.
    fn create_subscription(
        &self,
        options: &TopicOptions,
        special: SubscriptionOptions,
    ) -> Result<Box<dyn Subscription>>;

    /// # Errors
    /// When the QoS is unknown to the middleware or the endpoint cannot be made.
    fn create_client(&self, options: &ServiceOptions) -> Result<Box<dyn Client>>;

    /// # Errors
    /// When the QoS is unknown to the middleware or the endpoint cannot be made.
    fn create_service(&self, options: &ServiceOptions) -> Result<Box<dyn Service>>;
}

/// What publishers and subscriptions have in common. An endpoint leaves the graph when it drops.
pub trait Endpoint: Send + Sync {
    /// Its identity on the wire.
    fn gid(&self) -> Gid;

    /// The QoS in force: what was asked for, with defaults and "best available" resolved.
    fn actual_qos(&self) -> QosProfile;

    /// How many endpoints of the other side it is matched with.
    fn matched_count(&self) -> usize;

    /// Whether the middleware can raise this event on this kind of endpoint.
    fn supports_event(&self, kind: EventKind) -> bool;

    /// Takes an event's status; the counts of change start anew.
    ///
    /// # Errors
    /// [`crate::Error::UnsupportedEvent`].
    fn take_event(&self, kind: EventKind) -> Result<EventStatus>;

    /// Sets who is told when an event's status changes; `None` takes the listener away.
    /// Where the status has changed since it was last taken, the listener is called at once.
    ///
    /// # Errors
    /// [`crate::Error::UnsupportedEvent`].
    fn set_event_listener(&self, kind: EventKind, listener: Option<ReadyListener>) -> Result<()>;
}

/// Publishes to a topic.
pub trait Publisher: Endpoint {
    /// Publishes one serialized message (encapsulation header included). The caller's thread sends.
    ///
    /// # Errors
    /// [`crate::Error::Timeout`] where a keep-all history stays full.
    fn publish(&self, payload: Bytes) -> Result<()>;

    /// Whether [`Self::loan`] may lend memory now.
    fn can_loan(&self) -> bool {
        false
    }

    /// Memory for a payload of `length` bytes that is published without a copy once it is filled and frozen; `None`
    /// where there is none, or nothing to gain by it.
    fn loan(&self, _length: usize) -> Option<LoanedBuffer> {
        None
    }

    /// Waits until all matched reliable subscriptions have acknowledged all that was published.
    /// `None` waits forever. Returns whether they have.
    ///
    /// # Errors
    /// When the endpoint is closed.
    fn wait_for_all_acked(&self, timeout: Option<Duration>) -> Result<bool>;

    /// Shows that this publisher is alive (manual-by-topic liveliness).
    ///
    /// # Errors
    /// When the endpoint is closed.
    fn assert_liveliness(&self) -> Result<()>;
}

/// Receives from a topic. It owns the queue: keep-last is a ring, keep-all pushes back.
pub trait Subscription: Endpoint {
    /// Takes the oldest message in the queue.
    ///
    /// # Errors
    /// When the endpoint is closed.
    fn take(&self) -> Result<Option<Sample>>;

    /// Sets who is told of new messages; `None` takes the listener away.
    /// Where messages wait already, the listener is called at once.
    fn set_listener(&self, listener: Option<ReadyListener>);

    /// Wants only the messages that a filter accepts from now on, or all. Those in the queue stay.
    fn set_content_filter(&self, filter: Option<ContentFilter>);
}

/// Calls a service.
pub trait Client: Send + Sync {
    /// Its identity: that of its requests' writer.
    fn gid(&self) -> Gid;

    /// Sends a serialized request and returns its sequence number, which its response will carry.
    ///
    /// # Errors
    /// [`crate::Error::Timeout`] where the history stays full.
    fn send_request(&self, payload: Bytes) -> Result<i64>;

    /// Takes a response, if one has come.
    ///
    /// # Errors
    /// When the endpoint is closed.
    fn take_response(&self) -> Result<Option<ServiceSample>>;

    /// Whether a server is there whose both endpoints are matched, so that a call can be answered.
    fn service_is_available(&self) -> bool;

    /// Sets who is told of new responses; called at once where some wait.
    fn set_listener(&self, listener: Option<ReadyListener>);

    /// The QoS in force of requests and of responses.
    fn actual_qos(&self) -> (QosProfile, QosProfile);
}

/// Answers a service's calls.
pub trait Service: Send + Sync {
    /// Takes a request, if one has come.
    ///
    /// # Errors
    /// When the endpoint is closed.
    fn take_request(&self) -> Result<Option<ServiceSample>>;

    /// Sends the serialized response to a request.
    ///
    /// # Errors
    /// [`crate::Error::Timeout`] where the history stays full.
    fn send_response(&self, request: &RequestId, payload: Bytes) -> Result<()>;

    /// Sets who is told of new requests; called at once where some wait.
    fn set_listener(&self, listener: Option<ReadyListener>);

    /// The QoS in force of requests and of responses.
    fn actual_qos(&self) -> (QosProfile, QosProfile);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn security_that_cannot_be_had_is_an_error_where_it_is_enforced() {
        assert!(Security::Off.refuse("because").is_ok());
        assert!(Security::Permissive.refuse("because").is_ok());
        let error = Security::Enforce.refuse("because").unwrap_err();
        assert!(error.to_string().ends_with("protected: because"), "{error}");
    }
}
