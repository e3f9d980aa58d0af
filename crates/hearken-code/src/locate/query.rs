//! A report as the index is asked for it: which words it has, their frequencies, and where.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::common::Common;
use super::spoken::spoken;
use crate::stop::is_stop;
use crate::words::{Pairs, Term, Words, runs};

/// A word of a report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryTerm {
    pub term: Term,
    /// 1 + ln of its term frequency; the title counts twice.
    pub weight: f32,
    /// Whether the title has it.
    pub in_title: bool,
}

/// A report, as words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Query {
    pub terms: Vec<QueryTerm>,
    /// Pairs of words that stand together, weighed alike.
    pub pairs: Vec<QueryTerm>,
    /// Every run of letters, digits and underscores as it stands; whether the title has it.
    pub raw: BTreeMap<String, bool>,
    /// Runs joined by dots, slashes or colons: names of modules and files, in parts.
    pub paths: Vec<Vec<String>>,
}

impl Query {
    /// The words of a report; its first line is its title. What nobody said ([`spoken`]) and what is `common` is left out,
    /// but for names of modules and files, which may begin with the project's.
    pub fn new(words: &Words, text: &str, common: &[&Common]) -> Self {
        let (mut terms, mut pairs) = (Counted::default(), Counted::default());
        let mut query = Self::default();
        for (number, line) in spoken(text).lines().enumerate() {
            let title = number == 0;
            let mut together = Pairs::default();
            let found: Vec<(usize, &str)> = runs(line).collect();
            let mut named_up_to = 0;
            for (at, (from, run)) in found.iter().copied().enumerate() {
                let name = common.iter().map(|common| common.name_at(line, &found, at)).max().unwrap_or(0);
                named_up_to = named_up_to.max(at + name);
                if at < named_up_to {
                    continue;
                }
                *query.raw.entry(run.to_owned()).or_default() |= title;
                let word = words.word(run);
                let is_common = |term: &Term| common.iter().any(|common| common.has(*term));
                together.next(line, from, run, &word, |pair| pairs.add(pair, title));
                if word.whole.is_some() || !is_stop(&run.to_lowercase()) {
                    let kept = word.parts.iter().copied().chain(word.whole).filter(|term| !is_common(term));
                    kept.for_each(|term| terms.add(term, title));
                }
            }
            query.paths.extend(joined(line));
        }
        (query.terms, query.pairs) = (terms.weighed(), pairs.weighed());
        query
    }
}

/// Terms in the order in which they came, counted.
#[derive(Default)]
struct Counted {
    order: Vec<Term>,
    counts: FxHashMap<Term, (u32, bool)>,
}

impl Counted {
    fn add(&mut self, term: Term, title: bool) {
        let (frequency, in_title) = self.counts.entry(term).or_insert_with(|| {
            self.order.push(term);
            (0, false)
        });
        *frequency += if title { 2 } else { 1 };
        *in_title |= title;
    }

    fn weighed(self) -> Vec<QueryTerm> {
        let weigh = |term: Term| {
            let (frequency, in_title) = self.counts[&term];
            QueryTerm { term, weight: 1.0 + (frequency as f32).ln(), in_title }
        };
        self.order.iter().copied().map(weigh).collect()
    }
}

/// Runs that dots, slashes, backslashes or colons join, two or more of them.
fn joined(line: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut current: Vec<String> = Vec::new();
    let mut end = 0;
    for (from, run) in runs(line) {
        let between = &line[end..from];
        let joins = !current.is_empty() && matches!(between, "." | "/" | "::" | "\\" | "-");
        if !joins && current.len() > 1 {
            found.push(std::mem::take(&mut current));
        } else if !joins {
            current.clear();
        }
        if between == "-" && joins {
            // A hyphen is part of a name, not between two.
            if let Some(last) = current.last_mut() {
                last.push('-');
                last.push_str(&run.to_lowercase());
            }
        } else {
            current.push(run.to_lowercase());
        }
        end = from + run.len();
    }
    if current.len() > 1 {
        found.push(current);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_counts_twice_and_stop_words_not_at_all() {
        let words = Words::new();
        let query = Query::new(&words, "Late fee\nthe fee is charged", &[]);
        let weight = |word: &str| {
            query.terms.iter().find(|term| term.term == words.word(word).parts[0]).map(|term| term.weight)
        };
        assert_eq!(weight("fee"), Some(1.0 + 3f32.ln()));
        assert_eq!(weight("charged"), Some(1.0));
        assert_eq!(weight("the"), None);
    }

    #[test]
    fn names_of_modules_and_files_are_read_in_parts() {
        assert_eq!(
            joined("see sphinx.ext.autodoc and src/pay/late-fee.rs now"),
            [vec!["sphinx", "ext", "autodoc"], vec!["src", "pay", "late-fee", "rs"]]
        );
        assert!(joined("a b c").is_empty());
    }

    fn has(common: &Common, text: &str) -> Vec<bool> {
        let words = Words::new();
        text.split(' ').map(|word| !Query::new(&words, word, &[common]).terms.is_empty()).collect()
    }

    #[test]
    fn what_most_signals_of_a_source_say_is_no_evidence_and_what_a_few_say_is() {
        let texts: Vec<String> = (0..60)
            .map(|n| format!("Steps to reproduce\nthe {} fails", if n % 6 == 0 { "fee" } else { "card" }))
            .collect();
        let common = Common::new(&[], texts.iter().map(String::as_str));
        assert_eq!(has(&common, "steps reproduce card fee"), [false, false, false, true]);
        let few = Common::new(&[], texts.iter().take(39).map(String::as_str));
        assert_eq!(has(&few, "steps card"), [true, true], "of a few signals nothing can be told");
    }

    #[test]
    fn the_projects_own_name_is_no_evidence_and_its_parts_are() {
        let common = Common::new(&["git-bug", "@acme/bat"], []);
        assert_eq!(has(&common, "git-bug GIT_BUG bugs git bats"), [false, false, true, true, true]);
        let bat = Common::new(&["bat"], []);
        assert_eq!(has(&bat, "bat Bat batman bat_config"), [false, false, true, true]);
    }
}
