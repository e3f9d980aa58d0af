//! Tables that fit the window: titles above, one column that takes what the others leave; where that is too little to read,
//! columns that may leave do so, and that is said; then the widest give way. Where even that is not enough, each row stands as
//! a list of its own.

use console::{Alignment, measure_text_width, pad_str, truncate_str};

use crate::cli::out::{Out, safe, wrap};

/// Columns that a column of words keeps: the flexible one, and any other.
const FLEXIBLE_MIN: usize = 12;
const WORDS_MIN: usize = 8;
/// Columns that are wanted for the flexible one, and that others of words are taken to need, before columns leave.
const FLEXIBLE_WANTED: usize = 24;
const WORDS_WANTED: usize = 16;
/// Where no window is, a table that needs it is as wide as this rather than a list.
const WIDTH_FOR_PROGRAMS: usize = 160;

/// A column.
pub struct Column {
    title: &'static str,
    right: bool,
    /// Gives way first when there is not room for all.
    flexible: bool,
    /// Goes on below rather than being cut.
    flows: bool,
    /// Where there is not room for all, the lowest leaves first; `None` always stays.
    leaves: Option<u8>,
}

impl Column {
    /// May leave where there is not room for all: the lowest first.
    pub const fn leaving(mut self, order: u8) -> Self {
        self.leaves = Some(order);
        self
    }
}

/// A column of words.
pub const fn left(title: &'static str) -> Column {
    Column { title, right: false, flexible: false, flows: false, leaves: None }
}

/// A column of numbers, which is never cut.
pub const fn right(title: &'static str) -> Column {
    Column { title, right: true, flexible: false, flows: false, leaves: None }
}

/// The column that gives way.
pub const fn flexible(title: &'static str) -> Column {
    Column { title, right: false, flexible: true, flows: false, leaves: None }
}

/// The column that gives way, of sentences: they go on below.
pub const fn flowing(title: &'static str) -> Column {
    Column { title, right: false, flexible: true, flows: true, leaves: None }
}

/// Writes rows under their titles.
pub fn table(out: &mut Out, columns: &[Column], rows: &[Vec<String>]) {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| safe(cell).replace(['\n', '\t'], " ")).collect())
        .collect();
    let natural = columns.iter().enumerate().map(|(index, column)| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| measure_text_width(cell));
        cells.chain([measure_text_width(column.title)]).max().unwrap_or(0)
    });
    let natural: Vec<usize> = natural.collect();
    let fits = |window| {
        let kept = kept(columns, &natural, window);
        let widths = |of: &[usize]| of.iter().map(|&index| natural[index]).collect();
        fitting(&pick(columns, &kept), widths(&kept), window).map(|widths| (kept, widths))
    };
    let whole = || fitting(&pick(columns, &all(columns)), natural.clone(), WIDTH_FOR_PROGRAMS);
    let found = match out.in_window() {
        true => fits(out.width()),
        false => fitting(&pick(columns, &all(columns)), natural.clone(), out.width())
            .or_else(whole)
            .map(|widths| (all(columns), widths)),
    };
    match found {
        Some((kept, widths)) => {
            let rows: Vec<Vec<&String>> =
                rows.iter().map(|row| kept.iter().filter_map(|&index| row.get(index)).collect()).collect();
            grid(out, &pick(columns, &kept), &rows, &widths);
            let left: Vec<&str> = (0..columns.len())
                .filter(|index| !kept.contains(index))
                .map(|index| columns[index].title)
                .collect();
            if !left.is_empty() {
                out.note(format!("no room for {}; a wider window shows them", left.join(", ")));
            }
        }
        None => lists(out, columns, &rows),
    }
}

fn all(columns: &[Column]) -> Vec<usize> {
    (0..columns.len()).collect()
}

fn pick<'c>(columns: &'c [Column], kept: &[usize]) -> Vec<&'c Column> {
    kept.iter().map(|&index| &columns[index]).collect()
}

/// The columns that stay, so that the flexible one can be read.
fn kept(columns: &[Column], natural: &[usize], window: usize) -> Vec<usize> {
    let mut kept = all(columns);
    let needs = |index: usize| match &columns[index] {
        Column { right: true, .. } => natural[index],
        Column { flexible: true, .. } => natural[index].min(FLEXIBLE_WANTED),
        _ => natural[index].min(WORDS_WANTED),
    };
    let wide = |kept: &[usize]| {
        kept.iter().map(|&index| needs(index)).sum::<usize>() + 2 * kept.len().saturating_sub(1)
    };
    while wide(&kept) > window {
        let leaving = kept.iter().filter(|&&index| columns[index].leaves.is_some());
        let Some(&first) = leaving.min_by_key(|&&index| columns[index].leaves) else { break };
        kept.retain(|&index| index != first);
    }
    kept
}

/// The widths that fit, narrowed where they must be; `None` where no narrowing is enough.
fn fitting(columns: &[&Column], mut widths: Vec<usize>, window: usize) -> Option<Vec<usize>> {
    let gaps = 2 * columns.len().saturating_sub(1);
    let excess = |widths: &[usize]| (widths.iter().sum::<usize>() + gaps).saturating_sub(window);
    if let Some(index) = columns.iter().position(|column| column.flexible) {
        let least = FLEXIBLE_MIN.min(widths[index]);
        widths[index] = widths[index].saturating_sub(excess(&widths)).max(least);
    }
    while excess(&widths) > 0 {
        let gives = |index: &usize| !columns[*index].right && !columns[*index].flexible;
        let index = (0..columns.len()).filter(gives).max_by_key(|index| widths[*index])?;
        if widths[index] <= WORDS_MIN {
            return None;
        }
        widths[index] -= 1;
    }
    Some(widths)
}

fn grid(out: &mut Out, columns: &[&Column], rows: &[Vec<&String>], widths: &[usize]) {
    let line = |cells: Vec<&str>| -> String {
        let padded = cells.iter().zip(columns).zip(widths).map(|((cell, column), &width)| {
            let side = if column.right { Alignment::Right } else { Alignment::Left };
            pad_str(&truncate_str(cell, width, "…"), width, side, None).into_owned()
        });
        padded.collect::<Vec<_>>().join("  ")
    };
    let head = line(columns.iter().map(|column| column.title).collect());
    out.whole_line(console::style(head.trim_end()).bold().to_string());
    for row in rows {
        let cells = row.iter().zip(columns).zip(widths);
        let cells: Vec<Vec<String>> = cells
            .map(
                |((cell, column), width)| {
                    if column.flows { wrap(cell, *width) } else { vec![(*cell).clone()] }
                },
            )
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        for index in 0..height {
            let at = |lines: &'_ Vec<String>| lines.get(index).cloned().unwrap_or_default();
            let texts: Vec<String> = cells.iter().map(at).collect();
            out.whole_line(line(texts.iter().map(String::as_str).collect()));
        }
    }
}

/// Each row as lines of title and cell.
fn lists(out: &mut Out, columns: &[Column], rows: &[Vec<String>]) {
    let titles = columns.iter().map(|column| column.title.len()).max().unwrap_or(0);
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            out.line("");
        }
        for (column, cell) in columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let title = console::style(format!("{:<titles$}", column.title)).bold();
            out.line(format!("{title}  {cell}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flexible_column_gives_way_first_then_the_widest_and_numbers_never() {
        let columns = [left("ID"), flexible("THEME"), right("SIGNALS"), left("TREND")];
        let columns: Vec<&Column> = columns.iter().collect();
        let widths = |window| fitting(&columns, vec![5, 40, 7, 20], window);
        assert_eq!(widths(100).unwrap(), [5, 40, 7, 20]);
        assert_eq!(widths(60).unwrap(), [5, 22, 7, 20]);
        assert_eq!(widths(45).unwrap(), [5, 12, 7, 15]);
        assert_eq!(widths(30), None, "then each row stands as a list");
    }

    #[test]
    fn columns_leave_in_their_order_until_the_flexible_one_can_be_read() {
        let columns = [
            left("ID"),
            flexible("THEME"),
            right("SHARE").leaving(2),
            right("RATING").leaving(1),
            left("TREND"),
        ];
        let kept = |window| kept(&columns, &[5, 40, 6, 6, 20], window);
        assert_eq!(kept(65), [0, 1, 2, 3, 4]);
        assert_eq!(kept(64), [0, 1, 2, 4]);
        assert_eq!(kept(56), [0, 1, 4]);
        assert_eq!(kept(20), [0, 1, 4], "what is needed stays, and the table is a list");
    }
}
