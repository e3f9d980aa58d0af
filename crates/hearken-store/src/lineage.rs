//! What became of each theme: born, grew, merged, split, retired, returned. A view of the steps that events hold.

use hearken_domain::{Event, Lineage, LineageStep, RulingId, ThemeId};

use crate::StoreError;
use crate::error::unreadable;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::themes::ThemeReader;

impl ThemeReader<'_> {
    /// What happened to a theme, the first first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn lineage(&self, theme: ThemeId) -> Result<Vec<LineageStep>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT at_ms, what, other_id, signals, body, kind, name, nullif(behalf_of, '') FROM lineage \
                       JOIN events USING (position) JOIN actors ON actors.id = actor_id \
                       WHERE theme_id = ?1 ORDER BY position, ordinal";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([theme.0], |row| {
                let step = LineageStep {
                    at: time(row, 0)?,
                    by: actor_from(row, 5)?,
                    what: row.get::<_, String>(1)?.parse().unwrap_or(Lineage::Grew),
                    other: row.get::<_, Option<u64>>(2)?.map(ThemeId),
                    signals: row.get(3)?,
                    ruling: None,
                };
                Ok((step, row.get::<_, String>(4)?))
            })?;
            let mut steps = Vec::new();
            for row in rows {
                let (step, body) = row?;
                let event: Event = serde_json::from_str(&body).map_err(unreadable("event"))?;
                let ruling: Option<RulingId> = event.ruling();
                steps.push(LineageStep { ruling, ..step });
            }
            Ok(steps)
        })
    }
}
