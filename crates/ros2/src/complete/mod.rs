//! Shell completion: `ros2 completion SHELL` prints a script that has the shell ask this command, by an
//! environment variable, what could come next.
//!
//! Verbs and flags are known from the command line's own definition. What an argument names is told by its
//! place in it; names come from the graph as it is seen within a time that nobody waits for.

mod names;

use clap::{Args, Command, CommandFactory, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::engine::ArgValueCompleter;
use clap_complete::env::Shells;

use crate::cli::Cli;
use crate::error::{Error, Result};
use crate::output::Output;
use names::Names;

/// The variable that says for which shell to complete.
const VARIABLE: &str = "COMPLETE";

#[derive(Debug, Args)]
pub(crate) struct CompletionArgs {
    /// The shell: source the script where it starts. For bash, 'source <(ros2 completion bash)' in
    /// ~/.bashrc; for zsh, the same with 'zsh' in ~/.zshrc after 'compinit'; for fish, 'ros2 completion fish
    /// | source' in ~/.config/fish/config.fish
    shell: Shell,
}

/// The shells there are scripts for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl CompletionArgs {
    pub(crate) fn run(self) -> Result<()> {
        let name = match self.shell {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
        };
        let shells = Shells::builtins();
        let shell = shells.completer(name).ok_or(Error::Nothing)?;
        let mut script = Vec::new();
        // The command is called by its name, so that the one of the active environment answers.
        shell
            .write_registration(VARIABLE, "ros2", "ros2", "ros2", &mut script)
            .map_err(Error::io("the completion script"))?;
        let mut out = Output::new();
        out.text(&String::from_utf8_lossy(&script))?;
        out.finish()
    }
}

/// Answers a shell that asks for completions, and ends the process; does nothing where none does.
pub(crate) fn answer() {
    CompleteEnv::with_factory(command).var(VARIABLE).complete();
}

/// The command line's definition with what each argument names.
fn command() -> Command {
    Cli::command().mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        let command = with_names(command, &name, "");
        command.mut_subcommands(|verb| {
            let verb_name = verb.get_name().to_owned();
            with_names(verb, &name, &verb_name)
        })
    })
}

fn with_names(command: Command, name: &str, verb: &str) -> Command {
    command.mut_args(
        |argument| match Names::of(name, verb, argument.get_id().as_str()) {
            Some(names) => argument.add(ArgValueCompleter::new(names)),
            None => argument,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arguments that are completed, as `command verb argument`.
    fn completed() -> Vec<String> {
        let mut found = Vec::new();
        let command = command();
        for first in command.get_subcommands() {
            let verbs = first.get_subcommands().map(|verb| (verb.get_name(), verb));
            for (name, verb) in std::iter::once(("", first)).chain(verbs) {
                for argument in verb.get_arguments() {
                    if argument.get::<ArgValueCompleter>().is_some() {
                        found.push(format!("{} {name} {}", first.get_name(), argument.get_id()));
                    }
                }
            }
        }
        found
    }

    #[test]
    fn arguments_that_name_something_are_completed() {
        let completed = completed();
        for expected in [
            "action send_goal action_name",
            "action send_goal action_type",
            "graph  node_name",
            "interface show type",
            "lifecycle set node_name",
            "lifecycle set transition",
            "node info node_name",
            "param get node_name",
            "param get parameter_name",
            "pkg prefix package_name",
            "plot  fields",
            "run  package_name",
            "run  argv",
            "service call service_name",
            "service call service_type",
            "tf2 echo source_frame",
            "topic echo field",
            "topic echo topic_name",
            "topic hz topic_name",
            "topic pub message_type",
        ] {
            assert!(
                completed.iter().any(|name| name == expected),
                "{expected}: {completed:?}"
            );
        }
        // What is to be new has no names yet.
        for unexpected in ["pkg create package_name", "topic pub node_name"] {
            assert!(
                !completed.iter().any(|name| name == unexpected),
                "{unexpected}"
            );
        }
    }
}
