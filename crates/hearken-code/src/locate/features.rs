//! What speaks for each file: one number a reason, each divided by its greatest, so that reasons can be added up.

mod history;
mod named;
mod words;

use jiff::Timestamp;

use super::past::Past;
use super::query::Query;
use crate::Index;
use crate::index::{DEFINITION, Field, MESSAGE, PAIR, PATH, Section, count, postings};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// A reason; its number is its place in a row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Feature { $($(#[$doc])* $name),+ }
        impl Feature {
            /// Every reason, in the order of a row.
            pub const ALL: [Self; COUNT] = [$(Self::$name),+];
        }
        /// How many there are.
        pub const COUNT: usize = [$(stringify!($name)),+].len();
    };
}
features!(
    /// BM25 of the content.
    Content,
    /// The same by the title's words alone.
    Title,
    /// The three best of the file's parts of 60 lines.
    Chunks,
    /// The best part by the title's words alone.
    TitleChunk,
    /// Pairs of words that stand together.
    Pairs,
    /// The path.
    Path,
    /// The path by the title's words alone.
    TitlePath,
    /// Names that are defined.
    Definitions,
    /// The same by the title's words alone.
    TitleDefinitions,
    /// Texts that users see.
    Messages,
    /// Messages of the past commits that are most like the report.
    Commits,
    /// The words of all messages about the file.
    Said,
    /// The same by the title's words alone.
    TitleSaid,
    /// Past reports that were mended here.
    Reports,
    /// A stack trace goes through it.
    Frame,
    /// The report names it by an identifier of several parts.
    StemWhole,
    /// The report names it by a plain word.
    StemWord,
    /// The title names it.
    StemTitle,
    /// The report names its path.
    PathNamed,
    /// The report names its module.
    ModuleNamed,
    /// It was changed of late.
    Recency,
    /// It is long.
    Length,
);

impl Feature {
    /// Whether it speaks for a file whatever is asked.
    pub(super) fn always(self) -> bool {
        matches!(self, Self::Recency | Self::Length)
    }
}

/// What speaks for a file, by reason.
pub(crate) type Row = [f32; COUNT];

/// A row for each file, and what of the past is like the report.
pub(crate) struct Features {
    pub rows: Vec<Row>,
    /// Past commits like the report, most alike first.
    pub commits: Vec<(u32, f32)>,
    /// Past reports like it, most alike first.
    pub reports: Vec<(usize, f32)>,
}

/// Past commits and reports that are asked.
const ASKED: usize = 30;
const SECONDS_OF_DAY: f32 = 86_400.0;

/// What is known about all files, whatever is asked.
#[derive(Debug)]
pub(crate) struct Shape {
    file_of_chunk: Vec<u32>,
    average_length: f32,
    average_chunk: f32,
    path_lengths: Vec<f32>,
    definition_lengths: Vec<f32>,
    message_lengths: Vec<f32>,
    pair_lengths: Vec<f32>,
    average_said: f32,
}

impl Shape {
    pub fn of(index: &Index) -> Self {
        let sections = &index.sections;
        let chunks = sections.numbers::<u32>(Section::ChunkLengths);
        let mut file_of_chunk = vec![0; chunks.len()];
        for (file, ends) in sections.numbers::<u32>(Section::FirstChunks).windows(2).enumerate() {
            if let Some(chunks) = file_of_chunk.get_mut(ends[0] as usize..ends[1] as usize) {
                chunks.fill(file as u32);
            }
        }
        let average = |numbers: &[u32]| {
            (numbers.iter().map(|n| *n as f32).sum::<f32>() / numbers.len().max(1) as f32).max(1.0)
        };
        let lengths = |field: Field| {
            let mut lengths = vec![0f32; index.file_count()];
            for (file, often) in (0..count(sections, field)).flat_map(|at| postings(sections, field, at)) {
                if let Some(length) = lengths.get_mut(file as usize) {
                    *length += often as f32;
                }
            }
            lengths
        };
        Self {
            file_of_chunk,
            average_length: average(sections.numbers(Section::Lengths)),
            average_chunk: average(chunks),
            path_lengths: lengths(PATH),
            definition_lengths: lengths(DEFINITION),
            message_lengths: lengths(MESSAGE),
            pair_lengths: lengths(PAIR),
            average_said: average(sections.numbers(Section::CommitLengths)),
        }
    }
}

/// All that speaks for each file.
pub(crate) fn features(
    index: &Index,
    query: &Query,
    text: &str,
    at: Option<Timestamp>,
    past: &Past,
) -> Features {
    let shape = index.shape();
    let mut rows = vec![[0f32; COUNT]; index.file_count()];
    words::content(index, shape, query, &mut rows);
    words::field(
        index,
        PATH,
        &shape.path_lengths,
        &query.terms,
        (Feature::Path, Some(Feature::TitlePath)),
        &mut rows,
    );
    let definitions = (Feature::Definitions, Some(Feature::TitleDefinitions));
    words::field(index, DEFINITION, &shape.definition_lengths, &query.terms, definitions, &mut rows);
    words::field(index, MESSAGE, &shape.message_lengths, &query.terms, (Feature::Messages, None), &mut rows);
    words::field(index, PAIR, &shape.pair_lengths, &query.pairs, (Feature::Pairs, None), &mut rows);
    let commits = history::commits(index, shape, query, &mut rows);
    let reports = history::reports(index, past, query, at, &mut rows);
    history::ages(index, at, &mut rows);
    named::stems(index, query, &mut rows);
    named::modules(index, query, &mut rows);
    named::traces_and_mentions(index, text, &mut rows);
    for feature in 0..COUNT {
        let greatest = rows.iter().map(|row| row[feature]).fold(0f32, f32::max);
        if greatest > 0.0 {
            rows.iter_mut().for_each(|row| row[feature] /= greatest);
        }
    }
    Features { rows, commits, reports }
}

/// How rare a term is (Robertson and Zaragoza 2009, with one added so that no term counts against a document).
fn idf(documents: usize, with: usize) -> f32 {
    (1.0 + (documents as f32 - with as f32 + 0.5).max(0.0) / (with as f32 + 0.5)).ln()
}

/// What a term that is there so often counts in a document of so many times the average length, at most k1 + 1 (BM25).
fn saturated(often: f32, length: f32, k1: f32, b: f32) -> f32 {
    often * (k1 + 1.0) / (often + k1 * (1.0 - b + b * length))
}
