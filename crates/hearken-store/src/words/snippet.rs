//! Where the words looked for stand in a text, and the stretch of it that shows most of them.

use super::{Words, analyzer, plain_analyzer, query};

/// A part of a snippet, and whether it is what was looked for.
pub type SnippetPart = (String, bool);

impl Words {
    /// A stretch of `text` of about `chars` characters with the words of a query marked; its beginning where none stand in it.
    pub fn snippet(words: &str, prefix: bool, text: &str, chars: usize) -> Vec<SnippetPart> {
        let parsed = query::parse(words, prefix);
        let wanted: Vec<&String> = parsed.terms.iter().chain(parsed.phrases.iter().flatten()).collect();
        let begun = parsed.begun.as_deref();
        let begun_stems = begun.map(query::stems_of_begun).unwrap_or_default();
        let (mut stemmed, mut plain) = (analyzer(false), plain_analyzer());
        let (mut stems, mut whole) = (stemmed.token_stream(text), plain.token_stream(text));
        let mut marks = Vec::new();
        while let (Some(stem), Some(word)) = (stems.next(), whole.next()) {
            let begins = begun.is_some_and(|begun| word.text.starts_with(begun));
            if begins || wanted.contains(&&stem.text) || begun_stems.contains(&stem.text) {
                marks.push(stem.offset_from..stem.offset_to);
            }
        }
        cut(text, &marks, chars)
    }
}

fn cut(text: &str, marks: &[std::ops::Range<usize>], chars: usize) -> Vec<SnippetPart> {
    // The window of that many bytes with the most marks; a little context goes before its first mark.
    let best = (0..marks.len()).max_by_key(|&first| {
        let end = marks[first].start + chars;
        (marks[first..].iter().take_while(|mark| mark.end <= end).count(), std::cmp::Reverse(first))
    });
    let start = match best {
        Some(first) if marks[first].end > chars => {
            word_start(text, marks[first].start.saturating_sub(chars / 4), marks[first].start)
        }
        _ => 0,
    };
    let end = text[start..]
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(offset, _)| word_end(text, start, start + offset));
    let mut parts: Vec<SnippetPart> = Vec::new();
    if start > 0 {
        parts.push(("… ".to_owned(), false));
    }
    let mut offset = start;
    for mark in marks.iter().filter(|mark| mark.start >= start && mark.end <= end) {
        if mark.start > offset {
            parts.push((text[offset..mark.start].to_owned(), false));
        }
        parts.push((text[mark.clone()].to_owned(), true));
        offset = mark.end;
    }
    if offset < end {
        parts.push((text[offset..end].to_owned(), false));
    }
    if end < text.len() {
        parts.push((" …".to_owned(), false));
    }
    parts
}

/// The first start of a word from `near` on, but no later than `latest`.
fn word_start(text: &str, near: usize, latest: usize) -> usize {
    let near = text.ceil_char_boundary(near).min(latest);
    text[near..latest]
        .char_indices()
        .find(|(_, c)| c.is_whitespace())
        .map_or(near, |(offset, c)| near + offset + c.len_utf8())
}

/// The last end of a word before `near`; a word of a script without spaces is cut.
fn word_end(text: &str, start: usize, near: usize) -> usize {
    let earliest = text.ceil_char_boundary(near - (near - start) / 4);
    text[earliest..near].rfind(char::is_whitespace).map_or(near, |offset| earliest + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(words: &str, text: &str) -> String {
        let parts = Words::snippet(words, true, text, 60);
        parts.into_iter().map(|(text, mark)| if mark { format!("[{text}]") } else { text }).collect()
    }

    #[test]
    fn words_are_marked_in_every_form_they_take() {
        assert_eq!(marked("charging fee ", "They charged FEES."), "They [charged] [FEES].");
        assert_eq!(marked("clo", "Closed my account"), "[Closed] my account");
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_looked_for() {
        let text = format!("{} the refund never came {}", "before ".repeat(40), "after ".repeat(40));
        let shown = marked("refund ", &text);
        assert!(
            shown.starts_with("… ") && shown.ends_with(" …") && shown.contains("[refund] never"),
            "{shown}"
        );
        assert!(shown.chars().count() < 80, "{shown}");
    }

    #[test]
    fn a_word_is_marked_whatever_its_accents_and_from_its_first_letters() {
        assert_eq!(marked("queb", "Le Québec"), "Le [Québec]");
        assert_eq!(marked("Québ", "Le QUEBEC"), "Le [QUEBEC]");
    }

    #[test]
    fn what_was_looked_for_is_shown_where_there_are_no_spaces_around_it() {
        let text = format!("start {}/refund/{} end", "x-".repeat(200), "y-".repeat(200));
        let shown = marked("refund ", &text);
        assert!(shown.contains("[refund]") && shown.chars().count() < 90, "{shown}");
    }

    #[test]
    fn text_of_any_script_is_cut_between_characters() {
        for text in ["", "ż".repeat(300).as_str(), "👩‍👩‍👧 ".repeat(80).as_str(), "العربية ".repeat(50).as_str()]
        {
            Words::snippet("ż", true, text, 50);
            Words::snippet("nothing", false, text, 50);
        }
    }
}
