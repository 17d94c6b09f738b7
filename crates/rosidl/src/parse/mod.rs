//! Readers of definition files: `.msg`, `.srv`, `.action`, and the part of OMG IDL 4.2 that ROS
//! generates.

mod idl;
mod literal;
mod msg;

pub use idl::parse_idl;
pub use msg::{parse_action, parse_msg, parse_srv};

use crate::definition::{
    BaseType, Constant, Field, MessageDefinition, is_identifier, is_lower_name,
};

/// A definition file that cannot be read; displays as `file:line:column: what is wrong`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct ParseError {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What was expected, what came, and what to do.
    pub message: String,
}

/// The suffixes of the messages that a service is made of.
pub(crate) const SERVICE_PARTS: [&str; 2] = ["Request", "Response"];
/// The suffixes of the messages that an action is made of.
pub(crate) const ACTION_PARTS: [&str; 3] = ["Goal", "Result", "Feedback"];

/// The member that IDL gives an empty message.
pub(crate) const EMPTY_MESSAGE_MEMBER: &str = "structure_needs_at_least_one_member";

/// Checks a field's name and that it is new.
fn check_field_name(message: &MessageDefinition, name: &str) -> Result<(), String> {
    if !is_lower_name(name) {
        return Err(format!(
            "expected a field name of lower-case letters, digits and single underscores that begins with a letter and \
             does not end with an underscore, found '{name}'"
        ));
    }
    match find_field(message, name) {
        Some(_) => Err(format!(
            "expected a new field name, found a second '{name}'; rename one"
        )),
        None => Ok(()),
    }
}

/// Checks a constant's name and that it is new.
fn check_constant_name(message: &MessageDefinition, name: &str) -> Result<(), String> {
    let valid = is_identifier(name)
        && !name.contains("__")
        && !name.ends_with('_')
        && !name.contains(|c: char| c.is_ascii_lowercase());
    if !valid {
        return Err(format!(
            "expected a constant name of upper-case letters, digits and single underscores that begins with a letter \
             and does not end with an underscore, found '{name}'"
        ));
    }
    match find_constant(message, name) {
        Some(_) => Err(format!(
            "expected a new constant name, found a second '{name}'; rename one"
        )),
        None => Ok(()),
    }
}

fn find_field<'a>(message: &'a MessageDefinition, name: &str) -> Option<&'a Field> {
    message.fields.iter().find(|field| field.name == name)
}

fn find_constant<'a>(message: &'a MessageDefinition, name: &str) -> Option<&'a Constant> {
    message
        .constants
        .iter()
        .find(|constant| constant.name == name)
}

/// Checks that a constant can have this type.
fn check_constant_type(ty: &BaseType) -> Result<(), String> {
    match ty {
        BaseType::Message(name) => Err(format!(
            "expected a number, boolean or string type for a constant, found the message '{name}'"
        )),
        _ => Ok(()),
    }
}

/// Reads a length or a bound, which is at least 1.
fn parse_bound(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(bound) if bound > 0 => Ok(bound),
        _ => Err(format!(
            "expected a length from 1 to {}, found '{text}'",
            u32::MAX
        )),
    }
}
