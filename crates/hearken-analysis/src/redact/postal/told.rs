//! Addresses that are said to be one: `My address is …`, `lives at …`.

use super::Piece;
use super::street::is_house_number;
use crate::redact::vocabulary::{AT, TOLD};
use crate::redact::words::{Shape, Words};

/// The most words that are taken for an address because one was announced.
const WORDS_MAX: usize = 14;

/// Whatever follows in the line, if it has a number and a name.
pub(super) fn at(words: &Words<'_>, index: usize) -> Option<Piece> {
    let first = words.all[index];
    if !matches!(first.shape, Shape::Number | Shape::Capital) || !is_told(words, index) {
        return None;
    }
    let (mut numbers, mut names) = (0, 0);
    let mut end = index;
    while let Some(word) = words.all.get(end) {
        let small = word.shape == Shape::Lower && word.end - word.start > 3;
        if end - index >= WORDS_MAX || word.shape == Shape::Mixed || (small && !stands_between(words, end)) {
            break;
        }
        numbers += usize::from(is_house_number(words, end));
        names += usize::from(word.shape == Shape::Capital && word.end - word.start > 2);
        end += 1;
        let gap = words.gap(end - 1);
        let sentence = gap.starts_with(". ") && word.shape != Shape::Initial && word.end - word.start > 3;
        if sentence || gap.contains(['\n', '?', '!', ';']) {
            break;
        }
    }
    (numbers > 0 && names > 0 && end > index + 1).then(|| Piece {
        first: index,
        last: end - 1,
        rule: "address: said to be one",
    })
}

/// Whether words before this one announce an address; one of a machine is none.
fn is_told(words: &Words<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|&before| words.has(before, AT | TOLD)) else {
        return false;
    };
    let gap = words.gap(before);
    let told = if gap.trim() == ":" {
        Some(before)
    } else if gap == " " && words.has(before, AT) {
        before.checked_sub(1)
    } else {
        None
    };
    let machine = ["ip", "email", "mail", "web", "mac", "url", "wallet"];
    told.is_some_and(|told| {
        words.has(told, TOLD) && !(told > 0 && machine.iter().any(|word| words.is(told - 1, word)))
    })
}

/// A word in lower case before another that is capitalised or a number: "77 Farm of the Hexley".
fn stands_between(words: &Words<'_>, index: usize) -> bool {
    words.gap(index) == " " && words.all.get(index + 1).is_some_and(|next| next.shape != Shape::Lower)
}
