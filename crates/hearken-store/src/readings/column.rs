//! What holds of every signal, a byte each, in memory: the text index has no readings, since these change without it, and asks
//! here of each signal that it finds.

use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{FilterField, SignalFilter, SignalId};
use rusqlite::Connection;

use super::ReadingReader;
use super::keep::STAMP;
use super::number::number_of;
use crate::{StoreError, meta};

/// By a signal's number: what it says in three bits, then sentiment and severity in two each; 0 where it was not read.
type Column = Arc<Vec<u8>>;

/// The column as it was last read, with the stamp of that state.
#[derive(Debug, Default)]
pub(crate) struct KeptColumn(Mutex<Option<(u64, Column)>>);

/// The signals that the conditions of a filter on readings let through.
#[derive(Debug, Clone)]
pub struct Passing {
    column: Column,
    /// Whether each byte passes.
    passes: Arc<[bool; 256]>,
}

impl Passing {
    /// Whether a signal is let through.
    pub fn has(&self, signal: SignalId) -> bool {
        let byte = usize::try_from(signal.0).ok().and_then(|at| self.column.get(at)).copied().unwrap_or(0);
        self.passes[usize::from(byte)]
    }
}

impl ReadingReader<'_> {
    /// The signals that a filter's conditions on readings let through; `None` where it has none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn passing(&self, filter: &SignalFilter) -> Result<Option<Passing>, StoreError> {
        if filter.keeping(FilterField::is_read).is_empty() {
            return Ok(None);
        }
        let column = self.0.read(|c| self.0.kept().readings.read(c))?;
        let mut passes = [true; 256];
        passes[0] = false;
        for (field, shift, bits) in
            [(FilterField::Says, 0, 7), (FilterField::Sentiment, 3, 3), (FilterField::Severity, 5, 3)]
        {
            let wanted: Vec<u8> = filter.texts(field).map(|word| number_of(field, word)).collect();
            if !wanted.is_empty() {
                for (byte, passes) in passes.iter_mut().enumerate() {
                    *passes &= wanted.contains(&((byte as u8 >> shift) & bits));
                }
            }
        }
        Ok(Some(Passing { column, passes: Arc::new(passes) }))
    }
}

impl KeptColumn {
    /// The column in the state that `c` sees.
    fn read(&self, c: &Connection) -> Result<Column, StoreError> {
        let stamp = meta::get_number(c, STAMP)?;
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, column)) = kept.filter(|(of, _)| *of == stamp) {
            return Ok(column);
        }
        // Not held while reading: whoever comes meanwhile reads too, rather than wait.
        let column = Arc::new(all(c)?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|(of, _)| *of < stamp) {
            *kept = Some((stamp, Arc::clone(&column)));
        }
        Ok(column)
    }
}

fn all(c: &Connection) -> Result<Vec<u8>, StoreError> {
    let last: Option<u64> =
        c.prepare_cached("SELECT max(signal_id) FROM signal_readings")?.query_row([], |row| row.get(0))?;
    let mut column = vec![0; last.map_or(0, |last| usize::try_from(last).unwrap_or(0) + 1)];
    let sql = "SELECT signal_id, says | (sentiment << 3) | (coalesce(severity, 0) << 5) FROM signal_readings";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(byte) = column.get_mut(row.get::<_, usize>(0)?) {
            *byte = row.get(1)?;
        }
    }
    Ok(column)
}
