//! The layers of a graph and the order within them: fewest crossings that some sweeps can find.
//!
//! Edges that close a circle are turned round, each vertex goes one layer behind the last of those that
//! point to it, edges over several layers get a knot in each layer on their way, and then every layer is
//! sorted by the neighbours in the layer beside it, to and fro.

/// How often all layers are sorted.
const SWEEPS: usize = 12;

/// A vertex or a knot of a long edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Vertex(usize),
    Knot,
}

/// Items in layers; edges go from each layer to the next one only.
#[derive(Debug)]
pub(super) struct Layers {
    pub(super) items: Vec<Item>,
    /// The items of each layer, in their order.
    pub(super) layers: Vec<Vec<usize>>,
    /// The neighbours of each item in the layer before.
    pub(super) before: Vec<Vec<usize>>,
    /// The neighbours of each item in the layer behind.
    pub(super) behind: Vec<Vec<usize>>,
    /// The items on the way of each edge, from the lower layer to the higher one.
    pub(super) ways: Vec<Vec<usize>>,
}

/// Layers of `count` vertices with these edges, none of which joins a vertex to itself.
pub(super) fn layers(count: usize, edges: &[(usize, usize)]) -> Layers {
    let forward = without_circles(count, edges);
    let ranks = ranks(count, &forward);
    let mut layers = Layers {
        items: (0..count).map(Item::Vertex).collect(),
        layers: vec![Vec::new(); ranks.iter().max().map_or(0, |last| last + 1)],
        before: vec![Vec::new(); count],
        behind: vec![Vec::new(); count],
        ways: Vec::new(),
    };
    for vertex in by_depth_first_search(count, &forward) {
        layers.layers[ranks[vertex]].push(vertex);
    }
    for (from, to) in forward {
        let way = layers.add_way(from, to, &ranks);
        layers.ways.push(way);
    }
    layers.sort();
    layers
}

/// The edges, with those turned round that lead back to where a search came from.
fn without_circles(count: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out = vec![Vec::new(); count];
    let mut has_source = vec![false; count];
    for (index, (from, to)) in edges.iter().enumerate() {
        out[*from].push(index);
        has_source[*to] = true;
    }
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; count];
    let mut forward = edges.to_vec();
    // From the sources first, so that only true circles are cut.
    let (sources, others): (Vec<_>, Vec<_>) = (0..count).partition(|vertex| !has_source[*vertex]);
    for root in sources.into_iter().chain(others) {
        if states[root] != State::New {
            continue;
        }
        let mut stack = vec![(root, 0)];
        states[root] = State::Open;
        while let Some((vertex, next)) = stack.last_mut() {
            let Some(edge) = out[*vertex].get(*next).copied() else {
                states[*vertex] = State::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            let (from, to) = edges[edge];
            match states[to] {
                State::New => {
                    states[to] = State::Open;
                    stack.push((to, 0));
                }
                State::Open => forward[edge] = (to, from),
                State::Done => {}
            }
        }
    }
    forward
}

/// The layer of each vertex: behind all that point to it, and as near as can be to what it points to.
fn ranks(count: usize, forward: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![0; count];
    let mut out = vec![Vec::new(); count];
    for (from, to) in forward {
        waiting[*to] += 1;
        out[*from].push(*to);
    }
    let is_source: Vec<bool> = waiting.iter().map(|count| *count == 0).collect();
    let mut ready: Vec<usize> = (0..count).filter(|vertex| is_source[*vertex]).collect();
    let mut ranks = vec![0; count];
    while let Some(vertex) = ready.pop() {
        for to in &out[vertex] {
            ranks[*to] = ranks[*to].max(ranks[vertex] + 1);
            waiting[*to] -= 1;
            if waiting[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    for vertex in (0..count).filter(|vertex| is_source[*vertex]) {
        let nearest = out[vertex].iter().map(|to| ranks[*to] - 1).min();
        ranks[vertex] = nearest.unwrap_or(0);
    }
    ranks
}

/// The vertices so that neighbours come near each other.
fn by_depth_first_search(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut neighbours = vec![Vec::new(); count];
    for (from, to) in edges {
        neighbours[*from].push(*to);
        neighbours[*to].push(*from);
    }
    let mut seen = vec![false; count];
    let mut order = Vec::with_capacity(count);
    for root in 0..count {
        let mut stack = vec![root];
        while let Some(vertex) = stack.pop() {
            if !std::mem::replace(&mut seen[vertex], true) {
                order.push(vertex);
                stack.extend(neighbours[vertex].iter().rev());
            }
        }
    }
    order
}

impl Layers {
    /// Puts a knot into each layer between two vertices and joins them.
    fn add_way(&mut self, from: usize, to: usize, ranks: &[usize]) -> Vec<usize> {
        let mut way = vec![from];
        for rank in ranks[from] + 1..ranks[to] {
            let knot = self.items.len();
            self.items.push(Item::Knot);
            self.before.push(Vec::new());
            self.behind.push(Vec::new());
            self.layers[rank].push(knot);
            way.push(knot);
        }
        way.push(to);
        for pair in way.windows(2) {
            self.behind[pair[0]].push(pair[1]);
            self.before[pair[1]].push(pair[0]);
        }
        way
    }

    /// Sorts the layers to and fro and keeps the order with the fewest crossings.
    fn sort(&mut self) {
        let mut best = self.layers.clone();
        let mut fewest = self.crossings();
        for sweep in 0..SWEEPS {
            if fewest == 0 {
                break;
            }
            let count = self.layers.len();
            if sweep % 2 == 0 {
                (1..count).for_each(|layer| self.sort_layer(layer, layer - 1));
            } else {
                (1..count)
                    .rev()
                    .for_each(|layer| self.sort_layer(layer - 1, layer));
            }
            let crossings = self.crossings();
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&self.layers);
            }
        }
        self.layers = best;
    }

    /// Sorts a layer by the mean place of its items' neighbours in another one; what has none stays.
    fn sort_layer(&mut self, layer: usize, by: usize) {
        let places = self.places(by);
        let neighbours = if by < layer {
            &self.before
        } else {
            &self.behind
        };
        let current = self.layers[layer].iter().enumerate();
        let mut keyed: Vec<(f64, usize)> = current
            .map(|(place, item)| {
                let of: Vec<_> = neighbours[*item]
                    .iter()
                    .map(|other| places[*other])
                    .collect();
                let sum: usize = of.iter().sum();
                let key = match of.len() {
                    0 => place as f64,
                    count => sum as f64 / count as f64,
                };
                (key, *item)
            })
            .collect();
        keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
        self.layers[layer] = keyed.into_iter().map(|(_, item)| item).collect();
    }

    /// The place of each item of a layer in it.
    fn places(&self, layer: usize) -> Vec<usize> {
        let mut places = vec![0; self.items.len()];
        for (place, item) in self.layers[layer].iter().enumerate() {
            places[*item] = place;
        }
        places
    }

    /// How many pairs of edges cross.
    fn crossings(&self) -> usize {
        let mut total = 0;
        for layer in 1..self.layers.len() {
            let places = self.places(layer);
            // Inversions among the ends of the edges, which come sorted by their beginnings: for each, how
            // many before it end behind it.
            let mut ended = vec![0usize; self.layers[layer].len()];
            for item in &self.layers[layer - 1] {
                let mut ends: Vec<_> = self.behind[*item].iter().map(|end| places[*end]).collect();
                ends.sort_unstable();
                for end in &ends {
                    total += ended[end + 1..].iter().sum::<usize>();
                }
                ends.into_iter().for_each(|end| ended[end] += 1);
            }
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_lead_from_layer_to_layer() {
        // A circle of three, and an edge over two layers.
        let layers = layers(4, &[(0, 1), (1, 2), (2, 0), (0, 3), (2, 3)]);
        assert_eq!(layers.layers.len(), 4);
        let rank = |item: usize| layers.layers.iter().position(|layer| layer.contains(&item));
        for way in &layers.ways {
            for pair in way.windows(2) {
                assert_eq!(rank(pair[0]).unwrap() + 1, rank(pair[1]).unwrap());
            }
        }
        // The turned edge (2, 0) has a knot, and (0, 3) has two.
        assert_eq!(
            layers
                .items
                .iter()
                .filter(|item| **item == Item::Knot)
                .count(),
            3
        );
    }

    #[test]
    fn layers_are_sorted_so_that_edges_do_not_cross() {
        let edges = [(0, 5), (1, 4), (2, 3), (0, 4), (1, 3)];
        let layers = layers(6, &edges);
        assert_eq!(layers.crossings(), 0);
    }
}
