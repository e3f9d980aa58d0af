//! Dates of birth: a whole date behind the words that say what it is. A year alone stays: it names nobody.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::sort::Sort;
use super::vocabulary::{BIRTH, FILLER, MONTH};
use super::words::{Shape, Words};

/// The most words between the one that says it and the date: "date of birth (mm/dd/yyyy) is the".
const BETWEEN_MAX: usize = 7;

/// All dates of birth in a text.
pub(super) fn find<'r>(words: &Words<'_>, candidates: &mut Candidates<'r>) {
    for index in 0..words.all.len() {
        if !(words.has(index, BIRTH) || is_spelled(words, index)) {
            continue;
        }
        for at in index + 1..(index + 2 + BETWEEN_MAX).min(words.all.len()) {
            if let Some(range) = date_at(words, at) {
                candidates.goes(range, Sort::Birth, "date of birth", Priority::Named);
                break;
            }
            if !words.has(at, FILLER | BIRTH) {
                break;
            }
        }
    }
}

/// `D.O.B.`
fn is_spelled(words: &Words<'_>, index: usize) -> bool {
    index > 1
        && words.all[index].shape == Shape::Initial
        && words.is(index, "b")
        && words.is(index - 1, "o")
        && words.is(index - 2, "d")
}

/// The date that begins at a word, if one does.
fn date_at(words: &Words<'_>, index: usize) -> Option<Range<usize>> {
    in_numbers(words, index).or_else(|| with_month(words, index))
}

/// `12/03/1985`, `12.3.85`, `1985-03-12`, `12 03 1985`
fn in_numbers(words: &Words<'_>, index: usize) -> Option<Range<usize>> {
    let last = index + 2;
    let between = |c: char| matches!(c, '/' | '-' | '.' | ' ' | ',');
    let joined = (index..last).all(|at| {
        words.gap(at).len() <= 2 && !words.gap(at).is_empty() && words.gap(at).chars().all(between)
    });
    if !joined {
        return None;
    }
    let (first, second, third) =
        (number(words, index)?, number(words, index + 1)?, leading_number(words, last)?);
    let day_or_month = |(value, digits): (u32, usize)| (1..=31).contains(&value) && digits <= 2;
    let year_last = day_or_month(first) && day_or_month(second) && is_year(third);
    let year_first = is_year(first) && first.1 == 4 && day_or_month(second) && day_or_month(third);
    (year_last || year_first).then(|| words.all[index].start..words.all[last].start + third.1)
}

/// `12 March 1985`, `12. März 1985`, `March 12th, 1985`, `12 de marzo de 1985`
fn with_month(words: &Words<'_>, index: usize) -> Option<Range<usize>> {
    let near = |at: usize| words.gap(at).len() <= 2 && !words.gap(at).contains('\n');
    let skip = |at: usize| if words.is(at, "de") || words.is(at, "of") { at + 1 } else { at };
    let month_first = words.has(index, MONTH);
    let (day, month) = if month_first { (index + 1, index) } else { (index, skip(index + 1)) };
    let year = skip(if month_first { day } else { month } + 1);
    let in_days = (1..=31).contains(&leading_number(words, day)?.0);
    let year_number = leading_number(words, year)?;
    let whole = words.has(month, MONTH) && in_days && is_year(year_number) && (index..year).all(near);
    whole.then(|| words.all[index].start..words.all[year].start + year_number.1)
}

fn is_year((value, digits): (u32, usize)) -> bool {
    digits == 2 || (digits == 4 && (1880..=2100).contains(&value))
}

/// A word of digits alone: its value, and how many they are.
fn number(words: &Words<'_>, index: usize) -> Option<(u32, usize)> {
    let number = words.all.get(index)?;
    leading_number(words, index).filter(|(_, digits)| *digits == number.end - number.start)
}

/// The digits at the start of a word: `12th`, `12T00`
fn leading_number(words: &Words<'_>, index: usize) -> Option<(u32, usize)> {
    let word = words.str(index);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    Some((word.get(..digits).filter(|digits| digits.len() <= 4)?.parse().ok()?, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn births(text: &str) -> Vec<&str> {
        let words = Words::new(text);
        let mut candidates = Candidates::default();
        find(&words, &mut candidates);
        candidates.resolve(text).into_iter().map(|(range, ..)| &text[range]).collect()
    }

    #[test]
    fn dates_of_birth_are_found_in_many_languages() {
        for (text, expected) in [
            ("I was born on 4 May 1971 in Leeds", "4 May 1971"),
            ("DOB: 11/23/1984", "11/23/1984"),
            ("D.O.B. 1984-11-23", "1984-11-23"),
            ("date of birth (mm/dd/yyyy): 01-02-1990", "01-02-1990"),
            ("My date of birth is March 3rd, 1968.", "March 3rd, 1968"),
            ("geb. 7.9.1959", "7.9.1959"),
            ("geboren am 7. September 1959", "7. September 1959"),
            ("née le 12 août 1980", "12 août 1980"),
            ("fecha de nacimiento: 5 de julio de 1977", "5 de julio de 1977"),
            ("nato il 05/07/77", "05/07/77"),
            ("data de nascimento 05-07-1977", "05-07-1977"),
            ("geboortedatum: 1977-07-05T00:00:00Z", "1977-07-05"),
            ("data urodzenia: 05.07.1977", "05.07.1977"),
        ] {
            assert_eq!(births(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_dates_stay() {
        for text in [
            "ordered on 11/23/2024",
            "the birthday offer ran until 11/23/2024",
            "born to run, version 4.5.2024",
            "born in 1971",
            "her date of birth is wrong since the update of 11/23/2024",
            "birth certificate number 12 34 567",
        ] {
            assert_eq!(births(text), Vec::<&str>::new(), "{text}");
        }
    }
}
