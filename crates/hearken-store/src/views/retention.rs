//! The view of times of keeping.

use hearken_domain::{Kind, Retention, SourceId};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Brings the view up to a choice; of a source that was erased nothing is kept.
pub(crate) fn set(
    c: &Connection,
    source: SourceId,
    kind: Option<Kind>,
    keep: Option<Retention>,
) -> Result<(), StoreError> {
    let kind = kind.map_or("", Kind::as_str);
    c.prepare_cached("DELETE FROM retention WHERE source_id = ?1 AND kind = ?2")?
        .execute(params![source.0, kind])?;
    if let Some(Retention { days, keeps_words }) = keep {
        let sql = "INSERT INTO retention (source_id, kind, days, keeps_words) \
                   SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM sources WHERE id = ?1)";
        c.prepare_cached(sql)?.execute(params![source.0, kind, days, keeps_words])?;
    }
    Ok(())
}
