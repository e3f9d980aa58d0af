//! Runs that their own words do not make names, and that what else stands in the text does: a full name elsewhere, an
//! address for mail made of it, names in the same list, contact details below.

use super::run::Run;
use crate::redact::candidate::{Candidates, Priority};
use crate::redact::words::{Shape, Words};

/// How far below a line its contact details may begin, in bytes.
const BELOW: usize = 120;

/// The rule that makes a run a name by the rest of the text.
pub(super) fn rule_for(
    words: &Words<'_>,
    run: &Run,
    parts: &[&str],
    found: &[Run],
    candidates: &Candidates<'_>,
) -> Option<&'static str> {
    let known = words.known(run.first);
    if known.no_name() || run.is_brand(words) {
        return None;
    }
    let is_part = |index: usize| parts.contains(&words.str(index));
    if (run.first..=run.last).all(is_part) {
        return Some("name: part of one");
    }
    if known.other() || !run.is_capitalised(words) {
        return None;
    }
    if in_mail_address(words, run) {
        return Some("name: in a mail address");
    }
    if (known.given() || known.family()) && run.is_single(words) && in_list(words, run, found) {
        return Some("name: among others");
    }
    let end = run.range(words).end;
    let below = end + 1..(end + BELOW).min(words.text.len());
    let heads = (2..=4).contains(&run.len()) && run.fills_line(words) && !below.is_empty();
    (heads && candidates.covers(&below, Priority::Phone)).then_some("name: above contact details")
}

/// "Karen, Brittany and Joe"
fn in_list(words: &Words<'_>, run: &Run, found: &[Run]) -> bool {
    let joined = |left: &Run, right: &Run| {
        right.first == left.last + 1 && words.gap(left.last) == ", "
            || right.first == left.last + 2 && words.is(left.last + 1, "and") && words.gap(left.last) == " "
    };
    found.iter().any(|name| joined(name, run) || joined(run, name))
}

/// Whether a word of the run stands before the `@` of an address.
fn in_mail_address(words: &Words<'_>, run: &Run) -> bool {
    words.text.match_indices('@').any(|(at, _)| {
        let host = words.text[at + 1..]
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
            .next()
            .unwrap_or("");
        if host.split('.').filter(|label| label.len() > 1).count() < 2 {
            return false;
        }
        let user = words.text[..at]
            .rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')))
            .next()
            .unwrap_or("");
        let user = user.to_lowercase();
        (run.first..=run.last).any(|index| {
            let word = words.str(index);
            words.all[index].shape == Shape::Capital && word.len() > 3 && user.contains(&word.to_lowercase())
        })
    })
}
