//! Words that say nothing here, whatever they say elsewhere: the project's own name, and what a large share of all
//! signals of one source say, such as the headings of a form.

use rustc_hash::{FxHashMap, FxHashSet};

use super::spoken::spoken;
use crate::words::{Term, Words, runs};

/// A word that more than this share of a source's signals have tells them not apart.
const SHARE: f64 = 0.6;
/// Of fewer signals nothing can be told.
const LEAST: usize = 40;

/// Words that are no evidence in reports of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Common {
    terms: FxHashSet<Term>,
    names: Vec<Vec<String>>,
}

impl Common {
    /// What most of these texts say, signals of one source, and the project's names beside those that its repository
    /// tells.
    pub fn new<'a>(names: &[&str], texts: impl IntoIterator<Item = &'a str>) -> Self {
        let words = Words::new();
        let mut with: FxHashMap<Term, usize> = FxHashMap::default();
        let mut count = 0;
        for text in texts {
            count += 1;
            let text = spoken(text);
            let found: FxHashSet<Term> = runs(&text)
                .flat_map(|(_, run)| {
                    let word = words.word(run);
                    word.parts.iter().copied().chain(word.whole).collect::<Vec<Term>>()
                })
                .collect();
            for term in found {
                *with.entry(term).or_default() += 1;
            }
        }
        let least = if count < LEAST { usize::MAX } else { (count as f64 * SHARE).ceil() as usize };
        let terms = with.into_iter().filter(|(_, with)| *with >= least).map(|(term, _)| term).collect();
        Self { terms, names: named(names) }
    }

    /// Whether a project is called so.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let name = named(&[name]);
        name.first().is_some_and(|name| self.names.contains(name))
    }

    /// Only the names of a project.
    pub(crate) fn of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { terms: FxHashSet::default(), names: named(&names.into_iter().collect::<Vec<_>>()) }
    }

    /// Whether a word is one of them.
    pub(super) fn has(&self, term: Term) -> bool {
        self.terms.contains(&term)
    }

    /// How many of a line's runs, from the `at`-th on, are a name of the project: `git-bug`, `git_bug`.
    pub(super) fn name_at(&self, line: &str, runs: &[(usize, &str)], at: usize) -> usize {
        let fits = |name: &&Vec<String>| {
            let here = runs.get(at..).unwrap_or_default();
            let whole = here.first().is_some_and(|(_, run)| {
                let parts = run.split('_').filter(|part| !part.is_empty());
                parts.map(str::to_lowercase).eq(name.iter().cloned())
            });
            let apart = || {
                here.len() >= name.len()
                    && here.iter().zip(name.iter()).all(|((_, run), part)| run.to_lowercase() == *part)
                    && here[..name.len()].windows(2).all(|pair| {
                        line.get(pair[0].0 + pair[0].1.len()..pair[1].0).is_some_and(|between| between == "-")
                    })
            };
            whole || apart()
        };
        let found = self.names.iter().filter(fits).map(|name| {
            let whole = runs.get(at).is_some_and(|(_, run)| run.contains('_'));
            if whole { 1 } else { name.len() }
        });
        found.max().unwrap_or(0)
    }
}

/// Names in parts, in lower case; one of a single letter is none.
fn named(names: &[&str]) -> Vec<Vec<String>> {
    let parts = |name: &&str| -> Vec<String> {
        // Of a scope or a module's address, the last part is the name.
        let name = name.rsplit('/').next().unwrap_or(name);
        let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let mut named: Vec<Vec<String>> =
        names.iter().map(parts).filter(|parts| parts.iter().map(String::len).sum::<usize>() > 1).collect();
    named.sort();
    named.dedup();
    named
}
