//! What holds of every signal, a byte each, in memory: the text index has no readings, since these change without it, and asks
//! here of each signal that it finds.

use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{FilterField, SignalFilter, SignalId};
use rusqlite::Connection;

use super::ReadingReader;
use super::number::number_of;
use super::stamp::{ANEW, STAMP};
use crate::asides::AsidePassing;
use crate::{StoreError, meta};

/// By a signal's number: what it says in three bits, then sentiment and severity in two each; 0 where it was not read.
type Column = Arc<Vec<u8>>;

/// The column as it was last read: whoever reads it next reads only what was written since.
#[derive(Debug, Default)]
pub(crate) struct KeptColumn(Mutex<Option<Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    anew: u64,
    stamp: u64,
    column: Column,
}

/// The signals that the conditions of a filter on readings let through.
#[derive(Debug, Clone)]
pub struct Passing {
    column: Column,
    /// Whether each byte passes.
    passes: Arc<[bool; 256]>,
    /// What of it is set aside.
    asides: Option<AsidePassing>,
}

impl Passing {
    /// Whether a signal is let through.
    pub fn has(&self, signal: SignalId) -> bool {
        let byte = usize::try_from(signal.0).ok().and_then(|at| self.column.get(at)).copied().unwrap_or(0);
        self.passes[usize::from(byte)] && self.asides.as_ref().is_none_or(|asides| asides.has(signal))
    }
}

impl ReadingReader<'_> {
    /// The signals that a filter's conditions on readings let through; `None` where it has none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn passing(&self, filter: &SignalFilter) -> Result<Option<Passing>, StoreError> {
        let asides = self.0.asides().passing(filter)?;
        let reads = !filter.keeping(FilterField::is_read).is_empty();
        if !reads && asides.is_none() {
            return Ok(None);
        }
        let column = self.0.read(|c| self.0.kept().readings.read(c))?;
        let mut passes = [true; 256];
        passes[0] = !reads;
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
        Ok(Some(Passing { column, passes: Arc::new(passes), asides }))
    }
}

impl KeptColumn {
    /// The column in the state that `c` sees.
    fn read(&self, c: &Connection) -> Result<Column, StoreError> {
        let (anew, stamp) = (meta::get_number(c, ANEW)?, meta::get_number(c, STAMP)?);
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Not held while reading: whoever comes meanwhile reads too, rather than wait.
        let column = match kept {
            Some(kept) if (kept.anew, kept.stamp) == (anew, stamp) => return Ok(kept.column),
            Some(kept) if kept.anew == anew && kept.stamp < stamp => {
                Arc::new(since(c, kept.stamp, (*kept.column).clone())?)
            }
            _ => Arc::new(since(c, 0, Vec::new())?),
        };
        let read = Kept { anew, stamp, column: Arc::clone(&column) };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| (kept.anew, kept.stamp) < (anew, stamp)) {
            *kept = Some(read);
        }
        Ok(column)
    }
}

/// The column with what was written after a stamp. What is gone may stay in it, for nobody finds it any more.
fn since(c: &Connection, stamp: u64, mut column: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let sql = "SELECT signal_id, says | (sentiment << 3) | (coalesce(severity, 0) << 5) FROM signal_readings";
    // All of them are read in their order, not by the index.
    let later = if stamp == 0 { "+stamp > ?1" } else { "stamp > ?1" };
    let mut statement = c.prepare_cached(&format!("{sql} WHERE {later}"))?;
    let mut rows = statement.query([stamp])?;
    while let Some(row) = rows.next()? {
        let at: usize = row.get(0)?;
        if column.len() <= at {
            column.resize(at + 1, 0);
        }
        column[at] = row.get(1)?;
    }
    Ok(column)
}
