//! The words of a plan in the data: how many signals have each, and which have enough of them to be counted.

use std::collections::BTreeMap;

use hearken_analysis::plan::PlanWords;
use hearken_domain::{FilterField, SignalFilter, SignalId, Verbatim};
use hearken_store::{Among, WordMatch, WordQuery, Words};

use crate::actions::ahead::cards::PlanWord;
use crate::actions::signals::ranking::look;
use crate::error::AppError;
use crate::view::View;

/// Words of a plan that are looked for.
const WORDS_MAX: usize = 32;

/// Of more signals than this that have the words, the newest are read for what they say and whose they are.
pub(super) const READ_MAX: usize = 20_000;

/// What is looked for.
pub(super) struct Sought {
    /// The words as they were typed, with how many signals have each, whatever is filtered.
    typed: Vec<(String, u64)>,
    /// How much each stem says that any signal has: the rarer, the more.
    pub(super) weights: BTreeMap<String, f64>,
    /// Signals under the filter that have enough of the words, newest first.
    pub(super) having: Vec<WordMatch>,
    /// The query for any of the words; `None` where no signal has one, or there is no index.
    pub(super) any: Option<WordQuery>,
}

impl Sought {
    /// Looks the words of a plan up.
    pub(super) fn read(view: &View, plan: &PlanWords, filter: &SignalFilter) -> Result<Self, AppError> {
        let mut this = Self { typed: Vec::new(), weights: BTreeMap::new(), having: Vec::new(), any: None };
        let everything = view.up_to_then(&SignalFilter::default());
        let (signals, _) = view.store().signals().span(&everything, Among::Everything)?;
        for word in plan.words.iter().take(WORDS_MAX) {
            let stems = Words::stems(word);
            if stems.is_empty() || stems.iter().all(|stem| this.weights.contains_key(stem)) {
                continue;
            }
            let having = match view.words() {
                Some(words) => {
                    let one =
                        WordQuery { words: word.clone(), filter: everything.clone(), ..WordQuery::default() };
                    look(view, words.search(&one, 1))?.1
                }
                None => 0,
            };
            if having > 0 {
                let weight = (1.0 + signals as f64 / having as f64).ln();
                this.weights.extend(stems.into_iter().map(|stem| (stem, weight)));
            }
            this.typed.push((word.clone(), having));
        }
        let Some(words) = view.words().filter(|_| !this.weights.is_empty()) else { return Ok(this) };
        let any = query(view, &this.known().join(" "), filter)?;
        let enough = WordQuery { at_least: Some(this.needed()), ..any.clone() };
        this.having = look(view, words.matches(&enough))?;
        this.having.sort_unstable_by_key(WordMatch::newest_first);
        this.any = Some(any);
        Ok(this)
    }

    /// The words that any signal has.
    pub(super) fn known(&self) -> Vec<&str> {
        self.typed.iter().filter(|(_, signals)| *signals > 0).map(|(word, _)| word.as_str()).collect()
    }

    /// The words that no signal has.
    pub(super) fn unheard(&self) -> Vec<&str> {
        self.typed.iter().filter(|(_, signals)| *signals == 0).map(|(word, _)| word.as_str()).collect()
    }

    /// How many of the words that any signal has are enough: two in three.
    pub(super) fn needed(&self) -> usize {
        (self.known().len() * 2).div_ceil(3)
    }

    /// The newest of those that have enough of the words.
    pub(super) fn newest(&self, most: usize) -> Vec<SignalId> {
        self.having.iter().take(most).map(|found| found.signal).collect()
    }

    /// Whether a text that a person wrote has enough of the words.
    pub(super) fn has(&self, text: &str) -> bool {
        let stems = Words::stems(text);
        let has = |word: &&str| Words::stems(word).iter().any(|stem| stems.contains(stem));
        let words: Vec<&str> = self.typed.iter().map(|(word, _)| word.as_str()).collect();
        !words.is_empty() && words.iter().filter(|word| has(word)).count() * 3 >= words.len() * 2
    }

    /// The words as doors show them.
    pub(super) fn words(&self, view: &View) -> Vec<PlanWord> {
        let word = |(word, signals): &(String, u64)| PlanWord {
            word: Verbatim::redacted(view.redact(word)),
            signals: *signals,
        };
        self.typed.iter().map(word).collect()
    }
}

/// A query for any of some words under a filter.
fn query(view: &View, words: &str, filter: &SignalFilter) -> Result<WordQuery, AppError> {
    let mut sources = Vec::new();
    for name in filter.texts(FilterField::Source) {
        sources.extend(view.store().sources().id(name)?);
    }
    Ok(WordQuery {
        words: words.to_owned(),
        at_least: Some(1),
        filter: filter.clone(),
        sources,
        among: view.store().signals().of_customers(filter)?,
        read: view.store().readings().passing(filter)?,
        ..WordQuery::default()
    })
}
