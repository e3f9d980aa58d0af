//! Areas: which themes lie near each other. The graph of texts is aggregated to one of clusters, and communities are
//! found in that.

use super::graph::Graph;
use super::leiden::communities;

/// Plain modularity: areas are few.
const RESOLUTION: f64 = 1.0;
/// Rounds of the search.
const ROUNDS: usize = 4;

/// The area of each of so many clusters, from the cluster of each text in the graph.
pub(super) fn areas(graph: &Graph, cluster_of: &[Option<u32>], clusters: usize, seed: u64) -> Vec<u32> {
    let mut between = vec![std::collections::BTreeMap::<u32, f64>::new(); clusters];
    for (text, from) in cluster_of.iter().enumerate() {
        let Some(from) = *from else { continue };
        for (target, weight) in graph.edges(text) {
            if let Some(to) = cluster_of[target].filter(|to| *to > from) {
                *between[from as usize].entry(to).or_default() += weight;
            }
        }
    }
    let edges = between
        .into_iter()
        .zip(0u32..)
        .flat_map(|(to, from)| to.into_iter().map(move |(to, w)| (from, to, w)));
    // What lies inside a theme is left out: it would keep every theme alone.
    let graph = Graph::new(clusters, edges.collect());
    communities(&graph, RESOLUTION, None, ROUNDS, seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_whose_texts_are_neighbours_share_an_area() {
        // Texts 0 to 7 in clusters of two; 0–1 and 2–3 are near each other, and so are 4–5 and 6–7.
        let edges = vec![(0, 2, 1.0), (1, 3, 1.0), (4, 6, 1.0), (5, 7, 1.0), (3, 4, 0.1)];
        let cluster_of: Vec<Option<u32>> = (0..8).map(|text| Some(text / 2)).collect();
        assert_eq!(areas(&Graph::new(8, edges), &cluster_of, 4, 1), [0, 0, 1, 1]);
    }

    #[test]
    fn no_clusters_have_no_areas() {
        assert!(areas(&Graph::new(1, Vec::new()), &[None], 0, 1).is_empty());
    }
}
