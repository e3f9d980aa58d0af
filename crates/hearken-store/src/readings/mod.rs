//! What signals say, as they were read, and what people said against it. The readings are a view that follows the log; a person's
//! word holds over the machine's, whatever is read later.

mod brief;
mod column;
mod confirm;
mod correct;
mod keep;
mod number;
mod run;
pub(crate) mod stamp;
mod standing;

use hearken_domain::{
    Actor, LogPosition, Reading, Says, Sentiment, Severity, Signal, SignalId, Timestamp, WORDS_REMOVED,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::events::actor_from;
use crate::signal_row::{COLUMNS, signal_from, time};
use crate::snapshot::Snapshot;

pub use brief::BriefReading;
pub(crate) use column::KeptColumn;
pub use column::Passing as ReadPassing;
pub use keep::NewReading;
pub(crate) use keep::settle;
use number::from_thousandths;
pub(crate) use number::{from_number, number_of};
pub use run::{ReadUpTo, ReadingRun, ReadingState};
pub(crate) use standing::insert as insert_correction;

/// The bits of what people said of a signal.
const CORRECTED_SAYS: u8 = 1;
const CORRECTED_SENTIMENT: u8 = 2;
const CORRECTED_SEVERITY: u8 = 4;

/// What holds of a signal, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredReading {
    /// What it says.
    pub says: Says,
    /// In which mood.
    pub sentiment: Sentiment,
    /// How bad it is; of pain points alone.
    pub severity: Option<Severity>,
    /// What the machine made of it.
    pub read: Reading,
    /// The version of the reader that did.
    pub version: u32,
    /// Who said last what it says, if anybody did.
    pub says_by: Option<SaidBy>,
    /// Who said last in which mood it is.
    pub sentiment_by: Option<SaidBy>,
    /// Who said last how bad it is.
    pub severity_by: Option<SaidBy>,
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidBy {
    /// The event.
    pub position: LogPosition,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What people said of a signal against its reading, and stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingCorrection {
    /// Which signal.
    pub signal: SignalId,
    /// What it says, where a person said that.
    pub says: Option<Says>,
    /// In which mood it is, where a person said that.
    pub sentiment: Option<Sentiment>,
    /// How bad it is, where a person said that.
    pub severity: Option<Severity>,
}

/// Reads readings.
#[derive(Debug, Clone, Copy)]
pub struct ReadingReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of what signals say in this snapshot.
    pub fn readings(&self) -> ReadingReader<'_> {
        ReadingReader(self)
    }
}

impl ReadingReader<'_> {
    /// What holds of a signal; nothing where it was not read yet.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of(&self, signal: SignalId) -> Result<Option<StoredReading>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT says, sentiment, severity, read_says, says_sure, read_sentiment, sentiment_sure, read_severity, \
                       severity_sure, version FROM signal_readings WHERE signal_id = ?1";
            let found = c.prepare_cached(sql)?.query_row([signal.0], stored).optional()?;
            let Some(mut found) = found else { return Ok(None) };
            for (column, by) in [
                ("says", &mut found.says_by),
                ("sentiment", &mut found.sentiment_by),
                ("severity", &mut found.severity_by),
            ] {
                *by = said_by(c, signal, column)?;
            }
            Ok(Some(found))
        })
    }

    /// Whether anything that people said of a signal stands, so that it can be taken back.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn is_corrected(&self, signal: SignalId) -> Result<bool, StoreError> {
        self.0.read(|c| {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM corrections WHERE signal_id = ?1 AND undone_position IS NULL)";
            Ok(c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0))?)
        })
    }

    /// What people said of signals, and stands: one for each signal, by its id.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn corrections(&self) -> Result<Vec<StandingCorrection>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT DISTINCT signal_id FROM corrections WHERE undone_position IS NULL ORDER BY 1";
            let signals: Vec<u64> =
                c.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            signals.into_iter().map(|signal| standing::standing(c, SignalId(signal))).collect()
        })
    }

    /// Signals that have words and were not read yet.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn unread(&self) -> Result<u64, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT (SELECT count(*) FROM signals) - (SELECT count(*) FROM signal_readings)";
            let unread: u64 = c.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
            if unread == 0 {
                return Ok(0);
            }
            let sql = "SELECT count(*) FROM signals WHERE id NOT IN (SELECT signal_id FROM signal_readings) \
                       AND NOT (text = ?1 AND title IS NULL)";
            Ok(c.prepare_cached(sql)?.query_row([WORDS_REMOVED], |row| row.get(0))?)
        })
    }

    /// The next signals to read, in the order of their ids.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn to_read(&self, after: Option<SignalId>, limit: usize) -> Result<Vec<Signal>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM signals WHERE id > ?1 ORDER BY id LIMIT ?2");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(params![after.map_or(0, |id| id.0), limit], signal_from)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredReading> {
    let severity =
        |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<u8>>(column)?.map(from_number::<Severity>));
    Ok(StoredReading {
        says: from_number(row.get(0)?),
        sentiment: from_number(row.get(1)?),
        severity: severity(2)?,
        read: Reading {
            says: from_number::<Says>(row.get(3)?).kind(),
            says_confidence: from_thousandths(row.get(4)?),
            sentiment: from_number(row.get(5)?),
            sentiment_confidence: from_thousandths(row.get(6)?),
            severity: severity(7)?,
            severity_confidence: from_thousandths(row.get(8)?),
        },
        version: row.get(9)?,
        says_by: None,
        sentiment_by: None,
        severity_by: None,
    })
}

/// Who said last what a column of the corrections of a signal holds, of those that stand.
fn said_by(c: &Connection, signal: SignalId, column: &str) -> Result<Option<SaidBy>, StoreError> {
    let sql = format!(
        "SELECT position, at_ms, kind, name, nullif(behalf_of, '') FROM corrections JOIN events USING (position) \
         JOIN actors ON actors.id = actor_id WHERE signal_id = ?1 AND undone_position IS NULL AND {column} IS NOT NULL \
         ORDER BY position DESC LIMIT 1"
    );
    let said = |row: &Row<'_>| {
        Ok(SaidBy { position: LogPosition(row.get(0)?), at: time(row, 1)?, by: actor_from(row, 2)? })
    };
    Ok(c.prepare_cached(&sql)?.query_row([signal.0], said).optional()?)
}

#[cfg(test)]
mod tests;
