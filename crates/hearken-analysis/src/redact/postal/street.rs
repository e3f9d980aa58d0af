//! A street with its number.

use super::Piece;
use super::vocabulary::{DOUBTFUL_STREETS, FLATS, STREET_ENDS, STREET_FIRST, STREET_LAST, STREETS, US_STATES};
use crate::redact::words::{Shape, Words};

/// The most words of a street's name.
const NAME_WORDS_MAX: usize = 5;

/// A street with its number that begins at a word.
pub(super) fn at(words: &Words<'_>, index: usize) -> Option<Piece> {
    let word = words.all[index];
    match word.shape {
        Shape::Number if is_house_number(words, index) => number_first(words, index),
        Shape::Capital | Shape::Capitals | Shape::Lower if is_street_first(words, index) => street_first(words, index),
        Shape::Capital => street_ends(words, index).or_else(|| street_last(words, index)),
        _ => None,
    }
}

/// `12`, `12b`, `12-14`: not a price, a year of four digits alone is taken for one only with a street behind it.
pub(super) fn is_house_number(words: &Words<'_>, index: usize) -> bool {
    let Some(word) = words.all.get(index) else { return false };
    let number = words.str(index);
    let before = words.text[..word.start].chars().next_back();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&digits)
        && number.len() <= digits + 1
        && !before.is_some_and(|c| matches!(c, '$' | '€' | '£' | '#' | '.' | ':' | '+' | '%' | '_' | '=' | '(' | '-'))
        && !words.text[word.end..].starts_with(['%', '€', '$', '£', ':', '_', '°'])
}

/// `12 High Street`, `12 W. 4th St`, `12, rue de Metz`, `12 bis rue de Metz`.
fn number_first(words: &Words<'_>, index: usize) -> Option<Piece> {
    let mut next = index + 1;
    // A second number: a flat or a range stands before the street.
    if words.all.get(next).is_some_and(|word| word.shape == Shape::Number) && matches!(words.gap(index), " " | "-" | "/") && is_house_number(words, next) {
        next += 1;
    }
    if words.is_one_of(next, &["bis", "ter", "quater"]) {
        next += 1;
    }
    let gap = words.gap(next - 1);
    if matches!(gap, " " | ", ") && is_street_first(words, next) && !words.is_one_of(next, &["via", "c", "al", "os", "place", "cours", "passage", "av"]) {
        if let Some(last) = name_behind(words, next) {
            return Some(Piece { first: index, last, rule: "address: number and street" });
        }
    }
    if gap != " " {
        return None;
    }
    let mut named = 0;
    let mut at = next;
    while at < words.all.len() && at - next <= NAME_WORDS_MAX {
        if named > 0 && words.all[at].shape != Shape::Lower {
            let sure = words.is_one_of(at, &STREETS);
            if (sure || words.is_one_of(at, &DOUBTFUL_STREETS)) && !goes_on(words, at) && (sure || is_placed(words, index, at)) {
                return Some(Piece { first: index, last: at, rule: "address: number and street" });
            }
        }
        let word = words.all[at];
        let part = matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Initial)
            || (word.shape == Shape::Number && words.str(at).ends_with(['h', 't', 'd']) && word.end - word.start > 2)
            || words.is_one_of(at, &["of", "the", "de", "la", "van", "st"]);
        if !part || !matches!(words.gap(at), " " | ". ") && !(words.gap(at) == "'" || words.gap(at) == "-") {
            return street_in_lower_case(words, index, next);
        }
        named += 1;
        at += 1;
    }
    None
}

/// `12 high street`: only two or three words, the last of them a street and nothing else.
fn street_in_lower_case(words: &Words<'_>, number: usize, next: usize) -> Option<Piece> {
    let sure = ["street", "avenue", "road", "boulevard", "blvd", "lane", "drive"];
    (next + 1..=next + 2).find(|&at| {
        at < words.all.len()
            && words.is_one_of(at, &sure)
            && (next..at).all(|part| words.gap(part) == " " && words.all[part].shape != Shape::Number)
            && is_placed(words, number, at)
    }).map(|last| Piece { first: number, last, rule: "address: number and street" })
}

/// "12 Elm Street Suite": the street ends here; "12 Elm Court Road": it goes on.
fn goes_on(words: &Words<'_>, at: usize) -> bool {
    words.gap(at) == " " && words.is_one_of(at + 1, &STREETS) && words.all.get(at + 1).is_some_and(|word| word.shape == Shape::Capital)
}

/// Whether what stands around says that it is a place: a word before it, a flat or a town behind it.
fn is_placed(words: &Words<'_>, first: usize, last: usize) -> bool {
    let before = words.before(first, 1).is_some_and(|index| {
        words.is_one_of(index, &["at", "to", "address", "is", "on", "in", "from", "of", "adresse", "near", "am"])
    });
    let line = words.gap_before(first).contains('\n') || first == 0;
    let behind = words.gap(last);
    let comma = behind.starts_with(',') || behind.starts_with('\n') || behind.starts_with(' ');
    let flat = comma && (words.is_one_of(last + 1, &FLATS) || words.all.get(last + 1).is_some_and(|word| {
        US_STATES.contains(&words.str(last + 1)) || (word.shape == Shape::Capital && behind != " ")
    }));
    before || flat || (line && behind.contains('\n'))
}

/// A word for a street that stands before its name.
fn is_street_first(words: &Words<'_>, index: usize) -> bool {
    let Some(word) = words.all.get(index) else { return false };
    // "via" and "place" in lower case are words of English.
    let capital = word.shape != Shape::Lower;
    (word.end - word.start <= 20)
        && words.is_one_of(index, &STREET_FIRST)
        && (capital || words.is_one_of(index, &["rue", "avenue", "boulevard", "chemin", "impasse", "allée", "quai", "calle", "avenida", "rua", "rúa", "ul", "ulica", "ул", "улица", "al", "os", "pl"]))
        && (!words.is_one_of(index, &["ul", "al", "os", "pl", "c", "av", "bd", "avda", "ул"]) || words.gap(index).starts_with(['.', '/']))
}

/// `Calle Mayor, 5`, `via Roma 12`, `ul. Długa 7/3`.
fn street_first(words: &Words<'_>, index: usize) -> Option<Piece> {
    let last = name_behind(words, index)?;
    let mut number = last + 1;
    if words.is_one_of(number, &["n", "nº", "n°", "num", "no", "nr", "número", "д", "дом"]) {
        number += 1;
    }
    let near = words.text.get(words.all[last].end..words.all.get(number)?.start)?;
    let joined = near.len() <= 8 && !near.contains('\n');
    (joined && is_house_number(words, number)).then_some(Piece { first: index, last: number, rule: "address: street and number" })
}

/// The last word of a street's name that stands behind the word for a street.
fn name_behind(words: &Words<'_>, index: usize) -> Option<usize> {
    let small = ["de", "du", "des", "la", "le", "les", "l", "d", "del", "della", "dei", "da", "do", "dos", "das", "di", "el", "los", "las", "e", "y", "et", "von", "van", "i", "w"];
    let mut last = None;
    let mut at = index + 1;
    while at < words.all.len() && at - index <= NAME_WORDS_MAX + 1 {
        let gap = words.gap(at - 1);
        let joined = matches!(gap, " " | ". " | "'" | "/ " | "/" | "-" | ".") ;
        let word = words.all[at];
        if !joined {
            break;
        }
        if matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Initial) {
            last = Some(at);
        } else if !words.is_one_of(at, &small) && !(word.shape == Shape::Number && last.is_none() && words.all.get(at + 1).is_some_and(|next| next.shape != Shape::Number)) {
            break;
        }
        at += 1;
    }
    last
}

/// `Hauptstraße 5`, `Lange Gasse 5`, `Prinsengracht 263-1`, `Alexanderstr. 7`.
fn street_ends(words: &Words<'_>, index: usize) -> Option<Piece> {
    let mut last = index;
    while last - index < 2 && matches!(words.gap(last), " " | "-") && words.is_one_of(last + 1, &STREET_ENDS) {
        last += 1;
    }
    let joined = last == index && STREET_ENDS.iter().any(|end| {
        let text = words.str(index);
        text.strip_suffix(end).is_some_and(|name| name.len() > 2)
    });
    let number = matches!(words.gap(last), " " | ". " | ".") && is_house_number(words, last + 1);
    ((joined || last > index) && number).then_some(Piece { first: index, last: last + 1, rule: "address: street and number" })
}

/// `Kossuth Lajos utca 12.`
fn street_last(words: &Words<'_>, index: usize) -> Option<Piece> {
    (index + 1..index + 4).take_while(|&at| matches!(words.gap(at - 1), " " | "-")).find_map(|at| {
        (words.is_one_of(at, &STREET_LAST) && matches!(words.gap(at), " " | ". ") && is_house_number(words, at + 1))
            .then_some(Piece { first: index, last: at + 1, rule: "address: street and number" })
    })
}
