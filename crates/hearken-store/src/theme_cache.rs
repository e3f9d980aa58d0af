//! Living themes with their words, kept from one page to the next: reading the words where customers said them, in some
//! hundred texts, takes longer than the rest of a page. Whoever changes a theme or takes words away says so in the same
//! transaction; what was read holds until then.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hearken_domain::{Theme, ThemeId};
use rusqlite::Connection;

use crate::StoreError;

/// The living themes, by id.
pub type LivingThemes = Arc<BTreeMap<ThemeId, Theme>>;

/// The living themes, as they were last read.
#[derive(Debug, Default)]
pub(crate) struct ThemeCache(Mutex<Option<Cached>>);

#[derive(Debug, Clone)]
struct Cached {
    /// How often themes had changed then.
    changes: u64,
    themes: LivingThemes,
}

impl ThemeCache {
    /// The living themes in the state that `c` sees; `read` reads them where they are not known.
    pub(crate) fn living(
        &self,
        c: &Connection,
        read: impl FnOnce() -> Result<Vec<Theme>, StoreError>,
    ) -> Result<LivingThemes, StoreError> {
        let changes = changes(c)?;
        // Not held while reading: whoever comes meanwhile reads too, rather than wait.
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(cached) = kept
            && cached.changes == changes
        {
            return Ok(cached.themes);
        }
        let themes: LivingThemes = Arc::new(read()?.into_iter().map(|theme| (theme.id, theme)).collect());
        let cached = Cached { changes, themes: Arc::clone(&themes) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cached);
        Ok(themes)
    }
}

/// Says that themes changed, or the words that describe them.
pub(crate) fn changed(c: &Connection) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES ('theme_changes', 1) ON CONFLICT DO UPDATE SET value = value + 1";
    c.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// How often that was said.
pub(crate) fn changes(c: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce((SELECT value FROM meta WHERE key = 'theme_changes'), 0)";
    Ok(c.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
