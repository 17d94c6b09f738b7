//! `ros2 param describe`.

use clap::Args;
use rosebay_rcl::parameter::ParameterDescriptor;
use rosebay_rosidl::Value;
use serde_json::{Value as Json, json};

use super::{NodeArgs, text};
use crate::error::Result;
use crate::nodes::SERVICE_TIMEOUT;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct DescribeArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Names of the parameters
    #[arg(required = true)]
    parameter_names: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl DescribeArgs {
    pub(crate) fn run(self) -> Result<()> {
        let remote = self.node.connect()?;
        let pending = remote.client.describe(&self.parameter_names)?;
        let descriptors = remote
            .session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let mut out = Output::new();
        if self.json {
            out.json(&descriptors.iter().map(json_of).collect::<Json>())?;
            return out.finish();
        }
        for descriptor in &descriptors {
            describe(&mut out, descriptor)?;
        }
        out.finish()
    }
}

/// The range as text, whichever kind it is: its bounds and its step, if that says anything.
fn range(descriptor: &ParameterDescriptor) -> Option<(String, String, Option<String>)> {
    if let Some(range) = &descriptor.floating_point_range {
        let text = |value: f64| Value::F64(value).to_python_literal();
        let step = (range.step != 0.0).then(|| text(range.step));
        return Some((text(range.from_value), text(range.to_value), step));
    }
    let range = descriptor.integer_range.as_ref()?;
    let step = (range.step != 0).then(|| range.step.to_string());
    Some((
        range.from_value.to_string(),
        range.to_value.to_string(),
        step,
    ))
}

fn describe(out: &mut Output, descriptor: &ParameterDescriptor) -> Result<()> {
    out.line(format_args!("Parameter name: {}", descriptor.name))?;
    out.line(format_args!(
        "  Type: {}",
        text::type_name(descriptor.parameter_type)
    ))?;
    if !descriptor.description.is_empty() {
        out.line(format_args!("  Description: {}", descriptor.description))?;
    }
    out.line("  Constraints:")?;
    if descriptor.read_only {
        out.line("    Read only: true")?;
    }
    if let Some((least, most, step)) = range(descriptor) {
        out.line(format_args!("    Min value: {least}"))?;
        out.line(format_args!("    Max value: {most}"))?;
        if let Some(step) = step {
            out.line(format_args!("    Step: {step}"))?;
        }
    }
    if !descriptor.additional_constraints.is_empty() {
        out.line(format_args!(
            "    Additional constraints: {}",
            descriptor.additional_constraints
        ))?;
    }
    Ok(())
}

fn json_of(descriptor: &ParameterDescriptor) -> Json {
    let floating = descriptor.floating_point_range.map(|range| {
        json!({"from_value": range.from_value, "to_value": range.to_value, "step": range.step})
    });
    let integer = descriptor.integer_range.map(|range| {
        json!({"from_value": range.from_value, "to_value": range.to_value, "step": range.step})
    });
    json!({
        "name": descriptor.name,
        "type": text::type_name(descriptor.parameter_type),
        "description": descriptor.description,
        "additional_constraints": descriptor.additional_constraints,
        "read_only": descriptor.read_only,
        "dynamic_typing": descriptor.dynamic_typing,
        "range": floating.or(integer),
    })
}
