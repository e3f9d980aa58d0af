//! From a customer's words to the files likely behind them, with the evidence.
//!
//! In order: the report becomes words (`query`); what speaks for each file becomes numbers (`features`), added up with
//! weights that were fitted once (`score`); for the best files the reasons are looked up where they stand (`evidence`).

mod combine;
mod evidence;
pub(crate) mod features;
mod past;
pub(crate) mod query;
mod score;
mod source;
pub(crate) mod text;

use jiff::Timestamp;

pub use combine::combine;
pub use past::{Past, PastReport};
pub use score::WEIGHTS;

use crate::words::Words;
use crate::{CodeError, Index, Located, Repository};
use query::Query;

/// What a customer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report<'a> {
    /// Its text; the first line is its title.
    pub text: &'a str,
    /// When it was said: past reports known later are not asked, and changes are told apart by it.
    pub at: Option<Timestamp>,
}

impl Index {
    /// The files likely behind a report, best first, at most `limit`. `repository` is where the index was made from:
    /// evidence is read from its files.
    ///
    /// # Errors
    /// The repository's objects cannot be read.
    pub fn locate(
        &self,
        repository: &Repository,
        report: &Report<'_>,
        past: &Past,
        limit: usize,
    ) -> Result<Vec<Located>, CodeError> {
        let words = Words::new();
        let query = Query::new(&words, report.text);
        let features = features::features(self, &query, report.text, report.at, past);
        let ranked = score::ranked(self, &features, limit);
        let asked = evidence::Asked {
            index: self,
            repository,
            words: &words,
            report,
            query: &query,
            past,
            features: &features,
        };
        ranked.into_iter().map(|(file, score)| asked.located(file, score)).collect()
    }

    /// The paths likely behind a report, best first, at most `limit`, without looking up why.
    pub fn rank(&self, report: &Report<'_>, past: &Past, limit: usize) -> Vec<(&str, f32)> {
        let query = Query::new(&Words::new(), report.text);
        let features = features::features(self, &query, report.text, report.at, past);
        score::ranked(self, &features, limit)
            .into_iter()
            .map(|(file, score)| (self.path_of(file), score))
            .collect()
    }
}
