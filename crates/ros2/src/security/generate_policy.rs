//! `ros2 security generate_policy`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use rosebay_rcl::rmw::{Graph, NodeInfo};

use super::keystore;
use super::policy::{Grant, Policy, Profile, Verb};
use super::rights;
use crate::error::{Error, Result};
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct GeneratePolicyArgs {
    /// Path of the policy xml file; what it has already stays
    #[arg(value_name = "POLICY_FILE_PATH")]
    policy: PathBuf,
    /// The enclave of nodes that were started without one
    #[arg(short, long, value_name = "NAME", default_value = "/")]
    enclave: String,
    #[command(flatten)]
    session: SessionArgs,
}

impl GeneratePolicyArgs {
    pub(crate) fn run(self) -> Result<()> {
        let mut policy = match self.policy.is_file() {
            true => Policy::read(&self.policy)?,
            false => Policy::default(),
        };
        let session = Session::open(&self.session)?;
        session.settle()?;
        let nodes = visible_nodes(session.graph());
        if nodes.is_empty() {
            session.report_participants();
            return Err(Error::Failed(
                "No nodes detected in the ROS graph. No policy file was generated.".to_owned(),
            ));
        }
        for node in nodes {
            let enclave = match node.enclave.as_str() {
                "" | "/" => &self.enclave,
                enclave => enclave,
            };
            let doings = doings(session.graph(), &node);
            let profile = policy.profile(enclave, &node.namespace, &node.name);
            grant(profile, doings);
        }
        Ok(keystore::write(&self.policy, &policy.to_xml())?)
    }
}

/// The nodes that people made.
pub(super) fn visible_nodes(graph: &Graph) -> Vec<NodeInfo> {
    let mut nodes = graph.nodes();
    nodes.retain(|node| !node.name.is_empty() && !node.name.starts_with('_'));
    nodes.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    nodes.dedup();
    nodes
}

/// What a node does with which full names; it may be gone already.
pub(super) fn doings(graph: &Graph, node: &NodeInfo) -> BTreeSet<(Verb, String)> {
    let (name, namespace) = (&node.name, &node.namespace);
    let found = [
        (
            Verb::Subscribe,
            graph.subscription_names_and_types_by_node(name, namespace, false),
        ),
        (
            Verb::Publish,
            graph.publisher_names_and_types_by_node(name, namespace, false),
        ),
        (
            Verb::Reply,
            graph.service_names_and_types_by_node(name, namespace),
        ),
        (
            Verb::Request,
            graph.client_names_and_types_by_node(name, namespace),
        ),
    ];
    let each = found.into_iter().flat_map(|(verb, names)| {
        let names = names.unwrap_or_default().into_iter();
        names.map(move |(name, _)| (verb, name))
    });
    each.collect()
}

/// Grants what a node does; the services and topics of an action as one.
fn grant(profile: &mut Profile, doings: BTreeSet<(Verb, String)>) {
    for (verb, name) in &doings {
        let verb = match verb {
            Verb::Reply => Verb::Execute,
            Verb::Request => Verb::Call,
            _ => continue,
        };
        if let Some(action) = name.strip_suffix("/_action/send_goal") {
            allow(profile, verb, action);
        }
    }
    for (verb, name) in doings {
        let action = rights::action(verb);
        let known = rights::of(profile).rights;
        let is_known = action.is_some_and(|action| {
            rights::verdict(known.iter(), action, &name) != rights::Verdict::Unmentioned
        });
        if !is_known {
            allow(profile, verb, &name);
        }
    }
}

fn allow(profile: &mut Profile, verb: Verb, name: &str) {
    let namespace = profile.namespace.trim_end_matches('/');
    let node = format!("{namespace}/{}/", profile.node);
    let expression = if let Some(rest) = name.strip_prefix(&node) {
        format!("~/{rest}")
    } else {
        let rest = name.strip_prefix(&format!("{namespace}/"));
        rest.unwrap_or(name).to_owned()
    };
    profile.grants.insert(Grant {
        verb,
        allowed: true,
        expression,
    });
}
