//! Managed nodes: other nodes configure, activate, deactivate, clean up and shut them down.
//!
//! ```
//! use rosebay_rcl::lifecycle::{CallbackReturn, LifecycleCallbacks, LifecycleNode, State};
//! use rosebay_rcl::{Context, InitOptions, Node};
//!
//! struct Camera;
//!
//! impl LifecycleCallbacks for Camera {
//!     fn on_configure(&self, _previous: State) -> CallbackReturn {
//!         // Open the device here.
//!         CallbackReturn::Success
//!     }
//! }
//!
//! # fn main() -> rosebay_rcl::Result<()> {
//! # let context = Context::new(InitOptions {
//! #     middleware: Some(std::sync::Arc::new(rosebay_rmw_local::LocalMiddleware)),
//! #     ..InitOptions::default()
//! # })?;
//! let node = Node::new(&context, "camera")?;
//! let camera = LifecycleNode::new(&node, Camera)?;
//! assert_eq!(camera.state(), State::Unconfigured);
//! assert_eq!(camera.configure()?, CallbackReturn::Success);
//! assert_eq!(camera.state(), State::Inactive);
//! # Ok(())
//! # }
//! ```

mod entity;
mod node;
mod services;
mod state;

pub use entity::{LifecyclePublisher, ManagedEntity};
pub use node::{LifecycleCallbacks, LifecycleNode, LifecycleOptions};
pub use state::{CallbackReturn, State, StateMachine, TRANSITIONS, Transition};
