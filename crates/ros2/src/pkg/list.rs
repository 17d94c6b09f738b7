//! `ros2 pkg list`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::output::Output;
use crate::packages;

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let names: Vec<_> = packages::all().into_keys().collect();
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(names))?;
        } else {
            for name in names {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
