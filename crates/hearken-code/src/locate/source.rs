//! A file's text held against a report: which lines hold which of its words, and what they lie in.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::query::Query;
use crate::document::defined;
use crate::link::{Evidence, Span};
use crate::text::Text;
use crate::words::{Term, runs};

/// The words of a report that a file has, by line.
pub(super) struct Source<'a> {
    text: &'a Text,
    /// Lines with words of the report, ascending, from 0.
    found: Vec<(u32, Vec<Found<'a>>)>,
}

/// A word of the report: which, as it stands in the file, what it weighs.
type Found<'a> = (Term, &'a str, f32);

/// Parts of a file that are told.
pub(super) const SPANS: usize = 3;
/// Words that are quoted as evidence.
const QUOTED: usize = 5;
/// A text that users see is quoted up to so many characters.
const LONGEST: usize = 120;

impl<'a> Source<'a> {
    /// Holds a file against a report; `weigh` says what a word of the report weighs.
    pub fn new(query: &Query, text: &'a Text, weigh: impl Fn(Term) -> f32) -> Self {
        let weights: FxHashMap<Term, f32> =
            query.terms.iter().map(|term| (term.term, term.weight * weigh(term.term))).collect();
        let mut found: Vec<(u32, Vec<Found<'_>>)> = Vec::new();
        for (line, term, range) in &text.words {
            let Some(weight) = weights.get(term) else { continue };
            if found.last().is_none_or(|(last, _)| last != line) {
                found.push((*line, Vec::new()));
            }
            if let Some((_, words)) = found.last_mut()
                && !words.iter().any(|(other, ..)| other == term)
            {
                words.push((*term, &text.text[range.clone()], *weight));
            }
        }
        Self { text, found }
    }

    /// The parts of the file that most of the report's words lie in.
    pub fn spans(&self) -> Vec<Span> {
        let weighed = self.text.parts.iter().map(|span| (self.weight_of(span), span));
        let mut weighed: Vec<(f32, &Span)> = weighed.filter(|(weight, _)| *weight > 0.0).collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first_line.cmp(&b.1.first_line)));
        let least = weighed.first().map_or(0.0, |(best, _)| best / 2.0);
        weighed
            .into_iter()
            .take_while(|(weight, _)| *weight >= least)
            .take(SPANS)
            .map(|(_, span)| span.clone())
            .collect()
    }

    /// Lines with words of the report from the first to the last line of a span, or in all of the file.
    fn within(&self, span: Option<&Span>) -> &[(u32, Vec<Found<'a>>)] {
        let Range { start, end } = span.map_or(0..u32::MAX, |span| span.first_line - 1..span.last_line);
        let from = self.found.partition_point(|(line, _)| *line < start);
        let to = self.found.partition_point(|(line, _)| *line < end);
        &self.found[from..to.max(from)]
    }

    /// What a part weighs: a word's second time counts a half, its third a quarter; long parts a little less.
    fn weight_of(&self, span: &Span) -> f32 {
        let mut sums: FxHashMap<Term, f32> = FxHashMap::default();
        for (term, _, weight) in self.within(Some(span)).iter().flat_map(|(_, words)| words) {
            let sum = sums.entry(*term).or_insert(0.0);
            *sum += (2.0 * weight - *sum) / 2.0;
        }
        let lines = (span.last_line - span.first_line + 1) as f32;
        sums.values().sum::<f32>() / (1.0 + lines / 60.0).sqrt()
    }

    /// The line with the weightiest words of the report within `span`, and those words as they stand there.
    pub fn words(&self, span: Option<&Span>) -> Option<Evidence> {
        let weight = |words: &[Found<'_>]| words.iter().map(|(.., weight)| weight).sum::<f32>();
        let lines = self.within(span).iter();
        let (line, found) = lines.max_by(|a, b| weight(&a.1).total_cmp(&weight(&b.1)).then(b.0.cmp(&a.0)))?;
        let mut found = found.clone();
        found.sort_by(|a, b| b.2.total_cmp(&a.2));
        let mut words: Vec<String> = Vec::new();
        for (_, run, _) in found {
            if !words.iter().any(|word| word == run) && words.len() < QUOTED {
                words.push(run.to_owned());
            }
        }
        Some(Evidence::Words { words, line: line + 1 })
    }

    /// The text for users that holds most of the report's words: two at least.
    pub fn message(&self) -> Option<Evidence> {
        let mut best: Option<(f32, u32, &str)> = None;
        for (line, range) in &self.text.messages {
            let Some(found) = self.line(*line).filter(|found| found.len() > 1) else { continue };
            let text = &self.text.text[range.clone()];
            let inside = |run: &str| runs(text).any(|(_, other)| other == run);
            let weights: Vec<f32> =
                found.iter().filter(|(_, run, _)| inside(run)).map(|(.., weight)| *weight).collect();
            let weight: f32 = weights.iter().sum();
            if weights.len() > 1 && best.is_none_or(|(best, ..)| weight > best) {
                best = Some((weight, *line, text));
            }
        }
        best.map(|(_, line, text)| Evidence::Message { text: shortened(text), line: line + 1 })
    }

    /// What is defined here under the name that weighs most among the report's words.
    pub fn definition(&self) -> Option<Evidence> {
        let mut best: Option<(f32, u32, &str)> = None;
        for (line, found) in &self.found {
            let Some(range) = self.text.lines.get(*line as usize) else { continue };
            for name in defined(&self.text.text[range.clone()]) {
                let weight: f32 =
                    found.iter().filter(|(_, run, _)| *run == name).map(|(.., weight)| weight).sum();
                if weight > 0.0 && best.is_none_or(|(best, ..)| weight > best) {
                    best = Some((weight, *line, name));
                }
            }
        }
        best.map(|(_, line, name)| Evidence::Definition { name: name.to_owned(), line: line + 1 })
    }

    fn line(&self, line: u32) -> Option<&[Found<'a>]> {
        let index = self.found.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        Some(&self.found[index].1)
    }
}

/// The beginning of a text that is too long to be quoted whole: still words that stand there.
fn shortened(text: &str) -> String {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text[..end].trim_end()).to_owned()
}
