//! What speaks for each file: one number a reason, each divided by its greatest, so that reasons can be added up.

mod history;
mod named;
mod words;

use jiff::Timestamp;

use super::cited::Cited;
use super::feature::{COUNT, Feature, Row};
use super::outright::Outright;
use super::past::Past;
use super::query::Query;
use crate::Index;
use crate::index::{DEFINITION, MESSAGE, PAIR, PATH};

/// A row for each file, and what of the past is like the report.
pub(crate) struct Features {
    pub rows: Vec<Row>,
    /// Past commits like the report, most similar first.
    pub commits: Vec<(u32, f32)>,
    /// Past reports like it, most similar first.
    pub reports: Vec<(usize, f32)>,
    /// The file where it failed: that of the first frame of the app.
    pub failed_in: Option<u32>,
    /// The files that were touched where the report says it began.
    pub began_in: Vec<u32>,
}

/// All that speaks for each file.
pub(crate) fn features(
    index: &Index,
    query: &Query,
    outright: &Outright<'_>,
    cited: &Cited<'_>,
    at: Option<Timestamp>,
    past: &Past,
) -> Features {
    let statistics = index.statistics();
    let mut rows = vec![[0f32; COUNT]; index.file_count()];
    words::content(index, statistics, query, &mut rows);
    words::field(
        index,
        PATH,
        &statistics.path_lengths,
        &query.terms,
        (Feature::Path, Some(Feature::TitlePath)),
        &mut rows,
    );
    let definitions = (Feature::Definitions, Some(Feature::TitleDefinitions));
    words::field(index, DEFINITION, &statistics.definition_lengths, &query.terms, definitions, &mut rows);
    words::field(
        index,
        MESSAGE,
        &statistics.message_lengths,
        &query.terms,
        (Feature::Messages, None),
        &mut rows,
    );
    words::field(index, PAIR, &statistics.pair_lengths, &query.pairs, (Feature::Pairs, None), &mut rows);
    let commits = history::commits(index, statistics, query, &mut rows);
    let reports = history::reports(index, past, query, at, &mut rows);
    history::ages(index, at, &mut rows);
    named::stems(index, query, &mut rows);
    named::modules(index, query, &mut rows);
    named::traces_and_mentions(index, outright, &mut rows);
    named::commits_and_issues(cited, &mut rows);
    for feature in 0..COUNT {
        let greatest = rows.iter().map(|row| row[feature]).fold(0f32, f32::max);
        if greatest > 0.0 {
            rows.iter_mut().for_each(|row| row[feature] /= greatest);
        }
    }
    let failed_in = outright.framed().next().and_then(|path| index.number_of(path));
    let mut began_in: Vec<u32> = cited.began_in().collect();
    began_in.sort_unstable();
    began_in.dedup();
    Features { rows, commits, reports, failed_in, began_in }
}
