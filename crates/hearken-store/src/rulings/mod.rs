//! Rulings: what people decided about themes, about areas and about links into the code. Each takes effect at once, in one transaction,
//! is an event of the log, and binds every later clustering run until it is undone. One file a way to rule.

mod answer;
mod areas;
mod aside;
mod mark;
mod merge;
mod move_signals;
mod not_alike;
mod read;
mod rename;
mod split;
mod undo;

pub(crate) use read::version;
pub use read::{Bindings, RulingReader};
pub use split::Part;

use hearken_domain::{
    AreaStep, By, Event, FoundTheme, Ruled, Ruling, RulingId, TextId, Theme, ThemeId, ThemeStep, Verbatim,
};
use rusqlite::{Connection, params};

use crate::generation::current_generation;
use crate::rollup::{Tally, theme_of};
use crate::themes::theme;
use crate::{StoreError, views};

/// A signal that an act takes from one theme to another; 0 is none.
#[derive(Debug, Clone, Copy)]
struct Taken {
    signal: u64,
    before: u64,
    after: u64,
}

/// One ruling, made or undone, inside a transaction.
struct RulingTransaction<'c> {
    c: &'c Connection,
    by: &'c By,
}

impl RulingTransaction<'_> {
    /// Writes the ruling, with what became of themes and which signals went where.
    fn record(
        &self,
        what: Ruled<TextId>,
        parts: Vec<FoundTheme>,
        steps: Vec<ThemeStep>,
        taken: &[Taken],
    ) -> Result<Ruling, StoreError> {
        let id = next_ruling(self.c)?;
        let event = Event::Ruled { id, what: what.clone(), parts, steps, area_steps: Vec::new() };
        let recorded = views::record(self.c, self.by, event)?;
        let sql = "INSERT OR REPLACE INTO event_signals (position, signal_id, before, after) VALUES (?1, ?2, ?3, ?4)";
        let mut note = self.c.prepare_cached(sql)?;
        for Taken { signal, before, after } in taken {
            note.execute(params![recorded.position.0, signal, before, after])?;
        }
        self.made(id, what)
    }

    /// Writes a ruling about areas, with what became of them.
    fn record_of_areas(&self, what: Ruled<TextId>, area_steps: Vec<AreaStep>) -> Result<Ruling, StoreError> {
        let id = next_ruling(self.c)?;
        let (parts, steps) = (Vec::new(), Vec::new());
        let event = Event::Ruled { id, what: what.clone(), parts, steps, area_steps };
        views::record(self.c, self.by, event)?;
        self.made(id, what)
    }

    fn made(&self, id: RulingId, what: Ruled<TextId>) -> Result<Ruling, StoreError> {
        let what = read::with_name(self.c, what)?;
        Ok(Ruling { id, at: self.by.at, by: self.by.actor.clone(), undone_at: None, what })
    }

    /// The theme, which must live.
    fn living(&self, id: ThemeId) -> Result<Theme, StoreError> {
        let theme = theme(self.c, id)?.ok_or_else(|| missing(id.to_string(), "there is no such theme"))?;
        match (theme.retired_at, theme.merged_into) {
            (None, _) => Ok(theme),
            (Some(_), Some(into)) => Err(refused(id.to_string(), &format!("it is part of {into} now"), None)),
            (Some(_), None) => {
                Err(refused(id.to_string(), "it is no longer found, and has no signals", None))
            }
        }
    }

    fn members(&self, theme: ThemeId) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT signal_id FROM memberships WHERE generation = ?1 AND theme_id = ?2";
        let mut statement = self.c.prepare_cached(sql)?;
        let rows = statement.query_map([current_generation(self.c)?, theme.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes signals into a theme (0 is none); gives those that came, and from where.
    fn reassign(&self, signals: &[u64], to: u64) -> Result<Vec<Taken>, StoreError> {
        let generation = current_generation(self.c)?;
        let sql =
            "UPDATE memberships SET theme_id = ?3, confidence = 1 WHERE generation = ?1 AND signal_id = ?2";
        let mut update = self.c.prepare_cached(sql)?;
        let (mut tally, mut taken) = (Tally::default(), Vec::new());
        for &signal in signals {
            let Some(before) = theme_of(self.c, generation, signal)? else { continue };
            tally.count(self.c, before, signal, -1)?;
            tally.count(self.c, to, signal, 1)?;
            update.execute([generation, signal, to])?;
            taken.push(Taken { signal, before, after: to });
        }
        tally.write(self.c, generation)?;
        Ok(taken)
    }

    /// Refuses where a standing ruling says otherwise.
    fn refuse_against(
        &self,
        contradicts: impl Fn(&Ruled<Option<Verbatim>>) -> bool,
        subject: impl std::fmt::Display,
        why: &str,
    ) -> Result<(), StoreError> {
        let standing = |ruling: &Ruling| ruling.undone_at.is_none() && contradicts(&ruling.what);
        match read::rulings(self.c)?.iter().find(|ruling| standing(ruling)) {
            Some(other) => Err(refused(subject.to_string(), why, Some(other.id))),
            None => Ok(()),
        }
    }
}

/// Ids of rulings are never given twice.
fn next_ruling(c: &Connection) -> Result<RulingId, StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('ruling', 1) ON CONFLICT DO UPDATE SET value = value + 1 \
               RETURNING value";
    Ok(RulingId(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

fn missing(subject: String, detail: &str) -> StoreError {
    StoreError::Ruling { subject, detail: detail.to_owned(), missing: true, against: None }
}

fn refused(subject: String, detail: &str, against: Option<RulingId>) -> StoreError {
    StoreError::Ruling { subject, detail: detail.to_owned(), missing: false, against }
}

#[cfg(test)]
mod tests;
