//! A file as evidence is read from it. What depends on its content alone is kept while the index is open, since many
//! reports lead to the same few files.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::link::Place;
use crate::strings::strings;
use crate::symbols::{Symbol, blocks, symbols};
use crate::words::{Term, Words, runs};
use crate::{CodeError, Index, Language, Repository};

/// A file's text, what stands where in it, and what it is made of.
#[derive(Debug)]
pub(crate) struct Text {
    pub text: String,
    pub lines: Vec<Range<usize>>,
    /// Words in their order: line from 0, term, where its run stands.
    pub words: Vec<(u32, Term, Range<usize>)>,
    /// Functions and types that hold no other; where nothing is known of them, blocks of lines.
    pub parts: Vec<Place>,
    /// Texts that users see: line from 0, and where they stand.
    pub messages: Vec<(u32, Range<usize>)>,
}

/// Texts that were read.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    texts: FxHashMap<u32, Arc<Text>>,
    words: usize,
}

/// Words that are kept of all texts together, some 100 MB of them; beyond that all are forgotten.
const WORDS_MAX: usize = 4_000_000;

impl Index {
    /// The text of a file, by its number.
    pub(super) fn text(
        &self,
        repository: &Repository,
        words: &Words,
        file: u32,
    ) -> Result<Arc<Text>, CodeError> {
        let kept = || self.texts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = kept().texts.get(&file) {
            return Ok(Arc::clone(text));
        }
        let path = self.path_of(file);
        let content = repository.file_at(self.commit(), path)?.unwrap_or_default();
        let text = Arc::new(Text::read(words, path, String::from_utf8_lossy(&content).into_owned()));
        let mut kept = kept();
        if kept.words + text.words.len() > WORDS_MAX {
            *kept = Kept::default();
        }
        kept.words += text.words.len();
        kept.texts.insert(file, Arc::clone(&text));
        Ok(text)
    }
}

impl Text {
    fn read(words: &Words, path: &str, text: String) -> Self {
        let at = |part: &str| {
            let from = part.as_ptr() as usize - text.as_ptr() as usize;
            from..from + part.len()
        };
        let lines: Vec<Range<usize>> = text.lines().map(at).collect();
        let mut found = Vec::new();
        for (number, line) in (0u32..).zip(text.lines()) {
            for (_, run) in runs(line) {
                let word = words.word(run);
                found.extend(word.whole.iter().chain(&word.parts).map(|term| (number, *term, at(run))));
            }
        }
        let language = Language::of(path, text.as_bytes());
        let defined = language.map(|language| symbols(language, &text)).unwrap_or_default();
        let parts = if defined.is_empty() {
            let place = |(first_line, last_line)| Place { symbol: None, first_line, last_line };
            blocks(&text).into_iter().map(|block| place((block.first_line, block.last_line))).collect()
        } else {
            innermost(&defined)
        };
        let messages = language.into_iter().flat_map(|language| strings(language, path, &text));
        let messages = messages.map(|(line, message)| (line - 1, at(message))).collect();
        Self { lines, words: found, parts, messages, text }
    }
}

/// Symbols that hold no other.
fn innermost(symbols: &[Symbol]) -> Vec<Place> {
    let holds = |symbol: &Symbol, next: &Symbol| {
        next.first_line > symbol.first_line && next.first_line <= symbol.last_line
    };
    let inner = symbols
        .iter()
        .enumerate()
        .filter(|(at, symbol)| !symbols.get(at + 1).is_some_and(|next| holds(symbol, next)));
    inner
        .map(|(_, symbol)| Place {
            symbol: Some(symbol.name.clone()),
            first_line: symbol.first_line,
            last_line: symbol.last_line,
        })
        .collect()
}
