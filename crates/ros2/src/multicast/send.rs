//! `ros2 multicast send`.

use clap::Args;

use super::{GroupArgs, Sender, default_interface};
use crate::error::Result;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct SendArgs {
    #[command(flatten)]
    group: GroupArgs,
    /// The multicast TTL
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..))]
    ttl: Option<u8>,
}

impl SendArgs {
    pub(crate) fn run(self) -> Result<()> {
        let mut out = Output::new();
        out.line("Sending one UDP multicast datagram...")?;
        out.flush()?;
        Sender::open(self.group.group(), default_interface(), self.ttl)?.send(b"Hello World!")
    }
}
