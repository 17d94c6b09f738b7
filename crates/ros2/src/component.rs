//! `ros2 component`: components are C++ libraries, which nothing here can load.

use clap::Args;

use crate::error::{Error, Result};

#[derive(Debug, Args)]
pub(crate) struct ComponentArgs {
    /// What upstream's verbs take: list, load, standalone, types, unload
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    verb_and_arguments: Vec<String>,
}

impl ComponentArgs {
    pub(crate) fn run(self) -> Result<()> {
        Err(Error::Failed(
            "Components are C++ libraries for a container of rclcpp; there is none here. Nodes share a process \
             when one program makes them and adds them to one executor, and then also share their messages \
             without a copy on the wire; 'ros2 run' starts such a program"
                .to_owned(),
        ))
    }
}
