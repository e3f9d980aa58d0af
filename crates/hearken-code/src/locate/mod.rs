//! From a customer's words to the files likely behind them, with the evidence.
//!
//! In order: the report becomes words (`query`); what speaks for each file becomes numbers (`features`), added up with
//! weights that were fitted once (`score`); for the best files the reasons are looked up where they stand (`evidence`).

mod bm25;
mod cited;
mod combine;
mod common;
mod evidence;
pub(crate) mod feature;
mod features;
mod outright;
mod past;
mod place;
mod query;
mod report;
mod score;
mod source;
mod spoken;

pub use combine::{combine, combine_file};
pub use common::Common;
pub use past::{Past, PastReport};
pub use report::{Numbers, Report};
pub use score::WEIGHTS;

use crate::words::Words;
use crate::{CodeError, Index, Located, Repository};
use cited::Cited;
use feature::Row;
use outright::Outright;
use query::Query;

impl Index {
    /// The files likely behind a report, best first, at most `limit`. `repository` is where the index was made from:
    /// evidence is read from its files.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where the repository lacks the indexed commit, and [`CodeError::Unreadable`] where its
    /// objects cannot be read.
    pub fn locate(
        &self,
        repository: &Repository,
        report: &Report<'_>,
        past: &Past,
        limit: usize,
    ) -> Result<Vec<Located>, CodeError> {
        let words = Words::new();
        let query = self.query(&words, report);
        let outright = Outright::new(self, report.text);
        let cited = Cited::new(self, Some(repository), report);
        let features = features::features(self, &query, &outright, &cited, report.at, past);
        let ranked = score::ranked(self, &features, limit);
        let lookup = evidence::Lookup {
            index: self,
            repository,
            words: &words,
            report,
            query: &query,
            outright: &outright,
            cited: &cited,
            past,
            features: &features,
        };
        ranked.into_iter().map(|(file, score)| lookup.located(file, score)).collect()
    }

    /// For fitting the weights: what speaks for each file, one row a file in the order of [`Index::files`], each number
    /// divided by its greatest.
    pub fn features(&self, report: &Report<'_>, past: &Past) -> Vec<Row> {
        self.all_features(report, past).rows
    }

    /// The paths likely behind a report, best first, at most `limit`, without looking up why.
    pub fn rank(&self, report: &Report<'_>, past: &Past, limit: usize) -> Vec<(&str, f32)> {
        score::ranked(self, &self.all_features(report, past), limit)
            .into_iter()
            .map(|(file, score)| (self.path_of(file), score))
            .collect()
    }

    fn all_features(&self, report: &Report<'_>, past: &Past) -> features::Features {
        let query = self.query(&Words::new(), report);
        let outright = Outright::new(self, report.text);
        features::features(self, &query, &outright, &Cited::new(self, None, report), report.at, past)
    }

    /// The words of a report that are evidence in this repository.
    fn query(&self, words: &Words, report: &Report<'_>) -> Query {
        let common: Vec<&Common> = report.common.into_iter().chain([self.project()]).collect();
        Query::new(words, report.text, &common)
    }
}
