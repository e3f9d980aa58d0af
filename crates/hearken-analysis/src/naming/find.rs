//! Finds the phrases of a name and the sentence of a description again in a customer's text, so that a caller can keep
//! them as spans of texts instead of copies, and write them from there.

use std::ops::Range;

use super::phrases::normalise;
use crate::words::{Word, words};

/// The byte range of the first place in `text` where the words of `phrase` follow each other as the words of a phrase do,
/// in whatever case and with whichever apostrophe. An occurrence that [`show_phrase`] shows as exactly `phrase` is
/// preferred to an earlier one in another spelling. `None` where there is none, or `phrase` has no word.
pub fn find_phrase(text: &str, phrase: &str) -> Option<Range<usize>> {
    let wanted: Vec<String> = words(phrase).into_iter().map(|word| normalise(&phrase[word.span])).collect();
    if wanted.is_empty() {
        return None;
    }
    let found = words(text);
    let is_phrase = |run: &&[Word]| {
        run[1..].iter().all(|word| word.joined)
            && run.iter().zip(&wanted).all(|(word, wanted)| normalise(&text[word.span.clone()]) == *wanted)
    };
    let spans = || {
        let runs = found.windows(wanted.len()).filter(is_phrase);
        runs.map(|run| run[0].span.start..run[run.len() - 1].span.end)
    };
    spans().find(|span| show_phrase(&text[span.clone()]) == phrase).or_else(|| spans().next())
}

/// The byte range of the first place in `text` that reads `sentence` once whitespace is collapsed; it begins and ends
/// beside whitespace or an end of the text. `None` where there is none, or `sentence` is blank.
pub fn find_sentence(text: &str, sentence: &str) -> Option<Range<usize>> {
    let wanted: Vec<&str> = sentence.split_whitespace().collect();
    if wanted.is_empty() {
        return None;
    }
    let written: Vec<&str> = text.split_whitespace().collect();
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let run = written.windows(wanted.len()).find(|run| **run == *wanted)?;
    let (first, last) = (run[0], run[run.len() - 1]);
    Some(offset(first)..offset(last) + last.len())
}

/// A phrase as it is shown, from what [`find_phrase`] found: whitespace collapsed, apostrophes straight.
pub fn show_phrase(slice: &str) -> String {
    show_sentence(slice).replace('’', "'")
}

/// A sentence as it is shown, from what [`find_sentence`] found: whitespace collapsed.
pub fn show_sentence(slice: &str) -> String {
    slice.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{ClusterTexts, name, write_name};
    use super::*;

    fn phrase<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
        find_phrase(text, phrase).map(|span| &text[span])
    }

    fn sentence<'t>(text: &'t str, sentence: &str) -> Option<&'t str> {
        find_sentence(text, sentence).map(|span| &text[span])
    }

    #[test]
    fn a_phrase_is_found_in_whatever_case_and_with_whichever_apostrophe() {
        assert_eq!(phrase("Sorry, I CAN’T  Log in!", "can't log in"), Some("CAN’T  Log in"));
        assert_eq!(show_phrase("CAN’T  Log in"), "CAN'T Log in");
        assert_eq!(
            phrase("ich kann die ÜBERWEISUNG nicht sehen", "Überweisung nicht"),
            Some("ÜBERWEISUNG nicht")
        );
    }

    #[test]
    fn the_exact_spelling_is_preferred_to_an_earlier_one() {
        let text = "my pin is wrong, the PIN is wrong";
        assert_eq!(find_phrase(text, "PIN is wrong"), Some(21..33));
        assert_eq!(find_phrase(text, "Pin is wrong"), Some(3..15));
    }

    #[test]
    fn a_phrase_is_made_of_whole_words_and_never_runs_across_punctuation() {
        for text in ["login failed", "log, in", "log\nin", "log [email 1] in", "in log", ""] {
            assert_eq!(phrase(text, "log in"), None, "{text:?}");
        }
        for blank in ["", "…", "123"] {
            assert_eq!(phrase("log in", blank), None);
        }
    }

    #[test]
    fn phrases_of_every_script_are_found() {
        assert_eq!(phrase("मेरा कार्ड ब्लॉक हो गया", "कार्ड ब्लॉक"), Some("कार्ड ब्लॉक"));
        assert_eq!(phrase("更新之后。无法打开 应用", "无法打开 应用"), Some("无法打开 应用"));
        assert_eq!(phrase("😠 моя Карта не пришла", "карта не пришла"), Some("Карта не пришла"));
    }

    #[test]
    fn a_sentence_is_found_across_whitespace_of_any_kind_and_only_where_it_stands_apart() {
        let text = "Hello.  My refund\u{a0}\tnever came.\nBye";
        assert_eq!(sentence(text, "My refund never came."), Some("My refund\u{a0}\tnever came."));
        assert_eq!(show_sentence("My refund\u{a0}\tnever came."), "My refund never came.");
        assert_eq!(sentence(text, "refund never"), Some("refund\u{a0}\tnever"));
        assert_eq!(sentence(text, "fund never came."), None);
        assert_eq!(sentence(text, " "), None);
        assert_eq!(sentence("खाता बंद है।  मदद करो", "खाता बंद है। मदद"), Some("खाता बंद है।  मदद"));
    }

    #[test]
    fn every_part_and_word_of_a_name_is_found_in_its_texts_as_it_is_spelled() {
        let texts =
            ["The PIN is wrong", "wrong PIN again", "My PIN, wrong PIN", "can’t log in", "I can’t log in"];
        let other = ["refund not received", "refund never came", "where is the refund"];
        for name in name(&[ClusterTexts { texts: texts.to_vec() }, ClusterTexts { texts: other.to_vec() }]) {
            for part in name.parts.iter().chain(&name.words) {
                let shown = |text: &&str| find_phrase(text, part).map(|span| show_phrase(&text[span]));
                assert!(texts.iter().chain(&other).filter_map(shown).any(|shown| shown == *part), "{part}");
            }
            assert!(!name.parts.is_empty());
        }
    }

    #[test]
    fn a_name_is_its_parts_with_a_capital_first_letter_and_numbered_without_parts() {
        assert_eq!(write_name(&["ärger mit PIN", "log in"], 3), "Ärger mit PIN · log in");
        assert_eq!(write_name(&["कार्ड"], 3), "कार्ड");
        assert_eq!(write_name(&[""; 0], 3), "Theme 3");
    }
}
