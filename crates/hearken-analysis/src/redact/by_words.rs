//! The rules that are told by words: the text is cut into words once, for all of them.

use super::candidate::Candidates;
use super::scan::Scan;
use super::words::Words;
use super::{birth, names, postal};

/// Names, postal addresses and dates of birth.
pub(super) fn find<'r>(scan: &Scan<'_>, candidates: &mut Candidates<'r>) {
    let words = Words::new(scan.text);
    let addresses = postal::find(&words, candidates);
    names::find(&words, &addresses, candidates);
    birth::find(&words, candidates);
}
