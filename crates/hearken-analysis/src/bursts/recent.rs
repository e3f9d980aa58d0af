//! The reports of the last days, in the order of time, found by the rare words in them.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::alike::alike;
use super::report::Report;

/// Reports further apart are not compared.
pub const DAYS: i64 = 7;
/// Nor are those with so many reports between them: what is kept, and how much each costs, has a bound.
pub const RECENT: usize = 8_192;

/// The rarest terms of a report by which others are looked for,
const LOOKED_BY: usize = 32;
/// each among so many of the last that have it;
const LOOKED_AT: usize = 64;
/// and so many that share most are compared.
const COMPARED: usize = 32;
/// As if so many reports without any of its terms had come before, so that among few not every word is common.
const BEFORE: f32 = 200.0;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The last reports; `Id` is what they are called outside.
#[derive(Debug)]
pub struct RecentReports<Id> {
    reports: VecDeque<(Id, Report)>,
    /// Number of the first of them, counted from the first there ever was.
    first: usize,
    /// The numbers of those that have a term, ascending.
    with_term: FxHashMap<u64, VecDeque<usize>>,
}

impl<Id> Default for RecentReports<Id> {
    fn default() -> Self {
        Self { reports: VecDeque::new(), first: 0, with_term: FxHashMap::default() }
    }
}

impl<Id: Copy> RecentReports<Id> {
    /// The earlier report that this one is most alike to, if it is alike to one: the first of several that are equally so.
    pub fn most_alike(&self, report: &Report) -> Option<Id> {
        let mut best: Option<(f32, usize)> = None;
        for number in self.candidates(report) {
            let (_, other) = &self.reports[number - self.first];
            let Some(score) = alike(other, report, |term| self.rarity(term)) else { continue };
            let better = best.is_none_or(|(most, first)| score > most || (score == most && number < first));
            if better {
                best = Some((score, number));
            }
        }
        best.map(|(_, number)| self.reports[number - self.first].0)
    }

    /// Takes in a report that comes behind all others.
    pub fn push(&mut self, id: Id, report: Report) {
        if self.reports.len() == RECENT {
            self.drop_first();
        }
        let number = self.first + self.reports.len();
        for term in &report.terms {
            self.with_term.entry(*term).or_default().push_back(number);
        }
        self.reports.push_back((id, report));
    }

    fn drop_first(&mut self) {
        let Some((_, report)) = self.reports.pop_front() else { return };
        self.first += 1;
        for term in &report.terms {
            if let Some(numbers) = self.with_term.get_mut(term) {
                numbers.pop_front();
                if numbers.is_empty() {
                    self.with_term.remove(term);
                }
            }
        }
    }

    /// The reports in time that share most of the rarest terms, most first.
    fn candidates(&self, report: &Report) -> Vec<usize> {
        let known = report.terms.iter().filter(|term| self.with_term.contains_key(term));
        let mut terms: Vec<(f32, u64)> = known.map(|term| (self.rarity(*term), *term)).collect();
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut shared: FxHashMap<usize, f32> = FxHashMap::default();
        for (rarity, term) in terms.into_iter().take(LOOKED_BY) {
            for number in self.with_term[&term].iter().rev().take(LOOKED_AT) {
                let (_, other) = &self.reports[number - self.first];
                if report.at_ms - other.at_ms > DAYS * DAY_MS {
                    break;
                }
                *shared.entry(*number).or_default() += rarity * rarity;
            }
        }
        let mut found: Vec<(usize, f32)> = shared.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(COMPARED).map(|(number, _)| number).collect()
    }

    /// The logarithm of one in how many of the last reports has a term.
    fn rarity(&self, term: u64) -> f32 {
        let having = self.with_term.get(&term).map_or(0, VecDeque::len);
        ((self.reports.len() as f32 + BEFORE + 1.0) / (having as f32 + 1.0)).ln()
    }
}
