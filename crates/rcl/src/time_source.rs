//! Where ROS time comes from: system time, or the topic `/clock` when `use_sim_time` is set.

use std::fmt;
use std::sync::{Arc, Weak};

use rosebay_locks::Mutex;
use rosebay_rmw::QosProfile;

use crate::interfaces::rosgraph_msgs::msg::Clock as ClockMessage;
use crate::node::WeakNode;
use crate::parameter::{Parameter, ParameterCallback, ParameterValue, SetParametersResult};
use crate::{Clock, Node, Result, Subscription};

/// The parameter that chooses.
const USE_SIM_TIME: &str = "use_sim_time";
/// The topic that tells the time.
const CLOCK_TOPIC: &str = "/clock";

/// Sets clocks by the topic `/clock` while the parameter `use_sim_time` of a node is true. Every [`Node`] has
/// one for its own clock. Clones are the same time source.
#[derive(Clone, Default)]
pub struct TimeSource(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    attached: Mutex<Option<Attached>>,
}

#[derive(Default)]
struct State {
    clocks: Vec<Clock>,
    /// The time last heard, in nanoseconds; 0 before.
    last: i64,
    active: bool,
}

struct Attached {
    node: WeakNode,
    subscription: Option<Subscription<ClockMessage>>,
    _use_sim_time: Option<ParameterCallback>,
}

impl fmt::Debug for TimeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimeSource")
            .field("active", &self.is_active())
            .finish_non_exhaustive()
    }
}

impl TimeSource {
    /// A time source without a node.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the node's parameter `use_sim_time`, which is declared where it is not, and listens to the
    /// topic on this node. A node attached before is let go.
    ///
    /// # Errors
    /// When the parameter cannot be declared: an override of it is no bool.
    pub fn attach_node(&self, node: &Node) -> Result<()> {
        self.detach_node();
        let parameters = node.parameters();
        if !parameters.has(USE_SIM_TIME) {
            parameters.declare(USE_SIM_TIME, false)?;
        }
        *self.0.attached.lock() = Some(Attached {
            node: node.downgrade(),
            subscription: None,
            _use_sim_time: None,
        });
        match parameters.get(USE_SIM_TIME) {
            Ok(ParameterValue::Bool(active)) => self.set_active(active),
            Ok(ParameterValue::NotSet) | Err(_) => {}
            Ok(other) => node.logger().error(format_args!(
                "Invalid type for parameter '{USE_SIM_TIME}' {} should be bool",
                other.parameter_type()
            )),
        }
        if self.is_active() {
            self.listen();
        }
        let source = Arc::downgrade(&self.0);
        let logger = node.logger().clone();
        let callback = parameters.on_set(move |parameters| {
            let result = upgrade(&source).map(|source| source.use_sim_time(parameters));
            let result = result.unwrap_or_else(SetParametersResult::success);
            if !result.successful {
                logger.error(&result.reason);
            }
            result
        });
        if let Some(attached) = &mut *self.0.attached.lock() {
            attached._use_sim_time = Some(callback);
        }
        Ok(())
    }

    /// Lets the node go. The clocks stay as they are.
    pub fn detach_node(&self) {
        // Its subscription and its callback drop when the lock is released.
        let _attached = self.0.attached.lock().take();
    }

    /// Sets a clock from now on, and at once to what was heard last.
    ///
    /// # Errors
    /// When the clock is not a ROS clock.
    pub fn attach_clock(&self, clock: &Clock) -> Result<()> {
        let (last, active) = {
            let state = self.0.state.lock();
            (state.last, state.active)
        };
        clock.set_ros_time_override(last)?;
        clock.set_ros_time_override_is_enabled(active)?;
        self.0.state.lock().clocks.push(clock.clone());
        Ok(())
    }

    /// Whether the clocks show the topic's time.
    pub fn is_active(&self) -> bool {
        self.0.state.lock().active
    }

    /// Has the clocks show the topic's time, or system time.
    pub fn set_active(&self, active: bool) {
        let clocks = {
            let mut state = self.0.state.lock();
            if state.active == active {
                return;
            }
            state.active = active;
            state.clocks.clone()
        };
        for clock in clocks {
            // Others were not attached.
            clock.set_ros_time_override_is_enabled(active).ok();
        }
        if active {
            self.listen();
        } else {
            let mut attached = self.0.attached.lock();
            let subscription = attached.as_mut().and_then(|own| own.subscription.take());
            drop(attached);
            drop(subscription);
        }
    }

    fn listen(&self) {
        let node = match &*self.0.attached.lock() {
            Some(attached) if attached.subscription.is_none() => attached.node.upgrade(),
            _ => None,
        };
        let Some(node) = node else {
            return;
        };
        let source = Arc::downgrade(&self.0);
        let heard = move |message: ClockMessage| {
            if let Some(source) = upgrade(&source) {
                let time = &message.clock;
                source.set_time(i64::from(time.sec) * 1_000_000_000 + i64::from(time.nanosec));
            }
        };
        match node.create_subscription::<ClockMessage>(CLOCK_TOPIC, QosProfile::CLOCK, heard) {
            Ok(subscription) => {
                if let Some(attached) = &mut *self.0.attached.lock() {
                    attached.subscription = Some(subscription);
                }
            }
            Err(error) => node
                .logger()
                .error(format_args!("cannot subscribe to '{CLOCK_TOPIC}': {error}")),
        }
    }

    /// The full name of the topic that it listens to, while it does.
    pub fn listens_to(&self) -> Option<String> {
        let attached = self.0.attached.lock();
        let subscription = attached.as_ref()?.subscription.as_ref()?;
        Some(subscription.topic_name().to_owned())
    }

    /// Has the clocks show a time, in nanoseconds, while the topic's counts: what a message on it does.
    pub fn set_time(&self, nanoseconds: i64) {
        let clocks = {
            let mut state = self.0.state.lock();
            state.last = nanoseconds;
            state.clocks.clone()
        };
        for clock in clocks {
            // Others were not attached.
            clock.set_ros_time_override(nanoseconds).ok();
        }
    }

    /// Follows the parameter.
    fn use_sim_time(&self, parameters: &[Parameter]) -> SetParametersResult {
        let mut parameters = parameters.iter();
        match parameters.find(|parameter| parameter.name == USE_SIM_TIME) {
            None => SetParametersResult::success(),
            Some(Parameter {
                value: ParameterValue::Bool(active),
                ..
            }) => {
                self.set_active(*active);
                SetParametersResult::success()
            }
            Some(_) => SetParametersResult::failure(format!(
                "{USE_SIM_TIME} parameter set to something besides a bool"
            )),
        }
    }
}

fn upgrade(source: &Weak<Inner>) -> Option<TimeSource> {
    source.upgrade().map(TimeSource)
}
