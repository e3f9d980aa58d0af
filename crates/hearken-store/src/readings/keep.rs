//! Keeping readings: what the machine made of signals, with what people said laid over it, and the counts of themes in step.

use hearken_domain::{LogPosition, Reading, Says, Severity, SignalId};
use rusqlite::{Connection, OptionalExtension, params};

use super::number::{to_number, to_thousandths};
use super::run::{self, ReadUpTo};
use super::stamp::{ANEW, STAMP};
use super::standing::standing;
use super::{CORRECTED_SAYS, CORRECTED_SENTIMENT, CORRECTED_SEVERITY};
use crate::generation::current_generation;
use crate::rollup::{Tally, read_values, theme_of};
use crate::{Store, StoreError, meta};

/// What a reader made of a signal as it was at a position of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReading {
    /// The signal.
    pub signal: SignalId,
    /// The position of the revision that was read.
    pub position: LogPosition,
    /// What was made of it.
    pub reading: Reading,
}

impl Store {
    /// Keeps what was read, and how far. A signal that says something else by now is passed over: it is read again.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn keep_readings(
        &self,
        readings: Vec<NewReading>,
        version: u32,
        up_to: ReadUpTo,
    ) -> Result<(), StoreError> {
        self.write(move |c| {
            let mut keeping = Keeping::new(c)?;
            for reading in &readings {
                keeping.put(reading, version)?;
            }
            keeping.finish()?;
            run::note(c, up_to)
        })
    }

    /// Forgets every reading, so that all signals are read from the log again.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn forget_readings(&self) -> Result<(), StoreError> {
        self.write(|c| {
            c.execute("DELETE FROM signal_readings", [])?;
            c.execute("DELETE FROM theme_values WHERE field IN ('says', 'sentiment', 'severity')", [])?;
            run::forget(c)?;
            meta::set_number(c, ANEW, meta::get_number(c, ANEW)? + 1)?;
            meta::set_number(c, STAMP, meta::get_number(c, STAMP)? + 1)
        })
    }
}

/// What holds of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Holds {
    says: u8,
    sentiment: u8,
    severity: Option<u8>,
    corrected: u8,
}

/// What the machine made of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Made {
    says: u8,
    sentiment: u8,
    severity: Option<u8>,
    sure: [u16; 3],
    version: u32,
}

impl Made {
    fn of(reading: &Reading, version: u32) -> Self {
        Self {
            says: to_number(Says::from(reading.says)),
            sentiment: to_number(reading.sentiment),
            severity: reading.severity.map(to_number::<Severity>),
            sure: [reading.says_confidence, reading.sentiment_confidence, reading.severity_confidence]
                .map(to_thousandths),
            version,
        }
    }

    /// With what people said laid over it.
    fn holds(&self, c: &Connection, signal: SignalId) -> Result<Holds, StoreError> {
        let said = standing(c, signal)?;
        let says = said.says.map_or(self.says, to_number);
        // How bad it is, is of pain points alone.
        let severity =
            said.severity.map(to_number).or(self.severity).filter(|_| says == to_number(Says::PainPoint));
        let bit = |said: bool, bit: u8| if said { bit } else { 0 };
        Ok(Holds {
            says,
            sentiment: said.sentiment.map_or(self.sentiment, to_number),
            severity,
            corrected: bit(said.says.is_some(), CORRECTED_SAYS)
                | bit(said.sentiment.is_some(), CORRECTED_SENTIMENT)
                | bit(said.severity.is_some(), CORRECTED_SEVERITY),
        })
    }
}

/// Readings on their way in, inside a transaction.
struct Keeping<'c> {
    c: &'c Connection,
    /// The generations that signals are counted in, each with what changes there.
    tallies: Vec<(u64, Tally)>,
    /// The stamp of what is written now.
    stamp: u64,
    changed: bool,
}

impl<'c> Keeping<'c> {
    fn new(c: &'c Connection) -> Result<Self, StoreError> {
        let sql = "SELECT generation FROM clustering_runs WHERE generation >= ?1";
        let mut statement = c.prepare_cached(sql)?;
        let rows =
            statement.query_map([current_generation(c)?], |row| Ok((row.get(0)?, Tally::default())))?;
        let stamp = meta::get_number(c, STAMP)? + 1;
        Ok(Self { c, tallies: rows.collect::<Result<_, _>>()?, stamp, changed: false })
    }

    fn put(&mut self, new: &NewReading, version: u32) -> Result<(), StoreError> {
        let sql = "SELECT said_order FROM signals WHERE id = ?1 AND position = ?2";
        let found = self.c.prepare_cached(sql)?.query_row([new.signal.0, new.position.0], |row| row.get(0));
        let Some(said_order) = found.optional()? else { return Ok(()) };
        self.write(new.signal, said_order, Made::of(&new.reading, version))
    }

    fn write(&mut self, signal: SignalId, said_order: i64, made: Made) -> Result<(), StoreError> {
        let before = row_of(self.c, signal)?;
        let holds = made.holds(self.c, signal)?;
        if before == Some((said_order, holds, made)) {
            return Ok(());
        }
        let sql = "INSERT INTO signal_readings (signal_id, said_order, says, sentiment, severity, corrected, read_says, \
                   read_sentiment, read_severity, says_sure, sentiment_sure, severity_sure, version, stamp) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
                   ON CONFLICT (signal_id) DO UPDATE SET said_order = ?2, says = ?3, sentiment = ?4, severity = ?5, \
                   corrected = ?6, read_says = ?7, read_sentiment = ?8, read_severity = ?9, says_sure = ?10, \
                   sentiment_sure = ?11, severity_sure = ?12, version = ?13, stamp = ?14";
        self.c.prepare_cached(sql)?.execute(params![
            signal.0,
            said_order,
            holds.says,
            holds.sentiment,
            holds.severity,
            holds.corrected,
            made.says,
            made.sentiment,
            made.severity,
            made.sure[0],
            made.sure[1],
            made.sure[2],
            made.version,
            self.stamp,
        ])?;
        let before = before.map(|(_, holds, _)| holds);
        let counted = |holds: Holds| (holds.says, holds.sentiment, holds.severity);
        if before.map(counted) == Some(counted(holds)) {
            return Ok(());
        }
        self.changed = true;
        for (generation, tally) in &mut self.tallies {
            let Some(theme) = theme_of(self.c, *generation, signal.0)? else { continue };
            for (holds, by) in before.map(|before| (before, -1)).into_iter().chain([(holds, 1)]) {
                for (field, value) in read_values(counted(holds)) {
                    tally.count_value(theme, field, value, by);
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), StoreError> {
        for (generation, tally) in self.tallies {
            tally.write(self.c, generation)?;
        }
        if self.changed { meta::set_number(self.c, STAMP, self.stamp) } else { Ok(()) }
    }
}

/// Lays what people say of a signal by now over what the machine made of it.
pub(crate) fn settle(c: &Connection, signal: SignalId) -> Result<(), StoreError> {
    // One that was not read yet is settled when it is.
    let Some((said_order, _, made)) = row_of(c, signal)? else { return Ok(()) };
    let mut keeping = Keeping::new(c)?;
    keeping.write(signal, said_order, made)?;
    keeping.finish()
}

fn row_of(c: &Connection, signal: SignalId) -> Result<Option<(i64, Holds, Made)>, StoreError> {
    let sql = "SELECT said_order, says, sentiment, severity, corrected, read_says, read_sentiment, read_severity, says_sure, \
               sentiment_sure, severity_sure, version FROM signal_readings WHERE signal_id = ?1";
    let found = c.prepare_cached(sql)?.query_row([signal.0], |row| {
        let holds = Holds {
            says: row.get(1)?,
            sentiment: row.get(2)?,
            severity: row.get(3)?,
            corrected: row.get(4)?,
        };
        let made = Made {
            says: row.get(5)?,
            sentiment: row.get(6)?,
            severity: row.get(7)?,
            sure: [row.get(8)?, row.get(9)?, row.get(10)?],
            version: row.get(11)?,
        };
        Ok((row.get(0)?, holds, made))
    });
    Ok(found.optional()?)
}
