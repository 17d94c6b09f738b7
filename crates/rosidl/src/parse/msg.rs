//! `.msg`, `.srv` and `.action` files.

use super::literal::{Quotes, parse_default, parse_value};
use super::{
    ACTION_PARTS, ParseError, SERVICE_PARTS, check_constant_name, check_constant_type,
    check_field_name, parse_bound,
};
use crate::definition::{
    ActionDefinition, Arity, BaseType, Constant, Field, FieldType, InterfaceName,
    MessageDefinition, Primitive, ServiceDefinition,
};

/// Reads a `.msg` file. `path` is the file's name in errors.
///
/// # Errors
/// The first line that is no field, no constant and no comment, with its place.
pub fn parse_msg(
    name: &InterfaceName,
    text: &str,
    path: &str,
) -> Result<MessageDefinition, ParseError> {
    let lines: Vec<_> = text.lines().collect();
    MessageParser::new(name.clone(), path).parse(&lines, 1)
}

/// Reads a `.srv` file: the request, a line `---`, the response.
///
/// # Errors
/// As [`parse_msg`], and when there is not exactly one `---`.
pub fn parse_srv(
    name: &InterfaceName,
    text: &str,
    path: &str,
) -> Result<ServiceDefinition, ParseError> {
    let [request, response] = parse_parts(name, text, path, SERVICE_PARTS)?;
    Ok(ServiceDefinition {
        name: name.clone(),
        request,
        response,
    })
}

/// Reads an `.action` file: the goal, `---`, the result, `---`, the feedback.
///
/// # Errors
/// As [`parse_msg`], and when there are not exactly two lines `---`.
pub fn parse_action(
    name: &InterfaceName,
    text: &str,
    path: &str,
) -> Result<ActionDefinition, ParseError> {
    let [goal, result, feedback] = parse_parts(name, text, path, ACTION_PARTS)?;
    Ok(ActionDefinition {
        name: name.clone(),
        goal,
        result,
        feedback,
    })
}

const SEPARATOR: &str = "---";

fn parse_parts<const N: usize>(
    name: &InterfaceName,
    text: &str,
    path: &str,
    suffixes: [&str; N],
) -> Result<[MessageDefinition; N], ParseError> {
    let lines: Vec<_> = text.lines().collect();
    let sections: Vec<_> = lines.split(|line| line.trim_end() == SEPARATOR).collect();
    let count_error = |line: usize| ParseError {
        file: path.to_owned(),
        line,
        column: 1,
        message: format!(
            "expected {N} sections ({}) with a line '{SEPARATOR}' between them, found {}",
            suffixes.join(", ").to_lowercase(),
            sections.len()
        ),
    };
    if sections.len() > N {
        let surplus = sections
            .iter()
            .take(N)
            .map(|section| section.len() + 1)
            .sum();
        return Err(count_error(surplus));
    }
    let mut first_line = 1;
    let mut parts = Vec::with_capacity(N);
    for (section, suffix) in sections.iter().zip(suffixes) {
        parts.push(MessageParser::new(name.part(suffix), path).parse(section, first_line)?);
        first_line += section.len() + 1;
    }
    parts
        .try_into()
        .map_err(|_| count_error(lines.len().max(1)))
}

/// The element that a comment after it belongs to.
#[derive(Clone, Copy)]
enum Last {
    Nothing,
    Field,
    Constant,
}

struct MessageParser<'a> {
    path: &'a str,
    message: MessageDefinition,
    /// Comment lines that belong to the element that comes next.
    pending: Vec<String>,
    last: Last,
}

impl<'a> MessageParser<'a> {
    fn new(name: InterfaceName, path: &'a str) -> Self {
        Self {
            path,
            message: MessageDefinition {
                name,
                fields: Vec::new(),
                constants: Vec::new(),
                comment: Vec::new(),
            },
            pending: Vec::new(),
            last: Last::Nothing,
        }
    }

    fn parse(mut self, lines: &[&str], first_line: usize) -> Result<MessageDefinition, ParseError> {
        let heading = lines
            .iter()
            .take_while(|line| line.starts_with('#'))
            .count();
        let (heading, body) = lines.split_at(heading);
        self.message.comment = heading.iter().map(|line| comment_text(line)).collect();
        for (index, line) in body.iter().enumerate() {
            let number = first_line + heading.len() + index;
            self.line(line).map_err(|(at, message)| ParseError {
                file: self.path.to_owned(),
                line: number,
                column: column(line, at),
                message,
            })?;
        }
        Ok(self.message)
    }

    /// Reads one line; an error comes with the byte it is at.
    fn line(&mut self, line: &str) -> Result<(), (usize, String)> {
        let mut scanner = Scanner { line, at: 0 };
        scanner.skip_blanks();
        if scanner.rest().is_empty() {
            return Ok(());
        }
        if scanner.rest().starts_with('#') {
            self.comment_line(scanner.rest(), scanner.at > 0);
            return Ok(());
        }
        let type_at = scanner.at;
        let type_text = scanner.take_until(|c| c.is_whitespace() || c == '#');
        let ty = parse_type(type_text, self.message.name.package())
            .map_err(|(offset, message)| (type_at + offset, message))?;
        scanner.skip_blanks();
        let name_at = scanner.at;
        let name = scanner.take_until(|c| c.is_whitespace() || c == '=' || c == '#');
        if name.is_empty() {
            return Err((
                name_at,
                format!(
                    "expected a name after the type '{type_text}', found {}",
                    scanner.found()
                ),
            ));
        }
        scanner.skip_blanks();
        let is_constant = scanner.rest().starts_with('=');
        if is_constant {
            scanner.at += 1;
            scanner.skip_blanks();
        }
        let value_at = scanner.at;
        let (value, comment) = split_comment(scanner.rest());
        let at = |place: usize| move |message: String| (place, message);
        if is_constant {
            check_constant_name(&self.message, name).map_err(at(name_at))?;
            self.constant(ty, name, value)
                .map_err(|(is_value, message)| {
                    (if is_value { value_at } else { type_at }, message)
                })?;
        } else {
            check_field_name(&self.message, name).map_err(at(name_at))?;
            self.field(ty, name, value).map_err(at(value_at))?;
        }
        if let Some(comment) = comment {
            self.pending.push(comment_text(comment));
        }
        let pending = std::mem::take(&mut self.pending);
        self.last_comment().extend(pending);
        Ok(())
    }

    fn constant(&mut self, ty: FieldType, name: &str, value: &str) -> Result<(), (bool, String)> {
        check_constant_type(&ty.base).map_err(|message| (false, message))?;
        if ty.arity != Arity::One {
            return Err((
                false,
                format!("expected a single value for a constant, found the type '{ty}'"),
            ));
        }
        let is_text = matches!(ty.base, BaseType::String { .. } | BaseType::WString { .. });
        if value.is_empty() && !is_text {
            return Err((
                true,
                format!("expected the value of '{name}' after '=', found the end of the line"),
            ));
        }
        let value = parse_value(&ty.base, value).map_err(|message| (true, message))?;
        self.message.constants.push(Constant {
            name: name.to_owned(),
            ty: ty.base,
            value,
            comment: Vec::new(),
        });
        self.last = Last::Constant;
        Ok(())
    }

    fn field(&mut self, ty: FieldType, name: &str, default: &str) -> Result<(), String> {
        let default = match default {
            "" => None,
            text => Some(parse_default(&ty, text)?),
        };
        self.message.fields.push(Field {
            name: name.to_owned(),
            ty,
            default,
            comment: Vec::new(),
        });
        self.last = Last::Field;
        Ok(())
    }

    /// An indented comment goes on about the element above it, any other begins the next one's.
    fn comment_line(&mut self, comment: &str, indented: bool) {
        let text = comment_text(comment);
        if indented {
            self.last_comment().push(text);
        } else {
            self.pending.push(text);
        }
    }

    fn last_comment(&mut self) -> &mut Vec<String> {
        let last = match self.last {
            Last::Field => self
                .message
                .fields
                .last_mut()
                .map(|field| &mut field.comment),
            Last::Constant => self
                .message
                .constants
                .last_mut()
                .map(|constant| &mut constant.comment),
            Last::Nothing => None,
        };
        last.unwrap_or(&mut self.message.comment)
    }
}

/// The text of a comment without its marks and the blank after them.
fn comment_text(line: &str) -> String {
    let text = line.trim_start_matches('#');
    text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned()
}

/// Splits a value from the comment after it. A `#` in quotes belongs to the value.
fn split_comment(text: &str) -> (&str, Option<&str>) {
    let quoted = text.starts_with(['"', '\'', '[']);
    let mut quotes = Quotes::default();
    let mark = text
        .char_indices()
        .find(|&(_, c)| (!quoted || quotes.outside(c)) && c == '#');
    match mark {
        Some((at, _)) => (text[..at].trim_end(), Some(&text[at..])),
        None => (text.trim_end(), None),
    }
}

/// The column of byte `at`, counted in characters from 1.
fn column(line: &str, at: usize) -> usize {
    line.char_indices()
        .take_while(|(start, _)| *start < at)
        .count()
        + 1
}

struct Scanner<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at = self.line.len() - self.rest().trim_start().len();
    }

    fn take_until(&mut self, end: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let text = &rest[..rest.find(end).unwrap_or(rest.len())];
        self.at += text.len();
        text
    }

    /// What stands here, for an error.
    fn found(&self) -> String {
        match self.rest().chars().next() {
            None | Some('#') => "the end of the line".to_owned(),
            Some(c) => format!("'{c}'"),
        }
    }
}

/// Reads a type; an error comes with its offset in `text`.
fn parse_type(text: &str, package: &str) -> Result<FieldType, (usize, String)> {
    let (base, arity) = match text.strip_suffix(']') {
        None => (text, Arity::One),
        Some(open) => {
            let (base, length) = open.rsplit_once('[').ok_or_else(|| {
                (
                    text.len() - 1,
                    format!("expected a '[' before ']' in '{text}', found none"),
                )
            })?;
            let arity = parse_arity(length).map_err(|message| (base.len() + 1, message))?;
            (base, arity)
        }
    };
    Ok(FieldType {
        base: parse_base_type(base, package).map_err(|message| (0, message))?,
        arity,
    })
}

fn parse_arity(length: &str) -> Result<Arity, String> {
    Ok(match length.strip_prefix("<=") {
        Some(bound) => Arity::Sequence {
            bound: Some(parse_bound(bound)?),
        },
        None if length.is_empty() => Arity::Sequence { bound: None },
        None => Arity::Array(parse_bound(length)?),
    })
}

fn parse_base_type(text: &str, package: &str) -> Result<BaseType, String> {
    if let Some(primitive) = primitive(text) {
        return Ok(BaseType::Primitive(primitive));
    }
    match text.split_once("<=") {
        Some(("string", bound)) => Ok(BaseType::String {
            bound: Some(parse_bound(bound)?),
        }),
        Some(("wstring", bound)) => Ok(BaseType::WString {
            bound: Some(parse_bound(bound)?),
        }),
        _ => match text {
            "string" => Ok(BaseType::String { bound: None }),
            "wstring" => Ok(BaseType::WString { bound: None }),
            "time" => Err("expected a ROS 2 type, found ROS 1's 'time'; use 'builtin_interfaces/Time'".to_owned()),
            "duration" => {
                Err("expected a ROS 2 type, found ROS 1's 'duration'; use 'builtin_interfaces/Duration'".to_owned())
            }
            _ => parse_message_name(text, package).map(BaseType::Message),
        },
    }
}

fn primitive(text: &str) -> Option<Primitive> {
    Some(match text {
        "bool" => Primitive::Bool,
        "byte" => Primitive::Byte,
        "int8" => Primitive::Int8,
        // ROS maps `char` in .msg files to uint8, not to IDL's char.
        "uint8" | "char" => Primitive::UInt8,
        "int16" => Primitive::Int16,
        "uint16" => Primitive::UInt16,
        "int32" => Primitive::Int32,
        "uint32" => Primitive::UInt32,
        "int64" => Primitive::Int64,
        "uint64" => Primitive::UInt64,
        "float32" => Primitive::Float32,
        "float64" => Primitive::Float64,
        _ => return None,
    })
}

/// `package/Name`, `package/msg/Name`, or `Name` for a message of the same package.
fn parse_message_name(text: &str, package: &str) -> Result<InterfaceName, String> {
    let full = if text.contains('/') {
        text.to_owned()
    } else {
        format!("{package}/{text}")
    };
    full.parse::<InterfaceName>()
        .ok()
        .filter(|name| name.name().starts_with(|c: char| c.is_ascii_uppercase()))
        .ok_or_else(|| {
            format!(
                "expected a type (bool, byte, char, int8 … uint64, float32, float64, string, wstring, Name or \
                 package/Name), found '{text}'"
            )
        })
}
