//! Managed nodes.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rmw::QosProfile;
use rosebay_rosidl::typed::Message;

use super::services::Services;
use super::{CallbackReturn, LifecyclePublisher, ManagedEntity, State, StateMachine, Transition};
use crate::executor::CallbackGroup;
use crate::interfaces::lifecycle_msgs::msg::{State as StateMessage, TransitionEvent};
use crate::{Logger, Node, Publisher, RawService, Result};

const TRANSITION_EVENT: &str = "~/transition_event";

/// What a managed node does on its way from state to state. Each function is told the state before the
/// transition. One that returns [`CallbackReturn::Error`] has [`Self::on_error`] called.
pub trait LifecycleCallbacks: Send + Sync {
    /// The node is being configured.
    fn on_configure(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being cleaned up.
    fn on_cleanup(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being shut down. It will be, whether this succeeds or fails.
    fn on_shutdown(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being activated.
    fn on_activate(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being deactivated.
    fn on_deactivate(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// Another of these functions had an error. The node becomes unconfigured if this succeeds, as it does
    /// in rclpy where nothing else is said, and finalized otherwise.
    fn on_error(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }
}

/// What a managed node is made with.
#[derive(Debug, Clone)]
pub struct LifecycleOptions {
    /// Whether other nodes can ask for its state and change it, and are told of changes.
    pub enable_communication_interface: bool,
    /// The callback group of its services; else the node's default.
    pub callback_group: Option<Arc<CallbackGroup>>,
}

impl Default for LifecycleOptions {
    fn default() -> Self {
        Self {
            enable_communication_interface: true,
            callback_group: None,
        }
    }
}

/// A managed node: a node with a state. It offers five services by which other nodes read and change that,
/// and tells of each change on `~/transition_event`.
pub struct LifecycleNode {
    node: Node,
    lifecycle: Arc<Lifecycle>,
    services: Option<Services>,
}

/// What the node and its services share.
pub(super) struct Lifecycle {
    machine: Mutex<StateMachine>,
    callbacks: Box<dyn LifecycleCallbacks>,
    entities: Mutex<Vec<Weak<dyn ManagedEntity>>>,
    events: Option<Publisher<TransitionEvent>>,
    logger: Logger,
}

impl fmt::Debug for LifecycleNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LifecycleNode")
            .field("node", &self.node)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

impl LifecycleNode {
    /// Makes a node a managed one.
    ///
    /// # Errors
    /// When the services or the publisher cannot be made.
    pub fn new(node: &Node, callbacks: impl LifecycleCallbacks + 'static) -> Result<Self> {
        Self::with_options(node, callbacks, LifecycleOptions::default())
    }

    /// Makes a node a managed one, with options.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_options(
        node: &Node,
        callbacks: impl LifecycleCallbacks + 'static,
        options: LifecycleOptions,
    ) -> Result<Self> {
        let is_reachable = options.enable_communication_interface;
        let events = is_reachable
            .then(|| node.create_publisher(TRANSITION_EVENT, QosProfile::DEFAULT))
            .transpose()?;
        let lifecycle = Arc::new(Lifecycle {
            machine: Mutex::default(),
            callbacks: Box::new(callbacks),
            entities: Mutex::default(),
            events,
            logger: node.logger().clone(),
        });
        let services = is_reachable
            .then(|| Services::new(node, &lifecycle, options.callback_group))
            .transpose()?;
        Ok(Self {
            node: node.clone(),
            lifecycle,
            services,
        })
    }

    /// The services through which other nodes reach it: change_state, get_state, get_available_states,
    /// get_available_transitions and get_transition_graph. `None` where they cannot.
    pub fn services(&self) -> Option<[&Arc<RawService>; 5]> {
        self.services.as_ref().map(Services::raw)
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The state it is in.
    pub fn state(&self) -> State {
        self.lifecycle.machine().current()
    }

    /// The transitions from the present state.
    pub fn available_transitions(&self) -> Vec<Transition> {
        let machine = self.lifecycle.machine();
        machine.available_transitions().copied().collect()
    }

    /// Changes its state by a transition's number, and calls its callbacks. Returns what came of the
    /// transition's own callback, error handling aside.
    ///
    /// # Errors
    /// [`crate::Error::InvalidTransition`] where the present state has no such transition.
    pub fn change_state(&self, transition_id: u8) -> Result<CallbackReturn> {
        self.lifecycle.change_state(transition_id)
    }

    /// Configures it: from unconfigured to inactive.
    ///
    /// # Errors
    /// As [`Self::change_state`].
    pub fn configure(&self) -> Result<CallbackReturn> {
        self.lifecycle.change_state_by_label("configure")
    }

    /// Cleans it up: from inactive to unconfigured.
    ///
    /// # Errors
    /// As [`Self::change_state`].
    pub fn cleanup(&self) -> Result<CallbackReturn> {
        self.lifecycle.change_state_by_label("cleanup")
    }

    /// Activates it: from inactive to active.
    ///
    /// # Errors
    /// As [`Self::change_state`].
    pub fn activate(&self) -> Result<CallbackReturn> {
        self.lifecycle.change_state_by_label("activate")
    }

    /// Deactivates it: from active to inactive.
    ///
    /// # Errors
    /// As [`Self::change_state`].
    pub fn deactivate(&self) -> Result<CallbackReturn> {
        self.lifecycle.change_state_by_label("deactivate")
    }

    /// Shuts it down: from unconfigured, inactive or active to finalized.
    ///
    /// # Errors
    /// As [`Self::change_state`].
    pub fn shutdown(&self) -> Result<CallbackReturn> {
        self.lifecycle.change_state_by_label("shutdown")
    }

    /// Has an entity follow the state as long as it lives. Entities are told after the node's own callback
    /// has succeeded, in the order in which they were added, up to the first that does not succeed.
    pub fn add_managed_entity(&self, entity: &Arc<dyn ManagedEntity>) {
        let mut entities = self.lifecycle.entities.lock();
        entities.retain(|entity| entity.strong_count() > 0);
        entities.push(Arc::downgrade(entity));
    }

    /// Makes a publisher that publishes only while the node is active.
    ///
    /// # Errors
    /// As [`Node::create_publisher`].
    pub fn create_lifecycle_publisher<M: Message>(
        &self,
        topic: &str,
        qos: impl Into<QosProfile>,
    ) -> Result<Arc<LifecyclePublisher<M>>> {
        let publisher = self.node.create_publisher(topic, qos)?;
        let publisher = Arc::new(LifecyclePublisher::new(publisher));
        self.add_managed_entity(&(Arc::clone(&publisher) as Arc<dyn ManagedEntity>));
        Ok(publisher)
    }
}

impl Lifecycle {
    pub(super) fn machine(&self) -> StateMachine {
        self.machine.lock().clone()
    }

    pub(super) fn logger(&self) -> &Logger {
        &self.logger
    }

    pub(super) fn change_state_by_label(&self, label: &str) -> Result<CallbackReturn> {
        let transition = self.machine.lock().transition_by_label(label)?;
        self.change_state(transition.id)
    }

    pub(super) fn change_state(&self, transition_id: u8) -> Result<CallbackReturn> {
        // Meanwhile the machine is in a state that nobody else can lead out of.
        let asked = self.machine.lock().trigger_by_id(transition_id)?;
        self.tell(asked);
        let returned = self.call(asked.goal, asked.start);
        let mut reached = self.follow(returned)?;
        if reached == State::ErrorProcessing {
            reached = self.follow(self.call(reached, asked.start))?;
        }
        self.logger.debug(format_args!(
            "transition '{}' led from {} to {reached}",
            asked.label, asked.start
        ));
        Ok(returned)
    }

    /// Follows what came of a callback.
    fn follow(&self, returned: CallbackReturn) -> Result<State> {
        let transition = self.machine.lock().trigger_by_label(returned.label())?;
        self.tell(transition);
        Ok(transition.goal)
    }

    fn tell(&self, transition: &Transition) {
        let Some(events) = &self.events else {
            return;
        };
        // As upstream: neither the transition nor the time is told.
        let event = TransitionEvent {
            start_state: state_message(transition.start),
            goal_state: state_message(transition.goal),
            ..Default::default()
        };
        if let Err(error) = events.publish(&event) {
            self.logger
                .error(format_args!("could not publish a transition: {error}"));
        }
    }

    /// Calls what belongs to a state of transition.
    fn call(&self, state: State, previous: State) -> CallbackReturn {
        let (own, of_entity): (fn(&dyn LifecycleCallbacks, State) -> _, EntityCallback) =
            match state {
                State::Configuring => (
                    |callbacks, previous| callbacks.on_configure(previous),
                    |entity, previous| entity.on_configure(previous),
                ),
                State::CleaningUp => (
                    |callbacks, previous| callbacks.on_cleanup(previous),
                    |entity, previous| entity.on_cleanup(previous),
                ),
                State::ShuttingDown => (
                    |callbacks, previous| callbacks.on_shutdown(previous),
                    |entity, previous| entity.on_shutdown(previous),
                ),
                State::Activating => (
                    |callbacks, previous| callbacks.on_activate(previous),
                    |entity, previous| entity.on_activate(previous),
                ),
                State::Deactivating => (
                    |callbacks, previous| callbacks.on_deactivate(previous),
                    |entity, previous| entity.on_deactivate(previous),
                ),
                State::ErrorProcessing => (
                    |callbacks, previous| callbacks.on_error(previous),
                    |entity, previous| entity.on_error(previous),
                ),
                _ => return CallbackReturn::Success,
            };
        let returned = own(&*self.callbacks, previous);
        if returned != CallbackReturn::Success {
            return returned;
        }
        let entities = self.entities.lock().clone();
        let mut returned = entities
            .iter()
            .filter_map(Weak::upgrade)
            .map(|entity| of_entity(&*entity, previous));
        returned
            .find(|returned| *returned != CallbackReturn::Success)
            .unwrap_or(CallbackReturn::Success)
    }
}

type EntityCallback = fn(&dyn ManagedEntity, State) -> CallbackReturn;

pub(super) fn state_message(state: State) -> StateMessage {
    StateMessage {
        id: state.id(),
        label: state.label().to_owned(),
    }
}
