//! Cuts what is read of a text into words, each a hash. Its first words and its last are read, no more: a long text says
//! what it wants at its beginning or at its end.

use crate::random::mix;
use crate::themes::Text;

/// Bytes that are read of a long text's beginning, and of its end.
const HEAD: usize = 1000;
const TAIL: usize = 300;
/// Words of the first sentence that count as the opening where there is no title.
const OPENING_MAX: usize = 20;

/// A text cut into words.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Words of the title, then those of what is said.
    pub all: Vec<u64>,
    /// How many of them are the title's.
    pub titled: usize,
    /// How many from the beginning are the title or, without one, the first sentence.
    pub opening: usize,
    /// Question marks and exclamation marks.
    pub asked: usize,
    pub exclaimed: usize,
    /// Whether it, or its title, ends with a question mark.
    pub ends_asking: bool,
    /// Whether most letters are capitals.
    pub loud: bool,
    /// Whether code was left out.
    pub code: bool,
}

/// Cuts a text.
pub(super) fn words(text: &Text<'_>) -> Words {
    let title = text.title.trim();
    let said = text.text.trim_start();
    let said = said.strip_prefix(title).unwrap_or(said).trim();
    let mut cutter = Cutter::default();
    cutter.cut(title);
    let titled = cutter.words.len();
    if said.len() <= HEAD + TAIL {
        cutter.cut(said);
    } else {
        cutter.cut(&said[..said.floor_char_boundary(HEAD)]);
        cutter.cut(&said[said.ceil_char_boundary(said.len() - TAIL)..]);
    }
    let first = cutter.sentence_end.unwrap_or(cutter.words.len()).min(OPENING_MAX);
    Words {
        titled,
        opening: if titled > 0 { titled } else { first },
        asked: cutter.asked,
        exclaimed: cutter.exclaimed,
        ends_asking: title.ends_with('?') || said.ends_with('?'),
        loud: cutter.capitals * 2 > cutter.letters,
        code: cutter.code,
        all: cutter.words,
    }
}

/// The hash of one word, as [`words`] cuts it: of its lower-case letters, without more than two of the same in a row.
#[derive(Default, Clone, Copy)]
struct WordHash {
    hash: u64,
    last: char,
    run: u8,
}

impl WordHash {
    fn push(&mut self, letter: char) {
        self.run = if letter == self.last { self.run.saturating_add(1) } else { 1 };
        self.last = letter;
        if self.run <= 2 {
            self.hash = (self.hash.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn end(self) -> u64 {
        mix(self.hash)
    }
}

/// The hash of a word written in lower case.
pub(super) fn word(written: &str) -> u64 {
    let mut hash = WordHash::default();
    written.chars().for_each(|letter| hash.push(letter));
    hash.end()
}

/// The hash of a word behind another one, or behind several.
pub(super) fn behind(before: u64, word: u64) -> u64 {
    mix(before.rotate_left(17) ^ word)
}

#[derive(Default)]
struct Cutter {
    words: Vec<u64>,
    sentence_end: Option<usize>,
    asked: usize,
    exclaimed: usize,
    letters: usize,
    capitals: usize,
    code: bool,
}

impl Cutter {
    fn cut(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = if let Some(fenced) = rest.strip_prefix("```") {
                self.code = true;
                self.words.push(word("codeblock"));
                3 + fenced.find("```").map_or(fenced.len(), |end| end + 3)
            } else if first.is_alphanumeric() || first == '_' {
                self.word(rest)
            } else {
                self.sign(first);
                first.len_utf8()
            };
            rest = &rest[length..];
        }
    }

    /// Takes the word that `rest` begins with; its length.
    fn word(&mut self, rest: &str) -> usize {
        if rest.starts_with("http://") || rest.starts_with("https://") {
            self.words.push(word("url"));
            return rest.find(char::is_whitespace).unwrap_or(rest.len());
        }
        let (mut hash, mut length, mut in_number) = (WordHash::default(), 0, false);
        for letter in rest.chars() {
            if letter.is_ascii_digit() {
                if !in_number {
                    hash.push('0');
                }
            } else if letter.is_ascii_alphabetic() {
                self.letters += 1;
                self.capitals += usize::from(letter.is_ascii_uppercase());
                hash.push(letter.to_ascii_lowercase());
            } else if matches!(letter, '\'' | '’') {
                hash.push('\'');
            } else if letter.is_alphanumeric() || letter == '_' || is_mark(letter) {
                letter.to_lowercase().for_each(|lower| hash.push(lower));
            } else {
                break;
            }
            in_number = letter.is_ascii_digit();
            length += letter.len_utf8();
        }
        self.words.push(hash.end());
        length
    }

    fn sign(&mut self, sign: char) {
        self.asked += usize::from(sign == '?');
        self.exclaimed += usize::from(sign == '!');
        if matches!(sign, '?' | '!') || !sign.is_ascii() && !sign.is_whitespace() && !is_mark(sign) {
            self.words.push(word(sign.encode_utf8(&mut [0; 4])));
        }
        if matches!(sign, '.' | '?' | '!' | '\n') && !self.words.is_empty() {
            self.sentence_end.get_or_insert(self.words.len());
        }
    }
}

/// Combining marks and the joiners of emoji belong to what is before them.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{fe0f}' | '\u{200d}') || unicode_normalization::char::is_combining_mark(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;

    fn cut(title: &str, text: &str) -> Words {
        words(&Text { title, ..Text::new(1, text, Vector::EMPTY) })
    }

    #[test]
    fn words_are_the_same_whatever_their_case_their_numbers_and_their_drawl() {
        let expected = ["so", "slow", "0", "!"].map(word);
        assert_eq!(cut("", "So SLOW 17!").all, expected);
        assert_eq!(cut("", "soo slow 2021 !").all[1..], expected[1..]);
        assert_eq!(cut("", "sloooooow").all, cut("", "sloow").all);
        assert_eq!(cut("", "don’t").all, [word("don't")]);
    }

    #[test]
    fn the_opening_is_the_title_or_else_the_first_sentence() {
        let titled = cut("Allow tabs", "Allow tabs\nNow there are none.");
        assert_eq!((titled.titled, titled.opening, titled.all.len()), (2, 2, 6));
        let untitled = cut("", "It crashes. Every time");
        assert_eq!((untitled.titled, untitled.opening), (0, 2));
    }

    #[test]
    fn code_is_one_word_and_a_long_text_is_read_at_both_ends() {
        let code = cut("", "see\n```\nlet x = 1;\n```\nwhy?");
        assert!(code.code && code.ends_asking && code.asked == 1);
        assert_eq!(code.all.len(), 4);
        let long = format!("first {} last?", "middle ".repeat(1000));
        let read = cut("", &long);
        assert!(read.all.len() < 300 && read.ends_asking && read.all[0] == word("first"));
    }
}
