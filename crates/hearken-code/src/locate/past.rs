//! Past reports with the files that fixed them: what customers called a thing then, they may call it again.

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::bm25::{idf, saturated};
use super::query::Query;
use crate::words::{Term, Words};

/// A report whose files are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastReport<'a> {
    /// As evidence is to name it.
    pub id: &'a str,
    /// Its text; the first line is its title.
    pub text: &'a str,
    /// The files that fixed it, or that a person said are behind it.
    pub files: &'a [String],
    /// When that was known.
    pub at: Timestamp,
}

/// Past reports, ready to be compared with.
#[derive(Debug, Clone, Default)]
pub struct Past {
    pub(super) reports: Vec<StoredReport>,
    terms: FxHashMap<Term, Vec<(u32, f32)>>,
    lengths: Vec<f32>,
}

#[derive(Debug, Clone)]
pub(super) struct StoredReport {
    pub id: String,
    pub files: Vec<String>,
    pub at: Timestamp,
}

/// BM25's constants (Robertson and Zaragoza 2009), as usual.
const K1: f32 = 1.2;
const B: f32 = 0.75;

impl Past {
    /// Reads past reports.
    pub fn new<'a>(reports: impl IntoIterator<Item = PastReport<'a>>) -> Self {
        let words = Words::new();
        let mut past = Self::default();
        for report in reports {
            let number = past.reports.len() as u32;
            let query = Query::new(&words, report.text, &[]);
            let mut length = 0.0;
            for term in &query.terms {
                length += term.weight;
                past.terms.entry(term.term).or_default().push((number, term.weight));
            }
            past.lengths.push(length);
            past.reports.push(StoredReport {
                id: report.id.to_owned(),
                files: report.files.to_vec(),
                at: report.at,
            });
        }
        past
    }

    /// Reports like the query that were known before `before`, each with how similar it is by BM25, most similar first.
    pub(super) fn similar(&self, query: &Query, before: Option<Timestamp>, most: usize) -> Vec<(usize, f32)> {
        let count = self.reports.len() as f32;
        let average = self.lengths.iter().sum::<f32>() / count.max(1.0);
        let mut scores = vec![0f32; self.reports.len()];
        for term in &query.terms {
            let Some(list) = self.terms.get(&term.term) else { continue };
            let weight = term.weight * idf(self.reports.len(), list.len());
            for (report, frequency) in list {
                let length = self.lengths[*report as usize] / average.max(1.0);
                scores[*report as usize] += weight * saturated(*frequency, length, K1, B);
            }
        }
        let mut similar: Vec<(usize, f32)> = scores
            .into_iter()
            .enumerate()
            .filter(|(report, score)| {
                *score > 0.0 && before.is_none_or(|before| self.reports[*report].at < before)
            })
            .collect();
        similar.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        similar.truncate(most);
        similar
    }
}
