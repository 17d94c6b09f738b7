//! Types that nobody here knows, as the nodes that use them tell.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rosebay_rcl::TypeDescriptionClient;
use rosebay_rcl::names::fully_qualified_name;
use rosebay_rcl::rmw::{Graph, NodeInfo};
use rosebay_rosidl::{InterfaceKind, InterfaceName, Registry, TypeHash};

use crate::error::Result;
use crate::nodes;
use crate::output::note;
use crate::session::Session;

/// How long one node is waited for.
const TIMEOUT: Duration = Duration::from_secs(2);

/// A node that uses a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct User {
    node: String,
    /// The type's hash; only messages have one on the wire.
    hash: Option<TypeHash>,
}

/// Asks the nodes that use a type, or one of them, what it is, until one tells. Returns a registry that has
/// it; nothing where nobody told, whose reasons go to standard error.
pub(crate) fn ask(
    session: &Session,
    name: &InterfaceName,
    node: Option<&str>,
) -> Result<Option<Arc<Registry>>> {
    session.settle()?;
    let services = session.graph().service_names_and_types();
    for user in users(session, name) {
        let service = format!("{}/get_type_description", user.node);
        let is_asked = node.is_none_or(|node| nodes::absolute(node) == user.node);
        if !is_asked || services.iter().all(|(name, _)| *name != service) {
            continue;
        }
        match ask_one(session, name, &user) {
            Ok(registry) => return Ok(Some(registry)),
            Err(error) => {
                session.check()?;
                note(format_args!("({error})"));
            }
        }
    }
    Ok(None)
}

fn ask_one(session: &Session, name: &InterfaceName, user: &User) -> Result<Arc<Registry>> {
    let client = TypeDescriptionClient::new(session.node(), &user.node)?;
    client.wait_for_service(Some(TIMEOUT));
    let told = client.get(name, user.hash)?;
    session.wait_for_response(told, Some(TIMEOUT))
}

fn users(session: &Session, name: &InterfaceName) -> BTreeSet<User> {
    match name.kind() {
        InterfaceKind::Msg => message_users(session.graph(), &name.to_string()),
        InterfaceKind::Srv | InterfaceKind::Action => {
            let mut nodes = session.graph().nodes();
            nodes.retain(|node| uses(session, node, name));
            let users = nodes.iter().map(|node| User {
                node: nodes::full_name(node),
                hash: None,
            });
            users.collect()
        }
    }
}

fn message_users(graph: &Graph, name: &str) -> BTreeSet<User> {
    let topics = graph.topic_names_and_types(false).into_iter();
    let topics = topics.filter(|(_, types)| types.iter().any(|ty| ty == name));
    let endpoints = topics.flat_map(|(topic, _)| {
        let mut endpoints = graph.publishers_info_by_topic(&topic, false);
        endpoints.extend(graph.subscriptions_info_by_topic(&topic, false));
        endpoints
    });
    endpoints
        .filter(|endpoint| endpoint.type_name == name && endpoint.type_hash.is_some())
        .map(|endpoint| User {
            node: fully_qualified_name(&endpoint.node_namespace, &endpoint.node_name),
            hash: endpoint.type_hash,
        })
        .collect()
}

/// Whether a node offers or calls a service or an action of a type.
fn uses(session: &Session, node: &NodeInfo, ty: &InterfaceName) -> bool {
    let (asker, graph) = (session.node(), session.graph());
    let (name, namespace) = (&node.name, &node.namespace);
    let found = match ty.kind() {
        InterfaceKind::Action => [
            asker
                .action_server_names_and_types_by_node(name, namespace)
                .ok(),
            asker
                .action_client_names_and_types_by_node(name, namespace)
                .ok(),
        ],
        _ => [
            graph.service_names_and_types_by_node(name, namespace).ok(),
            graph.client_names_and_types_by_node(name, namespace).ok(),
        ],
    };
    let mut types = found
        .into_iter()
        .flatten()
        .flatten()
        .flat_map(|(_, types)| types);
    types.any(|used| used == ty.to_string())
}
