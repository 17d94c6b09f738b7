//! The rules that arguments carry.

use std::str::FromStr;

use super::parse::{Cursor, RuleError};
use crate::Severity;

/// What a remap rule replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemapKind {
    /// Names of topics and services, `from:=to`, `rostopic://from:=to`, `rosservice://from:=to`.
    Name {
        /// Whether names of topics are replaced.
        topics: bool,
        /// Whether names of services are replaced.
        services: bool,
        /// The name before, as it was written.
        from: String,
    },
    /// The node's name, `__node:=to` or `__name:=to`.
    NodeName,
    /// The node's namespace, `__ns:=/to`.
    Namespace,
}

/// A remap rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemapRule {
    /// The only node that it concerns, by its name before remapping.
    pub node: Option<String>,
    /// What it replaces.
    pub kind: RemapKind,
    /// By what.
    pub to: String,
}

impl FromStr for RemapRule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut rest = Cursor(text);
        let node = rest.node_prefix();
        let (kind, to) = if rest.accept("__ns:=") {
            (RemapKind::Namespace, namespace(&mut rest)?)
        } else if rest.accept("__node:=") || rest.accept("__name:=") {
            (RemapKind::NodeName, rest.token("a node name")?.to_owned())
        } else {
            name_rule(&mut rest)?
        };
        rest.end("the end of the remap rule")?;
        Ok(Self { node, kind, to })
    }
}

fn namespace(rest: &mut Cursor<'_>) -> Result<String, RuleError> {
    let start = rest.0;
    rest.expect("/", "a fully qualified namespace")?;
    while rest.token("a token").is_ok() && rest.accept("/") {}
    Ok(start[..start.len() - rest.0.len()].to_owned())
}

fn name_rule(rest: &mut Cursor<'_>) -> Result<(RemapKind, String), RuleError> {
    let only_topics = rest.accept("rostopic://");
    let only_services = !only_topics && rest.accept("rosservice://");
    let from = rest.resource_name()?.to_owned();
    rest.expect(":=", "':='")?;
    let kind = RemapKind::Name {
        topics: !only_services,
        services: !only_topics,
        from,
    };
    Ok((kind, rest.resource_name()?.to_owned()))
}

/// `[node:]name:=value`, the value as it was written (YAML).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterOverride {
    /// The only node that it concerns.
    pub node: Option<String>,
    /// The parameter's name.
    pub name: String,
    /// The value, in YAML.
    pub value: String,
}

impl FromStr for ParameterOverride {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut rest = Cursor(text);
        let node = rest.node_prefix();
        let start = rest.0;
        loop {
            rest.accept("/");
            rest.token("a parameter's name")?;
            if !rest.accept(".") && !rest.0.starts_with('/') {
                break;
            }
        }
        let name = start[..start.len() - rest.0.len()].to_owned();
        rest.expect(":=", "':='")?;
        if rest.0.is_empty() {
            return Err(rest.error("a value"));
        }
        Ok(Self {
            node,
            name,
            value: rest.0.to_owned(),
        })
    }
}

/// `level` or `logger:=level`.
pub(super) fn log_level(text: &str) -> Result<(Option<String>, Severity), RuleError> {
    let (logger, level) = match text.split_once(":=") {
        Some((logger, level)) => (Some(logger), level),
        None => (None, text),
    };
    if logger.is_some_and(str::is_empty) {
        return Err(Cursor(text).error("a logger's name"));
    }
    let severity = level
        .parse::<Severity>()
        .map_err(|_| Cursor(level).error("a severity (debug, info, warn, error, fatal)"))?;
    Ok((logger.map(str::to_owned), severity))
}
