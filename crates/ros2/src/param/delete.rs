//! `ros2 param delete`.

use clap::Args;
use rosebay_rcl::{Parameter, ParameterValue};

use super::{NodeArgs, outcome};
use crate::error::{Error, Result};
use crate::nodes::SERVICE_TIMEOUT;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Name of the parameter
    parameter_name: String,
}

impl DeleteArgs {
    pub(crate) fn run(self) -> Result<()> {
        let remote = self.node.connect()?;
        let parameter = Parameter::new(&self.parameter_name, ParameterValue::NotSet);
        let pending = remote.client.set(&[parameter])?;
        let results = remote
            .session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let result = results.first().ok_or(Error::Nothing)?;
        let mut out = Output::new();
        out.line(outcome(
            result,
            "Deleted parameter successfully",
            "Deleting parameter failed",
        )?)?;
        out.finish()
    }
}
