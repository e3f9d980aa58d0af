//! Which stretch of a text is nearest to a plan, and how near. A long text speaks of many things, and is about a plan where one
//! or two of its sentences are.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hearken_analysis::boilerplate::Template;
use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_domain::{Signal, Verbatim};
use hearken_store::Words;

use crate::actions::signals::words::words_of;

/// Sentences of a text that are read.
const SENTENCES_MAX: usize = 80;
/// Sentences in a row that a passage has, at most.
const IN_A_ROW: usize = 2;
/// Bytes of a passage, at most; a longer one is a sentence alone.
const BYTES_MAX: usize = 1_200;
/// Characters of a passage that are shown.
const SHOWN_CHARS: usize = 320;
/// How much nearness in meaning counts beside words in common (`docs/ask-ahead.md`).
const MEANING: f64 = 0.6;
/// Whoever says less than so many words says little of anything, and lies near to much by chance:
const SAID_MIN: usize = 8;
/// so much is taken off for a text that says nothing, and less for one that says nearly so many.
const SHORT: f64 = 0.3;

/// The nearest stretch of a text.
pub(super) struct Nearest {
    /// How near, 0 to 1.
    pub(super) score: f64,
    /// What it means.
    pub(super) vector: Vector,
    /// The bytes of the text; empty where the title says it.
    range: Range<usize>,
}

/// What a passage is held against.
pub(super) struct Against<'p> {
    pub(super) plan: Vector,
    pub(super) weights: &'p BTreeMap<String, f64>,
}

impl Against<'_> {
    /// How much of what the words say is said by these stems.
    fn covered(&self, stems: &BTreeSet<&String>) -> f64 {
        let all: f64 = self.weights.values().sum();
        let said: f64 = stems.iter().filter_map(|stem| self.weights.get(*stem)).sum();
        if all > 0.0 { said / all } else { 0.0 }
    }
}

/// The stretch of a signal's own words that is nearest. What a title says, every stretch below it speaks of.
pub(super) fn nearest(signal: &Signal, template: &Template, against: &Against<'_>) -> Nearest {
    let (table, text) = (EmbeddingTable::builtin(), signal.verbatim.as_str());
    let title = signal.title.as_ref().map_or("", |title| title.as_str());
    let mut sentences = words_of(signal, template).sentences();
    sentences.truncate(SENTENCES_MAX);
    if sentences.is_empty() && title.is_empty() {
        sentences.push(0..text.len());
    }
    let mut texts = vec![title];
    texts.extend(sentences.iter().map(|sentence| &text[sentence.clone()]));
    let stems = Words::stems_of(&texts);
    let mut ranges = if title.is_empty() { Vec::new() } else { vec![(0..0, 0..0)] };
    for count in 1..=IN_A_ROW.min(sentences.len()) {
        let of =
            |first: usize| (sentences[first].start..sentences[first + count - 1].end, first..first + count);
        let rows = (0..=sentences.len() - count).map(of);
        ranges.extend(rows.filter(|(range, _)| count == 1 || range.len() <= BYTES_MAX));
    }
    let mut best: Option<Nearest> = None;
    for (range, of) in ranges {
        let said: BTreeSet<&String> = stems[0].iter().chain(stems[1..][of].iter().flatten()).collect();
        let vector = table.embed(format!("{title}\n{}", &text[range.clone()]).trim());
        let (cosine, covered) = (vector.dot(&against.plan), against.covered(&said));
        let near = MEANING * f64::from(cosine) + (1.0 - MEANING) * covered;
        let score = near * (1.0 - SHORT * missing(title, &text[range.start..]));
        if best.as_ref().is_none_or(|best| score > best.score) {
            best = Some(Nearest { score, vector, range });
        }
    }
    best.unwrap_or(Nearest { score: 0.0, vector: Vector::EMPTY, range: 0..0 })
}

/// The share of [`SAID_MIN`] words that a text lacks.
fn missing(title: &str, text: &str) -> f64 {
    let said = title.split_whitespace().chain(text.split_whitespace()).take(SAID_MIN).count();
    (SAID_MIN - said) as f64 / SAID_MIN as f64
}

/// The passage as it is shown: what stands around it follows as far as there is room.
pub(super) fn shown(signal: &Signal, nearest: &Nearest, words: &str) -> Verbatim {
    let text = signal.verbatim.as_str();
    let from = text.get(nearest.range.start..).unwrap_or(text);
    let passage = text.get(nearest.range.clone()).unwrap_or_default();
    if passage.chars().count() > SHOWN_CHARS {
        let pieces = Words::snippet(words, false, passage, SHOWN_CHARS);
        return Verbatim::redacted(pieces.into_iter().map(|(piece, _)| piece).collect());
    }
    let cut = Verbatim::redacted(from.to_owned()).excerpt(SHOWN_CHARS);
    let before = if text[..nearest.range.start.min(text.len())].trim().is_empty() { "" } else { "… " };
    Verbatim::redacted(format!("{before}{}", cut.as_str()))
}
