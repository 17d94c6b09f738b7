//! `ros2 lifecycle list`.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{NodeArgs, transitions};
use crate::error::Result;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Display all existing transitions
    #[arg(short, long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let (session, node) = self.node.connect()?;
        let transitions = transitions(&session, &node, self.all)?;
        let mut out = Output::new();
        if self.json {
            let list = transitions.iter().map(|one| {
                json!({
                    "label": one.transition.label,
                    "id": one.transition.id,
                    "start": one.start.label,
                    "goal": one.goal.label,
                })
            });
            out.json(&list.collect::<Json>())?;
            return out.finish();
        }
        for one in transitions {
            out.line(format_args!(
                "- {} [{}]\n\tStart: {}\n\tGoal: {}",
                one.transition.label, one.transition.id, one.start.label, one.goal.label
            ))?;
        }
        out.finish()
    }
}
