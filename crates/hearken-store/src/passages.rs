//! Passages: which signals speak of a theme besides their own, and where in their words. What people ruled since a passage
//! was found is heeded when it is read, so that undoing a ruling needs nothing put back.

use hearken_domain::{Passage, SignalFilter, SignalId, ThemeId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::error::unreadable;
use crate::filter::Where;
use crate::snapshot::Snapshot;
use crate::themes::successor;

/// Reads passages.
#[derive(Debug, Clone, Copy)]
pub struct PassageReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of passages in this snapshot.
    pub fn passages(&self) -> PassageReader<'_> {
        PassageReader(self)
    }
}

/// A signal's passages of one theme are several where themes became one: the clearest stands for it.
const COLUMNS: &str = "passages.signal_id, passages.revision, start_byte, end_byte, max(fit)";

impl PassageReader<'_> {
    /// The other themes of a signal, each by the passage that speaks of it, the clearest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_signal(&self, signal: SignalId) -> Result<Vec<Passage>, StoreError> {
        self.0.read(|c| {
            let mut found = Vec::new();
            for theme in found_themes(c, self.0.generation().0, signal)? {
                let mut condition = self.speaking_of(c, theme, &SignalFilter::default())?;
                condition.and("passages.signal_id = ?", [signal.0.cast_signed()]);
                let sql = format!(
                    "SELECT {COLUMNS} FROM {} GROUP BY passages.signal_id",
                    condition.tables_and_conditions()
                );
                let mut statement = c.prepare_cached(&sql)?;
                found.extend(
                    statement.query_row(condition.params(), |row| passage_from(row, theme)).optional()?,
                );
            }
            found.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(a.theme.cmp(&b.theme)));
            Ok(found)
        })
    }

    /// The passages that speak of a theme in signals of other themes that the filter lets through, one a signal: newest first,
    /// and what is undated last.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_theme(
        &self,
        theme: ThemeId,
        filter: &SignalFilter,
        limit: usize,
    ) -> Result<Vec<Passage>, StoreError> {
        self.0.read(|c| {
            let condition = self.speaking_of(c, theme, filter)?;
            let sql = format!(
                "SELECT {COLUMNS} FROM {} GROUP BY passages.signal_id ORDER BY signals.said_order DESC, signals.id DESC LIMIT {}",
                condition.tables_and_conditions(),
                i64::try_from(limit).unwrap_or(i64::MAX)
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), |row| passage_from(row, theme))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many signals of other themes that the filter lets through speak of a theme.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn count(&self, theme: ThemeId, filter: &SignalFilter) -> Result<u64, StoreError> {
        self.0.read(|c| {
            let condition = self.speaking_of(c, theme, filter)?;
            let sql = format!(
                "SELECT count(DISTINCT passages.signal_id) FROM {}",
                condition.tables_and_conditions()
            );
            Ok(c.prepare_cached(&sql)?.query_row(condition.params(), |row| row.get(0))?)
        })
    }

    /// Whether no signal was found to speak of anything besides.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn are_none(&self) -> Result<bool, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM passages WHERE generation = ?1)";
            Ok(c.prepare_cached(sql)?.query_row([self.0.generation().0], |row| row.get(0))?)
        })
    }

    /// Passages under `filter` that speak of a theme, or of one that became part of it. Left out are signals that are in that
    /// theme anyway, that a person took out of it, or that a person put into none.
    fn speaking_of(
        &self,
        c: &Connection,
        theme: ThemeId,
        filter: &SignalFilter,
    ) -> Result<Where, StoreError> {
        let themes = serde_json::to_string(&parts(c, theme)?).map_err(unreadable("themes"))?;
        let mut condition = Where::passages(filter);
        let generation = Value::from(self.0.generation().0.cast_signed());
        let themes = || Value::from(themes.clone());
        condition.and(
            include_str!("../sql/speaks_of.sql").trim_end(),
            [generation, themes(), themes(), themes(), themes()],
        );
        Ok(condition)
    }
}

/// A living theme and all that became part of it.
fn parts(c: &Connection, theme: ThemeId) -> Result<Vec<u64>, StoreError> {
    let sql = "WITH RECURSIVE parts(id) AS (SELECT id FROM themes WHERE id = ?1 AND retired_ms IS NULL UNION \
               SELECT themes.id FROM themes JOIN parts ON merged_into = parts.id WHERE retired_ms IS NOT NULL) \
               SELECT id FROM parts";
    let mut statement = c.prepare_cached(sql)?;
    Ok(statement.query_map([theme.0], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The living themes that a signal's passages were found to speak of.
fn found_themes(c: &Connection, generation: u64, signal: SignalId) -> Result<Vec<ThemeId>, StoreError> {
    let sql = "SELECT theme_id FROM passages WHERE generation = ?1 AND signal_id = ?2";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([generation, signal.0], |row| Ok(ThemeId(row.get(0)?)))?;
    let found: Vec<ThemeId> = rows.collect::<Result<_, _>>()?;
    let mut living = Vec::new();
    for theme in found {
        living.extend(successor(c, theme)?);
    }
    living.sort_unstable();
    living.dedup();
    Ok(living)
}

fn passage_from(row: &Row<'_>, theme: ThemeId) -> rusqlite::Result<Passage> {
    Ok(Passage {
        signal: SignalId(row.get(0)?),
        theme,
        revision: row.get(1)?,
        start: row.get(2)?,
        end: row.get(3)?,
        fit: row.get(4)?,
    })
}

/// Writes what was found in signals that were just assigned in a generation. What a signal says otherwise by now, and
/// signals that are gone, are passed over.
pub(crate) fn write(c: &Connection, generation: u64, passages: &[Passage]) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO passages (generation, signal_id, theme_id, revision, start_byte, end_byte, fit) \
               SELECT ?1, id, ?3, revision, ?5, ?6, ?7 FROM signals JOIN memberships ON generation = ?1 AND signal_id = id \
               WHERE id = ?2 AND revision = ?4";
    let mut insert = c.prepare_cached(sql)?;
    for one in passages {
        let values =
            params![generation, one.signal.0, one.theme.0, one.revision, one.start, one.end, one.fit];
        insert.execute(values)?;
    }
    Ok(())
}

/// Forgets a signal's passages in a generation, before its words change or it is assigned again.
pub(crate) fn forget(c: &Connection, generation: u64, signal: u64) -> Result<(), StoreError> {
    let sql = "DELETE FROM passages WHERE generation = ?1 AND signal_id = ?2";
    c.prepare_cached(sql)?.execute([generation, signal])?;
    Ok(())
}

#[cfg(test)]
mod tests;
