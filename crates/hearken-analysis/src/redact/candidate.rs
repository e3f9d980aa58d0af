//! What the rules propose, and the one place that decides where proposals overlap.

use std::collections::BTreeMap;
use std::ops::Range;

use super::normal::MASK;
use super::sort::Sort;

/// How sure a rule is of what it proposes: of two that overlap, the greater stays; of two alike, the longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    /// A telephone number.
    Phone,
    /// By its surroundings alone.
    Context,
    /// By its shape and a check digit.
    Checked,
    /// By a shape that nothing else has.
    Certain,
    /// What is known not to name anyone: a date, a UUID, a version.
    Stays,
    /// An e-mail address.
    Email,
    /// A secret by its name or by its place in a URL.
    Named,
    /// The operator's own pattern.
    Custom,
    /// A key by its issuer's mark.
    Key,
    /// A private key between its two lines.
    Block,
}

/// A stretch that a rule proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate<'r> {
    /// Where, in the text as seen.
    pub range: Range<usize>,
    /// What it is; none for what stays.
    pub sort: Option<Sort>,
    /// The rule that proposes it.
    pub rule: &'r str,
    /// How sure it is.
    pub priority: Priority,
}

/// All proposals of one text.
#[derive(Debug, Default)]
pub(super) struct Candidates<'r> {
    all: Vec<Candidate<'r>>,
    stays: BTreeMap<usize, usize>,
}

impl<'r> Candidates<'r> {
    /// Proposes that a stretch goes.
    pub(super) fn goes(&mut self, range: Range<usize>, sort: Sort, rule: &'r str, priority: Priority) {
        self.all.push(Candidate { range, sort: Some(sort), rule, priority });
    }

    /// Proposes that a stretch stays, whatever less sure rules say.
    pub(super) fn stays(&mut self, range: Range<usize>, rule: &'r str) {
        self.stays.insert(range.start, range.end);
        self.all.push(Candidate { range, sort: None, rule, priority: Priority::Stays });
    }

    /// Whether it was proposed that what begins or stands at a place stays.
    pub(super) fn stay_at(&self, at: usize) -> bool {
        self.stays.range(..=at).next_back().is_some_and(|(_, end)| at < *end)
    }

    /// What goes, in order and apart. Nothing reaches across a placeholder.
    pub(super) fn resolve(self, text: &str) -> Vec<(Range<usize>, Sort, &'r str)> {
        let mut all: Vec<Candidate<'_>> =
            self.all.into_iter().flat_map(|candidate| apart_from_masks(text, candidate)).collect();
        all.sort_by_key(|one| (std::cmp::Reverse((one.priority, one.range.len())), one.range.start));
        let mut taken: BTreeMap<usize, Candidate<'_>> = BTreeMap::new();
        for candidate in all {
            let before = taken.range(..candidate.range.end).next_back();
            if before.is_none_or(|(_, other)| other.range.end <= candidate.range.start) {
                taken.insert(candidate.range.start, candidate);
            }
        }
        let goes = taken.into_values();
        goes.filter_map(|one| one.sort.map(|sort| (one.range, sort, one.rule))).collect()
    }
}

/// The candidate, or its pieces where placeholders stand inside it.
fn apart_from_masks<'r>(text: &str, candidate: Candidate<'r>) -> Vec<Candidate<'r>> {
    let inside = &text[candidate.range.clone()];
    if !inside.contains(MASK) {
        return vec![candidate];
    }
    let mut start = candidate.range.start;
    let mut pieces = Vec::new();
    for piece in inside.split(MASK) {
        if piece.contains(char::is_alphanumeric) {
            pieces.push(Candidate { range: start..start + piece.len(), ..candidate.clone() });
        }
        start += piece.len() + MASK.len_utf8();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_rule_wins_then_the_longer_stretch() {
        let mut all = Candidates::default();
        all.goes(0..10, Sort::Phone, "phone", Priority::Phone);
        all.goes(4..8, Sort::Card, "card", Priority::Checked);
        all.goes(12..14, Sort::Phone, "short", Priority::Phone);
        all.goes(12..16, Sort::Phone, "long", Priority::Phone);
        all.goes(20..24, Sort::Phone, "date", Priority::Phone);
        all.stays(18..26, "a date");
        let text = "x".repeat(30);
        assert_eq!(all.resolve(&text), [(4..8, Sort::Card, "card"), (12..16, Sort::Phone, "long")]);
    }
}
