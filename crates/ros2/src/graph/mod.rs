//! `ros2 graph`: who talks to whom.

mod draw;
mod model;
mod text;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::error::{Error, Result};
use crate::nodes;
use crate::output::Output;
use crate::session::{Session, SessionArgs};
use model::{Included, Model};

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// Show these nodes alone, with what they talk to
    node_name: Vec<String>,
    /// The form to print; without it what the output's name ends in, else text
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show services with their clients as well
    #[arg(long)]
    services: bool,
    /// Show actions with their clients as well
    #[arg(long)]
    actions: bool,
    /// Show hidden nodes, topics, services and actions as well
    #[arg(long)]
    include_hidden: bool,
    /// Show what every node has as well: /rosout, /parameter_events, and the services of parameters, log
    /// levels and types
    #[arg(long)]
    include_infrastructure: bool,
    #[command(flatten)]
    session: SessionArgs,
    /// Print JSON: the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// The forms a graph can be printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Svg,
    Dot,
    Json,
}

impl GraphArgs {
    pub(crate) fn run(self) -> Result<()> {
        let format = self.format()?;
        let session = Session::open(&self.session)?;
        session.settle()?;
        let mut wanted = Vec::new();
        for name in &self.node_name {
            wanted.push(nodes::find(&session, name, None)?);
        }
        let included = Included {
            services: self.services,
            actions: self.actions,
            hidden: self.include_hidden,
            infrastructure: self.include_infrastructure,
        };
        let mut model = Model::of(&session, included)?;
        if !wanted.is_empty() {
            model.narrow(&wanted);
        }
        if model.nodes.is_empty() {
            session.report_participants();
        }
        let text = match format {
            Format::Text => model.to_text(),
            Format::Svg => model.to_diagram().to_svg(),
            Format::Dot => model.to_diagram().to_dot(),
            Format::Json => format!("{:#}\n", model.to_json()),
        };
        match &self.output {
            Some(path) => std::fs::write(path, text).map_err(Error::io(path.display())),
            None => {
                let mut out = Output::new();
                out.text(&text)?;
                out.finish()
            }
        }
    }

    fn format(&self) -> Result<Format> {
        if self.json {
            return Ok(Format::Json);
        }
        let named = self.output.as_ref().and_then(|path| path.extension());
        match (self.format, named) {
            (Some(format), _) => Ok(format),
            (None, Some(extension)) => {
                let extension = extension.to_string_lossy();
                let extension = match extension.as_ref() {
                    "txt" => "text",
                    "gv" => "dot",
                    other => other,
                };
                Format::from_str(extension, true).map_err(|_| {
                    Error::Failed(format!(
                        "cannot tell the format from '.{extension}': expected .svg, .dot, .gv, .json or .txt, \
                         or --format"
                    ))
                })
            }
            (None, None) => Ok(Format::Text),
        }
    }
}
