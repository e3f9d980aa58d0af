//! A file as it was committed, and as it is to be shown.

use crate::language::Language;
use crate::link::Span;
use crate::symbols::{Symbol, symbols};

/// A file, and what it defines.
#[derive(Debug, Clone)]
pub struct FileText<'a> {
    pub(super) committed: Version<'a>,
    /// What is to be shown instead, where that is something else.
    pub(super) content: Option<Version<'a>>,
    lines: u32,
}

/// A file's content at one time.
#[derive(Debug, Clone)]
pub(super) struct Version<'a> {
    pub text: &'a str,
    pub symbols: Vec<Symbol>,
}

impl<'a> FileText<'a> {
    /// A file as it was committed.
    pub fn committed(path: &str, text: &'a str) -> Self {
        Self { committed: Version::read(path, text), content: None, lines: lines(text) }
    }

    /// A file with content that need not be committed; spans in the committed file are looked for in it.
    pub fn changed(path: &str, committed: &'a str, content: &'a str) -> Self {
        let changed = (committed != content).then(|| Version::read(path, content));
        Self { content: changed, lines: lines(content), ..Self::committed(path, committed) }
    }

    /// A file that cannot be read, of which the index still counts the lines.
    pub fn unreadable(lines: u32) -> Self {
        Self { committed: Version { text: "", symbols: Vec::new() }, content: None, lines }
    }

    pub(super) fn whole(&self) -> Span {
        Span { symbol: None, first_line: 1, last_line: self.lines.max(1) }
    }
}

impl<'a> Version<'a> {
    fn read(path: &str, text: &'a str) -> Self {
        let language = Language::detect(path, text.as_bytes());
        Self { text, symbols: language.map_or_else(Vec::new, |language| symbols(language, text)) }
    }

    /// The first symbol of that name.
    pub fn named(&self, name: &str) -> Option<&Symbol> {
        self.symbols.iter().find(|symbol| symbol.name == name)
    }

    /// Symbols that hold all these lines, the innermost first.
    pub fn around(&self, first_line: u32, last_line: u32) -> impl Iterator<Item = &Symbol> {
        let holds = move |symbol: &&Symbol| symbol.first_line <= first_line && symbol.last_line >= last_line;
        self.symbols.iter().rev().filter(holds)
    }
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.lines().count()).unwrap_or(u32::MAX)
}
