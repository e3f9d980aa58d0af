//! The phrases of each cluster and their document frequencies: in how many of its texts each occurs.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::ClusterTexts;
use super::stop::{Role, role};
use crate::boilerplate::{sentences, unit};
use crate::words::words;

/// Words in a phrase.
pub(super) const LENGTH_MAX: usize = 5;
/// Texts of a cluster that are read for its name.
const TEXTS_MAX: usize = 400;
/// Bytes of a text that are read for names: customers say early what it is about.
const TEXT_BYTES_MAX: usize = 1500;
/// Texts of a cluster in which one and the same sentence counts: a letter that many copied, or a line of a form, is alike in
/// all of them and would name them all.
const COPIES_MAX: u32 = 3;
/// Words of a text's first line that are its lead.
const LEAD_WORDS: usize = 25;

/// A phrase by its words' numbers, padded with [`NONE`].
pub(super) type Phrase = [u32; LENGTH_MAX];
pub(super) const NONE: u32 = u32::MAX;

/// The phrases of one cluster.
pub(super) struct PhraseCounts<'a> {
    /// In how many texts each phrase occurs.
    pub frequencies: FxHashMap<Phrase, u32>,
    /// The same for their leads: a title, or how a text begins.
    pub leads: FxHashMap<Phrase, u32>,
    /// The beginnings of the texts that were read,
    pub read: Vec<&'a str>,
    /// and their words, by number.
    pub words: Vec<Vec<u32>>,
}

/// All words met, and their numbers.
#[derive(Default)]
pub(super) struct Lexicon {
    numbers: FxHashMap<String, u32>,
    words: Vec<Entry>,
    stems: FxHashMap<String, u32>,
}

struct Entry {
    word: String,
    role: Role,
    stem: u32,
}

impl Lexicon {
    fn number(&mut self, word: String) -> u32 {
        if let Some(&number) = self.numbers.get(&word) {
            return number;
        }
        let number = self.words.len() as u32;
        let next = self.stems.len() as u32;
        let stem = *self.stems.entry(stem(&word).to_owned()).or_insert(next);
        self.words.push(Entry { word: word.clone(), role: role(&word), stem });
        self.numbers.insert(word, number);
        number
    }

    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize].word
    }

    pub(super) fn role(&self, number: u32) -> Role {
        self.words[number as usize].role
    }

    /// The number that all forms of a word share.
    pub(super) fn stem(&self, number: u32) -> u32 {
        self.words[number as usize].stem
    }

    pub(super) fn text(&self, phrase: &Phrase) -> String {
        let words: Vec<&str> = parts(phrase).iter().map(|word| self.word(*word)).collect();
        words.join(" ")
    }
}

/// The words of a phrase.
pub(super) fn parts(phrase: &Phrase) -> &[u32] {
    &phrase[..phrase.iter().position(|word| *word == NONE).unwrap_or(LENGTH_MAX)]
}

/// A phrase of these words, of which there are at most [`LENGTH_MAX`].
pub(super) fn phrase(words: &[u32]) -> Phrase {
    std::array::from_fn(|index| words.get(index).copied().unwrap_or(NONE))
}

/// A word in lower case, with one kind of apostrophe.
pub(super) fn normalise(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

/// A word without its ending.
pub(super) fn stem(word: &str) -> &str {
    ["'s", "ings", "ing", "ies", "ed", "es", "s", "y", "e"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3))
        .unwrap_or(word)
}

/// Counts the phrases of every cluster.
pub(super) fn count<'a>(clusters: &[ClusterTexts<'a>]) -> (Lexicon, Vec<PhraseCounts<'a>>) {
    let read: Vec<Vec<&str>> = clusters.iter().map(|cluster| evenly_sampled(&cluster.texts)).collect();
    let split: Vec<Vec<Split>> = read.par_iter().map(|texts| once_told(texts)).collect();
    let mut lexicon = Lexicon::default();
    let mut number = |text: Split| -> Numbered {
        let words = text.words.into_iter().map(|(word, joined)| (lexicon.number(word), joined)).collect();
        Numbered { words, lead: text.lead }
    };
    let numbered: Vec<Vec<Numbered>> =
        split.into_iter().map(|texts| texts.into_iter().map(&mut number).collect()).collect();
    let counts = numbered
        .par_iter()
        .zip(read)
        .map(|(texts, read)| {
            let words = texts.iter().map(|text| text.words.iter().map(|(word, _)| *word).collect()).collect();
            let frequencies = document_frequencies(texts.iter().map(|text| text.words.as_slice()), &lexicon);
            let leads = document_frequencies(texts.iter().map(|text| &text.words[..text.lead]), &lexicon);
            PhraseCounts { frequencies, leads, read, words }
        })
        .collect();
    (lexicon, counts)
}

/// The words of a text, each with whether a phrase may run on to it, and how many of them are its lead.
struct Split {
    words: Vec<(String, bool)>,
    lead: usize,
}

/// The same by number.
struct Numbered {
    words: Vec<(u32, bool)>,
    lead: usize,
}

/// The words of each text, without sentences that [`COPIES_MAX`] others before it have. Titles are kept: many report the
/// same thing in the same words.
fn once_told(texts: &[&str]) -> Vec<Split> {
    let mut copies: FxHashMap<u64, u32> = FxHashMap::default();
    texts
        .iter()
        .map(|text| {
            let copied: Vec<Range<usize>> = sentences_below_title(text)
                .filter(|sentence| {
                    unit(&text[sentence.clone()]).is_some_and(|unit| {
                        let copies = copies.entry(unit.hash).or_default();
                        *copies += 1;
                        *copies > COPIES_MAX
                    })
                })
                .collect();
            split(text, &copied)
        })
        .collect()
}

/// The byte ranges of a text's sentences, but for a first line with others below it.
fn sentences_below_title(text: &str) -> impl Iterator<Item = Range<usize>> {
    let body = text.trim_end().find('\n').map_or(0, |end| end + 1);
    text[body..].split_inclusive('\n').flat_map(move |line| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        sentences(line).map(move |sentence| start + sentence.start..start + sentence.end)
    })
}

/// The words that lie in none of the `copied` stretches, which ascend.
fn split(text: &str, copied: &[Range<usize>]) -> Split {
    let first_line = text.find('\n').unwrap_or(text.len());
    let mut copied = copied.iter().peekable();
    let mut broken = false;
    let mut split = Vec::new();
    let mut lead = 0;
    for word in words(text) {
        while copied.next_if(|copy| copy.end <= word.span.start).is_some() {}
        let written = &text[word.span.clone()];
        // A phrase runs neither across nor into a hash or a serial number.
        if is_serial(written) || copied.peek().is_some_and(|copy| copy.start <= word.span.start) {
            broken = true;
            continue;
        }
        lead += usize::from(word.span.start < first_line && lead < LEAD_WORDS);
        split.push((normalise(written), word.joined && !broken));
        broken = false;
    }
    Split { words: split, lead }
}

/// A hash, a serial number, an address, a version, a time of day: seven characters or more with digits among them, or four
/// that begin with one, `0x0`, `v12`, or the end of a time.
fn is_serial(word: &str) -> bool {
    let begins = word.starts_with(|c: char| c.is_ascii_digit());
    let digits = word.contains(|c: char| c.is_ascii_digit());
    let version = word
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let begins_long = begins && (word.len() >= 4 || word.ends_with('Z') || word.starts_with("0x"));
    digits && word.len() >= 7 || begins_long || version
}

/// The beginnings of at most [`TEXTS_MAX`] texts, evenly sampled.
fn evenly_sampled<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let taken = texts.len().min(TEXTS_MAX);
    let beginning = |text: &'a str| &text[..text.floor_char_boundary(TEXT_BYTES_MAX.min(text.len()))];
    (0..taken).map(|n| beginning(texts[n * texts.len() / taken])).collect()
}

fn document_frequencies<'t>(
    texts: impl Iterator<Item = &'t [(u32, bool)]>,
    lexicon: &Lexicon,
) -> FxHashMap<Phrase, u32> {
    let mut counts: FxHashMap<Phrase, u32> = FxHashMap::default();
    let mut seen: FxHashSet<Phrase> = FxHashSet::default();
    for text in texts {
        seen.clear();
        for from in 0..text.len() {
            // No phrase begins with a word that means nothing by itself.
            if !matches!(lexicon.role(text[from].0), Role::Content | Role::Negation) {
                continue;
            }
            let mut phrase = [NONE; LENGTH_MAX];
            for (length, (word, joined)) in text[from..].iter().take(LENGTH_MAX).enumerate() {
                if length > 0 && (!joined || matches!(lexicon.role(*word), Role::Filler | Role::Clause)) {
                    break;
                }
                phrase[length] = *word;
                seen.insert(phrase);
            }
        }
        for phrase in &seen {
            *counts.entry(*phrase).or_default() += 1;
        }
    }
    counts
}
