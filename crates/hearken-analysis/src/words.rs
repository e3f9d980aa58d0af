//! Tokenises a text into words, without what is part of no customer's phrase: placeholders, masks, amounts, links.

use std::ops::Range;

/// Bytes of a word; what is longer is none.
const BYTES_MAX: usize = 40;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its byte range in the text.
    pub span: Range<usize>,
    /// Whether a phrase may run on from the word before it.
    pub joined: bool,
}

/// The words of `text` in order. A phrase never runs across punctuation, a line's end, or something left out.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut joined = false;
    let mut characters = text.char_indices().peekable();
    while let Some((from, character)) = characters.next() {
        if matches!(character, '[' | '{') {
            let close = if character == '[' { ']' } else { '}' };
            if let Some(length) = placeholder(&text[from..], close) {
                while characters.next_if(|(offset, _)| *offset < from + length).is_some() {}
                joined = false;
                continue;
            }
        }
        if !character.is_alphanumeric() {
            joined &= character == ' ';
            continue;
        }
        let mut to = from + character.len_utf8();
        while let Some((offset, next)) = characters.next_if(|(offset, next)| within(text, *offset, *next)) {
            to = offset + next.len_utf8();
        }
        let word = &text[from..to];
        if is_link(word, &text[to..]) || is_host(&text[to..]) {
            while characters.next_if(|(_, next)| !next.is_whitespace()).is_some() {}
            joined = false;
        } else if is_mask(word) || !word.chars().any(char::is_alphabetic) || to - from > BYTES_MAX {
            joined = false;
        } else {
            found.push(Word { span: from..to, joined });
            joined = true;
        }
    }
    found
}

/// The share of a text that can be read: words against masks, placeholders, amounts, links and signs; 0 to 1.
pub(crate) fn readable_share(text: &str) -> f32 {
    let parts = || text.split_whitespace().filter(|part| part.contains(char::is_alphanumeric));
    // A sentence of a script without spaces is too long for a word, and can be read all the same.
    let unspaced = |part: &&str| {
        let foreign = part.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
        part.len() > BYTES_MAX && foreign * 2 > part.chars().count()
    };
    let readable = words(text).len() + parts().filter(unspaced).count();
    (readable as f32 / parts().count().max(1) as f32).min(1.0)
}

/// A letter or digit, or an apostrophe or hyphen between two of them.
fn within(text: &str, offset: usize, character: char) -> bool {
    character.is_alphanumeric()
        || is_mark(character)
        || matches!(character, '\'' | '’' | '-')
            && text[..offset].ends_with(char::is_alphanumeric)
            && text[offset + character.len_utf8()..].starts_with(char::is_alphanumeric)
}

/// Combining marks belong to the letter before them.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// `[email 1]`, `{$40.00}`: the length in bytes up to and with the closing sign.
fn placeholder(text: &str, close: char) -> Option<usize> {
    let end = text.char_indices().take(40).find(|(_, c)| *c == close)?.0;
    Some(end + close.len_utf8())
}

fn is_link(word: &str, after: &str) -> bool {
    matches!(word, "http" | "https") && after.starts_with("://") || word == "www" && after.starts_with('.')
}

/// `.` with a letter right behind it: the word begins a host's or a file's name.
fn is_host(after: &str) -> bool {
    after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// `XXXX`, `xx`, `XX-XX`, and what was typed on to one: `onXX`.
fn is_mask(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(|c| matches!(c, 'x' | 'X' | '-' | '\'' | '’'))
        || word.to_ascii_lowercase().contains("xxx")
        || word.contains("XX") && word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(&str, bool)> {
        words(text).into_iter().map(|w| (&text[w.span], w.joined)).collect()
    }

    #[test]
    fn a_phrase_does_not_run_across_punctuation_or_what_was_masked() {
        assert_eq!(
            split("can't log in, sorry"),
            [("can't", false), ("log", true), ("in", true), ("sorry", false)]
        );
        assert_eq!(split("from XXXX bank"), [("from", false), ("bank", false)]);
    }

    #[test]
    fn placeholders_amounts_links_and_numbers_are_no_words() {
        assert_eq!(split("mail [email 1] paid {$40.00} 2019 XX/XX/2019"), [("mail", false), ("paid", false)]);
        assert_eq!(split("see https://example.com/a?b=c now"), [("see", false), ("now", false)]);
        assert_eq!(split("on equifax.com onXX they"), [("on", false), ("they", false)]);
        assert_eq!(split("a [ b"), [("a", false), ("b", false)]);
    }

    #[test]
    fn masks_placeholders_and_numbers_are_written_but_not_readable() {
        assert_eq!(readable_share("they closed my account, why?"), 1.0);
        assert_eq!(readable_share("account XXXX [email 1] closed"), 0.4);
        assert_eq!(readable_share("XX/XX/2019 : {$40.00}"), 0.0);
        assert_eq!(readable_share(""), 0.0);
        assert_eq!(readable_share("这个应用程序每次更新之后都无法正常打开请尽快修复"), 1.0);
        assert_eq!(readable_share("แอปเข้าไม่ได้ค้างตลอดเวลาช่วยแก้ไขด้วยครับ"), 1.0);
    }

    #[test]
    fn letters_of_every_script_make_words() {
        assert_eq!(split("Überweisung fehlgeschlagen").len(), 2);
        assert_eq!(split("карта не пришла").len(), 3);
        assert_eq!(split("😠 🙏").len(), 0);
    }
}
