//! What a person kept apart is told by the identifier itself, and not by the row that said it, which another may take over.

use rusqlite::Transaction;

use crate::StoreError;
use crate::views::customers::change::select;

pub(super) fn migrate(c: &Transaction<'_>) -> Result<(), StoreError> {
    let sql = "UPDATE customer_changes AS apart SET contact_id = said.contact_id, kind = said.kind, value = said.value, \
               target = NULL FROM customer_changes AS said WHERE apart.what = 'apart' AND said.id = apart.target";
    c.execute(sql, [])?;
    let mut key = c.prepare("UPDATE customer_changes SET key = ?2 WHERE id = ?1")?;
    for (change, row) in select(c, "what = 'apart'", [])? {
        key.execute((change.0, row.key()))?;
    }
    Ok(())
}
