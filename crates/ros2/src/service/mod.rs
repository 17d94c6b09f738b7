//! `ros2 service`.

mod call;
mod echo;
mod find;
mod info;
mod list;
mod r#type;

use clap::Subcommand;

use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Call a service
    Call(call::CallArgs),
    /// Echo a service, whose clients or servers have introspection enabled
    Echo(echo::EchoArgs),
    /// Output a list of available services of a given type
    Find(find::FindArgs),
    /// Print information about a service
    Info(info::InfoArgs),
    /// Output a list of available services
    List(list::ListArgs),
    /// Output a service's type
    Type(r#type::TypeArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Call(args) => args.run(),
            Self::Echo(args) => args.run(),
            Self::Find(args) => args.run(),
            Self::Info(args) => args.run(),
            Self::List(args) => args.run(),
            Self::Type(args) => args.run(),
        }
    }
}
