//! A signal as a row of its table.

use std::collections::BTreeMap;

use hearken_domain::{
    ContactId, ImportId, Kind, LogPosition, Signal, SignalId, SourceId, Timestamp, Verbatim,
};
use rusqlite::Row;

use crate::labels::from_column;

/// What [`signal_from`] reads, in its order.
pub(crate) const COLUMNS: &str = "signals.id, signals.position, signals.revision, signals.source_id, signals.import_id, \
    signals.external_id, signals.kind, signals.at_ms, signals.received_ms, signals.title, signals.text, \
    signals.rating, signals.url, signals.product, signals.version, signals.language, signals.labels, \
    signals.contact_id, signals.extra, signals.undated, signals.state, signals.status, signals.anonymised > 0";
/// How many they are.
pub(crate) const COLUMN_COUNT: usize = 23;

/// A time column, in milliseconds since 1970.
pub(crate) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let ms: i64 = row.get(column)?;
    Timestamp::from_millisecond(ms).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Integer, Box::new(error))
    })
}

/// The first and the last time that was said, from two columns that are empty where all is undated.
pub(crate) fn span(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<(Timestamp, Timestamp)>> {
    match row.get::<_, Option<i64>>(first)? {
        Some(_) => Ok(Some((time(row, first)?, time(row, first + 1)?))),
        None => Ok(None),
    }
}

/// Reads [`COLUMNS`].
pub(crate) fn signal_from(row: &Row<'_>) -> rusqlite::Result<Signal> {
    let text_error = |column: usize| {
        move |error: Box<dyn std::error::Error + Send + Sync>| {
            rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error)
        }
    };
    let words = |column: usize| -> rusqlite::Result<Option<Verbatim>> {
        Ok(row.get::<_, Option<String>>(column)?.map(Verbatim::redacted))
    };
    let kind: String = row.get(6)?;
    let extra: Option<String> = row.get(18)?;
    let extra: BTreeMap<String, Verbatim> = match extra {
        Some(json) => serde_json::from_str(&json).map_err(|e| text_error(18)(e.into()))?,
        None => BTreeMap::new(),
    };
    let labels: Option<String> = row.get(16)?;
    let labels = from_column(labels.as_deref()).map_err(|e| text_error(16)(e.into()))?;
    let state: Option<String> = row.get(20)?;
    Ok(Signal {
        id: SignalId(row.get(0)?),
        position: LogPosition(row.get(1)?),
        revision: row.get(2)?,
        source: SourceId(row.get(3)?),
        import: ImportId(row.get(4)?),
        external_id: row.get(5)?,
        kind: kind.parse::<Kind>().map_err(|e| text_error(6)(e.into()))?,
        at: time(row, 7)?,
        undated: row.get(19)?,
        received_at: time(row, 8)?,
        title: words(9)?,
        verbatim: Verbatim::redacted(row.get(10)?),
        rating: row.get(11)?,
        url: words(12)?,
        product: words(13)?,
        version: words(14)?,
        language: words(15)?,
        labels: labels.into_iter().map(Verbatim::redacted).collect(),
        state: state.and_then(|state| state.parse().ok()),
        status: words(21)?,
        contact: row.get::<_, Option<u64>>(17)?.map(ContactId),
        anonymised: row.get(22)?,
        extra,
    })
}
