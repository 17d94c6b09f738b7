//! `ros2 action list`.

use clap::Args;

use crate::error::Result;
use crate::listing::{self, Shown};
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    session: SessionArgs,
    /// Additionally show the action type
    #[arg(short = 't', long)]
    show_types: bool,
    /// Only display the number of actions discovered
    #[arg(short, long)]
    count_actions: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = session.node().action_names_and_types();
        let shown = Shown::of(self.show_types, self.count_actions, self.json);
        listing::print(&session, names, shown)
    }
}
