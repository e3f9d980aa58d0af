//! What speaks for each file: one number a reason, each divided by its greatest, so that reasons can be added up.

use jiff::Timestamp;

use super::past::Past;
use super::query::Query;
use crate::Index;
use crate::index::{CONTENT, DEFINITION, Field, MESSAGE, PATH, SAID, Section, find, postings};
use crate::trace;

macro_rules! features {
    ($($name:ident),+ $(,)?) => {
        /// The reasons, by their places in a row.
        #[allow(non_camel_case_types, missing_docs)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Feature { $($name),+ }
        /// Their names.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}
features!(
    Content,
    Path,
    Chunk,
    Definitions,
    Title,
    Length,
    Frame,
    StemWhole,
    StemWord,
    PathNamed,
    ModuleNamed,
    Recency,
    Commits,
    Reports,
    Said,
    Messages,
    Identifiers,
    TitlePath,
    TitleDefinitions,
    Churn,
    Fixes,
    IdentifierDefined,
    TitleChunk,
    Frames2,
);
impl Feature {
    /// Which speak for a file because of what is asked, rather than always.
    pub(super) const SPEAKING: [bool; COUNT] = {
        let mut speaking = [true; COUNT];
        speaking[Self::Length as usize] = false;
        speaking[Self::Recency as usize] = false;
        speaking[Self::Churn as usize] = false;
        speaking[Self::Fixes as usize] = false;
        speaking
    };
}
/// How many there are.
pub const COUNT: usize = NAMES.len();

/// A row for each file.
pub(crate) struct Features {
    pub rows: Vec<[f32; COUNT]>,
    /// Past commits like the report, most alike first.
    pub commits: Vec<(u32, f32)>,
    /// Past reports like it, most alike first.
    pub reports: Vec<(usize, f32)>,
}

const K1: f32 = 2.0;
const B: f32 = 0.6;
/// Past commits and reports that are asked.
const ASKED: usize = 30;
/// A commit that touched more files than this says little about each.
const WIDEST: u32 = 50;
const DAY: f32 = 86_400.0;

/// What the index knows about all files, whatever is asked.
#[derive(Debug)]
pub(crate) struct Shape {
    file_of_chunk: Vec<u32>,
    average_length: f32,
    average_chunk: f32,
    path_lengths: Vec<f32>,
    definition_lengths: Vec<f32>,
    message_lengths: Vec<f32>,
    said_average: f32,
    churn: Vec<f32>,
    fixes: Vec<f32>,
}

impl Shape {
    pub fn of(index: &Index) -> Self {
        let sections = &index.sections;
        let files = index.file_count();
        let firsts = sections.numbers::<u32>(Section::FirstChunks);
        let chunks = sections.numbers::<u32>(Section::ChunkLengths);
        let mut file_of_chunk = vec![0; chunks.len()];
        for (file, ends) in firsts.windows(2).enumerate() {
            if let Some(chunks) = file_of_chunk.get_mut(ends[0] as usize..ends[1] as usize) {
                chunks.fill(file as u32);
            }
        }
        let average =
            |numbers: &[u32]| numbers.iter().map(|n| *n as f32).sum::<f32>() / numbers.len().max(1) as f32;
        let lengths = |field: Field| {
            let mut lengths = vec![0f32; files];
            for at in 0..crate::index::count(sections, field) {
                for (file, often) in postings(sections, field, at) {
                    if let Some(length) = lengths.get_mut(file as usize) {
                        *length += often as f32;
                    }
                }
            }
            lengths
        };
        let (mut churn, mut fixes) = (vec![0f32; files], vec![0f32; files]);
        let seconds = sections.numbers::<i64>(Section::CommitSeconds);
        let newest = seconds.first().copied().unwrap_or_default();
        for file in 0..files {
            for commit in index.commits_of_file(file as u32) {
                let age = (newest - seconds.get(*commit as usize).copied().unwrap_or(newest)) as f32 / DAY;
                churn[file] += 1.0;
                // A change of a year ago counts a half.
                fixes[file] += 0.5f32.powf(age / 365.0);
            }
            churn[file] = (1.0 + churn[file]).ln();
            fixes[file] = (1.0 + fixes[file]).ln();
        }
        Self {
            file_of_chunk,
            average_length: average(sections.numbers(Section::Lengths)).max(1.0),
            average_chunk: average(chunks).max(1.0),
            path_lengths: lengths(PATH),
            definition_lengths: lengths(DEFINITION),
            message_lengths: lengths(MESSAGE),
            said_average: average(sections.numbers(Section::CommitLengths)).max(1.0),
            churn,
            fixes,
        }
    }
}

fn idf(documents: usize, with: usize) -> f32 {
    (1.0 + (documents as f32 - with as f32 + 0.5).max(0.0) / (with as f32 + 0.5)).ln()
}

pub(crate) fn features(
    index: &Index,
    shape: &Shape,
    query: &Query,
    text: &str,
    at: Option<Timestamp>,
    past: &Past,
) -> Features {
    let files = index.file_count();
    let mut rows = vec![[0f32; COUNT]; files];
    words_of_content(index, shape, query, &mut rows);
    let fields = [
        (PATH, &shape.path_lengths, Feature::Path, Feature::TitlePath, None),
        (
            DEFINITION,
            &shape.definition_lengths,
            Feature::Definitions,
            Feature::TitleDefinitions,
            Some(Feature::IdentifierDefined),
        ),
        (MESSAGE, &shape.message_lengths, Feature::Messages, Feature::Messages, None),
    ];
    for (field, lengths, all, title, identifier) in fields {
        words_of_field(index, field, lengths, query, (all, title, identifier), &mut rows);
    }
    let commits = past_commits(index, shape, query, &mut rows);
    let reports = past.alike(query, at, ASKED);
    past_reports(index, past, &reports, &mut rows);
    named(index, query, &mut rows);
    frames(index, text, &mut rows);
    ages(index, shape, at, &mut rows);
    for feature in 0..COUNT {
        let greatest = rows.iter().map(|row| row[feature]).fold(0f32, f32::max);
        if greatest > 0.0 {
            rows.iter_mut().for_each(|row| row[feature] /= greatest);
        }
    }
    Features { rows, commits, reports }
}

/// BM25 of files and of chunks, by all words and by the title's.
fn words_of_content(index: &Index, shape: &Shape, query: &Query, rows: &mut [[f32; COUNT]]) {
    let sections = &index.sections;
    let (files, chunks) = (rows.len(), shape.file_of_chunk.len());
    let in_files = sections.numbers::<u32>(Section::ContentFiles);
    let lengths = sections.numbers::<u32>(Section::Lengths);
    let chunk_lengths = sections.numbers::<u32>(Section::ChunkLengths);
    let mut chunk_scores = vec![0f32; chunks];
    let mut title_chunks = vec![0f32; chunks];
    let mut list: Vec<(u32, u32)> = Vec::new();
    for term in &query.terms {
        let Some(at) = find(sections, CONTENT, term.term) else { continue };
        list.clear();
        list.extend(postings(sections, CONTENT, at));
        let weight = term.weight * idf(files, in_files.get(at).copied().unwrap_or(1) as usize);
        let chunk_weight = term.weight * idf(chunks, list.len());
        let mut from = 0;
        while from < list.len() {
            let Some(&file) = shape.file_of_chunk.get(list[from].0 as usize) else { break };
            let mut often = 0;
            while let Some((chunk, here)) = list.get(from)
                && shape.file_of_chunk.get(*chunk as usize) == Some(&file)
            {
                often += here;
                let length = chunk_lengths[*chunk as usize] as f32 / shape.average_chunk;
                let here = *here as f32;
                let gain = chunk_weight * here * (K1 + 1.0) / (here + K1 * (1.0 - B + B * length));
                chunk_scores[*chunk as usize] += gain;
                if term.in_title {
                    title_chunks[*chunk as usize] += gain;
                }
                from += 1;
            }
            let (often, length) = (often as f32, lengths[file as usize] as f32 / shape.average_length);
            let gain = weight * often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length));
            let row = &mut rows[file as usize];
            row[Feature::Content as usize] += gain;
            if term.in_title {
                row[Feature::Title as usize] += gain;
            }
            if term.identifier {
                row[Feature::Identifiers as usize] += gain;
            }
        }
    }
    for (chunk, file) in shape.file_of_chunk.iter().enumerate() {
        let row = &mut rows[*file as usize];
        row[Feature::Chunk as usize] = row[Feature::Chunk as usize].max(chunk_scores[chunk]);
        row[Feature::TitleChunk as usize] = row[Feature::TitleChunk as usize].max(title_chunks[chunk]);
    }
}

/// BM25 of a field that each file has once.
fn words_of_field(
    index: &Index,
    field: Field,
    lengths: &[f32],
    query: &Query,
    (all, title, identifier): (Feature, Feature, Option<Feature>),
    rows: &mut [[f32; COUNT]],
) {
    let average = lengths.iter().sum::<f32>() / lengths.len().max(1) as f32;
    for term in &query.terms {
        let Some(at) = find(&index.sections, field, term.term) else { continue };
        let list: Vec<(u32, u32)> = postings(&index.sections, field, at).collect();
        let weight = term.weight * idf(rows.len(), list.len());
        for (file, often) in list {
            let Some(row) = rows.get_mut(file as usize) else { continue };
            let (often, length) = (often as f32, lengths[file as usize] / average.max(1.0));
            let gain = weight * often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length));
            row[all as usize] += gain;
            if term.in_title && title as usize != all as usize {
                row[title as usize] += gain;
            }
            if let (true, Some(feature)) = (term.identifier, identifier) {
                row[feature as usize] += weight;
            }
        }
    }
}

/// Past commits whose messages say the like, and the words of all messages about a file.
fn past_commits(index: &Index, shape: &Shape, query: &Query, rows: &mut [[f32; COUNT]]) -> Vec<(u32, f32)> {
    let sections = &index.sections;
    let lengths = sections.numbers::<u32>(Section::CommitLengths);
    let spreads = sections.numbers::<u32>(Section::CommitSpreads);
    let count = lengths.len();
    let mut scores = vec![0f32; count];
    let mut said = vec![0f32; rows.len()];
    let mut touched: Vec<u32> = Vec::new();
    for term in &query.terms {
        let Some(at) = find(sections, SAID, term.term) else { continue };
        let list: Vec<(u32, u32)> = postings(sections, SAID, at).collect();
        let weight = term.weight * idf(count, list.len());
        for (commit, often) in list {
            let Some(length) = lengths.get(commit as usize) else { continue };
            let (often, length) = (often as f32, *length as f32 / shape.said_average);
            scores[commit as usize] += weight * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length));
            if spreads.get(commit as usize).is_some_and(|spread| *spread <= WIDEST) {
                for file in index.files_of(commit) {
                    if said[*file as usize] == 0.0 {
                        touched.push(*file);
                    }
                    said[*file as usize] += 1.0;
                }
            }
        }
        for file in touched.drain(..) {
            let often = std::mem::take(&mut said[file as usize]);
            let length = shape.churn[file as usize].exp() / 20.0;
            rows[file as usize][Feature::Said as usize] +=
                weight * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length));
        }
    }
    let mut best: Vec<(u32, f32)> = scores
        .into_iter()
        .enumerate()
        .filter(|(_, score)| *score > 0.0)
        .map(|(at, score)| (at as u32, score))
        .collect();
    let by_score = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if best.len() > ASKED {
        best.select_nth_unstable_by(ASKED, by_score);
        best.truncate(ASKED);
    }
    best.sort_by(by_score);
    for (commit, score) in &best {
        let spread = spreads.get(*commit as usize).copied().unwrap_or(1).max(1);
        if spread <= WIDEST {
            for file in index.files_of(*commit) {
                rows[*file as usize][Feature::Commits as usize] += score * score / (spread as f32).sqrt();
            }
        }
    }
    best
}

fn past_reports(index: &Index, past: &Past, alike: &[(usize, f32)], rows: &mut [[f32; COUNT]]) {
    for (report, score) in alike {
        let kept = &past.reports[*report];
        for file in kept.files.iter().filter_map(|path| index.number_of(path)) {
            rows[file as usize][Feature::Reports as usize] +=
                score * score / (kept.files.len() as f32).sqrt();
        }
    }
}

/// Files that the report names: by their stem, by file name, by the parts of their path.
fn named(index: &Index, query: &Query, rows: &mut [[f32; COUNT]]) {
    let lower: std::collections::HashSet<String> = query.raw.iter().map(|raw| raw.to_lowercase()).collect();
    let stems = index.stems();
    for stem in &lower {
        let Some(files) = stems.get(stem.as_str()) else { continue };
        let feature = if crate::words::pieces(stem).len() > 1
            || query.raw.iter().any(|raw| raw.to_lowercase() == *stem && crate::words::pieces(raw).len() > 1)
        {
            Feature::StemWhole
        } else {
            Feature::StemWord
        };
        for file in files {
            rows[*file as usize][feature as usize] = 1.0 / files.len() as f32;
        }
    }
    for parts in &query.paths {
        // The last part may be a file's ending, or a member of what the file defines: try each end.
        for end in 1..=parts.len() {
            let Some(files) = stems.get(parts[end - 1].as_str()) else { continue };
            for file in files {
                let row = &mut rows[*file as usize];
                let matching = matching_parts(index.path_of(*file), &parts[..end]);
                if matching > 1 {
                    row[Feature::ModuleNamed as usize] =
                        row[Feature::ModuleNamed as usize].max(matching as f32);
                }
            }
        }
    }
}

/// How many parts of `parts`, from the last back, are the path's, its stem being its last.
fn matching_parts(path: &str, parts: &[String]) -> usize {
    let path = path.to_lowercase();
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let mut own: Vec<&str> = stem.split('/').collect();
    if own.len() > 1 && own.last().is_some_and(|stem| crate::index::is_folders(stem)) {
        own.pop();
    }
    own.iter().rev().zip(parts.iter().rev()).take_while(|(a, b)| *a == b).count()
}

/// Files that stack traces go through, the deeper the less; and files that the text names by a path or a file name.
fn frames(index: &Index, text: &str, rows: &mut [[f32; COUNT]]) {
    let frames = trace::frames(text);
    let mut position = 0;
    for (frame, path) in trace::resolve(&frames, |name| index.paths_named(name)) {
        let Some(file) = index.number_of(path) else { continue };
        let row = &mut rows[file as usize];
        if row[Feature::Frame as usize] == 0.0 {
            position += 1;
            row[Feature::Frame as usize] = 1.0 / position as f32;
        }
        let depth = 1.0 / frames[frame].position as f32;
        row[Feature::Frames2 as usize] = row[Feature::Frames2 as usize].max(depth);
    }
    for mention in trace::mentions(text) {
        let name = mention.file.rsplit('/').next().unwrap_or(&mention.file);
        let found = trace::matching(&mention.file, &index.paths_named(name));
        for path in &found {
            if let Some(file) = index.number_of(path) {
                let value = 1.0 / found.len() as f32;
                let cell = &mut rows[file as usize][Feature::PathNamed as usize];
                *cell = cell.max(value);
            }
        }
    }
}

fn ages(index: &Index, shape: &Shape, at: Option<Timestamp>, rows: &mut [[f32; COUNT]]) {
    let now = at.unwrap_or_else(|| index.commit_time()).as_second().max(index.commit_time().as_second());
    let seconds = index.sections.numbers::<i64>(Section::CommitSeconds);
    let lengths = index.sections.numbers::<u32>(Section::Lengths);
    for (file, row) in rows.iter_mut().enumerate() {
        if let Some(last) = index.commits_of_file(file as u32).first() {
            let days = (now - seconds.get(*last as usize).copied().unwrap_or(now)).max(0) as f32 / DAY;
            row[Feature::Recency as usize] = 1.0 / (1.0 + days / 30.0);
        }
        row[Feature::Length as usize] = (1.0 + lengths.get(file).copied().unwrap_or_default() as f32).ln();
        row[Feature::Churn as usize] = shape.churn[file];
        row[Feature::Fixes as usize] = shape.fixes[file];
    }
}
