//! `ros2 action list`.

use clap::Args;
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    session: SessionArgs,
    /// Additionally show the action type
    #[arg(short = 't', long)]
    show_types: bool,
    /// Only display the number of actions discovered
    #[arg(short, long)]
    count_actions: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = session.node().action_names_and_types();
        let mut out = Output::new();
        if self.json {
            let list = names
                .into_iter()
                .map(|(name, types)| json!({"name": name, "types": types}));
            out.json(&list.collect::<Json>())?;
        } else if self.count_actions {
            out.line(names.len())?;
        } else if names.is_empty() {
            session.report_participants();
        } else {
            for (name, types) in names {
                if self.show_types {
                    out.line(format_args!("{name} [{}]", types.join(", ")))?;
                } else {
                    out.line(name)?;
                }
            }
        }
        out.finish()
    }
}
