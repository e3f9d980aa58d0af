//! The texts that clusters are found in: a sample of the distinct ones, each row with all that belongs to one text.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::encoder::{Encoded, Encoder};
use super::features::{Features, hashes};
use super::language_group::LanguageGroup;
use super::latent::latent;
use super::row::Row;
use super::settings::Settings;
use super::shared::SharedWords;
use super::space::{Point, mean, point};
use super::{PriorTheme, Text};
use crate::embedding::Vector;
use crate::random::mix;

/// How much a title's word counts in latent space beside the others. Chosen on seven trackers (`docs/decisions/0040`).
const TITLE_WEIGHT: f32 = 2.0;

/// Texts of each locked theme that a sample has at least, if there are so many.
const LOCKED_MIN: usize = 50;

/// Rows, and how they are encoded.
#[derive(Debug)]
pub(super) struct Sample<'t> {
    pub rows: Vec<Row<'t>>,
    pub encoder: Encoder,
    /// The words that may be kept in a model.
    pub shared: SharedWords,
}

impl<'t> Sample<'t> {
    /// Reads the drawn texts, each with its index among the distinct ones. `groups` are the language groups known before.
    pub(super) fn read(drawn: &[(u32, &'t Text<'t>)], groups: Vec<LanguageGroup>) -> Self {
        let vectors: Vec<Vector> = drawn.iter().map(|(_, text)| text.vector).collect();
        let row = |&(distinct, text): &(u32, &'t Text<'t>)| Row {
            distinct,
            text,
            hashes: hashes(text.text),
            title: hashes(text.title),
            encoded: Encoded { features: Vec::new(), centred: Vector::EMPTY },
        };
        let rows: Vec<Row<'_>> = drawn.par_iter().with_min_len(64).map(row).collect();
        let encoder = Encoder { mean: mean(&vectors), groups: Vec::new(), features: Features::default() };
        let shared = SharedWords::from_rows(&rows);
        let mut sample = Self { rows, encoder, shared };
        sample.encode_with(groups);
        sample
    }

    /// Chooses the features, and encodes every row relative to the mean of its language group. Of the groups, some of which
    /// were known before, only words that are shared here are kept.
    pub(super) fn encode_with(&mut self, mut groups: Vec<LanguageGroup>) {
        groups.iter_mut().for_each(|group| group.retain(|hash| self.shared.contains(hash)));
        groups.retain(|group| !group.exclusive.is_empty());
        let features = Features::from_texts(self.rows.iter().map(|row| row.hashes.as_slice()));
        self.encoder.features = features.without(groups.iter().flat_map(|group| &group.common));
        self.encoder.groups = groups;
        self.encode();
    }

    /// Encodes every row by shared words only, as a model has to.
    pub(super) fn encode_shared(&mut self) {
        self.encoder.features.retain(|hash| self.shared.contains(hash));
        self.encode();
    }

    fn encode(&mut self) {
        let encoder = &self.encoder;
        self.rows
            .par_iter_mut()
            .with_min_len(64)
            .for_each(|row| row.encoded = encoder.encode(&row.hashes, &row.text.vector));
    }

    /// Where the rows lie, by their embeddings and by which words they share.
    pub(super) fn points(&self, seed: u64) -> Vec<Point> {
        let features = &self.encoder.features;
        let weighted = |row: &Row<'_>| -> Vec<(u32, f32)> {
            let in_title = features.indices(&row.title);
            let weight = |feature| if in_title.binary_search(feature).is_ok() { TITLE_WEIGHT } else { 1.0 };
            row.encoded.features.iter().map(|feature| (*feature, weight(feature))).collect()
        };
        let weighted: Vec<_> = self.rows.par_iter().with_min_len(64).map(weighted).collect();
        let latent = latent(&weighted, features.len(), seed);
        let rows = self.rows.par_iter().zip(&latent);
        rows.map(|(row, latent)| point(&row.encoded.centred, latent, row.encoded.features.len())).collect()
    }
}

/// Draws the sample: all distinct texts that have an embedding, each with its index among the distinct ones; over the
/// maximum, those whose scattered id is smallest.
pub(super) fn draw<'t>(
    texts: &'t [Text<'t>],
    distinct: &[u32],
    settings: &Settings,
) -> Vec<(u32, &'t Text<'t>)> {
    let mut drawn: Vec<(u32, &Text<'_>)> = (0..)
        .zip(distinct.iter().map(|text| &texts[*text as usize]))
        .filter(|(_, text)| !text.vector.is_empty())
        .collect();
    if drawn.len() > settings.sample_max {
        // Locked themes must be in it, however small; the rest are taken by chance.
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut taken_first = |prior: PriorTheme| {
            prior.locked().is_some_and(|theme| {
                let count = counts.entry(theme).or_default();
                *count += 1;
                *count <= LOCKED_MIN
            })
        };
        let first: FxHashSet<u32> =
            drawn.iter().filter(|(_, text)| taken_first(text.prior)).map(|(index, _)| *index).collect();
        drawn.sort_by_cached_key(|(index, text)| {
            (!first.contains(index), mix(text.id ^ mix(settings.seed)), *index)
        });
        drawn.truncate(settings.sample_max);
        drawn.sort_unstable_by_key(|(index, _)| *index);
    }
    drawn
}

/// Keeps the items whose flag is set.
pub(super) fn retain<T>(items: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    items.retain(|_| kept.next() == Some(&true));
}
