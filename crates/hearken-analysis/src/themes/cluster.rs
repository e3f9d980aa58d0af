//! A clustering run, stage by stage: deduplicate, take a sample, encode it, join neighbours, find communities, refine
//! them by what they say, and assign everything else.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Text;
use super::areas::areas;
use super::assign::{CONFIDENCE_MIN, assign};
use super::assignment::best;
use super::deduplicate::{Deduplicated, deduplicate, near_duplicates};
use super::graph::Graph;
use super::language_groups::language_groups;
use super::locked::lock;
use super::model::Model;
use super::neighbours::{Neighbour, nearest};
use super::praise::join_praise;
use super::refine::Labels;
use super::resolution::{Partition, balanced};
use super::row::Row;
use super::sample::{Sample, draw, retain};
use super::settings::Settings;
use super::space::Point;
use super::wide::split_wide;

/// The stage that a clustering is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Deduplicating.
    Deduplicate,
    /// Reading words, and encoding the sample.
    Features,
    /// Finding neighbours.
    Neighbours,
    /// Finding communities.
    Communities,
    /// Refining them by what they say.
    Refine,
    /// Assigning what the sample left out.
    Assign,
}

/// Called with the stage that a clustering run is at, and how much of it is done, 0 to 1.
type Progress<'p> = &'p (dyn Fn(Step, f32) + Sync);

/// Texts that say the same thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Indices into the texts given, ascending; duplicates included.
    pub members: Vec<u32>,
    /// Of each member: how clearly it belongs.
    pub confidence: Vec<f32>,
    /// How many members are left when duplicates count once.
    pub distinct: u32,
    /// The locked theme that it is, by the number that [`super::PriorTheme::Locked`] gave.
    pub locked: Option<u32>,
    /// Clusters that lie near each other have the same.
    pub area: u32,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustering {
    /// For assigning later texts; its clusters are those below, in the same order.
    pub model: Model,
    /// The largest first.
    pub clusters: Vec<Cluster>,
    /// Indices of the texts that belong nowhere, ascending.
    pub unsorted: Vec<u32>,
    /// Texts that only repeat another one: `(duplicate, original)`.
    pub duplicates: Vec<(u32, u32)>,
}

/// Clusters texts. With `previous`, it starts from the clusters of that model.
pub fn cluster(
    texts: &[Text<'_>],
    previous: Option<&Model>,
    settings: &Settings,
    progress: &(dyn Fn(Step, f32) + Sync),
) -> Clustering {
    progress(Step::Deduplicate, 0.0);
    let deduplicated = deduplicate(texts);

    progress(Step::Features, 0.0);
    let known_groups = previous.map_or(Vec::new(), |model| model.encoder.groups.clone());
    let mut sample = Sample::read(&draw(texts, &deduplicated.distinct, settings), known_groups);

    progress(Step::Neighbours, 0.0);
    let (neighbours, repeats) = find_neighbours(&mut sample, settings, progress);

    progress(Step::Communities, 0.0);
    let (graph, partition) = find_communities(&mut sample, &neighbours, previous, settings, progress);

    progress(Step::Refine, 0.0);
    sample.encode_shared();
    let mut communities = partition.communities;
    join_praise(&mut communities, &sample);
    split_wide(&mut communities, &sample, settings);
    let locked = lock(&mut communities, &sample.rows);
    let mut labels = Labels { rows: communities.into_iter().map(Some).collect(), locked };
    let model = sample.refine(&mut labels, &settings.table, partition.resolution, settings.members_min);

    progress(Step::Assign, 0.0);
    let assigned = assign_all(texts, &deduplicated, &repeats, &sample, &labels, &model);
    let areas = areas(&graph, &labels.rows, labels.locked.len(), settings.seed);
    let clusters = labels.locked.into_iter().zip(areas).map(|(locked, area)| Cluster {
        members: Vec::new(),
        confidence: Vec::new(),
        distinct: 0,
        locked,
        area,
    });
    collect(&deduplicated, &repeats, &assigned, clusters.collect(), model)
}

fn find_nearest(points: &[Point], settings: &Settings, progress: Progress<'_>) -> Vec<Vec<Neighbour>> {
    nearest(points, settings.neighbours(points.len()), &|share| progress(Step::Neighbours, share))
}

/// The neighbours of each row. Near duplicates leave the sample, because they speak with one voice, and those that stay
/// find other neighbours than each other: also gives, by their indices among the distinct texts, which one each repeats.
fn find_neighbours(
    sample: &mut Sample<'_>,
    settings: &Settings,
    progress: Progress<'_>,
) -> (Vec<Vec<Neighbour>>, FxHashMap<u32, u32>) {
    let mut points = sample.points(settings.seed);
    let near = find_nearest(&points, settings, progress);
    let originals = near_duplicates(&near, &sample.rows);
    let kept: Vec<bool> = originals.iter().zip(0..).map(|(original, row)| *original == row).collect();
    if !kept.contains(&false) {
        return (near, FxHashMap::default());
    }
    let rows = &sample.rows;
    let left = rows.iter().zip(&originals).zip(&kept).filter(|(_, kept)| !**kept);
    let repeats: FxHashMap<u32, u32> =
        left.map(|((row, original), _)| (row.distinct, rows[*original as usize].distinct)).collect();
    retain(&mut sample.rows, &kept);
    retain(&mut points, &kept);
    // Few of them hardly change anybody's neighbours; many leave their neighbours none but each other.
    let few = repeats.len() * 20 < originals.len();
    let near =
        if few { without(&near, &originals, &kept) } else { find_nearest(&points, settings, progress) };
    (near, repeats)
}

/// The neighbours of the rows that are kept, with each row that repeats another counted as that.
fn without(near: &[Vec<Neighbour>], originals: &[u32], kept: &[bool]) -> Vec<Vec<Neighbour>> {
    let mut numbers = Vec::with_capacity(originals.len());
    let mut next = 0;
    for kept in kept {
        numbers.push(next);
        next += u32::from(*kept);
    }
    let number = |row: u32| numbers[originals[row as usize] as usize];
    let rows = near.iter().zip(0u32..).filter(|(_, row)| kept[*row as usize]);
    rows.map(|(neighbours, row)| {
        let others = neighbours.iter().map(|n| Neighbour { index: number(n.index), dot: n.dot });
        others.filter(|n| n.index != number(row)).collect()
    })
    .collect()
}

/// The graph of neighbours and its communities. Where some of them are language groups, the sample is encoded again with
/// these and searched again: what is about the same lies together only then, whatever language it is in.
fn find_communities(
    sample: &mut Sample<'_>,
    neighbours: &[Vec<Neighbour>],
    previous: Option<&Model>,
    settings: &Settings,
    progress: Progress<'_>,
) -> (Graph, Partition) {
    let before = previous.map(|model| (warm_start(model, &sample.rows), model.resolution));
    let find = |graph: &Graph| {
        balanced(graph, before.as_ref(), settings.seed, &|share| progress(Step::Communities, share))
    };
    let graph = Graph::of_neighbours(neighbours);
    let partition = find(&graph);
    let groups = language_groups(&partition.communities, sample);
    if groups.is_empty() {
        return (graph, partition);
    }
    let known_groups = std::mem::take(&mut sample.encoder.groups);
    sample.encode_with([known_groups, groups].concat());
    let points = sample.points(settings.seed);
    let graph = Graph::of_neighbours(&find_nearest(&points, settings, progress));
    let partition = find(&graph);
    (graph, partition)
}

/// The clusters that rows belong to by the previous model; those that belong to none begin alone.
fn warm_start(model: &Model, rows: &[Row<'_>]) -> Vec<u32> {
    let assign = |row: &Row<'_>| assign(model, row.text.text, &row.text.vector);
    let assigned: Vec<_> = rows.par_iter().with_min_len(64).map(assign).collect();
    let alone = (model.clusters() as u32..).zip(&assigned);
    alone.map(|(alone, assigned)| assigned.map_or(alone, |assigned| assigned.cluster as u32)).collect()
}

/// The cluster of each distinct text, and how clearly it belongs there: of a row of the sample the one that refinement
/// gave it, of every other text the one that the model gives.
fn assign_all(
    texts: &[Text<'_>],
    deduplicated: &Deduplicated,
    repeats: &FxHashMap<u32, u32>,
    sample: &Sample<'_>,
    labels: &Labels,
    model: &Model,
) -> Vec<Option<(usize, f32)>> {
    let mut row_of = vec![None; deduplicated.distinct.len()];
    for (number, row) in sample.rows.iter().enumerate() {
        row_of[row.distinct as usize] = Some(number);
    }
    let of_row = |number: usize| {
        let (row, cluster) = (&sample.rows[number], labels.rows[number]? as usize);
        let mut scores = Vec::new();
        model.scores(&row.encoded, &mut scores);
        let agreed = best(&scores).filter(|assigned| assigned.cluster == cluster);
        let agreed = agreed.map(|assigned| model.scaled_by_nearness(assigned, &row.encoded.centred));
        let confidence = agreed.map_or(0.4, |assigned| assigned.confidence);
        let kept = confidence >= CONFIDENCE_MIN || row.text.prior.locked().is_some();
        kept.then_some((cluster, confidence))
    };
    let of_distinct = |distinct: u32| match row_of[*repeats.get(&distinct).unwrap_or(&distinct) as usize] {
        Some(number) => of_row(number),
        None => {
            let text = &texts[deduplicated.distinct[distinct as usize] as usize];
            assign(model, text.text, &text.vector).map(|found| (found.cluster, found.confidence))
        }
    };
    (0..row_of.len() as u32).into_par_iter().with_min_len(64).map(of_distinct).collect()
}

/// Puts every text, duplicates included, into the cluster of its distinct text.
fn collect(
    deduplicated: &Deduplicated,
    repeats: &FxHashMap<u32, u32>,
    assigned: &[Option<(usize, f32)>],
    clusters: Vec<Cluster>,
    model: Model,
) -> Clustering {
    let mut clustering = Clustering { model, clusters, unsorted: Vec::new(), duplicates: Vec::new() };
    for (&distinct, text) in deduplicated.distinct_of.iter().zip(0u32..) {
        let original = deduplicated.distinct[*repeats.get(&distinct).unwrap_or(&distinct) as usize];
        if original != text {
            clustering.duplicates.push((text, original));
        }
        match assigned[distinct as usize] {
            Some((cluster, confidence)) => {
                let cluster = &mut clustering.clusters[cluster];
                cluster.members.push(text);
                cluster.confidence.push(confidence);
                cluster.distinct += u32::from(original == text);
            }
            None => clustering.unsorted.push(text),
        }
    }
    clustering
}
