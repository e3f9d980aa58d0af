//! Which communities of a sample are language groups.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::features::Features;
use super::language_group::LanguageGroup;
use super::row::Row;
use super::sample::Sample;
use super::space::mean;
use crate::embedding::{DIM, Vector};
use crate::language::language;

/// A word is exclusive to a community when so much of its use is there.
const EXCLUSIVE_SHARE: f64 = 0.6;
/// A community is a language group when half of its texts consist, by half, of exclusive words,
const HALF: f64 = 0.5;
/// of which so many are widespread in it, more than any one matter has words of its own.
const WIDESPREAD_MIN: usize = 12;
/// Widespread is what such a share of its texts says.
const WIDESPREAD_SHARE: f64 = 0.03;
/// Fewer texts are no language group yet.
const TEXTS_MIN: usize = 50;
/// What a smaller share of its texts says may be a matter, and stays a feature.
const COMMON_SHARE: f64 = 0.002;

/// A language group has less than this share of the rate at which all texts are detected to be in the main language.
const FOREIGN: f64 = 0.5;
/// Where a smaller share is detected to be in any one language, detection decides nothing.
const DETECTED_MIN: f64 = 0.1;
/// Texts whose language is detected to find the main one.
const DETECTED_MAX: usize = 1_000;

/// The language groups among the communities of a sample. A community that is as often detected to be in the main language
/// as all texts are is none, only a matter or a template with words of its own.
pub(super) fn language_groups(communities: &[u32], sample: &Sample<'_>) -> Vec<LanguageGroup> {
    let (rows, features) = (&sample.rows, &sample.encoder.features);
    let mut frequencies = vec![0u32; features.len()];
    let mut members = vec![Vec::new(); communities.iter().max().map_or(0, |most| *most as usize + 1)];
    for (community, row) in communities.iter().zip(rows) {
        row.encoded.features.iter().for_each(|feature| frequencies[*feature as usize] += 1);
        members[*community as usize].push(row);
    }
    let mut groups = Vec::new();
    let mut main = None;
    for members in members.into_iter().filter(|members| members.len() >= TEXTS_MIN) {
        let Some(mut group) = with_own_words(&members, &frequencies, features) else { continue };
        let (main, rate) = *main.get_or_insert_with(|| main_language(rows));
        let foreign = share_in(main, &members) < FOREIGN * rate;
        if foreign && rate >= DETECTED_MIN {
            group.retain(|hash| sample.shared.contains(hash));
            groups.push(group);
        }
    }
    for group in &mut groups {
        let texts = rows.iter().filter(|row| group.contains(&row.hashes, row.encoded.features.len()));
        group.mean = mean(&texts.map(|row| row.text.vector).collect::<Vec<Vector>>());
    }
    groups
}

/// A community as a language group, still without its mean, if its texts consist of words that it has to itself.
fn with_own_words(members: &[&Row<'_>], frequencies: &[u32], features: &Features) -> Option<LanguageGroup> {
    let mut inside: FxHashMap<u32, u32> = FxHashMap::default();
    for feature in members.iter().flat_map(|row| &row.encoded.features) {
        *inside.entry(*feature).or_default() += 1;
    }
    inside.retain(|feature, count| {
        f64::from(*count) >= EXCLUSIVE_SHARE * f64::from(frequencies[*feature as usize])
    });
    let used_by = |share: f64| {
        let least = share * members.len() as f64;
        let used = inside.iter().filter(move |(_, count)| f64::from(**count) >= least);
        let mut used: Vec<u32> = used.map(|(feature, _)| features.hashes()[*feature as usize]).collect();
        used.sort_unstable();
        used
    };
    let by_half = |row: &&&Row<'_>| {
        let known = &row.encoded.features;
        let exclusive = known.iter().filter(|feature| inside.contains_key(feature)).count();
        exclusive as f64 >= HALF * known.len() as f64
    };
    let worded = || members.iter().filter(|row| !row.encoded.features.is_empty());
    let (exclusive, all) = (worded().filter(by_half).count(), worded().count());
    if used_by(WIDESPREAD_SHARE).len() < WIDESPREAD_MIN || (exclusive as f64) < HALF * all as f64 {
        return None;
    }
    Some(LanguageGroup { mean: [0.0; DIM], exclusive: used_by(0.0), common: used_by(COMMON_SHARE) })
}

/// The language that most of the texts are detected to be in, and the share of all of them that is.
fn main_language(rows: &[Row<'_>]) -> (Option<&'static str>, f64) {
    let seen = rows.iter().step_by(rows.len() / DETECTED_MAX + 1);
    let all = seen.len().max(1) as f64;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for language in seen.filter_map(|row| language(row.text.text)) {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or((None, 0.0), |(language, count)| (Some(language), count as f64 / all))
}

/// The share of the texts that are detected to be in a language.
fn share_in(main: Option<&str>, rows: &[&Row<'_>]) -> f64 {
    let same = rows.iter().filter(|row| main.is_some() && language(row.text.text) == main).count();
    same as f64 / rows.len().max(1) as f64
}
