//! The graph as lines: each node with what it sends and receives, and who is at the other end.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::model::{Channel, Kind, Model};

impl Model {
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for node in &self.nodes {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{node}");
            for ((kind, name), channel) in &self.channels {
                if channel.sources.contains(node) {
                    let others = others(channel, &channel.sinks, |other| (node.clone(), other));
                    line(&mut text, "->", *kind, name, channel, &others);
                }
            }
            for ((kind, name), channel) in &self.channels {
                if channel.sinks.contains(node) {
                    let others = others(channel, &channel.sources, |other| (other, node.clone()));
                    line(&mut text, "<-", *kind, name, channel, &others);
                }
            }
        }
        text
    }
}

/// The nodes at the other end, with the policies that keep one apart.
fn others(
    channel: &Channel,
    names: &BTreeSet<String>,
    pair: impl Fn(String) -> (String, String),
) -> String {
    let names = names.iter().map(|name| {
        let policies = channel.mismatches.get(&pair(name.clone()));
        match policies {
            Some(policies) => format!("{name} (does not match: {})", policies.join(", ")),
            None => name.clone(),
        }
    });
    names.collect::<Vec<_>>().join(", ")
}

fn line(text: &mut String, arrow: &str, kind: Kind, name: &str, channel: &Channel, others: &str) {
    let kind = match kind {
        Kind::Topic => "",
        Kind::Service => "service ",
        Kind::Action => "action ",
    };
    let types: Vec<_> = channel.types.iter().map(String::as_str).collect();
    let types = types.join(", ");
    let others = match others {
        "" => String::new(),
        others => format!(" {arrow} {others}"),
    };
    let _ = writeln!(text, "  {arrow} {kind}{name} [{types}]{others}");
}
