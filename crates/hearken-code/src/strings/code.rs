//! Literal texts in code: which quotes and comments a family of languages has, and a scanner that knows no more.

use std::ops::Range;

use super::found::{Found, breaks, find};
use crate::language::Language;

/// Quotes and comments of a family of languages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax {
    /// What begins a comment that ends with the line.
    line: &'static [&'static str],
    block: Option<(&'static str, &'static str)>,
    single: Single,
    /// Quotes of texts that may go over lines.
    long: &'static [u8],
    /// Whether three quotes are one.
    triple: bool,
    /// Whether text stands between tags.
    tags: bool,
}

/// What `'` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Single {
    Text,
    /// A character, or a mark as in Rust's lifetimes.
    Character,
    Nothing,
}

const C_LIKE: Syntax = Syntax {
    line: &["//"],
    block: Some(("/*", "*/")),
    single: Single::Character,
    long: b"",
    triple: true,
    tags: false,
};
const SCRIPT: Syntax = Syntax { single: Single::Text, long: b"`", triple: false, ..C_LIKE };
const HASH: Syntax =
    Syntax { line: &["#"], block: None, single: Single::Text, long: b"", triple: true, tags: false };
const DASH: Syntax = Syntax { line: &["--"], block: Some(("/*", "*/")), triple: false, ..HASH };
const LISP: Syntax =
    Syntax { line: &[";"], block: None, single: Single::Nothing, long: b"\"", triple: false, tags: false };

/// The syntax of code in a language; nothing where its texts are not for people.
pub(super) fn syntax(language: Language) -> Option<Syntax> {
    Some(match language {
        Language::Rust => Syntax { long: b"\"", triple: false, ..C_LIKE },
        Language::Go => Syntax { long: b"`", triple: false, ..C_LIKE },
        Language::C | Language::Cpp | Language::ObjectiveC | Language::Zig => {
            Syntax { triple: false, ..C_LIKE }
        }
        Language::Java | Language::CSharp | Language::Kotlin | Language::Swift | Language::Scala => C_LIKE,
        Language::JavaScript | Language::Tsx => Syntax { tags: true, ..SCRIPT },
        Language::TypeScript => SCRIPT,
        Language::Dart | Language::Groovy => Syntax { triple: true, long: b"", ..SCRIPT },
        Language::Php => Syntax { line: &["//", "#"], long: b"", ..SCRIPT },
        Language::Solidity => Syntax { long: b"", ..SCRIPT },
        Language::Python
        | Language::Cython
        | Language::Ruby
        | Language::Crystal
        | Language::Perl
        | Language::Shell
        | Language::PowerShell
        | Language::R
        | Language::Nim => HASH,
        Language::Elixir | Language::Julia => Syntax { single: Single::Nothing, ..HASH },
        Language::Lua | Language::Sql => DASH,
        Language::Haskell => Syntax { single: Single::Character, block: Some(("{-", "-}")), ..DASH },
        Language::OCaml | Language::FSharp => {
            Syntax { block: Some(("(*", "*)")), long: b"\"", triple: false, ..C_LIKE }
        }
        Language::Clojure | Language::Lisp => LISP,
        Language::Erlang => Syntax { line: &["%"], ..LISP },
        Language::VisualBasic => Syntax { line: &["'"], long: b"", ..LISP },
        _ => return None,
    })
}

/// Finds the texts in a part of the source, which begins on `line`.
pub(super) fn scan(found: &mut Found<'_>, syntax: Syntax, range: Range<usize>, line: u32) {
    Scanner { end: range.end, offset: range.start, line, open_to: [0; 256], syntax }.run(found);
}

struct Scanner {
    syntax: Syntax,
    offset: usize,
    end: usize,
    line: u32,
    /// For each quote how far it is known not to close, so that nothing is looked at twice; raw texts by their length.
    open_to: [usize; 256],
}

impl Scanner {
    fn run(&mut self, found: &mut Found<'_>) {
        let mut distinctive = [false; 256];
        for byte in b"\n\"".iter().chain(self.syntax.long) {
            distinctive[usize::from(*byte)] = true;
        }
        distinctive[usize::from(b'\'')] = self.syntax.single != Single::Nothing;
        distinctive[usize::from(b'>')] = self.syntax.tags;
        for mark in self.syntax.line.iter().chain(self.syntax.block.as_ref().map(|(open, _)| open)) {
            distinctive[usize::from(mark.as_bytes()[0])] = true;
        }
        while self.offset < self.end {
            let byte = found.bytes()[self.offset];
            if !distinctive[usize::from(byte)] {
                self.offset += 1;
            } else if byte == b'\n' {
                self.line += 1;
                self.offset += 1;
            } else if !self.comment(found.bytes()) {
                match byte {
                    b'>' => self.between_tags(found),
                    b'\'' if self.syntax.single == Single::Character => self.character(found.bytes()),
                    b'\'' if self.syntax.single == Single::Nothing => self.offset += 1,
                    b'"' | b'\'' | b'`' => self.text(found, byte),
                    _ => self.offset += 1,
                }
            }
        }
    }

    /// Goes beyond a comment, if one begins here.
    fn comment(&mut self, bytes: &[u8]) -> bool {
        let rest = &bytes[self.offset..self.end];
        if let Some((open, close)) = self.syntax.block.filter(|(open, _)| rest.starts_with(open.as_bytes())) {
            let end = find(&bytes[..self.end], self.offset + open.len(), close)
                .map_or(self.end, |offset| offset + close.len());
            self.go(bytes, end);
            return true;
        }
        let Some(mark) = self.syntax.line.iter().find(|mark| rest.starts_with(mark.as_bytes())) else {
            return false;
        };
        // `#` within a word is none: `$#`, `a#b`.
        if *mark == "#" && self.offset > 0 && !bytes[self.offset - 1].is_ascii_whitespace() {
            return false;
        }
        self.offset += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        true
    }

    fn go(&mut self, bytes: &[u8], to: usize) {
        self.line += breaks(&bytes[self.offset..to]);
        self.offset = to;
    }

    /// Goes beyond `'x'` or `'\n'`; a lone quote is a mark.
    fn character(&mut self, bytes: &[u8]) {
        let rest = &bytes[self.offset + 1..self.end];
        let length = match rest.first() {
            Some(b'\\') => {
                rest.iter().skip(2).take(10).position(|byte| *byte == b'\'').map(|offset| offset + 3)
            }
            Some(_) => rest
                .iter()
                .take(5)
                .skip(1)
                .position(|byte| byte.is_ascii())
                .and_then(|offset| (rest[offset + 1] == b'\'').then_some(offset + 2)),
            None => None,
        };
        self.go(bytes, self.offset + 1 + length.unwrap_or(0));
    }

    /// Takes the text that a quote begins.
    fn text(&mut self, found: &mut Found<'_>, quote: u8) {
        let bytes = found.bytes();
        let (start, close) = self.closing(bytes, quote);
        let Some((end, after)) = close else {
            self.offset += 1;
            return;
        };
        let before = &bytes[..self.offset];
        let docs = start > self.offset + 1 && self.syntax.block.is_none() && is_first(before);
        let style = [&b"class="[..], b"className=", b"class:", b"className={"]
            .iter()
            .any(|name| before.ends_with(name));
        if !docs && !style {
            found.add(self.line, start, end);
        }
        self.go(found.bytes(), after);
    }

    /// Where the text begins, and where it ends and what follows.
    fn closing(&mut self, bytes: &[u8], quote: u8) -> (usize, Option<(usize, usize)>) {
        let bytes = &bytes[..self.end];
        let three = [quote; 3];
        if self.syntax.triple && bytes[self.offset..].starts_with(&three) {
            let start = self.offset + 3;
            let mark = if quote == b'"' { "\"\"\"" } else { "'''" };
            return (start, find(bytes, start, mark).map(|end| (end, end + 3)));
        }
        let start = self.offset + 1;
        if quote == b'"'
            && let Some(close) = raw(&bytes[..self.offset])
        {
            let open_to = &mut self.open_to[close.len()];
            let end = (start > *open_to).then(|| find(bytes, start, &close)).flatten();
            *open_to = if end.is_none() { bytes.len() } else { *open_to };
            return (start, end.map(|end| (end, end + close.len())));
        }
        let verbatim =
            quote == b'"' && (bytes[..self.offset].ends_with(b"@") || bytes[..self.offset].ends_with(b"@$"));
        let long = verbatim || self.syntax.long.contains(&quote);
        let open_to = &mut self.open_to[usize::from(if verbatim { b'@' } else { quote })];
        let mut offset = start;
        while let Some(byte) = bytes.get(offset).filter(|_| start > *open_to) {
            match byte {
                b'\\' if !verbatim => offset += 1,
                b'\n' if !long => break,
                byte if *byte == quote => return (start, Some((offset, offset + 1))),
                _ => {}
            }
            offset += 1;
        }
        *open_to = offset.max(*open_to);
        (start, None)
    }

    /// Takes the text after a tag: up to the next tag or `{`, where it reads like prose.
    fn between_tags(&mut self, found: &mut Found<'_>) {
        let bytes = found.bytes();
        let start = self.offset + 1;
        self.offset = start;
        let arrow = bytes[..start - 1].last().is_some_and(|byte| matches!(byte, b'=' | b'-' | b' '));
        let rest = &bytes[start..self.end.min(start + TAGS_BYTES_MAX)];
        let Some(length) = rest.iter().position(|byte| b"<{>;=()&|[]\"`".contains(byte)) else { return };
        if !arrow && matches!(rest[length], b'<' | b'{') {
            found.add(self.line, start, start + length);
            self.go(found.bytes(), start + length);
        }
    }
}

/// Bytes of a text between tags.
const TAGS_BYTES_MAX: usize = 1_000;

/// Whether only spaces stand before on the line: a text there is documentation.
fn is_first(before: &[u8]) -> bool {
    before.iter().rev().take_while(|byte| **byte != b'\n').all(|byte| byte.is_ascii_whitespace())
}

/// Marks of a raw text: its length stays below any quote's number, since both stand in one table.
const MARKS_MAX: usize = 32;

/// What closes a text that begins with `r#"`.
fn raw(before: &[u8]) -> Option<String> {
    let marks = before.iter().rev().take(MARKS_MAX).take_while(|byte| **byte == b'#').count();
    let before = &before[..before.len() - marks];
    let word = before.iter().rev().take(3).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    matches!(&before[before.len() - word..], b"r" | b"br" | b"cr").then(|| format!("\"{}", "#".repeat(marks)))
}
