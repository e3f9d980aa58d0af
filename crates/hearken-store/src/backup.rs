//! Copies of the log: made while it is in use, and verified. Views are not in them; they are rebuilt from the log. Rejected
//! originals are not in them either: they never passed redaction. The key of the ledger of erasures lies beside a copy, so that
//! the copy alone tells nobody who was erased.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::directory::private_options;
use crate::durable::{folder_of, sync_folder_of};
use crate::{Store, StoreError, log};

/// What a backup holds, counted in the backup itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// Path of the backup.
    pub file: PathBuf,
    /// Path of its key, beside it: without it the backup cannot be restored once anything was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of signals.
    pub signals: u64,
    /// The log position that it goes up to.
    pub position: u64,
}

impl Store {
    /// Copies the log as it stands at this moment into a new `file` (mode 0600), and checks the copy from end to end. Beside
    /// it lies the key of the ledger of erasures that is in it (`FILE.key`), where anything was erased or may come to be.
    /// Whoever writes meanwhile is not held up. Nothing that has the name already is written to, and no link is followed.
    ///
    /// # Errors
    /// The file or its key exists, cannot be written, or does not check out; nothing of that name is left then.
    pub fn backup(&self, file: &Path) -> Result<BackupReport, StoreError> {
        let key = key_beside(file);
        for path in [file, &key] {
            if path.symlink_metadata().is_ok() {
                return Err(exists(path)); // a link counts, wherever it leads
            }
        }
        // Under a name that nobody knows beforehand; it goes again where anything fails.
        let partial =
            tempfile::Builder::new().prefix(".hearken-").suffix(".partial").tempfile_in(folder_of(file));
        let partial = partial.map_err(StoreError::file("cannot create", file))?;
        self.copy_into(partial.path(), partial.as_file())?;
        let report = verify(partial.path())?;
        let keys = self.keys();
        if let Some(keys) = keys {
            claim(&key)?;
            keys.write(&key)?;
        }
        let named = partial.persist_noclobber(file).map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => exists(file),
            _ => StoreError::file("cannot name", file)(refused.error),
        });
        if named.is_err() && keys.is_some() {
            let _ = fs::remove_file(&key);
        }
        named?;
        sync_folder_of(file)?;
        Ok(BackupReport { file: file.to_owned(), key: keys.map(|_| key), ..report })
    }

    /// SQLite fills a file that is there and empty.
    fn copy_into(&self, partial: &Path, file: &File) -> Result<(), StoreError> {
        let from = self.dir().database();
        let connection = read_only(&from)?;
        let target = partial.to_str().ok_or_else(|| StoreError::File {
            doing: "cannot write",
            path: partial.to_owned(),
            source: io::Error::other("the path is not readable text"),
        })?;
        connection.execute("VACUUM INTO ?1", [target]).map_err(|error| match StoreError::from(error) {
            StoreError::Database(error) => StoreError::File {
                doing: "cannot write",
                path: partial.to_owned(),
                source: io::Error::other(error.to_string()),
            },
            other => other,
        })?;
        file.sync_all().map_err(StoreError::file("cannot write", partial))
    }
}

/// Where the key of a backup lies.
pub(crate) fn key_beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".key");
    file.with_file_name(name)
}

fn exists(path: &Path) -> StoreError {
    StoreError::Exists { what: "a file", path: path.to_owned() }
}

/// Takes a name that nothing has, through no link.
fn claim(path: &Path) -> Result<(), StoreError> {
    match private_options().write(true).create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists(path)),
        Err(error) => Err(StoreError::file("cannot create", path)(error)),
    }
}

/// Checks a backup from end to end.
///
/// # Errors
/// It is none, is damaged, or a newer program wrote it.
pub fn verify(file: &Path) -> Result<BackupReport, StoreError> {
    let bad = |detail: String| StoreError::NoBackup { path: file.to_owned(), detail };
    let bytes = fs::metadata(file).map_err(StoreError::file("cannot read", file))?.len();
    let connection = read_only(file).map_err(|error| bad(error.to_string()))?;
    let look = |c: &Connection| -> Result<(i64, String), rusqlite::Error> {
        let format = c.pragma_query_value(None, "user_version", |row| row.get(0))?;
        Ok((format, c.query_row("PRAGMA integrity_check", [], |row| row.get(0))?))
    };
    let (format, integrity) = look(&connection).map_err(|error| bad(error.to_string()))?;
    if format == 0 {
        return Err(bad("Hearken did not write it".to_owned()));
    }
    crate::store::refuse_newer(file, format)?;
    if integrity != "ok" {
        return Err(bad(integrity));
    }
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let signals = count("SELECT count(*) FROM signals").map_err(|error| bad(error.to_string()))?;
    Ok(BackupReport {
        file: file.to_owned(),
        key: None,
        bytes,
        signals,
        position: log::position(&connection)?,
    })
}

pub(crate) fn read_only(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(StoreError::opening(path))?;
    connection.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY")?;
    Ok(connection)
}

#[cfg(test)]
mod tests;
