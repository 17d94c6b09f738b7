//! Names of nodes, namespaces, topics and enclaves: what is valid, in upstream's words.

use std::fmt;

use rosebay_rosidl::InterfaceName;

/// The longest fully qualified topic name: a DDS topic's 255 bytes less the longest prefix and suffix.
pub const TOPIC_NAME_MAX_LENGTH: usize = 247;
/// The longest namespace, which leaves room for a topic of one letter.
pub const NAMESPACE_MAX_LENGTH: usize = TOPIC_NAME_MAX_LENGTH - 2;
/// The longest node name.
pub const NODE_NAME_MAX_LENGTH: usize = 255;
/// The longest enclave name.
pub const ENCLAVE_NAME_MAX_LENGTH: usize = 255;

/// What a name was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A topic's or service's name as a program writes it: relative, private, with substitutions.
    Topic,
    /// A topic's name as the graph knows it: absolute.
    FullTopic,
    /// A node's namespace.
    Namespace,
    /// A node's name.
    Node,
    /// A security enclave.
    Enclave,
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Topic | Self::FullTopic => "topic name",
            Self::Namespace => "namespace",
            Self::Node => "node name",
            Self::Enclave => "enclave name",
        })
    }
}

/// A name that ROS does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} '{name}' is invalid: {reason} (at index {index})")]
pub struct InvalidName {
    /// What the name was meant to be.
    pub kind: NameKind,
    /// The name.
    pub name: String,
    /// Why it is not allowed, as upstream says it.
    pub reason: &'static str,
    /// The byte it is not allowed for.
    pub index: usize,
}

type Verdict = std::result::Result<(), (&'static str, usize)>;

fn named(kind: NameKind, name: &str, verdict: Verdict) -> Result<(), InvalidName> {
    verdict.map_err(|(reason, index)| InvalidName {
        kind,
        name: name.to_owned(),
        reason,
        index,
    })
}

/// What the rules for absolute names say about each kind of them.
struct PathReasons {
    empty: &'static str,
    not_absolute: &'static str,
    trailing_slash: &'static str,
    characters: &'static str,
    repeated_slash: &'static str,
    number: &'static str,
    too_long: &'static str,
    max_length: usize,
    /// Whether `/` alone is a name.
    root: bool,
}

const FULL_TOPIC: PathReasons = PathReasons {
    empty: "topic name must not be empty string",
    not_absolute: "topic name must be absolute, it must lead with a '/'",
    trailing_slash: "topic name must not end with a '/'",
    characters: "topic name must not contain characters other than alphanumerics, '_', or '/'",
    repeated_slash: "topic name must not contain repeated '/'",
    number: "topic name must not have a token that starts with a number",
    too_long: "topic length should not exceed '247'",
    max_length: TOPIC_NAME_MAX_LENGTH,
    root: false,
};

const NAMESPACE: PathReasons = PathReasons {
    empty: "namespace must not be empty",
    not_absolute: "namespace must be absolute, it must lead with a '/'",
    trailing_slash: "namespace must not end with a '/', unless only a '/'",
    characters: "namespace must not contain characters other than alphanumerics, '_', or '/'",
    repeated_slash: "namespace must not contain repeated '/'",
    number: "namespace must not have a token that starts with a number",
    too_long: "namespace should not exceed '245'",
    max_length: NAMESPACE_MAX_LENGTH,
    root: true,
};

const ENCLAVE: PathReasons = PathReasons {
    empty: "context name must not be empty",
    not_absolute: "context name must be absolute, it must lead with a '/'",
    trailing_slash: "context name must not end with a '/', unless only a '/'",
    characters: "context name must not contain characters other than alphanumerics, '_', or '/'",
    repeated_slash: "context name must not contain repeated '/'",
    number: "context name must not have a token that starts with a number",
    too_long: "context name should not exceed '255'",
    max_length: ENCLAVE_NAME_MAX_LENGTH,
    root: true,
};

fn path(name: &str, reasons: &PathReasons) -> Verdict {
    let bytes = name.as_bytes();
    let Some(last) = bytes.len().checked_sub(1) else {
        return Err((reasons.empty, 0));
    };
    if !name.starts_with('/') {
        return Err((reasons.not_absolute, 0));
    }
    if reasons.root && last == 0 {
        return Ok(());
    }
    if name.ends_with('/') {
        return Err((reasons.trailing_slash, last));
    }
    if let Some(index) = bytes
        .iter()
        .position(|byte| !is_word(*byte) && *byte != b'/')
    {
        return Err((reasons.characters, index));
    }
    for (index, pair) in bytes.windows(2).enumerate() {
        match pair {
            b"//" => return Err((reasons.repeated_slash, index + 1)),
            [b'/', b'0'..=b'9'] => return Err((reasons.number, index + 1)),
            _ => {}
        }
    }
    if bytes.len() > reasons.max_length {
        return Err((reasons.too_long, reasons.max_length - 1));
    }
    Ok(())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Checks a fully qualified topic or service name, `/ns/chatter`.
///
/// # Errors
/// Says what is wrong and where.
pub fn validate_full_topic_name(name: &str) -> Result<(), InvalidName> {
    named(NameKind::FullTopic, name, path(name, &FULL_TOPIC))
}

/// Checks a namespace, `/` or `/ns`.
///
/// # Errors
/// Says what is wrong and where.
pub fn validate_namespace(name: &str) -> Result<(), InvalidName> {
    named(NameKind::Namespace, name, path(name, &NAMESPACE))
}

/// Checks a security enclave's name, `/` or `/enclave`.
///
/// # Errors
/// Says what is wrong and where.
pub fn validate_enclave_name(name: &str) -> Result<(), InvalidName> {
    named(NameKind::Enclave, name, path(name, &ENCLAVE))
}

/// Checks a node's name, `talker`.
///
/// # Errors
/// Says what is wrong and where.
pub fn validate_node_name(name: &str) -> Result<(), InvalidName> {
    named(NameKind::Node, name, node_name(name))
}

fn node_name(name: &str) -> Verdict {
    let bytes = name.as_bytes();
    let Some(first) = bytes.first() else {
        return Err(("node name must not be empty", 0));
    };
    if let Some(index) = bytes.iter().position(|byte| !is_word(*byte)) {
        return Err((
            "node name must not contain characters other than alphanumerics or '_'",
            index,
        ));
    }
    if first.is_ascii_digit() {
        return Err(("node name must not start with a number", 0));
    }
    if bytes.len() > NODE_NAME_MAX_LENGTH {
        return Err((
            "node name length should not exceed '255'",
            NODE_NAME_MAX_LENGTH - 1,
        ));
    }
    Ok(())
}

/// Checks a topic or service name as a program writes it: `chatter`, `~/chatter`, `/{node}/chatter`.
///
/// # Errors
/// Says what is wrong and where.
pub fn validate_topic_name(name: &str) -> Result<(), InvalidName> {
    named(NameKind::Topic, name, topic_name(name))
}

fn topic_name(name: &str) -> Verdict {
    const NUMBER: &str = "topic name token must not start with a number";
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return Err(("topic name must not be empty string", 0));
    };
    if first.is_ascii_digit() {
        return Err((NUMBER, 0));
    }
    if *last == b'/' {
        return Err((
            "topic name must not end with a forward slash",
            bytes.len() - 1,
        ));
    }
    topic_characters(bytes)?;
    if *first == b'~' && bytes.get(1).is_some_and(|byte| *byte != b'/') {
        return Err((
            "topic name must not have a tilde '~' that is not followed by a forward slash '/'",
            1,
        ));
    }
    match bytes
        .windows(2)
        .position(|pair| matches!(pair, [b'/', b'0'..=b'9']))
    {
        Some(index) => Err((NUMBER, index + 1)),
        None => Ok(()),
    }
}

/// Checks each character of a topic name, and the braces of its substitutions.
fn topic_characters(bytes: &[u8]) -> Verdict {
    const SUBSTITUTION: &str =
        "substitution name must not contain characters other than alphanumerics or '_'";
    const UNMATCHED: &str = "topic name must not have unmatched (unbalanced) curly braces '{}'";
    let mut opened: Option<usize> = None;
    for (index, byte) in bytes.iter().enumerate() {
        match (byte, opened) {
            (b'0'..=b'9', Some(brace)) if brace + 1 == index => {
                return Err(("substitution name must not start with a number", index));
            }
            (b'~', _) if index == 0 => {}
            (b'~', _) => {
                return Err((
                    "topic name must not have tilde '~' unless it is the first character",
                    index,
                ));
            }
            (b'{', None) => opened = Some(index),
            (b'}', Some(_)) => opened = None,
            (b'}', None) => return Err((UNMATCHED, index)),
            (b'/', None) => {}
            (byte, _) if is_word(*byte) => {}
            (_, Some(_)) => return Err((SUBSTITUTION, index)),
            (_, None) => {
                return Err((
                    "topic name must not contain characters other than alphanumerics, '_', '~', '{', or '}'",
                    index,
                ));
            }
        }
    }
    opened.map_or(Ok(()), |index| Err((UNMATCHED, index)))
}

/// Whether a token of the name starts with an underscore, which hides it from listings.
pub fn is_hidden(name: &str) -> bool {
    name.split('/').any(|token| token.starts_with('_'))
}

/// What lies between a type's package and its name where types are named as in DDS.
const TYPE_NAMESPACE: &str = "dds_::";

/// A type's name as DDS has it: `std_msgs/msg/String` is `std_msgs::msg::dds_::String_`.
pub fn mangle_type(name: &InterfaceName) -> String {
    format!(
        "{}::{}::{TYPE_NAMESPACE}{}_",
        name.package(),
        name.kind(),
        name.name()
    )
}

/// ROS's name of a type that is named as in DDS; what is no ROS type keeps its name.
pub fn demangle_type(type_name: &str) -> String {
    let parts = type_name
        .strip_suffix('_')
        .and_then(|name| name.split_once(TYPE_NAMESPACE));
    match parts {
        Some((namespace, name)) => format!("{}{name}", namespace.replace("::", "/")),
        None => type_name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_as_in_dds() {
        for (name, expect) in [
            ("std_msgs/msg/String", "std_msgs::msg::dds_::String_"),
            (
                "example_interfaces/srv/AddTwoInts_Request",
                "example_interfaces::srv::dds_::AddTwoInts_Request_",
            ),
        ] {
            assert_eq!(mangle_type(&name.parse().unwrap()), expect);
            assert_eq!(demangle_type(expect), name);
        }
        assert_eq!(demangle_type("ShapeType"), "ShapeType");
    }
}
