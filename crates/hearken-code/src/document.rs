//! One file's content as the index keeps it: which words stand in which 60 lines, what is defined, what users read.
//! It depends on the content and the language alone, so a file that did not change is never read again.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::Language;
use crate::bytes::{Reader, put};
use crate::catalogue::{self, Entry};
use crate::strings::{are_values, strings};
use crate::words::{Pairs, Term, Words, runs};

/// Lines of a chunk: the unit within which words count as close.
pub(crate) const CHUNK_LINES: u32 = 60;
/// Files larger than this are data, not something that a person wrote.
pub(crate) const LARGEST: usize = 1 << 20;

/// A file's content, as words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    pub lines: u32,
    /// Words in each chunk.
    pub chunks: Vec<u32>,
    /// Each word with the chunks that it stands in and its frequency in each; ascending.
    pub terms: Vec<(Term, Vec<(u32, u32)>)>,
    /// Words of the names defined here, with their frequencies; ascending.
    pub definitions: Vec<(Term, u32)>,
    /// Words of the texts that users see, with their frequencies; ascending.
    pub messages: Vec<(Term, u32)>,
    /// Pairs of words that stand together, with their frequencies; ascending.
    pub pairs: Vec<(Term, u32)>,
    /// The texts with their keys, where it is a [catalogue](catalogue) of them.
    pub entries: Vec<Entry>,
}

impl Document {
    /// Reads a file's content; its path tells translations and routes. `None` is no text, or too large to be one that people wrote.
    pub fn read(words: &Words, path: &str, content: &[u8]) -> Option<Self> {
        if content.len() > LARGEST || content.iter().take(8192).any(|byte| *byte == 0) {
            return None;
        }
        let text = String::from_utf8_lossy(content);
        let mut document = Self::default();
        let mut terms: FxHashMap<Term, Vec<(u32, u32)>> = FxHashMap::default();
        let mut definitions = BTreeMap::new();
        let mut messages = BTreeMap::new();
        let mut pairs: FxHashMap<Term, u32> = FxHashMap::default();
        for (number, line) in text.lines().enumerate() {
            let chunk = number as u32 / CHUNK_LINES;
            if chunk as usize == document.chunks.len() {
                document.chunks.push(0);
            }
            let mut count = |term: Term| {
                document.chunks[chunk as usize] += 1;
                let occurrences = terms.entry(term).or_default();
                match occurrences.last_mut() {
                    Some((last, frequency)) if *last == chunk => *frequency += 1,
                    _ => occurrences.push((chunk, 1)),
                }
            };
            let mut together = Pairs::default();
            for (from, run) in runs(line) {
                let word = words.word(run);
                word.parts.iter().copied().for_each(&mut count);
                word.whole.into_iter().for_each(&mut count);
                together.next(line, from, run, &word, |pair| *pairs.entry(pair).or_insert(0) += 1);
            }
            for name in defined(line) {
                let word = words.word(name);
                for term in word.parts.iter().copied().chain(word.whole) {
                    *definitions.entry(term).or_insert(0) += 1;
                }
            }
            document.lines = number as u32 + 1;
        }
        if let Some(language) = Language::detect(path, content) {
            let texts: Vec<(u32, &str)> = strings(language, path, &text).collect();
            for (_, message) in &texts {
                for (_, run) in runs(message) {
                    for term in &words.word(run).parts {
                        *messages.entry(*term).or_insert(0) += 1;
                    }
                }
            }
            if are_values(language) {
                let of_texts = messages.values().sum();
                document.entries = catalogue::entries(words, &text, &texts, (of_texts, document.length()));
            }
        }
        document.terms = terms.into_iter().collect();
        document.terms.sort_unstable_by_key(|(term, _)| *term);
        document.definitions = definitions.into_iter().collect();
        document.messages = messages.into_iter().collect();
        document.pairs = pairs.into_iter().collect();
        document.pairs.sort_unstable();
        Some(document)
    }

    /// Words in all of it.
    pub fn length(&self) -> u32 {
        self.chunks.iter().sum()
    }

    /// Appends it to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        put(out, self.lines);
        put(out, self.chunks.len() as u32);
        self.chunks.iter().for_each(|length| put(out, *length));
        put(out, self.terms.len() as u32);
        let mut before = 0;
        for (term, occurrences) in &self.terms {
            put(out, term - before);
            before = *term;
            put(out, occurrences.len() as u32);
            let mut last = 0;
            for (chunk, frequency) in occurrences {
                put(out, chunk - last);
                put(out, *frequency);
                last = *chunk;
            }
        }
        for field in [&self.definitions, &self.messages, &self.pairs] {
            put(out, field.len() as u32);
            let mut before = 0;
            for (term, frequency) in field {
                put(out, term - before);
                put(out, *frequency);
                before = *term;
            }
        }
        put(out, self.entries.len() as u32);
        for (key, terms) in &self.entries {
            put(out, *key);
            put(out, terms.len() as u32);
            terms.iter().for_each(|term| put(out, *term));
        }
    }

    /// Reads one back; `None` where the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let lines = reader.read_number()?;
        let chunks = (0..reader.read_number()?).map(|_| reader.read_number()).collect::<Option<_>>()?;
        let mut terms = Vec::new();
        let mut term = 0u32;
        for _ in 0..reader.read_number()? {
            term = term.checked_add(reader.read_number()?)?;
            let mut occurrences = Vec::new();
            let mut chunk = 0u32;
            for _ in 0..reader.read_number()? {
                chunk = chunk.checked_add(reader.read_number()?)?;
                occurrences.push((chunk, reader.read_number()?));
            }
            terms.push((term, occurrences));
        }
        let mut field = || {
            let mut found = Vec::new();
            let mut term = 0u32;
            for _ in 0..reader.read_number()? {
                term = term.checked_add(reader.read_number()?)?;
                found.push((term, reader.read_number()?));
            }
            Some(found)
        };
        let (definitions, messages, pairs) = (field()?, field()?, field()?);
        let mut entries = Vec::new();
        for _ in 0..reader.read_number()? {
            let key = reader.read_number()?;
            let count = reader.read_number()?;
            entries.push((key, (0..count).map(|_| reader.read_number()).collect::<Option<_>>()?));
        }
        Some(Self { lines, chunks, terms, definitions, messages, pairs, entries })
    }
}

/// Words that stand before the name of what is defined.
const DEFINING: [&str; 22] = [
    "fn",
    "def",
    "class",
    "struct",
    "enum",
    "trait",
    "interface",
    "func",
    "function",
    "type",
    "module",
    "mod",
    "impl",
    "macro_rules",
    "record",
    "object",
    "namespace",
    "union",
    "protocol",
    "extension",
    "typedef",
    "defmodule",
];
/// Words that stand before a parenthesis and are no name.
const CONTROL: [&str; 16] = [
    "if", "for", "while", "switch", "catch", "return", "new", "else", "match", "do", "try", "throw",
    "assert", "with", "using", "lock",
];

/// The names that a line defines, told by the words before them, or by looking like a function's head. A parser would
/// know better and take ten times as long; [`crate::symbols`] asks one for the few files that are shown.
pub(crate) fn defined(line: &str) -> impl Iterator<Item = &str> {
    let trimmed = line.trim_start();
    let comment = ["//", "#", "*", "/*", "--", ";"].iter().any(|mark| trimmed.starts_with(mark));
    let mut words = runs(if comment { "" } else { line });
    let mut before: Option<&str> = None;
    let head = (!comment && line.trim_end().ends_with('{')).then(|| function_head(line)).flatten();
    std::iter::from_fn(move || {
        for (_, word) in words.by_ref() {
            let last = before.replace(word);
            if last.is_some_and(|last| DEFINING.contains(&last)) && !DEFINING.contains(&word) {
                return Some(word);
            }
        }
        None
    })
    .chain(head)
}

/// The name before the first parenthesis of `public int fee(int days) {`.
fn function_head(line: &str) -> Option<&str> {
    let open = line.find('(')?;
    let head = line[..open].trim_end();
    let from = head
        .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
        .map_or(0, |offset| offset + head[offset..].chars().next().map_or(1, char::len_utf8));
    let name = &head[from..];
    let typed = head[..from].trim_end();
    let first = runs(head).next()?.1;
    let fits = !name.is_empty()
        && !CONTROL.contains(&name)
        && !CONTROL.contains(&first)
        && !runs(head).any(|(_, word)| DEFINING.contains(&word))
        && typed.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '>' | '*' | '&' | ']' | '_'));
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<&str> {
        defined(line).collect()
    }

    #[test]
    fn names_are_found_behind_the_words_that_define_and_at_the_heads_of_functions() {
        assert_eq!(names("pub fn late_fee(days: u32) -> Money {"), ["late_fee"]);
        assert_eq!(names("class Dispute(Base):"), ["Dispute"]);
        assert_eq!(names("    private static int lateFee(int days) {"), ["lateFee"]);
        assert!(names("    if (ready(now)) {").is_empty());
        assert!(names("    return fee(days) {").is_empty());
        assert!(names("// fn no_one").is_empty());
    }

    #[test]
    fn a_document_reads_back_as_it_was_written_and_not_from_half_its_bytes() {
        let source = "fn late_fee() {\n    show(\"a late fee\");\n}\n".repeat(70);
        let document = Document::read(&Words::new(), "a.rs", source.as_bytes()).unwrap();
        assert_eq!((document.lines, document.chunks.len()), (210, 4));
        let mut bytes = Vec::new();
        document.write(&mut bytes);
        assert_eq!(Document::from_bytes(&bytes), Some(document));
        assert_eq!(Document::from_bytes(&bytes[..bytes.len() / 2]), None);
    }

    #[test]
    fn what_is_no_text_is_no_document() {
        assert_eq!(Document::read(&Words::new(), "a.rs", b"\x7fELF\0\0"), None);
        assert_eq!(Document::read(&Words::new(), "a.rs", &vec![b'a'; LARGEST + 1]), None);
        assert_eq!(Document::read(&Words::new(), "a.rs", b"").unwrap().length(), 0);
    }
}
