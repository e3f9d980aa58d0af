//! A pool of read-only connections: readers never wait for the writer (WAL), nor for each other.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::StoreError;
use crate::erasures::key::Keys;
use crate::kept::Kept;
use crate::theme_cache::ThemeCache;

/// Connections kept for the next reader.
const IDLE_MAX: usize = 8;

#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    themes: ThemeCache,
    kept: Kept,
    keys: Option<Keys>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf, keys: Option<Keys>) -> Self {
        Self {
            path,
            idle: Mutex::new(Vec::new()),
            themes: ThemeCache::default(),
            kept: Kept::default(),
            keys,
        }
    }

    /// What hashes of the erased are made with; `None` where nothing can have been erased.
    pub(crate) fn keys(&self) -> Option<Keys> {
        self.keys
    }

    /// What readers keep of themes from one snapshot to the next.
    pub(crate) fn themes(&self) -> &ThemeCache {
        &self.themes
    }

    /// What readers keep of counts and of customers from one snapshot to the next.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// A connection of the pool, or a new one.
    pub(crate) fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => Ok(connect(&self.path)?.0),
        }
    }

    #[cfg(test)]
    pub(crate) fn idle(&self) -> usize {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Takes a connection back, outside of any transaction.
    pub(crate) fn give_back(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }
}

/// Opens a database for reading; with the format of the data.
pub(crate) fn connect(path: &Path) -> Result<(Connection, i64), StoreError> {
    let opened = open(path.to_owned(), OpenFlags::empty());
    let is_refused = |error: &rusqlite::Error| error.sqlite_error_code() == Some(ErrorCode::CannotOpen);
    match opened {
        // Readers share a file beside the database, which cannot be made where nothing can be written. Nobody
        // writes there either, so that what lies in the one file is all there is.
        Err(error) if is_refused(&error) && !has_side_file(path) => {
            open(unchanging(path), OpenFlags::SQLITE_OPEN_URI)
        }
        opened => opened,
    }
    .map_err(StoreError::opening(path))
}

fn open(name: PathBuf, more: OpenFlags) -> rusqlite::Result<(Connection, i64)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = Connection::open_with_flags(name, flags)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -16384; \
         PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY",
    )?;
    let format = format_of(&connection)?;
    Ok((connection, format))
}

pub(crate) fn format_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn has_side_file(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    std::fs::metadata(name).is_ok_and(|metadata| metadata.len() > 0)
}

/// The address of a database that nobody changes.
fn unchanging(path: &Path) -> PathBuf {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(*byte)),
            byte => address += &format!("%{byte:02X}"),
        }
    }
    PathBuf::from(address + "?immutable=1")
}
