//! Joins two ROS 2 graphs: what lives in one appears in the other, whatever middleware each of them runs on.
//!
//! A [`Bridge`] has two ends, each a context of `rcl` with a middleware of its own, and a mirror for each direction.
//!
//! - **Nodes** appear at the other end under their own names, with their publishers and servers. Actions are services and
//!   topics, parameters are services: they come by themselves. Publishers and servers of applications that know no nodes
//!   belong to the bridge's own node, and so do the subscriptions and clients that bring what passes.
//! - **Messages** pass as the bytes that they are. A topic is subscribed to only while the other end has a subscription,
//!   or, where late subscriptions get its history, from then on. Only an action's feedback is subscribed to at once.
//! - **QoS**: a mirror offers what its source offers, and keeps the last messages. How many is not told in DDS; then it is
//!   [`UNTOLD_DEPTH`]. Who must show that it is alive itself does so at the other end by publishing.
//! - **Services** are passed on to one server of a name. What the other end offers itself is not mirrored there.
//! - **Loops** cannot be: the contexts of a bridge tell in their enclaves which bridges what they mirror has passed
//!   ([`Path`]), and nobody carries anything twice. Of several bridges between the same graphs the one whose [`BridgeId`]
//!   comes first carries, and the next one does what that does not or no longer does.
//! - **What is to be done** is a function of both graphs and the [`Rules`], which knows no network; the rest of the crate
//!   does it.

mod bell;
mod bridge;
mod counters;
mod error;
mod forwarder;
mod inquiries;
mod mirror;
mod outlet;
mod path;
mod plan;
mod rules;
mod side;
mod types;

pub use bridge::{Bridge, BridgeOptions, LOGGER};
pub use counters::Traffic;
pub use error::Error;
pub use mirror::UNTOLD_DEPTH;
pub use path::{BridgeId, Path};
pub use rules::{End, RuleOptions, Rules};
pub use side::SideOptions;
