//! `ros2 action find`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Name of the ROS action type to filter for (e.g. 'example_interfaces/action/Fibonacci')
    action_type: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Only display the number of actions discovered
    #[arg(short, long)]
    count_actions: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl FindArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let mut found = session.node().action_names_and_types();
        found.retain(|(_, types)| types.contains(&self.action_type));
        let found: Vec<_> = found.into_iter().map(|(name, _)| name).collect();
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(found))?;
        } else if self.count_actions {
            out.line(found.len())?;
        } else {
            for name in found {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
