//! Boilerplate stripping: a text without quoted mail, signatures, greetings, logs and code. Such lines are alike in
//! thousands of texts and would make themes of their own.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

#[allow(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
static BOILERPLATE_LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"^\s*>",
        r"(?i)^\s*(sent from my|get outlook for|von meinem \S+ gesendet|envoyé de mon)\b",
        r"(?i)^\s*(hi|hello|hey|dear|good (morning|afternoon|evening)|to whom it may concern)\b(\s+\S+){0,4}\s*[,.!:]?\s*$",
        r"(?i)^\s*(((kind|best|warm) )?regards|sincerely( yours)?|yours (truly|faithfully|sincerely)|cheers|thanks( a lot| in advance)?|thank you( very much)?|best)\s*[,.!]*\s*$",
        r"(?i)^\s*(from|to|cc|subject|sent|date|re|fwd?):\s",
        // Logs and stack traces.
        r"^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
        r"^\s*(at\s+[\w.$<>]+\(|File \x22[^\x22]+\x22, line \d+|goroutine \d+ \[|#\d+\s+0x)",
        r"(?i)^\s*\[?(error|warn(ing)?|info|debug|trace|fatal)\]?[: ]\S*[.:/\\]\S",
        r"^\s*(caused by: )?[\w.]+(Exception|Error)\b(:|$)",
    ])
    .expect("constant patterns")
});
#[allow(clippy::expect_used, reason = "a constant pattern, and a test compiles it")]
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    // A signature's mark, or the head of a quoted mail: nothing after it is this customer's.
    Regex::new(r"(?im)^(--|__+|-{2,} ?(original message|forwarded message)\b.*|on .{4,120} wrote:)\s*$")
        .expect("a constant pattern")
});

/// The text without boilerplate lines; the whole text where fewer than two words would be left.
pub fn strip_boilerplate(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let body = TAIL.find(text).map_or(text, |tail| &text[..tail.start()]);
    let mut kept = String::with_capacity(body.len());
    let mut fenced = false;
    for line in body.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced && !BOILERPLATE_LINES.is_match(line) && !is_dump(line) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if kept.split_whitespace().nth(1).is_none() {
        return Cow::Borrowed(text);
    }
    kept.truncate(kept.trim_end().len());
    Cow::Owned(kept)
}

/// A long line of which most is no letter: a dump, a table, a key.
fn is_dump(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let marks = line.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    line.len() >= 40 && (marks + digits) > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_what_its_writer_said() {
        let mail = "Hello support team,\n\nmy refund never came. What now?\n\nKind regards,\nAnn\n-- \nAnn Smith, Example Ltd\n";
        assert_eq!(strip_boilerplate(mail), "\nmy refund never came. What now?\n\nAnn");
        let reply = "It still fails.\n\nOn Mon, 3 Jun 2024 at 10:12, Bob <bob@example.com> wrote:\n> Have you tried again?\n";
        assert_eq!(strip_boilerplate(reply), "It still fails.");
    }

    #[test]
    fn logs_traces_and_code_are_left_out_and_the_words_around_them_stay() {
        let report = "The import crashes:\n```\nlet x = 1;\n```\n2024-06-01 10:00:00 ERROR import failed\n  at com.example.Import.run(Import.java:12)\njava.lang.NullPointerException: null\nPlease fix it soon.";
        assert_eq!(strip_boilerplate(report), "The import crashes:\nPlease fix it soon.");
    }

    #[test]
    fn where_nothing_else_was_said_all_of_it_stays() {
        for text in
            ["one line", "> all\n> quoted", "Hi\n\nThanks", "2024-06-01 10:00:00 a\n2024-06-01 10:00:01 b"]
        {
            assert_eq!(strip_boilerplate(text), text);
        }
    }

    #[test]
    fn a_list_and_a_sentence_that_begins_with_a_greeting_stay() {
        let text = "Hello, the app crashes when I open it every day\n- first\n- second thing";
        assert_eq!(strip_boilerplate(text), text);
    }
}
