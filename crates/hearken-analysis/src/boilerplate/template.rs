//! A source's form, learned from what many of its texts share: headings and questions of an issue template, labels of an
//! environment block, a letter's paragraphs that were copied.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::holes::{holes, outside};
use super::lines;
use super::units::{LONG, ends, label, sentences, unit};
use crate::random::mix;
use crate::speakers::{SPEAKERS_MIN, Speaker};

/// A short line is of a form when such a share of the texts has it, and any line when several speakers wrote it.
const SHARE_MIN: f64 = 0.01;

/// What texts of one source share: hashes of lines, labels and sentences, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    hashes: Vec<u64>,
}

impl Template {
    /// Learns from texts of one source, each with who said it; a text of nobody known counts as a speaker.
    pub fn learn<'t>(texts: impl Iterator<Item = (Option<u64>, &'t str)>) -> Self {
        let mut known: FxHashMap<u64, Seen> = FxHashMap::default();
        let mut several = 0u32;
        for (number, (speaker, text)) in texts.enumerate() {
            let speaker = Speaker::of(speaker, number);
            let (units, lines) = units_of(text);
            several += u32::from(lines > 1);
            for (hash, words) in units.into_iter().filter(|(_, words)| lines > 1 || *words >= LONG) {
                known.entry(hash).or_insert_with(|| Seen::new(words)).add(speaker);
            }
        }
        let least = (f64::from(several) * SHARE_MIN).max(SPEAKERS_MIN as f64);
        let is_template = |seen: &Seen| {
            seen.speakers.len() >= SPEAKERS_MIN && (seen.words >= LONG || f64::from(seen.texts) >= least)
        };
        let shared = known.into_iter().filter(|(_, seen)| is_template(seen));
        let mut hashes: Vec<u64> = shared.map(|(hash, _)| hash).collect();
        hashes.sort_unstable();
        Self { hashes }
    }

    /// Of hashes that were kept, in whatever order.
    pub fn from_hashes(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// What is to be kept of it.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    pub(super) fn contains(&self, hash: u64) -> bool {
        self.hashes.binary_search(&hash).is_ok()
    }
}

/// The template of each source, by the caller's own numbers of sources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Templates(BTreeMap<u64, Template>);

impl Templates {
    /// Of templates that were learned or kept; an empty one is the same as none.
    pub fn new(templates: impl IntoIterator<Item = (u64, Template)>) -> Self {
        Self(templates.into_iter().filter(|(_, template)| !template.is_empty()).collect())
    }

    /// The template of a source; nothing is in it where none was learned.
    pub fn of(&self, source: u64) -> &Template {
        static NONE: Template = Template { hashes: Vec::new() };
        self.0.get(&source).unwrap_or(&NONE)
    }

    /// One number for all of them: two that are equal have the same.
    pub fn digest(&self) -> u64 {
        self.0.iter().fold(0, |digest, (source, template)| {
            template.hashes.iter().fold(mix(digest ^ source), |digest, hash| mix(digest ^ hash))
        })
    }

    /// All of them, by source.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u64, &Template)> {
        self.0.iter().map(|(source, template)| (*source, template))
    }
}

/// The units of a text, each once, with its words; and how many lines it has.
fn units_of(text: &str) -> (FxHashMap<u64, usize>, usize) {
    let mut units = FxHashMap::default();
    let mut count = 0;
    let holes = holes(text);
    for line in text.lines() {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        let pieces = outside(&(start..start + line.len()), &holes);
        if pieces.is_empty() {
            continue;
        }
        let Some(whole) = unit(line) else { continue };
        count += 1;
        if lines::is_boilerplate(line) {
            continue;
        }
        units.insert(whole.hash, whole.words);
        units.extend(ends(line).into_iter().map(|end| (end.hash, end.words)));
        if let Some((label, _)) = label(line) {
            units.insert(label.hash, label.words);
        }
        for piece in pieces.into_iter().map(|piece| &text[piece]) {
            let long =
                sentences(piece).filter_map(|range| unit(&piece[range])).filter(|one| one.words >= LONG);
            units.extend(long.map(|sentence| (sentence.hash, sentence.words)));
        }
    }
    (units, count)
}

struct Seen {
    words: usize,
    texts: u32,
    speakers: FxHashSet<Speaker>,
}

impl Seen {
    fn new(words: usize) -> Self {
        Self { words, texts: 0, speakers: FxHashSet::default() }
    }

    fn add(&mut self, speaker: Speaker) {
        self.texts += 1;
        if self.speakers.len() < SPEAKERS_MIN {
            self.speakers.insert(speaker);
        }
    }
}
