//! The synthetic set of Presidio's researchers (`data/synth_dataset_v2.json`), given by argument: labelled values of
//! each type, told by whole spans and by words.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::Context;
use hearken_analysis::redact::{Rules, explain};
use serde_json::{Value, json};

use super::score::Counts;
use crate::row;

/// What the set calls it, what the placeholder does, and whether it is told by its structure alone.
const CLAIMED: [(&str, &str, bool); 8] = [
    ("PERSON", "name", false),
    ("STREET_ADDRESS", "address", false),
    ("PHONE_NUMBER", "phone", true),
    ("CREDIT_CARD", "card", true),
    ("IBAN_CODE", "iban", true),
    ("EMAIL_ADDRESS", "email", true),
    ("US_SSN", "ssn", true),
    ("IP_ADDRESS", "ip", true),
];
/// Labels that say where somebody is or when something was: what a longer hit takes of them is neither right nor wrong.
const NEUTRAL: [&str; 4] = ["GPE", "ZIP_CODE", "TITLE", "DATE_TIME"];

struct Span {
    range: Range<usize>,
    label: String,
}

#[derive(Default)]
struct Tally {
    spans: BTreeMap<&'static str, Counts>,
    words: BTreeMap<&'static str, Counts>,
    missed: Vec<String>,
    false_hits: Vec<String>,
    texts_without_structured: usize,
    hits_without_structured: usize,
}

pub fn run(path: &Path, rules: &Rules, show: bool) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let records: Vec<Value> = serde_json::from_str(&text).context("not a list of labelled texts")?;
    let mut tally = Tally::default();
    for record in &records {
        let text = record["full_text"].as_str().context("a text without full_text")?;
        let spans = spans_of(text, record)?;
        tally.add(text, &spans, rules);
    }
    tally.print(show)
}

/// The labelled spans, in bytes: the set counts characters.
fn spans_of(text: &str, record: &Value) -> anyhow::Result<Vec<Span>> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
    bytes.push(text.len());
    let place = |span: &Value, name: &str| -> anyhow::Result<usize> {
        let chars = span[name].as_u64().and_then(|chars| usize::try_from(chars).ok());
        let byte =
            chars.and_then(|chars| bytes.get(chars)).with_context(|| format!("a span without {name}"))?;
        Ok(*byte)
    };
    let spans = record["spans"].as_array().context("a text without spans")?;
    spans
        .iter()
        .map(|span| {
            let label = span["entity_type"].as_str().context("a span without entity_type")?.to_owned();
            Ok(Span { range: place(span, "start_position")?..place(span, "end_position")?, label })
        })
        .collect()
}

impl Tally {
    fn add(&mut self, text: &str, spans: &[Span], rules: &Rules) {
        let hits: Vec<(Range<usize>, String)> =
            explain(text, rules).into_iter().map(|hit| (hit.range, placeholder(hit.sort.as_str()))).collect();
        for (label, word, _) in CLAIMED {
            let of_label: Vec<&Range<usize>> =
                spans.iter().filter(|span| span.label == label).map(|span| &span.range).collect();
            let of_word: Vec<&Range<usize>> =
                hits.iter().filter(|(_, hit)| hit == word).map(|(range, _)| range).collect();
            let counts = self.spans.entry(label).or_default();
            counts.labelled += of_label.len();
            for span in &of_label {
                if 2 * overlap(span, &of_word) >= span.len() {
                    counts.found += 1;
                } else {
                    self.missed.push(format!("{label} {:?} in {text:?}", &text[(*span).clone()]));
                }
            }
            let neutral: Vec<&Range<usize>> = spans
                .iter()
                .filter(|span| span.label == label || NEUTRAL.contains(&span.label.as_str()))
                .map(|span| &span.range)
                .collect();
            for hit in &of_word {
                // A hit that is all in labels that nobody claims says nothing.
                if overlap(hit, &of_label) == 0 && overlap(hit, &neutral) == hit.len() {
                    continue;
                }
                counts.hits += 1;
                if overlap(hit, &of_label) > 0 && 2 * overlap(hit, &neutral) >= hit.len() {
                    counts.right += 1;
                } else {
                    self.false_hits.push(format!("{word} {:?} in {text:?}", &text[(*hit).clone()]));
                }
            }
            self.words.entry(label).or_default().add(by_words(text, &of_label, &neutral, &of_word));
        }
        // Homepages and driving licences are told by their structure too, though nothing of the sort is claimed.
        let structured = |label: &str| {
            matches!(label, "DOMAIN_NAME" | "US_DRIVER_LICENSE")
                || CLAIMED.iter().any(|(name, _, structured)| *structured && *name == label)
        };
        if !spans.iter().any(|span| structured(&span.label)) {
            self.texts_without_structured += 1;
            let word_is_structured =
                |hit: &str| CLAIMED.iter().any(|(_, word, structured)| *structured && *word == hit);
            self.hits_without_structured += hits.iter().filter(|(_, hit)| word_is_structured(hit)).count();
        }
    }

    fn print(&self, show: bool) -> anyhow::Result<()> {
        if show {
            for line in self.missed.iter() {
                row::print(&json!({ "missed": line }))?;
            }
            for line in &self.false_hits {
                row::print(&json!({ "false": line }))?;
            }
        }
        for (way, counts) in [("spans", &self.spans), ("words", &self.words)] {
            let mut all = Counts::default();
            for (label, counts) in counts {
                all.add(*counts);
                print_counts(way, label, counts)?;
            }
            print_counts(way, "all claimed", &all)?;
        }
        row::print(&json!({
            "bench": "redact", "set": "presidio", "texts_without_structured": self.texts_without_structured,
            "structured_hits_in_them": self.hits_without_structured,
        }))
    }
}

fn print_counts(way: &str, label: &str, counts: &Counts) -> anyhow::Result<()> {
    row::print(&json!({
        "bench": "redact", "set": "presidio", "by": way, "type": label, "labelled": counts.labelled,
        "missed": counts.labelled - counts.found, "hits": counts.hits, "false": counts.hits - counts.right,
        "recall": row::round_to_4(counts.recall()), "precision": row::round_to_4(counts.precision()),
        "f2": row::round_to_4(counts.f2()),
    }))
}

/// National numbers that are not the US one do not stand in the set; one placeholder may serve for all of them.
fn placeholder(word: &str) -> String {
    if word == "id" { "ssn".to_owned() } else { word.to_owned() }
}

/// How many bytes of a range the others cover; the others do not overlap.
fn overlap(range: &Range<usize>, others: &[&Range<usize>]) -> usize {
    others.iter().map(|other| range.end.min(other.end).saturating_sub(range.start.max(other.start))).sum()
}

fn by_words(
    text: &str,
    labelled: &[&Range<usize>],
    neutral: &[&Range<usize>],
    hit: &[&Range<usize>],
) -> Counts {
    let mut counts = Counts::default();
    let mut offset = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let range = offset..offset + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        offset += word.len();
        if range.is_empty() {
            continue;
        }
        let is_label = overlap(&range, labelled) > 0;
        let is_hit = overlap(&range, hit) > 0;
        counts.labelled += usize::from(is_label);
        counts.found += usize::from(is_label && is_hit);
        let counted = is_label || overlap(&range, neutral) == 0;
        counts.hits += usize::from(is_hit && counted);
        counts.right += usize::from(is_hit && is_label);
    }
    counts
}
