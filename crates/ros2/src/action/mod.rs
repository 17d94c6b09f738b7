//! `ros2 action`.

mod echo;
mod find;
mod info;
mod list;
mod send_goal;
mod r#type;

use clap::Subcommand;

use crate::error::{Error, Result};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Echo an action: its feedback and the states of its goals
    Echo(echo::EchoArgs),
    /// Output a list of available actions of a given type
    Find(find::FindArgs),
    /// Print information about an action
    Info(info::InfoArgs),
    /// Output a list of action names
    List(list::ListArgs),
    /// Send an action goal
    #[command(name = "send_goal")]
    SendGoal(send_goal::SendGoalArgs),
    /// Print a action's type
    Type(r#type::TypeArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Echo(args) => args.run(),
            Self::Find(args) => args.run(),
            Self::Info(args) => args.run(),
            Self::List(args) => args.run(),
            Self::SendGoal(args) => args.run(),
            Self::Type(args) => args.run(),
        }
    }
}

/// That an action is not in the graph.
fn unknown_action(session: &Session, action: &str) -> Error {
    session.report_participants();
    let names = session.node().action_names_and_types();
    Error::unknown(
        "action",
        action,
        names.iter().map(|(name, _)| name.as_str()),
    )
}
