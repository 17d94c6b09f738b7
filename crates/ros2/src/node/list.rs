//! `ros2 node list`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::nodes;
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
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

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = nodes::names(session.graph(), self.all);
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(names))?;
            return out.finish();
        }
        if self.count_nodes {
            out.line(names.len())?;
            return out.finish();
        }
        if names.is_empty() {
            session.report_participants();
        }
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            note(format_args!(
                "WARNING: Be aware that there are nodes in the graph that share an exact name, which can have \
                 unintended side effects."
            ));
        }
        for name in names {
            out.line(name)?;
        }
        out.finish()
    }
}
