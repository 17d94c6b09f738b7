//! `ros2 param get`.

use clap::Args;
use serde_json::json;

use super::{NodeArgs, all_names, text};
use crate::error::{Error, Hint, Result};
use crate::nodes::SERVICE_TIMEOUT;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Name of the parameter
    parameter_name: String,
    /// Hide the type information
    #[arg(long)]
    hide_type: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl GetArgs {
    pub(crate) fn run(self) -> Result<()> {
        let remote = self.node.connect()?;
        let names = [self.parameter_name.as_str()];
        let pending = remote.client.get(&names)?;
        let values = remote
            .session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let Some(value) = values.first() else {
            let known = all_names(&remote.session, &remote.client)?;
            let known = known.iter().map(String::as_str);
            let hint = Hint::nearest(&self.parameter_name, known);
            return Err(Error::Failed(format!("Parameter not set{hint}")));
        };
        let mut out = Output::new();
        if self.json {
            out.json(&json!({
                "name": self.parameter_name,
                "type": text::type_name(value.parameter_type()),
                "value": text::json(value),
            }))?;
        } else if self.hide_type {
            out.line(text::python(value))?;
        } else if value.is_set() {
            out.line(format_args!(
                "{} {}",
                text::label(value),
                text::python(value)
            ))?;
        } else {
            out.line(text::label(value))?;
        }
        out.finish()
    }
}
