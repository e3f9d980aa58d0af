//! A run of capitalised words, and what its words tell.

use std::ops::Range;

use crate::redact::gazetteer::Known;
use crate::redact::vocabulary::{ORGANISATION, PARTICLE, SAINT, STORM, SURE_TITLE, TITLE};
use crate::redact::words::{Shape, Words};

/// Capitalised words from `first` to `last`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub first: usize,
    pub last: usize,
}

/// Names of more words are rare, and lists are not.
const WORDS_MAX: usize = 6;

/// Firms, products and things that are called like persons.
const BRANDS: [&str; 59] = [
    "charles schwab",
    "edward jones",
    "raymond james",
    "wells fargo",
    "sallie mae",
    "fannie mae",
    "freddie mac",
    "ginnie mae",
    "morgan stanley",
    "merrill lynch",
    "jp morgan",
    "j.p. morgan",
    "jpmorgan",
    "ethan allen",
    "ashley furniture",
    "michael kors",
    "calvin klein",
    "tommy hilfiger",
    "ralph lauren",
    "victoria secret",
    "john deere",
    "john hancock",
    "trader joe",
    "papa john",
    "jimmy john",
    "jimmy choo",
    "santa claus",
    "hunter warfield",
    "harley davidson",
    "neiman marcus",
    "levi strauss",
    "mary kay",
    "sara lee",
    "jack daniel",
    "johnny walker",
    "fred meyer",
    "lane bryant",
    "frost arnett",
    "estee lauder",
    "martha stewart",
    "oscar mayer",
    "philip morris",
    "eli lilly",
    "stanley steemer",
    "harry potter",
    "max planck",
    "lexis nexis",
    "thomas cook",
    "lara croft",
    "max payne",
    "jimmy dean",
    "charles stanley",
    "cooper",
    "pepper",
    "martens",
    "robot",
    "clean",
    "beast",
    "bean",
];

/// How family names of many languages end, in lower case without accents.
const FAMILY_ENDS: [&str; 30] = [
    "ovic", "evic", "ova", "eva", "sky", "ski", "ska", "cki", "cka", "sson", "sdottir", "nen", "vich",
    "enko", "yan", "shvili", "adze", "escu", "oglu", "opoulos", "wicz", "czyk", "berg", "stein", "mann",
    "sen", "elli", "ucci", "strom", "quist",
];

impl Run {
    /// The run that begins at a word, if one does.
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
        while first > 0
            && self.first - first < 2
            && words.gap(first - 1) == " "
            && words.has(first - 1, PARTICLE)
        {
            first -= 1;
        }
        let title = first < self.first && first > 0 && words.has(first - 1, TITLE);
        if title { Self { first, last: self.last } } else { *self }
    }

    pub(super) fn range(&self, words: &Words<'_>) -> Range<usize> {
        words.all[self.first].start..words.all[self.last].end
    }

    /// How many words, particles and initials among them.
    pub(super) fn len(&self) -> usize {
        self.last - self.first + 1
    }

    /// Whether it is one word, or some that hyphens join.
    pub(super) fn is_single(&self, words: &Words<'_>) -> bool {
        (self.first..self.last).all(|index| words.gap(index) == "-")
    }

    pub(super) fn is_capitalised(&self, words: &Words<'_>) -> bool {
        words.all[self.first].shape == Shape::Capital
    }

    /// What is known of its words but initials and particles.
    fn known(&self, words: &Words<'_>) -> Vec<Known> {
        let full = (self.first..=self.last)
            .filter(|&index| !matches!(words.all[index].shape, Shape::Initial | Shape::Lower));
        full.map(|index| words.known(index)).collect()
    }

    /// Whether it is part of a path, an identifier, a handle or a number.
    pub(super) fn is_part_of_something(&self, words: &Words<'_>) -> bool {
        let range = self.range(words);
        let (before, after) = (&words.text[..range.start], &words.text[range.end..]);
        let joined = |c: char| matches!(c, '_' | '/' | '\\' | '@' | '#' | '$' | '=' | '&' | '+' | '~' | '`');
        before.ends_with(joined)
            || before.ends_with(['.', '-', ':', '\''])
            || after.starts_with(joined)
            || after.starts_with(['(', '[', '{', '<', '®', '™', '-'])
            || after.starts_with("::")
            || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
            || after.starts_with(" &")
            || before.ends_with("& ")
    }

    /// Whether what stands around it makes it the name of a firm, a street, a place.
    pub(super) fn names_something_else(&self, words: &Words<'_>) -> bool {
        let next = self.last + 1;
        let gap = words.gap(self.last);
        let number = words.all.get(next).is_some_and(|word| word.shape == Shape::Number);
        let behind = (matches!(gap, " " | ", " | "-") && words.has(next, ORGANISATION))
            || (number && (gap == " " || gap.starts_with(". ")));
        let before = self.first.checked_sub(1).is_some_and(|index| {
            words.gap(index) == " " && (words.all[index].shape == Shape::Number || words.has(index, STORM))
        });
        behind
            || before
            || words.has(self.last, ORGANISATION)
            || self.is_brand(words)
            || self.is_of_a_firm(words)
            || self.stands_after_place_word(words)
    }

    /// "Ashton and Weinberg Inc", "Thomas and Sons"
    fn is_of_a_firm(&self, words: &Words<'_>) -> bool {
        let and = self.last + 1;
        words.is(and, "and")
            && (words.has(and + 1, ORGANISATION)
                || (words.gap(and + 1) == " "
                    && words.has(and + 2, ORGANISATION)
                    && words.all[and + 1].shape == Shape::Capital))
    }

    /// "University of Warwick", "St. Louis", "San Diego"
    fn stands_after_place_word(&self, words: &Words<'_>) -> bool {
        let Some(before) = self.first.checked_sub(1) else { return false };
        let capital = |index: usize| words.all[index].shape == Shape::Capital;
        (words.is(before, "of") && before > 0 && capital(before - 1))
            || (words.has(before, SAINT) && capital(before))
    }

    /// Whether it is a firm, a product or a thing that is called like a person.
    pub(super) fn is_brand(&self, words: &Words<'_>) -> bool {
        let text = &words.text[self.range(words)];
        BRANDS.iter().any(|brand| {
            text.get(..brand.len()).is_some_and(|start| start.eq_ignore_ascii_case(brand))
                && !text[brand.len()..].starts_with(char::is_alphanumeric)
        })
    }

    /// Whether its words are those of a full name: a given name that is nothing else before another word; one that is
    /// something else, or that nobody knows, only beside a sure family name.
    pub(super) fn is_full_name(&self, words: &Words<'_>) -> bool {
        let known = self.known(words);
        let Some((first, rest)) = known.split_first() else { return false };
        if (self.first..=self.last).all(|index| words.all[index].shape != Shape::Capital) {
            return first.surely_given() && rest.len() == 1 && rest[0].surely_family();
        }
        let initials = (self.first..=self.last).any(|index| words.all[index].shape == Shape::Initial);
        if rest.is_empty() {
            let initial_first = words.all[self.first].shape == Shape::Initial;
            let dotted = !initial_first || words.gap(self.first) == ". ";
            return initials && dotted && (first.surely_given() || first.surely_family());
        }
        // "Hayt Hayt Landau" are lawyers.
        if self.is_single(words) || words.str(self.first) == words.str(self.first + 1) {
            return false;
        }
        let sure = rest.iter().any(|known| known.surely_family() || known.surely_given());
        let last = words.str(self.last);
        let unknown = rest.iter().all(|known| known.nothing());
        let may_be = (first.nothing() || first.given() || first.family())
            && (unknown || rest.iter().all(|known| known.family() || known.given()));
        let inner_initial = self.len() == 3
            && words.all[self.first + 1].shape == Shape::Initial
            && words.str(self.first).len() > 3
            && last.len() > 3;
        first.surely_given()
            || (sure && (first.given() || first.surely_family() || first.nothing()))
            || (may_be && inner_initial)
            || (rest.len() < 3
                && unknown
                && (!first.doubtful() || first.given())
                && last.len() > 4
                && ends_like_family(last))
    }

    /// Whether nothing else stands on its line.
    pub(super) fn fills_line(&self, words: &Words<'_>) -> bool {
        let begins = self.first == 0 || words.gap_before(self.first).contains('\n');
        begins && (self.last + 1 == words.all.len() || words.gap(self.last).contains('\n'))
    }

    /// At most so many words as a title or "my name is" is followed by, without words at the end that are none of a name.
    pub(super) fn without_words_behind(&self, words: &Words<'_>) -> Self {
        let mut last = self.last.min(self.first + 3);
        while last > self.first && words.known(last).no_name() {
            last -= 1;
        }
        Self { first: self.first, last }
    }
}

fn ends_like_family(word: &str) -> bool {
    let mut fold = crate::redact::gazetteer::Fold::default();
    word.ends_with('ć')
        || fold.of(word).is_some_and(|folded| FAMILY_ENDS.iter().any(|end| folded.ends_with(end.as_bytes())))
}

/// A word that can begin a name.
fn begins_name(words: &Words<'_>, index: usize) -> bool {
    let word = words.all[index];
    match word.shape {
        Shape::Capital => !word.known.no_name() || may_be_named(words, index),
        // "M. Delacourt" is a title before a name.
        Shape::Initial => {
            next_of_run(words, index).is_some() && !(words.str(index) == "M" && words.gap(index) == ". ")
        }
        Shape::Capitals => word.end - word.start > 2 && !word.known.no_name() && !is_mask(words.str(index)),
        _ => false,
    }
}

/// Whether the word stands where a name must follow, so that even an ordinary word is one there ("Mrs White").
fn may_be_named(words: &Words<'_>, index: usize) -> bool {
    index
        .checked_sub(1)
        .is_some_and(|last| words.has(last, SURE_TITLE) && matches!(words.gap(last), " " | ". "))
}

/// `XXXX` stands for what somebody took out before.
fn is_mask(word: &str) -> bool {
    word.bytes().all(|byte| byte == b'X')
}

/// The next word of a run, over particles.
fn next_of_run(words: &Words<'_>, index: usize) -> Option<usize> {
    let this = words.all[index];
    let gap = words.gap(index);
    let joined = gap == " " || gap == "-" || (this.shape == Shape::Initial && matches!(gap, "." | ". "));
    if !joined {
        return None;
    }
    let mut next = index + 1;
    while next < index + 3
        && words.all.get(next)?.shape == Shape::Lower
        && words.has(next, PARTICLE)
        && words.gap(next) == " "
    {
        next += 1;
    }
    let word = words.all.get(next)?;
    let fits = match word.shape {
        Shape::Capital => this.shape != Shape::Capitals,
        Shape::Initial => words.str(next) != "I" || words.gap(next).starts_with(". "),
        Shape::Capitals => this.shape == Shape::Capitals && !is_mask(words.str(next)),
        _ => false,
    };
    (fits && !word.known.no_name()).then_some(next)
}
