//! The neighbour graph: weighted, undirected, in compressed rows.

use super::neighbours::Neighbour;

/// Each edge is in both rows; a self-loop is kept apart, once.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    /// Where each node's edges begin; one more than there are nodes.
    pub offsets: Vec<usize>,
    pub targets: Vec<u32>,
    pub weights: Vec<f64>,
    /// Of a node that aggregates several: twice the weight between them.
    pub loops: Vec<f64>,
    /// Weighted degree, self-loop included.
    pub degrees: Vec<f64>,
    /// Sum of the degrees.
    pub total: f64,
}

impl Graph {
    /// From edges `(a, b, weight)` with `a < b`; of a repeated edge the greatest weight counts.
    pub(super) fn new(nodes: usize, mut edges: Vec<(u32, u32, f64)>) -> Self {
        edges.retain(|(a, b, weight)| a != b && *weight > 0.0);
        edges.sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(y.2.total_cmp(&x.2)));
        edges.dedup_by_key(|(a, b, _)| (*a, *b));
        Self::from_unique(nodes, &edges, vec![0.0; nodes])
    }

    pub(super) fn from_unique(nodes: usize, edges: &[(u32, u32, f64)], loops: Vec<f64>) -> Self {
        let mut offsets = vec![0usize; nodes + 1];
        for &(a, b, _) in edges {
            offsets[a as usize + 1] += 1;
            offsets[b as usize + 1] += 1;
        }
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut targets = vec![0; edges.len() * 2];
        let mut weights = vec![0.0; edges.len() * 2];
        let mut degrees = loops.clone();
        for &(a, b, weight) in edges {
            for (from, to) in [(a, b), (b, a)] {
                let slot = &mut next[from as usize];
                targets[*slot] = to;
                weights[*slot] = weight;
                *slot += 1;
                degrees[from as usize] += weight;
            }
        }
        let total = degrees.iter().sum();
        Self { offsets, targets, weights, loops, degrees, total }
    }

    /// Each point joined to its neighbours, whichever of the two named the other, by the root of their cosine: being a
    /// neighbour at all matters more than how near.
    pub(super) fn of_neighbours(neighbours: &[Vec<Neighbour>]) -> Self {
        let edges = neighbours
            .iter()
            .zip(0u32..)
            .flat_map(|(row, a)| {
                row.iter().map(move |n| {
                    (a.min(n.index), a.max(n.index), (f64::from(n.dot).max(0.0) / (127.0 * 127.0)).sqrt())
                })
            })
            .collect();
        Self::new(neighbours.len(), edges)
    }

    pub(super) fn len(&self) -> usize {
        self.degrees.len()
    }

    pub(super) fn edges(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[node]..self.offsets[node + 1];
        self.targets[range.clone()]
            .iter()
            .zip(&self.weights[range])
            .map(|(target, weight)| (*target as usize, *weight))
    }
}
