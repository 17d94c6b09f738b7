//! `ros2 service list`.

use clap::Args;

use crate::error::Result;
use crate::listing::{self, Shown};
use crate::session::{Session, SessionArgs, visible};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    session: SessionArgs,
    /// Additionally show the service type
    #[arg(short = 't', long)]
    show_types: bool,
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

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = session.graph().service_names_and_types();
        let names = visible(names, self.include_hidden_services);
        let shown = Shown::of(self.show_types, self.count_services, self.json);
        listing::print(&session, names, shown)
    }
}
