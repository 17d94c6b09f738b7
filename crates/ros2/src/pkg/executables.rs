//! `ros2 pkg executables`.

use clap::Args;
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::output::Output;
use crate::packages;

#[derive(Debug, Args)]
pub(crate) struct ExecutablesArgs {
    /// The package name
    package_name: Option<String>,
    /// Show full path of each executable
    #[arg(long)]
    full_path: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ExecutablesArgs {
    pub(crate) fn run(self) -> Result<()> {
        let packages = match &self.package_name {
            Some(name) => [(name.clone(), packages::find(name)?)].into(),
            None => packages::all(),
        };
        let mut out = Output::new();
        let mut json = Vec::new();
        for (name, package) in packages {
            for program in package.executables(&name) {
                let executable = program.name();
                if self.json {
                    json.push(json!({
                        "package": name,
                        "executable": executable,
                        "path": program.command_line(),
                    }));
                } else if self.full_path {
                    out.line(program.command_line())?;
                } else {
                    out.line(format_args!("{name} {executable}"))?;
                }
            }
        }
        if self.json {
            out.json(&Json::from(json))?;
        }
        out.finish()
    }
}
