//! `ros2 service find`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs, visible};

#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Name of the ROS service type to filter for (e.g. 'rcl_interfaces/srv/ListParameters')
    service_type: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Only display the number of services discovered
    #[arg(short, long)]
    count_services: bool,
    /// Consider hidden services as well
    #[arg(long)]
    include_hidden_services: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl FindArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = session.graph().service_names_and_types();
        let mut found = visible(names, self.include_hidden_services);
        found.retain(|(_, types)| types.contains(&self.service_type));
        let found: Vec<_> = found.into_iter().map(|(name, _)| name).collect();
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(found))?;
        } else if self.count_services {
            out.line(found.len())?;
        } else {
            for name in found {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
