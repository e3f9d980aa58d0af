//! A file's text held against a report: which lines hold which of its words, and what they lie in.

use rustc_hash::FxHashMap;

use super::query::Query;
use crate::Language;
use crate::document::defined;
use crate::link::{Evidence, Place};
use crate::strings::strings;
use crate::symbols::{self, Symbol};
use crate::words::{Term, Words, runs};

/// The words of a report that a file has, by line.
pub(super) struct Source<'a> {
    lines: Vec<&'a str>,
    /// For each line, the words of the report in it: the word, where it stands, what it weighs.
    found: Vec<Vec<(Term, &'a str, f32)>>,
    symbols: Vec<Symbol>,
    /// Texts that users see, by line.
    messages: Vec<(u32, &'a str)>,
}

/// Parts of a file that are told.
const PLACES: usize = 3;
/// Words that are quoted as evidence.
const QUOTED: usize = 5;
/// A text that users see is quoted up to so many characters.
const LONGEST: usize = 120;

impl<'a> Source<'a> {
    /// Reads a file; `weigh` says what a word of the report weighs.
    pub fn read(
        words: &Words,
        query: &Query,
        path: &str,
        text: &'a str,
        weigh: impl Fn(Term) -> f32,
    ) -> Self {
        let weights: FxHashMap<Term, f32> =
            query.terms.iter().map(|term| (term.term, term.weight * weigh(term.term))).collect();
        let lines: Vec<&str> = text.lines().collect();
        let found = lines
            .iter()
            .map(|line| {
                let mut found: Vec<(Term, &str, f32)> = Vec::new();
                for (_, run) in runs(line) {
                    let word = words.word(run);
                    for term in word.whole.iter().chain(&word.parts) {
                        if let Some(weight) = weights.get(term)
                            && !found.iter().any(|(other, ..)| other == term)
                        {
                            found.push((*term, run, *weight));
                        }
                    }
                }
                found
            })
            .collect();
        let language = Language::of(path, text.as_bytes());
        let symbols = language.map(|language| symbols::symbols(language, text)).unwrap_or_default();
        let messages = language.map(|language| strings(language, path, text).collect()).unwrap_or_default();
        Self { lines, found, symbols, messages }
    }

    /// The parts of the file that most of the report's words lie in: functions and types, or blocks of lines.
    pub fn places(&self) -> Vec<Place> {
        let candidates: Vec<Place> = if self.symbols.is_empty() {
            let text = self.lines.join("\n");
            let block = |block: symbols::Block| Place {
                symbol: None,
                first_line: block.first_line,
                last_line: block.last_line,
            };
            symbols::blocks(&text).into_iter().map(block).collect()
        } else {
            let place = |symbol: &Symbol| Place {
                symbol: Some(symbol.name.clone()),
                first_line: symbol.first_line,
                last_line: symbol.last_line,
            };
            self.innermost().map(place).collect()
        };
        let mut scored: Vec<(f32, Place)> = candidates
            .into_iter()
            .map(|place| (self.weight_of(&place), place))
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first_line.cmp(&b.1.first_line)));
        let least = scored.first().map_or(0.0, |(best, _)| best / 2.0);
        scored
            .into_iter()
            .take_while(|(weight, _)| *weight >= least)
            .take(PLACES)
            .map(|(_, place)| place)
            .collect()
    }

    /// Symbols that hold no other.
    fn innermost(&self) -> impl Iterator<Item = &Symbol> {
        self.symbols
            .iter()
            .enumerate()
            .filter(|(at, symbol)| {
                self.symbols.get(at + 1).is_none_or(|next| {
                    next.first_line > symbol.last_line || next.first_line <= symbol.first_line
                })
            })
            .map(|(_, symbol)| symbol)
    }

    /// Each word once, those in a long part a little less than in a short one.
    fn weight_of(&self, place: &Place) -> f32 {
        let mut seen: FxHashMap<Term, f32> = FxHashMap::default();
        let range = place.first_line as usize - 1..(place.last_line as usize).min(self.lines.len());
        for (term, _, weight) in self.found.get(range.clone()).into_iter().flatten().flatten() {
            let sum = seen.entry(*term).or_insert(0.0);
            // The second time counts a half, the third a quarter.
            *sum += (2.0 * weight - *sum) / 2.0;
        }
        seen.values().sum::<f32>() / (1.0 + range.len() as f32 / 60.0).sqrt()
    }

    /// The line with the weightiest words of the report within `place`, and those words as they stand there.
    pub fn words(&self, place: Option<&Place>) -> Option<Evidence> {
        let range = place.map_or(0..self.lines.len(), |place| {
            place.first_line as usize - 1..(place.last_line as usize).min(self.lines.len())
        });
        let weight = |line: usize| self.found[line].iter().map(|(.., weight)| weight).sum::<f32>();
        let best = range
            .filter(|line| !self.found[*line].is_empty())
            .max_by(|a, b| weight(*a).total_cmp(&weight(*b)).then(b.cmp(a)))?;
        let mut found = self.found[best].clone();
        found.sort_by(|a, b| b.2.total_cmp(&a.2));
        let mut words: Vec<String> = Vec::new();
        for (_, run, _) in found {
            if !words.iter().any(|word| word == run) && words.len() < QUOTED {
                words.push(run.to_owned());
            }
        }
        Some(Evidence::Words { words, line: best as u32 + 1 })
    }

    /// The text for users that holds most of the report's words: two at least.
    pub fn message(&self) -> Option<Evidence> {
        let mut best: Option<(f32, u32, &str)> = None;
        for (number, text) in &self.messages {
            let Some(found) = self.found.get(*number as usize - 1).filter(|found| found.len() > 1) else {
                continue;
            };
            let inside = |run: &str| runs(text).any(|(_, other)| other == run);
            let weights: Vec<f32> =
                found.iter().filter(|(_, run, _)| inside(run)).map(|(.., weight)| *weight).collect();
            let weight: f32 = weights.iter().sum();
            if weights.len() > 1 && best.is_none_or(|(best, ..)| weight > best) {
                best = Some((weight, *number, text));
            }
        }
        best.map(|(_, line, text)| Evidence::Message { text: shortened(text), line })
    }

    /// What is defined here under the name that weighs most among the report's words.
    pub fn definition(&self) -> Option<Evidence> {
        let mut best: Option<(f32, usize, &str)> = None;
        for (number, line) in
            self.lines.iter().enumerate().filter(|(number, _)| !self.found[*number].is_empty())
        {
            for name in defined(line) {
                let weight: f32 = self.found[number]
                    .iter()
                    .filter(|(_, run, _)| *run == name)
                    .map(|(.., weight)| weight)
                    .sum();
                if weight > 0.0 && best.is_none_or(|(best, ..)| weight > best) {
                    best = Some((weight, number, name));
                }
            }
        }
        best.map(|(_, number, name)| Evidence::Definition { name: name.to_owned(), line: number as u32 + 1 })
    }
}

/// The beginning of a text that is too long to be quoted whole: still words that stand there.
fn shortened(text: &str) -> String {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text[..end].trim_end()).to_owned()
}
