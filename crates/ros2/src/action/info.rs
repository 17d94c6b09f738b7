//! `ros2 action info`.

use clap::Args;
use rosebay_rcl::rmw::NamesAndTypes;
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::nodes;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct InfoArgs {
    /// Name of the ROS action to get info (e.g. '/fibonacci')
    action_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Additionally show the action type
    #[arg(short = 't', long)]
    show_types: bool,
    /// Only display the number of action clients and action servers
    #[arg(short, long)]
    count: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl InfoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let action = session.full_name(&self.action_name)?;
        session.settle()?;
        let node = session.node();
        let mut clients = NamesAndTypes::new();
        let mut servers = NamesAndTypes::new();
        for info in session.graph().nodes() {
            let of_action = |actions: NamesAndTypes| {
                let mut actions = actions.into_iter();
                let types = actions.find_map(|(name, types)| (name == action).then_some(types))?;
                Some((nodes::full_name(&info), types))
            };
            // A node may have gone since it was listed.
            if let Ok(found) =
                node.action_client_names_and_types_by_node(&info.name, &info.namespace)
            {
                clients.extend(of_action(found));
            }
            if let Ok(found) =
                node.action_server_names_and_types_by_node(&info.name, &info.namespace)
            {
                servers.extend(of_action(found));
            }
        }
        let mut out = Output::new();
        if self.json {
            let list = |nodes: NamesAndTypes| {
                let nodes = nodes.into_iter();
                nodes
                    .map(|(node, types)| json!({"node": node, "types": types}))
                    .collect::<Json>()
            };
            out.json(&json!({
                "name": action,
                "clients": list(clients),
                "servers": list(servers),
            }))?;
            return out.finish();
        }
        out.line(format_args!("Action: {}", self.action_name))?;
        for (role, nodes) in [("clients", clients), ("servers", servers)] {
            out.line(format_args!("Action {role}: {}", nodes.len()))?;
            if self.count {
                continue;
            }
            for (node, types) in nodes {
                if self.show_types {
                    out.line(format_args!("    {node} [{}]", types.join(", ")))?;
                } else {
                    out.line(format_args!("    {node}"))?;
                }
            }
        }
        out.finish()
    }
}
