//! Directed graphs as pictures: vertices in layers, edges as curves between them.

mod dot;
mod layout;
mod order;
mod svg;

pub(crate) use svg::escape;

/// What a vertex stands for, which says how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Something that acts: a node, a frame.
    Actor,
    /// A topic.
    Topic,
    /// A service.
    Service,
    /// An action.
    Action,
}

/// A box with text in it.
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    /// What it is called.
    pub(crate) label: String,
    /// Smaller lines below.
    pub(crate) details: Vec<String>,
    pub(crate) shape: Shape,
}

/// An arrow between two vertices, by their places in the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Whether nothing flows here, though it should.
    pub(crate) is_broken: bool,
}

/// The way in which most arrows point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Right,
    Down,
}

/// A directed graph to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Diagram {
    pub(crate) direction: Direction,
    pub(crate) vertices: Vec<Vertex>,
    pub(crate) edges: Vec<Edge>,
}

impl Diagram {
    pub(crate) fn new(direction: Direction) -> Self {
        Self {
            direction,
            vertices: Vec::new(),
            edges: Vec::new(),
        }
    }

    /// Adds a vertex and tells its place.
    pub(crate) fn add(&mut self, label: &str, details: Vec<String>, shape: Shape) -> usize {
        self.vertices.push(Vertex {
            label: label.to_owned(),
            details,
            shape,
        });
        self.vertices.len() - 1
    }

    /// Adds an arrow.
    pub(crate) fn connect(&mut self, from: usize, to: usize, is_broken: bool) {
        self.edges.push(Edge {
            from,
            to,
            is_broken,
        });
    }
}
