//! `ros2 lifecycle nodes`.

use clap::Args;
use serde_json::Value as Json;

use super::managed;
use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct NodesArgs {
    #[command(flatten)]
    session: SessionArgs,
    /// Display all nodes even hidden ones
    #[arg(short, long)]
    all: bool,
    /// Only display the number of nodes discovered
    #[arg(short, long)]
    count_nodes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl NodesArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = managed(&session, self.all);
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(names))?;
        } else if self.count_nodes {
            out.line(names.len())?;
        } else {
            for name in names {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
