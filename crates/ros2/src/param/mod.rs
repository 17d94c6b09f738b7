//! `ros2 param`.

mod delete;
mod describe;
mod dump;
mod get;
mod list;
mod load;
mod set;
mod text;

use std::time::Duration;

use clap::{Args, Subcommand};
use rosebay_rcl::parameter::{ParameterClient, SetParametersResult};

use crate::error::{Error, Result};
use crate::nodes;
use crate::session::{Session, SessionArgs, seconds};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Delete parameter
    Delete(delete::DeleteArgs),
    /// Show descriptive information about declared parameters
    Describe(describe::DescribeArgs),
    /// Show all of the parameters of a node in a YAML file format
    Dump(dump::DumpArgs),
    /// Get parameter
    Get(get::GetArgs),
    /// Output a list of available parameters
    List(list::ListArgs),
    /// Load parameter file for a node
    Load(load::LoadArgs),
    /// Set parameter
    Set(set::SetArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Delete(args) => args.run(),
            Self::Describe(args) => args.run(),
            Self::Dump(args) => args.run(),
            Self::Get(args) => args.run(),
            Self::List(args) => args.run(),
            Self::Load(args) => args.run(),
            Self::Set(args) => args.run(),
        }
    }
}

/// The node whose parameters are meant, and how to reach it.
#[derive(Debug, Args)]
struct NodeArgs {
    /// Name of the ROS node
    node_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Accepted for compatibility: a node that is named may be a hidden one
    #[arg(long)]
    include_hidden_nodes: bool,
    /// Wait for N seconds until node becomes available
    #[arg(long, value_name = "N", default_value = "1", value_parser = seconds)]
    timeout: Duration,
}

/// A node's parameters from afar.
struct Remote {
    session: Session,
    client: ParameterClient,
    /// The node's full name.
    name: String,
}

impl NodeArgs {
    /// Finds the node and its parameter services.
    fn connect(&self) -> Result<Remote> {
        let session = Session::open(&self.session)?;
        let name = nodes::find(&session, &self.node_name, Some(self.timeout))?;
        let client = connect(&session, &name)?;
        Ok(Remote {
            session,
            client,
            name,
        })
    }
}

/// Waits for the parameter services of a node that is there.
fn connect(session: &Session, name: &str) -> Result<ParameterClient> {
    connect_within(session, name, nodes::SERVICE_TIMEOUT)
}

fn connect_within(session: &Session, name: &str, timeout: Duration) -> Result<ParameterClient> {
    let client = ParameterClient::new(session.node(), name)?;
    if !client.wait_for_services(Some(timeout)) {
        session.check()?;
        return Err(Error::Failed(format!(
            "Wait for service timed out waiting for parameter services for node {name}"
        )));
    }
    Ok(client)
}

/// The names of all parameters of a node, sorted.
fn all_names(session: &Session, client: &ParameterClient) -> Result<Vec<String>> {
    names_within(session, client, nodes::SERVICE_TIMEOUT)
}

fn names_within(
    session: &Session,
    client: &ParameterClient,
    timeout: Duration,
) -> Result<Vec<String>> {
    let none: [&str; 0] = [];
    let answer = session.wait_for_response(client.list(&none, 0)?, Some(timeout))?;
    let mut names = answer.names;
    names.sort();
    Ok(names)
}

/// The names of all parameters of a node that answers in time, sorted.
pub(crate) fn names(session: &Session, node: &str, timeout: Duration) -> Result<Vec<String>> {
    let client = connect_within(session, node, timeout)?;
    names_within(session, &client, timeout)
}

/// What one result of setting says, after upstream's words for success and failure.
fn outcome(result: &SetParametersResult, success: &str, failure: &str) -> Result<String> {
    let because = if result.reason.is_empty() {
        String::new()
    } else {
        format!(": {}", result.reason)
    };
    if result.successful {
        Ok(format!("{success}{because}"))
    } else {
        Err(Error::Failed(format!("{failure}{because}")))
    }
}
