//! `ros2 param list`.

use clap::Args;
use regex_lite::Regex;
use rosebay_rcl::parameter::{ParameterClient, ParameterType};
use serde_json::{Map, Value as Json, json};

use super::{connect, text};
use crate::error::Result;
use crate::nodes::{self, SERVICE_TIMEOUT};
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Name of the ROS node
    node_name: Option<String>,
    #[command(flatten)]
    session: SessionArgs,
    /// Only parameters whose names begin with a match of the regular expression are shown
    #[arg(long, value_name = "REGEX", value_parser = at_start)]
    filter: Option<Regex>,
    /// Consider hidden nodes as well
    #[arg(long)]
    include_hidden_nodes: bool,
    /// Only list parameters with the provided prefixes
    #[arg(long, num_args = 1..)]
    param_prefixes: Vec<String>,
    /// Print parameter types with parameter names
    #[arg(long)]
    param_type: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Names of parameters, with their types where those are wanted.
type Listed = Vec<(String, Option<ParameterType>)>;

/// Reads a regular expression that must match where a name begins.
fn at_start(text: &str) -> std::result::Result<Regex, String> {
    // By itself first, so that an error speaks of what was written.
    Regex::new(text)
        .and_then(|_| Regex::new(&format!("^(?:{text})")))
        .map_err(|error| error.to_string())
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let names = match &self.node_name {
            Some(name) => vec![nodes::find(&session, name, None)?],
            None => {
                session.settle()?;
                let mut names = nodes::names(session.graph(), self.include_hidden_nodes);
                names.dedup();
                names
            }
        };
        let mut out = Output::new();
        let mut json = Map::new();
        for node in names {
            let listed = match connect(&session, &node)
                .and_then(|client| self.parameters(&session, &client))
            {
                Ok(listed) => listed,
                Err(error) if self.node_name.is_some() => return Err(error),
                Err(error) => {
                    session.check()?;
                    note(error);
                    continue;
                }
            };
            if self.json {
                json.insert(node, listed.into_iter().map(json_of).collect());
                continue;
            }
            if self.node_name.is_none() && !listed.is_empty() {
                out.line(format_args!("{node}:"))?;
            }
            for (name, ty) in listed {
                match ty {
                    Some(ty) => {
                        out.line(format_args!("  {name} (type: {})", text::type_name(ty)))?
                    }
                    None => out.line(format_args!("  {name}"))?,
                }
            }
        }
        if self.json {
            out.json(&Json::Object(json))?;
        }
        out.finish()
    }

    fn parameters(&self, session: &Session, client: &ParameterClient) -> Result<Listed> {
        let pending = client.list(&self.param_prefixes, 0)?;
        let mut names = session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?
            .names;
        names.sort();
        if let Some(filter) = &self.filter {
            names.retain(|name| filter.is_match(name));
        }
        if !self.param_type || names.is_empty() {
            return Ok(names.into_iter().map(|name| (name, None)).collect());
        }
        let pending = client.get_types(&names)?;
        let types = session.wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let types = types.into_iter().map(Some);
        Ok(names.into_iter().zip(types).collect())
    }
}

fn json_of((name, ty): (String, Option<ParameterType>)) -> Json {
    match ty {
        Some(ty) => json!({"name": name, "type": text::type_name(ty)}),
        None => Json::from(name),
    }
}
