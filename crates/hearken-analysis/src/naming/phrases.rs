//! The phrases of each cluster and their document frequencies: in how many of its texts each occurs.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::ClusterTexts;
use super::stop::{Role, role};
use crate::words::words;

/// Words in a phrase.
pub(super) const LENGTH_MAX: usize = 5;
/// Texts of a cluster that are read for its name.
const TEXTS_MAX: usize = 400;
/// Bytes of a text that are read for names: customers say early what it is about.
const TEXT_BYTES_MAX: usize = 1500;

/// A phrase by its words' numbers, padded with [`NONE`].
pub(super) type Phrase = [u32; LENGTH_MAX];
pub(super) const NONE: u32 = u32::MAX;

/// The phrases of one cluster.
pub(super) struct PhraseCounts<'a> {
    /// In how many texts each phrase occurs.
    pub frequencies: FxHashMap<Phrase, u32>,
    /// The beginnings of the texts that were read,
    pub read: Vec<&'a str>,
    /// and their words, by number.
    pub words: Vec<Vec<u32>>,
}

/// All words met, and their numbers.
#[derive(Default)]
pub(super) struct Lexicon {
    numbers: FxHashMap<String, u32>,
    words: Vec<(String, Role)>,
}

impl Lexicon {
    fn number(&mut self, word: String) -> u32 {
        if let Some(&number) = self.numbers.get(&word) {
            return number;
        }
        let number = self.words.len() as u32;
        self.words.push((word.clone(), role(&word)));
        self.numbers.insert(word, number);
        number
    }

    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize].0
    }

    pub(super) fn role(&self, number: u32) -> Role {
        self.words[number as usize].1
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

/// Counts the phrases of every cluster.
pub(super) fn count<'a>(clusters: &[ClusterTexts<'a>]) -> (Lexicon, Vec<PhraseCounts<'a>>) {
    let read: Vec<Vec<&str>> = clusters.iter().map(|cluster| evenly_sampled(&cluster.texts)).collect();
    let split: Vec<Vec<Vec<(String, bool)>>> =
        read.par_iter().map(|texts| texts.iter().map(|text| split(text)).collect()).collect();
    let mut lexicon = Lexicon::default();
    let mut number = |words: Vec<(String, bool)>| -> Vec<(u32, bool)> {
        words.into_iter().map(|(word, joined)| (lexicon.number(word), joined)).collect()
    };
    let numbered: Vec<Vec<Vec<(u32, bool)>>> =
        split.into_iter().map(|texts| texts.into_iter().map(&mut number).collect()).collect();
    let counts = numbered
        .par_iter()
        .zip(read)
        .map(|(texts, read)| {
            let words = texts.iter().map(|text| text.iter().map(|(word, _)| *word).collect()).collect();
            PhraseCounts { frequencies: document_frequencies(texts, &lexicon), read, words }
        })
        .collect();
    (lexicon, counts)
}

fn split(text: &str) -> Vec<(String, bool)> {
    let mut broken = false;
    let mut split = Vec::new();
    for word in words(text) {
        let written = &text[word.span];
        // A phrase runs neither across nor into a hash or a serial number.
        if is_serial(written) {
            broken = true;
            continue;
        }
        split.push((normalise(written), word.joined && !broken));
        broken = false;
    }
    split
}

/// A hash, a serial number, an address, a time of day: seven characters or more with digits among them, or four that begin
/// with one, or the end of a time.
fn is_serial(word: &str) -> bool {
    let begins = word.starts_with(|c: char| c.is_ascii_digit());
    let digits = word.contains(|c: char| c.is_ascii_digit());
    digits && word.len() >= 7 || begins && (word.len() >= 4 || word.ends_with('Z'))
}

/// The beginnings of at most [`TEXTS_MAX`] texts, evenly sampled.
fn evenly_sampled<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let taken = texts.len().min(TEXTS_MAX);
    let beginning = |text: &'a str| &text[..text.floor_char_boundary(TEXT_BYTES_MAX.min(text.len()))];
    (0..taken).map(|n| beginning(texts[n * texts.len() / taken])).collect()
}

fn document_frequencies(texts: &[Vec<(u32, bool)>], lexicon: &Lexicon) -> FxHashMap<Phrase, u32> {
    let mut counts: FxHashMap<Phrase, u32> = FxHashMap::default();
    let mut seen: FxHashSet<Phrase> = FxHashSet::default();
    for text in texts {
        seen.clear();
        for from in 0..text.len() {
            // No phrase begins with a function word.
            if matches!(lexicon.role(text[from].0), Role::Function | Role::Particle | Role::Filler) {
                continue;
            }
            let mut phrase = [NONE; LENGTH_MAX];
            for (length, (word, joined)) in text[from..].iter().take(LENGTH_MAX).enumerate() {
                if length > 0 && (!joined || lexicon.role(*word) == Role::Filler) {
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
