//! The rules that are told by words: the text is cut into words once, for all of them.

use super::candidate::Candidates;
use super::scan::Scan;
use super::words::Words;
use super::{birth, names, postal};

/// Names, postal addresses and dates of birth.
pub(super) fn find<'r>(scan: &Scan<'_>, candidates: &mut Candidates<'r>) {
    let words = Words::new(scan.text);
    postal::find(&words, candidates);
    birth::find(&words, candidates);
    // Names come last: contact details that were found tell of some.
    names::find(&words, candidates);
}
