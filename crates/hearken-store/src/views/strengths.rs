//! The table of strengths: what was judged of each customer and theme.

use hearken_domain::{Event, LogPosition};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Brings the table up to one event.
pub(super) fn apply(c: &Connection, position: LogPosition, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::StrengthJudged { theme, customer, strength } => {
            let sql =
                "INSERT INTO strengths (theme_id, customer_id, position, strength) VALUES (?1, ?2, ?3, ?4)";
            let values = params![theme.0, customer.0, position.0, strength.as_str()];
            c.prepare_cached(sql)?.execute(values)?;
        }
        Event::StrengthUndone { theme, customer, change } => {
            let sql = "UPDATE strengths SET undone_position = ?4 WHERE theme_id = ?1 AND customer_id = ?2 \
                       AND position = ?3";
            c.prepare_cached(sql)?.execute([theme.0, customer.0, change.0, position.0])?;
        }
        Event::Erased { customers, .. } => {
            let mut erase = c.prepare_cached("DELETE FROM strengths WHERE customer_id = ?1")?;
            for customer in customers {
                erase.execute([customer.0])?;
            }
        }
        _ => {}
    }
    Ok(())
}
