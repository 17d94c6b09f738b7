//! `ros2 pkg`.

mod create;
mod executables;
mod list;
mod prefix;
mod xml;

use clap::Subcommand;

use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a new ROS 2 package, in Python, that needs no colcon
    Create(create::CreateArgs),
    /// Output a list of package specific executables
    Executables(executables::ExecutablesArgs),
    /// Output a list of available packages
    List(list::ListArgs),
    /// Output the prefix path of a package
    Prefix(prefix::PrefixArgs),
    /// Output the XML of the package manifest or a specific tag
    Xml(xml::XmlArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Create(args) => args.run(),
            Self::Executables(args) => args.run(),
            Self::List(args) => args.run(),
            Self::Prefix(args) => args.run(),
            Self::Xml(args) => args.run(),
        }
    }
}
