//! A frame of a stack trace: where it was found, and what is told of it.

use std::ops::Range;

use regex::Captures;

use super::plain::Plain;

/// One location that a stack trace names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The frame as the text has it, trimmed, with colours and escapes in it; it spans two lines where the language, or a
    /// mail program, breaks it.
    pub raw: &'a str,
    /// The file as given, with `/` separators. On the JVM and where .NET gives none it is made of the class:
    /// `org/apache/Foo.java`.
    pub file: String,
    /// Whether the file is made of the class, so that it may have another ending.
    pub of_class: bool,
    /// The function, as given.
    pub function: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// False where the path or the function is known to belong to a library or a runtime.
    pub in_app_hint: bool,
    /// How deep it is in its own trace: 1 is where it failed.
    pub position: usize,
}

/// A frame where it was found.
pub(super) struct Found<'a> {
    pub range: Range<usize>,
    pub file: String,
    pub of_class: bool,
    pub function: Option<&'a str>,
    pub line: Option<u32>,
    pub in_app: bool,
    /// A trace begins here, whatever stands before.
    pub first: bool,
    /// The text counts frames down to where it failed.
    pub counted_down: bool,
}

impl<'a> Found<'a> {
    /// A frame from what a pattern matched: groups `file`, `line` and `fn`, of which only the first must have matched.
    pub fn from(captures: &Captures<'a>) -> Option<Self> {
        let file = captures.name("file")?.as_str().trim();
        if file.is_empty() || file.starts_with('<') {
            return None;
        }
        let function = captures.name("fn").map(|function| function.as_str().trim());
        Some(Self {
            range: captures.get(0)?.range(),
            file: slashed(file),
            of_class: false,
            function: function.filter(|function| !function.is_empty()),
            line: captures.name("line").and_then(|line| line.as_str().parse().ok()),
            in_app: true,
            first: false,
            counted_down: false,
        })
    }

    pub fn frame<'t>(self, plain: &Plain, text: &'t str, position: usize) -> Frame<'t> {
        Frame {
            raw: &text[plain.arrived(self.range)],
            file: self.file,
            of_class: self.of_class,
            function: self.function.map(|function| with_backslashes_as(function, '\\')),
            line: self.line,
            in_app_hint: self.in_app,
            position,
        }
    }
}

/// A path with `/` for `\`; a drive's letter stays.
pub(super) fn slashed(path: &str) -> String {
    with_backslashes_as(path, '/')
}

/// A text with something else for each `\`, however often that is escaped.
fn with_backslashes_as(text: &str, other: char) -> String {
    let mut written = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' if before == '\\' => {}
            '\\' => written.push(other),
            c => written.push(c),
        }
        before = c;
    }
    written
}
