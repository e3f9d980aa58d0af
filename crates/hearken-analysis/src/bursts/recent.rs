//! The reports of the last days, in the order of time.

use super::alike::alike;
use super::report::Report;
use crate::recent::{Recent, Terms};

pub use crate::recent::RECENT;

/// Reports further apart are not compared.
pub const DAYS: i64 = 7;

/// The last reports; `Id` is what they are called outside.
#[derive(Debug)]
pub struct RecentReports<Id>(Recent<Id, Report>);

impl<Id> Default for RecentReports<Id> {
    fn default() -> Self {
        Self(Recent::default())
    }
}

impl Terms for Report {
    fn terms(&self) -> &[u64] {
        &self.terms
    }

    fn at_ms(&self) -> i64 {
        self.at_ms
    }
}

impl<Id: Copy> RecentReports<Id> {
    /// The earlier report that this one is most alike to, if it is alike to one: the first of several that are equally so.
    pub fn most_alike(&self, report: &Report) -> Option<Id> {
        let score = |other: &Report| alike(other, report, |term| self.0.rarity(term));
        self.0.best(report, DAYS, score).map(|(id, _)| id)
    }

    /// Takes in a report that comes behind all others.
    pub fn push(&mut self, id: Id, report: Report) {
        self.0.push(id, report);
    }
}
