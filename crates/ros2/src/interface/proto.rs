//! `ros2 interface proto`.

use std::sync::Arc;

use clap::Args;
use rosebay_rosidl::{DynamicMessage, InterfaceKind, TextOptions};

use crate::error::Result;
use crate::output::Output;
use crate::types::{action_type, interface_name, message_type, service_type};

#[derive(Debug, Args)]
pub(crate) struct ProtoArgs {
    /// Name of an interface (e.g. 'example_interfaces/msg/String')
    r#type: String,
    /// If true output has no outer quotes
    #[arg(long)]
    no_quotes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ProtoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let ty = match interface_name(&self.r#type, InterfaceKind::Msg)?.kind() {
            InterfaceKind::Msg => message_type(&self.r#type)?,
            InterfaceKind::Srv => Arc::clone(&service_type(&self.r#type)?.request),
            InterfaceKind::Action => Arc::clone(&action_type(&self.r#type)?.goal),
        };
        let message = DynamicMessage::new(ty);
        let mut out = Output::new();
        if self.json {
            out.json(&message.to_json())?;
            return out.finish();
        }
        let quote = if self.no_quotes { "" } else { "\"" };
        let yaml = message.to_yaml(&TextOptions::default());
        out.line(format_args!("{quote}{yaml}{quote}"))?;
        out.finish()
    }
}
