//! `ros2 node`.

mod info;
mod list;

use clap::Subcommand;

use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Output information about a node
    Info(info::InfoArgs),
    /// Output a list of available nodes
    List(list::ListArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Info(args) => args.run(),
            Self::List(args) => args.run(),
        }
    }
}
