//! How fine themes are, from the data alone. A finer partition tells more (the entropy of its sizes grows) and cuts more
//! neighbours apart (the share of the graph's weight that stays inside falls). The resolution is taken at which the two
//! are in balance: where one more nat of entropy costs [`NAT_WEIGHT`] of the weight.

use super::graph::Graph;
use super::leiden::Search;

/// The weight of a nat of entropy in the objective. One constant instead of a resolution for each kind of text: on eleven labelled sets of 4 to 152
/// labels it came within a step of the resolution that agrees best with the labels.
const NAT_WEIGHT: f64 = 0.065;

/// Resolutions to choose from, the finest first.
const RESOLUTIONS: [f64; 9] = [11.3, 8.0, 5.6, 4.0, 2.8, 2.0, 1.4, 1.0, 0.5];

/// The index of the one that is tried first.
const FIRST: usize = 4;

/// The resolution of the previous model is kept unless another is better by more than this.
const KEPT_BONUS: f64 = 0.004;

/// Rounds of the search at a resolution that is tried,
const TRIAL_ROUNDS: usize = 2;
/// and at the one that is taken.
const ROUNDS: usize = 4;

/// Searches at the chosen resolution that begin elsewhere.
const OTHER_SEEDS: u64 = 2;

/// A partition of the graph, and the resolution at which it was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Partition {
    pub resolution: f64,
    pub communities: Vec<u32>,
}

/// The partition in balance. With `before` (communities to start from, and their resolution) the one before is kept where
/// nothing speaks against it.
pub(super) fn balanced(
    graph: &Graph,
    before: Option<&(Vec<u32>, f64)>,
    seed: u64,
    progress: &(dyn Fn(f32) + Sync),
) -> Partition {
    if graph.len() == 0 {
        return Partition { resolution: 1.0, communities: Vec::new() };
    }
    let search = |resolution: f64, seed: u64| {
        Search::new(graph, resolution, before.map(|(communities, _)| communities.clone()), seed)
    };
    let mut tried = Vec::new();
    let resolution = hill_climb(before.map(|(_, resolution)| *resolution), |resolution, trials| {
        progress(trials as f32 / (RESOLUTIONS.len() + OTHER_SEEDS as usize + 1) as f32);
        let mut search = search(resolution, seed);
        search.go_on(TRIAL_ROUNDS);
        let objective = objective(graph, &search.found);
        tried.push((resolution, search));
        objective
    });
    // Where the search begins decides little, but something. The partition before is a good beginning: more rounds would
    // only move what lies between two themes to and fro.
    let rounds = if before.is_some() { 1 } else { ROUNDS };
    let begun = |other| (search(resolution, seed.wrapping_add(other)), rounds);
    let mut searches: Vec<(Search<'_>, usize)> = (0..=OTHER_SEEDS).map(begun).collect();
    let tried = tried.into_iter().find(|(tried, _)| *tried == resolution);
    if let Some((_, tried)) = tried.filter(|_| before.is_none()) {
        searches[0] = (tried, ROUNDS - TRIAL_ROUNDS);
    }
    let mut best = (f64::MIN, Vec::new());
    for (mut search, rounds) in searches {
        search.go_on(rounds);
        let objective = objective(graph, &search.found);
        if objective > best.0 {
            best = (objective, search.found);
        }
    }
    Partition { resolution, communities: best.1 }
}

/// The resolution of the greatest objective. It rises to one maximum and falls from there, so hill climbing from anywhere
/// leads to it. `objective` also gets how many were tried before.
fn hill_climb(before: Option<f64>, mut objective: impl FnMut(f64, usize) -> f64) -> f64 {
    let is_before =
        |index: usize| before.is_some_and(|before| (before / RESOLUTIONS[index]).ln().abs() < 0.01);
    let mut seen = [None; RESOLUTIONS.len()];
    let mut index = (0..RESOLUTIONS.len()).find(|index| is_before(*index)).unwrap_or(FIRST);
    loop {
        let mut highest = index;
        for near in [index, index.saturating_sub(1), (index + 1).min(RESOLUTIONS.len() - 1)] {
            let trials = seen.iter().flatten().count();
            let mut evaluate =
                || objective(RESOLUTIONS[near], trials) + if is_before(near) { KEPT_BONUS } else { 0.0 };
            seen[near] = seen[near].or_else(|| Some(evaluate()));
            if seen[near] > seen[highest] {
                highest = near;
            }
        }
        if highest == index {
            return RESOLUTIONS[index];
        }
        index = highest;
    }
}

/// The share of the graph's weight inside of communities, and the weighted entropy of their shares of the degrees.
fn objective(graph: &Graph, communities: &[u32]) -> f64 {
    let mut sums = vec![0.0; communities.iter().max().map_or(0, |max| *max as usize + 1)];
    let mut inside = 0.0;
    for (node, community) in communities.iter().enumerate() {
        sums[*community as usize] += graph.degrees[node];
        inside += graph.loops[node];
        inside += graph
            .edges(node)
            .filter(|(target, _)| communities[*target] == *community)
            .map(|(_, weight)| weight)
            .sum::<f64>();
    }
    let total = graph.total.max(f64::MIN_POSITIVE);
    let shares = sums.iter().map(|sum| sum / total).filter(|share| *share > 0.0);
    inside / total - NAT_WEIGHT * shares.map(|share| share * share.ln()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cliques of five, each joined to the next by one edge.
    fn cliques(count: u32, bridge: f64) -> Graph {
        let mut edges = Vec::new();
        for clique in 0..count {
            let node = |n: u32| clique * 5 + n;
            edges.extend((0..5).flat_map(|a| (a + 1..5).map(move |b| (node(a), node(b), 1.0))));
            if clique + 1 < count {
                edges.push((node(4), node(5), bridge));
            }
        }
        Graph::new(count as usize * 5, edges)
    }

    #[test]
    fn what_hangs_together_is_one_and_what_hardly_does_is_several() {
        let apart = balanced(&cliques(12, 0.1), None, 1, &|_| {});
        assert_eq!(apart.communities.iter().max(), Some(&11));
    }

    #[test]
    fn the_partition_before_is_kept_where_nothing_speaks_against_it() {
        let graph = cliques(12, 0.1);
        let first = balanced(&graph, None, 1, &|_| {});
        let again = balanced(&graph, Some(&(first.communities.clone(), first.resolution)), 2, &|_| {});
        assert_eq!(again, first);
    }

    #[test]
    fn hill_climbing_leads_to_the_greatest_objective_from_wherever_it_begins() {
        for before in [None, Some(11.3), Some(0.5), Some(7.0)] {
            for best in RESOLUTIONS {
                assert_eq!(hill_climb(before, |resolution, _| -(resolution / best).ln().abs()), best);
            }
        }
    }

    #[test]
    fn a_graph_without_edges_or_nodes_is_no_trouble() {
        assert!(balanced(&Graph::new(0, Vec::new()), None, 1, &|_| {}).communities.is_empty());
        assert_eq!(balanced(&Graph::new(3, Vec::new()), None, 1, &|_| {}).communities, [0, 1, 2]);
    }
}
