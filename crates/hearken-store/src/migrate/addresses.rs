//! Addresses of people get the form by which they are looked up.

use rusqlite::Transaction;

use crate::StoreError;
use crate::contacts::look_up_by;

pub(super) fn migrate(c: &Transaction<'_>) -> Result<(), StoreError> {
    let sql = "SELECT id FROM contacts WHERE email IS NOT NULL OR external_id LIKE '%@%'";
    let people: Vec<u64> = c.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    people.into_iter().try_for_each(|id| look_up_by(c, id))
}
