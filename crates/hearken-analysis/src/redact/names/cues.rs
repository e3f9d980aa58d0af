//! What stands around a name: titles, "my name is", greetings, signatures, relations.

use super::lists::{
    ARTICLES, GREETINGS, KIN, LABELS, NAME_PHRASES, NAME_PHRASES_WEAK, RELATIONS, SIGN_OFFS, SPEAKING, TITLES, TITLES_WITH_DOT,
};
use super::run::Run;
use crate::redact::words::{Shape, Words};

/// What tells that a name follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// `Mrs`, `Herr`, `Dr.`
    Title,
    /// `my name is`, `Name:`
    Name,
    /// `my husband`
    Kin,
    /// `a woman named`, `in the name of`
    Relation,
    /// `Dear`
    Greeting,
    /// `Regards,`
    SignOff,
}

/// What stands before a run.
pub(super) fn before(words: &Words<'_>, run: &Run) -> Option<Cue> {
    let last = words.before(run.first, 1)?;
    let gap = words.gap(last);
    if is_title(words, last, gap) {
        return Some(Cue::Title);
    }
    let plain = gap == " ";
    let colon = gap.trim_end_matches(' ') == ":" || gap.trim_end_matches(' ') == " :";
    if (plain || colon || gap == ", " || gap == "? " || gap == " \"") && says_name(words, last, colon || gap == "? ") {
        return Some(Cue::Name);
    }
    if words.is_one_of(last, &GREETINGS) && (plain || gap == ", ") {
        return greets(words, run).then_some(Cue::Greeting);
    }
    if words.is_one_of(last, &SIGN_OFFS) && gap.contains([',', '\n', '!', '.']) && ends_there(words, run) {
        return Some(Cue::SignOff);
    }
    if plain && NAME_PHRASES_WEAK.iter().any(|phrase| ends_with(words, last, phrase)) {
        return Some(Cue::Relation);
    }
    let named = words.is_one_of(last, &["named", "called", "namens"]);
    let relation = if named { words.before(last, 1)? } else { last };
    let joined = (plain || (gap == ", " && !named)) && (!named || words.gap(relation) == " ");
    if joined && (words.is_one_of(relation, &KIN) || (named && words.is_one_of(relation, &RELATIONS))) {
        return Some(Cue::Kin);
    }
    (joined && words.is_one_of(relation, &RELATIONS)).then_some(Cue::Relation)
}

/// Whether the word itself is where a name must follow, so that even an ordinary word is one there ("Mrs White").
pub(super) fn may_be_named(words: &Words<'_>, index: usize) -> bool {
    words.before(index, 1).is_some_and(|last| {
        let gap = words.gap(last);
        matches!(gap, " " | ". ") && words.is_one_of(last, &TITLES[..SURE_TITLES])
    })
}

/// The first of `TITLES` stand before nothing but a name.
const SURE_TITLES: usize = 14;

fn is_title(words: &Words<'_>, last: usize, gap: &str) -> bool {
    let written = words.all[last].shape != Shape::Lower || words.is_one_of(last, &["mr", "mrs", "ms", "dr"]);
    if !written {
        return false;
    }
    (matches!(gap, " " | ". " | ".") && words.is_one_of(last, &TITLES))
        || (matches!(gap, ". ") && words.is_one_of(last, &TITLES_WITH_DOT))
}

/// `my name is`, `ich heiße`, `Name:`.
fn says_name(words: &Words<'_>, last: usize, colon: bool) -> bool {
    if colon {
        let in_line = words.gap_before(last);
        let alone = last == 0 || in_line.contains(['\n', ';', '>', '.']);
        let told = words.before(last, 1).is_some_and(|before| {
            words.is_one_of(before, &["full", "first", "last", "middle", "maiden", "family", "given", "customer", "client", "patient", "contact", "your", "my", "his", "her", "account", "holder", "legal", "s"])
        });
        return words.is_one_of(last, &LABELS) && (alone || told);
    }
    NAME_PHRASES.iter().any(|phrase| ends_with(words, last, phrase))
}

fn ends_with(words: &Words<'_>, last: usize, phrase: &[&str]) -> bool {
    phrase.iter().rev().enumerate().all(|(back, word)| {
        words.before(last, back).is_some_and(|index| words.is(index, word))
    })
}

/// A greeting ends with its name: a comma, a colon, an end of line.
fn greets(words: &Words<'_>, run: &Run) -> bool {
    let gap = words.gap(run.last);
    gap.starts_with([',', '!', ':', '\n', '.', '-']) || gap.trim().is_empty() && run.last + 1 == words.all.len() || gap.starts_with(" -")
}

/// Nothing but an end of line or of text stands behind.
fn ends_there(words: &Words<'_>, run: &Run) -> bool {
    run.last + 1 == words.all.len() || words.gap(run.last).contains('\n')
}

/// `said`, `told me`: somebody speaks.
pub(super) fn speaks_after(words: &Words<'_>, run: &Run) -> bool {
    words.gap(run.last) == " " && words.is_one_of(run.last + 1, &SPEAKING)
}

/// `the`, `our`: a thing follows, not a person.
pub(super) fn has_article(words: &Words<'_>, run: &Run) -> bool {
    words.before(run.first, 1).is_some_and(|last| words.gap(last) == " " && words.is_one_of(last, &ARTICLES))
}
