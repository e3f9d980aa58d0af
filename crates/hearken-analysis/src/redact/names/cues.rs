//! What stands around a name: titles, "my name is", greetings, signatures, relations.

use super::run::Run;
use crate::redact::vocabulary::{
    ARTICLE, DOT_TITLE, GREETING, KIN, LABEL, LIVING, NAME_PHRASE_END, OF_LABEL, RELATION, SIGN_OFF,
    SPEAKING, SURE_TITLE, TITLE,
};
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

/// What is said before a name.
const NAME_PHRASES: [&[&str]; 31] = [
    &["named", "him"],
    &["named", "her"],
    &["my", "name", "is"],
    &["his", "name", "is"],
    &["her", "name", "is"],
    &["his", "name", "was"],
    &["her", "name", "was"],
    &["name", "is", "also"],
    &["last", "name", "is"],
    &["first", "name", "is"],
    &["full", "name", "is"],
    &["maiden", "name", "is"],
    &["maiden", "name", "was"],
    &["whose", "name", "is"],
    &["called", "him"],
    &["calls", "me"],
    &["call", "me"],
    &["partner", "s", "name"],
    &["name", "is", "spelled"],
    &["ich", "heiße"],
    &["ich", "heisse"],
    &["name", "ist"],
    &["m", "appelle"],
    &["mon", "nom", "est"],
    &["me", "llamo"],
    &["mi", "nombre", "es"],
    &["mi", "chiamo"],
    &["me", "chamo"],
    &["nome", "é"],
    &["ik", "heet"],
    &["jag", "heter"],
];
/// What is said before names and before other things.
const NAME_PHRASES_WEAK: [&[&str]; 4] = [
    &["by", "the", "name", "of"],
    &["in", "the", "name", "of"],
    &["under", "the", "name"],
    &["under", "the", "name", "of"],
];

/// What stands before a run.
pub(super) fn before(words: &Words<'_>, run: &Run) -> Option<Cue> {
    let last = run.first.checked_sub(1)?;
    let gap = words.gap(last);
    if is_title(words, run, last, gap) {
        return Some(Cue::Title);
    }
    let plain = gap == " ";
    let colon = gap.trim_matches([' ', '\t']) == ":" || gap == "? ";
    if says_name(words, last, gap, colon) {
        return Some(Cue::Name);
    }
    if words.has(last, GREETING) && (plain || gap == ", ") {
        return greets(words, run).then_some(Cue::Greeting);
    }
    if words.has(last, SIGN_OFF) && gap.contains([',', '\n', '!', '.']) && ends_there(words, run) {
        return Some(Cue::SignOff);
    }
    if plain
        && words.has(last, NAME_PHRASE_END)
        && NAME_PHRASES_WEAK.iter().any(|phrase| ends_with(words, last, phrase))
    {
        return Some(Cue::Relation);
    }
    related(words, last, gap)
}

/// `my husband`, `a woman named`.
fn related(words: &Words<'_>, last: usize, gap: &str) -> Option<Cue> {
    let named =
        gap == " " && (words.is(last, "named") || words.is(last, "called") || words.is(last, "namens"));
    let was = named && last > 0 && (words.is(last - 1, "was") || words.is(last - 1, "is"));
    let relation = if named { last.checked_sub(1 + usize::from(was))? } else { last };
    let joined = gap == " " && (!named || words.gap(relation) == " ") || (gap == ", " && !named);
    if !joined {
        return None;
    }
    let (kin, other) = (words.has(relation, KIN), words.has(relation, RELATION));
    if kin || (named && other) { Some(Cue::Kin) } else { other.then_some(Cue::Relation) }
}

fn is_title(words: &Words<'_>, run: &Run, last: usize, gap: &str) -> bool {
    let sure = words.has(last, SURE_TITLE);
    let written = match words.all[last].shape {
        Shape::Capital | Shape::Initial => true,
        // "MS Excel" is none, "MS HERNANDEZ" may be; "5 ms" is a time.
        Shape::Capitals => !run.is_capitalised(words) && words.known(run.first).family(),
        _ => (sure && words.str(last) != "ms") || words.is(last, "dr"),
    };
    let joined = words.has(last, TITLE) && matches!(gap, " " | ". " | ".");
    // "L0994-M. Can you" ends a sentence.
    let stands_alone =
        words.gap_before(last).is_empty() || words.gap_before(last).ends_with([' ', '\n', '(', '"']);
    let dotted =
        words.has(last, DOT_TITLE) && gap == ". " && stands_alone && !words.known(run.first).doubtful();
    written && (joined || dotted)
}

/// `my name is`, `ich heiße`, `Name:`.
fn says_name(words: &Words<'_>, last: usize, gap: &str, colon: bool) -> bool {
    if colon {
        let alone = last == 0 || words.gap_before(last).contains(['\n', ';', '>', '.']);
        let told = last > 0 && words.has(last - 1, OF_LABEL);
        return words.has(last, LABEL) && (alone || told);
    }
    let joined = gap == " " || gap == ", " || gap == " \"";
    joined
        && (words.has(last, NAME_PHRASE_END) || words.is(last, "name"))
        && NAME_PHRASES.iter().any(|phrase| ends_with(words, last, phrase))
}

fn ends_with(words: &Words<'_>, last: usize, phrase: &[&str]) -> bool {
    phrase
        .iter()
        .rev()
        .enumerate()
        .all(|(back, word)| last.checked_sub(back).is_some_and(|index| words.is(index, word)))
}

/// A greeting ends with its name: a comma, a colon, an end of line.
fn greets(words: &Words<'_>, run: &Run) -> bool {
    let gap = words.gap(run.last);
    let at_end = run.last + 1 == words.all.len() && gap.trim().is_empty();
    at_end || gap.starts_with([',', '!', ':', '\n', '.', '-']) || gap.starts_with(" -")
}

/// Nothing but an end of line or of text stands behind.
fn ends_there(words: &Words<'_>, run: &Run) -> bool {
    run.last + 1 == words.all.len() || words.gap(run.last).contains('\n')
}

/// `said`, `told me`: somebody speaks.
pub(super) fn speaks_after(words: &Words<'_>, run: &Run) -> bool {
    words.gap(run.last) == " " && words.has(run.last + 1, SPEAKING)
}

/// What only a person does: `Olek lives in`, `"…," said Olek`, `Olek's daughter`.
pub(super) fn lives(words: &Words<'_>, run: &Run) -> bool {
    let next = run.last + 1;
    let lives = words.gap(run.last) == " "
        && (words.has(next, LIVING)
            || (words.is(next, "was") && words.is(next + 1, "born"))
            || (words.is(next, "passed") && words.is(next + 1, "away")));
    let kin = words.gap(run.last) == "'"
        && words.is(next, "s")
        && words.gap(next) == " "
        && words.has(next + 1, KIN);
    let quoted = run.first.checked_sub(1).is_some_and(|last| {
        words.has(last, SPEAKING) && words.gap(last) == " " && words.gap_before(last).contains('"')
    });
    lives || kin || quoted
}

/// `the`, `our`: a thing follows, not a person.
pub(super) fn has_article(words: &Words<'_>, run: &Run) -> bool {
    run.first.checked_sub(1).is_some_and(|last| words.gap(last) == " " && words.has(last, ARTICLE))
}
