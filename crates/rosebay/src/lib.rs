//! ROS 2 for Rust under one name: the client library, the standard messages, and what their
//! interfaces are made of.
//!
//! - [`rcl`]: contexts, nodes, topics, timers, clocks, executors
//! - [`msgs`]: the standard interfaces as Rust types
//! - [`tf2`]: coordinate frames over time
//! - [`rosidl`]: definitions, run-time messages, CDR, and the code generator for your own
//!   interfaces
//!
//! ```
//! use rosebay::prelude::*;
//! use rosebay::rcl::middleware;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let context = Context::new(InitOptions {
//!     // Within this process. By default it is DDS, or what `RMW_IMPLEMENTATION` names.
//!     middleware: Some(middleware::named("rosebay_local")?),
//!     ..InitOptions::default()
//! })?;
//! let node = Node::new(&context, "robot")?;
//! let (logger, ending) = (node.logger().clone(), context.clone());
//! let _subscription =
//!     node.create_subscription::<geometry_msgs::msg::Twist>("cmd_vel", 10, move |twist| {
//!         logger.info(format_args!("forward at {} m/s", twist.linear.x));
//!         ending.shutdown("that was all").ok();
//!     })?;
//!
//! let publisher = node.create_publisher::<geometry_msgs::msg::Twist>("cmd_vel", 10)?;
//! let mut twist = geometry_msgs::msg::Twist::default();
//! twist.linear.x = 0.5;
//! publisher.publish(&twist)?;
//!
//! let executor = Executor::new(&context);
//! executor.add_node(&node);
//! executor.spin();
//! # Ok(())
//! # }
//! ```

pub use rosebay_msgs as msgs;
pub use rosebay_rcl as rcl;
pub use rosebay_rosidl as rosidl;

pub mod tf2;

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
