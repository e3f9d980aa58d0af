//! What an input is, by its content; its name decides only where the content leaves it open.

use std::io;

use hearken_domain::counted;

use crate::Format;
use crate::columns::is_role_name;
use crate::header::preamble;
use crate::records::{
    Blocks, Chat, Dialect, Elements, Finding, Lines, Scan, Shape, Step, Table, Window, cell_value, discover,
    guess_dialect, is_chat, json_fields, page_of_many, scan, table_in_json,
};

/// How records lie in the bytes.
pub(crate) enum Container {
    Table(Table),
    Lines,
    Elements(Elements),
    Chat,
    Blocks(Blocks),
}

impl Container {
    /// Finds the next record at the window's beginning.
    pub(crate) fn next(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        match self {
            Self::Table(table) => table.next(window, bytes_max),
            Self::Lines => Lines::next(window, bytes_max),
            Self::Elements(elements) => elements.next(window, bytes_max),
            Self::Chat => Chat::next(window, bytes_max),
            Self::Blocks(blocks) => blocks.next(window, bytes_max),
        }
    }

    /// What it is called where its columns are of no known format.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Table(_) => Format::Csv,
            Self::Lines => Format::JsonLines,
            Self::Elements(_) => Format::Json,
            Self::Chat => Format::WhatsApp,
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

/// What an input is.
pub(crate) struct Recognised {
    pub(crate) container: Container,
    /// How many bytes stand before its first record.
    pub(crate) skip: usize,
    /// Whether more of it would tell nothing else.
    pub(crate) sure: bool,
    /// What a person should know.
    pub(crate) note: Option<String>,
    /// What it looks like and what to do, where it is not to be read as it is.
    pub(crate) unfit: Option<(&'static str, &'static str)>,
}

impl Recognised {
    pub(crate) fn surely(container: Container, skip: usize) -> Self {
        Self { container, skip, sure: true, note: None, unfit: None }
    }
}

/// How the records of an input lie in it.
pub(crate) fn container(beginning: Beginning<'_>, asked: Option<Format>) -> Recognised {
    let first = beginning.bytes.iter().find(|b| !b.is_ascii_whitespace()).copied();
    match asked {
        Some(Format::Text) => blocks(beginning.name),
        Some(Format::Csv) => table(beginning),
        Some(Format::WhatsApp) => Recognised::surely(Container::Chat, 0),
        Some(Format::JsonLines) => Recognised::surely(Container::Lines, 0),
        Some(
            Format::Json | Format::GithubIssues | Format::AppStoreReviews | Format::Telegram | Format::Slack,
        ) => json(beginning),
        Some(
            Format::Cfpb
            | Format::GooglePlayReviews
            | Format::Gitlab
            | Format::Linear
            | Format::Jira
            | Format::Bugzilla,
        ) if !matches!(first, Some(b'{' | b'[')) => table(beginning),
        _ if is_chat(beginning.bytes, beginning.newline) => Recognised::surely(Container::Chat, 0),
        _ if is_json(beginning) => json(beginning),
        _ if is_table(beginning) => table(beginning),
        _ => blocks(beginning.name),
    }
}

fn blocks(name: &str) -> Recognised {
    Recognised::surely(Container::Blocks(Blocks { split: extension(name) == "txt" }), 0)
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
        Some(b'[') => match second {
            Some(b'[') => {
                matches!(Shape::read(text).first(), Some(Shape::List(pages)) if pages.iter().any(is_page))
            }
            second => matches!(second, Some(b'{' | b'"' | b']')),
        },
        Some(b'{') => matches!(second, Some(b'"' | b'}')),
        _ => matches!(extension(beginning.name).as_str(), "json" | "jsonl" | "ndjson"),
    }
}

/// A list inside a list that is JSON rather than brackets of prose.
fn is_page(value: &Shape) -> bool {
    matches!(value, Shape::List(elements) if !matches!(elements.first(), Some(Shape::Scalar)))
}

fn json(beginning: Beginning<'_>) -> Recognised {
    let text = beginning.bytes.trim_ascii_start();
    let values = Shape::read(text);
    let elements = |found: Finding| Recognised {
        sure: found.sure,
        unfit: table_in_json(&values),
        ..Recognised::surely(Container::Elements(Elements::new(found.layout)), 0)
    };
    if text.starts_with(b"[") {
        return elements(discover(&values, beginning.whole));
    }
    if text.starts_with(b"{") && !is_one_a_line(beginning, text) {
        return elements(discover(&values, beginning.whole));
    }
    // Pages may stand one a line, too.
    match values.first().and_then(page_of_many) {
        Some(layout) => elements(Finding { layout, sure: true }),
        None => Recognised::surely(Container::Lines, 0),
    }
}

/// Whether each line is an object of its own.
fn is_one_a_line(beginning: Beginning<'_>, text: &[u8]) -> bool {
    if matches!(extension(beginning.name).as_str(), "jsonl" | "ndjson") {
        return true;
    }
    let mut lines =
        text.split(|b| *b == beginning.newline).map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let alone = lines.clone().next().is_none() && (beginning.whole || first.len() < text.len());
    let records =
        |line: &[u8]| std::str::from_utf8(line).is_ok_and(|line| json_fields(line, &mut Vec::new()).is_ok());
    // A first record may be broken; a first line that opens something is a beginning.
    let opens = matches!(first.last(), Some(b'[' | b'{' | b','));
    let one_a_line =
        records(first) || !opens && lines.take(5).filter(|line| line.starts_with(b"{")).any(records);
    one_a_line && !alone
}

fn table(beginning: Beginning<'_>) -> Recognised {
    let (stated, mut skip) = stated_delimiter(beginning.bytes, beginning.newline);
    let mut note = None;
    if stated.is_none()
        && let Some(bytes) = preamble(beginning.bytes, beginning.newline, beginning.whole)
    {
        let lines = memchr::memchr_iter(beginning.newline, &beginning.bytes[..bytes]).count();
        let (what, are) = (counted(lines as u64, "line"), if lines == 1 { "is" } else { "are" });
        note =
            Some(format!("{what} before the header {are} left out; --skip-lines says how many to leave out"));
        skip = bytes;
    }
    let rest = &beginning.bytes[skip..];
    let dialect = match stated {
        Some(delimiter) => Dialect { delimiter: Some(delimiter), backslash: false },
        None => guess_dialect(rest, beginning.newline, beginning.whole).0,
    };
    Recognised { note, ..Recognised::surely(Container::Table(Table { dialect, cells: Vec::new() }), skip) }
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
    let prefaced = || preamble(beginning.bytes, beginning.newline, beginning.whole).is_some();
    more && (dialect.delimiter.is_some() && (header || tabs) || prefaced())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, text: &str) -> (&'static str, usize) {
        let beginning = Beginning { name, bytes: text.as_bytes(), newline: b'\n', whole: true };
        let Recognised { container, skip, .. } = container(beginning, None);
        let kind = match container {
            Container::Table(_) => "table",
            Container::Lines => "lines",
            Container::Chat => "chat",
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
        assert_eq!(kind("-", "{\"count\":1,\"tickets\":[{\"id\":1}]}"), ("elements", 0));
        assert_eq!(kind("-", "{\n \"tickets\": [\n  {\"id\":1}\n ]\n}"), ("elements", 0));
        assert_eq!(kind("-", "{\n \"text\": \"a\", \"labels\": [{\"name\":\"b\"}]\n}"), ("elements", 0));
        assert_eq!(kind("x.jsonl", "{\"items\":[{\"text\":\"a\"}]}\n{\"items\":[]}\n"), ("elements", 0));
        assert_eq!(kind("-", "[[{\"text\":\"a\"}],[]]"), ("elements", 0));
        assert_eq!(kind("-", "[sic] they wrote"), ("quote", 0));
        assert_eq!(kind("-", "[[brackets] they wrote"), ("quote", 0));
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
