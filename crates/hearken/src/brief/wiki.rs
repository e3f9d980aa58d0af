//! Words in Jira's own markup that mean nothing to it.

use super::GAP;
use crate::shown::shown;

/// Text that reads as it is.
pub(super) fn escaped(text: &str) -> String {
    let text = shown(text);
    let mut plain = String::with_capacity(text.len() + text.len() / 8);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => plain.push(' '),
            // A backslash before a backslash would end the line.
            '\\' => plain.push_str("&#92;"),
            '/' if before == ':' => plain.extend([GAP, c]),
            '.' if before.eq_ignore_ascii_case(&'w') => plain.extend([GAP, c]),
            // `h1.` and `bq.` begin a block.
            '.' if plain.len() == 2 && (plain.starts_with('h') || plain == "bq") => plain.extend([GAP, c]),
            '{' | '}' | '[' | ']' | '|' | '*' | '_' | '-' | '+' | '^' | '~' | '?' | '!' | '#' | '(' | '@'
            | '$' => {
                plain.extend(['\\', c]);
            }
            _ => plain.push(c),
        }
        before = c;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_jira_would_obey_stays_words() {
        let text = escaped(
            "{code} [~ann] [x|javascript:alert(1)] !http://evil/i.png! *b* h1. ||a|| PROJ-7 {color:red}",
        );
        let live = text
            .replace("\\{", "")
            .replace("\\[", "")
            .replace("\\!", "")
            .replace("\\|", "")
            .replace("\\*", "");
        for letter in ['{', '[', '!', '|', '*'] {
            assert!(!live.contains(letter), "{letter} in {text}");
        }
        assert!(!text.contains("://") && !text.contains("PROJ-7"), "{text}");
        assert_eq!(escaped("h1. head"), format!("h1{GAP}. head"));
        assert_eq!(escaped("Plain, said so."), "Plain, said so.");
    }
}
