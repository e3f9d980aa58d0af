//! What is to be sent, and what became of it. A delivery is recorded after it was tried: where a process ends in between, it
//! is tried again with the same id.

use hearken_domain::{AlertId, DeliveryState, DeliveryTrouble, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::alerts::AlertReader;
use crate::random::random_bytes;
use crate::signal_row::time;
use crate::{Store, StoreError};

/// Something that is to be sent, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub id: u64,
    /// The id that the receiver sees, the same however often it is tried.
    pub message: String,
    /// Of which alert.
    pub alert: AlertId,
    /// When there was first anything to send.
    pub made_at: Timestamp,
    /// When it is tried next; `None` once it is at its end.
    pub due_at: Option<Timestamp>,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it was last not taken.
    pub trouble: Option<DeliveryTrouble>,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// When it was tried; `None` where it was not.
    pub at: Option<Timestamp>,
    /// Where it stands now.
    pub state: DeliveryState,
    /// When it is tried next.
    pub due_at: Option<Timestamp>,
    /// Why it was not taken.
    pub trouble: Option<DeliveryTrouble>,
}

const SELECT: &str =
    "SELECT id, message, alert_id, made_ms, due_ms, tried_ms, attempts, state, trouble FROM alert_deliveries";

impl AlertReader<'_> {
    /// The deliveries of one alert, or of all, the last first; from what came before the one with this message on, where one is
    /// given.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn deliveries(
        &self,
        of: Option<AlertId>,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.0.read(|c| {
            let sql = format!(
                "{SELECT} WHERE (?1 IS NULL OR alert_id = ?1) \
                 AND (?2 IS NULL OR id < (SELECT id FROM alert_deliveries WHERE message = ?2)) ORDER BY id DESC LIMIT ?3"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(params![of.map(|id| id.0), before, limit], read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What is to be tried by then, what has been due longest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn due_deliveries(&self, by: Timestamp) -> Result<Vec<Delivery>, StoreError> {
        self.0.read(|c| {
            let sql = format!("{SELECT} WHERE due_ms <= ?1 ORDER BY due_ms, id");
            let mut statement = c.prepare_cached(&sql)?;
            Ok(statement.query_map([by.as_millisecond()], read)?.collect::<Result<_, _>>()?)
        })
    }

    /// When the next one is to be tried.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn next_delivery(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT due_ms FROM alert_deliveries WHERE due_ms IS NOT NULL ORDER BY due_ms LIMIT 1";
            Ok(c.prepare_cached(sql)?.query_row([], |row| time(row, 0)).optional()?)
        })
    }
}

impl Store {
    /// Records what became of a try. One that was dropped meanwhile stays so.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn record_try(&self, delivery: u64, tried: Tried) -> Result<(), StoreError> {
        self.write(move |c| {
            let sql = "UPDATE alert_deliveries SET attempts = attempts + (?2 IS NOT NULL), \
                       tried_ms = coalesce(?2, tried_ms), state = ?3, due_ms = ?4, trouble = ?5 \
                       WHERE id = ?1 AND state = 'waiting'";
            c.prepare_cached(sql)?.execute(params![
                delivery,
                tried.at.map(Timestamp::as_millisecond),
                tried.state.as_str(),
                tried.due_at.map(Timestamp::as_millisecond),
                tried.trouble.map(DeliveryTrouble::as_str),
            ])?;
            Ok(())
        })
    }
}

/// Asks for news to be sent by an alert when it is due: with what waits for the same time and was not tried yet.
pub(super) fn add(
    c: &Connection,
    alert: AlertId,
    news: &[u64],
    due: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let delivery = waiting(c, alert, due, now)?;
    let sql = "INSERT OR IGNORE INTO alert_delivery_news (delivery_id, news_id) VALUES (?1, ?2)";
    for news in news {
        c.prepare_cached(sql)?.execute([delivery, *news])?;
    }
    Ok(())
}

/// The delivery by an alert that is due then and was not tried yet; made where there is none.
pub(crate) fn waiting(
    c: &Connection,
    alert: AlertId,
    due: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "SELECT id FROM alert_deliveries WHERE alert_id = ?1 AND due_ms = ?2 AND attempts = 0";
    let (due, now) = (due.as_millisecond(), now.as_millisecond());
    let waits: Option<u64> =
        c.prepare_cached(sql)?.query_row(params![alert.0, due], |row| row.get(0)).optional()?;
    Ok(match waits {
        Some(id) => id,
        None => {
            let message: String = random_bytes()?.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            let sql = "INSERT INTO alert_deliveries (message, alert_id, made_ms, due_ms, state) \
                       VALUES (?1, ?2, ?3, ?4, 'waiting') RETURNING id";
            let values = params![format!("msg_{message}"), alert.0, now, due];
            c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?
        }
    })
}

/// What an alert was still to send is not sent.
pub(super) fn drop_waiting(c: &Connection, alert: AlertId) -> Result<(), StoreError> {
    let sql = "UPDATE alert_deliveries SET state = 'dropped', due_ms = NULL WHERE alert_id = ?1 AND state = 'waiting'";
    c.prepare_cached(sql)?.execute([alert.0])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let word = |column: usize, error: String| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into())
    };
    let at = |column: usize| -> rusqlite::Result<Option<Timestamp>> {
        row.get::<_, Option<i64>>(column)?.map(|_| time(row, column)).transpose()
    };
    let state: String = row.get(7)?;
    let trouble: Option<String> = row.get(8)?;
    Ok(Delivery {
        id: row.get(0)?,
        message: row.get(1)?,
        alert: AlertId(row.get(2)?),
        made_at: time(row, 3)?,
        due_at: at(4)?,
        tried_at: at(5)?,
        attempts: row.get(6)?,
        state: state.parse().map_err(|error| word(7, error))?,
        // A sentence of an older release says no less for being another now.
        trouble: trouble.and_then(|trouble| trouble.parse().ok()),
    })
}
