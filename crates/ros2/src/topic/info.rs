//! `ros2 topic info`.

use clap::Args;
use rosebay_rcl::rmw::{EndpointInfo, EndpointKind, History};
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::output::Output;
use crate::qos::{duration_text, qos_json};
use crate::session::{Session, SessionArgs};
use crate::types::{type_text, unknown_topic};

#[derive(Debug, Args)]
pub(crate) struct InfoArgs {
    /// Name of the ROS topic to get info (e.g. '/chatter')
    topic_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Prints detailed information like the node name, node namespace, topic type, topic type hash,
    /// GUID, and QoS Profile of the publishers and subscribers to this topic
    #[arg(short, long)]
    verbose: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl InfoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let topic = session.full_name(&self.topic_name)?;
        session.settle()?;
        let graph = session.graph();
        let names = graph.topic_names_and_types(false);
        let Some((_, types)) = names.into_iter().find(|(name, _)| *name == topic) else {
            return Err(unknown_topic(&session, &topic));
        };
        let publishers = graph.publishers_info_by_topic(&topic, false);
        let subscriptions = graph.subscriptions_info_by_topic(&topic, false);
        let mut out = Output::new();
        if self.json {
            out.json(&json!({
                "name": topic,
                "types": types,
                "publishers": publishers.iter().map(json_of).collect::<Json>(),
                "subscriptions": subscriptions.iter().map(json_of).collect::<Json>(),
            }))?;
            return out.finish();
        }
        let blank = if self.verbose { "\n" } else { "" };
        out.line(format_args!("Type: {}{blank}", type_text(&types)))?;
        for (role, endpoints) in [("Publisher", publishers), ("Subscription", subscriptions)] {
            out.line(format_args!("{role} count: {}{blank}", endpoints.len()))?;
            if self.verbose {
                for endpoint in endpoints {
                    describe(&mut out, &endpoint)?;
                }
            }
        }
        out.finish()
    }
}

fn kind_text(kind: EndpointKind) -> &'static str {
    match kind {
        EndpointKind::Publisher => "PUBLISHER",
        EndpointKind::Subscription => "SUBSCRIPTION",
        EndpointKind::Client => "CLIENT",
        EndpointKind::Service => "SERVER",
    }
}

fn hash_text(endpoint: &EndpointInfo) -> String {
    endpoint
        .type_hash
        .map_or_else(|| "INVALID".to_owned(), |hash| hash.to_string())
}

fn describe(out: &mut Output, endpoint: &EndpointInfo) -> Result<()> {
    let qos = &endpoint.qos;
    out.line(format_args!("Node name: {}", endpoint.node_name))?;
    out.line(format_args!("Node namespace: {}", endpoint.node_namespace))?;
    out.line(format_args!("Topic type: {}", endpoint.type_name))?;
    out.line(format_args!("Topic type hash: {}", hash_text(endpoint)))?;
    out.line(format_args!("Endpoint type: {}", kind_text(endpoint.kind)))?;
    out.line(format_args!("GID: {}", endpoint.gid))?;
    out.line("QoS profile:")?;
    out.line(format_args!("  Reliability: {}", upper(&qos.reliability)))?;
    let depth = match qos.history {
        History::KeepLast => format!(" ({})", qos.depth),
        _ => String::new(),
    };
    out.line(format_args!(
        "  History (Depth): {}{depth}",
        upper(&qos.history)
    ))?;
    out.line(format_args!("  Durability: {}", upper(&qos.durability)))?;
    out.line(format_args!("  Lifespan: {}", duration_text(qos.lifespan)))?;
    out.line(format_args!("  Deadline: {}", duration_text(qos.deadline)))?;
    out.line(format_args!("  Liveliness: {}", upper(&qos.liveliness)))?;
    out.line(format_args!(
        "  Liveliness lease duration: {}\n",
        duration_text(qos.liveliness_lease_duration)
    ))
}

fn upper(policy: &impl ToString) -> String {
    policy.to_string().to_uppercase()
}

fn json_of(endpoint: &EndpointInfo) -> Json {
    json!({
        "node_name": endpoint.node_name,
        "node_namespace": endpoint.node_namespace,
        "type": endpoint.type_name,
        "type_hash": endpoint.type_hash.map(|hash| hash.to_string()),
        "gid": endpoint.gid.to_string(),
        "qos": qos_json(&endpoint.qos),
    })
}
