//! The gazetteer: which words are given names, family names, or ordinary words, places and brands (`data/names.txt`).

use std::hash::Hasher as _;
use std::sync::LazyLock;

use rustc_hash::FxHasher;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What the gazetteer says of a word: nothing, or any of these added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Known(u8);

impl Known {
    const GIVEN: u8 = 1;
    const FAMILY: u8 = 2;
    const WORD: u8 = 4;
    const OTHER: u8 = 8;
    const RARE: u8 = 16;

    /// Not in the gazetteer.
    pub(super) fn nothing(self) -> bool {
        self.0 == 0
    }

    /// A given name, whatever else it is.
    pub(super) fn given(self) -> bool {
        self.0 & Self::GIVEN != 0
    }

    /// A given name that is rare, so that alone it may as well be another language's word.
    pub(super) fn rare(self) -> bool {
        self.0 & Self::RARE != 0
    }

    /// A family name, whatever else it is.
    pub(super) fn family(self) -> bool {
        self.0 & Self::FAMILY != 0
    }

    /// A place, a brand or the like, whatever else it is.
    pub(super) fn other(self) -> bool {
        self.0 & Self::OTHER != 0
    }

    /// A given name and nothing that stands with a capital for another reason.
    pub(super) fn surely_given(self) -> bool {
        self.given() && self.0 & (Self::WORD | Self::OTHER) == 0
    }

    /// A family name and nothing that stands with a capital for another reason.
    pub(super) fn surely_family(self) -> bool {
        self.family() && self.0 & (Self::WORD | Self::OTHER) == 0
    }

    /// No name at all, but a word, a place or a brand.
    pub(super) fn no_name(self) -> bool {
        self.0 != 0 && self.0 & (Self::GIVEN | Self::FAMILY) == 0
    }

    /// A name that is a word, a place or a brand too.
    pub(super) fn doubtful(self) -> bool {
        self.0 & (Self::GIVEN | Self::FAMILY) != 0 && self.0 & (Self::WORD | Self::OTHER) != 0
    }
}

static NAMES: &str = include_str!("../../data/names.txt");

/// Slots of the hash table: a power of two, under half of them taken.
const SLOTS: usize = 1 << 17;

/// Offsets of lines in `NAMES`, one more than they are, by the hash of the word; zero is empty.
static TABLE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut table = vec![0; SLOTS];
    let mut offset = 0u32;
    for line in NAMES.lines() {
        let mut slot = slot_of(&line.as_bytes()[..line.len() - 1], SLOTS);
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = offset + 1;
        offset += u32::try_from(line.len() + 1).unwrap_or_default();
    }
    table
});

/// What is known of a word, whatever its case and accents.
pub(super) fn look_up(word: &str) -> Known {
    Fold::default().of(word).map_or(Known(0), look_up_folded)
}

/// What is known of a word that is in lower case without accents.
pub(super) fn look_up_folded(word: &[u8]) -> Known {
    let mut slot = slot_of(word, SLOTS);
    while let Some(offset) = TABLE[slot].checked_sub(1) {
        let line = &NAMES.as_bytes()[offset as usize..];
        if line.len() > word.len() + 1 && line.starts_with(word) && line[word.len() + 1] == b'\n' {
            let bits = char::from(line[word.len()]).to_digit(32);
            return Known(bits.and_then(|bits| u8::try_from(bits).ok()).unwrap_or(0));
        }
        slot = (slot + 1) % SLOTS;
    }
    Known(0)
}

/// The slot of a word among so many.
fn slot_of(word: &[u8], slots: usize) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    usize::try_from(hasher.finish() >> 20).unwrap_or_default() % slots
}

/// The longest word that is looked up, in bytes.
const LENGTH_MAX: usize = 40;

/// A word in lower case without accents, as lists are written.
pub(super) struct Fold([u8; LENGTH_MAX]);

impl Default for Fold {
    fn default() -> Self {
        Self([0; LENGTH_MAX])
    }
}

impl Fold {
    /// The word folded; none if it is too long to be a name.
    pub(super) fn of(&mut self, word: &str) -> Option<&[u8]> {
        if word.len() > LENGTH_MAX {
            return None;
        }
        if word.is_ascii() {
            let folded = &mut self.0[..word.len()];
            folded.copy_from_slice(word.as_bytes());
            folded.make_ascii_lowercase();
            return Some(folded);
        }
        let mut length = 0;
        for c in word.chars().flat_map(char::to_lowercase) {
            let mut push = |part: &str| -> Option<()> {
                self.0.get_mut(length..length + part.len())?.copy_from_slice(part.as_bytes());
                length += part.len();
                Some(())
            };
            match c {
                'ß' => push("ss")?,
                'ø' => push("o")?,
                'æ' => push("ae")?,
                'œ' => push("oe")?,
                'ł' => push("l")?,
                'đ' | 'ð' => push("d")?,
                'þ' => push("th")?,
                'ı' => push("i")?,
                _ => {
                    let mut fits = Some(());
                    decompose_canonical(c, |part| {
                        if !is_combining_mark(part) && fits.is_some() {
                            fits = push(part.encode_utf8(&mut [0; 4]));
                        }
                    });
                    fits?;
                }
            }
        }
        Some(&self.0[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_again() {
        for line in NAMES.lines() {
            let (word, bits) = line.split_at(line.len() - 1);
            assert_eq!(look_up(word).0, u8::from_str_radix(bits, 32).unwrap(), "{word}");
        }
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert!(look_up("JOSÉ").surely_given() && look_up("jose").surely_given());
        assert!(look_up("Müller").surely_family() && look_up("Muller").surely_family());
        assert!(look_up("Xqzvw").nothing() && look_up("").nothing());
    }

    #[test]
    fn a_name_that_is_a_word_or_a_brand_too_is_not_sure() {
        for word in ["Will", "Grant", "Chase", "Alexa", "Paris", "May", "Ruby"] {
            assert!(look_up(word).doubtful() && !look_up(word).surely_given(), "{word}");
        }
        for word in ["Account", "Amazon", "Hello"] {
            assert!(look_up(word).no_name(), "{word}");
        }
    }
}
