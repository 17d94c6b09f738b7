//! Parameters in YAML, read as upstream's `rcl_yaml_param_parser` does: a plain scalar is what it looks like
//! to that parser, by YAML 1.1's words for booleans and C's forms of numbers.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::overrides::NodeParameters;
use super::{Parameter, ParameterValue};

/// The key between nodes and parameters.
const PARAMETERS_KEY: &str = "ros__parameters";
/// Upstream's maps are as deep as the stack allows, ours are as deep as anybody needs.
const MAX_DEPTH: usize = 64;

/// What is wrong with a parameter file or value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum YamlError {
    /// It is no YAML.
    #[error("{0}")]
    Syntax(String),
    /// It is YAML, but says no parameters.
    #[error("{reason} at line {line}")]
    Structure {
        /// What is wrong.
        reason: String,
        /// Where, from 1.
        line: usize,
    },
}

type Result<T> = std::result::Result<T, YamlError>;

fn wrong<T>(span: Span, reason: impl Into<String>) -> Result<T> {
    Err(YamlError::Structure {
        reason: reason.into(),
        line: span.start.line(),
    })
}

/// The events of one YAML text.
struct Events<'a>(Parser<'a, saphyr_parser::StrInput<'a>>);

impl<'a> Events<'a> {
    fn new(text: &'a str) -> Self {
        Self(Parser::new_from_str(text))
    }

    /// The next event that says something; `None` at the end.
    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>> {
        loop {
            match self.0.next() {
                None | Some(Ok((Event::StreamEnd, _))) => return Ok(None),
                Some(Ok((
                    Event::Nothing
                    | Event::StreamStart
                    | Event::DocumentStart(..)
                    | Event::DocumentEnd,
                    _,
                ))) => {}
                Some(Ok((Event::Alias(_), span))) => {
                    return wrong(span, "Will not support aliasing");
                }
                Some(Ok(event)) => return Ok(Some(event)),
                Some(Err(error)) => return Err(YamlError::Syntax(error.to_string())),
            }
        }
    }

    /// The next event inside of something that must end.
    fn inner(&mut self) -> Result<(Event<'a>, Span)> {
        let ends = || YamlError::Syntax("the text ends too early".to_owned());
        self.next()?.ok_or_else(ends)
    }
}

/// Reads a parameter file.
pub(super) fn parse_file(text: &str) -> Result<NodeParameters> {
    let mut events = Events::new(text);
    let mut parsed = NodeParameters::default();
    while let Some((event, span)) = events.next()? {
        match event {
            Event::MappingStart(..) => nodes(&mut events, "", &mut parsed, 0)?,
            Event::SequenceStart(..) => {
                return wrong(
                    span,
                    "Sequences can only be values and not keys in params. Error",
                );
            }
            _ => {
                return wrong(span, format!("Cannot have a value before {PARAMETERS_KEY}"));
            }
        }
    }
    Ok(parsed)
}

fn key(event: Event<'_>, span: Span) -> Result<Option<String>> {
    match event {
        Event::MappingEnd => Ok(None),
        Event::Scalar(key, ..) if key.is_empty() => wrong(span, "No key"),
        Event::Scalar(key, ..) => Ok(Some(key.into_owned())),
        Event::SequenceStart(..) => wrong(span, "Sequences cannot be key"),
        _ => wrong(span, "Maps cannot be key"),
    }
}

/// Reads a map of namespaces and nodes.
fn nodes(
    events: &mut Events<'_>,
    path: &str,
    parsed: &mut NodeParameters,
    depth: usize,
) -> Result<()> {
    loop {
        let (event, span) = events.inner()?;
        let Some(key) = key(event, span)? else {
            return Ok(());
        };
        let (event, value_span) = events.inner()?;
        if depth >= MAX_DEPTH {
            return wrong(span, "Namespaces are nested too deeply");
        }
        if key == PARAMETERS_KEY {
            if path.is_empty() {
                return wrong(
                    span,
                    format!("There are no node names before {PARAMETERS_KEY}"),
                );
            }
            if !matches!(event, Event::MappingStart(..)) {
                return wrong(
                    value_span,
                    format!("Expected a map of parameters below {PARAMETERS_KEY}"),
                );
            }
            if let Err(reason) = super::overrides::check_node_name(path) {
                return wrong(span, reason);
            }
            parameters(events, "", parsed.of_node(path), depth + 1)?;
            continue;
        }
        match event {
            Event::MappingStart(..) => {
                let separator = if path.is_empty() || path.ends_with('/') {
                    ""
                } else {
                    "/"
                };
                nodes(
                    events,
                    &format!("{path}{separator}{key}"),
                    parsed,
                    depth + 1,
                )?;
            }
            Event::SequenceStart(..) => {
                return wrong(
                    value_span,
                    "Sequences can only be values and not keys in params. Error",
                );
            }
            _ => {
                return wrong(
                    value_span,
                    format!("Cannot have a value before {PARAMETERS_KEY}"),
                );
            }
        }
    }
}

/// Reads a map of parameters and their namespaces.
fn parameters(
    events: &mut Events<'_>,
    prefix: &str,
    parsed: &mut Vec<Parameter>,
    depth: usize,
) -> Result<()> {
    loop {
        let (event, span) = events.inner()?;
        let Some(key) = key(event, span)? else {
            return Ok(());
        };
        if depth >= MAX_DEPTH {
            return wrong(span, "Parameters are nested too deeply");
        }
        let name = if prefix.is_empty() {
            key
        } else {
            format!("{prefix}.{key}")
        };
        match events.inner()? {
            (Event::MappingStart(..), _) => parameters(events, &name, parsed, depth + 1)?,
            (event, span) => {
                let value = value(events, event, span)?;
                super::overrides::put(parsed, Parameter { name, value });
            }
        }
    }
}

/// Reads the value of an override, `-p name:=value`.
pub(super) fn parse_value(text: &str) -> Result<ParameterValue> {
    let mut events = Events::new(text);
    let (event, span) = events.inner()?;
    let value = value(&mut events, event, span)?;
    match events.next()? {
        None => Ok(value),
        Some((_, span)) => wrong(span, "Expected one value, but another one comes"),
    }
}

fn value(events: &mut Events<'_>, event: Event<'_>, span: Span) -> Result<ParameterValue> {
    match event {
        Event::Scalar(text, style, _, tag) => scalar(&text, style, tag.as_deref(), span),
        Event::SequenceStart(..) => sequence(events),
        _ => wrong(span, "Unknown YAML event: expected a value or a sequence"),
    }
}

fn sequence(events: &mut Events<'_>) -> Result<ParameterValue> {
    let mut values = ParameterValue::NotSet;
    loop {
        match events.inner()? {
            (Event::SequenceEnd, _) => return Ok(values),
            (Event::Scalar(text, style, _, tag), span) => {
                let value = scalar(&text, style, tag.as_deref(), span)?;
                append(&mut values, value, span)?;
            }
            (_, span) => {
                return wrong(
                    span,
                    "Sequences can hold only scalars, not sequences or maps",
                );
            }
        }
    }
}

fn append(values: &mut ParameterValue, value: ParameterValue, span: Span) -> Result<()> {
    use ParameterValue::{
        Bool, BoolArray, Double, DoubleArray, Integer, IntegerArray, NotSet, String, StringArray,
    };
    match (values, value) {
        (BoolArray(values), Bool(value)) => values.push(value),
        (IntegerArray(values), Integer(value)) => values.push(value),
        (DoubleArray(values), Double(value)) => values.push(value),
        (StringArray(values), String(value)) => values.push(value),
        (values @ NotSet, first) => {
            *values = match first {
                Bool(first) => BoolArray(vec![first]),
                Integer(first) => IntegerArray(vec![first]),
                Double(first) => DoubleArray(vec![first]),
                String(first) => StringArray(vec![first]),
                other => other,
            }
        }
        (_, value) => {
            let found = match value {
                Bool(_) => "bool",
                Integer(_) => "integer",
                Double(_) => "double",
                _ => "string",
            };
            return wrong(
                span,
                format!("Sequence should be of same type. Value type '{found}' do not belong"),
            );
        }
    }
    Ok(())
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Result<ParameterValue> {
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    if text.is_empty() && !quoted {
        return wrong(span, "No value");
    }
    let is_string = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
    if quoted || is_string {
        return Ok(ParameterValue::String(text.to_owned()));
    }
    Ok(plain(text))
}

/// What an unquoted scalar is.
fn plain(text: &str) -> ParameterValue {
    if let Some(value) = boolean(text) {
        return ParameterValue::Bool(value);
    }
    if let Some(value) = integer(text) {
        return ParameterValue::Integer(value);
    }
    if let Some(value) = double(text) {
        return ParameterValue::Double(value);
    }
    ParameterValue::String(text.to_owned())
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "Y" | "y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(true)
        }
        "N" | "n" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(false)
        }
        _ => None,
    }
}

/// An integer in C's notation: a sign, then decimal, `0x` and hexadecimal, or `0` and octal.
fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let hexadecimal = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"));
    let (radix, digits) = match hexadecimal {
        Some(digits) => (16, digits),
        None if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        None => (10, digits),
    };
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let value = i128::from_str_radix(digits, radix).ok()?;
    i64::try_from(if negative { -value } else { value }).ok()
}

/// A float in C's notation, hexadecimal ones apart, or one of YAML's names of infinity and no number.
fn double(text: &str) -> Option<f64> {
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let value: f64 = text.parse().ok()?;
    let is_number = text.bytes().any(|byte| byte.is_ascii_digit());
    // A number too large for a float is a string to upstream.
    (!is_number || value.is_finite()).then_some(value)
}
