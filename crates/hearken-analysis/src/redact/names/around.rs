//! Runs that their own words do not make names, and that what else stands in the text does: a full name elsewhere, an
//! address for mail made of it, names in the same list, an address below.

use rustc_hash::FxHashSet;

use super::run::Run;
use crate::redact::words::{Shape, Words};

/// How far below a line its address may begin, in bytes.
const BELOW: usize = 120;
/// So many addresses for mail are looked at in one text: each costs a look for every run.
const USERS_MAX: usize = 64;

/// As RFC 5321 allows before the `@`.
const USER_BYTES_MAX: usize = 64;

/// What was found in a text, by which other runs are names.
pub(super) struct Around<'t> {
    /// Words of full names.
    parts: FxHashSet<&'t str>,
    /// The first and the last words of names.
    firsts: FxHashSet<usize>,
    lasts: FxHashSet<usize>,
    /// What stands before the `@` of addresses, in lower case.
    users: Vec<String>,
    /// Where postal addresses begin, in order.
    addresses: &'t [usize],
}

impl<'t> Around<'t> {
    pub(super) fn new(words: &Words<'t>, found: &[Run], addresses: &'t [usize]) -> Self {
        let parts =
            found.iter().flat_map(|name| name.first..=name.last).filter(|&index| is_telling(words, index));
        Self {
            parts: parts.map(|index| words.str(index)).collect(),
            firsts: found.iter().map(|name| name.first).collect(),
            lasts: found.iter().map(|name| name.last).collect(),
            users: mail_users(words.text),
            addresses,
        }
    }

    /// The rule that makes a run a name by the rest of the text.
    pub(super) fn rule_for(&self, words: &Words<'_>, run: &Run) -> Option<&'static str> {
        let known = words.known(run.first);
        if known.no_name() || run.is_brand(words) {
            return None;
        }
        if (run.first..=run.last).all(|index| self.parts.contains(words.str(index))) {
            return Some("name: part of one");
        }
        if known.other() || !run.is_capitalised(words) {
            return None;
        }
        if self.is_in_mail_address(words, run) {
            return Some("name: in a mail address");
        }
        // "Best, Anna" is the end of a letter, not a list.
        let listed =
            (known.given() || known.family()) && run.is_single(words) && !words.is(run.first, "best");
        if listed && self.is_in_list(words, run) {
            return Some("name: among others");
        }
        self.heads_address(words, run).then_some("name: above an address")
    }

    /// "Karen, Brittany and Joe"
    fn is_in_list(&self, words: &Words<'_>, run: &Run) -> bool {
        let before = run.first.checked_sub(1).is_some_and(|last| {
            (words.gap(last) == ", " && self.lasts.contains(&last))
                || (words.is(last, "and") && last > 0 && self.lasts.contains(&(last - 1)))
        });
        let next = run.last + 1;
        let behind = (words.gap(run.last) == ", " && self.firsts.contains(&next))
            || (words.is(next, "and") && self.firsts.contains(&(next + 1)));
        before || behind
    }

    /// Whether a word of the run stands before the `@` of an address.
    fn is_in_mail_address(&self, words: &Words<'_>, run: &Run) -> bool {
        !self.users.is_empty()
            && (run.first..=run.last).any(|index| {
                let word = words.str(index);
                let word = if words.all[index].shape == Shape::Capital && word.len() > 3 {
                    word.to_lowercase()
                } else {
                    return false;
                };
                self.users.iter().any(|user| user.contains(&word))
            })
    }

    fn heads_address(&self, words: &Words<'_>, run: &Run) -> bool {
        let end = run.range(words).end;
        let next = self.addresses.partition_point(|&start| start <= end);
        (2..=4).contains(&run.len())
            && run.fills_line(words)
            && self.addresses.get(next).is_some_and(|&start| start < end + BELOW)
    }
}

/// A part by which somebody may be called later.
fn is_telling(words: &Words<'_>, index: usize) -> bool {
    let word = words.all[index];
    word.end - word.start > 2
        && word.shape == Shape::Capital
        && !word.known.doubtful()
        && !word.known.no_name()
}

fn mail_users(text: &str) -> Vec<String> {
    let in_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let in_user = |c: char| in_host(c) || matches!(c, '_' | '+');
    let addresses = text.match_indices('@').filter_map(|(at, _)| {
        let host = text[at + 1..].split(|c| !in_host(c)).next().unwrap_or("");
        let user = text[..at].rsplit(|c| !in_user(c)).next().unwrap_or("");
        let is_address =
            user.len() <= USER_BYTES_MAX && host.split('.').filter(|label| label.len() > 1).count() > 1;
        is_address.then(|| user.to_lowercase())
    });
    addresses.take(USERS_MAX).collect()
}
