//! ROS 2 for Rust under one name: the client library, the standard messages, and what their
//! interfaces are made of.
//!
//! - [`rcl`]: contexts, nodes, topics, timers, clocks, executors
//! - [`msgs`]: the standard interfaces as Rust types
//! - [`rosidl`]: definitions, run-time messages, CDR, and the code generator for your own
//!   interfaces

pub use rosebay_msgs as msgs;
pub use rosebay_rcl as rcl;
pub use rosebay_rosidl as rosidl;

/// What most programs use: `use rosebay::prelude::*;`.
pub mod prelude {
    pub use crate::msgs::*;
    pub use crate::rcl::signals::{self, SignalOptions};
    pub use crate::rcl::{
        CallbackGroup, Clock, ClockKind, Context, Duration, Executor, InitOptions, Logger, Node,
        NodeOptions, Publisher, QosProfile, Severity, Subscription, Time,
    };
    pub use crate::rosidl::typed::{Action, Message, Service};
}
