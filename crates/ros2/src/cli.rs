//! The commands by their names; each has a module with a file for every verb.

use std::env;
use std::ffi::OsString;

use clap::{Parser, Subcommand};

use crate::error::Result;
use crate::{
    action, bridge, complete, component, daemon, doctor, graph, interface, launch, lifecycle,
    multicast, node, param, pkg, plot, router, run, security, service, tf2, top, topic,
};

/// The command line, as clap reads it.
pub(crate) fn arguments() -> Vec<OsString> {
    let arguments: Vec<_> = env::args_os().collect();
    match arguments.get(1).and_then(|word| word.to_str()) {
        Some("doctor" | "wtf") => doctor_arguments(arguments),
        Some("run") => run_arguments(arguments),
        _ => arguments,
    }
}

/// With an end of options before a file that is to be run: what follows is the program's, `--help` too. After a
/// package, whose executable comes next, there may be more options.
fn run_arguments(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut index = 2;
    while let Some(word) = arguments.get(index).map(|word| word.to_string_lossy()) {
        if word == "--" || !word.starts_with('-') {
            if word.ends_with(".py") {
                arguments.insert(index, "--".into());
            }
            break;
        }
        // `--prefix`, which may be shortened, is the one option that has a value.
        let has_value_apart = word.starts_with("--p") && !word.contains('=');
        index += if has_value_apart { 2 } else { 1 };
    }
    arguments
}

/// With upstream's options of two letters after one dash written out: clap would take them for two options of
/// one letter.
fn doctor_arguments(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let word = |index: usize| arguments.get(index).and_then(|word| word.to_str());
    let written_out: &[(&str, &str)] = if word(2) == Some("hello") {
        &[("-ep", "--emit-period"), ("-pp", "--print-period")]
    } else {
        &[
            ("-rf", "--report-failed"),
            ("-ep", "--exclude-packages"),
            ("-iw", "--include-warnings"),
        ]
    };
    for argument in &mut arguments {
        let found = written_out.iter().find(|(short, _)| argument == short);
        if let Some((_, long)) = found {
            *argument = OsString::from(long);
        }
    }
    arguments
}

/// ros2 is an extensible command-line tool for ROS 2.
#[derive(Debug, Parser)]
#[command(
    name = "ros2",
    version,
    about = "The ROS 2 command line, without a daemon",
    infer_long_args = true
)]
pub(crate) struct Cli {
    /// Accepted for compatibility: lines are written as they come
    #[arg(long, hide = true)]
    use_python_default_buffering: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one of them in a process"
)]
enum Command {
    /// Various action related sub-commands
    #[command(subcommand)]
    Action(action::Command),
    /// Join a DDS network with a Zenoh one: each appears in the other
    Bridge(bridge::BridgeArgs),
    /// Print a script that has a shell complete commands, flags and the names in the graph
    Completion(complete::CompletionArgs),
    /// Say what stands instead of components
    Component(component::ComponentArgs),
    /// Say what stands instead of the daemon
    #[command(subcommand)]
    Daemon(daemon::Command),
    /// Check ROS setup and other potential issues
    #[command(visible_alias = "wtf")]
    Doctor(doctor::DoctorArgs),
    /// Show which nodes talk to each other, as text or as a picture
    Graph(graph::GraphArgs),
    /// Show information about ROS interfaces
    #[command(subcommand)]
    Interface(interface::Command),
    /// Launch a launch file of a package, or one by its path
    Launch(launch::LaunchArgs),
    /// Various lifecycle related sub-commands
    #[command(subcommand)]
    Lifecycle(lifecycle::Command),
    /// Various multicast related sub-commands
    #[command(subcommand)]
    Multicast(multicast::Command),
    /// Various node related sub-commands
    #[command(subcommand)]
    Node(node::Command),
    /// Various param related sub-commands
    #[command(subcommand)]
    Param(param::Command),
    /// Various package related sub-commands
    #[command(subcommand)]
    Pkg(pkg::Command),
    /// Plot numeric fields of topics over time
    Plot(plot::PlotArgs),
    /// Run a Zenoh router, which joins nodes on Zenoh with each other and with other sites
    Router(router::RouterArgs),
    /// Run a package specific executable, or a file of Python
    Run(run::RunArgs),
    /// Keys, certificates, TLS and access control for sites on Zenoh
    #[command(subcommand)]
    Security(security::Command),
    /// Various service related sub-commands
    #[command(subcommand)]
    Service(service::Command),
    /// Various sub-commands related to coordinate frames
    #[command(subcommand)]
    Tf2(tf2::Command),
    /// Watch nodes, topics, rates and QoS problems on one screen
    Top(top::TopArgs),
    /// Various topic related sub-commands
    #[command(subcommand)]
    Topic(topic::Command),
}

impl Cli {
    /// Does what was asked for.
    pub(crate) fn run(self) -> Result<()> {
        match self.command {
            Command::Action(command) => command.run(),
            Command::Bridge(args) => args.run(),
            Command::Completion(args) => args.run(),
            Command::Component(args) => args.run(),
            Command::Daemon(command) => command.run(),
            Command::Doctor(args) => args.run(),
            Command::Graph(args) => args.run(),
            Command::Interface(command) => command.run(),
            Command::Launch(args) => args.run(),
            Command::Lifecycle(command) => command.run(),
            Command::Multicast(command) => command.run(),
            Command::Node(command) => command.run(),
            Command::Param(command) => command.run(),
            Command::Pkg(command) => command.run(),
            Command::Plot(args) => args.run(),
            Command::Router(args) => args.run(),
            Command::Run(args) => args.run(),
            Command::Security(command) => command.run(),
            Command::Service(command) => command.run(),
            Command::Tf2(command) => command.run(),
            Command::Top(args) => args.run(),
            Command::Topic(command) => command.run(),
        }
    }
}
