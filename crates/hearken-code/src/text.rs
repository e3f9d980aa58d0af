//! A file as evidence is read from it. What depends on its content alone is kept while the index is open, since many
//! reports lead to the same few files.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::link::Span;
use crate::strings::strings;
use crate::symbols::{Symbol, blocks, symbols};
use crate::words::{Term, Words, runs};
use crate::{CodeError, Language};

/// A file's text, what stands where in it, and what it is made of.
#[derive(Debug)]
pub(crate) struct Text {
    pub text: String,
    pub lines: Vec<Range<usize>>,
    /// Words in their order: line from 0, term, where its run stands. Those of a text of a catalogue stand where its key does.
    pub words: Vec<(u32, Term, Range<usize>)>,
    /// Functions and types, with what holds them before them.
    pub symbols: Vec<Span>,
    /// Functions and types that hold no other; where nothing is known of them, blocks of lines.
    pub parts: Vec<Span>,
    /// Texts that users see: line from 0, and where they stand.
    pub messages: Vec<(u32, Range<usize>)>,
}

/// Texts that were read.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<CachedTexts>);

#[derive(Debug, Default)]
struct CachedTexts {
    texts: FxHashMap<u32, Arc<Text>>,
    words: usize,
}

/// Words that are kept of all texts together, some 100 MB of them; beyond that all are forgotten.
const WORDS_MAX: usize = 4_000_000;

impl Texts {
    /// The text of a file, read where it is not kept.
    pub fn get(
        &self,
        file: u32,
        read: impl FnOnce() -> Result<Text, CodeError>,
    ) -> Result<Arc<Text>, CodeError> {
        let cached = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = cached().texts.get(&file) {
            return Ok(Arc::clone(text));
        }
        let text = Arc::new(read()?);
        let mut cached = cached();
        if cached.words + text.words.len() > WORDS_MAX {
            *cached = CachedTexts::default();
        }
        cached.words += text.words.len();
        cached.texts.insert(file, Arc::clone(&text));
        Ok(text)
    }
}

impl Text {
    /// Reads a file's content; `shown` are the words that users see where a key is said.
    pub fn read<'a>(words: &Words, path: &str, text: String, shown: impl Fn(Term) -> &'a [Term]) -> Self {
        let range_of = |part: &str| {
            let from = part.as_ptr() as usize - text.as_ptr() as usize;
            from..from + part.len()
        };
        let lines: Vec<Range<usize>> = text.lines().map(range_of).collect();
        let mut found = Vec::new();
        for (number, line) in (0u32..).zip(text.lines()) {
            for (_, run) in runs(line) {
                let word = words.word(run);
                let of_text = word.whole.map_or(&[][..], &shown);
                let terms = word.whole.iter().chain(&word.parts).chain(of_text);
                found.extend(terms.map(|term| (number, *term, range_of(run))));
            }
        }
        let language = Language::detect(path, text.as_bytes());
        let defined = language.map(|language| symbols(language, &text)).unwrap_or_default();
        let parts = if defined.is_empty() {
            let span = |(first_line, last_line)| Span { symbol: None, first_line, last_line };
            blocks(&text).into_iter().map(|block| span((block.first_line, block.last_line))).collect()
        } else {
            innermost(&defined)
        };
        let messages = language.into_iter().flat_map(|language| strings(language, path, &text));
        let messages = messages.map(|(line, message)| (line - 1, range_of(message))).collect();
        let symbols = defined.iter().map(Symbol::span).collect();
        Self { lines, words: found, symbols, parts, messages, text }
    }

    /// A line, from 1; nothing where there is none.
    pub fn line(&self, number: u32) -> &str {
        let range = (number as usize).checked_sub(1).and_then(|index| self.lines.get(index));
        range.map_or("", |range| &self.text[range.clone()])
    }
}

/// Symbols that hold no other.
fn innermost(symbols: &[Symbol]) -> Vec<Span> {
    let holds = |symbol: &Symbol, next: &Symbol| {
        next.first_line > symbol.first_line && next.first_line <= symbol.last_line
    };
    let inner = symbols
        .iter()
        .enumerate()
        .filter(|(index, symbol)| !symbols.get(index + 1).is_some_and(|next| holds(symbol, next)));
    inner.map(|(_, symbol)| symbol.span()).collect()
}
