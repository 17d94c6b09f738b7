//! ROS 2 interfaces: definitions, type hashes and the CDR codec.
//!
//! A definition file, `.msg`, `.srv`, `.action` or `.idl`, is found by a [`Source`], read by
//! [`parse`] into a [`Definition`], and resolved by the [`Registry`] into a [`MessageType`], which
//! knows its fields, its [`TypeHash`] (RIHS01, REP 2016) and its [`Plan`], the compiled layout of
//! its CDR form. Nothing is read before it is asked for. The standard packages are built in.
//!
//! A message is one of three things, and all share the codec in [`cdr`]:
//!
//! * a [`DynamicMessage`], when its type is known only at run time;
//! * a Rust struct that implements [`typed::Message`], made by [`codegen`];
//! * bytes, of which a [`Plan`] checks the whole and finds each field without decoding any.
//!
//! ```
//! use rosebay_rosidl::{DynamicMessage, Registry, Value};
//!
//! let ty = Registry::standard().message(&"geometry_msgs/msg/PoseStamped".parse()?)?;
//! let mut pose = DynamicMessage::new(ty.clone());
//! pose.set_path("header.frame_id", "map")?;
//! pose.set_path("pose.position.x", 1.5)?;
//!
//! let payload = pose.encode()?;
//! ty.plan.validate(&payload)?;
//! let received = DynamicMessage::decode(ty, &payload)?;
//! assert_eq!(received, pose);
//! assert_eq!(received.get_path("pose.orientation.w")?, Value::F64(1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Payloads come from the network: every reader in this crate checks each length against what
//! remains and allocates nothing that the payload cannot back. This crate itself does no network.

pub mod cdr;
pub mod codegen;
pub mod definition;
pub mod description;
pub mod filter;
pub mod message_type;
mod nearest;
pub mod parse;
pub mod plan;
pub mod registry;
pub mod source;
mod type_source;
pub mod typed;
pub mod value;

pub use definition::{
    ActionDefinition, Arity, BaseType, Constant, Definition, Field, FieldType, InterfaceKind,
    InterfaceName, Literal, MessageDefinition, NameError, Primitive, ServiceDefinition,
};
pub use description::{TypeDescription, TypeHash};
pub use message_type::{ActionType, Element, FieldInfo, MessageType, ServiceType, Type};
pub use nearest::nearest;
pub use parse::ParseError;
pub use plan::{FixedLayout, Plan};
pub use registry::Registry;
pub use source::{BundledSource, FolderSource, Source};
pub use type_source::TypeSource;
pub use value::{DynamicMessage, TextOptions, Value, ValueError, python_bytes};
