//! Rows as JSON Lines: an object a row, for programs. What a spreadsheet would compute is plain text there.

use std::io::{self, Write};

use serde_json::{Map, Number, Value};

use crate::export::Cell;

/// One row.
pub fn row(to: &mut dyn Write, columns: &[&str], row: &[Cell]) -> io::Result<()> {
    let fields: Map<String, Value> =
        columns.iter().zip(row).map(|(column, cell)| ((*column).to_owned(), value(cell))).collect();
    serde_json::to_writer(&mut *to, &fields)?;
    to.write_all(b"\n")
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => match number.parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => number.as_str().into(),
        },
        Cell::Empty => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_whatever_stands_in_it() {
        let mut written: Vec<u8> = Vec::new();
        let cells = [Cell::Text("=1+1\n\u{1b}[2J".to_owned()), Cell::Number("-0.5".to_owned()), Cell::Empty];
        row(&mut written, &["text", "number", "nothing"], &cells).unwrap();
        let line = String::from_utf8(written).unwrap();
        assert_eq!(line, "{\"text\":\"=1+1\\n\\u001b[2J\",\"number\":-0.5,\"nothing\":null}\n");
    }
}
