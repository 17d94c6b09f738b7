//! `ros2 multicast`: whether UDP multicast reaches from one host to another, without ROS on top.

mod receive;
mod send;
mod socket;

use clap::{Args, Subcommand};

pub(crate) use socket::{Group, Receiver, Sender, default_interface};

use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Receive a single UDP multicast packet
    Receive(receive::ReceiveArgs),
    /// Send a single UDP multicast packet
    Send(send::SendArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Receive(args) => args.run(),
            Self::Send(args) => args.run(),
        }
    }
}

/// Which group is meant.
#[derive(Debug, Clone, Copy, Args)]
struct GroupArgs {
    /// The multicast group address
    #[arg(long, default_value_t = Group::DEFAULT.address, value_parser = socket::group_address)]
    group: std::net::Ipv4Addr,
    /// The multicast port
    #[arg(long, default_value_t = Group::DEFAULT.port, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
}

impl GroupArgs {
    fn group(self) -> Group {
        Group {
            address: self.group,
            port: self.port,
        }
    }
}
