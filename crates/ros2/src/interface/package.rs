//! `ros2 interface package`.

use clap::Args;
use serde_json::Value as Json;

use super::KindArgs;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::types::all_interfaces;

#[derive(Debug, Args)]
pub(crate) struct PackageArgs {
    /// Name of the ROS package (e.g. 'example_interfaces')
    package_name: String,
    #[command(flatten)]
    kinds: KindArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl PackageArgs {
    pub(crate) fn run(self) -> Result<()> {
        let registry = all_interfaces();
        let known = registry.packages();
        if !known.contains(&self.package_name) {
            let known = known.iter().map(String::as_str);
            return Err(Error::unknown("package", &self.package_name, known));
        }
        let interfaces = registry.interfaces(&self.package_name).into_iter();
        let wanted = interfaces.filter(|name| self.kinds.include(name.kind()));
        let mut names: Vec<_> = wanted.map(|name| name.to_string()).collect();
        names.sort();
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
