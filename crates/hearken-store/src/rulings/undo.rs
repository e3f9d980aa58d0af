//! Undoing a ruling: what it changed is put back where nothing else has changed it since.

use std::collections::BTreeMap;

use hearken_domain::{Lineage, Ruled, Ruling, RulingId, ThemeId};
use rusqlite::{OptionalExtension, params};

use super::{Act, Before, missing, refused, ruling_from, rulings, successor, whole};
use crate::error::unreadable;
use crate::learnings::{clusters, store_clusters};
use crate::lineage::remember;
use crate::rollup::place_of;
use crate::themes::current_generation;
use crate::{StoreError, log};

impl Act<'_> {
    pub(super) fn undo(&self, id: RulingId) -> Result<Ruling, StoreError> {
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
}
