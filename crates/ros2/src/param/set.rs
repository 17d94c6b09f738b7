//! `ros2 param set`.

use clap::Args;
use rosebay_rcl::parameter::parse_value;
use rosebay_rcl::{Parameter, ParameterValue};

use super::{NodeArgs, outcome};
use crate::error::{Error, Result};
use crate::nodes::SERVICE_TIMEOUT;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Name of the parameter
    parameter_name: String,
    /// Value of the parameter
    #[arg(allow_hyphen_values = true)]
    value: String,
}

impl SetArgs {
    pub(crate) fn run(self) -> Result<()> {
        // What is no value of a parameter in YAML is meant as it is written.
        let value =
            parse_value(&self.value).unwrap_or_else(|_| ParameterValue::String(self.value.clone()));
        let remote = self.node.connect()?;
        let parameter = Parameter::new(&self.parameter_name, value);
        let pending = remote.client.set(&[parameter])?;
        let results = remote
            .session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let result = results.first().ok_or(Error::Nothing)?;
        let mut out = Output::new();
        out.line(outcome(
            result,
            "Set parameter successful",
            "Setting parameter failed",
        )?)?;
        out.finish()
    }
}
