//! `ros2 lifecycle get`.

use clap::Args;
use serde_json::{Map, Value as Json, json};

use super::{Labelled, find, managed};
use crate::calls::call;
use crate::error::Result;
use crate::nodes::SERVICE_TIMEOUT;
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    /// Name of the ROS node. If no name is provided, then get the state for all nodes
    node_name: Option<String>,
    #[command(flatten)]
    session: SessionArgs,
    /// Consider hidden nodes as well
    #[arg(long)]
    include_hidden_nodes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl GetArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let nodes = match &self.node_name {
            Some(name) => vec![find(&session, name)?],
            None => {
                session.settle()?;
                managed(&session, self.include_hidden_nodes)
            }
        };
        let mut out = Output::new();
        let mut json = Map::new();
        for node in nodes {
            let state = match state(&session, &node) {
                Ok(state) => state,
                Err(error) if self.node_name.is_some() => return Err(error),
                Err(error) => {
                    session.check()?;
                    note(format_args!(
                        "Exception while calling service of node '{node}': {error}"
                    ));
                    continue;
                }
            };
            if self.json {
                json.insert(node, json!({"label": state.label, "id": state.id}));
            } else {
                let prefix = match self.node_name {
                    Some(_) => String::new(),
                    None => format!("{node}: "),
                };
                out.line(format_args!("{prefix}{} [{}]", state.label, state.id))?;
            }
        }
        if self.json {
            out.json(&Json::Object(json))?;
        }
        out.finish()
    }
}

fn state(session: &Session, node: &str) -> Result<Labelled> {
    let response = call(
        session,
        &format!("{node}/get_state"),
        "lifecycle_msgs/srv/GetState",
        SERVICE_TIMEOUT,
        |_| Ok(()),
    )?;
    Labelled::of(&response, "current_state")
}
