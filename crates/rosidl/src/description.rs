//! Type descriptions and type hashes, REP 2016 (`type_description_interfaces`, RIHS01).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::definition::{Arity, Literal, Primitive};
use crate::message_type::{ActionType, Element, FieldInfo, MessageType, ServiceType, Type};
use crate::parse::EMPTY_MESSAGE_MEMBER;

/// The hash that names one version of an interface; displays as `RIHS01_<64 hex digits>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeHash {
    /// The version of the hashing standard; 1 for RIHS01.
    pub version: u8,
    /// The SHA-256 digest.
    pub value: [u8; 32],
}

impl fmt::Display for TypeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RIHS{:02}_", self.version)?;
        self.value
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text is not `RIHS<version>_<64 hex digits>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no type hash: expected 'RIHS01_' and 64 hexadecimal digits")]
pub struct TypeHashError(String);

impl FromStr for TypeHash {
    type Err = TypeHashError;

    fn from_str(text: &str) -> Result<Self, TypeHashError> {
        parse_hash(text).ok_or_else(|| TypeHashError(text.to_owned()))
    }
}

fn parse_hash(text: &str) -> Option<TypeHash> {
    let (version, digits) = text.strip_prefix("RIHS")?.split_once('_')?;
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    if version.len() != 2 || !hex(version) || digits.len() != 64 || !hex(digits) {
        return None;
    }
    let mut value = [0; 32];
    for (byte, pair) in value.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(TypeHash {
        version: u8::from_str_radix(version, 16).ok()?,
        value,
    })
}

/// An interface and everything it refers to, as `type_description_interfaces/msg/TypeDescription`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDescription {
    /// The interface itself.
    pub type_description: IndividualTypeDescription,
    /// All that it refers to, directly or not, sorted by name.
    pub referenced_type_descriptions: Vec<IndividualTypeDescription>,
}

/// One type, without what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndividualTypeDescription {
    /// The full name, `std_msgs/msg/String`.
    pub type_name: String,
    /// Its fields.
    pub fields: Vec<FieldDescription>,
}

/// One field of a described type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDescription {
    /// The field's name.
    pub name: String,
    /// One of the constants of `type_description_interfaces/msg/FieldType`.
    pub type_id: u8,
    /// The length of an array or the bound of a sequence; 0 otherwise.
    pub capacity: u64,
    /// The bound of a string; 0 otherwise.
    pub string_capacity: u64,
    /// The full name of a nested type; empty otherwise.
    pub nested_type_name: String,
    /// The default as upstream writes it; empty when there is none, and no part of the hash.
    pub default_value: String,
}

impl TypeDescription {
    /// Describes a message.
    pub fn of_message(message: &MessageType) -> Self {
        let mut referenced = BTreeMap::new();
        collect_nested(message, &mut referenced);
        Self {
            type_description: describe_message(message),
            referenced_type_descriptions: referenced.into_values().collect(),
        }
    }

    /// Describes a service, as a type with one field a part.
    pub fn of_service(service: &ServiceType) -> Self {
        let mut referenced = BTreeMap::new();
        let type_description = describe_service(service, &mut referenced);
        Self {
            type_description,
            referenced_type_descriptions: referenced.into_values().collect(),
        }
    }

    /// Describes an action, as a type with one field a part.
    pub fn of_action(action: &ActionType) -> Self {
        let mut referenced = BTreeMap::new();
        let fields = vec![
            message_part("goal", &action.goal, &mut referenced),
            message_part("result", &action.result, &mut referenced),
            message_part("feedback", &action.feedback, &mut referenced),
            service_part("send_goal_service", &action.send_goal, &mut referenced),
            service_part("get_result_service", &action.get_result, &mut referenced),
            message_part(
                "feedback_message",
                &action.feedback_message,
                &mut referenced,
            ),
        ];
        Self {
            type_description: IndividualTypeDescription {
                type_name: action.name.to_string(),
                fields,
            },
            referenced_type_descriptions: referenced.into_values().collect(),
        }
    }

    /// The RIHS01 hash: the SHA-256 of [`Self::to_canonical_json`].
    pub fn hash(&self) -> TypeHash {
        TypeHash {
            version: 1,
            value: Sha256::digest(self.to_canonical_json()).into(),
        }
    }

    /// The JSON that REP 2016 hashes: the keys in the order of the message definitions, `", "` and
    /// `": "` between them, without default values.
    pub fn to_canonical_json(&self) -> String {
        let mut out = String::from("{\"type_description\": ");
        self.type_description.write_json(&mut out);
        out.push_str(", \"referenced_type_descriptions\": [");
        for (index, referenced) in self.referenced_type_descriptions.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            referenced.write_json(&mut out);
        }
        out.push_str("]}");
        out
    }
}

impl IndividualTypeDescription {
    /// Names are identifiers and slashes, so nothing needs escaping.
    fn write_json(&self, out: &mut String) {
        out.push_str(&format!(
            "{{\"type_name\": \"{}\", \"fields\": [",
            self.type_name
        ));
        for (index, field) in self.fields.iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            out.push_str(&format!(
                "{separator}{{\"name\": \"{}\", \"type\": {{\"type_id\": {}, \"capacity\": {}, \
                 \"string_capacity\": {}, \"nested_type_name\": \"{}\"}}}}",
                field.name,
                field.type_id,
                field.capacity,
                field.string_capacity,
                field.nested_type_name
            ));
        }
        out.push_str("]}");
    }
}

type Referenced = BTreeMap<String, IndividualTypeDescription>;

fn collect_nested(message: &MessageType, referenced: &mut Referenced) {
    for field in &message.fields {
        if let Element::Message(nested) = &field.ty.element {
            collect(nested, referenced);
        }
    }
}

fn collect(message: &MessageType, referenced: &mut Referenced) {
    if let Entry::Vacant(entry) = referenced.entry(message.name.to_string()) {
        entry.insert(describe_message(message));
        collect_nested(message, referenced);
    }
}

fn describe_message(message: &MessageType) -> IndividualTypeDescription {
    let mut fields: Vec<_> = message.fields.iter().map(describe_field).collect();
    if fields.is_empty() {
        fields.push(FieldDescription {
            name: EMPTY_MESSAGE_MEMBER.to_owned(),
            type_id: primitive_id(Primitive::UInt8),
            capacity: 0,
            string_capacity: 0,
            nested_type_name: String::new(),
            default_value: String::new(),
        });
    }
    IndividualTypeDescription {
        type_name: message.name.to_string(),
        fields,
    }
}

fn describe_service(
    service: &ServiceType,
    referenced: &mut Referenced,
) -> IndividualTypeDescription {
    IndividualTypeDescription {
        type_name: service.name.to_string(),
        fields: vec![
            message_part("request_message", &service.request, referenced),
            message_part("response_message", &service.response, referenced),
            message_part("event_message", &service.event, referenced),
        ],
    }
}

fn message_part(
    field: &str,
    message: &MessageType,
    referenced: &mut Referenced,
) -> FieldDescription {
    collect(message, referenced);
    part(field, message.name.to_string())
}

fn service_part(
    field: &str,
    service: &ServiceType,
    referenced: &mut Referenced,
) -> FieldDescription {
    let description = describe_service(service, referenced);
    let name = description.type_name.clone();
    referenced.insert(name.clone(), description);
    part(field, name)
}

fn part(field: &str, nested_type_name: String) -> FieldDescription {
    FieldDescription {
        name: field.to_owned(),
        type_id: NESTED_TYPE_ID,
        capacity: 0,
        string_capacity: 0,
        nested_type_name,
        default_value: String::new(),
    }
}

fn describe_field(field: &FieldInfo) -> FieldDescription {
    let Type { element, arity } = &field.ty;
    let (element_id, string_capacity) = match element {
        Element::Primitive(primitive) => (primitive_id(*primitive), 0),
        Element::String { bound: None } => (17, 0),
        Element::WString { bound: None } => (18, 0),
        Element::String { bound: Some(bound) } => (21, u64::from(*bound)),
        Element::WString { bound: Some(bound) } => (22, u64::from(*bound)),
        Element::Message(_) => (NESTED_TYPE_ID, 0),
    };
    let (offset, capacity) = match arity {
        Arity::One => (0, 0),
        Arity::Array(length) => (48, u64::from(*length)),
        Arity::Sequence { bound: Some(bound) } => (96, u64::from(*bound)),
        Arity::Sequence { bound: None } => (144, 0),
    };
    FieldDescription {
        name: field.name.clone(),
        type_id: offset + element_id,
        capacity,
        string_capacity,
        nested_type_name: match element {
            Element::Message(message) => message.name.to_string(),
            _ => String::new(),
        },
        default_value: field
            .default
            .as_ref()
            .map_or_else(String::new, default_text),
    }
}

/// `FIELD_TYPE_NESTED_TYPE` of `type_description_interfaces/msg/FieldType`.
const NESTED_TYPE_ID: u8 = 1;

fn primitive_id(primitive: Primitive) -> u8 {
    match primitive {
        Primitive::Int8 => 2,
        Primitive::UInt8 => 3,
        Primitive::Int16 => 4,
        Primitive::UInt16 => 5,
        Primitive::Int32 => 6,
        Primitive::UInt32 => 7,
        Primitive::Int64 => 8,
        Primitive::UInt64 => 9,
        Primitive::Float32 => 10,
        Primitive::Float64 => 11,
        Primitive::Char => 13,
        Primitive::Bool => 15,
        Primitive::Byte => 16,
    }
}

/// A default as it stands in upstream's descriptions, which print it with Python.
fn default_text(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::List(items) => {
            let comma = if items.len() == 1 { "," } else { "" };
            let items: Vec<_> = items.iter().map(item_text).collect();
            format!("({}{comma})", items.join(", "))
        }
        other => item_text(other),
    }
}

fn item_text(literal: &Literal) -> String {
    match literal {
        Literal::Bool(true) => "True".to_owned(),
        Literal::Bool(false) => "False".to_owned(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::String(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        Literal::List(_) => default_text(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18";

    #[test]
    fn a_hash_reads_what_it_writes() {
        let text = format!("RIHS01_{HEX}");
        let hash: TypeHash = text.parse().unwrap();
        assert_eq!(
            (hash.version, hash.value[0], hash.value[31]),
            (1, 0xdf, 0x18)
        );
        assert_eq!(hash.to_string(), text);
    }

    #[test]
    fn other_texts_are_no_hashes() {
        let cases = [
            String::new(),
            HEX.to_owned(),
            format!("RIHS1_{HEX}"),
            format!("RIHS01{HEX}"),
            format!("RIHS01_{}", &HEX[1..]),
            format!("RIHS01_{HEX}0"),
            format!("RIHS01_+{}", &HEX[1..]),
            format!("RIHS01_é{}", &HEX[2..]),
            format!("RIHS+1_{HEX}"),
        ];
        for text in cases {
            let error = text.parse::<TypeHash>().unwrap_err().to_string();
            assert!(error.contains("expected 'RIHS01_'"), "{error}");
        }
    }

    #[test]
    fn defaults_stand_as_python_prints_them() {
        let text = |text: &str| Literal::String(text.to_owned());
        let cases = [
            (Literal::Bool(true), "True"),
            (Literal::Int(-5), "-5"),
            (Literal::Float(1.0), "1.0"),
            (text("it's"), "it's"),
            (Literal::List(vec![]), "()"),
            (Literal::List(vec![Literal::Int(1)]), "(1,)"),
            (
                Literal::List(vec![text("a"), text("it's")]),
                "('a', 'it\\'s')",
            ),
        ];
        for (literal, expected) in cases {
            assert_eq!(default_text(&literal), expected);
        }
    }
}
