//! Where the vertices and the edges of a diagram are.
//!
//! `along` is the axis in which the layers follow each other, `across` the one within a layer.

use super::order::{self, Item, Layers};
use super::{Diagram, Direction};

/// Between two layers.
const LAYER_GAP: f64 = 70.0;
/// Between two items of a layer.
const ITEM_GAP: f64 = 18.0;
/// Between two parts that no edge joins.
const PART_GAP: f64 = 30.0;
/// The place that an edge takes in a layer it passes.
const KNOT_SIZE: f64 = 4.0;
/// How often the items are moved towards their neighbours.
const SWEEPS: usize = 16;
/// How much a long edge wants to be straight, beside one between vertices that are near.
const KNOT_WEIGHT: f64 = 8.0;

/// A point of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A picture's measures.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) size: Point,
    /// The middle of each vertex.
    pub(super) vertices: Vec<Point>,
    /// The corners of each line, from its arrow's beginning to its end.
    pub(super) lines: Vec<Line>,
}

/// An edge, or two of opposite directions.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) points: Vec<Point>,
    pub(super) is_broken: bool,
    pub(super) is_mutual: bool,
}

/// A vertex's place, or a part's size, along and across.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    along: f64,
    across: f64,
}

/// A part of the graph that no edge joins to the rest.
struct Part {
    size: Place,
    /// The middle of each of its vertices.
    vertices: Vec<(usize, Place)>,
    /// The corners of each of its edges, by the edges' places among the joined ones.
    lines: Vec<(usize, Vec<Place>)>,
}

/// An edge of which there is one at most between two vertices.
struct Joined {
    from: usize,
    to: usize,
    is_broken: bool,
    is_mutual: bool,
}

/// Places the vertices, which have these sizes.
pub(super) fn layout(diagram: &Diagram, sizes: &[Point]) -> Layout {
    let turned = |point: Point| match diagram.direction {
        Direction::Right => Place {
            along: point.x,
            across: point.y,
        },
        Direction::Down => Place {
            along: point.y,
            across: point.x,
        },
    };
    let back = |place: Place| match diagram.direction {
        Direction::Right => Point {
            x: place.along,
            y: place.across,
        },
        Direction::Down => Point {
            x: place.across,
            y: place.along,
        },
    };
    let sizes: Vec<Place> = sizes.iter().copied().map(turned).collect();
    let joined = joined(diagram);
    let mut parts: Vec<Part> = components(sizes.len(), &joined)
        .into_iter()
        .map(|members| part(&members, &joined, &sizes))
        .collect();
    let size = pack(&mut parts);
    let mut layout = Layout {
        size: back(size),
        vertices: vec![Point::default(); sizes.len()],
        lines: Vec::new(),
    };
    for part in parts {
        for (vertex, place) in part.vertices {
            layout.vertices[vertex] = back(place);
        }
        for (edge, places) in part.lines {
            layout.lines.push(Line {
                points: places.into_iter().map(back).collect(),
                is_broken: joined[edge].is_broken,
                is_mutual: joined[edge].is_mutual,
            });
        }
    }
    layout
}

/// The edges, those between the same two vertices as one.
fn joined(diagram: &Diagram) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::new();
    for edge in diagram.edges.iter().filter(|edge| edge.from != edge.to) {
        let (from, to) = (edge.from, edge.to);
        let known = joined.iter_mut().find(|known| {
            (known.from, known.to) == (from, to) || (known.from, known.to) == (to, from)
        });
        match known {
            Some(known) => {
                known.is_mutual |= known.from == to;
                known.is_broken |= edge.is_broken;
            }
            None => joined.push(Joined {
                from,
                to,
                is_broken: edge.is_broken,
                is_mutual: false,
            }),
        }
    }
    joined
}

/// The vertices that hang together.
fn components(count: usize, edges: &[Joined]) -> Vec<Vec<usize>> {
    let mut roots: Vec<usize> = (0..count).collect();
    fn root(roots: &[usize], mut vertex: usize) -> usize {
        while roots[vertex] != vertex {
            vertex = roots[vertex];
        }
        vertex
    }
    for edge in edges {
        let (one, other) = (root(&roots, edge.from), root(&roots, edge.to));
        roots[one.max(other)] = one.min(other);
    }
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); count];
    for vertex in 0..count {
        found[root(&roots, vertex)].push(vertex);
    }
    found.retain(|members| !members.is_empty());
    found
}

/// Places the vertices of a part, from the origin.
fn part(members: &[usize], joined: &[Joined], sizes: &[Place]) -> Part {
    let inner = |vertex: usize| members.iter().position(|member| *member == vertex);
    let mut numbers = Vec::new();
    let mut edges = Vec::new();
    for (number, edge) in joined.iter().enumerate() {
        if let (Some(from), Some(to)) = (inner(edge.from), inner(edge.to)) {
            numbers.push(number);
            edges.push((from, to));
        }
    }
    let layers = order::layers(members.len(), &edges);
    let item_sizes: Vec<Place> = layers
        .items
        .iter()
        .map(|item| match item {
            Item::Vertex(vertex) => sizes[members[*vertex]],
            Item::Knot => Place {
                along: 0.0,
                across: KNOT_SIZE,
            },
        })
        .collect();
    let across = across(&layers, &item_sizes);
    let columns = columns(&layers, &item_sizes);
    let mut along = vec![(0.0, 0.0); layers.items.len()];
    for (layer, column) in layers.layers.iter().zip(&columns) {
        layer.iter().for_each(|item| along[*item] = *column);
    }
    let middle = |item: usize| Place {
        along: (along[item].0 + along[item].1) / 2.0,
        across: across[item],
    };
    let ends = |item: usize| match layers.items[item] {
        Item::Vertex(_) => {
            let half = item_sizes[item].along / 2.0;
            (middle(item).along - half, middle(item).along + half)
        }
        Item::Knot => along[item],
    };
    let lines = layers.ways.iter().enumerate().map(|(edge, way)| {
        let mut corners: Vec<Place> = way
            .iter()
            .flat_map(|item| {
                let (first, last) = ends(*item);
                [first, last].map(|along| Place {
                    along,
                    across: across[*item],
                })
            })
            .collect();
        // From the one vertex's side to the other's.
        corners.remove(0);
        corners.pop();
        if way.first() != Some(&edges[edge].0) {
            corners.reverse();
        }
        (numbers[edge], corners)
    });
    let extent = (0..layers.items.len()).map(|item| across[item] + item_sizes[item].across / 2.0);
    Part {
        size: Place {
            along: columns.last().map_or(0.0, |column| column.1),
            across: extent.fold(0.0, f64::max),
        },
        vertices: members
            .iter()
            .enumerate()
            .map(|(item, vertex)| (*vertex, middle(item)))
            .collect(),
        lines: lines.collect(),
    }
}

/// Where each layer begins and ends.
fn columns(layers: &Layers, sizes: &[Place]) -> Vec<(f64, f64)> {
    let mut begin = 0.0;
    let mut columns = Vec::new();
    for layer in &layers.layers {
        let widest = layer
            .iter()
            .map(|item| sizes[*item].along)
            .fold(0.0, f64::max);
        columns.push((begin, begin + widest));
        begin += widest + LAYER_GAP;
    }
    columns
}

/// The middle of each item across: near its neighbours, in the order of its layer, none on another.
fn across(layers: &Layers, sizes: &[Place]) -> Vec<f64> {
    let mut places = vec![0.0; layers.items.len()];
    for layer in &layers.layers {
        arrange(layer, sizes, &mut places, |_| (0.0, 1.0));
    }
    for sweep in 0..SWEEPS {
        let mut order: Vec<_> = layers.layers.iter().collect();
        if sweep % 2 == 1 {
            order.reverse();
        }
        for layer in order {
            let before = places.clone();
            arrange(layer, sizes, &mut places, |item| {
                let (mut sum, mut weights) = (0.0, 0.0);
                for other in layers.before[item].iter().chain(&layers.behind[item]) {
                    let is_knot = [item, *other].map(|item| layers.items[item] == Item::Knot);
                    let weight = if is_knot == [true, true] {
                        KNOT_WEIGHT
                    } else {
                        1.0
                    };
                    sum += weight * before[*other];
                    weights += weight;
                }
                match weights {
                    0.0 => (before[item], 0.1),
                    weights => (sum / weights, weights),
                }
            });
        }
    }
    let tops = (0..places.len()).map(|item| places[item] - sizes[item].across / 2.0);
    let top = tops.fold(f64::INFINITY, f64::min);
    places.iter().map(|place| place - top).collect()
}

/// Places the items of a layer as near as can be, by least squares, to where each wants to be, which `wish`
/// tells with its weight. In their order, that is a regression on rising values: neighbours that would come
/// too near are pooled and share their mean.
fn arrange(
    layer: &[usize],
    sizes: &[Place],
    places: &mut [f64],
    wish: impl Fn(usize) -> (f64, f64),
) {
    // (the pool's mean, its weight, how many items are in it), less the distance from the first item.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    let mut distances = Vec::with_capacity(layer.len());
    let mut distance = 0.0;
    for (index, item) in layer.iter().enumerate() {
        if let Some(previous) = index.checked_sub(1) {
            let halves = sizes[layer[previous]].across + sizes[*item].across;
            distance += halves / 2.0 + ITEM_GAP;
        }
        distances.push(distance);
        let (wanted, weight) = wish(*item);
        let mut pool = (wanted - distance, weight, 1);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let weight = last.1 + pool.1;
            pool = (
                (last.0 * last.1 + pool.0 * pool.1) / weight,
                weight,
                last.2 + pool.2,
            );
        }
        pools.push(pool);
    }
    let shifts = pools
        .iter()
        .flat_map(|(mean, _, count)| vec![*mean; *count]);
    for ((item, distance), shift) in layer.iter().zip(distances).zip(shifts) {
        places[*item] = shift + distance;
    }
}

/// Puts the parts beside and below each other, the largest first. Tells the size of it all.
fn pack(parts: &mut [Part]) -> Place {
    parts.sort_by(|one, other| {
        let area = |part: &Part| part.size.along * part.size.across;
        area(other).total_cmp(&area(one))
    });
    let widest = parts
        .iter()
        .map(|part| part.size.along)
        .fold(600.0, f64::max);
    let mut size = Place::default();
    let mut next = Place::default();
    let mut height: f64 = 0.0;
    for part in parts {
        if next.along > 0.0 && next.along + part.size.along > widest {
            next = Place {
                along: 0.0,
                across: next.across + height + PART_GAP,
            };
            height = 0.0;
        }
        part.shift(next);
        height = height.max(part.size.across);
        size.along = size.along.max(next.along + part.size.along);
        size.across = size.across.max(next.across + part.size.across);
        next.along += part.size.along + PART_GAP;
    }
    size
}

impl Part {
    fn shift(&mut self, by: Place) {
        let corners = self.lines.iter_mut().flat_map(|(_, corners)| corners);
        let vertices = self.vertices.iter_mut().map(|(_, place)| place);
        for place in vertices.chain(corners) {
            place.along += by.along;
            place.across += by.across;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::Shape;

    const SIZE: Point = Point { x: 50.0, y: 20.0 };

    fn diagram(direction: Direction, count: usize, edges: &[(usize, usize)]) -> Layout {
        let mut diagram = Diagram::new(direction);
        for _ in 0..count {
            diagram.add("v", Vec::new(), Shape::Actor);
        }
        edges
            .iter()
            .for_each(|(from, to)| diagram.connect(*from, *to, false));
        layout(&diagram, &vec![SIZE; count])
    }

    #[test]
    fn nothing_lies_on_anything_else() {
        let edges: Vec<_> = (0..40).map(|n| (n % 13, (n * 7 + 3) % 13)).collect();
        let found = diagram(Direction::Right, 15, &edges);
        for (index, one) in found.vertices.iter().enumerate() {
            for other in &found.vertices[index + 1..] {
                let apart = (one.x - other.x).abs() >= SIZE.x || (one.y - other.y).abs() >= SIZE.y;
                assert!(apart, "{one:?} {other:?}");
            }
            assert!(one.x >= SIZE.x / 2.0 - 1e-6 && one.x + SIZE.x / 2.0 <= found.size.x + 1e-6);
            assert!(one.y >= SIZE.y / 2.0 - 1e-6 && one.y + SIZE.y / 2.0 <= found.size.y + 1e-6);
        }
    }

    #[test]
    fn a_chain_is_straight_and_points_where_it_should() {
        let right = diagram(Direction::Right, 3, &[(0, 1), (1, 2)]);
        assert!(right.vertices.windows(2).all(|pair| pair[0].y == pair[1].y));
        assert!(right.vertices.windows(2).all(|pair| pair[0].x < pair[1].x));
        let down = diagram(Direction::Down, 3, &[(0, 1), (1, 2)]);
        assert!(down.vertices.windows(2).all(|pair| pair[0].y < pair[1].y));
    }

    #[test]
    fn both_ways_between_two_vertices_are_one_line() {
        let found = diagram(Direction::Right, 2, &[(0, 1), (1, 0), (0, 1)]);
        assert_eq!(found.lines.len(), 1);
        assert!(found.lines[0].is_mutual);
    }
}
