//! What the past says: commits and reports like this one, what messages said about a file, how fresh it is.

use jiff::Timestamp;

use crate::Index;
use crate::index::{COMMIT, Statistics, find, postings};
use crate::locate::bm25::{idf, saturated};
use crate::locate::feature::{Feature, Row};
use crate::locate::past::Past;
use crate::locate::query::Query;
use crate::sections::Section;

/// Past commits and reports that count.
const SIMILAR_MAX: usize = 30;
const SECONDS_OF_DAY: f32 = 86_400.0;
/// BM25's usual constants: messages are short and of one kind.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// A commit that touched more files than this says little about each.
const FILES_CHANGED_MAX: u32 = 50;
/// Commits of a file whose words count as a text of average length.
const USUAL_COMMITS: f32 = 20.0;

/// Past commits whose messages are like the report, most similar first; and the words of all messages about a file.
pub(super) fn commits(
    index: &Index,
    statistics: &Statistics,
    query: &Query,
    rows: &mut [Row],
) -> Vec<(u32, f32)> {
    let sections = &index.sections;
    let lengths = sections.numbers::<u32>(Section::CommitLengths);
    let files_changed = sections.numbers::<u32>(Section::CommitFileCounts);
    let mut scores = vec![0f32; lengths.len()];
    let mut matching = vec![0f32; rows.len()];
    let mut touched: Vec<u32> = Vec::new();
    for term in &query.terms {
        let Some(term_index) = find(sections, COMMIT, term.term) else { continue };
        let list: Vec<(u32, u32)> = postings(sections, COMMIT, term_index).collect();
        let weight = term.weight * idf(lengths.len(), list.len());
        for (commit, frequency) in list {
            let Some(length) = lengths.get(commit as usize) else { continue };
            scores[commit as usize] +=
                weight * saturated(frequency as f32, *length as f32 / statistics.average_message, K1, B);
            if files_changed.get(commit as usize).is_some_and(|count| *count <= FILES_CHANGED_MAX) {
                for file in index.files_of(commit) {
                    if matching[file as usize] == 0.0 {
                        touched.push(file);
                    }
                    matching[file as usize] += 1.0;
                }
            }
        }
        for file in touched.drain(..) {
            let frequency = std::mem::take(&mut matching[file as usize]);
            let length = index.commits_of_file(file).len() as f32 / USUAL_COMMITS;
            let gain = weight * saturated(frequency, length, K1, B);
            rows[file as usize][Feature::History as usize] += gain;
            if term.in_title {
                rows[file as usize][Feature::TitleHistory as usize] += gain;
            }
        }
    }
    let best = best(scores);
    for (commit, score) in &best {
        let count = files_changed.get(*commit as usize).copied().unwrap_or(1).max(1);
        if count <= FILES_CHANGED_MAX {
            for file in index.files_of(*commit) {
                rows[file as usize][Feature::Commits as usize] += score * score / (count as f32).sqrt();
            }
        }
    }
    best
}

/// The greatest scores with their indices, greatest first.
fn best(scores: Vec<f32>) -> Vec<(u32, f32)> {
    let greater = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let mut best: Vec<(u32, f32)> = (0u32..).zip(scores).filter(|(_, score)| *score > 0.0).collect();
    if best.len() > SIMILAR_MAX {
        best.select_nth_unstable_by(SIMILAR_MAX, greater);
        best.truncate(SIMILAR_MAX);
    }
    best.sort_by(greater);
    best
}

/// Past reports like this one, most similar first.
pub(super) fn reports(
    index: &Index,
    past: &Past,
    query: &Query,
    at: Option<Timestamp>,
    rows: &mut [Row],
) -> Vec<(usize, f32)> {
    let similar = past.similar(query, at, SIMILAR_MAX);
    for (report, score) in &similar {
        let files = &past.reports[*report].files;
        for file in files.iter().filter_map(|path| index.number_of(path)) {
            rows[file as usize][Feature::Reports as usize] += score * score / (files.len() as f32).sqrt();
        }
    }
    similar
}

/// How lately a file was changed, halved each 30 days at first and slower then; and how long it is.
pub(super) fn ages(index: &Index, at: Option<Timestamp>, rows: &mut [Row]) {
    let seconds = index.sections.numbers::<i64>(Section::CommitSeconds);
    let lengths = index.sections.numbers::<u32>(Section::Lengths);
    let newest = index.commit_time().as_second();
    let now = at.map_or(newest, |at| at.as_second().max(newest));
    for (row, file) in rows.iter_mut().zip(0u32..) {
        if let Some(last) = index.commits_of_file(file).first() {
            let days =
                (now - seconds.get(*last as usize).copied().unwrap_or(now)).max(0) as f32 / SECONDS_OF_DAY;
            row[Feature::Recency as usize] = 1.0 / (1.0 + days / 30.0);
        }
        row[Feature::Length as usize] =
            (1.0 + lengths.get(file as usize).copied().unwrap_or_default() as f32).ln();
    }
}
