//! The log: positions, events, and the way a view follows it.

use hearken_domain::{LogPosition, Signal, SignalId};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::signal_row::{COLUMNS, signal_from};
use crate::snapshot::Snapshot;

/// One thing that a view has to take in.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it stands in the log.
    pub position: LogPosition,
    /// What happened.
    pub change: Change,
}

/// What happened to a signal.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It arrived, or arrived changed: this is what it says now.
    Revised(Box<Signal>),
    /// It was taken back.
    Removed(SignalId),
}

/// Reads the log.
#[derive(Debug, Clone, Copy)]
pub struct LogReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of the log in this snapshot.
    pub fn log(&self) -> LogReader<'_> {
        LogReader(self)
    }
}

impl LogReader<'_> {
    /// Every signal that was taken out.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn removed(&self) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached("SELECT signal_id FROM removals")?;
            let rows = statement.query_map([], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The position of the last entry.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn position(&self) -> Result<LogPosition, StoreError> {
        self.0.read(|c| Ok(LogPosition(position(c)?)))
    }

    /// Up to `limit` entries after `after`, in order. A signal stands where it first arrived, with what it says now,
    /// so that a view always meets signals in the order of their ids; a later change stands at its own position only
    /// for whoever is past that first position. Superseded revisions are left out.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn entries_after(&self, after: LogPosition, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.0.read(|c| {
            let mut entries = Vec::new();
            for condition in
                ["id > ?1 ORDER BY id", "position > ?1 AND position <> id AND +id <= ?1 ORDER BY position"]
            {
                let sql = format!("SELECT {COLUMNS} FROM signals WHERE {condition} LIMIT ?2");
                let mut statement = c.prepare_cached(&sql)?;
                let rows = statement.query_map(params![after.0, limit], signal_from)?;
                for signal in rows {
                    let signal = signal?;
                    let first_met = signal.id.0 > after.0;
                    let position = if first_met { LogPosition(signal.id.0) } else { signal.position };
                    entries.push(Entry { position, change: Change::Revised(Box::new(signal)) });
                }
            }
            let sql =
                "SELECT position, signal_id FROM removals WHERE position > ?1 ORDER BY position LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![after.0, limit], |row| {
                let change = Change::Removed(SignalId(row.get(1)?));
                Ok(Entry { position: LogPosition(row.get(0)?), change })
            })?;
            for entry in rows {
                entries.push(entry?);
            }
            // Each of the three lists holds the first `limit` of its sort, so the first `limit` of all are among them.
            entries.sort_by_key(|entry| entry.position);
            entries.truncate(limit);
            Ok(entries)
        })
    }
}

pub(crate) fn position(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce((SELECT value FROM meta WHERE key = 'position'), 0)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Takes the next `count` positions; gives the first. Positions are never given twice.
pub(crate) fn advance(connection: &Connection, count: u64) -> Result<u64, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('position', ?1) \
               ON CONFLICT DO UPDATE SET value = value + ?1 RETURNING value";
    let last: u64 = connection.prepare_cached(sql)?.query_row([count], |row| row.get(0))?;
    Ok(last - count + 1)
}

/// Says that positions up to `position` were given.
pub(crate) fn advance_to(connection: &Connection, position: u64) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('position', ?1) ON CONFLICT DO UPDATE SET value = ?1";
    connection.prepare_cached(sql)?.execute([position])?;
    Ok(())
}

#[cfg(test)]
mod tests;
