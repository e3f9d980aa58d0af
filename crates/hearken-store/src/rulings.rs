//! Rulings: what people decided about themes and about links into the code. Each takes effect at once, in one transaction, is an event of the log, and
//! binds every later learning until it is undone.

use std::collections::BTreeMap;

use hearken_domain::{
    Answer, Lineage, Link, Ruled, Ruling, RulingId, SignalId, Subject, Theme, ThemeId, ThemeKind, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::error::unreadable;
use crate::learnings::{clusters, next_theme, store_clusters};
use crate::lineage::remember;
use crate::rollup::{Tally, place_of};
use crate::signals::time;
use crate::themes::{current_generation, theme};
use crate::{Store, StoreError, log};

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
    fn rule(&self, rule: Rule) -> Result<Ruling, StoreError> {
        let id = RulingId(self.c.query_row(
            "INSERT INTO rulings (at_ms, body, before) VALUES (?1, 'null', '{}') RETURNING id",
            [self.now.as_millisecond()],
            |row| row.get(0),
        )?);
        let (what, before) = match rule {
            Rule::Rename(theme, name) => self.rename(theme, name)?,
            Rule::Merge { into, from } => self.merge(id, into, from)?,
            Rule::Split { theme, parts } => self.split(id, theme, parts)?,
            Rule::Move(signals, to) => self.put(id, signals, to)?,
            Rule::Pin(theme) => self.flag(theme, "pinned", Ruled::Pinned { theme })?,
            Rule::Ignore(theme) => self.flag(theme, "ignored", Ruled::Ignored { theme })?,
            Rule::Answer(link, yes) => self.answer(link, yes)?,
        };
        let body = serde_json::to_string(&what).map_err(unreadable("ruling"))?;
        let before = serde_json::to_string(&before).map_err(unreadable("ruling"))?;
        self.c.execute(
            "UPDATE rulings SET body = ?2, before = ?3 WHERE id = ?1",
            params![id.0, body, before],
        )?;
        // A name may be a customer's; the event says only that there is one.
        let told = serde_json::json!({ "ruling": id.0, "what": what.as_str(), "themes": what.themes() });
        log::event(self.c, self.now, "theme-ruled", &told)?;
        Ok(Ruling { id, at: self.now, undone_at: None, what })
    }

    fn undo(&self, id: RulingId) -> Result<Ruling, StoreError> {
        let sql = "SELECT id, at_ms, undone_ms, body, before FROM rulings WHERE id = ?1";
        let found = self
            .c
            .query_row(sql, [id.0], |row| Ok((ruling_from(row)?, row.get::<_, String>(4)?)))
            .optional()?
            .ok_or_else(|| missing(id.to_string(), "there is no such ruling"))?;
        let ((head, body), before) = found;
        let mut ruling = whole(head, &body)?;
        if ruling.undone_at.is_some() {
            return Err(refused(id.to_string(), "it was undone already", None));
        }
        let themes = ruling.what.themes();
        let rests = rulings(self.c)?.into_iter().find(|other| {
            let shares = || other.what.themes().iter().any(|theme| themes.contains(theme));
            other.id > id
                && other.undone_at.is_none()
                && other.what.shapes()
                && ruling.what.shapes()
                && shares()
        });
        if let Some(other) = rests {
            return Err(refused(id.to_string(), "a later ruling rests on it", Some(other.id)));
        }
        let before: Before = serde_json::from_str(&before).map_err(unreadable("ruling"))?;
        match &ruling.what {
            Ruled::Renamed { theme, .. } => {
                let sql = "UPDATE themes SET given_name = ?2 WHERE id = ?1";
                self.c.execute(sql, params![theme.0, before.name])?;
            }
            Ruled::Pinned { theme } => {
                self.c.execute("UPDATE themes SET pinned = 0 WHERE id = ?1", [theme.0])?;
            }
            Ruled::Ignored { theme } => {
                self.c.execute("UPDATE themes SET ignored = 0 WHERE id = ?1", [theme.0])?;
            }
            Ruled::Merged { from, .. } => {
                for theme in from {
                    let sql = "UPDATE themes SET retired_ms = NULL, merged_into = NULL WHERE id = ?1";
                    self.c.execute(sql, [theme.0])?;
                }
                self.put_back(id)?;
                self.give_back(&before)?;
                for theme in from {
                    let signals = self.members(*theme)?.len() as u64;
                    remember(self.c, self.now, *theme, Lineage::Returned, None, signals, Some(id))?;
                }
            }
            Ruled::Split { theme, born } => {
                for part in born {
                    let members = self.members(*part)?;
                    self.take(None, &members, theme.0)?;
                    self.retire(*part, *theme)?;
                    let signals = members.len() as u64;
                    remember(self.c, self.now, *part, Lineage::Merged, Some(*theme), signals, Some(id))?;
                }
                self.want_learning()?;
            }
            Ruled::Moved { .. } => self.put_back(id)?,
            Ruled::Linked(_) | Ruled::Unlinked(_) => {} // answers are read from the rulings that stand
        }
        let sql = "UPDATE rulings SET undone_ms = ?2 WHERE id = ?1";
        self.c.execute(sql, params![id.0, self.now.as_millisecond()])?;
        log::event(self.c, self.now, "theme-ruling-undone", &serde_json::json!({ "ruling": id.0 }))?;
        ruling.undone_at = Some(self.now);
        Ok(ruling)
    }

    fn rename(&self, id: ThemeId, name: String) -> Result<(Ruled, Before), StoreError> {
        self.living(id)?;
        let before = "SELECT given_name FROM themes WHERE id = ?1";
        let before: Option<String> = self.c.query_row(before, [id.0], |row| row.get(0))?;
        self.c.execute("UPDATE themes SET given_name = ?2 WHERE id = ?1", params![id.0, name])?;
        Ok((Ruled::Renamed { theme: id, name }, Before { name: before, ..Before::default() }))
    }

    fn merge(
        &self,
        ruling: RulingId,
        into: ThemeId,
        from: Vec<ThemeId>,
    ) -> Result<(Ruled, Before), StoreError> {
        self.living(into)?;
        for theme in &from {
            self.living(*theme)?;
            if *theme == into {
                return Err(refused(into.to_string(), "a theme cannot become part of itself", None));
            }
            self.against(
                |what| match what {
                    Ruled::Split { theme: whole, born } => {
                        let apart = |id: &ThemeId| id == whole || born.contains(id);
                        apart(theme) && apart(&into)
                    }
                    _ => false,
                },
                into,
                "a ruling keeps these themes apart",
            )?;
        }
        let mut before = Before { generation: current_generation(self.c)?, ..Before::default() };
        let mut clusters = clusters(self.c, before.generation)?;
        for theme in &from {
            let members = self.members(*theme)?;
            self.take(Some(ruling), &members, into.0)?;
            self.retire(*theme, into)?;
            let signals = members.len() as u64;
            remember(self.c, self.now, *theme, Lineage::Merged, Some(into), signals, Some(ruling))?;
            let grown = self.members(into)?.len() as u64;
            remember(self.c, self.now, into, Lineage::Grew, Some(*theme), grown, Some(ruling))?;
            if let Some(clusters) = &mut clusters {
                let given = clusters.give(*theme, into);
                before.clusters.extend(given.into_iter().map(|cluster| (cluster, theme.0)));
            }
        }
        if let Some(clusters) = clusters {
            store_clusters(self.c, before.generation, &clusters)?;
        }
        Ok((Ruled::Merged { into, from }, before))
    }

    fn split(&self, ruling: RulingId, id: ThemeId, parts: Vec<Part>) -> Result<(Ruled, Before), StoreError> {
        self.living(id)?;
        let joined = |what: &Ruled| matches!(what, Ruled::Merged { into, .. } if *into == id);
        self.against(joined, id, "a ruling merged this theme")?;
        let mut born = Vec::new();
        for part in parts {
            let new = next_theme(self.c)?;
            let words = serde_json::to_string(&part.words).map_err(unreadable("words"))?;
            let exemplars = serde_json::to_string(&part.exemplars).map_err(unreadable("exemplars"))?;
            let sql = "INSERT INTO themes (id, kind, name, words, exemplars, born_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let now = self.now.as_millisecond();
            self.c.execute(sql, params![new.0, part.kind.as_str(), part.name, words, exemplars, now])?;
            let members: Vec<u64> = part.signals.iter().map(|signal| signal.0).collect();
            let taken = self.take(Some(ruling), &members, new.0)?;
            remember(self.c, self.now, new, Lineage::Born, Some(id), taken, Some(ruling))?;
            remember(self.c, self.now, id, Lineage::Split, Some(new), taken, Some(ruling))?;
            born.push(new);
        }
        // The model does not know the parts yet.
        self.want_learning()?;
        Ok((Ruled::Split { theme: id, born }, Before::default()))
    }

    fn put(
        &self,
        ruling: RulingId,
        signals: Vec<SignalId>,
        to: Option<ThemeId>,
    ) -> Result<(Ruled, Before), StoreError> {
        if let Some(theme) = to {
            self.living(theme)?;
        }
        let generation = current_generation(self.c)?;
        for signal in &signals {
            if place_of(self.c, generation, signal.0)?.is_none() {
                return Err(missing(
                    signal.to_string(),
                    "there is no such signal with a place among the themes",
                ));
            }
        }
        let ids: Vec<u64> = signals.iter().map(|signal| signal.0).collect();
        self.take(Some(ruling), &ids, to.map_or(0, |theme| theme.0))?;
        Ok((Ruled::Moved { signals, to }, Before::default()))
    }

    fn flag(&self, id: ThemeId, column: &str, what: Ruled) -> Result<(Ruled, Before), StoreError> {
        let theme = self.living(id)?;
        if theme.pinned || theme.ignored {
            let standing = |other: &Ruled| match other {
                Ruled::Pinned { theme } | Ruled::Ignored { theme } => *theme == id,
                _ => false,
            };
            let already = if theme.pinned { "it is pinned" } else { "it is ignored" };
            self.against(standing, id, already)?;
        }
        self.c.execute(&format!("UPDATE themes SET {column} = 1 WHERE id = ?1"), [id.0])?;
        Ok((what, Before::default()))
    }

    fn answer(&self, link: Link, yes: bool) -> Result<(Ruled, Before), StoreError> {
        match link.of {
            Subject::Theme(theme) => {
                self.living(theme)?;
            }
            Subject::Signal(signal) => {
                let sql = "SELECT count(*) FROM signals WHERE id = ?1";
                if self.c.query_row(sql, [signal.0], |row| row.get::<_, u64>(0))? == 0 {
                    return Err(missing(signal.to_string(), "there is no such signal"));
                }
            }
        }
        let said = |standing: &Ruled| match (standing, yes) {
            (Ruled::Linked(other), true) => *other == link,
            (Ruled::Linked(other), false) => link.denies(other),
            (Ruled::Unlinked(other), true) => other.denies(&link),
            (Ruled::Unlinked(other), false) => *other == link,
            _ => false,
        };
        self.against(said, &link, "somebody answered this link")?;
        Ok((if yes { Ruled::Linked(link) } else { Ruled::Unlinked(link) }, Before::default()))
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

    /// Refuses where a standing ruling says otherwise.
    fn against(
        &self,
        says: impl Fn(&Ruled) -> bool,
        subject: impl std::fmt::Display,
        why: &str,
    ) -> Result<(), StoreError> {
        let standing = |ruling: &Ruling| ruling.undone_at.is_none() && says(&ruling.what);
        match rulings_made(self.c)?.iter().find(|ruling| standing(ruling)) {
            Some(other) => Err(refused(subject.to_string(), why, Some(other.id))),
            None => Ok(()),
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

    /// Puts signals back where they were before a ruling, if they still are where it put them.
    fn put_back(&self, ruling: RulingId) -> Result<(), StoreError> {
        let sql = "SELECT signal_id, before, after FROM ruling_signals WHERE ruling_id = ?1";
        let mut statement = self.c.prepare_cached(sql)?;
        let rows = statement.query_map([ruling.0], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        let rows: Vec<(u64, (u64, u64))> = rows.collect::<Result<_, _>>()?;
        let generation = current_generation(self.c)?;
        let mut back: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (signal, (before, after)) in rows {
            if place_of(self.c, generation, signal)? == Some(after) {
                let before = if before == 0 { None } else { successor(self.c, ThemeId(before))? };
                back.entry(before.map_or(0, |theme| theme.0)).or_default().push(signal);
            }
        }
        for (theme, signals) in back {
            self.take(None, &signals, theme)?;
        }
        Ok(())
    }

    /// Gives clusters back to the themes they were of. Where a learning found other clusters since, arrivals go on to where
    /// those are, until the next one.
    fn give_back(&self, before: &Before) -> Result<(), StoreError> {
        let generation = current_generation(self.c)?;
        if let Some(mut clusters) = clusters(self.c, generation)?.filter(|_| generation == before.generation)
        {
            for (cluster, theme) in &before.clusters {
                clusters.set(*cluster, ThemeId(*theme));
            }
            store_clusters(self.c, generation, &clusters)?;
        }
        Ok(())
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

/// All rulings but the one that is being made.
fn rulings_made(c: &Connection) -> Result<Vec<Ruling>, StoreError> {
    let sql = "SELECT id, at_ms, undone_ms, body FROM rulings WHERE body <> 'null' ORDER BY id DESC";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([], ruling_from)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|(head, body)| whole(head, &body)).collect()
}

fn missing(subject: String, detail: &str) -> StoreError {
    StoreError::Ruling { subject, detail: detail.to_owned(), missing: true, against: None }
}

fn refused(subject: String, detail: &str, against: Option<RulingId>) -> StoreError {
    StoreError::Ruling { subject, detail: detail.to_owned(), missing: false, against }
}

#[cfg(test)]
mod tests;
