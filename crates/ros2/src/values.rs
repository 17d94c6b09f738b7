//! Messages from YAML as people type it on a command line.
//!
//! The type says what a plain scalar is: `{data: 5}` is text for a string and a number for an integer. A
//! header may be `auto` and a time `now`, which are filled in whenever the message is published.

use std::io::Read;
use std::sync::Arc;

use rosebay_rosidl::{
    Arity, DynamicMessage, Element, MessageType, Primitive, Type, Value, ValueError,
};
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value as Json};

use crate::error::{Error, Result};

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// A message and the places in it where the time goes.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    message: DynamicMessage,
    stamps: Vec<String>,
}

impl Template {
    /// Reads a message from YAML; fields that it leaves out have their defaults.
    pub(crate) fn parse(ty: &Arc<MessageType>, text: &str) -> Result<Self> {
        let root = parse(text)?;
        if !matches!(root, Node::Map(_)) {
            return Err(Error::Failed(
                "The passed value needs to be a dictionary in YAML format".to_owned(),
            ));
        }
        let mut stamps = Vec::new();
        let json = message_json(ty, &root, "", &mut stamps)?;
        let message = DynamicMessage::from_json(Arc::clone(ty), &json)?;
        Ok(Self { message, stamps })
    }

    /// The message at a time, in nanoseconds since the clock's epoch.
    pub(crate) fn at(&mut self, nanoseconds: i64) -> Result<&DynamicMessage> {
        const SECOND: i64 = 1_000_000_000;
        let seconds = i32::try_from(nanoseconds.div_euclid(SECOND)).unwrap_or(i32::MAX);
        let rest = u32::try_from(nanoseconds.rem_euclid(SECOND)).unwrap_or_default();
        for stamp in &self.stamps {
            self.message.set_path(&format!("{stamp}.sec"), seconds)?;
            self.message.set_path(&format!("{stamp}.nanosec"), rest)?;
        }
        Ok(&self.message)
    }

    /// Whether the message is another one at another time.
    pub(crate) fn has_stamps(&self) -> bool {
        !self.stamps.is_empty()
    }

    /// The message as it is.
    pub(crate) fn message(&self) -> &DynamicMessage {
        &self.message
    }
}

/// All of standard input.
pub(crate) fn read_stdin() -> Result<String> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(Error::io("standard input"))?;
    Ok(text)
}

/// A piece of YAML.
#[derive(Debug)]
enum Node {
    Scalar { text: String, plain: bool },
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

fn malformed(reason: impl std::fmt::Display) -> Error {
    Error::Failed(format!("The passed value is no YAML: {reason}"))
}

fn parse(text: &str) -> Result<Node> {
    let mut parser = Parser::new_from_str(text);
    let mut root = None;
    while let Some(event) = next(&mut parser)? {
        if root.is_some() {
            return Err(malformed("expected one document, but another one comes"));
        }
        root = Some(node(&mut parser, event, 0)?);
    }
    Ok(root.unwrap_or(Node::Map(Vec::new())))
}

type Events<'a> = Parser<'a, saphyr_parser::StrInput<'a>>;

fn next<'a>(parser: &mut Events<'a>) -> Result<Option<Event<'a>>> {
    loop {
        match parser.next() {
            None | Some(Ok((Event::StreamEnd, _))) => return Ok(None),
            Some(Ok((
                Event::Nothing | Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd,
                _,
            ))) => {}
            Some(Ok((event, _))) => return Ok(Some(event)),
            Some(Err(error)) => return Err(malformed(error)),
        }
    }
}

fn inner<'a>(parser: &mut Events<'a>) -> Result<Event<'a>> {
    next(parser)?.ok_or_else(|| malformed("it ends too early"))
}

fn node(parser: &mut Events<'_>, event: Event<'_>, depth: usize) -> Result<Node> {
    if depth > MAX_DEPTH {
        return Err(malformed("it is nested too deeply"));
    }
    match event {
        Event::Scalar(text, style, ..) => Ok(Node::Scalar {
            text: text.into_owned(),
            plain: style == ScalarStyle::Plain,
        }),
        Event::SequenceStart(..) => {
            let mut nodes = Vec::new();
            loop {
                match inner(parser)? {
                    Event::SequenceEnd => return Ok(Node::List(nodes)),
                    event => nodes.push(node(parser, event, depth + 1)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut members = Vec::new();
            loop {
                match inner(parser)? {
                    Event::MappingEnd => return Ok(Node::Map(members)),
                    Event::Scalar(key, ..) => {
                        let event = inner(parser)?;
                        members.push((key.into_owned(), node(parser, event, depth + 1)?));
                    }
                    _ => return Err(malformed("the keys of a map must be names of fields")),
                }
            }
        }
        _ => Err(malformed("aliases are not supported")),
    }
}

/// Where a field is, for stamps and errors.
fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn message_json(
    ty: &Arc<MessageType>,
    node: &Node,
    path: &str,
    stamps: &mut Vec<String>,
) -> Result<Json> {
    if let Node::Scalar { text, plain: true } = node {
        let name = ty.name.to_string();
        match (name.as_str(), text.as_str()) {
            ("std_msgs/msg/Header", "auto") => {
                stamps.push(join(path, "stamp"));
                return Ok(Json::Object(Map::new()));
            }
            ("builtin_interfaces/msg/Time", "now") => {
                stamps.push(path.to_owned());
                return Ok(Json::Object(Map::new()));
            }
            // Nothing at all: the defaults.
            (_, "" | "~" | "null") => return Ok(Json::Object(Map::new())),
            _ => {}
        }
    }
    let Node::Map(members) = node else {
        return Err(wrong(path, &ty.name.to_string(), node));
    };
    let mut object = Map::new();
    for (name, value) in members {
        let json = match ty.field_index(name) {
            Some(index) => value_json(&ty.fields[index].ty, value, &join(path, name), stamps)?,
            // Which the message then refuses, with the fields that it has.
            None => Json::Null,
        };
        object.insert(name.clone(), json);
    }
    Ok(Json::Object(object))
}

fn value_json(ty: &Type, node: &Node, path: &str, stamps: &mut Vec<String>) -> Result<Json> {
    if ty.arity == Arity::One {
        return element_json(&ty.element, node, path, stamps);
    }
    match node {
        Node::List(nodes) => nodes
            .iter()
            .enumerate()
            .map(|(index, node)| {
                element_json(&ty.element, node, &format!("{path}[{index}]"), stamps)
            })
            .collect(),
        Node::Scalar { .. } | Node::Map(_) => Err(wrong(path, &ty.to_string(), node)),
    }
}

fn element_json(
    element: &Element,
    node: &Node,
    path: &str,
    stamps: &mut Vec<String>,
) -> Result<Json> {
    match (element, node) {
        (Element::Message(nested), node) => message_json(nested, node, path, stamps),
        (Element::String { .. } | Element::WString { .. }, Node::Scalar { text, .. }) => {
            Ok(Json::from(text.as_str()))
        }
        (Element::Primitive(primitive), Node::Scalar { text, plain: true }) => {
            scalar_json(*primitive, text).ok_or_else(|| wrong(path, &element.to_string(), node))
        }
        (other, node) => Err(wrong(path, &other.to_string(), node)),
    }
}

/// A plain scalar by YAML 1.1, as a number or truth value; whether it fits, the message says.
fn scalar_json(primitive: Primitive, text: &str) -> Option<Json> {
    match primitive {
        Primitive::Bool => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(Json::from(true)),
            "false" | "no" | "off" => Some(Json::from(false)),
            _ => None,
        },
        Primitive::Float32 | Primitive::Float64 => match text.to_ascii_lowercase().as_str() {
            ".nan" => Some(Json::from("NaN")),
            ".inf" | "+.inf" => Some(Json::from("Infinity")),
            "-.inf" => Some(Json::from("-Infinity")),
            _ => integer(text).or_else(|| {
                let number: f64 = text.replace('_', "").parse().ok()?;
                Number::from_f64(number).map(Json::Number)
            }),
        },
        _ => integer(text),
    }
}

fn integer(text: &str) -> Option<Json> {
    let digits = text.replace('_', "");
    let (negative, digits) = match digits.strip_prefix(['-', '+']) {
        Some(rest) => (digits.starts_with('-'), rest),
        None => (false, digits.as_str()),
    };
    let (radix, digits) = match digits.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => (16, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let value = i128::from_str_radix(digits, radix).ok()?;
    Number::from_i128(if negative { -value } else { value }).map(Json::Number)
}

fn wrong(path: &str, expected: &str, node: &Node) -> Error {
    let got = match node {
        Node::Scalar { text, plain: true } => text.clone(),
        Node::Scalar { text, plain: false } => format!("'{text}'"),
        Node::List(nodes) => format!("a list of {}", nodes.len()),
        Node::Map(_) => "a map".to_owned(),
    };
    ValueError::Field {
        path: path.to_owned(),
        source: Box::new(ValueError::WrongType {
            expected: expected.to_owned(),
            got,
        }),
    }
    .into()
}

/// A field of a message by its path; an empty path is the message itself.
pub(crate) fn field(message: &DynamicMessage, path: &str) -> Result<Value> {
    let path = path.trim_matches('.');
    message.get_path(path).map_err(|source| {
        let Error::Value { source, hint } = source.into() else {
            return Error::Failed(format!("Invalid field '{path}'"));
        };
        Error::Failed(format!("Invalid field '{path}': {source}{hint}"))
    })
}

/// The type of a field by its path.
pub(crate) fn field_type(ty: &Arc<MessageType>, path: &str) -> Option<Type> {
    let mut message = Arc::clone(ty);
    let mut steps = path.trim_matches('.').split('.').peekable();
    while let Some(step) = steps.next() {
        let (name, element) = match step.split_once('[') {
            Some((name, _)) => (name, true),
            None => (step, false),
        };
        let mut ty = message.fields[message.field_index(name)?].ty.clone();
        if element {
            ty.arity = Arity::One;
        }
        if steps.peek().is_none() {
            return Some(ty);
        }
        let Element::Message(nested) = &ty.element else {
            return None;
        };
        message = Arc::clone(nested);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::message_type;

    fn check(ty: &str, yaml: &str, expected: &str) {
        let ty = message_type(ty).unwrap();
        let got = match Template::parse(&ty, yaml) {
            Ok(template) => template.message().to_python(),
            Err(error) => error.to_string(),
        };
        assert_eq!(got, expected, "{yaml}");
    }

    #[test]
    fn the_type_says_what_a_scalar_is() {
        for (yaml, expected) in [
            ("{data: 5}", "std_msgs.msg.String(data='5')"),
            ("data: yes", "std_msgs.msg.String(data='yes')"),
            ("data: 'a: b'", "std_msgs.msg.String(data='a: b')"),
            ("", "std_msgs.msg.String(data='')"),
        ] {
            check("std_msgs/msg/String", yaml, expected);
        }
        check("std_msgs/Bool", "data: yes", "std_msgs.msg.Bool(data=True)");
        check(
            "std_msgs/Float32",
            "data: 1e-3",
            "std_msgs.msg.Float32(data=0.001)",
        );
        check(
            "std_msgs/Float64",
            "data: -.inf",
            "std_msgs.msg.Float64(data=-inf)",
        );
        check(
            "std_msgs/UInt8",
            "data: 0xff",
            "std_msgs.msg.UInt8(data=255)",
        );
        check(
            "std_msgs/UInt64",
            "data: 18446744073709551615",
            "std_msgs.msg.UInt64(data=18446744073709551615)",
        );
        check(
            "std_msgs/Int16MultiArray",
            "{data: [1, -2]}",
            "std_msgs.msg.Int16MultiArray(layout=std_msgs.msg.MultiArrayLayout(dim=[], data_offset=0), data=[1, -2])",
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (yaml, expected) in [
            (
                "{linear: {x: 1, w: 2}}",
                "Failed to populate field: field 'linear': geometry_msgs/msg/Vector3 has no field 'w'; it has x, y, z; did you mean 'x' or 'y' or 'z'?",
            ),
            (
                "{linear: {x: fast}}",
                "Failed to populate field: field 'linear.x': expected double, got fast",
            ),
            (
                "{linear: 3}",
                "Failed to populate field: field 'linear': expected geometry_msgs/msg/Vector3, got 3",
            ),
            (
                "[1]",
                "The passed value needs to be a dictionary in YAML format",
            ),
            (
                "hello",
                "The passed value needs to be a dictionary in YAML format",
            ),
        ] {
            check("geometry_msgs/msg/Twist", yaml, expected);
        }
        check(
            "std_msgs/UInt8",
            "data: 256",
            "Failed to populate field: field 'data': expected uint8, got 256",
        );
        let ty = message_type("std_msgs/String").unwrap();
        for text in ["{data: [", "{a: &x 1, b: *x}", "{? [a] : b}"] {
            let error = Template::parse(&ty, text).unwrap_err().to_string();
            assert!(
                error.starts_with("The passed value is no YAML: "),
                "{error}"
            );
            assert!(!error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn stamps_are_filled_in_when_the_message_is_published() {
        let ty = message_type("geometry_msgs/msg/PoseStamped").unwrap();
        let mut template = Template::parse(&ty, "{header: auto}").unwrap();
        let message = template.at(5_000_000_007).unwrap();
        assert_eq!(message.get_path("header.stamp.sec").unwrap(), Value::I32(5));
        assert_eq!(
            message.get_path("header.stamp.nanosec").unwrap(),
            Value::U32(7)
        );
        let mut template = Template::parse(&ty, "{header: {stamp: now, frame_id: a}}").unwrap();
        let message = template.at(9_000_000_000).unwrap();
        assert_eq!(message.get_path("header.stamp.sec").unwrap(), Value::I32(9));
        assert_eq!(message.get_path("header.frame_id").unwrap(), "a".into());
    }
}
