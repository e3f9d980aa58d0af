//! What signals of a list say: each with how sure that is, and nothing about who said so.

use std::collections::BTreeMap;

use hearken_domain::{Says, Sentiment, Severity, SignalId};
use rusqlite::{OptionalExtension, Row};

use super::number::{from_number, from_thousandths};
use super::{CORRECTED_SAYS, CORRECTED_SENTIMENT, CORRECTED_SEVERITY, ReadingReader};
use crate::StoreError;

/// What holds of a signal. How sure that is goes from 0 to 1; what a person said is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BriefReading {
    /// What it says.
    pub says: Says,
    /// How sure that is.
    pub says_confidence: f64,
    /// In which mood.
    pub sentiment: Sentiment,
    /// How sure that is.
    pub sentiment_confidence: f64,
    /// How bad it is, and how sure that is; of pain points alone.
    pub severity: Option<(Severity, f64)>,
}

impl ReadingReader<'_> {
    /// What holds of each signal that was read.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn brief(&self, signals: &[SignalId]) -> Result<BTreeMap<SignalId, BriefReading>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT corrected, says, says_sure, sentiment, sentiment_sure, severity, severity_sure \
                       FROM signal_readings WHERE signal_id = ?1";
            let mut statement = c.prepare_cached(sql)?;
            let mut found = BTreeMap::new();
            for signal in signals {
                if let Some(reading) = statement.query_row([signal.0], brief).optional()? {
                    found.insert(*signal, reading);
                }
            }
            Ok(found)
        })
    }
}

fn brief(row: &Row<'_>) -> rusqlite::Result<BriefReading> {
    let corrected: u8 = row.get(0)?;
    let sure = |bit: u8, thousandths: u16| match corrected & bit {
        0 => from_thousandths(thousandths),
        _ => 1.0,
    };
    let severity: Option<u8> = row.get(5)?;
    let severity_sure = sure(CORRECTED_SEVERITY, row.get(6)?);
    Ok(BriefReading {
        says: from_number(row.get(1)?),
        says_confidence: sure(CORRECTED_SAYS, row.get(2)?),
        sentiment: from_number(row.get(3)?),
        sentiment_confidence: sure(CORRECTED_SENTIMENT, row.get(4)?),
        severity: severity.map(|severity| (from_number(severity), severity_sure)),
    })
}
