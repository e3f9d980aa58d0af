//! Rulings: what people decided about themes and about links into the code. Each takes effect at once, in one transaction,
//! is an event of the log, and binds every later learning until it is undone.

mod make;
mod undo;

use std::collections::BTreeMap;

use hearken_domain::{
    Answer, Link, Ruled, Ruling, RulingId, SignalId, Subject, Theme, ThemeId, ThemeKind, Timestamp,
};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use crate::error::unreadable;
use crate::rollup::{Tally, place_of};
use crate::signals::time;
use crate::themes::{current_generation, theme};
use crate::{Store, StoreError};

/// A ruling that a person asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Call a theme so.
    Rename(ThemeId, String),
    /// Make themes part of another.
    Merge {
        /// The theme that lives on.
        into: ThemeId,
        /// Those that become part of it.
        from: Vec<ThemeId>,
    },
    /// Take parts out of a theme.
    Split {
        /// The theme that keeps its id and what is left.
        theme: ThemeId,
        /// What is taken out.
        parts: Vec<Part>,
    },
    /// Put signals into a theme, or (`None`) into none.
    Move(Vec<SignalId>, Option<ThemeId>),
    /// Keep a theme.
    Pin(ThemeId),
    /// Do not show a theme.
    Ignore(ThemeId),
    /// Say yes or no to a link into the code.
    Answer(Link, bool),
}

/// A part that is to be a theme of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What its signals mostly are.
    pub kind: ThemeKind,
    /// Its name.
    pub name: String,
    /// Its phrases.
    pub words: Vec<String>,
    /// Its most telling signals.
    pub exemplars: Vec<SignalId>,
    /// All its signals.
    pub signals: Vec<SignalId>,
}

/// What a learning has to keep to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bindings {
    /// Themes that a standing ruling is about: they live on, and apart from each other.
    pub themes: Vec<ThemeId>,
    /// Where signals were put by hand; 0 of the theme is none.
    pub moved: BTreeMap<SignalId, Option<ThemeId>>,
    /// How many rulings there were, made and undone: whether something was decided since.
    pub version: u64,
}

/// What an undo needs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Before {
    /// The name that a person had given before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The generation whose clusters were given to another theme, and which they were.
    #[serde(default)]
    generation: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    clusters: Vec<(usize, u64)>,
}

impl Store {
    /// Makes a ruling.
    ///
    /// # Errors
    /// A theme or signal that is not there or lives no more, a ruling that stands against it, or any failure of the
    /// database; nothing is changed then.
    pub fn rule(&self, rule: Rule, now: Timestamp) -> Result<Ruling, StoreError> {
        self.write(move |c| Act { c, now }.rule(rule))
    }

    /// Undoes a ruling.
    ///
    /// # Errors
    /// It is not there, was undone already, another one rests on it, or any failure of the database.
    pub fn undo_ruling(&self, id: RulingId, now: Timestamp) -> Result<Ruling, StoreError> {
        self.write(move |c| Act { c, now }.undo(id))
    }

    /// All rulings, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn rulings(&self) -> Result<Vec<Ruling>, StoreError> {
        self.read(rulings)
    }

    /// People's answers to links into a repository that stand, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn answers(&self, repository: &str) -> Result<Vec<Answer>, StoreError> {
        self.read(|c| {
            let mut answers = Vec::new();
            for ruling in rulings(c)?.into_iter().filter(|ruling| ruling.undone_at.is_none()) {
                let yes = matches!(ruling.what, Ruled::Linked(_));
                let (Ruled::Linked(mut link) | Ruled::Unlinked(mut link)) = ruling.what else { continue };
                if link.repository != repository {
                    continue;
                }
                if let Subject::Theme(theme) = link.of
                    && let Some(lives_on) = successor(c, theme)?
                {
                    link.of = Subject::Theme(lives_on);
                }
                answers.push(Answer { ruling: ruling.id, link, yes });
            }
            Ok(answers)
        })
    }

    /// What a learning has to keep to.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn bindings(&self) -> Result<Bindings, StoreError> {
        self.read(|c| {
            let mut bindings = Bindings { version: version(c)?, ..Bindings::default() };
            for ruling in rulings(c)?.into_iter().filter(|ruling| ruling.undone_at.is_none()) {
                let held = if ruling.what.holds() { ruling.what.themes() } else { Vec::new() };
                for id in held {
                    if theme(c, id)?.is_some_and(|theme| theme.retired_at.is_none()) {
                        bindings.themes.push(id);
                    }
                }
                if let Ruled::Moved { signals, to } = ruling.what {
                    // The last first: an earlier one is superseded.
                    let to = to.map(|to| successor(c, to)).transpose()?.flatten();
                    for signal in signals {
                        bindings.moved.entry(signal).or_insert(to);
                    }
                }
            }
            bindings.themes.sort_unstable();
            bindings.themes.dedup();
            Ok(bindings)
        })
    }
}

/// How many rulings were made and undone.
pub(crate) fn version(c: &Connection) -> Result<u64, StoreError> {
    Ok(c.query_row("SELECT count(*) + count(undone_ms) FROM rulings", [], |row| row.get(0))?)
}

/// The living theme that a theme's signals went to: itself while it lives; none where it was retired.
fn successor(c: &Connection, id: ThemeId) -> Result<Option<ThemeId>, StoreError> {
    let mut id = id;
    for _ in 0..100 {
        match theme(c, id)? {
            Some(Theme { retired_at: None, .. }) => return Ok(Some(id)),
            Some(Theme { merged_into: Some(into), .. }) => id = into,
            _ => return Ok(None),
        }
    }
    Ok(None)
}

fn rulings(c: &Connection) -> Result<Vec<Ruling>, StoreError> {
    let sql = "SELECT id, at_ms, undone_ms, body FROM rulings ORDER BY id DESC";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([], ruling_from)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|(ruling, body)| whole(ruling, &body)).collect()
}

/// A ruling's id, when it was made, and when it was undone.
type Head = (RulingId, Timestamp, Option<Timestamp>);

fn ruling_from(row: &Row<'_>) -> rusqlite::Result<(Head, String)> {
    let undone = row.get::<_, Option<i64>>(2)?.map(|_| time(row, 2)).transpose()?;
    Ok(((RulingId(row.get(0)?), time(row, 1)?, undone), row.get(3)?))
}

fn whole(head: Head, body: &str) -> Result<Ruling, StoreError> {
    let what = serde_json::from_str(body).map_err(unreadable("ruling"))?;
    Ok(Ruling { id: head.0, at: head.1, undone_at: head.2, what })
}

/// One ruling, made or undone, inside a transaction.
struct Act<'c> {
    c: &'c Connection,
    now: Timestamp,
}

impl Act<'_> {
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

    /// Takes signals into a theme (0 is none), and writes down from where if a ruling does it. Gives how many came.
    fn take(&self, ruling: Option<RulingId>, signals: &[u64], to: u64) -> Result<u64, StoreError> {
        let generation = current_generation(self.c)?;
        let update =
            "UPDATE memberships SET theme_id = ?3, confidence = 1 WHERE generation = ?1 AND signal_id = ?2";
        let note = "INSERT OR REPLACE INTO ruling_signals (ruling_id, signal_id, before, after) VALUES (?1, ?2, ?3, ?4)";
        let (mut update, mut note) = (self.c.prepare_cached(update)?, self.c.prepare_cached(note)?);
        let (mut tally, mut taken) = (Tally::default(), 0);
        for &signal in signals {
            let Some(before) = place_of(self.c, generation, signal)? else { continue };
            tally.count(self.c, before, signal, -1)?;
            tally.count(self.c, to, signal, 1)?;
            update.execute([generation, signal, to])?;
            if let Some(ruling) = ruling {
                note.execute([ruling.0, signal, before, to])?;
            }
            taken += 1;
        }
        tally.write(self.c, generation)?;
        Ok(taken)
    }

    fn retire(&self, theme: ThemeId, into: ThemeId) -> Result<(), StoreError> {
        let sql = "UPDATE themes SET retired_ms = ?2, merged_into = ?3 WHERE id = ?1";
        self.c.execute(sql, params![theme.0, self.now.as_millisecond(), into.0])?;
        Ok(())
    }

    /// Has themes learned again soon.
    fn want_learning(&self) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (key, value) VALUES ('relearn', 1) ON CONFLICT DO UPDATE SET value = 1";
        self.c.execute(sql, [])?;
        Ok(())
    }
}

fn missing(subject: String, detail: &str) -> StoreError {
    StoreError::Ruling { subject, detail: detail.to_owned(), missing: true, against: None }
}

fn refused(subject: String, detail: &str, against: Option<RulingId>) -> StoreError {
    StoreError::Ruling { subject, detail: detail.to_owned(), missing: false, against }
}

#[cfg(test)]
mod tests;
