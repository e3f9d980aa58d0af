//! BERT's uncased WordPiece (Devlin and others 2019; the greedy longest match is that of Wu and others
//! 2016), written for speed: it is where the time of an embedding goes.
//!
//! It cuts as the reference tokeniser does, with one deliberate difference: pictographs are words of their
//! own, so that `great😠` still means *great*, where the reference drops the whole word.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Longer words are not looked up (the reference's own limit).
const WORD_CHARACTERS_MAX: usize = 100;

/// The rows of a text's known tokens, and the words for which there is no row.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tokens {
    pub rows: Vec<u32>,
    /// Characters in the words that have rows.
    pub known_characters: usize,
    /// Characters in the words that have none.
    pub unknown_characters: usize,
    pub unknown: Vec<String>,
}

/// Pieces of words, and the row of each.
pub(super) struct Vocabulary {
    starts: FxHashMap<Box<[u8]>, u32>,
    continuations: FxHashMap<Box<[u8]>, u32>,
    start_bytes_max: usize,
    continuation_bytes_max: usize,
}

impl Vocabulary {
    pub(super) fn new<'a>(pieces: impl Iterator<Item = &'a str>) -> Self {
        let mut vocabulary = Self {
            starts: FxHashMap::default(),
            continuations: FxHashMap::default(),
            start_bytes_max: 0,
            continuation_bytes_max: 0,
        };
        for (row, piece) in pieces.enumerate() {
            if let Some(rest) = piece.strip_prefix("##").filter(|rest| !rest.is_empty()) {
                vocabulary.continuations.insert(rest.as_bytes().into(), row as u32);
                vocabulary.continuation_bytes_max = vocabulary.continuation_bytes_max.max(rest.len());
            } else if !(piece.len() > 1 && piece.starts_with('[') && piece.ends_with(']')) {
                vocabulary.starts.insert(piece.as_bytes().into(), row as u32);
                vocabulary.start_bytes_max = vocabulary.start_bytes_max.max(piece.len());
            }
        }
        vocabulary
    }

    /// The tokens of `text`, ending after the word in which `tokens_max` is reached.
    pub(super) fn tokens(&self, text: &str, tokens_max: usize) -> Tokens {
        let mut tokens =
            Tokens { rows: Vec::with_capacity(text.len().min(4 * tokens_max) / 4 + 4), ..Tokens::default() };
        let mut word: Vec<u8> = Vec::with_capacity(32);
        let bytes = text.as_bytes();
        let mut offset = 0;
        while offset < bytes.len() && tokens.rows.len() + tokens.unknown.len() < tokens_max {
            let byte = bytes[offset];
            if byte < 0x80 {
                match CLASSES[byte as usize] {
                    Class::Letter => word.push(byte.to_ascii_lowercase()),
                    Class::Space => self.end_word(&mut word, &mut tokens),
                    Class::Mark => {
                        self.end_word(&mut word, &mut tokens);
                        self.add_mark(byte, &mut tokens);
                    }
                    Class::Nothing => {}
                }
                offset += 1;
            } else {
                // `offset` only ever advances by whole characters, so this never cuts one in two.
                let Some(character) = text[offset..].chars().next() else { break };
                self.add_other(character, &mut word, &mut tokens);
                offset += character.len_utf8();
            }
        }
        self.end_word(&mut word, &mut tokens);
        tokens
    }

    /// A character outside ASCII.
    fn add_other(&self, character: char, word: &mut Vec<u8>, tokens: &mut Tokens) {
        if character.is_whitespace() {
            return self.end_word(word, tokens);
        }
        if is_cjk(character) {
            self.end_word(word, tokens);
            push(word, character);
            return self.end_word(word, tokens);
        }
        match character.general_category() {
            GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::Surrogate => return,
            GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator => {
                return self.end_word(word, tokens);
            }
            _ if character == '\u{FFFD}' => return,
            _ => {}
        }
        // Decomposed without its accents, in lower case; what comes out may itself be punctuation.
        for part in
            std::iter::once(character).nfd().filter(|c| !is_nonspacing(*c)).flat_map(char::to_lowercase)
        {
            if part.is_ascii() {
                if part.is_ascii_punctuation() {
                    self.end_word(word, tokens);
                    self.add_mark(part as u8, tokens);
                } else {
                    word.push(part as u8);
                }
            } else if is_nonspacing(part) {
                // Lower-casing may bring a mark of its own (as of U+0130); the reference keeps it.
                push(word, part);
            } else if stands_alone(part) {
                self.end_word(word, tokens);
                push(word, part);
                self.end_word(word, tokens);
            } else {
                push(word, part);
            }
        }
    }

    fn add_mark(&self, byte: u8, tokens: &mut Tokens) {
        if let Some(&row) = self.starts.get(&[byte][..]) {
            tokens.rows.push(row);
        }
    }

    /// Cuts the word into pieces: the longest known start, then the longest known continuations.
    fn end_word(&self, word: &mut Vec<u8>, tokens: &mut Tokens) {
        if word.is_empty() {
            return;
        }
        if let Some(&row) = self.starts.get(word.as_slice()) {
            tokens.rows.push(row);
            tokens.known_characters += characters(word);
        } else {
            let before = tokens.rows.len();
            let count = characters(word);
            if count <= WORD_CHARACTERS_MAX && self.pieces(word, &mut tokens.rows) {
                tokens.known_characters += count;
            } else {
                tokens.rows.truncate(before);
                tokens.unknown_characters += count;
                tokens.unknown.push(String::from_utf8_lossy(word).into_owned());
            }
        }
        word.clear();
    }

    fn pieces(&self, word: &[u8], rows: &mut Vec<u32>) -> bool {
        let mut from = 0;
        while from < word.len() {
            let (map, longest) = if from == 0 {
                (&self.starts, self.start_bytes_max)
            } else {
                (&self.continuations, self.continuation_bytes_max)
            };
            let upper = word.len().min(from + longest);
            // A piece that ends inside a character is in no vocabulary, so it is simply not found.
            let Some((to, row)) =
                (from + 1..=upper).rev().find_map(|to| map.get(&word[from..to]).map(|row| (to, *row)))
            else {
                return false;
            };
            rows.push(row);
            from = to;
        }
        true
    }
}

fn push(word: &mut Vec<u8>, character: char) {
    word.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

fn characters(word: &[u8]) -> usize {
    word.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

fn is_nonspacing(character: char) -> bool {
    is_combining_mark(character) && character.general_category() == GeneralCategory::NonspacingMark
}

/// Punctuation, and pictographs.
fn stands_alone(character: char) -> bool {
    match character.general_category() {
        GeneralCategory::ConnectorPunctuation
        | GeneralCategory::DashPunctuation
        | GeneralCategory::OpenPunctuation
        | GeneralCategory::ClosePunctuation
        | GeneralCategory::InitialPunctuation
        | GeneralCategory::FinalPunctuation
        | GeneralCategory::OtherPunctuation => true,
        GeneralCategory::OtherSymbol | GeneralCategory::ModifierSymbol => character >= '\u{2190}',
        _ => false,
    }
}

/// The reference's own ranges.
fn is_cjk(character: char) -> bool {
    matches!(character as u32,
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F | 0x2B740..=0x2B81F
        | 0x2B920..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letter,
    Space,
    Mark,
    Nothing,
}

static CLASSES: [Class; 128] = {
    let mut classes = [Class::Nothing; 128];
    let mut code = 0;
    while code < 128 {
        let byte = code as u8;
        classes[code] = if byte.is_ascii_alphanumeric() {
            Class::Letter
        } else if byte.is_ascii_punctuation() {
            Class::Mark
        } else if byte == b' ' || byte == b'\t' || byte == b'\n' || byte == b'\r' {
            Class::Space
        } else {
            Class::Nothing
        };
        code += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::new(include_str!("../../table/vocab.txt").lines())
    }

    #[test]
    fn real_sentences_and_odd_ones_are_cut_as_the_reference_cuts_them() {
        let vocabulary = vocabulary();
        let lines: Vec<&str> = include_str!("../../table/reference-tokens.tsv").lines().collect();
        assert_eq!(lines.len(), 540);
        for line in lines {
            let (text, rows) = line.split_once('\t').unwrap();
            let text: String = serde_json::from_str(text).unwrap();
            let expected: Vec<u32> = rows.split_whitespace().map(|row| row.parse().unwrap()).collect();
            let tokens = vocabulary.tokens(&text, usize::MAX / 8);
            assert_eq!((tokens.rows, tokens.unknown), (expected, vec![]), "{text:?}");
        }
    }

    #[test]
    fn a_word_beyond_the_limit_or_of_another_script_is_kept_as_unknown() {
        let long = "x".repeat(WORD_CHARACTERS_MAX + 1);
        let tokens = vocabulary().tokens(&format!("card {long} ბარათი"), 100);
        assert_eq!((tokens.rows.len(), tokens.unknown), (1, vec![long, "ბარათი".to_owned()]));
    }

    #[test]
    fn a_pictograph_does_not_take_the_word_before_it_along() {
        let (with, without) = (vocabulary().tokens("great😠", 100), vocabulary().tokens("great", 100));
        assert_eq!((with.rows, with.unknown), (without.rows, vec!["😠".to_owned()]));
    }
}
