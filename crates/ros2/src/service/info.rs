//! `ros2 service info`.

use clap::Args;
use rosebay_rcl::rmw::ServiceEndpointInfo;
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::output::Output;
use crate::qos::qos_json;
use crate::session::{Session, SessionArgs};
use crate::types::{type_text, unknown_service};

#[derive(Debug, Args)]
pub(crate) struct InfoArgs {
    /// Name of the ROS service to get info (e.g. '/add_two_ints')
    service_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Also name the nodes of the clients and services
    #[arg(short, long)]
    verbose: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl InfoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let service = session.full_name(&self.service_name)?;
        session.settle()?;
        let graph = session.graph();
        let names = graph.service_names_and_types();
        let Some((_, types)) = names.into_iter().find(|(name, _)| *name == service) else {
            return Err(unknown_service(&session, &service));
        };
        let clients = graph.clients_info_by_service(&service);
        let services = graph.servers_info_by_service(&service);
        let mut out = Output::new();
        if self.json {
            out.json(&json!({
                "name": service,
                "types": types,
                "clients": clients.iter().map(json_of).collect::<Json>(),
                "services": services.iter().map(json_of).collect::<Json>(),
            }))?;
            return out.finish();
        }
        out.line(format_args!("Type: {}", type_text(&types)))?;
        for (role, endpoints) in [("Clients", clients), ("Services", services)] {
            out.line(format_args!("{role} count: {}", endpoints.len()))?;
            if self.verbose {
                for endpoint in endpoints {
                    out.line(format_args!("    {}", node_name(&endpoint)))?;
                }
            }
        }
        out.finish()
    }
}

fn node_name(endpoint: &ServiceEndpointInfo) -> String {
    rosebay_rcl::names::fully_qualified_name(&endpoint.node_namespace, &endpoint.node_name)
}

fn json_of(endpoint: &ServiceEndpointInfo) -> Json {
    let endpoints = endpoint.endpoints.iter();
    json!({
        "node": node_name(endpoint),
        "type": endpoint.type_name,
        "type_hash": endpoint.type_hash.map(|hash| hash.to_string()),
        "endpoints": endpoints
            .map(|(gid, qos)| json!({"gid": gid.to_string(), "qos": qos_json(qos)}))
            .collect::<Json>(),
    })
}
