//! `ros2 topic`.

mod bw;
mod delay;
mod echo;
mod find;
mod hz;
mod info;
mod list;
mod publish;
mod statistics;
mod r#type;
pub(crate) mod watch;

use clap::Subcommand;

pub(crate) use echo::TextArgs;
pub(crate) use publish::rate;
pub(crate) use statistics::Window;
pub(crate) use watch::subscribe;

use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Display bandwidth used by topics
    Bw(bw::BwArgs),
    /// Display delay of topic from timestamp in header
    Delay(delay::DelayArgs),
    /// Output messages from a topic
    Echo(echo::EchoArgs),
    /// Output a list of available topics of a given type
    Find(find::FindArgs),
    /// Print the average publishing rate of topics
    Hz(hz::HzArgs),
    /// Print information about a topic
    Info(info::InfoArgs),
    /// Output a list of available topics
    List(list::ListArgs),
    /// Publish a message to a topic
    Pub(publish::PubArgs),
    /// Print a topic's type
    Type(r#type::TypeArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Bw(args) => args.run(),
            Self::Delay(args) => args.run(),
            Self::Echo(args) => args.run(),
            Self::Find(args) => args.run(),
            Self::Hz(args) => args.run(),
            Self::Info(args) => args.run(),
            Self::List(args) => args.run(),
            Self::Pub(args) => args.run(),
            Self::Type(args) => args.run(),
        }
    }
}
