//! `ros2 launch`: a package's launch file, or one by its path, which Python's `launch` runs.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use clap::Args;

use crate::error::{Error, Result};
use crate::packages;

#[derive(Debug, Args)]
pub(crate) struct LaunchArgs {
    /// Run the launch system non-interactively, with no terminal associated
    #[arg(short, long)]
    noninteractive: bool,
    /// Put the launch system in debug mode, provides more verbose output
    #[arg(short, long)]
    debug: bool,
    /// Print the launch description to the console without launching it
    #[arg(short, long, alias = "print-description", conflicts_with = "show_args")]
    print: bool,
    /// Show arguments that may be given to the launch file
    #[arg(short, long, alias = "show-arguments")]
    show_args: bool,
    /// Show all launched subprocesses' output by overriding their output configuration using the
    /// OVERRIDE_LAUNCH_PROCESS_OUTPUT envvar
    #[arg(short = 'a', long)]
    show_all_subprocesses_output: bool,
    /// Prefix command, which should go before all executables. Command must be wrapped in quotes if it
    /// contains spaces (e.g. --launch-prefix 'xterm -e gdb -ex run --args')
    #[arg(long)]
    launch_prefix: Option<OsString>,
    /// Regex pattern for filtering which executables the --launch-prefix is applied to by matching the
    /// executable name
    #[arg(long, requires = "launch_prefix")]
    launch_prefix_filter: Option<OsString>,
    /// Name of the ROS package and of the launch file, or the path of a launch file; then arguments to
    /// it, '<name>:=<value>' (for duplicates, last one wins)
    #[arg(
        value_name = "PACKAGE_NAME LAUNCH_FILE_NAME | FILE",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<OsString>,
}

impl LaunchArgs {
    pub(crate) fn run(self) -> Result<()> {
        let python = packages::python();
        // Python takes this process's place, and with it all signals and the exit code.
        let failed = Command::new(&python)
            .args(["-m", "ros2launch"])
            .args(self.arguments())
            .exec();
        Err(Error::io(python.to_string_lossy())(failed))
    }

    /// The same arguments for Python, which also understands options behind the launch file.
    fn arguments(self) -> Vec<OsString> {
        let switches = [
            (self.noninteractive, "--noninteractive"),
            (self.debug, "--debug"),
            (self.print, "--print"),
            (self.show_args, "--show-args"),
            (
                self.show_all_subprocesses_output,
                "--show-all-subprocesses-output",
            ),
        ];
        let given = switches.into_iter().filter(|(given, _)| *given);
        let mut arguments: Vec<OsString> = given.map(|(_, name)| name.into()).collect();
        let values = [
            ("--launch-prefix=", self.launch_prefix),
            ("--launch-prefix-filter=", self.launch_prefix_filter),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                let mut word = OsString::from(name);
                word.push(value);
                arguments.push(word);
            }
        }
        arguments.extend(self.words);
        arguments
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        launch: LaunchArgs,
    }

    fn arguments(line: &str) -> Vec<OsString> {
        let words = std::iter::once("ros2").chain(line.split(' '));
        Line::try_parse_from(words).unwrap().launch.arguments()
    }

    #[test]
    fn python_gets_what_was_given() {
        assert_eq!(
            arguments("-d --launch-prefix gdb -s package file.launch.py a:=-1 --print"),
            [
                "--debug",
                "--show-args",
                "--launch-prefix=gdb",
                "package",
                "file.launch.py",
                "a:=-1",
                "--print"
            ]
        );
        assert!(Line::try_parse_from(["ros2"]).is_err());
        assert!(Line::try_parse_from(["ros2", "-p", "-s", "file"]).is_err());
        assert!(Line::try_parse_from(["ros2", "--launch-prefix-filter", "x", "file"]).is_err());
    }
}
