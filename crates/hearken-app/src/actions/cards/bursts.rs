//! A list in which signals of one burst are one row. Pages that people read are cut by rows (`signals/one_row.rs`); what
//! programs get is cut by signals.

use hearken_domain::counted;

use crate::actions::cards::{BurstCard, SignalCard};

/// A row of a list: a signal, or the first of several of one burst, with the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T> {
    /// What is shown.
    pub item: T,
    /// What it opens to: the others of its burst in this list.
    pub others: Vec<T>,
    /// Its burst.
    pub burst: Option<BurstCard>,
}

/// Puts what is of one burst into one row, where the first of it stands. `card` is the signal of an item.
pub fn rows<T>(items: Vec<T>, card: impl Fn(&T) -> &SignalCard) -> Vec<Row<T>> {
    let mut rows: Vec<Row<T>> = Vec::with_capacity(items.len());
    for item in items {
        let burst = card(&item).burst;
        let same = |row: &Row<T>| row.burst.zip(burst).is_some_and(|(one, other)| one.first == other.first);
        match rows.iter().position(same) {
            Some(row) => rows[row].others.push(item),
            None => rows.push(Row { item, others: Vec::new(), burst }),
        }
    }
    rows
}

/// What a list says about rows that stand for several signals; `None` where none does.
pub fn shown_as_one<T>(rows: &[Row<T>]) -> Option<String> {
    let together: Vec<usize> =
        rows.iter().filter(|row| !row.others.is_empty()).map(|row| row.others.len() + 1).collect();
    let signals: usize = together.iter().sum();
    let all: usize = rows.iter().map(|row| row.others.len() + 1).sum();
    (!together.is_empty()).then(|| {
        format!(
            "{} here in {}: {signals} alike are shown as {}",
            counted(all as u64, "signal"),
            counted(rows.len() as u64, "row"),
            together.len()
        )
    })
}
