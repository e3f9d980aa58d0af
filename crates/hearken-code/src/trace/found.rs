//! The frames in a text, of all languages.

use super::frame::Found;
use super::grammar::Grammar;
use super::{dotnet, go, javascript, jvm, native, php, python, ruby, rust};

static GRAMMARS: [Grammar; 9] = [
    rust::GRAMMAR,
    python::GRAMMAR,
    jvm::GRAMMAR,
    javascript::GRAMMAR,
    go::GRAMMAR,
    dotnet::GRAMMAR,
    ruby::GRAMMAR,
    php::GRAMMAR,
    native::GRAMMAR,
];

/// The frames of all languages in the order of the text, none within another.
pub(super) fn all_found(text: &str) -> Vec<(Found<'_>, &'static Grammar)> {
    let mut found: Vec<(Found<'_>, &Grammar)> = Vec::new();
    for grammar in GRAMMARS.iter().filter(|grammar| grammar.marks.iter().any(|mark| text.contains(mark))) {
        found.extend((grammar.find)(text).into_iter().map(|frame| (frame, grammar)));
    }
    // What starts first, else what says most.
    found.sort_by_key(|(frame, _)| (frame.range.start, usize::MAX - frame.range.end));
    let mut end = 0;
    found.retain(|(frame, _)| {
        let apart = frame.range.start >= end;
        if apart {
            end = frame.range.end;
        }
        apart
    });
    found
}
