//! Interfaces with every name resolved: what the codec, the type hash and the language bindings
//! work from.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::definition::{Arity, Constant, InterfaceName, Literal, Primitive};
use crate::description::{TypeDescription, TypeHash};
use crate::plan::Plan;
use crate::source::SourceFile;

/// A message, ready to use: its fields with their types resolved.
///
/// An empty message has on the wire one `uint8` named `structure_needs_at_least_one_member`; it is
/// part of the description and the hash, but not one of `fields`.
#[derive(Debug)]
pub struct MessageType {
    /// The full name.
    pub name: InterfaceName,
    /// The fields, in the order of the wire.
    pub fields: Vec<FieldInfo>,
    /// The constants.
    pub constants: Vec<Constant>,
    /// How a message lies in a payload.
    pub plan: Plan,
    /// The file that defines it; `None` for a part of a service or an action, and for what no file defines.
    pub source: Option<Arc<SourceFile>>,
    depth: usize,
    is_opaque: bool,
    hash: OnceLock<TypeHash>,
}

impl MessageType {
    /// Makes a message of resolved fields.
    pub fn new(name: InterfaceName, fields: Vec<FieldInfo>, constants: Vec<Constant>) -> Self {
        let nested = fields.iter().map(|field| match &field.ty.element {
            Element::Message(message) => message.depth,
            _ => 0,
        });
        Self {
            name,
            depth: 1 + nested.max().unwrap_or(0),
            plan: Plan::compile(&fields),
            fields,
            constants,
            source: None,
            is_opaque: false,
            hash: OnceLock::new(),
        }
    }

    /// A message of which no more is known than its name and its hash, as the graph tells them: what is
    /// received of it can be counted and kept, but not read.
    pub fn opaque(name: InterfaceName, hash: Option<TypeHash>) -> Self {
        let message = Self::new(name, Vec::new(), Vec::new());
        Self {
            hash: hash.map_or_else(OnceLock::new, OnceLock::from),
            is_opaque: true,
            ..message
        }
    }

    /// [`Self::hash`], unless it is [opaque](Self::opaque) and was made without.
    pub fn known_hash(&self) -> Option<TypeHash> {
        let is_known = !self.is_opaque || self.hash.get().is_some();
        is_known.then(|| self.hash())
    }

    /// Says which file defines it.
    #[must_use]
    pub fn with_source(mut self, file: Arc<SourceFile>) -> Self {
        self.source = Some(file);
        self
    }

    /// The levels of messages, this one included.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The index of the field called `name`.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The type description (REP 2016), made at each call.
    pub fn description(&self) -> TypeDescription {
        TypeDescription::of_message(self)
    }

    /// The type hash (RIHS01, REP 2016), computed at the first call.
    pub fn hash(&self) -> TypeHash {
        *self.hash.get_or_init(|| self.description().hash())
    }
}

/// Two types are equal when they have the same name, fields and constants.
impl PartialEq for MessageType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.fields == other.fields && self.constants == other.constants
    }
}

/// One field of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// The default that the definition gives; otherwise zero, empty, or the nested defaults.
    pub default: Option<Literal>,
}

/// The type of a field; displays as Python's `get_fields_and_field_types` shows it
/// (`double[36]`, `sequence<string<10>, 3>`, `std_msgs/Header`).
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// The type of one element.
    pub element: Element,
    /// How many there are.
    pub arity: Arity,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.arity {
            Arity::One => write!(f, "{}", self.element),
            Arity::Array(length) => write!(f, "{}[{length}]", self.element),
            Arity::Sequence { bound: None } => write!(f, "sequence<{}>", self.element),
            Arity::Sequence { bound: Some(bound) } => {
                write!(f, "sequence<{}, {bound}>", self.element)
            }
        }
    }
}

/// The type of one element.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// A number, boolean or character.
    Primitive(Primitive),
    /// UTF-8 text of at most `bound` characters.
    String {
        /// The bound, if there is one.
        bound: Option<u32>,
    },
    /// Wide text of at most `bound` characters.
    WString {
        /// The bound, if there is one.
        bound: Option<u32>,
    },
    /// A nested message.
    Message(Arc<MessageType>),
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => f.write_str(primitive.ros_name()),
            Self::String { bound: None } => f.write_str("string"),
            Self::String { bound: Some(bound) } => write!(f, "string<{bound}>"),
            Self::WString { bound: None } => f.write_str("wstring"),
            Self::WString { bound: Some(bound) } => write!(f, "wstring<{bound}>"),
            Self::Message(message) => {
                write!(f, "{}/{}", message.name.package(), message.name.name())
            }
        }
    }
}

/// A service, ready to use.
#[derive(Debug)]
pub struct ServiceType {
    /// The full name.
    pub name: InterfaceName,
    /// `…_Request`.
    pub request: Arc<MessageType>,
    /// `…_Response`.
    pub response: Arc<MessageType>,
    /// `…_Event`, what service introspection publishes.
    pub event: Arc<MessageType>,
    /// The file that defines it; `None` for a service of an action and for what no file defines.
    pub source: Option<Arc<SourceFile>>,
    hash: OnceLock<TypeHash>,
}

impl ServiceType {
    /// Makes a service of its parts.
    pub fn new(
        name: InterfaceName,
        request: Arc<MessageType>,
        response: Arc<MessageType>,
        event: Arc<MessageType>,
    ) -> Self {
        Self {
            name,
            request,
            response,
            event,
            source: None,
            hash: OnceLock::new(),
        }
    }

    /// A service of which no more is known than its name, its hash, and those of its requests and responses where they
    /// are known: calls of it can be passed on, but not read.
    pub fn opaque(
        name: InterfaceName,
        hash: TypeHash,
        [request, response]: [Option<TypeHash>; 2],
    ) -> Self {
        let part = |suffix, hash| Arc::new(MessageType::opaque(name.part(suffix), hash));
        let (request, response) = (part("_Request", request), part("_Response", response));
        let event = part("_Event", None);
        Self {
            hash: OnceLock::from(hash),
            ..Self::new(name, request, response, event)
        }
    }

    /// Says which file defines it.
    #[must_use]
    pub fn with_source(mut self, file: Arc<SourceFile>) -> Self {
        self.source = Some(file);
        self
    }

    /// The type description (REP 2016), made at each call.
    pub fn description(&self) -> TypeDescription {
        TypeDescription::of_service(self)
    }

    /// The type hash (RIHS01, REP 2016), computed at the first call.
    pub fn hash(&self) -> TypeHash {
        *self.hash.get_or_init(|| self.description().hash())
    }
}

/// An action, ready to use.
#[derive(Debug)]
pub struct ActionType {
    /// The full name.
    pub name: InterfaceName,
    /// `…_Goal`.
    pub goal: Arc<MessageType>,
    /// `…_Result`.
    pub result: Arc<MessageType>,
    /// `…_Feedback`.
    pub feedback: Arc<MessageType>,
    /// `…_SendGoal`, the service that starts a goal.
    pub send_goal: Arc<ServiceType>,
    /// `…_GetResult`, the service that waits for a goal's result.
    pub get_result: Arc<ServiceType>,
    /// `…_FeedbackMessage`, the feedback with the id of its goal.
    pub feedback_message: Arc<MessageType>,
    /// The file that defines it; `None` for what no file defines.
    pub source: Option<Arc<SourceFile>>,
    hash: OnceLock<TypeHash>,
}

impl ActionType {
    /// Makes an action of its parts.
    pub fn new(
        name: InterfaceName,
        [goal, result, feedback]: [Arc<MessageType>; 3],
        send_goal: Arc<ServiceType>,
        get_result: Arc<ServiceType>,
        feedback_message: Arc<MessageType>,
    ) -> Self {
        Self {
            name,
            goal,
            result,
            feedback,
            send_goal,
            get_result,
            feedback_message,
            source: None,
            hash: OnceLock::new(),
        }
    }

    /// Says which file defines it.
    #[must_use]
    pub fn with_source(mut self, file: Arc<SourceFile>) -> Self {
        self.source = Some(file);
        self
    }

    /// The type description (REP 2016), made at each call.
    pub fn description(&self) -> TypeDescription {
        TypeDescription::of_action(self)
    }

    /// The type hash (RIHS01, REP 2016), computed at the first call.
    pub fn hash(&self) -> TypeHash {
        *self.hash.get_or_init(|| self.description().hash())
    }
}
