//! What a definition file says, before any name in it is looked up.

use std::fmt;
use std::str::FromStr;

/// The three kinds of ROS interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InterfaceKind {
    /// A message, sent on a topic.
    Msg,
    /// A service: a request and its response.
    Srv,
    /// An action: a goal, its feedback and its result.
    Action,
}

impl InterfaceKind {
    /// All kinds, in the order ROS lists them.
    pub const ALL: [Self; 3] = [Self::Msg, Self::Srv, Self::Action];

    /// The kind's name, as in a folder, a file extension or an interface name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Msg => "msg",
            Self::Srv => "srv",
            Self::Action => "action",
        }
    }
}

impl fmt::Display for InterfaceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for InterfaceKind {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| NameError::Kind(text.to_owned()))
    }
}

/// The full name of an interface or of a part of one: `std_msgs/msg/String`,
/// `example_interfaces/srv/AddTwoInts_Request`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InterfaceName {
    package: String,
    kind: InterfaceKind,
    name: String,
}

impl InterfaceName {
    /// Builds a name from its parts.
    ///
    /// # Errors
    /// When the package is not `lower_case_with_underscores` or the name is not an identifier.
    pub fn new(package: &str, kind: InterfaceKind, name: &str) -> Result<Self, NameError> {
        if !is_lower_name(package) {
            return Err(NameError::Package(package.to_owned()));
        }
        if !is_identifier(name) {
            return Err(NameError::Interface(name.to_owned()));
        }
        Ok(Self {
            package: package.to_owned(),
            kind,
            name: name.to_owned(),
        })
    }

    /// The package, `std_msgs`.
    pub fn package(&self) -> &str {
        &self.package
    }

    /// The kind, the middle part.
    pub fn kind(&self) -> InterfaceKind {
        self.kind
    }

    /// The interface's own name, `String`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of a part that ROS derives from this interface: `part("Request")` of
    /// `…/srv/AddTwoInts` is `…/srv/AddTwoInts_Request`.
    pub fn part(&self, suffix: &str) -> Self {
        Self {
            package: self.package.clone(),
            kind: self.kind,
            name: format!("{}_{suffix}", self.name),
        }
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.package, self.kind, self.name)
    }
}

impl FromStr for InterfaceName {
    type Err = NameError;

    /// Takes `package/kind/Name`, and `package/Name` for a message.
    fn from_str(text: &str) -> Result<Self, NameError> {
        let mut parts = text.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(package), Some(name), None, None) => Self::new(package, InterfaceKind::Msg, name),
            (Some(package), Some(kind), Some(name), None) => {
                Self::new(package, kind.parse()?, name)
            }
            _ => Err(NameError::Shape(text.to_owned())),
        }
    }
}

/// Why a text is not an interface name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not two or three parts between slashes.
    #[error(
        "'{0}' is no interface name: expected 'package/msg/Name', 'package/srv/Name' or 'package/action/Name'"
    )]
    Shape(String),
    /// The package part.
    #[error(
        "'{0}' is no package name: expected lower-case letters, digits and single underscores, beginning with a letter"
    )]
    Package(String),
    /// The middle part.
    #[error("'{0}' is no kind of interface: expected 'msg', 'srv' or 'action'")]
    Kind(String),
    /// The last part.
    #[error(
        "'{0}' is no interface name: expected letters, digits and underscores, beginning with a letter"
    )]
    Interface(String),
}

/// Whether a text is a name as packages and fields have it: lower-case letters, digits and single
/// underscores, with a letter at the beginning and no underscore at the end.
pub(crate) fn is_lower_name(text: &str) -> bool {
    is_identifier(text)
        && !text.contains(|c: char| c.is_ascii_uppercase())
        && !text.contains("__")
        && !text.ends_with('_')
}

pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A numeric, boolean or character type of fixed size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Primitive {
    /// `bool`: one byte, 0 or 1.
    Bool,
    /// `byte`, IDL `octet`: one byte without a numeric meaning.
    Byte,
    /// IDL `char`. (`char` in a `.msg` file means `uint8`.)
    Char,
    /// `int8`.
    Int8,
    /// `uint8`.
    UInt8,
    /// `int16`.
    Int16,
    /// `uint16`.
    UInt16,
    /// `int32`.
    Int32,
    /// `uint32`.
    UInt32,
    /// `int64`.
    Int64,
    /// `uint64`.
    UInt64,
    /// `float32`.
    Float32,
    /// `float64`.
    Float64,
}

impl Primitive {
    /// Bytes one value takes on the wire, which is also its alignment (XCDR1).
    pub fn size(self) -> usize {
        match self {
            Self::Bool | Self::Byte | Self::Char | Self::Int8 | Self::UInt8 => 1,
            Self::Int16 | Self::UInt16 => 2,
            Self::Int32 | Self::UInt32 | Self::Float32 => 4,
            Self::Int64 | Self::UInt64 | Self::Float64 => 8,
        }
    }

    /// The IDL name, which `get_fields_and_field_types` of a Python message shows: `boolean`,
    /// `octet`, `float`, `double`, `int8` …
    pub fn ros_name(self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::Byte => "octet",
            Self::Char => "char",
            Self::Int8 => "int8",
            Self::UInt8 => "uint8",
            Self::Int16 => "int16",
            Self::UInt16 => "uint16",
            Self::Int32 => "int32",
            Self::UInt32 => "uint32",
            Self::Int64 => "int64",
            Self::UInt64 => "uint64",
            Self::Float32 => "float",
            Self::Float64 => "double",
        }
    }

    /// The name used in `.msg` files: `bool`, `byte`, `float32`, `float64`, `int8` …
    pub fn msg_name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Byte => "byte",
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            other => other.ros_name(),
        }
    }

    /// The values an integer type can hold; `None` for booleans and floating-point types.
    pub fn integer_range(self) -> Option<std::ops::RangeInclusive<i128>> {
        Some(match self {
            Self::Byte | Self::Char | Self::UInt8 => 0..=i128::from(u8::MAX),
            Self::Int8 => i128::from(i8::MIN)..=i128::from(i8::MAX),
            Self::Int16 => i128::from(i16::MIN)..=i128::from(i16::MAX),
            Self::UInt16 => 0..=i128::from(u16::MAX),
            Self::Int32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
            Self::UInt32 => 0..=i128::from(u32::MAX),
            Self::Int64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
            Self::UInt64 => 0..=i128::from(u64::MAX),
            Self::Bool | Self::Float32 | Self::Float64 => return None,
        })
    }
}

/// The type of one element, as a definition file names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BaseType {
    /// A number, boolean or character.
    Primitive(Primitive),
    /// UTF-8 text of at most `bound` characters.
    String {
        /// The bound, if the definition gives one.
        bound: Option<u32>,
    },
    /// Wide text of at most `bound` characters.
    WString {
        /// The bound, if the definition gives one.
        bound: Option<u32>,
    },
    /// Another message.
    Message(InterfaceName),
}

impl fmt::Display for BaseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => f.write_str(primitive.msg_name()),
            Self::String { bound } => write_bounded(f, "string", *bound),
            Self::WString { bound } => write_bounded(f, "wstring", *bound),
            Self::Message(name) => write!(f, "{}/{}", name.package(), name.name()),
        }
    }
}

fn write_bounded(f: &mut fmt::Formatter<'_>, name: &str, bound: Option<u32>) -> fmt::Result {
    match bound {
        Some(bound) => write!(f, "{name}<={bound}"),
        None => f.write_str(name),
    }
}

/// How many elements a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arity {
    /// One.
    One,
    /// Always this many.
    Array(u32),
    /// Any number, up to `bound`.
    Sequence {
        /// The bound, if the definition gives one.
        bound: Option<u32>,
    },
}

/// The type of a field; displays as a `.msg` file writes it (`float64[36]`, `string<=10[<=3]`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FieldType {
    /// The type of one element.
    pub base: BaseType,
    /// How many there are.
    pub arity: Arity,
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.base)?;
        match self.arity {
            Arity::One => Ok(()),
            Arity::Array(length) => write!(f, "[{length}]"),
            Arity::Sequence { bound: None } => f.write_str("[]"),
            Arity::Sequence { bound: Some(bound) } => write!(f, "[<={bound}]"),
        }
    }
}

/// A value written in a definition: a constant or a default.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `true` or `false`.
    Bool(bool),
    /// A value of an integer type; the parser has checked that the type can hold it.
    Int(i128),
    /// A value of a floating-point type.
    Float(f64),
    /// Text.
    String(String),
    /// The elements of an array or a sequence.
    List(Vec<Literal>),
}

/// One field of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: FieldType,
    /// The default, if the definition gives one.
    pub default: Option<Literal>,
    /// The lines of the comment that belongs to it.
    pub comment: Vec<String>,
}

/// One constant of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// Its name.
    pub name: String,
    /// Its type: a primitive or a string.
    pub ty: BaseType,
    /// Its value.
    pub value: Literal,
    /// The lines of the comment that belongs to it.
    pub comment: Vec<String>,
}

/// A message: fields on the wire, constants beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageDefinition {
    /// Its full name.
    pub name: InterfaceName,
    /// Its fields, in the order of the wire.
    pub fields: Vec<Field>,
    /// Its constants.
    pub constants: Vec<Constant>,
    /// The lines of the comment that heads the file.
    pub comment: Vec<String>,
}

/// A service. Its parts are named `…_Request` and `…_Response`.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceDefinition {
    /// Its full name.
    pub name: InterfaceName,
    /// What a client sends.
    pub request: MessageDefinition,
    /// What the server answers.
    pub response: MessageDefinition,
}

/// An action. Its parts are named `…_Goal`, `…_Result` and `…_Feedback`.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionDefinition {
    /// Its full name.
    pub name: InterfaceName,
    /// What a client asks for.
    pub goal: MessageDefinition,
    /// What came of it.
    pub result: MessageDefinition,
    /// What the server tells on the way.
    pub feedback: MessageDefinition,
}

/// What one definition file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Definition {
    /// A message.
    Message(MessageDefinition),
    /// A service.
    Service(ServiceDefinition),
    /// An action.
    Action(ActionDefinition),
}

impl Definition {
    /// The full name of the interface.
    pub fn name(&self) -> &InterfaceName {
        match self {
            Self::Message(message) => &message.name,
            Self::Service(service) => &service.name,
            Self::Action(action) => &action.name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_taken() {
        let cases = [
            ("std_msgs/msg/String", "std_msgs/msg/String"),
            ("std_msgs/String", "std_msgs/msg/String"),
            ("a/srv/B_Request", "a/srv/B_Request"),
            ("a1_b/action/C2", "a1_b/action/C2"),
        ];
        for (text, expected) in cases {
            let name: InterfaceName = text.parse().unwrap();
            assert_eq!(name.to_string(), expected);
        }
    }

    #[test]
    fn names_that_are_refused() {
        let cases = [
            ("", "expected 'package/msg/Name'"),
            ("String", "expected 'package/msg/Name'"),
            ("a/msg/b/C", "expected 'package/msg/Name'"),
            ("Std_msgs/msg/String", "'Std_msgs' is no package name"),
            ("std__msgs/msg/String", "'std__msgs' is no package name"),
            ("std_msgs_/msg/String", "'std_msgs_' is no package name"),
            ("../msg/String", "'..' is no package name"),
            ("std_msgs/message/String", "'message' is no kind"),
            ("std_msgs/msg/", "'' is no interface name"),
            ("std_msgs/msg/../x", "expected 'package/msg/Name'"),
            ("std_msgs/msg/Str ing", "'Str ing' is no interface name"),
            ("std_msgs/msg/Größe", "'Größe' is no interface name"),
        ];
        for (text, expected) in cases {
            let error = text.parse::<InterfaceName>().unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
