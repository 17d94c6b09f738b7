//! The `ros2` command: upstream's verbs, flags and output, on Rosebay's own client library and without a
//! daemon.

mod action;
mod bridge;
mod calls;
mod chart;
mod cli;
mod complete;
mod component;
mod daemon;
mod diagram;
mod doctor;
mod error;
mod fields;
mod filter;
mod graph;
mod inbox;
mod interface;
mod interruption;
mod launch;
mod lifecycle;
mod listing;
mod multicast;
mod node;
mod nodes;
mod output;
mod packages;
mod param;
mod peers;
mod pkg;
mod plot;
mod qos;
mod router;
mod run;
mod screen;
mod security;
mod service;
mod session;
mod tf2;
mod tools;
mod top;
mod topic;
mod types;
mod values;

use std::process::ExitCode;

use clap::Parser;

use cli::Cli;

fn main() -> ExitCode {
    complete::answer();
    let cli = Cli::parse_from(cli::arguments());
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is_silent() {
                output::note(&error);
            }
            ExitCode::from(error.exit_code())
        }
    }
}
