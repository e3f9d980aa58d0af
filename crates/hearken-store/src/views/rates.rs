//! The table of rates: each thing that was said of one, and whether it was taken back.

use hearken_domain::{Event, LogPosition};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Brings the table up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    let (currency, into, from, rate) = match event {
        Event::RateSet { rate } => {
            (rate.currency, rate.into, rate.from, Some(rate.rate.hundred_millionths()))
        }
        Event::RateRemoved { currency, into, from } => (*currency, *into, *from, None),
        Event::RateChangeUndone { change } => {
            let sql = "UPDATE rates SET undone_position = ?2 WHERE position = ?1";
            c.prepare_cached(sql)?.execute([change.0, position.0])?;
            return Ok(());
        }
        _ => return Ok(()),
    };
    let sql =
        "INSERT INTO rates (position, currency, into_currency, from_day, rate) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![position.0, currency.as_str(), into.as_str(), from.to_string(), rate];
    c.prepare_cached(sql)?.execute(values)?;
    Ok(())
}
