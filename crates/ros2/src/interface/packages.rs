//! `ros2 interface packages`.

use clap::Args;
use serde_json::Value as Json;

use super::KindArgs;
use crate::error::Result;
use crate::output::Output;
use crate::types::all_interfaces;

#[derive(Debug, Args)]
pub(crate) struct PackagesArgs {
    #[command(flatten)]
    kinds: KindArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl PackagesArgs {
    pub(crate) fn run(self) -> Result<()> {
        let registry = all_interfaces();
        let mut packages = registry.packages();
        packages.retain(|package| {
            let interfaces = registry.interfaces(package);
            interfaces
                .iter()
                .any(|name| self.kinds.include(name.kind()))
        });
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(packages))?;
        } else {
            for package in packages {
                out.line(package)?;
            }
        }
        out.finish()
    }
}
