//! A street with its number.

use super::Piece;
use crate::redact::vocabulary::{
    DOUBTFUL_STREET, FLAT, MONTH, PLACE, SMALL, STREET, STREET_FIRST, STREET_FIRST_ALONE, STREET_FIRST_LOWER,
    STREET_FIRST_SHORT, STREET_LAST,
};
use crate::redact::words::{Shape, Words};

/// The most words of a street's name.
const NAME_WORDS_MAX: usize = 5;
const NUMBER_FIRST: &str = "address: number and street";
const STREET_THEN_NUMBER: &str = "address: street and number";

/// Ends of words that are streets.
const ENDS: [&str; 36] = [
    "straße", "strasse", "str", "weg", "platz", "gasse", "allee", "damm", "ufer", "steig", "chaussee",
    "stieg", "straat", "laan", "plein", "gracht", "kade", "dijk", "singel", "steeg", "dreef", "gatan",
    "vägen", "gata", "veien", "vegen", "vej", "gade", "katu", "kuja", "polku", "stræti", "straeti", "vænget",
    "braut", "stígur",
];
/// Of those, what ends no other words, so that lower case will do.
const ENDS_LOWER: [&str; 12] = [
    "straße", "strasse", "gasse", "allee", "straat", "laan", "gracht", "gatan", "vägen", "vej", "gade",
    "katu",
];

/// A street with its number that begins at a word.
pub(super) fn at(words: &Words<'_>, index: usize) -> Option<Piece> {
    let word = words.all[index];
    match word.shape {
        Shape::Number if is_house_number(words, index) => number_first(words, index),
        Shape::Lower => {
            let first = if is_street_first(words, index) { street_first(words, index) } else { None };
            first.or_else(|| street_ends(words, index, &ENDS_LOWER))
        }
        Shape::Capital | Shape::Capitals | Shape::Initial => {
            let first = if is_street_first(words, index) { street_first(words, index) } else { None };
            first.or_else(|| street_ends(words, index, &ENDS)).or_else(|| street_last(words, index))
        }
        _ => None,
    }
}

fn before_number(words: &Words<'_>, index: usize) -> bool {
    words.all.get(index + 1).is_some_and(|word| word.shape == Shape::Number)
}

/// `12`, `12b`: not a price, a part of a longer number, a time.
pub(super) fn is_house_number(words: &Words<'_>, index: usize) -> bool {
    let Some(word) = words.all.get(index).filter(|word| word.shape == Shape::Number) else { return false };
    let number = words.str(index);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let mark = |c: char| matches!(c, '$' | '€' | '£' | '#' | '.' | ':' | '+' | '%' | '_' | '=' | '(' | '-');
    (1..=5).contains(&digits)
        && number.len() <= digits + 1
        && !words.text[..word.start].ends_with(mark)
        && !words.text[word.end..].starts_with(['%', '€', '$', '£', ':', '_', '°'])
}

/// `12 High Street`, `12 W. 4th St`, `12, rue de Metz`, `12 bis rue de Metz`.
fn number_first(words: &Words<'_>, index: usize) -> Option<Piece> {
    let mut next = index + 1;
    // A second number: a flat or a range stands before the street.
    if matches!(words.gap(index), " " | "-" | "/") && is_house_number(words, next) {
        next += 1;
    }
    if words.is(next, "bis") || words.is(next, "ter") {
        next += 1;
    }
    let gap = words.gap(next - 1);
    if matches!(gap, " " | ", ") && is_street_first(words, next) && !words.has(next, STREET_FIRST_ALONE) {
        let name = name_behind(words, next)?;
        // "12 Rua Augusta 1508": the first is a flat.
        let again = words.gap(name) == " " && is_house_number(words, name + 1);
        return Some(Piece { first: index, last: name + usize::from(again), rule: NUMBER_FIRST });
    }
    if gap != " " {
        return None;
    }
    named_street(words, index, next)
        .or_else(|| in_lower_case(words, index, next))
        .or_else(|| between_numbers(words, index, next))
}

/// `High Street` behind its number.
fn named_street(words: &Words<'_>, number: usize, next: usize) -> Option<Piece> {
    for at in next..(next + NAME_WORDS_MAX + 1).min(words.all.len()) {
        let word = words.all[at];
        if at > next
            && word.shape != Shape::Lower
            && words.has(at, STREET | DOUBTFUL_STREET)
            && !goes_on(words, at)
        {
            let sure = words.has(at, STREET);
            if sure || is_placed(words, number, at) {
                return Some(Piece { first: number, last: at, rule: NUMBER_FIRST });
            }
        }
        let ordinal = word.shape == Shape::Number && words.str(at).ends_with(['h', 't', 'd']);
        let part = matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Initial)
            || ordinal
            || words.has(at, SMALL);
        if !part || !matches!(words.gap(at), " " | ". " | "'" | "-") {
            return None;
        }
    }
    None
}

/// `12 high street`: one or two words and a street that is nothing else.
fn in_lower_case(words: &Words<'_>, number: usize, next: usize) -> Option<Piece> {
    let sure = |at: usize| {
        ["street", "avenue", "road", "boulevard", "blvd", "lane", "drive"]
            .iter()
            .any(|word| words.is(at, word))
    };
    let last = (next + 1..=next + 2).find(|&at| words.has(at, STREET | DOUBTFUL_STREET) && sure(at))?;
    let joined = (next..last).all(|part| words.gap(part) == " " && words.all[part].shape != Shape::Number);
    (joined && is_placed(words, number, last)).then_some(Piece { first: number, last, rule: NUMBER_FIRST })
}

/// `48 Ridgewater 12, Apt. 3`: a name between two numbers is a street where a flat, or a town with its postcode, follows, or
/// where a word before it says that a place does.
fn between_numbers(words: &Words<'_>, number: usize, next: usize) -> Option<Piece> {
    let mut last = next;
    while last < next + 4
        && matches!(words.gap(last), " " | "-" | ". " | "'")
        && words.all.get(last).is_some_and(|word| {
            (matches!(word.shape, Shape::Capital | Shape::Initial) && word.class & MONTH == 0)
                || words.has(last, SMALL)
        })
    {
        last += 1;
    }
    let fits = last > next && words.all[next].shape == Shape::Capital && is_house_number(words, last);
    let placed = number > 0
        && words.has(number - 1, PLACE)
        && words.gap(number - 1) == " "
        && words.str(number).len() > 1;
    let line = words.gap_before(number).contains('\n') && words.gap(last).contains('\n');
    (fits && (placed || line || words.has(last + 1, FLAT))).then_some(Piece {
        first: number,
        last,
        rule: NUMBER_FIRST,
    })
}

/// "12 Elm Court Road": the street goes on.
fn goes_on(words: &Words<'_>, at: usize) -> bool {
    words.gap(at) == " " && words.has(at + 1, STREET) && words.all[at + 1].shape == Shape::Capital
}

/// Whether what stands around says that it is a place: a word before it, a flat or a town behind it.
fn is_placed(words: &Words<'_>, first: usize, last: usize) -> bool {
    let before = first > 0 && words.has(first - 1, PLACE);
    let line = words.gap_before(first).contains('\n') || first == 0;
    let behind = words.gap(last);
    let comma = behind.starts_with([',', '\n', ' ']);
    let town =
        words.all.get(last + 1).is_some_and(|word| word.shape == Shape::Capital) && behind.trim_end() == ",";
    before || (comma && words.has(last + 1, FLAT)) || town || (line && behind.contains('\n'))
}

/// A word for a street that stands before its name.
fn is_street_first(words: &Words<'_>, index: usize) -> bool {
    // "via" and "place" in lower case are words of English.
    words.has(index, STREET_FIRST)
        && (words.all[index].shape != Shape::Lower || words.has(index, STREET_FIRST_LOWER))
        && (!words.has(index, STREET_FIRST_SHORT) || words.gap(index).starts_with(['.', '/']))
        && !(words.all[index].shape == Shape::Initial && words.gap(index).starts_with('.'))
}

/// `Calle Mayor, 5`, `via Roma 12`, `ul. Długa 7/3`.
fn street_first(words: &Words<'_>, index: usize) -> Option<Piece> {
    let last = name_behind(words, index)?;
    let mut number = last + 1;
    let abbreviated = ["n", "nº", "n°", "no", "nr", "número", "д", "дом"];
    if abbreviated.iter().any(|word| words.is(number, word)) {
        number += 1;
    }
    let near = words.text.get(words.all[last].end..words.all.get(number)?.start)?;
    let joined = near.len() <= 8 && !near.contains('\n');
    let counted = words.gap(number) == " "
        && ["times", "mal", "fois", "veces", "volte"].iter().any(|word| words.is(number + 1, word));
    // "via Android 12": what many words stand behind needs a place before it or a town behind it.
    let told = !words.is(index, "via")
        || words.gap(number).starts_with([',', '\n'])
        || (index > 0 && words.has(index - 1, PLACE));
    (joined && told && !counted && is_house_number(words, number)).then_some(Piece {
        first: index,
        last: number,
        rule: STREET_THEN_NUMBER,
    })
}

/// The last word of a street's name that stands behind the word for a street.
fn name_behind(words: &Words<'_>, index: usize) -> Option<usize> {
    let mut last = None;
    for at in index + 1..(index + NAME_WORDS_MAX + 2).min(words.all.len()) {
        if !matches!(words.gap(at - 1), " " | ". " | "'" | "/ " | "/" | "-" | ".") {
            break;
        }
        let dated = words.all[at].shape == Shape::Number && last.is_none();
        match words.all[at].shape {
            Shape::Capital | Shape::Capitals | Shape::Initial => last = Some(at),
            _ if words.has(at, SMALL)
                || (dated && words.all.get(at + 1).is_some_and(|word| word.shape != Shape::Number)) => {}
            _ => break,
        }
    }
    last
}

/// `Hauptstraße 5`, `Prinsengracht 263`, `Alexanderstr. 7`.
fn street_ends(words: &Words<'_>, index: usize, ends: &[&str]) -> Option<Piece> {
    let number = index + 1;
    let near = before_number(words, index) && matches!(words.gap(index), " " | ". " | ".");
    if !near || !is_house_number(words, number) {
        return None;
    }
    let text = words.str(index);
    let is_street = ends.iter().any(|end| text.strip_suffix(end).is_some_and(|name| name.len() > 2));
    is_street.then_some(Piece { first: index, last: number, rule: STREET_THEN_NUMBER })
}

/// `Kossuth Lajos utca 12.`, `Lange Gasse 22`, `Passauer Strasse 5`.
fn street_last(words: &Words<'_>, index: usize) -> Option<Piece> {
    for at in index + 1..(index + 4).min(words.all.len()) {
        if !matches!(words.gap(at - 1), " " | "-") {
            return None;
        }
        if words.has(at, STREET_LAST) {
            let number = matches!(words.gap(at), " " | ". ") && is_house_number(words, at + 1);
            return number.then_some(Piece { first: index, last: at + 1, rule: STREET_THEN_NUMBER });
        }
        if !matches!(words.all[at].shape, Shape::Capital | Shape::Initial) {
            return None;
        }
    }
    None
}
