//! ROS 2 interfaces: definitions, type hashes and the CDR codec.

pub mod cdr;
pub mod codegen;
pub mod definition;
pub mod description;
pub mod message_type;
mod nearest;
pub mod parse;
pub mod plan;
pub mod registry;
pub mod source;
pub mod typed;
pub mod value;

pub use definition::{
    ActionDefinition, Arity, BaseType, Constant, Definition, Field, FieldType, InterfaceKind,
    InterfaceName, Literal, MessageDefinition, NameError, Primitive, ServiceDefinition,
};
pub use description::{TypeDescription, TypeHash};
pub use message_type::{ActionType, Element, FieldInfo, MessageType, ServiceType, Type};
pub use parse::ParseError;
pub use plan::{FixedLayout, Plan};
pub use registry::Registry;
pub use source::{BundledSource, FolderSource, Source};
pub use value::{DynamicMessage, Value, ValueError};
