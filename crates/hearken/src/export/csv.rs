//! Cells of CSV. The library quotes; this keeps a spreadsheet from taking a customer's words for a formula (OWASP, "CSV
//! Injection").

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use crate::export::Cell;
use crate::shown::shown;

/// A writer of records that end as RFC 4180 has it.
pub fn writer(to: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to)
}

/// A cell as a record takes it.
pub fn cell(cell: &Cell) -> Vec<u8> {
    match cell {
        Cell::Text(text) => harmless(text).into_owned().into_bytes(),
        Cell::Number(number) => number.clone().into_bytes(),
        Cell::Empty => Vec::new(),
    }
}

/// Text that no program computes: an apostrophe stands before what would be a formula. A negative number stays one.
fn harmless(text: &str) -> Cow<'_, str> {
    let begins_one = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '|' | '%')
    };
    // Some programs pass over spaces and marks that show nothing before they look.
    let seen =
        text.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}', '\u{200e}', '\u{200f}', '"', '\'']);
    if !is_number(text) && seen.starts_with(begins_one) {
        return Cow::Owned(format!("'{}", shown(text)));
    }
    shown(text)
}

/// Whether a text is a plain number, such as -4.5.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[Cell]) -> String {
        let mut bytes: Vec<u8> = Vec::new();
        let mut writer = writer(&mut bytes);
        writer.write_record(cells.iter().map(cell)).unwrap();
        writer.flush().unwrap();
        drop(writer);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        for hostile in [
            "=HYPERLINK(\"http://evil\",\"x\")",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{feff}=1",
            "＝1",
            "\"=1",
        ] {
            let cell = harmless(hostile);
            assert!(cell.starts_with('\''), "{hostile:?} became {cell:?}");
        }
        for plain in ["-4.5", "+12", "7", "so-so", "a=b", "3 – 4", ""] {
            assert_eq!(harmless(plain), plain);
        }
        assert_eq!(written(&[Cell::Number("-0.25".to_owned()), Cell::Empty]), "-0.25,\r\n");
    }

    #[test]
    fn what_has_a_comma_a_quote_or_a_line_end_is_quoted_and_nothing_is_an_order() {
        let cells = ["a,b", "say \"hi\"", "one\r\ntwo", "\u{1b}[2Jx"].map(|text| Cell::Text(text.to_owned()));
        assert_eq!(written(&cells), "\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\",\u{fffd}[2Jx\r\n");
    }
}
