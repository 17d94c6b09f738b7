//! `ros2 service type`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};
use crate::types::unknown_service;

#[derive(Debug, Args)]
pub(crate) struct TypeArgs {
    /// Name of the ROS service to get type (e.g. '/talker/list_parameters')
    service_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Accepted for compatibility: a service that is named may be a hidden one
    #[arg(long, hide = true)]
    include_hidden_services: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl TypeArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let service = session.full_name(&self.service_name)?;
        // A second type may come with a later announcement.
        session.settle()?;
        let names = session.graph().service_names_and_types();
        let Some((_, types)) = names.into_iter().find(|(name, _)| *name == service) else {
            return Err(unknown_service(&session, &service));
        };
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(types))?;
        } else {
            for name in types {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
