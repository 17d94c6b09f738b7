//! `ros2 action type`.

use clap::Args;
use serde_json::Value as Json;

use super::unknown_action;
use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct TypeArgs {
    /// Name of the ROS action to get type (e.g. '/fibonacci')
    action_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl TypeArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let action = session.full_name(&self.action_name)?;
        session.settle()?;
        let names = session.node().action_names_and_types();
        let Some((_, types)) = names.into_iter().find(|(name, _)| *name == action) else {
            return Err(unknown_action(&session, &action));
        };
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(types))?;
        } else {
            for name in types {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
