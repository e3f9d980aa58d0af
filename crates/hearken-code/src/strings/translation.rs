//! Values in files of translations.

use super::found::Found;

/// Folders that hold translations.
const FOLDERS: [&str; 12] = [
    "locale",
    "locales",
    "i18n",
    "l10n",
    "lang",
    "langs",
    "languages",
    "translations",
    "translation",
    "nls",
    "lc_messages",
    "intl",
];

pub(super) fn is_translation(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    folders.split('/').any(|folder| FOLDERS.contains(&folder))
        || ["messages", "localstrings", "translations", "localizable", "strings."]
            .iter()
            .any(|start| name.starts_with(start))
}

/// Each line of a text with its number and the byte at which it begins.
fn lines(source: &str) -> impl Iterator<Item = (u32, usize, &str)> {
    let mut start = 0;
    (1..).zip(source.split('\n')).map(move |(number, line)| {
        let line_start = start;
        start += line.len() + 1;
        (number, line_start, line)
    })
}

/// `msgid "…"`, `msgstr "…"` and the lines that continue them.
pub(super) fn gettext(found: &mut Found<'_>) {
    for (number, line_start, line) in lines(found.source) {
        let is_message = line.trim_start().starts_with("msg") || line.trim_start().starts_with('"');
        if let (true, Some(first), Some(last)) = (is_message, line.find('"'), line.rfind('"'))
            && first < last
            // The head of a file stands in a text too: `Content-Type: text/plain`.
            && !line.ends_with("\\n\"")
        {
            found.add(number, line_start + first + 1, line_start + last);
        }
    }
}

/// `key = value`, with lines that a backslash continues.
pub(super) fn properties(found: &mut Found<'_>) {
    let mut continued = false;
    for (number, line_start, line) in lines(found.source) {
        let comment = line.trim_start().starts_with(['#', '!']);
        if continued {
            found.add(number, line_start, line_start + line.len());
        } else if let (false, Some(sign)) = (comment, line.find(['=', ':'])) {
            found.add(number, line_start + sign + 1, line_start + line.len());
        }
        continued = (continued || !comment) && line.trim_end_matches('\r').ends_with('\\');
    }
}

/// `"key": "value"` and `"key" = "value"`: the values.
pub(super) fn pairs(found: &mut Found<'_>) {
    for (number, line_start, line) in lines(found.source) {
        let bytes = line.as_bytes();
        let mut from = 0;
        while let Some(open) = bytes[from..].iter().position(|byte| *byte == b'"').map(|open| from + open + 1)
        {
            let mut close = open;
            while close < bytes.len() && bytes[close] != b'"' {
                close += if bytes[close] == b'\\' { 2 } else { 1 };
            }
            if close >= bytes.len() {
                break;
            }
            let after = bytes[close + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
            if !matches!(after, Some(b':' | b'=')) {
                found.add(number, line_start + open, line_start + close);
            }
            from = close + 1;
        }
    }
}

/// `key: value`, quoted or not; lines without a key continue a value.
pub(super) fn yaml(found: &mut Found<'_>) {
    for (number, line_start, line) in lines(found.source) {
        if line.trim_start().starts_with('#') {
            continue;
        }
        let start = line.find(": ").map_or(0, |sign| sign + 2);
        let value = &line[start..];
        let marks = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '|' | '>' | '-');
        let trimmed = value.trim_start_matches(marks);
        let first = start + value.len() - trimmed.len();
        let last =
            first + trimmed.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).len();
        // `key:` alone opens a level.
        if !line[first..last].ends_with(':') {
            found.add(number, line_start + first, line_start + last);
        }
    }
}
