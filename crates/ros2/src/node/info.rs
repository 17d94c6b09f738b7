//! `ros2 node info`.

use clap::Args;
use rosebay_rcl::rmw::NamesAndTypes;
use serde_json::{Map, Value as Json, json};

use crate::error::Result;
use crate::nodes;
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs, visible};

#[derive(Debug, Args)]
pub(crate) struct InfoArgs {
    /// Node name to request information
    node_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Display hidden topics, services, and actions as well
    #[arg(long)]
    include_hidden: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl InfoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let full_name = nodes::find(&session, &self.node_name, None)?;
        let all = nodes::names(session.graph(), true);
        let count = all.iter().filter(|name| **name == full_name).count();
        if count > 1 {
            note(format_args!(
                "There are {count} nodes in the graph with the exact name \"{full_name}\". You are seeing \
                 information about all of them."
            ));
        }
        let sections = self.sections(&session, &full_name)?;
        let mut out = Output::new();
        if self.json {
            let mut json = Map::new();
            json.insert("name".to_owned(), Json::from(full_name));
            for (title, names) in sections {
                let key = title.to_lowercase().replace(' ', "_");
                let list = names
                    .into_iter()
                    .map(|(name, types)| json!({"name": name, "types": types}));
                json.insert(key, list.collect());
            }
            out.json(&Json::Object(json))?;
            return out.finish();
        }
        out.line(&full_name)?;
        for (title, names) in sections {
            out.line(format_args!("  {title}:"))?;
            for (name, types) in &names {
                out.line(format_args!("    {name}: {}", types.join(", ")))?;
            }
            if names.is_empty() {
                out.line("")?;
            }
        }
        out.finish()
    }

    fn sections(
        &self,
        session: &Session,
        full_name: &str,
    ) -> Result<[(&'static str, NamesAndTypes); 6]> {
        let (namespace, name) = nodes::split(full_name);
        let (node, graph) = (session.node(), session.graph());
        let failed = rosebay_rcl::Error::from;
        let shown = |names| visible(names, self.include_hidden);
        let subscribers = graph.subscription_names_and_types_by_node(name, namespace, false);
        let publishers = graph.publisher_names_and_types_by_node(name, namespace, false);
        let services = graph.service_names_and_types_by_node(name, namespace);
        let clients = graph.client_names_and_types_by_node(name, namespace);
        Ok([
            ("Subscribers", shown(subscribers.map_err(failed)?)),
            ("Publishers", shown(publishers.map_err(failed)?)),
            ("Service Servers", shown(services.map_err(failed)?)),
            ("Service Clients", shown(clients.map_err(failed)?)),
            (
                "Action Servers",
                shown(node.action_server_names_and_types_by_node(name, namespace)?),
            ),
            (
                "Action Clients",
                shown(node.action_client_names_and_types_by_node(name, namespace)?),
            ),
        ])
    }
}
