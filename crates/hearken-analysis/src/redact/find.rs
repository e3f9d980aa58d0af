//! Finding what must go in one text: seen in one spelling, looked over once, and again only where something was found,
//! since what was hidden behind it may show then. So redacting twice is redacting once.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::normal::Normal;
use super::rules::Rules;
use super::scan::Scan;
use super::sort::Sort;
use super::{
    by_words, cards, coordinates, documents, emails, ibans, issuer_keys, lettered_ids, named_secrets,
    national_ids, networks, phones, private_keys, spelled_emails, stays, url_secrets,
};

/// A value that must go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'r> {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub sort: Sort,
    /// The rule that found it.
    pub rule: &'r str,
}

/// A value that must go, with its one spelling.
pub(super) struct Found<'r> {
    pub range: Range<usize>,
    pub sort: Sort,
    pub rule: &'r str,
    pub value: String,
}

/// All that must go from a text, in order and apart, each with the rule that found it.
pub fn explain<'r>(text: &str, rules: &'r Rules) -> Vec<Hit<'r>> {
    let found = find(text, rules).into_iter();
    found.map(|Found { range, sort, rule, .. }| Hit { range, sort, rule }).collect()
}

type Rule = for<'r> fn(&Scan<'_>, &mut Candidates<'r>);

/// Each looks only where the scan saw what could begin something of its kind; those that say what stays come first, since
/// telephone numbers are sought around it.
const RULES: [Rule; 16] = [
    stays::find,
    networks::find,
    private_keys::find,
    issuer_keys::find,
    url_secrets::find,
    named_secrets::find,
    emails::find,
    spelled_emails::find,
    ibans::find,
    cards::find,
    national_ids::find,
    lettered_ids::find,
    documents::find,
    coordinates::find,
    phones::find,
    by_words::find,
];

/// How often a text is looked over again. Customers' texts need two; only a text made to that end needs more.
const ROUNDS_MAX: usize = 50;

pub(super) fn find<'r>(text: &str, rules: &'r Rules) -> Vec<Found<'r>> {
    let mut found: Vec<Found<'r>> = Vec::new();
    for _ in 0..ROUNDS_MAX {
        let masked: Vec<Range<usize>> = found.iter().map(|one| one.range.clone()).collect();
        let normal = Normal::new(text, &masked);
        let new = look_over(&normal, rules);
        if new.is_empty() {
            break;
        }
        found.extend(new);
        found.sort_by_key(|one| one.range.start);
        keep_apart(&mut found);
    }
    found
}

fn look_over<'r>(normal: &Normal<'_>, rules: &'r Rules) -> Vec<Found<'r>> {
    let text = normal.as_str();
    let scan = Scan::new(text);
    let mut candidates = Candidates::default();
    for rule in RULES {
        rule(&scan, &mut candidates);
    }
    for (name, pattern) in rules.custom() {
        for matched in pattern.find_iter(text) {
            candidates.goes(matched.range(), Sort::Custom, name, Priority::Custom);
        }
    }
    let goes = candidates.resolve(text).into_iter();
    goes.map(|(seen, sort, rule)| Found {
        range: normal.original(&seen),
        sort,
        rule,
        value: text[seen].to_owned(),
    })
    .collect()
}

/// Two stretches that are apart as seen can share a character of the original that stands for several.
fn keep_apart(found: &mut Vec<Found<'_>>) {
    let mut end = 0;
    found.retain_mut(|one| {
        one.range.start = one.range.start.max(end);
        end = end.max(one.range.end);
        !one.range.is_empty()
    });
}
