//! Who is believed about a fact, where many customers are read at once: the same as `BELIEVED` says of one in SQL.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::StoreError;

/// How well what is said is believed: what a person said first; then what the source says that a person prefers; then what is
/// said of the customer itself before what is said of its parts. Of two that are believed alike, the one said last holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Belief {
    by_hand: bool,
    preferred: bool,
    own: bool,
}

/// The source that is believed about each field.
pub(super) struct Preferred(HashMap<String, u64>);

impl Preferred {
    pub(super) fn read(c: &Connection) -> Result<Self, StoreError> {
        let sql = "SELECT kind, source_id FROM customer_changes WHERE what = 'preferred' AND standing AND NOT dropped \
                   AND source_id IS NOT NULL";
        let mut statement = c.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// How well a field is believed as a source says it, or a person where there is none, of a customer itself or of a part.
    pub(super) fn belief(&self, field: &str, source: Option<u64>, own: bool) -> Belief {
        let preferred = source.is_some() && self.0.get(field) == source.as_ref();
        Belief { by_hand: source.is_none(), preferred, own }
    }
}
