//! Where the parts of a committed file are in content that was changed since.

use gix::diff::blob::{Algorithm, Diff, InternedInput};

use super::file_text::Version;
use crate::link::Span;
use crate::symbols::Symbol;

/// A committed file beside the content that it became.
pub(super) struct Moved<'a> {
    committed: &'a Version<'a>,
    content: &'a Version<'a>,
    /// For each line of the committed file that says something and is still there, where it is now; both from 1,
    /// ascending.
    kept: Vec<(u32, u32)>,
}

impl<'a> Moved<'a> {
    pub fn between(committed: &'a Version<'a>, content: &'a Version<'a>) -> Self {
        Self { committed, content, kept: kept_lines(committed.text, content.text) }
    }

    /// Where a part of the committed file is now; `None` where nothing but the file itself is left of it.
    pub fn span(&self, committed: &Span) -> Option<Span> {
        let name = committed.symbol.as_deref();
        name.and_then(|name| self.named(name, committed))
            .or_else(|| self.by_lines(committed))
            .or_else(|| self.enclosing(committed))
    }

    /// The symbol of that name; of several, the one that most of the span's lines are in.
    fn named(&self, name: &str, committed: &Span) -> Option<Span> {
        let named = self.content.symbols.iter().filter(|symbol| symbol.name == name);
        let lines_in = |symbol: &&Symbol| {
            let within = |line: &u32| (symbol.first_line..=symbol.last_line).contains(line);
            self.kept_in(committed).filter(within).count()
        };
        // The first of those that are equal, as it would be found in the committed file.
        named.rev().max_by_key(lines_in).map(Symbol::span)
    }

    /// The lines that are left of a span. Of a function or type they are the one around them, which has another name now,
    /// if half of them are left: fewer may be alike by chance.
    fn by_lines(&self, committed: &Span) -> Option<Span> {
        let first_line = self.kept_in(committed).next()?;
        let last_line = self.kept_in(committed).last()?;
        if committed.symbol.is_none() {
            return Some(Span { symbol: None, first_line, last_line });
        }
        let before = committed.first_line.saturating_sub(1) as usize..committed.last_line as usize;
        let lines = self.committed.text.lines().take(before.end).skip(before.start);
        let renamed =
            2 * self.kept_in(committed).count() >= lines.filter(|line| says_something(line)).count();
        let around = self.content.around(first_line, last_line).next().map(Symbol::span);
        around.filter(|_| renamed)
    }

    /// The innermost function or type that a span was in and that is still there.
    fn enclosing(&self, committed: &Span) -> Option<Span> {
        let around = self.committed.around(committed.first_line, committed.last_line);
        let mut outer = around.filter(|symbol| Some(&symbol.name) != committed.symbol.as_ref());
        outer.find_map(|symbol| self.named(&symbol.name, &symbol.span()))
    }

    /// Where lines of a span are now, ascending.
    fn kept_in(&self, committed: &Span) -> impl Iterator<Item = u32> {
        let from = self.kept.partition_point(|(line, _)| *line < committed.first_line);
        let to = self.kept.partition_point(|(line, _)| *line <= committed.last_line);
        self.kept.get(from..to).unwrap_or_default().iter().map(|(_, now)| *now)
    }
}

fn kept_lines(committed: &str, content: &str) -> Vec<(u32, u32)> {
    let mut input = InternedInput::default();
    input.update_before(committed.lines());
    input.update_after(content.lines());
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let kept = (1u32..).zip(committed.lines()).filter(|(line, _)| !diff.is_removed(line - 1));
    let now = (1u32..).zip(content.lines()).filter(|(line, _)| !diff.is_added(line - 1));
    kept.zip(now)
        .filter(|((_, text), _)| says_something(text))
        .map(|((line, _), (now, _))| (line, now))
        .collect()
}

/// Whether a line is more than blanks and brackets, of which every file has many alike.
fn says_something(line: &str) -> bool {
    line.contains(char::is_alphanumeric)
}
