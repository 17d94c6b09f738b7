//! `ros2 multicast receive`.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use super::{GroupArgs, Receiver, default_interface};
use crate::error::{Error, Result};
use crate::interruption::Interrupted;
use crate::output::Output;
use crate::session::positive_seconds;

/// The longest time that Ctrl-C stays unseen.
const SLICE: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
pub(crate) struct ReceiveArgs {
    #[command(flatten)]
    group: GroupArgs,
    /// Give up when nothing has come within this many seconds
    #[arg(long, value_name = "N", value_parser = positive_seconds)]
    timeout: Option<Duration>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ReceiveArgs {
    pub(crate) fn run(self) -> Result<()> {
        let interrupted = Interrupted::watch()?;
        let group = self.group.group();
        let receiver = Receiver::join(group, default_interface())?;
        let mut out = Output::new();
        if !self.json {
            out.line("Waiting for UDP multicast datagram...")?;
            out.flush()?;
        }
        let started = Instant::now();
        let (datagram, sender) = loop {
            if let Some(received) = receiver.receive(SLICE)? {
                break received;
            }
            if interrupted.came() {
                return Ok(());
            }
            if self
                .timeout
                .is_some_and(|timeout| started.elapsed() >= timeout)
            {
                return Err(Error::Failed(format!("no datagram came from {group}")));
            }
        };
        let (host, port) = (sender.ip().to_string(), sender.port());
        let data = String::from_utf8_lossy(&datagram);
        if self.json {
            out.json(&json!({"data": data, "host": host, "port": port}))?;
        } else {
            out.line(format_args!("Received from {host}:{port}: '{data}'"))?;
        }
        out.finish()
    }
}
