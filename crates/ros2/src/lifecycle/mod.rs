//! `ros2 lifecycle`.

mod get;
mod list;
mod nodes;
mod set;

use std::time::Duration;

use clap::{Args, Subcommand};
use rosebay_rosidl::{DynamicMessage, Value};

use crate::calls::call;
use crate::error::{Error, Result};
use crate::nodes::{SERVICE_TIMEOUT, absolute, names};
use crate::session::{Session, SessionArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Get lifecycle state for one or more nodes
    Get(get::GetArgs),
    /// Output a list of available transitions
    List(list::ListArgs),
    /// Output a list of nodes with lifecycle
    Nodes(nodes::NodesArgs),
    /// Trigger lifecycle state transition
    Set(set::SetArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Get(args) => args.run(),
            Self::List(args) => args.run(),
            Self::Nodes(args) => args.run(),
            Self::Set(args) => args.run(),
        }
    }
}

/// The node whose lifecycle is meant.
#[derive(Debug, Args)]
struct NodeArgs {
    /// Name of the ROS node
    node_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Accepted for compatibility: a node that is named may be a hidden one
    #[arg(long)]
    include_hidden_nodes: bool,
}

impl NodeArgs {
    /// Finds the node; gives its full name.
    fn connect(&self) -> Result<(Session, String)> {
        let session = Session::open(&self.session)?;
        let name = find(&session, &self.node_name)?;
        Ok((session, name))
    }
}

/// A managed node's full name.
fn find(session: &Session, name: &str) -> Result<String> {
    let name = absolute(name);
    if session.wait_for(|_| managed(session, true).contains(&name))? {
        return Ok(name);
    }
    session.report_participants();
    let known = managed(session, false);
    let known = known.iter().map(String::as_str);
    Err(Error::unknown("managed node", &name, known))
}

/// The nodes that tell their state.
fn managed(session: &Session, include_hidden: bool) -> Vec<String> {
    let services = session.graph().service_names_and_types();
    let tells_state = |node: &String| {
        let service = format!("{node}/get_state");
        let mut services = services.iter();
        services.any(|(name, types)| {
            *name == service && types.iter().any(|ty| ty == "lifecycle_msgs/srv/GetState")
        })
    };
    let mut nodes = names(session.graph(), include_hidden);
    nodes.retain(tells_state);
    nodes.dedup();
    nodes
}

/// A state or transition: its label and its number.
struct Labelled {
    label: String,
    id: u8,
}

impl Labelled {
    fn of(message: &DynamicMessage, path: &str) -> Result<Self> {
        let label = match message.get_path(&format!("{path}.label"))? {
            Value::String(label) => label,
            _ => String::new(),
        };
        let id = match message.get_path(&format!("{path}.id"))? {
            Value::U8(id) => id,
            _ => 0,
        };
        Ok(Self { label, id })
    }
}

/// A transition with the states that it leads from and to.
struct Transition {
    transition: Labelled,
    start: Labelled,
    goal: Labelled,
}

/// The labels of the transitions of the current state of a node that answers in time.
pub(crate) fn transition_labels(
    session: &Session,
    node: &str,
    timeout: Duration,
) -> Result<Vec<String>> {
    let transitions = transitions_within(session, node, false, timeout)?.into_iter();
    Ok(transitions
        .map(|transition| transition.transition.label)
        .collect())
}

/// The transitions of a node's current state, or all that it has.
fn transitions(session: &Session, node: &str, all: bool) -> Result<Vec<Transition>> {
    transitions_within(session, node, all, SERVICE_TIMEOUT)
}

fn transitions_within(
    session: &Session,
    node: &str,
    all: bool,
    timeout: Duration,
) -> Result<Vec<Transition>> {
    let service = if all {
        "get_transition_graph"
    } else {
        "get_available_transitions"
    };
    let response = call(
        session,
        &format!("{node}/{service}"),
        "lifecycle_msgs/srv/GetAvailableTransitions",
        timeout,
        |_| Ok(()),
    )?;
    let Value::MessageArray(descriptions) = response.get("available_transitions")? else {
        return Ok(Vec::new());
    };
    descriptions
        .iter()
        .map(|description| {
            Ok(Transition {
                transition: Labelled::of(description, "transition")?,
                start: Labelled::of(description, "start_state")?,
                goal: Labelled::of(description, "goal_state")?,
            })
        })
        .collect()
}
