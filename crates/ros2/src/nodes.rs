//! Nodes by their names.

use std::time::Duration;

use rosebay_rcl::names::fully_qualified_name;
use rosebay_rcl::rmw::{BARE_DDS_APP, Graph, NodeInfo};

use crate::error::{Error, Result};
use crate::session::Session;

/// How long parameter and lifecycle services of a node that is there are waited for.
pub(crate) const SERVICE_TIMEOUT: Duration = Duration::from_secs(5);

/// What stands for the nodes that a program without ROS does not have.
pub(crate) const DDS_APPLICATION: &str = "(a DDS application)";

/// The full name of the node that owns an endpoint, or what stands for it.
pub(crate) fn owner(namespace: &str, name: &str) -> String {
    match name {
        BARE_DDS_APP => DDS_APPLICATION.to_owned(),
        _ => fully_qualified_name(namespace, name),
    }
}

/// A node's name with its namespace.
pub(crate) fn full_name(node: &NodeInfo) -> String {
    fully_qualified_name(&node.namespace, &node.name)
}

/// The nodes by their full names, sorted; those of one name as often as there are.
pub(crate) fn names(graph: &Graph, include_hidden: bool) -> Vec<String> {
    let mut nodes = graph.nodes();
    nodes.retain(|node| include_hidden || !node.name.starts_with('_'));
    let mut names: Vec<_> = nodes.iter().map(full_name).collect();
    names.sort();
    names
}

/// A node's name as it is in the graph: with a slash before it.
pub(crate) fn absolute(name: &str) -> String {
    if name.starts_with('/') {
        name.to_owned()
    } else {
        format!("/{name}")
    }
}

/// A full name's namespace and base name.
pub(crate) fn split(full_name: &str) -> (&str, &str) {
    match full_name.rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some((namespace, name)) => (namespace, name),
        None => ("/", full_name),
    }
}

/// Waits until a node is there: until discovery has settled, or longer where `timeout` says so. Returns its
/// full name.
pub(crate) fn find(session: &Session, name: &str, timeout: Option<Duration>) -> Result<String> {
    let name = absolute(name);
    let is_there = |graph: &Graph| graph.nodes().iter().any(|node| full_name(node) == name);
    let found = match timeout {
        Some(timeout) => session.wait_within(timeout, || is_there(session.graph()))?,
        None => session.wait_for(is_there)?,
    };
    if found {
        return Ok(name);
    }
    session.report_participants();
    let known = names(session.graph(), false);
    Err(Error::unknown(
        "node",
        &name,
        known.iter().map(String::as_str),
    ))
}
