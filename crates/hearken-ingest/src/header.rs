//! Where a table's header stands, and how many rows it has.
//!
//! Programs write lines about a report before its header, and survey programs more than one row of headers. Both are taken
//! for what they are only where nothing else can be meant; `--skip-lines` says it where this does not.

use crate::columns::is_role_name;
use crate::records::{Dialect, Scan, cell_value, guess_dialect, scan};
use crate::values::{DateOrder, parse_date, parse_rating};

/// How many lines before a header are looked at.
const LINES_MAX: usize = 30;

/// How many bytes of lines about the report stand before the header; none where the first line may be one.
pub(crate) fn preamble(bytes: &[u8], newline: u8, whole: bool) -> Option<usize> {
    if header_at(bytes, newline, whole).is_some() {
        return None;
    }
    let mut start = 0;
    for _ in 0..LINES_MAX {
        start += memchr::memchr(newline, &bytes[start..])? + 1;
        if let Some((dialect, columns)) = header_at(&bytes[start..], newline, whole) {
            let narrower = |line: &[u8]| filled_cells(dialect, newline, line) < columns;
            let mut before = bytes[..start].split(|b| *b == newline);
            return before.all(narrower).then_some(start);
        }
    }
    None
}

/// How the table that begins here is written, and its number of columns, where its first row is a header beyond doubt.
fn header_at(bytes: &[u8], newline: u8, whole: bool) -> Option<(Dialect, usize)> {
    let (dialect, agreement) = guess_dialect(bytes, newline, whole);
    let mut cells = Vec::new();
    let Scan::Record(len) = scan(dialect, newline, bytes, whole, &mut cells) else { return None };
    let first = std::str::from_utf8(&bytes[..len]).ok()?;
    let names: Vec<_> = cells.iter().map(|cell| cell_value(first, cell)).collect();
    let is_name = |name: &str| !name.trim().is_empty() && name.len() <= 60 && !is_value(name);
    let header = names.len() > 1
        && agreement >= 0.9
        && names.iter().all(|name| is_name(name))
        && names.iter().any(|name| is_role_name(name));
    let rows = !bytes[len..].trim_ascii().is_empty();
    (header && rows).then_some((dialect, names.len()))
}

fn filled_cells(dialect: Dialect, newline: u8, line: &[u8]) -> usize {
    let mut cells = Vec::new();
    match (scan(dialect, newline, line, true, &mut cells), std::str::from_utf8(line)) {
        (Scan::Record(_), Ok(text)) => {
            cells.iter().filter(|cell| !cell_value(text, cell).trim().is_empty()).count()
        }
        _ => 1,
    }
}

/// Whether a cell holds a value rather than the name of a column.
pub(crate) fn is_value(cell: &str) -> bool {
    cell.len() > 100
        || cell.split_whitespace().count() > 6
        || cell.contains("://")
        || parse_rating(cell).is_some()
        || parse_date(cell, DateOrder::MonthFirst).or(parse_date(cell, DateOrder::DayFirst)).is_some()
}

/// How many of `rows`, which follow the row of names, are headers, too.
pub(crate) fn further_headers(rows: &[Vec<String>]) -> usize {
    let kind_of_answer = |cell: &String| {
        let cell = cell.to_lowercase();
        [
            "open-ended response",
            "response",
            "offene antwort",
            "réponse libre",
            "réponse ouverte",
            "respuesta abierta",
            "risposta aperta",
            "resposta aberta",
        ]
        .contains(&cell.as_str())
    };
    let ids = |row: &Vec<String>| row.iter().any(|cell| cell.starts_with("{\"ImportId\":"));
    match rows {
        [_, second, ..] if ids(second) => 2,
        // Whoever answers has an id or a time, which stands first.
        [first, ..] if first.first().is_some_and(String::is_empty) && first.iter().any(kind_of_answer) => 1,
        _ => 0,
    }
}

/// The names of the columns, a question with its parts: `What do you like?: Price`.
pub(crate) fn with_parts(names: &[String], parts: &[String]) -> Vec<String> {
    let mut question = "";
    let named = names.iter().enumerate().map(|(index, name)| {
        let part = parts.get(index).map_or("", String::as_str);
        let whole = if name.is_empty() { question } else { name.as_str() };
        question = whole;
        match (name.is_empty(), part.is_empty() || part.to_lowercase().ends_with("response")) {
            (false, true) => name.clone(),
            (_, true) => String::new(),
            (_, false) => format!("{whole}: {part}"),
        }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(table: &str) -> Option<&str> {
        preamble(table.as_bytes(), b'\n', true).map(|bytes| &table[..bytes])
    }

    #[test]
    fn lines_about_a_report_stand_before_its_header() {
        let report = "Report:,Feedback\nGenerated:,2024-02-01\n\n";
        assert_eq!(
            before(&format!("{report}id,date,comment\n1,2024-01-05,a\n2,2024-01-06,b\n")),
            Some(report)
        );
        let padded = "Customer feedback,,\n,,\n";
        assert_eq!(before(&format!("{padded}id,date,comment\n1,2024-01-05,a\n")), Some(padded));
        assert_eq!(before("All feedback of May\nid;comment\n1;a\n2;b\n"), Some("All feedback of May\n"));
    }

    #[test]
    fn a_first_line_that_may_be_a_header_or_a_row_is_no_line_about_a_report() {
        for table in
            ["id,text\n1,a\n", "a,2024-01-05\ntext,date\nb,2024-01-06\n", "review\nIt crashes\n", "x", ""]
        {
            assert_eq!(before(table), None, "{table}");
        }
    }

    #[test]
    fn questions_and_their_parts_are_one_name() {
        let names = ["ID", "What is good?", "", "Else?"].map(str::to_owned);
        let parts = ["", "Price", "Speed", "Open-Ended Response"].map(str::to_owned);
        assert_eq!(
            with_parts(&names, &parts),
            ["ID", "What is good?: Price", "What is good?: Speed", "Else?"]
        );
    }
}
