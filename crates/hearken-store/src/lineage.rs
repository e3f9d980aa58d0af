//! What became of each theme: born, grew, merged, split, retired, returned. A view of the steps that events hold.

use hearken_domain::{Event, Lineage, LineageStep, ThemeId};

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
            // An event of a clustering run tells of every theme there is: only those of rulings are read.
            let sql = "SELECT at_ms, what, other_id, signals, CASE WHEN body LIKE '{\"event\":\"rul%' THEN body END, \
                       kind, name, nullif(behalf_of, '') FROM lineage \
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
                Ok((step, row.get::<_, Option<String>>(4)?))
            })?;
            let mut steps = Vec::new();
            for row in rows {
                let (step, body) = row?;
                let event = body.map(|body| serde_json::from_str::<Event>(&body)).transpose();
                let event = event.map_err(unreadable("event"))?;
                steps.push(LineageStep { ruling: event.as_ref().and_then(Event::ruling), ..step });
            }
            Ok(steps)
        })
    }

    /// The themes that were ever split off a theme, each once.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn split_off(&self, theme: ThemeId) -> Result<Vec<ThemeId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT DISTINCT other_id FROM lineage \
                       WHERE theme_id = ?1 AND what = 'split' AND other_id IS NOT NULL ORDER BY other_id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([theme.0], |row| Ok(ThemeId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
