//! A line that says who owns what.

/// One line that says who owns what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its number, from 1.
    pub line: u32,
    /// The pattern as it is written.
    pub pattern: String,
    /// Users (`@anna`), teams (`@shop/pay`), roles (`@@developer`) and e-mail addresses; none: nobody owns what matches.
    pub owners: Vec<String>,
}

/// The first space that no backslash escapes.
pub(super) fn end_of_pattern(line: &str) -> usize {
    let mut escaped = false;
    for (offset, c) in line.char_indices() {
        if c.is_whitespace() && !escaped {
            return offset;
        }
        escaped = c == '\\' && !escaped;
    }
    line.len()
}

/// Whether a word is an e-mail address.
pub(super) fn is_address(word: &str) -> bool {
    word.rsplit_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && !who.contains(['@', '/'])
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && host.trim_matches('.').contains('.')
    })
}
