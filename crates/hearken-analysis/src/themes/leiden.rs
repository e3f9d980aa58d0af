//! Leiden (Traag, Waltman, van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities"),
//! maximising modularity at a resolution: move nodes while it gains, refine inside what was found, aggregate.
//!
//! Our own because it starts from the themes there are, which keeps identities, and because the same seed must give
//! the same themes in every release.

use std::collections::VecDeque;

use super::graph::Graph;
use crate::random::Random;

/// Gains below this are rounding.
const GAIN_MIN: f64 = 1e-10;

/// The community of each node, numbered from 0 without gaps. `start` gives communities to begin from.
pub(super) fn communities(
    graph: &Graph,
    resolution: f64,
    start: Option<Vec<u32>>,
    rounds: usize,
    seed: u64,
) -> Vec<u32> {
    let mut search = Search::new(graph, resolution, start, seed);
    search.go_on(rounds);
    search.found
}

/// A search for communities that can go on where it stopped.
pub(super) struct Search<'g> {
    graph: &'g Graph,
    resolution: f64,
    random: Random,
    settled: bool,
    pub found: Vec<u32>,
}

impl<'g> Search<'g> {
    pub(super) fn new(graph: &'g Graph, resolution: f64, start: Option<Vec<u32>>, seed: u64) -> Self {
        let mut found = start.unwrap_or_else(|| (0..graph.len() as u32).collect());
        compact(&mut found);
        Self { graph, resolution, random: Random::new(seed), settled: graph.total <= 0.0, found }
    }

    /// Looks for so many rounds more, or until a round changes nothing.
    pub(super) fn go_on(&mut self, rounds: usize) {
        for _ in 0..rounds {
            if self.settled {
                return;
            }
            let found = one_round(self.graph, self.resolution, self.found.clone(), &mut self.random);
            self.settled = found == self.found;
            self.found = found;
        }
    }
}

fn one_round(graph: &Graph, resolution: f64, start: Vec<u32>, random: &mut Random) -> Vec<u32> {
    let mut level = std::borrow::Cow::Borrowed(graph);
    // The node of the current graph that each node of the first one is in.
    let mut node_of: Vec<u32> = (0..graph.len() as u32).collect();
    let mut found = start;
    loop {
        move_nodes(&level, resolution, &mut found, random);
        let communities = compact(&mut found);
        if communities == level.len() {
            break;
        }
        let mut refined = refine(&level, resolution, &found, communities, random);
        let mut parts = compact(&mut refined);
        if parts == level.len() {
            // Refinement joined nothing; go on with the communities themselves, so that levels always shrink.
            refined.clone_from(&found);
            parts = communities;
        }
        let next = aggregate(&level, &refined, parts);
        let mut community_of = vec![0; parts];
        for (part, community) in refined.iter().zip(&found) {
            community_of[*part as usize] = *community;
        }
        for node in &mut node_of {
            *node = refined[*node as usize];
        }
        found = community_of;
        level = std::borrow::Cow::Owned(next);
    }
    let mut all: Vec<u32> = node_of.iter().map(|node| found[*node as usize]).collect();
    compact(&mut all);
    all
}

/// Moves each node to the neighbouring (or a new) community that gains most, until none gains.
fn move_nodes(graph: &Graph, resolution: f64, found: &mut [u32], random: &mut Random) {
    let n = graph.len();
    let mut sums = vec![0.0; n];
    let mut sizes = vec![0u32; n];
    for (node, community) in found.iter().enumerate() {
        sums[*community as usize] += graph.degrees[node];
        sizes[*community as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..n as u32).rev().filter(|c| sizes[*c as usize] == 0).collect();
    let mut order: Vec<u32> = (0..n as u32).collect();
    random.shuffle(&mut order);
    let mut queue: VecDeque<u32> = order.into();
    let mut queued = vec![true; n];
    let mut to = Near::new(n);
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        queued[node] = false;
        let current = found[node];
        let degree = graph.degrees[node];
        let share = resolution * degree / graph.total;
        to.clear();
        for (target, weight) in graph.edges(node) {
            to.add(found[target], weight);
        }
        sums[current as usize] -= degree;
        let mut best = (to.weight(current) - share * sums[current as usize], current);
        for &community in to.seen() {
            let gain = to.weights[community as usize] - share * sums[community as usize];
            if gain > best.0 + GAIN_MIN {
                best = (gain, community);
            }
        }
        if best.0 < -GAIN_MIN
            && sizes[current as usize] > 1
            && let Some(community) = empty.pop()
        {
            best = (0.0, community);
        }
        let new = best.1;
        sums[new as usize] += degree;
        if new != current {
            found[node] = new;
            sizes[current as usize] -= 1;
            sizes[new as usize] += 1;
            if sizes[current as usize] == 0 {
                empty.push(current);
            }
            for (target, _) in graph.edges(node) {
                if found[target] != new && !queued[target] {
                    queued[target] = true;
                    queue.push_back(target as u32);
                }
            }
        }
    }
}

/// Splits every community into well-connected parts: single nodes join the part that gains most.
fn refine(
    graph: &Graph,
    resolution: f64,
    found: &[u32],
    communities: usize,
    random: &mut Random,
) -> Vec<u32> {
    let n = graph.len();
    let mut whole = vec![0.0; communities];
    for (node, community) in found.iter().enumerate() {
        whole[*community as usize] += graph.degrees[node];
    }
    // Of each part: its degrees, and its edges to the rest of its community.
    let mut parts: Vec<u32> = (0..n as u32).collect();
    let mut sums = graph.degrees.clone();
    let mut single = vec![true; n];
    let mut outward: Vec<f64> = (0..n)
        .map(|node| graph.edges(node).filter(|(t, _)| found[*t] == found[node]).map(|(_, w)| w).sum())
        .collect();
    let connected =
        |outward: f64, sum: f64, whole: f64| outward >= resolution * sum * (whole - sum) / graph.total;
    let mut order: Vec<u32> = (0..n as u32).collect();
    random.shuffle(&mut order);
    let mut to = Near::new(n);
    for node in order {
        let node = node as usize;
        let community = found[node];
        let whole = whole[community as usize];
        if !single[node] || !connected(outward[node], graph.degrees[node], whole) {
            continue;
        }
        to.clear();
        for (target, weight) in graph.edges(node).filter(|(target, _)| found[*target] == community) {
            to.add(parts[target], weight);
        }
        let share = resolution * graph.degrees[node] / graph.total;
        let mut best = (GAIN_MIN, node as u32);
        for &part in to.seen().iter().filter(|part| **part != node as u32) {
            let p = part as usize;
            if connected(outward[p], sums[p], whole) {
                let gain = to.weights[p] - share * sums[p];
                if gain > best.0 {
                    best = (gain, part);
                }
            }
        }
        let part = best.1 as usize;
        if part != node {
            parts[node] = part as u32;
            single[part] = false;
            outward[part] += outward[node] - 2.0 * to.weights[part];
            sums[part] += graph.degrees[node];
            sums[node] = 0.0;
            outward[node] = 0.0;
        }
    }
    parts
}

fn aggregate(graph: &Graph, parts: &[u32], count: usize) -> Graph {
    let mut members = vec![Vec::new(); count];
    for (node, part) in parts.iter().enumerate() {
        members[*part as usize].push(node);
    }
    let mut loops = vec![0.0; count];
    let mut edges = Vec::new();
    let mut to = Near::new(count);
    for (part, members) in members.iter().enumerate() {
        to.clear();
        for &node in members {
            loops[part] += graph.loops[node];
            for (target, weight) in graph.edges(node) {
                to.add(parts[target], weight);
            }
        }
        loops[part] += to.weight(part as u32);
        let joined = to.seen().iter().filter(|other| **other > part as u32);
        edges.extend(joined.map(|other| (part as u32, *other, to.weights[*other as usize])));
    }
    Graph::from_unique(count, &edges, loops)
}

/// Numbers communities from 0 in the order in which they first appear; returns how many there are.
pub(super) fn compact(found: &mut [u32]) -> usize {
    let mut numbers = vec![u32::MAX; found.iter().max().map_or(0, |max| *max as usize + 1)];
    let mut next = 0;
    for community in found {
        let number = &mut numbers[*community as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
        *community = *number;
    }
    next as usize
}

/// Weights to the communities around one node; cleared in the time it took to fill.
struct Near {
    weights: Vec<f64>,
    /// Those that have a weight, in the order in which they were met, and room for one more.
    seen: Vec<u32>,
    count: usize,
}

impl Near {
    fn new(n: usize) -> Self {
        Self { weights: vec![0.0; n], seen: vec![0; n + 1], count: 0 }
    }

    fn clear(&mut self) {
        for community in &self.seen[..self.count] {
            self.weights[*community as usize] = 0.0;
        }
        self.count = 0;
    }

    /// Nobody can guess whether a community is new, so it is written down either way.
    fn add(&mut self, community: u32, weight: f64) {
        let sum = &mut self.weights[community as usize];
        self.seen[self.count] = community;
        self.count += usize::from(*sum == 0.0);
        *sum += weight;
    }

    fn seen(&self) -> &[u32] {
        &self.seen[..self.count]
    }

    fn weight(&self, community: u32) -> f64 {
        self.weights[community as usize]
    }
}
