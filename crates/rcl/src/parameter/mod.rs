//! Parameters: values of a node that files, arguments and other nodes can set.
//!
//! A parameter is declared with a name and a value. The value that holds is the one that `-p`, `--params-file`
//! or the node's options give it, else the declared one:
//!
//! ```
//! use rosebay_rcl::parameter::SetParametersResult;
//! use rosebay_rcl::{Context, InitOptions, Node};
//!
//! # fn main() -> rosebay_rcl::Result<()> {
//! let context = Context::new(InitOptions {
//!     arguments: ["camera", "--ros-args", "-p", "exposure:=0.5"].map(str::to_owned).into(),
//! #     middleware: Some(std::sync::Arc::new(rosebay_rmw_local::LocalMiddleware)),
//!     ..InitOptions::default()
//! })?;
//! let node = Node::new(&context, "camera")?;
//! let exposure: f64 = node.declare_parameter("exposure", 0.1)?;
//! assert_eq!(exposure, 0.5);
//!
//! let _checked = node.parameters().on_set(|parameters| {
//!     let negative = parameters.iter().any(|parameter| {
//!         f64::try_from(parameter.value.clone()).is_ok_and(|value| value < 0.0)
//!     });
//!     if negative {
//!         return SetParametersResult::failure("must not be negative");
//!     }
//!     SetParametersResult::success()
//! });
//! assert!(node.set_parameter("exposure", -1.0).is_err());
//! assert_eq!(node.get_parameter::<f64>("exposure")?, 0.5);
//! # Ok(())
//! # }
//! ```
//!
//! Every change is told on the topic `/parameter_events`, and other nodes reach the parameters through six
//! services of the node: see [`ParameterClient`] and [`ParameterEventHandler`].

mod callbacks;
mod client;
mod declare;
mod descriptor;
mod error;
mod event;
mod overrides;
mod service;
mod store;
mod value;
mod yaml;

pub use callbacks::{ParameterCallback, SetParametersResult};
pub use client::ParameterClient;
pub use declare::{Declaration, Initial};
pub use descriptor::{FloatingPointRange, IntegerRange, ParameterDescriptor};
pub use error::ParameterError;
pub(crate) use event::PARAMETER_EVENTS;
pub use event::{ParameterEvent, ParameterEventCallback, ParameterEventHandler};
pub use overrides::NodeParameters;
pub(crate) use service::ParameterServices;
pub use store::{ListParametersResult, Parameters};
pub use value::{Parameter, ParameterType, ParameterValue, ParameterVariant};
pub use yaml::YamlError;

use crate::{Node, Result};

/// The value that `-p name:=value` gives to a parameter.
///
/// # Errors
/// When it is no YAML, or neither a scalar nor a sequence of scalars of one type.
pub fn parse_value(text: &str) -> std::result::Result<ParameterValue, YamlError> {
    yaml::parse_value(text)
}

/// The parameters as most programs use them; [`Node::parameters`] can do more.
impl Node {
    /// Declares a parameter, whose type is that of its value from now on. Returns its value: an override,
    /// or the one given.
    ///
    /// # Errors
    /// As [`Parameters::declare`].
    pub fn declare_parameter<T: ParameterVariant>(&self, name: &str, default: T) -> Result<T> {
        Ok(self.parameters().declare(name, default)?)
    }

    /// A parameter's value.
    ///
    /// # Errors
    /// As [`Parameters::get_as`].
    pub fn get_parameter<T: ParameterVariant>(&self, name: &str) -> Result<T> {
        Ok(self.parameters().get_as(name)?)
    }

    /// Sets a parameter.
    ///
    /// # Errors
    /// As [`Parameters::set`].
    pub fn set_parameter(&self, name: &str, value: impl Into<ParameterValue>) -> Result<()> {
        Ok(self.parameters().set(name, value)?)
    }
}
