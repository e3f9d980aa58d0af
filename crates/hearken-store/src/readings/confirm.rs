//! A person says that a signal was read right: what was read holds from then on, as if they had said it.

use hearken_domain::{By, Event, Says, Sentiment, Severity};
use rusqlite::{OptionalExtension, Row};

use super::correct::{check, refused};
use super::number::from_number;
use super::{CORRECTED_SAYS, CORRECTED_SENTIMENT, CORRECTED_SEVERITY, StandingCorrection};
use crate::{Store, StoreError, views};

impl Store {
    /// Keeps that what holds of a signal is right. `seen` is what the person looked at, as far as they say so.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where the signal is not there, was not read yet, reads otherwise than what was seen, or all of it
    /// was said by people; or any failure of the database.
    pub fn confirm_reading(&self, seen: StandingCorrection, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let signal = seen.signal;
            check(c, signal)?;
            let sql = "SELECT corrected, says, sentiment, severity FROM signal_readings WHERE signal_id = ?1";
            let now = c.prepare_cached(sql)?.query_row([signal.0], held).optional()?;
            let now = now.ok_or_else(|| refused(signal, "it was not read yet"))?;
            if seen.says.is_some_and(|says| says != now.says)
                || seen.sentiment.is_some_and(|sentiment| sentiment != now.sentiment)
                || seen.severity.is_some_and(|severity| Some(severity) != now.severity)
            {
                return Err(refused(signal, "it was read otherwise meanwhile; look at it again"));
            }
            if now.by_people {
                return Err(refused(signal, "people said all of it; there is nothing left to confirm"));
            }
            let Held { says, sentiment, severity, .. } = now;
            let said =
                Event::SignalCorrected { signal, says: Some(says), sentiment: Some(sentiment), severity };
            views::record(c, &by, said)?;
            Ok(())
        })
    }
}

/// What holds of a signal, and whether people said all of it.
struct Held {
    says: Says,
    sentiment: Sentiment,
    severity: Option<Severity>,
    by_people: bool,
}

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    let severity: Option<u8> = row.get(3)?;
    let corrected: u8 = row.get(0)?;
    let all = CORRECTED_SAYS | CORRECTED_SENTIMENT | if severity.is_some() { CORRECTED_SEVERITY } else { 0 };
    Ok(Held {
        says: from_number(row.get(1)?),
        sentiment: from_number(row.get(2)?),
        severity: severity.map(from_number),
        by_people: corrected & all == all,
    })
}
