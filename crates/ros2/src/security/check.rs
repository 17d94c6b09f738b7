//! `ros2 security check`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::generate_policy::{doings, visible_nodes};
use super::keystore::Keystore;
use super::policy::{Policy, Profile, Verb};
use super::rights::{self, Verdict};
use crate::error::{Error, Result};
use crate::nodes;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// A policy xml file, or the root path of a keystore with those of its enclaves
    #[arg(value_name = "POLICY_OR_ROOT")]
    policy: PathBuf,
    #[command(flatten)]
    session: SessionArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Something that a node does and may not.
struct Refusal {
    node: String,
    verb: &'static str,
    name: String,
    why: String,
}

impl CheckArgs {
    pub(crate) fn run(self) -> Result<()> {
        let policies = match self.policy.is_dir() {
            true => of_keystore(&Keystore::open(&self.policy)?)?,
            false => vec![Policy::read(&self.policy)?],
        };
        let session = Session::open(&self.session)?;
        session.settle()?;
        let mut refused = Vec::new();
        let found = visible_nodes(session.graph());
        for node in &found {
            let profiles: Vec<_> = policies
                .iter()
                .flat_map(|policy| &policy.enclaves)
                .filter(|(enclave, _)| {
                    matches!(node.enclave.as_str(), "" | "/") || node.enclave == **enclave
                })
                .flat_map(|(_, profiles)| profiles)
                .filter(|profile| rights::is_of(profile, &node.namespace, &node.name))
                .collect();
            for (verb, name) in doings(session.graph(), node) {
                if let Some(why) = refusal(&profiles, verb, &name) {
                    refused.push(Refusal {
                        node: nodes::full_name(node),
                        verb: verb.words().0,
                        name,
                        why,
                    });
                }
            }
        }
        let mut out = Output::new();
        if self.json {
            let each = refused.iter().map(|refusal| {
                json!({
                    "node": refusal.node,
                    "verb": refusal.verb,
                    "name": refusal.name,
                    "reason": refusal.why,
                })
            });
            out.json(&each.collect())?;
        } else if refused.is_empty() {
            out.line(format_args!(
                "Nothing is refused to {} node(s)",
                found.len()
            ))?;
        } else {
            let rows: Vec<_> = refused
                .iter()
                .map(|refusal| {
                    [
                        refusal.node.clone(),
                        refusal.verb.to_owned(),
                        refusal.name.clone(),
                        refusal.why.clone(),
                    ]
                })
                .collect();
            out.table(["NODE", "MAY NOT", "NAME", "BECAUSE"], &rows)?;
        }
        out.flush()?;
        match refused.is_empty() {
            true => Ok(()),
            false => Err(Error::Nothing),
        }
    }
}

fn of_keystore(store: &Keystore) -> Result<Vec<Policy>> {
    let names = store.enclaves()?;
    let policies = names.iter().map(|name| store.policy(name));
    Ok(policies.collect::<std::result::Result<_, _>>()?)
}

/// Why a node with these profiles may not do something; `None` where it may.
fn refusal(profiles: &[&Profile], verb: Verb, name: &str) -> Option<String> {
    if profiles.is_empty() {
        return Some("no profile is of this node".to_owned());
    }
    let rights: Vec<_> = profiles
        .iter()
        .flat_map(|profile| rights::of(profile).rights)
        .collect();
    match rights::verdict(rights.iter(), rights::action(verb)?, name) {
        Verdict::Allowed => None,
        Verdict::Denied(by) => Some(format!("'{by}' is denied")),
        Verdict::Unmentioned => Some("nothing allows it".to_owned()),
    }
}
