//! Where a signal that is set aside would be among the themes.

use hearken_domain::ThemeId;
use rusqlite::{Connection, OptionalExtension, params};

use super::membership::forget_place;
use crate::StoreError;
use crate::generation::current_generation;
use crate::rollup::{Tally, theme_of};
use crate::themes::successor;

/// Signals taken out of the counts and back into them, in every generation that counts.
pub(super) struct Places<'c> {
    c: &'c Connection,
    tallies: Vec<(u64, Tally)>,
}

impl<'c> Places<'c> {
    pub(super) fn new(c: &'c Connection) -> Result<Self, StoreError> {
        let sql = "SELECT generation FROM clustering_runs WHERE generation >= ?1";
        let mut statement = c.prepare_cached(sql)?;
        let rows =
            statement.query_map([current_generation(c)?], |row| Ok((row.get(0)?, Tally::default())))?;
        Ok(Self { c, tallies: rows.collect::<Result<_, _>>()? })
    }

    /// Takes a signal out of its theme.
    pub(super) fn take_out(&mut self, signal: u64) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO aside_memberships (generation, signal_id, theme_id, confidence) \
                   SELECT generation, signal_id, theme_id, confidence FROM memberships WHERE generation = ?1 AND signal_id = ?2";
        for (generation, tally) in &mut self.tallies {
            let Some(theme) = theme_of(self.c, *generation, signal)? else { continue };
            tally.count(self.c, theme, signal, -1)?;
            self.c.prepare_cached(sql)?.execute([*generation, signal])?;
            let sql = "DELETE FROM memberships WHERE generation = ?1 AND signal_id = ?2";
            self.c.prepare_cached(sql)?.execute([*generation, signal])?;
        }
        Ok(())
    }

    /// Puts it back, into what its theme is part of by now.
    pub(super) fn put_back(&mut self, signal: u64) -> Result<(), StoreError> {
        let sql =
            "SELECT theme_id, confidence FROM aside_memberships WHERE generation = ?1 AND signal_id = ?2";
        let insert = "INSERT OR REPLACE INTO memberships (generation, signal_id, theme_id, confidence, said_order) \
                      VALUES (?1, ?2, ?3, ?4, ?5)";
        for (generation, tally) in &mut self.tallies {
            let found = self
                .c
                .prepare_cached(sql)?
                .query_row([*generation, signal], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, f64>(1)?)));
            let Some((theme, confidence)) = found.optional()? else { continue };
            let theme =
                if theme == 0 { 0 } else { successor(self.c, ThemeId(theme))?.map_or(0, |theme| theme.0) };
            forget_place(self.c, *generation, signal)?;
            let Some(said_order) = tally.count(self.c, theme, signal, 1)? else { continue };
            let values = params![*generation, signal, theme, confidence, said_order];
            self.c.prepare_cached(insert)?.execute(values)?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), StoreError> {
        for (generation, tally) in self.tallies {
            tally.write(self.c, generation)?;
        }
        Ok(())
    }
}
