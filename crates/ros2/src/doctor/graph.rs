//! What does not fit together in the graph.

use std::collections::{BTreeMap, BTreeSet};

use rosebay_rcl::event::policy_name;
use rosebay_rcl::names::fully_qualified_name;
use rosebay_rcl::rmw::{EndpointInfo, Graph, QosCompatibility};
use rosebay_rosidl::{InterfaceName, Registry, TypeHash};

use super::finding::{Check, Report};
use crate::nodes;

/// Topics that every node has, whether anybody listens or not.
const OF_EVERY_NODE: [&str; 2] = ["/parameter_events", "/rosout"];

pub(super) fn checks(graph: &Graph) -> [Check; 4] {
    [
        check_qos(graph),
        check_topics(graph),
        check_types(graph),
        check_nodes(graph),
    ]
}

fn node_of(endpoint: &EndpointInfo) -> String {
    fully_qualified_name(&endpoint.node_namespace, &endpoint.node_name)
}

fn endpoints(graph: &Graph, topic: &str) -> Vec<EndpointInfo> {
    let mut endpoints = graph.publishers_info_by_topic(topic, false);
    endpoints.extend(graph.subscriptions_info_by_topic(topic, false));
    endpoints
}

fn topics(graph: &Graph) -> impl Iterator<Item = (String, Vec<String>)> {
    graph.topic_names_and_types(false).into_iter()
}

fn check_qos(graph: &Graph) -> Check {
    let mut check = Check::new("middleware");
    for mismatch in graph.qos_mismatches() {
        let policies: Vec<_> = mismatch
            .policies
            .iter()
            .map(|kind| policy_name(*kind))
            .collect();
        let reason = match mismatch
            .publisher
            .qos
            .check_compatible(&mismatch.subscription.qos)
        {
            QosCompatibility::Error(reason) | QosCompatibility::Warning(reason) => reason,
            QosCompatibility::Ok => String::new(),
        };
        check.fail(format!(
            "QoS compatibility error found on topic '{}': {} ({}: publisher {}, subscription {})",
            mismatch.topic,
            reason.trim_start_matches("ERROR: "),
            policies.join(", "),
            node_of(&mismatch.publisher),
            node_of(&mismatch.subscription)
        ));
    }
    check
}

fn check_topics(graph: &Graph) -> Check {
    let mut check = Check::new("topic");
    for (topic, _) in topics(graph).filter(|(topic, _)| !OF_EVERY_NODE.contains(&topic.as_str())) {
        match (
            graph.count_publishers(&topic),
            graph.count_subscriptions(&topic),
        ) {
            (1.., 0) => check.warn(format!("Publisher without subscriber detected on {topic}.")),
            (0, 1..) => check.warn(format!("Subscriber without publisher detected on {topic}.")),
            _ => {}
        }
    }
    check
}

fn check_types(graph: &Graph) -> Check {
    let mut check = Check::new("type");
    let mut versions: BTreeMap<String, BTreeMap<TypeHash, BTreeSet<String>>> = BTreeMap::new();
    for (topic, types) in topics(graph) {
        check_one_type(&mut check, "Topic", &topic, &types);
        let mut on_topic: BTreeMap<String, BTreeMap<TypeHash, BTreeSet<String>>> = BTreeMap::new();
        for endpoint in endpoints(graph, &topic) {
            if let Some(hash) = endpoint.type_hash {
                for known in [&mut on_topic, &mut versions] {
                    let versions = known.entry(endpoint.type_name.clone()).or_default();
                    versions.entry(hash).or_default().insert(node_of(&endpoint));
                }
            }
        }
        for (ty, versions) in on_topic.iter().filter(|(_, versions)| versions.len() > 1) {
            let users = versions.iter().map(|(hash, nodes)| {
                let nodes: Vec<_> = nodes.iter().map(String::as_str).collect();
                format!("{} has {hash}", nodes.join(", "))
            });
            check.fail(format!(
                "Topic '{topic}': the definitions of {ty} differ: {}",
                users.collect::<Vec<_>>().join("; ")
            ));
        }
    }
    for (service, types) in graph.service_names_and_types() {
        check_one_type(&mut check, "Service", &service, &types);
    }
    check_definitions_here(&mut check, &versions);
    check
}

fn check_one_type(check: &mut Check, what: &str, name: &str, types: &[String]) {
    if types.len() > 1 {
        check.fail(format!(
            "{what} '{name}' has more than one type: {}",
            types.join(", ")
        ));
    }
}

/// Whether what is used is what programs that are started here would use.
fn check_definitions_here(
    check: &mut Check,
    versions: &BTreeMap<String, BTreeMap<TypeHash, BTreeSet<String>>>,
) {
    let registry = Registry::standard();
    for (ty, versions) in versions {
        let name = ty.parse::<InterfaceName>();
        let Some(here) = name
            .ok()
            .and_then(|name| Some(registry.message(&name).ok()?.hash()))
        else {
            continue;
        };
        for (hash, nodes) in versions.iter().filter(|(hash, _)| **hash != here) {
            let nodes: Vec<_> = nodes.iter().map(String::as_str).collect();
            check.warn(format!(
                "The definition of {ty} here ({here}) is not that of {} ({hash})",
                nodes.join(", ")
            ));
        }
    }
}

fn check_nodes(graph: &Graph) -> Check {
    let mut check = Check::new("node");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in nodes::names(graph, true) {
        *counts.entry(name).or_default() += 1;
    }
    for (name, count) in counts.into_iter().filter(|(_, count)| *count > 1) {
        check.fail(format!(
            "{count} nodes are called '{name}': their parameters and services cannot be told apart"
        ));
    }
    check
}

pub(super) fn reports(graph: &Graph) -> [Report; 3] {
    [report_qos(graph), report_topics(graph), report_nodes(graph)]
}

fn report_qos(graph: &Graph) -> Report {
    let mut report = Report::new("middleware", "QOS COMPATIBILITY LIST");
    for (topic, _) in topics(graph) {
        let subscriptions = graph.subscriptions_info_by_topic(&topic, false);
        for publisher in graph.publishers_info_by_topic(&topic, false) {
            for subscription in &subscriptions {
                report.add(
                    "topic [type]",
                    format_args!("{topic} [{}]", publisher.type_name),
                );
                report.add("publisher node", &publisher.node_name);
                report.add("subscriber node", &subscription.node_name);
                let status = match publisher.qos.check_compatible(&subscription.qos) {
                    QosCompatibility::Ok => "OK".to_owned(),
                    QosCompatibility::Warning(reason) | QosCompatibility::Error(reason) => reason,
                };
                report.add("compatibility status", status);
            }
        }
    }
    if report.items.is_empty() {
        report.add(
            "compatibility status",
            "No publisher/subscriber pairs found",
        );
    }
    report
}

fn report_topics(graph: &Graph) -> Report {
    let mut report = Report::new("topic", "TOPIC LIST");
    for (topic, _) in topics(graph).filter(|(topic, _)| !OF_EVERY_NODE.contains(&topic.as_str())) {
        report.add("topic", &topic);
        report.add("publisher count", graph.count_publishers(&topic));
        report.add("subscriber count", graph.count_subscriptions(&topic));
    }
    if report.items.is_empty() {
        report.add("topic", "none");
        report.add("publisher count", 0);
        report.add("subscriber count", 0);
    }
    report
}

fn report_nodes(graph: &Graph) -> Report {
    let mut report = Report::new("node", "NODE LIST");
    for participant in graph.participants() {
        report.add("participant", participant.gid);
        report.add("enclave", &participant.enclave);
        report.add("nodes", participant.nodes.join(", "));
    }
    report
}
