//! Copies of the log: made while it is in use, verified, and restored where nothing lies yet. Views are not in them;
//! they are rebuilt from the log. Rejected originals are not in them either: they never passed redaction.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::directory::{create_private_dir, private_options};
use crate::{DataDir, Store, StoreError, log};

/// What a backup holds, counted in the backup itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// Path of the backup.
    pub file: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of signals.
    pub signals: u64,
    /// The log position that it goes up to.
    pub position: u64,
}

impl Store {
    /// Copies the log as it stands at this moment into a new `file` (mode 0600), and checks the copy from end to end.
    /// Whoever writes meanwhile is not held up. Nothing that has the name already is written to, and no link is followed.
    ///
    /// # Errors
    /// The file exists, cannot be written, or does not check out; nothing of that name is left then.
    pub fn backup(&self, file: &Path) -> Result<BackupReport, StoreError> {
        let exists = || StoreError::Exists { what: "a file", path: file.to_owned() };
        if file.symlink_metadata().is_ok() {
            return Err(exists()); // a link counts, wherever it leads
        }
        let folder = folder_of(file);
        // Under a name that nobody knows beforehand; it goes again where anything fails.
        let partial = tempfile::Builder::new().prefix(".hearken-").suffix(".partial").tempfile_in(folder);
        let partial = partial.map_err(StoreError::file("cannot create", file))?;
        self.copy_into(partial.path(), partial.as_file())?;
        let report = verify(partial.path())?;
        partial.persist_noclobber(file).map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => exists(),
            _ => StoreError::file("cannot name", file)(refused.error),
        })?;
        sync_folder_of(file)?;
        Ok(BackupReport { file: file.to_owned(), ..report })
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
    Ok(BackupReport { file: file.to_owned(), bytes, signals, position: log::position(&connection)? })
}

/// Puts a backup where no data lies yet. Views and erasures are the caller's next step.
///
/// # Errors
/// There is data already, or `file` is no sound backup; nothing is changed then.
pub fn restore(file: &Path, dir: &DataDir) -> Result<BackupReport, StoreError> {
    let report = verify(file)?;
    let _held = dir.hold()?;
    let database = dir.database();
    if database.exists() {
        return Err(StoreError::Exists { what: "Hearken data", path: dir.path().to_owned() });
    }
    let views = dir.path().join("views");
    if views.exists() {
        fs::remove_dir_all(&views).map_err(StoreError::file("cannot clear", views))?;
    }
    create_private_dir(dir.path())?;
    let partial = database.with_extension("db.partial");
    let copy = || -> io::Result<()> {
        let mut to = private_options().write(true).create(true).truncate(true).open(&partial)?;
        io::copy(&mut File::open(file)?, &mut to)?;
        to.sync_all()?;
        fs::rename(&partial, &database)
    };
    copy().map_err(StoreError::file("cannot write", &database))?;
    sync_folder_of(&database)?;
    Ok(report)
}

fn read_only(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(StoreError::opening(path))?;
    connection.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY")?;
    Ok(connection)
}

fn sync_folder_of(file: &Path) -> Result<(), StoreError> {
    let folder = folder_of(file);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::file("cannot sync", folder))
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests;
