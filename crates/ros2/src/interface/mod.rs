//! `ros2 interface`.

mod list;
mod package;
mod packages;
mod proto;
mod show;

use clap::{Args, Subcommand};
use rosebay_rosidl::InterfaceKind;

use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List all interface types available
    List(list::ListArgs),
    /// Output a list of available interface types within one package
    Package(package::PackageArgs),
    /// Output a list of packages that provide interfaces
    Packages(packages::PackagesArgs),
    /// Output an interface prototype
    Proto(proto::ProtoArgs),
    /// Output the interface definition
    Show(show::ShowArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::List(args) => args.run(),
            Self::Package(args) => args.run(),
            Self::Packages(args) => args.run(),
            Self::Proto(args) => args.run(),
            Self::Show(args) => args.run(),
        }
    }
}

/// Which kinds of interfaces are meant; all, where none is chosen.
#[derive(Debug, Clone, Copy, Args)]
struct KindArgs {
    /// Only the message types
    #[arg(short = 'm', long)]
    only_msgs: bool,
    /// Only the service types
    #[arg(short = 's', long)]
    only_srvs: bool,
    /// Only the action types
    #[arg(short = 'a', long)]
    only_actions: bool,
}

impl KindArgs {
    fn include(self, kind: InterfaceKind) -> bool {
        let all = !(self.only_msgs || self.only_srvs || self.only_actions);
        all || match kind {
            InterfaceKind::Msg => self.only_msgs,
            InterfaceKind::Srv => self.only_srvs,
            InterfaceKind::Action => self.only_actions,
        }
    }
}
