//! A diagram in Graphviz's language.

use std::fmt::Write;

use super::{Diagram, Direction, Shape};

impl Diagram {
    /// The diagram as `dot` reads it.
    pub(crate) fn to_dot(&self) -> String {
        let direction = match self.direction {
            Direction::Right => "LR",
            Direction::Down => "TB",
        };
        let mut dot = format!("digraph {{\n  rankdir={direction};\n");
        // Writing to a string cannot fail.
        for (index, vertex) in self.vertices.iter().enumerate() {
            let shape = match vertex.shape {
                Shape::Actor => "ellipse",
                Shape::Topic => "box",
                Shape::Service => "hexagon",
                Shape::Action => "octagon",
            };
            let lines = std::iter::once(&vertex.label).chain(&vertex.details);
            let label: Vec<_> = lines.map(|line| escape(line)).collect();
            let label = label.join("\\n");
            let _ = writeln!(dot, "  v{index} [label=\"{label}\", shape={shape}];");
        }
        for edge in &self.edges {
            let style = match edge.is_broken {
                true => " [style=dashed, color=red]",
                false => "",
            };
            let _ = writeln!(dot, "  v{} -> v{}{style};", edge.from, edge.to);
        }
        dot.push_str("}\n");
        dot
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
