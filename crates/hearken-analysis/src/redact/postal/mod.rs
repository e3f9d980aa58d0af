//! Postal addresses: a street with its number, in the order of the languages that people write in, and what follows it: a
//! flat, a postcode with its town.
//!
//! A number alone is no address, nor is a street. What begins one is a number (`12 High Street`, `12 rue de Metz`), a word
//! for a street (`Calle Mayor 5`) or a word that ends in one (`Hauptstraße 5`), or a box. An address is a stretch of
//! *pieces* with nothing but commas and single ends of lines between them.

mod pieces;
mod street;
mod told;

use super::candidate::{Candidates, Priority};
use super::sort::Sort;
use super::vocabulary::{BOX, BOX_NUMBER, FORCES, STREET_FIRST};
use super::words::{Shape, Words};

/// All addresses in a text; answers where they begin.
pub(super) fn find<'r>(words: &Words<'_>, candidates: &mut Candidates<'r>) -> Vec<usize> {
    let mut starts = Vec::new();
    if !words.all.iter().any(|word| word.shape == Shape::Number) {
        return starts;
    }
    let mut index = 0;
    while index < words.all.len() {
        if !may_begin(words, index) {
            index += 1;
            continue;
        }
        let found = street::at(words, index)
            .or_else(|| pieces::box_at(words, index))
            .or_else(|| told::at(words, index));
        let Some(found) = found else {
            index += 1;
            continue;
        };
        let mut last = found.last;
        while let Some(more) = pieces::behind(words, last) {
            last = more;
        }
        let mut start = words.all[found.first].start;
        if let Some(first) = pieces::before(words, found.first) {
            start = words.all[first].start;
        }
        candidates.goes(start..words.all[last].end, Sort::Address, found.rule, Priority::Context);
        starts.push(start);
        index = last + 1;
    }
    starts
}

/// Most words are in lower case, and begin none.
fn may_begin(words: &Words<'_>, index: usize) -> bool {
    let word = words.all[index];
    word.shape != Shape::Lower
        || word.class & (STREET_FIRST | BOX | BOX_NUMBER | FORCES) != 0
        || words.all.get(index + 1).is_some_and(|next| next.shape == Shape::Number)
}

/// Words that make an address, and the rule that says so.
struct Piece {
    first: usize,
    last: usize,
    rule: &'static str,
}

#[cfg(test)]
mod tests;
