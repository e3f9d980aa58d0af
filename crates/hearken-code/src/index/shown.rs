//! The texts of catalogues, read as if they stood where the code says their keys.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Document;
use crate::words::Term;

/// A key that more files say tells of none of them.
const USERS_MAX: usize = 5;

/// The words that each key of the catalogues among these files shows, where few enough other files say the key.
pub(super) fn shown<'a>(files: impl Iterator<Item = &'a Document> + Clone) -> BTreeMap<Term, Vec<Term>> {
    let mut shown: BTreeMap<Term, Vec<Term>> = BTreeMap::new();
    for (key, terms) in files.clone().flat_map(|file| &file.entries) {
        shown.entry(*key).or_default().extend(terms);
    }
    if shown.is_empty() {
        return shown;
    }
    let mut users: FxHashMap<Term, usize> = FxHashMap::default();
    for file in files.filter(|file| file.entries.is_empty()) {
        let said: FxHashSet<Term> = file.terms.iter().map(|(term, _)| *term).collect();
        shown.keys().filter(|key| said.contains(key)).for_each(|key| *users.entry(*key).or_default() += 1);
    }
    shown.retain(|key, _| users.get(key).is_some_and(|users| *users <= USERS_MAX));
    shown
}

/// A file with the texts whose keys it says, as if they stood there; a catalogue stays as it is.
pub(super) fn with_texts<'a>(document: &'a Document, shown: &BTreeMap<Term, Vec<Term>>) -> Cow<'a, Document> {
    if shown.is_empty() || !document.entries.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut more: BTreeMap<Term, BTreeMap<u32, u32>> = BTreeMap::new();
    for (key, occurrences) in &document.terms {
        for (term, (chunk, _)) in
            shown.get(key).into_iter().flatten().flat_map(|term| occurrences.iter().map(move |at| (term, at)))
        {
            *more.entry(*term).or_default().entry(*chunk).or_default() += 1;
        }
    }
    if more.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    let mut terms: BTreeMap<Term, Vec<(u32, u32)>> = document.terms.into_iter().collect();
    let mut messages: BTreeMap<Term, u32> = document.messages.into_iter().collect();
    for (term, mut chunks) in more {
        for (chunk, frequency) in &chunks {
            document.chunks.get_mut(*chunk as usize).into_iter().for_each(|length| *length += frequency);
            *messages.entry(term).or_default() += frequency;
        }
        let known = terms.entry(term).or_default();
        for (chunk, frequency) in known.iter() {
            *chunks.entry(*chunk).or_default() += frequency;
        }
        *known = chunks.into_iter().collect();
    }
    document.terms = terms.into_iter().collect();
    document.messages = messages.into_iter().collect();
    Cow::Owned(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    /// Texts of a shop, thirty of them, and what is said of late fees over two lines.
    fn texts() -> String {
        let mut source: String =
            (0..30).map(|n| format!("TEXT_{n}X = \"Please come back another day\"\n")).collect();
        source.push_str(
            "LATE_FEE_STAYS = (\n    \"We have waived a fee before \"\n    \"and cannot again\"\n)\n",
        );
        source
    }

    fn read(path: &str, source: &str) -> Document {
        Document::read(&Words::new(), path, source.as_bytes()).unwrap()
    }

    fn has(document: &Document, word: &str) -> bool {
        let term = Words::new().word(word).parts[0];
        document.terms.iter().any(|(known, _)| *known == term)
    }

    #[test]
    fn a_catalogues_text_stands_where_its_key_is_said_even_one_of_several_lines() {
        let catalogue = read("shop/texts.py", &texts());
        let fees = read("shop/fees.py", "def waive(fee):\n    return texts.LATE_FEE_STAYS\n");
        let other = read("shop/other.py", "def other():\n    return 1\n");
        let shown = shown([&catalogue, &fees, &other].into_iter());
        let fees_with = with_texts(&fees, &shown);
        assert!(!has(&fees, "before") && has(&fees_with, "before") && has(&fees_with, "again"));
        assert_eq!(fees_with.length(), fees.length() + 8, "{shown:?}");
        assert_eq!(*with_texts(&other, &shown), other);
        assert_eq!(*with_texts(&catalogue, &shown), catalogue);
    }

    #[test]
    fn code_with_many_texts_is_no_catalogue_and_neither_are_a_few_texts() {
        let code: String = (0..30)
            .map(|n| format!("def step_{n}(order, till, clerk):\n    till.record(order.lines[{n}].price_of(clerk), order.number)\n    show_on(\"Please come back\")\n"))
            .collect();
        assert!(read("shop/steps.py", &code).entries.is_empty());
        assert!(read("shop/texts.py", "LATE_FEE = \"This fee cannot be waived\"\n").entries.is_empty());
    }

    #[test]
    fn texts_of_few_keys_and_pages_are_no_catalogue() {
        let table: String =
            (0..30).map(|n| format!("ONE_TABLE[{n}] = \"Please come back another day\"\n")).collect();
        assert!(read("shop/table.py", &table).entries.is_empty());
        let page: String =
            (0..30).map(|n| format!("<p id=\"part_{n}x\">Please come back another day</p>\n")).collect();
        assert!(read("shop/page.html", &page).entries.is_empty());
    }

    #[test]
    fn what_many_files_say_tells_of_none_of_them() {
        let catalogue = read("shop/texts.py", &texts());
        let user = read("shop/fees.py", "def waive(fee):\n    return texts.LATE_FEE_STAYS\n");
        let of = |users: usize| shown(std::iter::once(&catalogue).chain(std::iter::repeat_n(&user, users)));
        assert_eq!((of(USERS_MAX).len(), of(USERS_MAX + 1).len()), (1, 0));
    }
}
