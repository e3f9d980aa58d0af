//! Themes that somebody wants to hear nothing of, for good or until a day.

use std::collections::BTreeMap;

use hearken_domain::{Actor, By, Event, LogPosition, Mute, ThemeId, Timestamp};
use rusqlite::Connection;

use crate::acts::MUTES;
use crate::alerts::AlertReader;
use crate::events::event_at;
use crate::{Store, StoreError, there, views};

/// What was last said of hearing of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutedTheme {
    /// Which theme.
    pub theme: ThemeId,
    /// Whether anybody wants to.
    pub mute: Mute,
    /// Who said so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl AlertReader<'_> {
    /// What was last said of each theme that anything was said of.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn mutes(&self) -> Result<BTreeMap<ThemeId, MutedTheme>, StoreError> {
        self.0.read(|c| {
            let all = MUTES.all(c)?.into_iter().map(|position| said(c, position));
            all.map(|said| said.map(|said| (said.theme, said))).collect()
        })
    }
}

impl Store {
    /// Says whether anybody wants to hear of a theme.
    ///
    /// # Errors
    /// [`StoreError::Alert`] where there is no such theme; or any failure of the database.
    pub fn mute_theme(&self, theme: ThemeId, mute: Mute, by: &By) -> Result<MutedTheme, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            if !there::is_theme(c, theme)? {
                return Err(refused(theme, "there is no such theme", true));
            }
            let recorded = views::record(c, &by, Event::ThemeMuted { theme, mute })?;
            said(c, recorded.position)
        })
    }

    /// Takes back what was last said of hearing of a theme.
    ///
    /// # Errors
    /// [`StoreError::Alert`] where nothing was said; or any failure of the database.
    pub fn undo_mute(&self, theme: ThemeId, by: &By) -> Result<MutedTheme, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let nothing = || refused(theme, "nobody muted or snoozed it", false);
            let change = MUTES.last(c, theme.0)?.ok_or_else(nothing)?;
            views::record(c, &by, Event::ThemeMuteUndone { theme, change })?;
            match MUTES.last(c, theme.0)? {
                Some(position) => said(c, position),
                None => Ok(MutedTheme { theme, mute: Mute::Never, by: by.actor, at: by.at }),
            }
        })
    }
}

fn said(c: &Connection, position: LogPosition) -> Result<MutedTheme, StoreError> {
    match event_at(c, position)?.map(|recorded| (recorded.by, recorded.event)) {
        Some((by, Event::ThemeMuted { theme, mute })) => {
            Ok(MutedTheme { theme, mute, by: by.actor, at: by.at })
        }
        _ => {
            let detail = format!("none was muted at position {position}");
            Err(StoreError::Unreadable { what: "muted theme", detail })
        }
    }
}

fn refused(theme: ThemeId, detail: &str, missing: bool) -> StoreError {
    StoreError::Alert { subject: theme.to_string(), detail: detail.to_owned(), missing }
}
