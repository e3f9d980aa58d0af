//! A run of capitalised words, and what its words tell.

use std::ops::Range;

use super::lists::{BRANDS, ORGANISATION_AFTER, PARTICLES, STORMS, TITLES};
use crate::redact::gazetteer::{Known, look_up};
use crate::redact::words::{Shape, Words};

/// Capitalised words from `first` to `last`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub first: usize,
    pub last: usize,
}

/// Names of more words are rare, and lists are not.
const WORDS_MAX: usize = 6;

impl Run {
    /// The run that begins at a word, if one does: words that are no names are left out at either end.
    pub(super) fn at(words: &Words<'_>, index: usize) -> Option<Self> {
        if !begins_name(words, index) {
            return None;
        }
        let mut last = index;
        while last - index + 1 < WORDS_MAX {
            let Some(next) = next_of_run(words, last) else { break };
            last = next;
        }
        // "the Lua C functions": a letter at the end is an initial only with its dot.
        if last > index && words.all[last].shape == Shape::Initial && !words.gap(last).starts_with('.') {
            last -= 1;
            while last > index && words.all[last].shape == Shape::Lower {
                last -= 1;
            }
        }
        Some(Self { first: index, last })
    }

    /// With the particles between a title and the run: "Herr von der Heydt".
    pub(super) fn with_particles_behind_title(&self, words: &Words<'_>) -> Self {
        let mut first = self.first;
        while first > 0 && self.first - first < 2 && words.gap(first - 1) == " " && words.is_one_of(first - 1, &PARTICLES) {
            first -= 1;
        }
        let title = words.before(first, 1).is_some_and(|last| words.is_one_of(last, &TITLES));
        if title { Self { first, last: self.last } } else { *self }
    }

    /// Whether it is one word, or two that a hyphen joins.
    pub(super) fn is_single(&self, words: &Words<'_>) -> bool {
        (self.first..self.last).all(|index| words.gap(index) == "-")
    }

    pub(super) fn range(&self, words: &Words<'_>) -> Range<usize> {
        let end = words.all[self.last].end;
        // The dot behind an abbreviated last name belongs to it: "Ann B."
        words.all[self.first].start..end
    }

    pub(super) fn len(&self) -> usize {
        self.last - self.first + 1
    }

    fn known(&self, words: &Words<'_>) -> impl Iterator<Item = Known> {
        let known: Vec<Known> = (self.first..=self.last)
            .filter(|&index| !matches!(words.all[index].shape, Shape::Initial | Shape::Lower))
            .map(|index| look_up(words.str(index)))
            .collect();
        known.into_iter()
    }

    /// Whether it is part of a path, an identifier, a handle or a number.
    pub(super) fn is_part_of_something(&self, words: &Words<'_>) -> bool {
        let range = self.range(words);
        let before = words.text[..range.start].chars().next_back();
        let after = &words.text[range.end..];
        let joined = |c: char| matches!(c, '_' | '/' | '\\' | '@' | '#' | '$' | '=' | '&' | '+' | '~' | '`');
        let behind = after.chars().next();
        before.is_some_and(|c| joined(c) || matches!(c, '.' | '-' | ':' | '\''))
            || behind.is_some_and(|c| joined(c) || matches!(c, '(' | '[' | '{' | '<' | '®' | '™'))
            || after.starts_with("::")
            || after.starts_with('-')
            || (after.starts_with('.') && after[1..].starts_with(|c: char| c.is_alphanumeric()))
            || after.starts_with(" &")
            || words.text[..range.start].ends_with("& ")
    }

    /// Whether what stands behind it makes it the name of a firm, a street, a place.
    pub(super) fn names_something_else(&self, words: &Words<'_>) -> bool {
        let next = self.last + 1;
        let near = matches!(words.gap(self.last), " " | ", " | "-");
        let follows = next < words.all.len()
            && near
            && (words.is_one_of(next, &ORGANISATION_AFTER)
                || (words.gap(self.last) != ", " && words.all[next].shape == Shape::Number));
        let stands_before_number = next < words.all.len() && words.gap(self.last).starts_with(". ") && words.all[next].shape == Shape::Number;
        let stands_behind_number = words.before(self.first, 1).is_some_and(|index| {
            (words.gap(index) == " " && words.all[index].shape == Shape::Number) || words.is_one_of(index, &STORMS)
        });
        follows || stands_before_number || stands_behind_number || self.is_of_a_firm(words) || words.is_one_of(self.last, &ORGANISATION_AFTER) || self.is_brand(words) || self.stands_after_place_word(words)
    }

    /// "Ashton and Weinberg Inc"
    fn is_of_a_firm(&self, words: &Words<'_>) -> bool {
        let next = self.last + 1;
        words.is(next, "and") && words.all.get(next + 1).is_some_and(|word| word.shape == Shape::Capital)
            && words.gap(next + 1) == " " && words.is_one_of(next + 2, &ORGANISATION_AFTER)
            || words.is(next, "and") && words.is_one_of(next + 1, &ORGANISATION_AFTER)
    }

    fn stands_after_place_word(&self, words: &Words<'_>) -> bool {
        let of = |back: usize, word: &str| words.before(self.first, back).is_some_and(|index| words.is(index, word));
        let capital = |back: usize| {
            words.before(self.first, back).is_some_and(|index| words.all[index].shape == Shape::Capital)
        };
        // "University of Warwick", "St. Louis", "San Diego"
        (of(1, "of") && capital(2)) || ((of(1, "st") || of(1, "saint") || of(1, "san") || of(1, "santa") || of(1, "fort") || of(1, "port") || of(1, "mount") || of(1, "lake")) && capital(1))
    }

    /// Whether it is a firm, a product or a thing that is called like a person.
    pub(super) fn is_brand(&self, words: &Words<'_>) -> bool {
        let text = &words.text[self.range(words)];
        BRANDS.iter().any(|brand| {
            text.get(..brand.len()).is_some_and(|start| start.eq_ignore_ascii_case(brand))
                && !text[brand.len()..].starts_with(char::is_alphanumeric)
        })
    }

    /// A given name that is nothing else before another word; one that is something else only beside a sure name.
    pub(super) fn is_full_name(&self, words: &Words<'_>) -> bool {
        let known: Vec<Known> = self.known(words).collect();
        let initials = self.len() > known.len() && (self.first..=self.last).any(|index| words.all[index].shape == Shape::Initial);
        let capitals = (self.first..=self.last).all(|index| words.all[index].shape != Shape::Capital);
        let Some((first, rest)) = known.split_first() else { return false };
        if capitals {
            return first.surely_given() && rest.len() == 1 && rest[0].surely_family();
        }
        if rest.is_empty() {
            let begins_with_initial = words.all[self.first].shape == Shape::Initial;
            return initials
                && (first.surely_given() || (first.surely_family() && (!begins_with_initial || words.gap(self.first).starts_with('.'))));
        }
        if rest.iter().any(|known| known.other() && !known.given() && !known.family()) {
            return false;
        }
        if first.surely_given() && !self.is_single(words) {
            return true;
        }
        let sure = rest.iter().any(|known| known.surely_family() || known.surely_given());
        (first.given() && sure && !self.is_single(words)) || (initials && (first.given() || first.nothing()) && sure)
    }

    pub(super) fn is_capitalised(&self, words: &Words<'_>) -> bool {
        words.all[self.first].shape == Shape::Capital
    }

    /// Whether nothing else stands on its line.
    pub(super) fn fills_line(&self, words: &Words<'_>) -> bool {
        let range = self.range(words);
        let before = words.text[..range.start].rsplit('\n').next().unwrap_or("");
        let after = words.text[range.end..].split('\n').next().unwrap_or("");
        !before.contains(char::is_alphanumeric) && !after.contains(char::is_alphanumeric)
    }

    /// At most so many words as a title or "my name is" is followed by, without words that are none of a name.
    pub(super) fn without_words_behind(&self, words: &Words<'_>) -> Self {
        let mut last = self.last.min(self.first + 3);
        while last > self.first && look_up(words.str(last)).no_name() {
            last -= 1;
        }
        Self { first: self.first, last }
    }
}

/// A capitalised word that can begin a name.
fn begins_name(words: &Words<'_>, index: usize) -> bool {
    let word = words.all[index];
    if words.str(index).bytes().all(|byte| byte == b'X') {
        return false;
    }
    match word.shape {
        Shape::Capital => super::cues::may_be_named(words, index) || !look_up(words.str(index)).no_name(),
        Shape::Initial | Shape::Capitals => {
            word.shape == Shape::Initial && next_of_run(words, index).is_some()
                || (word.shape == Shape::Capitals && word.end - word.start > 2 && !look_up(words.str(index)).no_name())
        }
        _ => false,
    }
}

/// The next word of a run, over particles.
fn next_of_run(words: &Words<'_>, index: usize) -> Option<usize> {
    let mut next = index + 1;
    let initial = words.all[index].shape == Shape::Initial;
    let gap = words.gap(index);
    if !(gap == " " || gap == "-" || (initial && matches!(gap, "." | ". "))) {
        return None;
    }
    let mut particles = 0;
    while particles < 2 && words.all.get(next)?.shape == Shape::Lower && words.is_one_of(next, &PARTICLES) && words.gap(next) == " " {
        next += 1;
        particles += 1;
    }
    let word = words.all.get(next)?;
    let like = matches!(word.shape, Shape::Capital | Shape::Initial) || (word.shape == Shape::Capitals && words.all[index].shape == Shape::Capitals);
    let joins = words.all[index].shape != Shape::Capitals || word.shape != Shape::Capital;
    let is_i = word.shape == Shape::Initial && words.str(next) == "I";
    let is_mask = words.str(next).bytes().all(|byte| byte == b'X');
    (like && joins && !is_i && !is_mask && !look_up(words.str(next)).no_name()).then_some(next)
}
