//! What rulings do to themes.

use hearken_domain::{RecordedEvent, Ruled, RulingId, TextId, ThemeId};
use rusqlite::{Connection, params};

use crate::standing::{ruling_at, standing};
use crate::{StoreError, asides};

/// Brings the views up to what a person ruled.
pub(super) fn made(c: &Connection, id: RulingId, what: &Ruled<TextId>) -> Result<(), StoreError> {
    match what {
        Ruled::Renamed { theme, name } => set(c, "name_id", *theme, Some(name.0)),
        Ruled::Pinned { theme } => set(c, "pinned", *theme, Some(1)),
        Ruled::Ignored { theme } => set(c, "ignored", *theme, Some(1)),
        Ruled::NotAlike { signal } => {
            let sql = "INSERT OR IGNORE INTO not_alike (signal_id) VALUES (?1)";
            c.prepare_cached(sql)?.execute([signal.0])?;
            Ok(())
        }
        Ruled::SetAside { signals, holds, alike } => asides::ruled(c, id, signals, *holds, *alike),
        // The model does not know the parts yet.
        Ruled::Split { .. } => want_clustering(c),
        Ruled::Merged { .. }
        | Ruled::Moved { .. }
        | Ruled::AreaRenamed { .. }
        | Ruled::AreasMerged { .. }
        | Ruled::Placed { .. }
        | Ruled::Linked(_)
        | Ruled::Unlinked(_) => Ok(()),
    }
}

/// Takes a ruling back in them.
pub(super) fn undone(c: &Connection, id: RulingId, recorded: &RecordedEvent) -> Result<(), StoreError> {
    let sql = "UPDATE rulings SET undone_position = ?2 WHERE id = ?1 RETURNING position";
    let made: u64 = c.prepare_cached(sql)?.query_row([id.0, recorded.position.0], |row| row.get(0))?;
    match ruling_at(c, made)? {
        Some(Ruled::Renamed { theme, .. }) => set(c, "name_id", theme, standing_name(c, theme)?),
        Some(Ruled::Pinned { theme }) => set(c, "pinned", theme, Some(0)),
        Some(Ruled::Ignored { theme }) => set(c, "ignored", theme, Some(0)),
        Some(Ruled::NotAlike { signal }) => {
            c.prepare_cached("DELETE FROM not_alike WHERE signal_id = ?1")?.execute([signal.0])?;
            Ok(())
        }
        Some(Ruled::SetAside { signals, .. }) => asides::ruling_undone(c, id, &signals),
        Some(Ruled::Split { .. }) => want_clustering(c),
        Some(
            Ruled::Merged { .. }
            | Ruled::Moved { .. }
            | Ruled::AreaRenamed { .. }
            | Ruled::AreasMerged { .. }
            | Ruled::Placed { .. }
            | Ruled::Linked(_)
            | Ruled::Unlinked(_),
        )
        | None => Ok(()),
    }
}

/// What the last renaming that stands calls a theme.
fn standing_name(c: &Connection, theme: ThemeId) -> Result<Option<u64>, StoreError> {
    let name = |what: Ruled<TextId>| match what {
        Ruled::Renamed { theme: renamed, name } if renamed == theme => Some(name.0),
        _ => None,
    };
    Ok(standing(c)?.into_iter().find_map(|(_, what)| name(what)))
}

fn set(c: &Connection, column: &str, theme: ThemeId, value: Option<u64>) -> Result<(), StoreError> {
    let sql = format!("UPDATE themes SET {column} = ?2 WHERE id = ?1");
    c.prepare_cached(&sql)?.execute(params![theme.0, value])?;
    Ok(())
}

/// Has themes clustered again soon.
fn want_clustering(c: &Connection) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO meta (key, value) VALUES ('clustering_wanted', 1) ON CONFLICT DO UPDATE SET value = 1";
    c.prepare_cached(sql)?.execute([])?;
    Ok(())
}
