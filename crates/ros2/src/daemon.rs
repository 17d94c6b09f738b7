//! `ros2 daemon`: there is none. Scripts that stop or start upstream's go on.

use clap::{Args, Subcommand};

use crate::error::Result;
use crate::output::Output;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start nothing: every command discovers the graph by itself
    Start(StartArgs),
    /// Say that no daemon is running
    Status,
    /// Stop nothing: there is no daemon that could hold an old view of the graph
    Stop,
}

#[derive(Debug, Args)]
pub(crate) struct StartArgs {
    /// Accepted for compatibility
    #[arg(short, long)]
    debug: bool,
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        let mut out = Output::new();
        match self {
            Self::Start(_) => {
                out.line(
                    "There is no daemon to start: every command discovers the graph by itself",
                )?;
            }
            Self::Status | Self::Stop => out.line("The daemon is not running")?,
        }
        out.finish()
    }
}
