//! Foreign text as it may be shown to a person, whatever the door: customers' words, and names that whoever made a file, a
//! source or a commit chose. What a terminal would obey, and what turns the reading order of the text around it, is shown as
//! a mark, so that nothing hides.

use std::borrow::Cow;

/// What stands for a letter that is not shown.
pub const MARK: char = '\u{fffd}';

/// Whether a letter would be obeyed rather than read: controls but for the end of a line and the tab, and those that turn the
/// writing direction until another ends it.
pub fn is_order(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text with line ends as one letter, and a mark for each order.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_order) {
        return Cow::Borrowed(text);
    }
    let mark = |c: char| if is_order(c) { MARK } else { c };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(mark).collect())
}

/// The same on one line, for names in a sentence, a cell or a log.
pub fn on_one_line(text: &str) -> String {
    shown(text).split(['\n', '\t', '\u{2028}', '\u{2029}']).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed_and_line_ends_of_every_system_are_line_ends() {
        let hostile = "\u{1b}[2Jgone\u{7}\u{9b}31m\u{202e}txt.exe\u{2066}x\u{2069}\nnext\tline";
        assert!(!shown(hostile).contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{2069}']));
        assert!(shown(hostile).ends_with("\nnext\tline"));
        assert_eq!(shown("one\r\ntwo\rthree"), "one\ntwo\u{fffd}three");
        assert_eq!(on_one_line("one\r\ntwo\tthree"), "one two three");
        assert!(matches!(shown("plain – עברית"), Cow::Borrowed(_)));
    }
}
