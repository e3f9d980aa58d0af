//! Text as the rules see it: one spelling of digits, dashes, spaces and letters, without what is invisible, and a way
//! back to where each piece stood in the original.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible, is_combining_mark};

use super::placeholder;

/// Stands for a placeholder, or for what was found before: no rule takes it for part of a value.
pub(super) const MASK: char = '\u{fffc}';

/// A text as the rules see it.
pub(super) struct Normal<'t> {
    text: Cow<'t, str>,
    changes: Vec<Change>,
}

/// One place where the text as seen differs from the original.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// Where it stands in the text as seen.
    seen: Range<usize>,
    /// Where it stood.
    original: Range<usize>,
}

impl<'t> Normal<'t> {
    /// The text as the rules see it, with `masked` (in order, apart) hidden.
    pub(super) fn new(text: &'t str, masked: &[Range<usize>]) -> Self {
        let plain = text.is_ascii() && !text.bytes().any(|byte| byte == b'%' || byte == b'[');
        if plain && masked.is_empty() {
            return Self { text: Cow::Borrowed(text), changes: Vec::new() };
        }
        let mut builder =
            Builder { original: text, seen: String::with_capacity(text.len()), changes: Vec::new() };
        builder.walk(masked);
        Self { text: Cow::Owned(builder.seen), changes: builder.changes }
    }

    /// The text as seen.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the text as seen stood in the original. What is invisible at its ends is not in it.
    pub(super) fn original(&self, seen: &Range<usize>) -> Range<usize> {
        let start = self.origin(seen.start, |change| change.original.start);
        let last = seen.end.max(seen.start + 1) - 1;
        let end = match self.change_before(last) {
            Some(change) if last < change.seen.end => change.original.end,
            Some(change) => change.original.end + (last - change.seen.end) + 1,
            None => last + 1,
        };
        start..end
    }

    fn origin(&self, seen: usize, inside: fn(&Change) -> usize) -> usize {
        match self.change_before(seen) {
            Some(change) if seen < change.seen.end => inside(change),
            Some(change) => change.original.end + (seen - change.seen.end),
            None => seen,
        }
    }

    /// The last change that begins at or before `seen`.
    fn change_before(&self, seen: usize) -> Option<&Change> {
        let after = self.changes.partition_point(|change| change.seen.start <= seen);
        after.checked_sub(1).map(|last| &self.changes[last])
    }
}

struct Builder<'t> {
    original: &'t str,
    seen: String,
    changes: Vec<Change>,
}

impl Builder<'_> {
    fn walk(&mut self, masked: &[Range<usize>]) {
        let mut masked = masked.iter().peekable();
        let mut at = 0;
        while at < self.original.len() {
            if let Some(range) = masked.next_if(|range| range.start <= at) {
                self.change(at..range.end, MASK);
                at = range.end;
                continue;
            }
            let until = masked.peek().map_or(self.original.len(), |range| range.start);
            at = self.step(at, until);
        }
    }

    /// Takes what begins at `at`, and answers where the next begins.
    fn step(&mut self, at: usize, until: usize) -> usize {
        let rest = &self.original[at..until];
        let plain = rest.bytes().position(|byte| !byte.is_ascii() || byte == b'%' || byte == b'[');
        let plain = plain.unwrap_or(rest.len());
        if plain > 0 {
            self.seen.push_str(&rest[..plain]);
            return at + plain;
        }
        let Some(first) = rest.chars().next() else { return until };
        let end = at + first.len_utf8();
        match first {
            '[' => match placeholder::at_start(rest) {
                Some(length) => {
                    self.change(at..at + length, MASK);
                    return at + length;
                }
                None => self.seen.push('['),
            },
            '%' => match percent(rest.as_bytes()) {
                Some((decoded, length)) => {
                    self.change(at..at + length, decoded);
                    return at + length;
                }
                None => self.seen.push('%'),
            },
            other => self.wide(other, at..end),
        }
        end
    }

    fn change(&mut self, original: Range<usize>, into: char) {
        let start = self.seen.len();
        self.seen.push(into);
        self.changes.push(Change { seen: start..self.seen.len(), original });
    }

    fn wide(&mut self, c: char, original: Range<usize>) {
        if is_invisible(c) {
            let here = self.seen.len();
            self.changes.push(Change { seen: here..here, original });
        } else if let Some(plain) = plain_form(c, self.seen.chars().next_back()) {
            self.change(original, plain);
        } else if is_combining_mark(c) {
            self.combine(c, original);
        } else if has_compatible_form(c) {
            self.compatible(c, original);
        } else {
            self.seen.push(c);
        }
    }

    /// A mark joins the letter before it, where the two have one character.
    fn combine(&mut self, mark: char, original: Range<usize>) {
        let base = self.seen.chars().next_back();
        let Some((base, joined)) = base.and_then(|base| Some((base, compose(base, mark)?))) else {
            self.seen.push(mark);
            return;
        };
        let start = self.seen.len() - base.len_utf8();
        let mut began = original.start - base.len_utf8();
        while let Some(last) = self.changes.pop_if(|last| last.seen.end > start || last.seen.start >= start) {
            began = began.min(last.original.start);
        }
        self.seen.truncate(start);
        self.change(began..original.end, joined);
    }

    fn compatible(&mut self, c: char, original: Range<usize>) {
        let mut same = String::new();
        decompose_canonical(c, |part| same.push(part));
        let start = self.seen.len();
        decompose_compatible(c, |part| self.seen.push(part));
        if self.seen[start..] == same {
            self.seen.truncate(start);
            self.seen.push(c);
        } else {
            self.changes.push(Change { seen: start..self.seen.len(), original });
        }
    }
}

/// What a percent sign and two hexadecimal digits stand for, if that may be part of a value, and how long that is;
/// encoded twice counts too.
fn percent(bytes: &[u8]) -> Option<(char, usize)> {
    let mut digits = 1;
    while bytes.get(digits..digits + 2) == Some(b"25") && bytes.len() >= digits + 4 {
        digits += 2;
    }
    let hex = |byte: &u8| char::from(*byte).to_digit(16);
    let value = hex(bytes.get(digits)?)? * 16 + hex(bytes.get(digits + 1)?)?;
    let decoded = char::from_u32(value).filter(char::is_ascii)?;
    // `&`, `=` and `#` part what stands in a URL: decoded, they would end a value too early.
    let part = decoded.is_ascii_alphanumeric() || "@+-._ :()".contains(decoded);
    part.then_some((decoded, digits + 2))
}

/// One character for what people use instead of it: a digit of another script, a dash, a space, a quotation mark.
fn plain_form(c: char, before: Option<char>) -> Option<char> {
    if let Some(digit) = digit_of_another_script(c) {
        return Some(digit);
    }
    let after_word = before.is_some_and(|before| before.is_ascii_alphanumeric());
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        'ー' if before.is_some_and(|before| before.is_ascii_digit()) => Some('-'),
        '。' | '｡' | '․' if after_word => Some('.'),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '‘' | '’' | '‚' => Some('\''),
        _ => c.is_whitespace().then_some(' '),
    }
}

/// The zeros of the scripts whose digits people type; nine more follow each.
const ZEROS: [u32; 36] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

fn digit_of_another_script(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS[..].partition_point(|zero| *zero <= code).checked_sub(1)?;
    char::from_digit(code - ZEROS[zero], 10)
}

/// Only there do characters stand that are another's form: most letters are spared the look.
fn has_compatible_form(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{303f}' | '\u{3200}'..='\u{33ff}' | '\u{f900}'..)
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        Normal::new(text, &[]).as_str().to_owned()
    }

    #[test]
    fn one_spelling_for_all() {
        let cases = [
            ("０９０－１２", "090-12"),
            ("٠١٠٠", "0100"),
            ("vic\u{200b}toria\u{ad}", "victoria"),
            ("a%40b%2540c %26 100%", "a@b@c %26 100%"),
            ("ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ann@example.com"),
            ("Rene\u{301}e Größe", "Renée Größe"),
            ("to [email 1] now", "to \u{fffc} now"),
            ("12\u{a0}34\u{202f}56", "12 34 56"),
        ];
        for (text, expected) in cases {
            assert_eq!(seen(text), expected);
        }
    }

    #[test]
    fn each_piece_is_found_again_where_it_stood() {
        let cases = [
            ("über vic\u{200b}toria ok", "victoria", "vic\u{200b}toria"),
            ("x \u{200b}ann\u{200b} y", "ann", "ann"),
            ("a e\u{301}t b", "ét", "e\u{301}t"),
            ("q=a%40b&", "a@b", "a%40b"),
            ("é ４２ z", "42", "４２"),
        ];
        for (text, piece, stood) in cases {
            let normal = Normal::new(text, &[]);
            let start = normal.as_str().find(piece).unwrap();
            assert_eq!(&text[normal.original(&(start..start + piece.len()))], stood);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_stretch_leads_back_to_whole_characters(text in "(\\PC|[%0-9é\u{301}\u{200b}\\[ ]){0,60}") {
            let normal = Normal::new(&text, &[]);
            let places: Vec<usize> = normal.as_str().char_indices().map(|(at, _)| at).collect();
            for pair in places.windows(2) {
                let original = normal.original(&(pair[0]..pair[1]));
                proptest::prop_assert!(text.get(original).is_some());
            }
        }
    }
}
