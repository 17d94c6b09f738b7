//! The graph as a diagram: arrows from nodes to what they send on, and from that to the nodes that receive.

use std::collections::BTreeMap;

use super::model::{Kind, Model};
use crate::diagram::{Diagram, Direction, Shape};

impl Model {
    pub(super) fn to_diagram(&self) -> Diagram {
        let mut diagram = Diagram::new(Direction::Right);
        let nodes = self.nodes.iter();
        let nodes: BTreeMap<&String, usize> = nodes
            .map(|name| (name, diagram.add(name, Vec::new(), Shape::Actor)))
            .collect();
        for ((kind, name), channel) in &self.channels {
            let shape = match kind {
                Kind::Topic => Shape::Topic,
                Kind::Service => Shape::Service,
                Kind::Action => Shape::Action,
            };
            let middle = diagram.add(name, channel.types.iter().cloned().collect(), shape);
            // An arrow stands for all that one node sends: it is broken where none of it is received.
            let pairs = || {
                let sources = channel.sources.iter();
                sources.flat_map(|from| channel.sinks.iter().map(move |to| (from, to)))
            };
            let matches = |from: &String, to: &String| {
                let pair = (from.clone(), to.clone());
                !channel.mismatches.contains_key(&pair)
            };
            for from in &channel.sources {
                let mut own = pairs().filter(|(source, _)| *source == from).peekable();
                let is_broken = own.peek().is_some() && !own.any(|(from, to)| matches(from, to));
                diagram.connect(nodes[from], middle, is_broken);
            }
            for to in &channel.sinks {
                let mut own = pairs().filter(|(_, sink)| *sink == to).peekable();
                let is_broken = own.peek().is_some() && !own.any(|(from, to)| matches(from, to));
                diagram.connect(middle, nodes[to], is_broken);
            }
        }
        diagram
    }
}
