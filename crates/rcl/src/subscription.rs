//! Subscriptions, to a type or to serialized messages.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use rosebay_locks::Mutex;
use rosebay_rmw::{
    ContentFilter, ContentFilterOptions, EventKind, EventStatus, Gid, MessageInfo, QosProfile,
    Sample, TopicOptions,
};
use rosebay_rosidl::MessageType;
use rosebay_rosidl::typed::Message;

use crate::arrivals::{ArrivalCallback, Arrivals};
use crate::event::{EventHandler, warn_of_mismatches};
use crate::executor::{CallbackGroup, Entity, EntityKind, Executable, Outcome, Ready};
use crate::node::TypeInUse;
use crate::{Error, Node, Result, Severity};

/// What a subscription is made with.
#[derive(Debug, Clone)]
pub struct SubscriptionOptions {
    /// What it asks for.
    pub qos: QosProfile,
    /// Its callback group; else the node's default.
    pub callback_group: Option<Arc<CallbackGroup>>,
    /// Whether publishers of the same context are passed over.
    pub ignore_local_publications: bool,
    /// The messages that it wants; an empty expression, or `None`, stands for all.
    pub content_filter: Option<ContentFilterOptions>,
    /// Whether a publisher that cannot match for its QoS or type is logged as a warning.
    pub warn_of_mismatches: bool,
    /// Whether the node's executor runs it from the start. Else it does from [`Node::add_entity`] on, or the
    /// program waits for it and takes what comes.
    pub scheduled: bool,
}

impl SubscriptionOptions {
    /// Upstream's defaults, with a QoS profile.
    pub fn new(qos: impl Into<QosProfile>) -> Self {
        Self {
            qos: qos.into(),
            callback_group: None,
            ignore_local_publications: false,
            content_filter: None,
            warn_of_mismatches: true,
            scheduled: true,
        }
    }
}

/// Receives serialized messages from a topic; the callback runs on the node's executor. It leaves the
/// graph when it drops.
pub struct RawSubscription {
    node: Node,
    topic: String,
    message_type: Arc<MessageType>,
    _type: TypeInUse,
    endpoint: Arc<dyn rosebay_rmw::Subscription>,
    entity: Arc<Entity>,
    arrivals: Arc<Arrivals>,
    warnings: Mutex<Vec<EventHandler>>,
    content_filter: Mutex<Option<ContentFilterOptions>>,
}

impl fmt::Debug for RawSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawSubscription")
            .field("topic", &self.topic)
            .field("type", &self.message_type.name)
            .finish_non_exhaustive()
    }
}

struct SampleCallback<F> {
    node: Node,
    endpoint: Arc<dyn rosebay_rmw::Subscription>,
    callback: F,
}

impl<F: Fn(Sample, Ready) + Send + Sync> Executable for SampleCallback<F> {
    fn execute(&self, ready: Ready) -> Outcome {
        match self.endpoint.take() {
            Ok(Some(sample)) => {
                ready.notify_again();
                (self.callback)(sample, ready);
                Outcome::Executed
            }
            Ok(None) => Outcome::Idle,
            Err(error) => {
                self.node.logger().log(
                    Severity::Error,
                    format_args!("failed to take a message: {error}"),
                );
                Outcome::Idle
            }
        }
    }
}

fn compile(
    message_type: &Arc<MessageType>,
    options: &ContentFilterOptions,
) -> Result<Option<ContentFilter>> {
    match options.filter_expression.is_empty() {
        true => Ok(None),
        false => Ok(Some(ContentFilter::new(message_type, options)?)),
    }
}

impl RawSubscription {
    pub(crate) fn new(
        node: &Node,
        message_type: &Arc<MessageType>,
        topic: &str,
        options: SubscriptionOptions,
        callback: impl Fn(Sample, Ready) + Send + Sync + 'static,
    ) -> Result<Self> {
        node.context()
            .check(|| format!("the subscription to '{topic}'"))?;
        let topic = node.resolve_topic_name(topic)?;
        let content_filter = match &options.content_filter {
            Some(filter) => compile(message_type, filter)?,
            None => None,
        };
        let endpoint: Arc<dyn rosebay_rmw::Subscription> =
            Arc::from(node.middleware().create_subscription(
                &TopicOptions {
                    topic: topic.clone(),
                    message_type: Arc::clone(message_type),
                    qos: options.qos,
                },
                rosebay_rmw::SubscriptionOptions {
                    ignore_local_publications: options.ignore_local_publications,
                    content_filter: content_filter.clone(),
                },
            )?);
        let group = options
            .callback_group
            .unwrap_or_else(|| Arc::clone(node.default_callback_group()));
        let warnings = if options.warn_of_mismatches {
            let words = ["New publisher discovered", "offering", "received from"];
            warn_of_mismatches(node, &topic, Arc::clone(&endpoint) as _, &group, words)?
        } else {
            Vec::new()
        };
        let executable = SampleCallback {
            node: node.clone(),
            endpoint: Arc::clone(&endpoint),
            callback,
        };
        let entity = Entity::new(EntityKind::Subscription, group, Arc::new(executable));
        if options.scheduled {
            node.add_entity(&entity);
        }
        let arrivals = Arrivals::new(&entity);
        endpoint.set_listener(Some(arrivals.listener()));
        Ok(Self {
            node: node.clone(),
            topic,
            message_type: Arc::clone(message_type),
            _type: node.use_type(message_type),
            endpoint,
            entity,
            arrivals,
            warnings: Mutex::new(warnings),
            content_filter: Mutex::new(content_filter.map(|filter| filter.options)),
        })
    }

    /// Takes the oldest waiting message, which its callback will then not see.
    ///
    /// # Errors
    /// When the context is shut down.
    pub fn take_serialized(&self) -> Result<Option<Sample>> {
        self.node
            .context()
            .check(|| format!("the subscription to '{}'", self.topic))?;
        self.entity.settle();
        let taken = self.endpoint.take()?;
        if taken.is_some() {
            // There may be more.
            self.entity.notify();
        }
        Ok(taken)
    }

    /// Whether it wants only the messages that a content filter accepts.
    pub fn is_cft_enabled(&self) -> bool {
        self.content_filter.lock().is_some()
    }

    /// Its content filter; `None` where it wants all messages.
    pub fn content_filter(&self) -> Option<ContentFilterOptions> {
        self.content_filter.lock().clone()
    }

    /// Wants only the messages that a condition holds for from now on, or all with an empty expression. Those that
    /// wait already stay.
    ///
    /// # Errors
    /// When the expression or a parameter is wrong, or does not fit the type; the filter stays as it was.
    pub fn set_content_filter(&self, filter: &ContentFilterOptions) -> Result<()> {
        let filter = compile(&self.message_type, filter)?;
        let mut current = self.content_filter.lock();
        *current = filter.as_ref().map(|filter| filter.options.clone());
        self.endpoint.set_content_filter(filter);
        Ok(())
    }

    /// Its node.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The topic's name, resolved.
    pub fn topic_name(&self) -> &str {
        &self.topic
    }

    /// The type of its messages.
    pub fn message_type(&self) -> &Arc<MessageType> {
        &self.message_type
    }

    /// What it asks for, with the middleware's defaults filled in.
    pub fn actual_qos(&self) -> QosProfile {
        self.endpoint.actual_qos()
    }

    /// Its identity on the wire.
    pub fn gid(&self) -> Gid {
        self.endpoint.gid()
    }

    /// How many publishers it is matched with.
    pub fn publisher_count(&self) -> usize {
        self.endpoint.matched_count()
    }

    /// What the executor schedules.
    pub fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }

    /// Has `callback` called, beside the executor, whenever messages have come, and at once where some wait already; `None`
    /// takes it away.
    pub fn set_on_new_message_callback(&self, callback: Option<ArrivalCallback>) {
        self.arrivals.set_callback(callback);
    }

    /// Has `callback` run on the executor when an event's status has changed, until the handler drops.
    ///
    /// # Errors
    /// When the middleware cannot raise this event on a subscription.
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
    /// When the middleware cannot raise this event on a subscription.
    pub fn event_handler(
        &self,
        kind: EventKind,
        callback: impl Fn(EventStatus, Ready) + Send + Sync + 'static,
    ) -> Result<EventHandler> {
        // An event has one listener: a warning gives way to the program's own.
        self.warnings
            .lock()
            .retain(|warning| warning.kind() != kind);
        let endpoint = Arc::clone(&self.endpoint) as _;
        EventHandler::new(
            &self.node,
            endpoint,
            kind,
            Arc::clone(self.entity.group()),
            callback,
        )
    }
}

impl Drop for RawSubscription {
    fn drop(&mut self) {
        self.warnings.get_mut().clear();
        self.endpoint.set_listener(None);
        self.node.remove_entity(&self.entity);
    }
}

/// Receives messages of a type from a topic; the callback runs on the node's executor. It leaves the
/// graph when it drops.
#[must_use = "nothing is received after the subscription drops"]
pub struct Subscription<M> {
    raw: RawSubscription,
    message: PhantomData<fn() -> M>,
}

impl<M> fmt::Debug for Subscription<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

fn decode<M: Message>(topic: &str, sample: &Sample) -> Result<M> {
    M::from_cdr(&sample.payload).map_err(|source| Error::Decode {
        type_name: M::TYPE_NAME.to_owned(),
        topic: topic.to_owned(),
        source,
    })
}

impl<M: Message> Subscription<M> {
    pub(crate) fn new(
        node: &Node,
        topic: &str,
        options: SubscriptionOptions,
        callback: impl Fn(M, MessageInfo) + Send + Sync + 'static,
    ) -> Result<Self> {
        let logger = node.logger().clone();
        let name = node.resolve_topic_name(topic)?;
        let decoded = move |sample: Sample, _ready: Ready| match decode(&name, &sample) {
            Ok(message) => callback(message, sample.info),
            Err(error) => logger.log(Severity::Error, format_args!("{error}")),
        };
        let raw = RawSubscription::new(node, &M::type_support(), topic, options, decoded)?;
        Ok(Self {
            raw,
            message: PhantomData,
        })
    }

    /// Takes the oldest waiting message, which its callback will then not see.
    ///
    /// # Errors
    /// When the message cannot be decoded or the context is shut down.
    pub fn take(&self) -> Result<Option<(M, MessageInfo)>> {
        let Some(sample) = self.raw.take_serialized()? else {
            return Ok(None);
        };
        Ok(Some((decode(&self.raw.topic, &sample)?, sample.info)))
    }
}

/// Everything but the type of the messages.
impl<M> std::ops::Deref for Subscription<M> {
    type Target = RawSubscription;

    fn deref(&self) -> &RawSubscription {
        &self.raw
    }
}
