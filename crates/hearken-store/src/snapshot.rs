//! What is read together: one state of the log and of everything derived from it inside the database. Whoever shows a page
//! opens one, so that no page mixes two states. Each noun has a reader, in its own file.

use std::sync::Arc;

use hearken_domain::Generation;
use rusqlite::Connection;

use crate::StoreError;
use crate::erasures::key::Keys;
use crate::generation::current_generation;
use crate::kept::Kept;
use crate::readers::Readers;
use crate::theme_cache::ThemeCache;

/// The database as it stood when this was opened, whatever is written meanwhile. While one is held, the side file of the
/// database cannot be merged: let it go before any long work.
#[derive(Debug)]
pub struct Snapshot {
    readers: Arc<Readers>,
    // `None` only while it is dropped.
    connection: Option<Connection>,
    generation: Generation,
}

impl Snapshot {
    /// Opens one on a connection of the pool.
    pub(crate) fn open(readers: &Arc<Readers>) -> Result<Self, StoreError> {
        let connection = readers.take()?;
        // SQLite pins the state with the first read, not with BEGIN.
        let begun = connection.execute_batch("BEGIN DEFERRED").map_err(StoreError::from);
        let generation = begun
            .and_then(|()| current_generation(&connection))
            .map_err(|error| error.located(&connection))?;
        Ok(Self {
            readers: Arc::clone(readers),
            connection: Some(connection),
            generation: Generation(generation),
        })
    }

    /// The generation of themes that was current; 0 before the first.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// What readers keep of themes from one snapshot to the next.
    pub(crate) fn theme_cache(&self) -> &ThemeCache {
        self.readers.themes()
    }

    /// What readers keep of counts and of customers from one snapshot to the next.
    pub(crate) fn kept(&self) -> &Kept {
        self.readers.kept()
    }

    /// What hashes of the erased are made with.
    pub(crate) fn keys(&self) -> Option<Keys> {
        self.readers.keys()
    }

    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = self.connection.as_ref().ok_or(StoreError::ReadOnly)?;
        work(connection).map_err(|error| error.located(connection))
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("ROLLBACK").is_ok()
        {
            self.readers.give_back(connection);
        }
    }
}

#[cfg(test)]
mod tests;
