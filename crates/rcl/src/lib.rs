//! The ROS 2 client library for Rust.

pub mod arguments;
pub mod clock;
pub mod context;
mod env;
mod error;
pub mod event;
pub mod executor;
mod guard_condition;
pub mod logging;
pub mod middleware;
pub mod names;
mod node;
mod publisher;
pub mod signals;
mod subscription;
mod time;
mod timer;

pub use arguments::{Arguments, remove_ros_args};
pub use clock::Clock;
pub use context::{Context, InitOptions};
pub use error::{Error, Result};
pub use event::EventHandler;
pub use executor::{CallbackGroup, Executor};
pub use guard_condition::GuardCondition;
pub use logging::{Logger, Severity};
pub use node::{Node, NodeOptions};
pub use publisher::{Publisher, PublisherOptions, RawPublisher};
pub use rosebay_rmw as rmw;
pub use rosebay_rmw::{MessageInfo, QosProfile, Sample};
pub use subscription::{RawSubscription, Subscription, SubscriptionOptions};
pub use time::{ClockKind, Duration, Time};
pub use timer::{NodeTimer, Timer, TimerInfo};
