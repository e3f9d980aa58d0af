//! Making a ruling: refused where its theme lives no more or another one stands against it, else done at once.

use hearken_domain::{Lineage, Link, Ruled, Ruling, RulingId, SignalId, Subject, ThemeId};
use rusqlite::{Connection, params};

use super::{Act, Before, Part, Rule, missing, refused, ruling_from, whole};
use crate::error::unreadable;
use crate::learnings::{clusters, next_theme, store_clusters};
use crate::lineage::remember;
use crate::rollup::place_of;
use crate::themes::current_generation;
use crate::{StoreError, log};

impl Act<'_> {
    pub(super) fn rule(&self, rule: Rule) -> Result<Ruling, StoreError> {
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
}

/// All rulings but the one that is being made.
fn rulings_made(c: &Connection) -> Result<Vec<Ruling>, StoreError> {
    let sql = "SELECT id, at_ms, undone_ms, body FROM rulings WHERE body <> 'null' ORDER BY id DESC";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([], ruling_from)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|(head, body)| whole(head, &body)).collect()
}
