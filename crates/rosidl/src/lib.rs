//! ROS 2 interfaces: definitions, type hashes and the CDR codec.

pub mod definition;
pub mod description;
pub mod message_type;

pub use definition::{
    ActionDefinition, Arity, BaseType, Constant, Definition, Field, FieldType, InterfaceKind,
    InterfaceName, Literal, MessageDefinition, NameError, Primitive, ServiceDefinition,
};
pub use description::{TypeDescription, TypeHash};
pub use message_type::{ActionType, Element, FieldInfo, MessageType, ServiceType, Type};
