//! The ROS 2 client library for Rust.
//!
//! A program opens a [`Context`], makes a [`Node`] in it, and has an [`Executor`] run the node's
//! callbacks:
//!
//! ```
//! use rosebay_msgs::std_msgs::msg::String as Text;
//! use rosebay_rcl::{Context, Duration, Executor, InitOptions, Node, middleware};
//!
//! # fn main() -> rosebay_rcl::Result<()> {
//! let context = Context::new(InitOptions {
//!     // Within this process. By default it is DDS, or what `RMW_IMPLEMENTATION` names.
//!     middleware: Some(middleware::named("rosebay_local")?),
//!     ..InitOptions::default()
//! })?;
//!
//! let talker = Node::new(&context, "talker")?;
//! let publisher = talker.create_publisher::<Text>("chatter", 10)?;
//! let _timer = talker.create_wall_timer(Duration::from_millis(10), move |_| {
//!     let message = Text { data: "Hello".to_owned() };
//!     publisher.publish(&message).expect("the context is open");
//! })?;
//!
//! let listener = Node::new(&context, "listener")?;
//! let (logger, ending) = (listener.logger().clone(), context.clone());
//! let _subscription = listener.create_subscription::<Text>("chatter", 10, move |message| {
//!     logger.info(format_args!("I heard: '{}'", message.data));
//!     ending.shutdown("heard enough").ok();
//! })?;
//!
//! let executor = Executor::new(&context);
//! executor.add_node(&talker);
//! executor.add_node(&listener);
//! executor.spin();
//! # Ok(())
//! # }
//! ```
//!
//! - What a handle stands for ends when the handle drops: a [`Subscription`], a [`NodeTimer`], a
//!   [`GuardCondition`], an [`EventHandler`].
//! - Callbacks run in the threads that spin the executor and nowhere else; those of one
//!   [`CallbackGroup`] one at a time, unless it is reentrant. See [`executor`].
//! - A [`Client`] has a [`Service`] answer ([`service`]); an [`ActionClient`] has an [`ActionServer`] pursue
//!   goals ([`action`]).
//! - A node brings what other nodes expect of it: its [`parameter`]s with their services and events, its log
//!   on `/rosout`, ROS time from `/clock` where `use_sim_time` says so. [`lifecycle`] makes it a managed one.
//! - [`signals::install`] has Ctrl-C shut every context down, which ends every spin and every sleep.
//! - Messages are Rust structs made from the interface definitions (`rosebay_msgs`, or your own by
//!   `rosebay_rosidl::codegen`), or serialized ones: [`RawPublisher`] and [`RawSubscription`].

pub mod action;

pub mod arguments;
mod arrivals;
pub mod clock;
pub mod context;
mod env;
mod error;
pub mod event;
pub mod executor;
pub mod fork;
mod guard_condition;
mod interfaces;
pub mod lifecycle;
pub mod logging;
pub mod middleware;
pub mod names;
mod node;
pub mod parameter;
mod pending;
mod publisher;
mod rate;
pub mod service;
pub mod signals;
mod subscription;
mod time;
mod time_source;
mod timer;

pub use action::{ActionClient, ActionServer, RawActionClient, RawActionServer};
pub use arguments::{Arguments, remove_ros_args};
pub use arrivals::ArrivalCallback;
pub use clock::Clock;
pub use context::{Context, InitOptions};
pub use error::{DeadlockCause, Error, Result};
pub use event::EventHandler;
pub use executor::{CallbackGroup, Executor};
pub use guard_condition::GuardCondition;
pub use logging::{Logger, Severity};
pub use node::{Node, NodeOptions, TypeDescriptionClient, TypeDescriptionError};
pub use parameter::{Parameter, ParameterError, ParameterValue, Parameters};
pub use pending::Pending;
pub use publisher::{Publisher, PublisherOptions, RawPublisher};
pub use rate::{Rate, RateSleep};
pub use rosebay_rmw as rmw;
pub use rosebay_rmw::{ContentFilterOptions, LoanedBuffer, MessageInfo, QosProfile, Sample};
pub use rosebay_rmw_shm::PrivateView;
pub use service::{Client, RawClient, RawService, Service, ServiceOptions};
pub use subscription::{RawSubscription, Subscription, SubscriptionOptions};
pub use time::{ClockKind, Duration, Time};
pub use time_source::TimeSource;
pub use timer::{NodeTimer, Timer, TimerInfo};
