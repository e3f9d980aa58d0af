//! What an input is, by its content; its name decides only where the content leaves it open.

use std::io;

use crate::Format;
use crate::columns::{is_role_name, is_text_name};
use crate::records::{
    Blocks, Dialect, Elements, Lines, Scan, Step, Table, Window, cell_value, guess_dialect, json_fields, scan,
};

/// How records lie in the bytes.
pub(crate) enum Container {
    Table(Table),
    Lines,
    Elements(Elements),
    Blocks(Blocks),
}

impl Container {
    /// Finds the next record at the window's beginning.
    pub(crate) fn next(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        match self {
            Self::Table(table) => table.next(window, bytes_max),
            Self::Lines => Lines::next(window, bytes_max),
            Self::Elements(elements) => elements.next(window, bytes_max),
            Self::Blocks(blocks) => blocks.next(window, bytes_max),
        }
    }

    /// What it is called where its columns are of no known format.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Table(_) => Format::Csv,
            Self::Lines => Format::JsonLines,
            Self::Elements(_) => Format::Json,
            Self::Blocks(_) => Format::Text,
        }
    }
}

/// The beginning of an input.
#[derive(Clone, Copy)]
pub(crate) struct Beginning<'b> {
    pub(crate) name: &'b str,
    pub(crate) bytes: &'b [u8],
    pub(crate) newline: u8,
    /// Whether it is all there is.
    pub(crate) whole: bool,
}

/// The container, and how many bytes stand before its first record.
pub(crate) fn container(beginning: Beginning<'_>, asked: Option<Format>) -> (Container, usize) {
    let first = beginning.bytes.iter().find(|b| !b.is_ascii_whitespace()).copied();
    match asked {
        Some(Format::Text) => blocks(beginning.name),
        Some(Format::Csv) => table(beginning),
        Some(Format::JsonLines) => (Container::Lines, 0),
        Some(Format::Json | Format::GithubIssues) => json(beginning),
        Some(Format::Cfpb | Format::GooglePlayReviews) if !matches!(first, Some(b'{' | b'[')) => {
            table(beginning)
        }
        _ if is_json(beginning) => json(beginning),
        _ if is_table(beginning) => table(beginning),
        _ => blocks(beginning.name),
    }
}

fn blocks(name: &str) -> (Container, usize) {
    (Container::Blocks(Blocks { split: extension(name) == "txt" }), 0)
}

/// The name's last part, under that of a packing: `reviews.CSV.gz` is `csv`.
fn extension(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let bare =
        name.strip_suffix(".gz").or(name.strip_suffix(".zst")).or(name.strip_suffix(".zip")).unwrap_or(&name);
    bare.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}

/// JSON begins with a brace, or with a bracket and a value; so does `[sic] said the customer`, but for the value.
fn is_json(beginning: Beginning<'_>) -> bool {
    let text = beginning.bytes.trim_ascii_start();
    let second = text.get(1..).and_then(|rest| rest.iter().find(|b| !b.is_ascii_whitespace())).copied();
    match text.first() {
        Some(b'[') => matches!(second, Some(b'{' | b'"' | b']')),
        Some(b'{') => matches!(second, Some(b'"' | b'}')),
        _ => matches!(extension(beginning.name).as_str(), "json" | "jsonl" | "ndjson"),
    }
}

fn json(beginning: Beginning<'_>) -> (Container, usize) {
    let text = beginning.bytes.trim_ascii_start();
    let by_name = matches!(extension(beginning.name).as_str(), "jsonl" | "ndjson");
    if text.starts_with(b"{") && !by_name {
        let mut lines =
            text.split(|b| *b == beginning.newline).map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        let alone = lines.clone().next().is_none() && (beginning.whole || first.len() < text.len());
        let records = |line: &[u8]| {
            std::str::from_utf8(line).is_ok_and(|line| json_fields(line, &mut Vec::new()).is_ok())
        };
        // A first record may be broken; a first line that opens something is a beginning.
        let opens = matches!(first.last(), Some(b'[' | b'{' | b','));
        let one_a_line =
            records(first) || !opens && lines.take(5).filter(|line| line.starts_with(b"{")).any(records);
        if !one_a_line || alone {
            return match member(text) {
                Some(offset) => {
                    (Container::Elements(Elements::new(true)), beginning.bytes.len() - text.len() + offset)
                }
                None => (Container::Elements(Elements::default()), 0),
            };
        }
    }
    if text.starts_with(b"[") {
        return (Container::Elements(Elements::default()), 0);
    }
    (Container::Lines, 0)
}

/// Where the records begin in an object that holds them as a member, such as `{"tickets":[…]}`: behind the bracket of
/// the first array of objects, unless the object has words of its own and so is a record itself.
fn member(text: &[u8]) -> Option<usize> {
    let (mut depth, mut string, mut key, mut offset, mut found) = (0, None, "", 0, None);
    while offset < text.len() {
        match (string, text[offset]) {
            (Some(_), b'\\') => offset += 1,
            (Some(start), b'"') => {
                let rest = text[offset + 1..].trim_ascii_start();
                if depth == 1 && rest.first() == Some(&b':') {
                    key = std::str::from_utf8(&text[start..offset]).unwrap_or_default();
                    let value = rest[1..].trim_ascii_start().first();
                    if value == Some(&b'"') && is_text_name(key) {
                        return None;
                    }
                }
                string = None;
            }
            (Some(_), _) => {}
            (None, b'"') => string = Some(offset + 1),
            (None, b'[') if depth == 1 && found.is_none() && !key.is_empty() => {
                let inside = text[offset + 1..].trim_ascii_start().first();
                found = matches!(inside, Some(b'{' | b']')).then_some(offset + 1);
                depth += 1;
            }
            (None, b'{' | b'[') => depth += 1,
            (None, b'}' | b']') => depth -= 1,
            (None, _) => {}
        }
        offset += 1;
    }
    found
}

fn table(beginning: Beginning<'_>) -> (Container, usize) {
    let (stated, skip) = stated_delimiter(beginning.bytes, beginning.newline);
    let rest = &beginning.bytes[skip..];
    let dialect = match stated {
        Some(delimiter) => Dialect { delimiter: Some(delimiter), backslash: false },
        None => guess_dialect(rest, beginning.newline, beginning.whole).0,
    };
    (Container::Table(Table { dialect, cells: Vec::new() }), skip)
}

/// Excel's first line `sep=;`.
fn stated_delimiter(bytes: &[u8], newline: u8) -> (Option<u8>, usize) {
    let line = bytes.split(|b| *b == newline).next().unwrap_or_default();
    match line.strip_suffix(b"\r").unwrap_or(line).strip_prefix(b"sep=") {
        Some([delimiter]) => (Some(*delimiter), (line.len() + 1).min(bytes.len())),
        _ => (None, 0),
    }
}

/// Whether it is a table rather than prose, which has commas, too.
fn is_table(beginning: Beginning<'_>) -> bool {
    match extension(beginning.name).as_str() {
        "csv" | "tsv" | "tab" | "psv" => return true,
        _ if stated_delimiter(beginning.bytes, beginning.newline).0.is_some() => return true,
        _ => {}
    }
    let (dialect, agreement) = guess_dialect(beginning.bytes, beginning.newline, beginning.whole);
    let mut cells = Vec::new();
    let Scan::Record(len) = scan(dialect, beginning.newline, beginning.bytes, beginning.whole, &mut cells)
    else {
        return false;
    };
    let Ok(first) = std::str::from_utf8(&beginning.bytes[..len]) else { return false };
    let names: Vec<_> = cells.iter().map(|cell| cell_value(first, cell)).collect();
    let more = !beginning.bytes[len..].trim_ascii().is_empty();
    let header = names.iter().all(|name| name.len() <= 60) && names.iter().any(|name| is_role_name(name));
    let tabs = dialect.delimiter == Some(b'\t') && agreement > 0.9;
    more && dialect.delimiter.is_some() && (header || tabs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, text: &str) -> (&'static str, usize) {
        let beginning = Beginning { name, bytes: text.as_bytes(), newline: b'\n', whole: true };
        let (container, skip) = container(beginning, None);
        let kind = match container {
            Container::Table(_) => "table",
            Container::Lines => "lines",
            Container::Elements(_) => "elements",
            Container::Blocks(Blocks { split: true }) => "quotes",
            Container::Blocks(_) => "quote",
        };
        (kind, skip)
    }

    #[test]
    fn json_is_told_apart_by_its_shape() {
        assert_eq!(kind("-", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), ("lines", 0));
        assert_eq!(kind("x.jsonl", "{\"text\":\"a\"}"), ("lines", 0));
        assert_eq!(kind("-", "{broken\n{\"text\":\"b\"}\n"), ("quote", 0));
        assert_eq!(kind("-", "{\"broken\n{\"text\":\"b\"}\n"), ("lines", 0));
        assert_eq!(kind("-", " [{\"text\":\"a\"}]"), ("elements", 0));
        assert_eq!(kind("-", "{\"count\":1,\"tickets\":[{\"id\":1}]}"), ("elements", 22));
        assert_eq!(kind("-", "{\n \"tickets\": [\n  {\"id\":1}\n ]\n}"), ("elements", 15));
        assert_eq!(kind("-", "{\n \"text\": \"a\", \"labels\": [{\"name\":\"b\"}]\n}"), ("elements", 0));
        assert_eq!(kind("-", "[sic] they wrote"), ("quote", 0));
    }

    #[test]
    fn a_table_is_told_apart_from_prose_that_has_commas() {
        assert_eq!(kind("-", "id,text\n1,It crashes\n"), ("table", 0));
        assert_eq!(kind("x", "a\tI was charged twice\nb\tThe page is blank\n"), ("table", 0));
        assert_eq!(kind("-", "I like it, but it is slow\nIt crashes, always\n"), ("quote", 0));
        assert_eq!(kind("notes.txt", "I like it\n\nIt crashes\n"), ("quotes", 0));
        assert_eq!(kind("x.csv", "sep=;\nid;text\n1;a\n"), ("table", 6));
        assert_eq!(kind("x.csv", "review\nIt crashes\n"), ("table", 0));
    }
}
