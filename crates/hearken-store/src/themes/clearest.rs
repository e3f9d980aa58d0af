//! Which signal stands for a theme under a filter: one of those that were found to, or else the one that belongs to it most
//! clearly among the newest.

use std::sync::Arc;

use hearken_domain::{Generation, SignalFilter, SignalId, ThemeId};
use rusqlite::Connection;

use super::ThemeReader;
use crate::StoreError;
use crate::filter::{Among, Where};
use crate::passing::{NEWEST_READ, Passing};

impl ThemeReader<'_> {
    /// The signal that belongs most clearly to a theme among the newest that the filter lets through.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn clearest(&self, theme: ThemeId, filter: &SignalFilter) -> Result<Option<SignalId>, StoreError> {
        Ok(self.clearest_of(theme, filter, 1)?.pop())
    }

    /// So many signals that belong most clearly to a theme among the newest that the filter lets through, the clearest first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn clearest_of(
        &self,
        theme: ThemeId,
        filter: &SignalFilter,
        limit: usize,
    ) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let condition = Where::new(filter, &Among::Theme(theme), self.0.generation());
            let sql = format!(
                "SELECT id FROM (SELECT memberships.signal_id AS id, confidence FROM {} \
                 ORDER BY memberships.said_order DESC, memberships.signal_id DESC LIMIT {NEWEST_READ}) \
                 ORDER BY confidence DESC, id LIMIT {limit}",
                condition.tables_and_conditions()
            );
            let mut statement = c.prepare_cached(&sql)?;
            let clearest = statement.query_map(condition.params(), |row| Ok(SignalId(row.get(0)?)))?;
            Ok(clearest.collect::<Result<_, _>>()?)
        })
    }

    /// The members of themes that a filter lets through: for one that names customers, whose signals are then looked up once
    /// and not for each theme again.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn passing(&self, filter: &SignalFilter) -> Result<Arc<Passing>, StoreError> {
        let generation = self.0.generation();
        self.0.read(|c| {
            self.0.kept().passing.get_or_count(c, generation, filter, || passing(c, generation, filter))
        })
    }
}

fn passing(c: &Connection, generation: Generation, filter: &SignalFilter) -> Result<Passing, StoreError> {
    let condition = Where::sorted(filter, generation);
    let sql = format!(
        "SELECT memberships.theme_id, memberships.signal_id, confidence, memberships.said_order FROM {} \
         ORDER BY memberships.said_order DESC, memberships.signal_id DESC",
        condition.tables_and_conditions()
    );
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query(condition.params())?;
    let mut passing = Passing::default();
    while let Some(row) = rows.next()? {
        let (signal, confidence, said_order) = (SignalId(row.get(1)?), row.get(2)?, row.get(3)?);
        passing.put(ThemeId(row.get(0)?), signal, confidence, said_order);
    }
    Ok(passing)
}
