//! Publishers, of a type or of serialized messages.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rmw::{EventKind, EventStatus, Gid, LoanedBuffer, QosProfile, TopicOptions};
use rosebay_rosidl::MessageType;
use rosebay_rosidl::cdr::{HEADER_SIZE, Writer};
use rosebay_rosidl::typed::Message;

use crate::event::{EventHandler, warn_of_mismatches};
use crate::executor::{CallbackGroup, Ready};
use crate::node::TypeInUse;
use crate::{Error, Node, Result};

/// What a publisher is made with.
#[derive(Debug, Clone)]
pub struct PublisherOptions {
    /// What it offers.
    pub qos: QosProfile,
    /// The callback group of its events; else the node's default.
    pub callback_group: Option<Arc<CallbackGroup>>,
    /// Whether a subscription that cannot match for its QoS or type is logged as a warning.
    pub warn_of_mismatches: bool,
}

impl PublisherOptions {
    /// Upstream's defaults, with a QoS profile.
    pub fn new(qos: impl Into<QosProfile>) -> Self {
        Self {
            qos: qos.into(),
            callback_group: None,
            warn_of_mismatches: true,
        }
    }
}

/// Publishes serialized messages to a topic. Clones are the same publisher; it leaves the graph when the
/// last one drops.
#[derive(Clone)]
pub struct RawPublisher(Arc<Inner>);

struct Inner {
    node: Node,
    topic: String,
    message_type: Arc<MessageType>,
    _type: TypeInUse,
    group: Arc<CallbackGroup>,
    endpoint: Arc<dyn rosebay_rmw::Publisher>,
    warnings: Mutex<Vec<EventHandler>>,
}

impl fmt::Debug for RawPublisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawPublisher")
            .field("topic", &self.0.topic)
            .field("type", &self.0.message_type.name)
            .finish_non_exhaustive()
    }
}

impl RawPublisher {
    pub(crate) fn new(
        node: &Node,
        message_type: &Arc<MessageType>,
        topic: &str,
        options: PublisherOptions,
    ) -> Result<Self> {
        node.context()
            .check(|| format!("the publisher of '{topic}'"))?;
        let topic = node.resolve_topic_name(topic)?;
        let endpoint = node.middleware().create_publisher(&TopicOptions {
            topic: topic.clone(),
            message_type: Arc::clone(message_type),
            qos: options.qos,
        })?;
        let group = options
            .callback_group
            .unwrap_or_else(|| Arc::clone(node.default_callback_group()));
        let publisher = Self(Arc::new(Inner {
            node: node.clone(),
            topic,
            message_type: Arc::clone(message_type),
            _type: node.use_type(message_type),
            group,
            endpoint: Arc::from(endpoint),
            warnings: Mutex::default(),
        }));
        if options.warn_of_mismatches {
            let warnings = warn_of_mismatches(
                node,
                &publisher.0.topic,
                Arc::clone(&publisher.0.endpoint) as _,
                &publisher.0.group,
                ["New subscription discovered", "requesting", "sent to"],
            )?;
            *publisher.0.warnings.lock() = warnings;
        }
        Ok(publisher)
    }

    /// Publishes a serialized message, encapsulation header included. The calling thread sends.
    ///
    /// # Errors
    /// When the context is shut down, or a keep-all history stays full.
    pub fn publish_serialized(&self, payload: Bytes) -> Result<()> {
        self.check_context()?;
        Ok(self.0.endpoint.publish(payload)?)
    }

    /// Memory for a serialized message of `length` bytes. Filled, frozen and published
    /// ([`Self::publish_serialized`]), it reaches the subscriptions of other processes on this host without a copy,
    /// where the middleware shares memory with them; else it is memory of the heap.
    pub fn loan(&self, length: usize) -> LoanedBuffer {
        self.0
            .endpoint
            .loan(length)
            .unwrap_or_else(|| LoanedBuffer::heap(length))
    }

    /// Begins a serialized message, whose body is expected to take `body_size` bytes, where it can be published
    /// without a copy.
    pub fn writer(&self, body_size: usize) -> Writer {
        let length = HEADER_SIZE.saturating_add(body_size);
        match LoanedBuffer::aligned(length, |length| self.0.endpoint.loan(length)) {
            Some(memory) => Writer::in_memory(memory),
            None => Writer::with_capacity(body_size),
        }
    }

    /// [`Self::writer`] for a message that is filled in after it has been written, where that needs no larger memory
    /// than `body_size` bytes: the room that is [left](Writer::leave) for numbers is aligned as they are.
    pub fn loaned_writer(&self, body_size: usize) -> Writer {
        let length = HEADER_SIZE.saturating_add(body_size);
        match LoanedBuffer::aligned(length, |length| Some(self.loan(length))) {
            Some(memory) => Writer::in_memory(memory),
            None => Writer::with_capacity(body_size),
        }
    }

    /// Whether the middleware lends memory now that reaches a matched subscription without a copy: there is one in
    /// another process of this host that reads this process's memory.
    pub fn can_loan_messages(&self) -> bool {
        self.0.endpoint.can_loan()
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.0.node
    }

    /// The topic's name, resolved.
    pub fn topic_name(&self) -> &str {
        &self.0.topic
    }

    /// The type of its messages.
    pub fn message_type(&self) -> &Arc<MessageType> {
        &self.0.message_type
    }

    /// What it offers, with the middleware's defaults filled in.
    pub fn actual_qos(&self) -> QosProfile {
        self.0.endpoint.actual_qos()
    }

    /// Its identity on the wire.
    pub fn gid(&self) -> Gid {
        self.0.endpoint.gid()
    }

    /// How many subscriptions it is matched with.
    pub fn subscription_count(&self) -> usize {
        self.0.endpoint.matched_count()
    }

    /// Waits until all matched reliable subscriptions have acknowledged all that was published; forever
    /// without a timeout. Returns whether they have.
    ///
    /// # Errors
    /// When the middleware cannot tell, or the context is or gets shut down.
    pub fn wait_for_all_acked(&self, timeout: Option<Duration>) -> Result<bool> {
        /// The longest time that the context's end stays unseen.
        const SLICE: Duration = Duration::from_millis(50);
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            self.check_context()?;
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let slice = left.map_or(SLICE, |left| left.min(SLICE));
            if self.0.endpoint.wait_for_all_acked(Some(slice))? {
                return Ok(true);
            }
            if left.is_some_and(|left| left <= slice) {
                return Ok(false);
            }
        }
    }

    fn check_context(&self) -> Result<()> {
        let context = self.0.node.context();
        context.check(|| format!("the publisher of '{}'", self.0.topic))
    }

    /// Shows that this publisher is alive, for manual liveliness.
    ///
    /// # Errors
    /// When the context is shut down.
    pub fn assert_liveliness(&self) -> Result<()> {
        self.check_context()?;
        Ok(self.0.endpoint.assert_liveliness()?)
    }

    /// Has `callback` run on the executor when an event's status has changed, until the handler drops.
    ///
    /// # Errors
    /// When the middleware cannot raise this event on a publisher.
    pub fn on_event(
        &self,
        kind: EventKind,
        callback: impl Fn(EventStatus, Ready) + Send + Sync + 'static,
    ) -> Result<EventHandler> {
        let handler = self.event_handler(kind, callback)?;
        handler.schedule();
        Ok(handler)
    }

    /// [`Self::on_event`] for a program that calls [`EventHandler::schedule`] later, or waits for the event
    /// and takes it by itself.
    ///
    /// # Errors
    /// When the middleware cannot raise this event on a publisher.
    pub fn event_handler(
        &self,
        kind: EventKind,
        callback: impl Fn(EventStatus, Ready) + Send + Sync + 'static,
    ) -> Result<EventHandler> {
        // An event has one listener: a warning gives way to the program's own.
        self.0
            .warnings
            .lock()
            .retain(|warning| warning.kind() != kind);
        let endpoint = Arc::clone(&self.0.endpoint) as _;
        EventHandler::new(
            &self.0.node,
            endpoint,
            kind,
            Arc::clone(&self.0.group),
            callback,
        )
    }
}

/// Publishes messages of a type to a topic. Clones are the same publisher; it leaves the graph when the
/// last one drops.
pub struct Publisher<M> {
    raw: RawPublisher,
    message: PhantomData<fn(&M)>,
}

impl<M> Clone for Publisher<M> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            message: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Publisher<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl<M: Message> Publisher<M> {
    pub(crate) fn new(raw: RawPublisher) -> Self {
        Self {
            raw,
            message: PhantomData,
        }
    }

    /// Publishes a message. The calling thread sends.
    ///
    /// # Errors
    /// When the message breaks a bound of its type, the context is shut down, or a keep-all history stays
    /// full.
    pub fn publish(&self, message: &M) -> Result<()> {
        let mut writer = self.raw.writer(message.size_hint());
        message.write(&mut writer).map_err(|source| Error::Encode {
            type_name: M::TYPE_NAME.to_owned(),
            source,
        })?;
        self.raw.publish_serialized(writer.into_bytes())
    }
}

/// Everything but the type of the messages.
impl<M> std::ops::Deref for Publisher<M> {
    type Target = RawPublisher;

    fn deref(&self) -> &RawPublisher {
        &self.raw
    }
}
