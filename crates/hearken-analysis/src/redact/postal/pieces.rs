//! What belongs to an address beside its street: boxes, flats, postcodes with their towns.

use super::Piece;
use super::street::is_house_number;
use crate::redact::vocabulary::{BOX, BOX_NUMBER, FLAT, FORCES};
use crate::redact::words::{Shape, Words};

/// Two capital letters before a US postcode.
const US_STATES: [&str; 56] = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
    "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND",
    "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC",
    "PR", "GU", "AA", "AE", "AP",
];
/// What stands between the pieces: quotation marks of mail, commas, ends of lines.
const BETWEEN: [char; 6] = [' ', '>', '?', '\t', '\r', ','];

/// `P.O. Box 12`, `Postfach 12 34`, `PSC 12, Box 34`, `Unit 12 Box 34`.
pub(super) fn box_at(words: &Words<'_>, index: usize) -> Option<Piece> {
    if !words.has(index, BOX | FORCES | BOX_NUMBER) {
        return None;
    }
    let rule = "address: box";
    let number = |at: usize| words.all.get(at).is_some_and(|word| word.shape == Shape::Number);
    if words.has(index, BOX) && number(index + 1) && words.gap(index).trim().len() <= 1 {
        return Some(Piece { first: index, last: index + 1, rule });
    }
    if words.has(index, FORCES) {
        return forces(words, index);
    }
    if !(words.has(index, BOX_NUMBER) && number(index + 1) && words.gap(index) == " ") {
        return None;
    }
    let before = |back: usize, word: &str| index.checked_sub(back).is_some_and(|at| words.is(at, word));
    let first = if before(1, "po") {
        index - 1
    } else if (before(1, "o") && before(2, "p"))
        || (number(index.saturating_sub(1)) && (before(2, "psc") || before(2, "unit") || before(2, "cmr")))
    {
        index - 2
    } else {
        return None;
    };
    Some(Piece { first, last: index + 1, rule })
}

/// `USS Harlan\nFPO AE 09501`: what stands before it on its line, or on the line before.
fn forces(words: &Words<'_>, index: usize) -> Option<Piece> {
    let region =
        words.has(index, FORCES) && ["AA", "AE", "AP"].iter().any(|region| words.is(index + 1, region));
    let code = words.str(index + 2);
    if !region || code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut first = index;
    while first > 0 && index - first < 5 {
        let word = words.all[first - 1];
        let joined = words.gap(first - 1).trim_matches(BETWEEN);
        let fits = matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Number | Shape::Initial);
        if !fits || !(joined.is_empty() || (joined == "\n" && first == index)) {
            break;
        }
        first -= 1;
    }
    Some(Piece { first, last: index + 2, rule: "address: box" })
}

/// The last word of a piece that stands right behind an address.
pub(super) fn behind(words: &Words<'_>, last: usize) -> Option<usize> {
    let gap = words.gap(last);
    let next = last + 1;
    let word = words.all.get(next)?;
    let trimmed = gap.trim_matches(BETWEEN);
    if matches!(trimmed, "/" | "-" | "#") {
        return (gap.len() <= 3 && word.shape == Shape::Number).then_some(next);
    }
    let line = trimmed.is_empty()
        || trimmed.chars().all(|c| c == '\n' || BETWEEN.contains(&c)) && trimmed.matches('\n').count() <= 2;
    if !(line || trimmed == "." || trimmed == ".\n") {
        return None;
    }
    // "Apt. 12", "Suite 12"
    if words.has(next, FLAT) && is_number_or_letter(words, next + 1) && words.gap(next).len() <= 3 {
        return Some(next + 1);
    }
    if trimmed == "." && gap != ". " {
        return None;
    }
    postcode_first(words, next).or_else(|| town_first(words, next)).or_else(|| town_alone(words, next, gap))
}

fn is_number_or_letter(words: &Words<'_>, index: usize) -> bool {
    words.all.get(index).is_some_and(|word| match word.shape {
        Shape::Initial => true,
        Shape::Number | Shape::Mixed => word.end - word.start <= 6,
        _ => false,
    })
}

/// `10115 Berlin`, `1015 CS Amsterdam`, `75011 Paris`, `SE-114 55 Stockholm`.
fn postcode_first(words: &Words<'_>, index: usize) -> Option<usize> {
    let country =
        matches!(words.all.get(index)?.shape, Shape::Initial | Shape::Capitals) && words.gap(index) == "-";
    let at = if country { index + 1 } else { index };
    let digits = words.str(at);
    if !(3..=6).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut town = at + 1;
    let second = words.all.get(town).is_some_and(|word| {
        matches!(word.shape, Shape::Number | Shape::Capitals) && word.end - word.start <= 4
    });
    if second && matches!(words.gap(at), " " | "-") && is_capitalised(words, town + 1) {
        town += 1;
    }
    if is_capitalised(words, town) && words.gap(town - 1) == " " {
        return Some(town_end(words, town));
    }
    (digits.len() >= 4).then_some(at)
}

/// `Springfield, IL 62704`, `London SW1A 1AA`: a town on the same line or the next, and its postcode, so that no sentence
/// is taken for a town.
fn town_first(words: &Words<'_>, index: usize) -> Option<usize> {
    if !is_capitalised(words, index) {
        return None;
    }
    let mut at = town_end(words, index) + 1;
    let mut state = false;
    for _ in 0..4 {
        let gap = words.gap(at - 1);
        if !gap.trim_matches(BETWEEN).chars().all(|c| c == '\n' || BETWEEN.contains(&c)) || gap.len() > 10 {
            break;
        }
        if words.has(at, FLAT) && is_number_or_letter(words, at + 1) {
            return Some(at + 1);
        }
        let code = words.str(at);
        if US_STATES.contains(&code) && !state {
            state = true;
            at += 1;
        } else if is_postcode(code) {
            let more = words.all.get(at + 1).is_some_and(|word| {
                matches!(word.shape, Shape::Number | Shape::Mixed) && word.end - word.start <= 4
            });
            return Some(if more && matches!(words.gap(at), " " | "-") { at + 1 } else { at });
        } else if is_capitalised(words, at) && !words.has(at, FLAT) {
            at = town_end(words, at) + 1;
        } else {
            break;
        }
    }
    state.then_some(at - 1)
}

/// `, Leeds`: a town without its postcode stands behind a comma, and a sentence ends with it.
fn town_alone(words: &Words<'_>, index: usize, gap: &str) -> Option<usize> {
    if gap != ", " || words.all.get(index)?.shape != Shape::Capital {
        return None;
    }
    let last = town_end(words, index);
    let behind = words.gap(last);
    let ends = last + 1 == words.all.len()
        || behind.starts_with(['.', ',', '\n', '?', '!', ';'])
        || words.all[last + 1].shape == Shape::Lower;
    ends.then_some(last)
}

fn is_capitalised(words: &Words<'_>, index: usize) -> bool {
    words.all.get(index).is_some_and(|word| matches!(word.shape, Shape::Capital | Shape::Capitals))
}

/// `62704`, `SW1A`, `K1A`, `3520`
fn is_postcode(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    let plain = letters == 0 && (3..=6).contains(&digits);
    let mixed = (1..=3).contains(&letters) && (1..=3).contains(&digits) && word.len() <= 5;
    digits + letters == word.len() && (plain || mixed)
}

fn town_end(words: &Words<'_>, index: usize) -> usize {
    let mut last = index;
    while last - index < 3
        && matches!(words.gap(last), " " | "-" | "'")
        && is_capitalised(words, last + 1)
        && !US_STATES.contains(&words.str(last + 1))
    {
        last += 1;
    }
    last
}

/// A number or a flat that stands right before a street and belongs to it.
pub(super) fn before(words: &Words<'_>, first: usize) -> Option<usize> {
    let number = first.checked_sub(1)?;
    if !matches!(words.gap(number), " " | ", ") {
        return None;
    }
    if number > 0 && words.has(number - 1, FLAT) && is_number_or_letter(words, number) {
        return Some(number - 1);
    }
    (words.gap(number) == " " && is_house_number(words, number)).then_some(number)
}
