//! What belongs to an address beside its street: boxes, flats, postcodes with their towns; and addresses that are told to
//! be one.

use super::Piece;
use super::street::is_house_number;
use super::vocabulary::{AT, FLATS, TOLD, US_STATES};
use crate::redact::words::{Shape, Words};

/// `P.O. Box 12`, `Postfach 12 34`, `PSC 12, Box 34`, `Unit 12 Box 34`.
pub(super) fn box_at(words: &Words<'_>, index: usize) -> Option<Piece> {
    let rule = "address: box";
    let number = |at: usize| words.all.get(at).is_some_and(|word| word.shape == Shape::Number);
    if words.is_one_of(index, &["postfach", "postbox", "apartado", "postbus", "pobox", "postboks", "postilokero"]) && number(index + 1) && words.gap(index).trim().len() <= 1 {
        return Some(Piece { first: index, last: index + 1, rule });
    }
    if words.is(index, "box") && number(index + 1) && words.gap(index) == " " {
        let before = |back: usize, word: &str| words.before(index, back).is_some_and(|at| words.is(at, word));
        if (before(1, "o") && before(2, "p")) || before(1, "po") {
            let first = if before(1, "po") { index - 1 } else { index - 2 };
            return Some(Piece { first, last: index + 1, rule });
        }
        if words.before(index, 2).is_some_and(|at| words.is_one_of(at, &["psc", "unit", "cmr"])) && number(index - 1) {
            return Some(Piece { first: index - 2, last: index + 1, rule });
        }
    }
    None
}

/// The last word of a piece that stands right behind an address.
pub(super) fn behind(words: &Words<'_>, last: usize) -> Option<usize> {
    let gap = words.gap(last);
    let next = last + 1;
    let word = words.all.get(next)?;
    let trimmed = gap.trim_matches([' ', '>', '?', '\t', '\r']);
    if !matches!(trimmed, "" | "," | "\n" | ",\n" | "." | "\n," | ".\n" | "/" | "-" | "#" | ", #") {
        return None;
    }
    // "Apt. 12", "Suite 12", "# 12", "12/3"
    if words.is_one_of(next, &FLATS) && is_number_or_letter(words, next + 1) && words.gap(next).len() <= 3 {
        return Some(next + 1);
    }
    if matches!(trimmed, "/" | "-" | "#" | ", #") {
        return (gap.len() <= 3 && word.shape == Shape::Number).then_some(next);
    }
    if trimmed == "." && gap != ". " {
        return None;
    }
    postcode_first(words, next).or_else(|| town_first(words, next, trimmed))
}

fn is_number_or_letter(words: &Words<'_>, index: usize) -> bool {
    words.all.get(index).is_some_and(|word| {
        word.shape == Shape::Initial || (word.shape == Shape::Number && word.end - word.start <= 6) || (word.shape == Shape::Mixed && word.end - word.start <= 5)
    })
}

/// `10115 Berlin`, `1015 CS Amsterdam`, `75011 Paris`, `SE-114 55 Stockholm`.
fn postcode_first(words: &Words<'_>, index: usize) -> Option<usize> {
    let mut at = index;
    if matches!(words.all.get(at)?.shape, Shape::Initial | Shape::Capitals) && words.gap(at) == "-" {
        at += 1;
    }
    let digits = words.str(at);
    if !(3..=6).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut town = at + 1;
    if words.all.get(town).is_some_and(|word| (word.shape == Shape::Number || word.shape == Shape::Capitals) && word.end - word.start <= 4)
        && matches!(words.gap(at), " " | "-") && words.all.get(town + 1).is_some_and(|word| word.shape == Shape::Capital)
    {
        town += 1;
    }
    let named = words.all.get(town).is_some_and(|word| matches!(word.shape, Shape::Capital | Shape::Capitals)) && words.gap(town - 1) == " ";
    if named {
        return Some(town_end(words, town));
    }
    (digits.len() >= 4).then_some(at)
}

/// `Springfield, IL 62704`, `London SW1A 1AA`, `Recife`: a town on the same line or the next, and its postcode.
fn town_first(words: &Words<'_>, index: usize, trimmed: &str) -> Option<usize> {
    let word = words.all.get(index)?;
    if !matches!(word.shape, Shape::Capital | Shape::Capitals) || (trimmed.is_empty() && words.gap(index - 1) != " ") {
        return None;
    }
    let town = town_end(words, index);
    // Only with a postcode behind it, so that no sentence is taken for a town.
    let mut at = town + 1;
    let mut state = false;
    for _ in 0..3 {
        let gap = words.gap(at - 1).trim_matches([' ', '\n', ',', '>', '?']);
        if !gap.is_empty() || words.gap(at - 1).len() > 6 {
            return None;
        }
        let code = words.str(at);
        if US_STATES.contains(&code) && !state {
            state = true;
            at += 1;
            continue;
        }
        if is_postcode(code) {
            let tail = at + 1;
            let more = words.all.get(tail).is_some_and(|word| matches!(word.shape, Shape::Number | Shape::Mixed) && word.end - word.start <= 4)
                && matches!(words.gap(at), " " | "-");
            return Some(if more { tail } else { at });
        }
        if words.all.get(at).is_some_and(|word| matches!(word.shape, Shape::Capital | Shape::Capitals)) {
            at = town_end(words, at) + 1;
            continue;
        }
        break;
    }
    state.then_some(at - 1)
}

/// `62704`, `SW1A`, `K1A`, `3520`
fn is_postcode(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    digits + letters == word.len() && ((letters == 0 && (3..=6).contains(&digits)) || ((1..=3).contains(&letters) && (1..=3).contains(&digits) && word.len() <= 5))
}

fn town_end(words: &Words<'_>, index: usize) -> usize {
    let mut last = index;
    while last - index < 3 && matches!(words.gap(last), " " | "-") && words.all.get(last + 1).is_some_and(|word| matches!(word.shape, Shape::Capital | Shape::Capitals)) && !US_STATES.contains(&words.str(last + 1)) {
        last += 1;
    }
    last
}

/// A number or a flat that stands right before a street and belongs to it.
pub(super) fn before(words: &Words<'_>, first: usize) -> Option<usize> {
    let number = first.checked_sub(1)?;
    let near = matches!(words.gap(number), " " | ", ");
    if near && number > 0 && words.is_one_of(number - 1, &FLATS) && is_number_or_letter(words, number) {
        return Some(number - 1);
    }
    (words.gap(number) == " " && is_house_number(words, number)).then_some(number)
}

/// Where the address ends: a dot behind a number belongs to the sentence.
pub(super) fn end_of(words: &Words<'_>, last: usize) -> usize {
    words.all[last].end
}

/// `My address is …`, `lives at …`: whatever follows in the line, if it has a number and a name.
pub(super) fn told(words: &Words<'_>, index: usize) -> Option<Piece> {
    let before = words.before(index, 1)?;
    let gap = words.gap(before);
    let colon = gap.trim() == ":" || (gap.starts_with(':') && gap.trim() == ":");
    let said = if colon {
        before
    } else if matches!(gap, " " | ": ") && words.is_one_of(before, &AT) {
        words.before(before, 1)?
    } else {
        return None;
    };
    if !words.is_one_of(said, &TOLD) || words.before(said, 1).is_some_and(|at| words.is_one_of(at, &["ip", "email", "mail", "e", "web", "mac", "url", "wallet"])) {
        return None;
    }
    let first = words.all.get(index)?;
    if !matches!(first.shape, Shape::Number | Shape::Capital) {
        return None;
    }
    let line_end = words.text[first.start..].find(['\n', '?', '!', ';']).map_or(words.text.len(), |at| first.start + at);
    let mut last = index;
    let (mut numbers, mut names) = (0, 0);
    while let Some(word) = words.all.get(last) {
        if word.end > line_end || last - index >= TOLD_WORDS_MAX || matches!(word.shape, Shape::Mixed) {
            break;
        }
        let small = word.shape == Shape::Lower && word.end - word.start > 3;
        if small && !(last > index && words.all.get(last + 1).is_some_and(|next| next.end <= line_end && next.shape != Shape::Lower) && words.gap(last) == " ") {
            break;
        }
        numbers += usize::from(is_house_number(words, last));
        names += usize::from(matches!(word.shape, Shape::Capital) && word.end - word.start > 2);
        last += 1;
        if words.gap(last - 1).starts_with(". ") && word.shape != Shape::Initial && word.end - word.start > 3 {
            break;
        }
    }
    (numbers > 0 && names > 0 && last > index + 1).then(|| Piece { first: index, last: last - 1, rule: "address: said to be one" })
}

/// The most words that are taken for an address because one was announced.
const TOLD_WORDS_MAX: usize = 14;
