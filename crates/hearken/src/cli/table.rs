//! Tables that fit the terminal: one column takes what the others leave.

use console::{Alignment, measure_text_width, pad_str, truncate_str};

use crate::cli::out::{Out, safe};

/// A column.
pub struct Column {
    title: &'static str,
    right: bool,
    /// Gives way when there is not room for all.
    flexible: bool,
}

/// A column of words.
pub const fn left(title: &'static str) -> Column {
    Column { title, right: false, flexible: false }
}

/// A column of numbers.
pub const fn right(title: &'static str) -> Column {
    Column { title, right: true, flexible: false }
}

/// The column that gives way.
pub const fn flexible(title: &'static str) -> Column {
    Column { title, right: false, flexible: true }
}

/// Writes rows under their titles.
pub fn table(out: &mut Out, columns: &[Column], rows: &[Vec<String>]) {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| safe(cell).replace('\n', " ")).collect()).collect();
    let mut widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| measure_text_width(cell));
            cells.chain([measure_text_width(column.title)]).max().unwrap_or(0)
        })
        .collect();
    let gaps = 2 * columns.len().saturating_sub(1);
    let total: usize = widths.iter().sum::<usize>() + gaps;
    if let Some(index) = columns.iter().position(|column| column.flexible) {
        widths[index] = widths[index].saturating_sub(total.saturating_sub(out.width())).max(12);
    }
    let line = |cells: Vec<&str>| -> String {
        let padded = cells.iter().zip(columns).zip(&widths).map(|((cell, column), &width)| {
            let side = if column.right { Alignment::Right } else { Alignment::Left };
            pad_str(&truncate_str(cell, width, "…"), width, side, None).into_owned()
        });
        padded.collect::<Vec<_>>().join("  ")
    };
    let head = line(columns.iter().map(|column| column.title).collect());
    out.line(console::style(head.trim_end()).bold().to_string());
    for row in &rows {
        out.line(line(row.iter().map(String::as_str).collect()));
    }
}
