//! Records of a delimited table.
//!
//! Written here rather than taken from a library, because a CSV reader takes an unclosed quote to the end of the file and
//! holds all of it. Here a quote that does not close before a delimiter or a line end is a character like any other, and
//! one that never closes costs the line it stands on: reading goes on with the next.

use std::borrow::Cow;
use std::io;

use super::{KEPT_OF_OVERLONG, Step, Window, too_long};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// What stands between cells; `None` for a table of one column.
    pub(crate) delimiter: Option<u8>,
    /// Whether a quote inside a quoted cell follows a backslash, as MySQL and Spark write it, instead of being doubled.
    pub(crate) backslash: bool,
}

/// Where a cell stands in its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    start: usize,
    end: usize,
    escapes: Escapes,
}

/// How quotes inside a quoted cell are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// There are none.
    None,
    /// `""`.
    Doubled,
    /// `\"`, and `\\` for the backslash.
    Backslash,
}

/// The cell's value, with its quotes as they are meant.
pub(crate) fn cell_value<'b>(record: &'b str, cell: &Cell) -> Cow<'b, str> {
    match unescaped(record, cell) {
        Cow::Borrowed(value) => as_text(value).map_or(Cow::Borrowed(value), Cow::Borrowed),
        Cow::Owned(value) => match as_text(&value) {
            Some(text) => Cow::Owned(text.to_owned()),
            None => Cow::Owned(value),
        },
    }
}

/// The text of `="00123"`, by which spreadsheets are told that a value is not a number.
fn as_text(value: &str) -> Option<&str> {
    value.trim().strip_prefix("=\"")?.strip_suffix('"').filter(|text| !text.contains('"'))
}

fn unescaped<'b>(record: &'b str, cell: &Cell) -> Cow<'b, str> {
    let value = &record[cell.start..cell.end];
    match cell.escapes {
        Escapes::None => Cow::Borrowed(value),
        Escapes::Doubled => Cow::Owned(value.replace("\"\"", "\"")),
        Escapes::Backslash => {
            let (mut plain, mut rest) = (String::with_capacity(value.len()), value);
            while let Some(offset) = rest.find('\\') {
                plain.push_str(&rest[..offset]);
                rest = &rest[offset + 1..];
                // Only quotes and backslashes are escaped: `C:\temp` and `\n` stay as they are.
                if !rest.starts_with(['"', '\\']) {
                    plain.push('\\');
                } else if let Some(escaped) = rest.strip_prefix('\\') {
                    plain.push('\\');
                    rest = escaped;
                }
            }
            plain.push_str(rest);
            Cow::Owned(plain)
        }
    }
}

/// What [`scan`] found.
#[derive(Debug, PartialEq)]
pub(crate) enum Scan {
    /// A record of this many bytes with its line end.
    Record(usize),
    /// The record goes on beyond the bytes.
    More,
    /// A quote that is not closed within the bytes, which are all there are.
    Unclosed,
}

/// Finds the record at the beginning of `bytes`; `whole` says that nothing follows them.
pub(crate) fn scan(dialect: Dialect, newline: u8, bytes: &[u8], whole: bool, cells: &mut Vec<Cell>) -> Scan {
    cells.clear();
    let delimiter = dialect.delimiter.unwrap_or(newline);
    let mut offset = 0;
    loop {
        let quote = offset + bytes[offset..].iter().take_while(|b| **b == b' ').count();
        if bytes.get(quote) == Some(&b'"') {
            let marks = Marks { delimiter, newline, backslash: dialect.backslash };
            match quoted(bytes, quote, marks, whole) {
                Quoted::Cell(cell, After::Cell(next)) => {
                    cells.push(cell);
                    offset = next;
                    continue;
                }
                Quoted::Cell(cell, After::Record(len)) => {
                    cells.push(cell);
                    return Scan::Record(len);
                }
                Quoted::More => return Scan::More,
                Quoted::Unclosed => return Scan::Unclosed,
                Quoted::Literal => {}
            }
        }
        let found = memchr::memchr2(delimiter, newline, &bytes[offset..]).map(|i| offset + i);
        match found {
            Some(end) if bytes[end] != newline => {
                cells.push(Cell { start: offset, end, escapes: Escapes::None });
                offset = end + 1;
            }
            None if !whole => return Scan::More,
            _ => {
                let end = found.unwrap_or(bytes.len());
                let text = bytes[offset..end].strip_suffix(b"\r").map_or(end, |text| offset + text.len());
                cells.push(Cell { start: offset, end: text, escapes: Escapes::None });
                return Scan::Record(found.map_or(bytes.len(), |end| end + 1));
            }
        }
    }
}

enum Quoted {
    Cell(Cell, After),
    More,
    Unclosed,
    /// The quote does not enclose a cell: it is part of the words.
    Literal,
}

enum After {
    /// The next cell begins here.
    Cell(usize),
    /// The record ends here.
    Record(usize),
}

#[derive(Clone, Copy)]
struct Marks {
    delimiter: u8,
    newline: u8,
    backslash: bool,
}

fn quoted(bytes: &[u8], opening: usize, marks: Marks, whole: bool) -> Quoted {
    let (mut look, mut escapes) = (opening + 1, Escapes::None);
    loop {
        let rest = bytes.get(look..).unwrap_or_default();
        let found = match marks.backslash {
            true => memchr::memchr2(b'"', b'\\', rest),
            false => memchr::memchr(b'"', rest),
        };
        let Some(quote) = found.map(|i| look + i) else {
            return if whole { Quoted::Unclosed } else { Quoted::More };
        };
        if bytes[quote] == b'\\' {
            escapes = Escapes::Backslash;
            look = quote + 2;
            continue;
        }
        let cell = Cell { start: opening + 1, end: quote, escapes };
        return match bytes.get(quote + 1) {
            Some(b'"') if !marks.backslash => {
                escapes = Escapes::Doubled;
                look = quote + 2;
                continue;
            }
            Some(b) if *b == marks.newline => Quoted::Cell(cell, After::Record(quote + 2)),
            Some(b) if *b == marks.delimiter => Quoted::Cell(cell, After::Cell(quote + 2)),
            Some(b'\r') => match bytes.get(quote + 2) {
                Some(b) if *b == marks.newline => Quoted::Cell(cell, After::Record(quote + 3)),
                None if whole => Quoted::Cell(cell, After::Record(quote + 2)),
                None => Quoted::More,
                Some(_) => Quoted::Literal,
            },
            None if whole => Quoted::Cell(cell, After::Record(quote + 1)),
            None => Quoted::More,
            Some(_) => Quoted::Literal,
        };
    }
}

/// Cuts a table. The cells of the record found last stay here.
pub(crate) struct Table {
    pub(crate) dialect: Dialect,
    pub(crate) cells: Vec<Cell>,
}

impl Table {
    pub(crate) fn next(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        loop {
            let (bytes, newline, whole) = (window.bytes(), window.newline(), window.ended());
            if bytes.is_empty() && whole {
                return Ok(Step::End);
            }
            match scan(self.dialect, newline, bytes, whole, &mut self.cells) {
                Scan::Record(len) if len <= bytes_max => {
                    let blank = self.cells.len() == 1 && bytes[..len].trim_ascii().is_empty();
                    return Ok(if blank { Step::Between(len) } else { Step::Record(len) });
                }
                Scan::More if bytes.len() <= bytes_max => window.read_more()?,
                Scan::Unclosed if bytes.len() <= bytes_max => return Ok(unclosed(bytes, newline)),
                Scan::Record(_) | Scan::More | Scan::Unclosed => {
                    if memchr::memchr(newline, &bytes[..bytes_max]).is_some() {
                        return Ok(unclosed(bytes, newline));
                    }
                    let beginning = bytes[..bytes_max.min(KEPT_OF_OVERLONG)].to_vec();
                    let skipped = window.skip_line()?;
                    return Ok(Step::Skipped(beginning, too_long("the line", skipped, bytes_max)));
                }
            }
        }
    }
}

fn unclosed(bytes: &[u8], newline: u8) -> Step {
    let line = memchr::memchr(newline, bytes).map_or(bytes.len(), |end| end + 1);
    let reason =
        "a quote opens in this line and does not close; close it, or double it if it is part of the words";
    Step::Broken(line, reason.to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Every record as its cells, or `Err` with the raw line where it is broken.
    fn table(delimiter: u8, bytes: &[u8], bytes_max: usize) -> Vec<Result<Vec<String>, String>> {
        let mut window = Window::new(Box::new(Cursor::new(bytes.to_vec())));
        let mut table =
            Table { dialect: Dialect { delimiter: Some(delimiter), backslash: false }, cells: Vec::new() };
        let mut rows = Vec::new();
        loop {
            match table.next(&mut window, bytes_max).unwrap() {
                Step::Record(len) => {
                    let text = std::str::from_utf8(&window.bytes()[..len]).unwrap();
                    rows.push(Ok(table.cells.iter().map(|c| cell_value(text, c).into_owned()).collect()));
                    window.consume(len);
                }
                Step::Broken(len, _) => {
                    rows.push(Err(String::from_utf8_lossy(&window.bytes()[..len]).into_owned()));
                    window.consume(len);
                }
                Step::Skipped(beginning, _) => rows.push(Err(String::from_utf8(beginning).unwrap())),
                Step::Between(len) => window.consume(len),
                Step::End => return rows,
            }
        }
    }

    fn row(cells: &[&str]) -> Result<Vec<String>, String> {
        Ok(cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn a_value_that_a_spreadsheet_was_told_to_take_as_text_is_that_text() {
        let expected = [row(&["00123", "=SUM(A1)", "7", "=\""])];
        assert_eq!(table(b',', b"=\"00123\",=SUM(A1),\"=\"\"7\"\"\",=\"\n", 100), expected);
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_doubled_quotes() {
        let rows = table(b',', b"a,\"b,\r\nc \"\"d\"\"\",\"\"\r\n\n\"e\"\r\nf,", 1000);
        assert_eq!(rows, [row(&["a", "b,\r\nc \"d\"", ""]), row(&["e"]), row(&["f", ""])]);
    }

    #[test]
    fn a_quote_that_does_not_enclose_a_cell_is_a_literal() {
        let rows = table(b'\t', b"a\t\"Great\" they said\nb\t5\" screen\n\"c\"\td\n", 1000);
        assert_eq!(rows, [row(&["a", "\"Great\" they said"]), row(&["b", "5\" screen"]), row(&["c", "d"])]);
    }

    #[test]
    fn spaces_before_a_quote_and_quotes_after_backslashes_are_understood() {
        let rows = table(b',', b"1, \"a, b\"\n2,  c\n", 1000);
        assert_eq!(rows, [row(&["1", "a, b"]), row(&["2", "  c"])]);
        let dialect = Dialect { delimiter: Some(b','), backslash: true };
        let (record, mut cells) = (r#"1,"he said \"no, \\ never\", \n""#, Vec::new());
        assert_eq!(scan(dialect, b'\n', record.as_bytes(), true, &mut cells), Scan::Record(record.len()));
        assert_eq!(cell_value(record, &cells[1]), r#"he said "no, \ never", \n"#);
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_line_and_no_other() {
        let rows = table(b',', b"1,fine\n2,\"never closed\n3,fine\n4,fine\n", 1000);
        let broken = Err("2,\"never closed\n".to_owned());
        assert_eq!(rows, [row(&["1", "fine"]), broken, row(&["3", "fine"]), row(&["4", "fine"])]);
    }

    #[test]
    fn a_quote_left_open_beyond_the_line_limit_costs_its_own_line_and_no_other() {
        let mut bytes = b"1,\"never closed\n".to_vec();
        for n in 0..1000 {
            bytes.extend_from_slice(format!("{n},fine\n").as_bytes());
        }
        let rows = table(b',', &bytes, 256);
        assert_eq!(rows.len(), 1001);
        assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 1);
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over() {
        let bytes = [b"1,a\n2,".to_vec(), vec![b'x'; 5000], b"\n3,c\n".to_vec()].concat();
        let rows = table(b',', &bytes, 256);
        assert_eq!(rows.len(), 3);
        assert_eq!((&rows[0], &rows[2]), (&row(&["1", "a"]), &row(&["3", "c"])));
        assert!(rows[1].is_err());
    }
}
