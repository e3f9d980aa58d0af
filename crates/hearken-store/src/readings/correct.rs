//! What people say of a signal against its reading, and taking that back.

use hearken_domain::{By, Event, LogPosition, Says, SignalId};
use rusqlite::{Connection, OptionalExtension};

use super::StandingCorrection;
use super::number::from_number;
use crate::{Store, StoreError, views};

impl Store {
    /// Keeps what a person says of a signal: each of the three that is given holds from then on. How bad it is can be said of
    /// a pain point alone, so that saying it says that it is one.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the signal is not there, or the severity is said of something else; or any failure of the database.
    pub fn correct_signal(&self, said: StandingCorrection, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let StandingCorrection { signal, mut says, sentiment, severity } = said;
            check(c, signal)?;
            if severity.is_some() {
                let now = match says {
                    Some(says) => Some(says),
                    None => now_says(c, signal)?,
                };
                if now.is_some_and(|now| now != Says::PainPoint) {
                    return Err(refused(signal, "how bad it is can be said of a pain point alone"));
                }
                says = Some(Says::PainPoint);
            }
            views::record(c, &by, Event::SignalCorrected { signal, says, sentiment, severity })?;
            Ok(())
        })
    }

    /// Takes back what people said last of a signal.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where nothing that was said of it stands; or any failure of the database.
    pub fn undo_correction(&self, signal: SignalId, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check(c, signal)?;
            let sql =
                "SELECT max(position) FROM corrections WHERE signal_id = ?1 AND undone_position IS NULL";
            let last: Option<u64> = c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0))?;
            let change = last.map(LogPosition);
            let change =
                change.ok_or_else(|| refused(signal, "nobody said otherwise of it than it was read"))?;
            views::record(c, &by, Event::CorrectionUndone { signal, change })?;
            Ok(())
        })
    }
}

/// What holds of a signal; nothing where it was not read yet.
fn now_says(c: &Connection, signal: SignalId) -> Result<Option<Says>, StoreError> {
    let sql = "SELECT says FROM signal_readings WHERE signal_id = ?1";
    let number: Option<u8> = c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0)).optional()?;
    Ok(number.map(from_number))
}

pub(super) fn check(c: &Connection, signal: SignalId) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM signals WHERE id = ?1";
    match c.prepare_cached(sql)?.query_row([signal.0], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => Err(StoreError::Ruling {
            subject: signal.to_string(),
            detail: "there is no such signal".to_owned(),
            missing: true,
            against: None,
        }),
    }
}

pub(super) fn refused(signal: SignalId, detail: &str) -> StoreError {
    StoreError::Ruling {
        subject: signal.to_string(),
        detail: detail.to_owned(),
        missing: false,
        against: None,
    }
}
