//! Which values arguments and files give to the parameters of a node.

use std::fs;

use rosebay_rmw::names::{validate_namespace, validate_node_name};

use super::{Parameter, yaml};
use crate::arguments::ParameterArgument;
use crate::{Arguments, Error, Result};

/// The node that an override without a node's name is for: every one.
const ANY_NODE: &str = "/**";

/// Parameters by the names of nodes, in which `*` stands for one part of a name and `**` for any number
/// of parts. Both stand in the order in which they were first named: upstream lets a later node's values win,
/// so `-p` does not beat what a file before it said of a node by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeParameters(Vec<(String, Vec<Parameter>)>);

/// Sets a parameter's value, in its old place where it has one.
pub(super) fn put(parameters: &mut Vec<Parameter>, parameter: Parameter) {
    let mut known = parameters.iter_mut();
    match known.find(|known| known.name == parameter.name) {
        Some(known) => known.value = parameter.value,
        None => parameters.push(parameter),
    }
}

impl NodeParameters {
    /// Reads the files and values that arguments name, in their order.
    ///
    /// # Errors
    /// When a file cannot be read, or what it or a value says is wrong.
    pub fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let mut all = Self::default();
        for argument in arguments.parameters() {
            match argument {
                ParameterArgument::File(path) => {
                    let name = path.display();
                    let invalid = |error: &dyn std::fmt::Display| Error::InvalidRosArgs {
                        reason: format!(
                            "couldn't parse params file: '--params-file {name}': {error}"
                        ),
                    };
                    let text = fs::read_to_string(path).map_err(|error| invalid(&error))?;
                    all.merge(Self::parse(&text).map_err(|error| invalid(&error))?);
                }
                ParameterArgument::Override(rule) => {
                    let value =
                        yaml::parse_value(&rule.value).map_err(|error| Error::InvalidRosArgs {
                            reason: format!(
                                "couldn't parse parameter override rule: '-p {}:={}': {error}",
                                rule.name, rule.value
                            ),
                        })?;
                    let node = rule.node.as_deref().unwrap_or(ANY_NODE);
                    let name = rule.name.clone();
                    put(all.of_node(node), Parameter { name, value });
                }
            }
        }
        Ok(all)
    }

    /// Reads the text of a parameter file.
    ///
    /// # Errors
    /// When it is no YAML, or none that says parameters.
    pub fn parse(text: &str) -> std::result::Result<Self, yaml::YamlError> {
        yaml::parse_file(text)
    }

    /// The names of the nodes, as they were written, and their parameters.
    pub fn nodes(&self) -> impl Iterator<Item = (&str, &[Parameter])> {
        let nodes = self.0.iter();
        nodes.map(|(name, parameters)| (name.as_str(), parameters.as_slice()))
    }

    /// The parameters for a node by its name with namespace.
    pub fn for_node(&self, fully_qualified_name: &str) -> Vec<Parameter> {
        let mut found = Vec::new();
        for (name, parameters) in &self.0 {
            if matches_node(name, fully_qualified_name) {
                for parameter in parameters {
                    put(&mut found, parameter.clone());
                }
            }
        }
        found
    }

    /// The values for a node: these over the program's, and over both the given ones.
    pub(crate) fn over(
        &self,
        global: Option<&Self>,
        fully_qualified_name: &str,
        given: &[Parameter],
    ) -> Vec<Parameter> {
        let mut found = global.map_or_else(Vec::new, |all| all.for_node(fully_qualified_name));
        let own = self.for_node(fully_qualified_name).into_iter();
        for parameter in own.chain(given.iter().cloned()) {
            put(&mut found, parameter);
        }
        found
    }

    pub(super) fn of_node(&mut self, name: &str) -> &mut Vec<Parameter> {
        let index = self.0.iter().position(|(known, _)| known == name);
        let index = index.unwrap_or_else(|| {
            self.0.push((name.to_owned(), Vec::new()));
            self.0.len() - 1
        });
        &mut self.0[index].1
    }

    fn merge(&mut self, other: Self) {
        for (name, parameters) in other.0 {
            let own = self.of_node(&name);
            for parameter in parameters {
                put(own, parameter);
            }
        }
    }
}

/// Whether a name with wildcards means a node.
fn matches_node(pattern: &str, name: &str) -> bool {
    let pattern: Vec<_> = pattern.trim_start_matches('/').split('/').collect();
    let name: Vec<_> = name.trim_start_matches('/').split('/').collect();
    parts_match(&pattern, &name)
}

fn parts_match(pattern: &[&str], name: &[&str]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            parts_match(rest, name)
                || name
                    .split_first()
                    .is_some_and(|(_, name)| parts_match(pattern, name))
        }
        ([part, pattern @ ..], [first, name @ ..]) => {
            (*part == "*" || part == first) && parts_match(pattern, name)
        }
        _ => false,
    }
}

/// Checks a node's name in a file, wildcards allowed for whole parts.
pub(super) fn check_node_name(name: &str) -> std::result::Result<(), String> {
    let is_wildcard = |part: &str| part == "*" || part == "**";
    let (namespace, node) = name.rsplit_once('/').unwrap_or(("", name));
    let namespace = namespace.strip_prefix('/').unwrap_or(namespace);
    if !namespace.is_empty() {
        for part in namespace.split('/') {
            if part.is_empty() {
                return Err(format!("{name} contains repeated forward slash"));
            }
            if !is_wildcard(part) {
                validate_namespace(&format!("/{part}")).map_err(|error| error.to_string())?;
            }
        }
    }
    if !is_wildcard(node) {
        validate_node_name(node).map_err(|error| error.to_string())?;
    }
    Ok(())
}
