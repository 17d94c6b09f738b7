//! Nodes: names in the graph that own publishers, subscriptions and timers.

mod builtins;
mod graph;
mod type_description;
mod type_description_client;
mod types_in_use;

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rmw::QosProfile;
use rosebay_rmw::names::{validate_namespace, validate_node_name};
use rosebay_rosidl::MessageType;
use rosebay_rosidl::typed::Message;

use builtins::Builtins;
pub(crate) use builtins::offer;
pub use type_description_client::{TypeDescriptionClient, TypeDescriptionError};
use types_in_use::TypesInUse;
pub(crate) use types_in_use::{InterfaceType, TypeInUse};

use crate::executor::{self, CallbackGroup, Entity, EntityKind, Executor, Ready};
use crate::names::{Remapper, Resource, fully_qualified_name};
use crate::parameter::{NodeParameters, Parameter, Parameters};
use crate::publisher::{Publisher, PublisherOptions, RawPublisher};
use crate::subscription::{RawSubscription, Subscription, SubscriptionOptions};
use crate::timer::{Timer, TimerCallback, TimerInfo};
use crate::{
    Arguments, Clock, ClockKind, Context, Duration, GuardCondition, Logger, MessageInfo, NodeTimer,
    Result, Sample,
};

/// What a node is made with.
#[derive(Debug, Clone)]
pub struct NodeOptions {
    /// Its namespace; a leading `/` is added where it lacks one.
    pub namespace: String,
    /// Arguments of its own, with `--ros-args`; they beat the program's.
    pub arguments: Vec<String>,
    /// Whether the program's arguments hold for it.
    pub use_global_arguments: bool,
    /// Whether it brings what other nodes expect of a node: `/rosout`, its parameters' services and events, its types'
    /// descriptions, ROS time. Without, it is a name in the graph that owns what is made in it, and the options of what
    /// it would bring decide nothing.
    pub with_builtins: bool,
    /// Whether what its logger logs is published on `/rosout`, unless `--disable-rosout-logs` is given.
    pub enable_rosout: bool,
    /// What its publisher on `/rosout` offers.
    pub rosout_qos: QosProfile,
    /// Whether it offers services to read and set the levels of loggers.
    pub enable_logger_service: bool,
    /// Whether it offers the services that read and set its parameters.
    pub start_parameter_services: bool,
    /// Values for its parameters; they beat those of arguments and files.
    pub parameter_overrides: Vec<Parameter>,
    /// Whether parameters may be set and read that were not declared.
    pub allow_undeclared_parameters: bool,
    /// Whether every parameter that arguments, files or the overrides name is declared.
    pub automatically_declare_parameters_from_overrides: bool,
}

impl Default for NodeOptions {
    fn default() -> Self {
        Self {
            namespace: String::new(),
            arguments: Vec::new(),
            use_global_arguments: true,
            with_builtins: true,
            enable_rosout: true,
            rosout_qos: QosProfile::ROSOUT,
            enable_logger_service: false,
            start_parameter_services: true,
            parameter_overrides: Vec::new(),
            allow_undeclared_parameters: false,
            automatically_declare_parameters_from_overrides: false,
        }
    }
}

/// A node. Clones are the same node; it leaves the graph when the last handle to it and to what it made
/// drops.
#[derive(Clone)]
pub struct Node {
    inner: Arc<Inner>,
    /// Kept by the handles of programs, not by those of the builtin entities themselves.
    builtins: Option<Arc<Builtins>>,
}

/// A handle that does not keep the node.
pub(crate) struct WeakNode(Weak<Inner>);

impl WeakNode {
    /// The node, without what its programs' handles keep.
    pub(crate) fn upgrade(&self) -> Option<Node> {
        self.0.upgrade().map(Node::bare)
    }
}

struct Inner {
    context: Context,
    arguments: Arguments,
    use_global_arguments: bool,
    name: String,
    namespace: String,
    logger: Logger,
    clock: Clock,
    parameters: Parameters,
    types: TypesInUse,
    group: Arc<CallbackGroup>,
    middleware: Arc<dyn rosebay_rmw::Node>,
    members: Mutex<Members>,
}

/// Its entities, and the executor that runs them.
#[derive(Default)]
struct Members {
    entities: Vec<Weak<Entity>>,
    executor: Weak<executor::Inner>,
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Node")
            .field(&self.fully_qualified_name())
            .finish()
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Eq for Node {}

impl Node {
    /// Makes a node in the root namespace, or where the arguments say.
    ///
    /// # Errors
    /// As [`Self::with_options`].
    pub fn new(context: &Context, name: &str) -> Result<Self> {
        Self::with_options(context, name, &NodeOptions::default())
    }

    /// Makes a node.
    ///
    /// # Errors
    /// When the context is shut down, a name is invalid, an argument cannot be read or is unknown, or the
    /// middleware refuses.
    pub fn with_options(context: &Context, name: &str, options: &NodeOptions) -> Result<Self> {
        context.check(|| format!("node '{name}'"))?;
        validate_node_name(name)?;
        let given = &options.namespace;
        let namespace = if given.starts_with('/') {
            given.clone()
        } else {
            format!("/{given}")
        };
        validate_namespace(&namespace)?;
        let arguments = Arguments::parse(&options.arguments)?;
        arguments.check_unknown()?;
        let remapper = Remapper {
            local: &arguments,
            global: options.use_global_arguments.then(|| context.arguments()),
        };
        let name = remapper.node_name(name).unwrap_or(name).to_owned();
        let namespace = remapper.namespace(&name).map_or(namespace, str::to_owned);
        validate_namespace(&namespace)?;
        let middleware = context.middleware().create_node(&name, &namespace)?;
        let clock = Clock::new(ClockKind::Ros);
        let full_name = fully_qualified_name(&namespace, &name);
        let global = options.use_global_arguments.then(|| context.parameters());
        let own = NodeParameters::from_arguments(&arguments)?;
        let node = Self::bare(Arc::new(Inner {
            logger: Logger::of_node(&namespace, &name),
            parameters: Parameters::new(
                full_name.clone(),
                clock.clone(),
                options.allow_undeclared_parameters,
                own.over(global, &full_name, &options.parameter_overrides),
            ),
            clock,
            types: TypesInUse::default(),
            group: CallbackGroup::mutually_exclusive(),
            context: context.clone(),
            use_global_arguments: options.use_global_arguments,
            members: Mutex::default(),
            arguments,
            name,
            namespace,
            middleware,
        }));
        if !options.with_builtins {
            return Ok(node);
        }
        let builtins = Builtins::new(&node, options)?;
        Ok(Self {
            builtins: Some(Arc::new(builtins)),
            ..node
        })
    }

    fn bare(inner: Arc<Inner>) -> Self {
        Self {
            inner,
            builtins: None,
        }
    }

    pub(crate) fn downgrade(&self) -> WeakNode {
        WeakNode(Arc::downgrade(&self.inner))
    }

    /// Its context.
    pub fn context(&self) -> &Context {
        &self.inner.context
    }

    /// Its name, remapped.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Its namespace, remapped: `/` or `/ns`.
    pub fn namespace(&self) -> &str {
        &self.inner.namespace
    }

    /// Its name with the namespace.
    pub fn fully_qualified_name(&self) -> String {
        fully_qualified_name(&self.inner.namespace, &self.inner.name)
    }

    /// Its logger.
    pub fn logger(&self) -> &Logger {
        &self.inner.logger
    }

    /// Its clock, which shows ROS time.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Its parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.inner.parameters
    }

    /// Its own arguments.
    pub fn arguments(&self) -> &Arguments {
        &self.inner.arguments
    }

    /// The callback group of whatever is made without one: mutually exclusive.
    pub fn default_callback_group(&self) -> &Arc<CallbackGroup> {
        &self.inner.group
    }

    /// The rules that hold for its names.
    pub fn remapper(&self) -> Remapper<'_> {
        Remapper {
            local: &self.inner.arguments,
            global: self
                .inner
                .use_global_arguments
                .then(|| self.inner.context.arguments()),
        }
    }

    /// Expands, remaps and validates a topic's name.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn resolve_topic_name(&self, name: &str) -> Result<String> {
        self.remapper()
            .resolve(Resource::Topic, name, self.name(), self.namespace())
    }

    /// Expands, remaps and validates a service's name.
    ///
    /// # Errors
    /// When the name is invalid.
    pub fn resolve_service_name(&self, name: &str) -> Result<String> {
        self.remapper()
            .resolve(Resource::Service, name, self.name(), self.namespace())
    }

    /// Makes a publisher of a message type.
    ///
    /// # Errors
    /// When the name is invalid, the type is unknown or the middleware refuses.
    pub fn create_publisher<M: Message>(
        &self,
        topic: &str,
        qos: impl Into<QosProfile>,
    ) -> Result<Publisher<M>> {
        let options = PublisherOptions::new(qos);
        Ok(Publisher::new(self.create_raw_publisher(
            &M::type_support(),
            topic,
            options,
        )?))
    }

    /// Makes a publisher of serialized messages.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn create_raw_publisher(
        &self,
        message_type: &Arc<MessageType>,
        topic: &str,
        options: PublisherOptions,
    ) -> Result<RawPublisher> {
        RawPublisher::new(self, message_type, topic, options)
    }

    /// Subscribes to a message type. A message that cannot be decoded is logged and passed over.
    ///
    /// # Errors
    /// When the name is invalid, the type is unknown or the middleware refuses.
    pub fn create_subscription<M: Message>(
        &self,
        topic: &str,
        qos: impl Into<QosProfile>,
        callback: impl Fn(M) + Send + Sync + 'static,
    ) -> Result<Subscription<M>> {
        self.create_subscription_with_info(topic, qos, move |message, _| callback(message))
    }

    /// [`Self::create_subscription`] with a callback that is also told where a message came from.
    ///
    /// # Errors
    /// As [`Self::create_subscription`].
    pub fn create_subscription_with_info<M: Message>(
        &self,
        topic: &str,
        qos: impl Into<QosProfile>,
        callback: impl Fn(M, MessageInfo) + Send + Sync + 'static,
    ) -> Result<Subscription<M>> {
        Subscription::new(self, topic, SubscriptionOptions::new(qos), callback)
    }

    /// Subscribes to serialized messages. The callback's group is held until the callback drops the
    /// [`Ready`] it is given.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn create_raw_subscription(
        &self,
        message_type: &Arc<MessageType>,
        topic: &str,
        options: SubscriptionOptions,
        callback: impl Fn(Sample, Ready) + Send + Sync + 'static,
    ) -> Result<RawSubscription> {
        RawSubscription::new(self, message_type, topic, options, callback)
    }

    /// Makes a timer on the node's clock.
    ///
    /// # Errors
    /// When the period is negative.
    pub fn create_timer(
        &self,
        period: Duration,
        callback: impl Fn(TimerInfo) + Send + Sync + 'static,
    ) -> Result<NodeTimer> {
        self.create_timer_on(&self.inner.clock, period, callback)
    }

    /// Makes a timer on the steady clock, which no simulation and no change of the system's time moves.
    ///
    /// # Errors
    /// When the period is negative.
    pub fn create_wall_timer(
        &self,
        period: Duration,
        callback: impl Fn(TimerInfo) + Send + Sync + 'static,
    ) -> Result<NodeTimer> {
        self.create_timer_on(&Clock::new(ClockKind::Steady), period, callback)
    }

    /// Makes a timer on a clock.
    ///
    /// # Errors
    /// When the period is negative.
    pub fn create_timer_on(
        &self,
        clock: &Clock,
        period: Duration,
        callback: impl Fn(TimerInfo) + Send + Sync + 'static,
    ) -> Result<NodeTimer> {
        let timer = Timer::new(clock, period, true)?;
        let executable = TimerCallback {
            timer: timer.clone(),
            callback,
        };
        let entity = Entity::new(
            EntityKind::Timer,
            Arc::clone(&self.inner.group),
            Arc::new(executable),
        );
        Ok(NodeTimer::new(self, timer, entity))
    }

    /// Makes a guard condition, whose callback runs on the node's executor when it is triggered.
    pub fn create_guard_condition(
        &self,
        callback: impl Fn() + Send + Sync + 'static,
    ) -> GuardCondition {
        GuardCondition::new(self, Arc::clone(&self.inner.group), callback)
    }

    /// Takes its publisher on `/rosout` out of the graph, and its loggers from the topic. That ends with the node
    /// anyway; but handles in other threads may keep a node for a moment in which a namesake is made already.
    pub fn end_rosout(&self) {
        let builtins = self.builtins.as_ref();
        // The publisher drops when the lock is released.
        let _rosout = builtins.and_then(|builtins| builtins.rosout.lock().take());
    }

    /// Whether it offers `~/get_type_description`, the service that tells the types of its endpoints (REP 2016).
    /// The parameter `start_type_description_service`, true by default, says so when the node is made.
    pub fn offers_type_description(&self) -> bool {
        let builtins = self.builtins.as_ref();
        builtins.is_some_and(|builtins| builtins.type_description.lock().is_some())
    }

    /// Takes that service out of the graph.
    pub fn end_type_description(&self) {
        let builtins = self.builtins.as_ref();
        // The service drops when the lock is released.
        let _service = builtins.and_then(|builtins| builtins.type_description.lock().take());
    }

    /// The publisher that tells of changes of its parameters. The handles of its builtin entities have none.
    pub fn parameter_event_publisher(&self) -> Option<&RawPublisher> {
        Some(&*self.builtins.as_ref()?.parameter_events)
    }

    /// Offers the services through which other nodes read and set its parameters, unless it does already
    /// ([`NodeOptions::start_parameter_services`]).
    ///
    /// # Errors
    /// When a service cannot be made.
    pub fn start_parameter_services(&self) -> Result<()> {
        let bare = Self::bare(Arc::clone(&self.inner));
        let builtins = self.builtins.as_ref();
        builtins.map_or(Ok(()), |builtins| builtins.start_parameter_services(&bare))
    }

    /// Offers the services through which other nodes read and set the levels of loggers, unless it does
    /// already ([`NodeOptions::enable_logger_service`]).
    ///
    /// # Errors
    /// When a service cannot be made.
    pub fn start_logger_services(&self) -> Result<()> {
        let bare = Self::bare(Arc::clone(&self.inner));
        let builtins = self.builtins.as_ref();
        builtins.map_or(Ok(()), |builtins| builtins.start_logger_services(&bare))
    }

    /// Tells the type of an endpoint in the type description service until what is returned drops.
    pub(crate) fn use_type(&self, interface: impl Into<InterfaceType>) -> TypeInUse {
        self.inner.types.register(interface.into())
    }

    fn types_in_use(&self) -> &TypesInUse {
        &self.inner.types
    }

    pub(crate) fn middleware(&self) -> &Arc<dyn rosebay_rmw::Node> {
        &self.inner.middleware
    }

    /// Has the node's executor run an entity, now and after the node is added to another one.
    pub fn add_entity(&self, entity: &Arc<Entity>) {
        let mut members = self.inner.members.lock();
        members.entities.retain(|entity| entity.strong_count() > 0);
        members.entities.push(Arc::downgrade(entity));
        if let Some(executor) = members.executor.upgrade() {
            entity.attach(executor.queue());
        }
    }

    /// Takes an entity from the node and its executor.
    pub fn remove_entity(&self, entity: &Arc<Entity>) {
        let mut members = self.inner.members.lock();
        members
            .entities
            .retain(|other| !std::ptr::eq(other.as_ptr(), Arc::as_ptr(entity)));
        entity.detach();
    }

    /// The executor that runs its callbacks.
    pub fn executor(&self) -> Option<Executor> {
        self.inner
            .members
            .lock()
            .executor
            .upgrade()
            .map(Executor::from_inner)
    }

    /// Gives its entities to an executor.
    pub(crate) fn join(&self, executor: &Arc<executor::Inner>) {
        self.for_each_entity(Arc::downgrade(executor), |entity| {
            entity.attach(executor.queue())
        });
    }

    /// Takes its entities from their executor.
    pub(crate) fn leave(&self) {
        self.for_each_entity(Weak::new(), |entity| entity.detach());
    }

    /// Changes the executor. The last handle to an entity may drop here, and with it a callback and all
    /// that it owns; that happens when the lock is released.
    fn for_each_entity(&self, executor: Weak<executor::Inner>, change: impl Fn(&Arc<Entity>)) {
        let _entities: Vec<Arc<Entity>> = {
            let mut members = self.inner.members.lock();
            members.executor = executor;
            let entities: Vec<_> = members.entities.iter().filter_map(Weak::upgrade).collect();
            entities.iter().for_each(change);
            entities
        };
    }
}
