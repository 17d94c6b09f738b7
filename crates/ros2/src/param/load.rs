//! `ros2 param load`.

use std::path::PathBuf;

use clap::Args;
use rosebay_rcl::Parameter;
use rosebay_rcl::parameter::NodeParameters;

use super::{NodeArgs, outcome};
use crate::error::{Error, Result};
use crate::nodes::{SERVICE_TIMEOUT, absolute};
use crate::output::{Output, note};

#[derive(Debug, Args)]
pub(crate) struct LoadArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Parameter file
    parameter_file: PathBuf,
    /// Do not load parameters in the '/**' namespace into the node
    #[arg(long)]
    no_use_wildcard: bool,
}

impl LoadArgs {
    pub(crate) fn run(self) -> Result<()> {
        let file = self.parameter_file.display();
        let text = std::fs::read_to_string(&self.parameter_file).map_err(Error::io(&file))?;
        let all = NodeParameters::parse(&text)
            .map_err(|error| Error::Failed(format!("{file}: {error}")))?;
        let remote = self.node.connect()?;
        let parameters = self.meant_for(&remote.name, &all);
        if parameters.is_empty() {
            return Err(Error::Failed(format!(
                "Param file does not contain any valid parameters for node {}",
                remote.name
            )));
        }
        let pending = remote.client.set(&parameters)?;
        let results = remote
            .session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let mut out = Output::new();
        // What is refused does not fail the command: a dump, loaded again, has read-only parameters too.
        for (Parameter { name, .. }, result) in parameters.iter().zip(&results) {
            let success = format!("Set parameter {name} successful");
            match outcome(result, &success, &format!("Set parameter {name} failed")) {
                Ok(line) => out.line(line)?,
                Err(error) => note(error),
            }
        }
        out.finish()
    }

    fn meant_for(&self, node: &str, all: &NodeParameters) -> Vec<Parameter> {
        if !self.no_use_wildcard {
            return all.for_node(node);
        }
        let mut nodes = all.nodes();
        let own = nodes.find(|(name, _)| absolute(name) == node);
        own.map(|(_, parameters)| parameters.to_vec())
            .unwrap_or_default()
    }
}
