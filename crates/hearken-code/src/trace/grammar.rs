//! What a language's file tells about its stack traces.

use super::frame::Found;
pub(super) use crate::pattern::pattern;

/// What a language's file tells about its traces.
pub(super) struct Grammar {
    pub language: &'static str,
    /// Strings of which a text with such frames has at least one.
    pub marks: &'static [&'static str],
    pub find: for<'a> fn(&'a str) -> Vec<Found<'a>>,
    pub gap: fn(&str) -> Gap,
    pub outermost_first: bool,
}

/// What stands between two frames.
pub(super) enum Gap {
    /// They are neighbours in one trace.
    Same,
    /// What follows is the cause of what went before.
    Cause,
    /// They have nothing to do with one another.
    Apart,
}

/// The lines of a gap that say something; quote marks and code fences do not.
pub(super) fn spoken_lines(gap: &str) -> impl Iterator<Item = &str> {
    gap.lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|' | '`')))
        .filter(|line| !line.is_empty())
}
