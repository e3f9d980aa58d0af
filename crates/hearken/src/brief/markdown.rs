//! Words in Markdown that mean nothing to it.

use super::GAP;
use crate::shown::shown;

/// Text that reads as it is: only what would mean something has a mark before it, so that the source is read as well.
pub(super) fn escaped(text: &str, begins: bool) -> String {
    let text = shown(text);
    let mut plain = String::with_capacity(text.len() + text.len() / 16);
    let (mut before, mut only_digits) = (' ', begins);
    for (index, c) in text.char_indices() {
        let at_start = begins && text[..index].trim().is_empty();
        match c {
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '|' => plain.push_str("&#124;"),
            '\\' => plain.push_str("&#92;"),
            // A backslash would not keep these from calling somebody or linking.
            '@' | '#' => plain.extend(['\\', c, GAP]),
            '/' if before == ':' => plain.extend([GAP, c]),
            '.' if before.eq_ignore_ascii_case(&'w') => plain.extend([GAP, c]),
            '-' if ends_in_gh(&plain) => plain.extend([GAP, c]),
            '`' | '*' | '_' | '[' | ']' | '~' | '$' => plain.extend(['\\', c]),
            '=' | '+' | '-' | ':' if at_start => plain.extend(['\\', c]),
            '.' | ')' if only_digits && before.is_ascii_digit() => plain.extend(['\\', c]),
            _ => plain.push(c),
        }
        only_digits &= c.is_ascii_digit() || at_start && c.is_whitespace();
        before = c;
    }
    plain
}

/// Whether a number behind a dash would refer to an issue.
fn ends_in_gh(text: &str) -> bool {
    let start = text.len().saturating_sub(2);
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("gh"))
}
