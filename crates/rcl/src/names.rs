//! From a name as a program writes it to the name in the graph: expand, remap, validate.

use rosebay_rmw::names::{
    validate_full_topic_name, validate_namespace, validate_node_name, validate_topic_name,
};

use crate::arguments::{Arguments, RemapKind, RemapRule};
use crate::{Error, Result};

/// Makes a topic or service name absolute: `~` becomes the node's full name, `{node}`, `{ns}` and
/// `{namespace}` are filled in, and a relative name goes to the namespace.
///
/// # Errors
/// When one of the names is invalid, or a substitution is unknown.
pub fn expand_topic_name(name: &str, node_name: &str, namespace: &str) -> Result<String> {
    validate_topic_name(name)?;
    validate_node_name(node_name)?;
    validate_namespace(namespace)?;
    let private = name
        .strip_prefix('~')
        .map(|rest| format!("{}{rest}", fully_qualified_name(namespace, node_name)));
    let mut expanded = private.unwrap_or_else(|| name.to_owned());
    while let Some(open) = expanded.find('{') {
        let close = expanded[open..]
            .find('}')
            .map_or(expanded.len(), |length| open + length + 1);
        let value = match &expanded[open..close] {
            "{node}" => node_name,
            "{ns}" | "{namespace}" => namespace,
            unknown => {
                return Err(Error::UnknownSubstitution {
                    name: name.to_owned(),
                    substitution: unknown.to_owned(),
                });
            }
        };
        expanded.replace_range(open..close, value);
    }
    if expanded.starts_with('/') {
        return Ok(expanded);
    }
    Ok(fully_qualified_name(namespace, &expanded))
}

/// A name in a namespace: `/ns/name`.
pub fn fully_qualified_name(namespace: &str, name: &str) -> String {
    let separator = if namespace.ends_with('/') { "" } else { "/" };
    format!("{namespace}{separator}{name}")
}

/// Whether a name is a topic's or a service's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resource {
    /// A topic's.
    Topic,
    /// A service's.
    Service,
}

/// The rules that hold for a node: its own first, then those of the program.
#[derive(Debug, Clone, Copy)]
pub struct Remapper<'a> {
    /// The node's own arguments.
    pub local: &'a Arguments,
    /// The program's, unless the node does not use them.
    pub global: Option<&'a Arguments>,
}

impl Remapper<'_> {
    fn rules(&self, node_name: &str) -> impl Iterator<Item = &RemapRule> {
        let rules = self.local.remap_rules().iter();
        let global = self.global.map_or(&[][..], Arguments::remap_rules);
        let node_name = node_name.to_owned();
        rules
            .chain(global)
            .filter(move |rule| rule.node.as_deref().is_none_or(|node| node == node_name))
    }

    /// What a node's name is replaced by.
    pub fn node_name(&self, node_name: &str) -> Option<&str> {
        let mut rules = self.rules(node_name);
        rules
            .find(|rule| rule.kind == RemapKind::NodeName)
            .map(|rule| rule.to.as_str())
    }

    /// What a node's namespace is replaced by.
    pub fn namespace(&self, node_name: &str) -> Option<&str> {
        let mut rules = self.rules(node_name);
        rules
            .find(|rule| rule.kind == RemapKind::Namespace)
            .map(|rule| rule.to.as_str())
    }

    /// What an expanded topic or service name is replaced by.
    ///
    /// # Errors
    /// When what it is replaced by cannot be expanded.
    pub fn name(
        &self,
        resource: Resource,
        name: &str,
        node_name: &str,
        namespace: &str,
    ) -> Result<Option<String>> {
        let matching = self.rules(node_name).find(|rule| match &rule.kind {
            RemapKind::Name {
                topics,
                services,
                from,
            } => {
                let concerned = match resource {
                    Resource::Topic => *topics,
                    Resource::Service => *services,
                };
                concerned
                    && expand_topic_name(from, node_name, namespace).is_ok_and(|from| from == name)
            }
            RemapKind::NodeName | RemapKind::Namespace => false,
        });
        matching
            .map(|rule| expand_topic_name(&rule.to, node_name, namespace))
            .transpose()
    }

    /// Expands, remaps and validates a name.
    ///
    /// # Errors
    /// When the name is invalid before or after.
    pub fn resolve(
        &self,
        resource: Resource,
        name: &str,
        node_name: &str,
        namespace: &str,
    ) -> Result<String> {
        let expanded = expand_topic_name(name, node_name, namespace)?;
        let resolved = self
            .name(resource, &expanded, node_name, namespace)?
            .unwrap_or(expanded);
        validate_full_topic_name(&resolved)?;
        Ok(resolved)
    }
}
