//! Making a data directory from a backup. It is made in a folder of its own, where nobody reads it; whoever was erased since
//! the backup goes there. Then the ledger comes into its place, and one rename puts the database beside it: whatever stops a
//! restore, the directory is as it was or holds everything.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::backup::{BackupReport, key_beside, read_only, verify};
use crate::directory::{Held, create_private_dir, private_options};
use crate::durable::{delete_file, delete_folder, sync_all_of, sync_folder_of};
use crate::erase::PendingErasure;
use crate::erasures::key::{self, Keys};
use crate::erasures::{Ledger, all};
use crate::{DataDir, StoreError};

/// What was kept apart from a backup, where it is named.
#[derive(Debug, Clone, Copy, Default)]
pub struct BroughtAlong<'p> {
    /// A ledger of erasures, beside that of the directory.
    pub ledger: Option<&'p Path>,
    /// The key that it was made with.
    pub key: Option<&'p Path>,
}

/// A restore on its way. The directory is held, and as it was, until [`Restoring::put_in_place`].
#[derive(Debug)]
pub struct Restoring {
    target: DataDir,
    staging: DataDir,
    keys: Keys,
    report: BackupReport,
    knows_erasures: bool,
    _held: Held,
}

impl Restoring {
    /// Checks a backup and copies it where nobody reads it, with the ledger that it has to heed: that of the directory, the
    /// one brought along, and the backup's own.
    ///
    /// # Errors
    /// There is data already, `file` is no sound backup, the ledgers and keys are not of one directory, the key is gone, or
    /// any failure of the disk; nothing is changed then.
    pub fn begin(file: &Path, dir: &DataDir, along: BroughtAlong<'_>) -> Result<Self, StoreError> {
        let report = verify(file)?;
        let held = dir.hold()?;
        if dir.database().exists() {
            return Err(StoreError::Exists { what: "Hearken data", path: dir.path().to_owned() });
        }
        let (ledger, keys) = together(file, dir, along)?;
        let staging = DataDir::new(dir.restoring());
        delete_folder(staging.path())?;
        create_private_dir(staging.path())?;
        keys.write(&staging.erasure_key())?;
        let knows_erasures = !ledger.erasures.is_empty();
        if knows_erasures {
            ledger.write(&staging.ledger())?;
        }
        let database = staging.database();
        let copy = || -> io::Result<()> {
            let mut to = private_options().write(true).create_new(true).open(&database)?;
            io::copy(&mut File::open(file)?, &mut to)?;
            to.sync_all()
        };
        copy().map_err(StoreError::file("cannot write", &database))?;
        Ok(Self { target: dir.clone(), staging, keys, report, knows_erasures, _held: held })
    }

    /// The directory that is being made: to be opened, made right, and closed.
    pub fn staging(&self) -> &DataDir {
        &self.staging
    }

    /// Whether any ledger of erasures was there to be heeded.
    pub fn knows_erasures(&self) -> bool {
        self.knows_erasures
    }

    /// Puts what was made in its place. `begins` is called with what is begun next; what was begun before is durable then.
    ///
    /// # Errors
    /// It is still open, or any failure of the disk. Before the database is in its place the directory is as it was; after it,
    /// whatever is missing is made again by whoever opens it.
    pub fn put_in_place(self, begins: &dyn Fn(&'static str)) -> Result<BackupReport, StoreError> {
        begins("closing what was made");
        close(&self.staging.database())?;
        sync_all_of(self.staging.path())?;
        let Self { target, staging, .. } = &self;
        begins("clearing the place");
        // What a database of before left beside it would be taken for this one's.
        for end in ["-wal", "-shm"] {
            delete_file(&side_file(&target.database(), end))?;
        }
        delete_folder(&target.path().join("views"))?;
        begins("putting the key in its place");
        if Keys::read(&target.erasure_key())? != Some(self.keys) {
            self.keys.write(&target.erasure_key())?;
        }
        begins("putting the ledger in its place");
        if let Some(made) = Ledger::read(&staging.ledger())? {
            made.write(&target.ledger())?;
        }
        let rename = |from: PathBuf, to: PathBuf| {
            fs::rename(from, &to).map_err(StoreError::file("cannot name", &to))?;
            sync_folder_of(&to)
        };
        begins("putting the log in its place");
        // What was decided before is in the ledger that came into its place, and done.
        delete_file(&target.pending_erasure())?;
        rename(staging.database(), target.database())?;
        begins("putting the views in their place");
        if staging.path().join("views").exists() {
            rename(staging.path().join("views"), target.path().join("views"))?;
        }
        begins("tidying up");
        delete_folder(staging.path())?;
        Ok(self.report)
    }
}

/// The one ledger of a restore, with the key that it was made with.
fn together(file: &Path, dir: &DataDir, along: BroughtAlong<'_>) -> Result<(Ledger, Keys), StoreError> {
    let mut ledgers: Vec<(PathBuf, Ledger)> = Vec::new();
    for path in [Some(dir.ledger().as_path()), along.ledger].into_iter().flatten() {
        ledgers.extend(Ledger::read(path)?.map(|ledger| (path.to_owned(), ledger)));
    }
    let connection = read_only(file)?;
    let within = key::in_database(&connection)?;
    let lying = Keys::read(&dir.erasure_key())?;
    if let Some(pending) = PendingErasure::read(dir)? {
        // It was made with the key that lies there.
        let key_id = lying.map(|keys| keys.id()).unwrap_or_default();
        let erasures = vec![pending.erasure(0)];
        ledgers.push((dir.pending_erasure(), Ledger { key_id, erasures, ..Ledger::default() }));
    }
    if has_erasures(&connection)? {
        let key_id = within.map(|keys| keys.id()).or(key::id_in_database(&connection)?).unwrap_or_default();
        ledgers.push((file.to_owned(), Ledger { key_id, erasures: all(&connection)?, ..Ledger::default() }));
    }
    let beside_ledger = along.ledger.map(|path| path.with_file_name("erasures.key"));
    let mut keys: Vec<Keys> = Vec::new();
    for path in [along.key, beside_ledger.as_deref(), Some(&key_beside(file))].into_iter().flatten() {
        keys.extend(Keys::read(path)?);
    }
    keys.extend(lying);
    keys.extend(within);
    for (_, ledger) in &ledgers {
        keys.extend(ledger.key_within().transpose()?);
    }
    ledgers.retain(|(_, ledger)| !ledger.erasures.is_empty());
    let Some((first, ledger)) = ledgers.first() else {
        let own = lying.or(keys.first().copied());
        return Ok((Ledger::default(), own.map_or_else(Keys::fresh, Ok)?));
    };
    if let Some((other, _)) = ledgers.iter().find(|(_, other)| other.key_id != ledger.key_id) {
        return Err(StoreError::OtherKey { path: other.clone(), key: first.clone() });
    }
    let key = keys.into_iter().find(|key| key.id() == ledger.key_id);
    let Some(key) = key else {
        return Err(StoreError::KeyGone {
            path: along.key.map_or_else(|| dir.erasure_key(), Path::to_owned),
        });
    };
    let mut all = Ledger { key_id: key.id(), ..Ledger::default() };
    for (_, ledger) in &ledgers {
        all.add(&ledger.erasures);
    }
    Ok((all, key))
}

/// Whether a backup remembers anything as erased; those of the first format cannot.
fn has_erasures(c: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'erased_keys')";
    let has_table: bool = c.query_row(sql, [], |row| row.get(0))?;
    Ok(has_table && key::remembers_any(c)?)
}

/// Leaves everything of a database in its one file.
fn close(database: &Path) -> Result<(), StoreError> {
    let connection = Connection::open(database).map_err(StoreError::opening(database))?;
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    connection.close().map_err(|(_, error)| error)?;
    let beside = fs::metadata(side_file(database, "-wal")).map_or(0, |metadata| metadata.len());
    if busy != 0 || beside > 0 { Err(StoreError::NotScrubbed) } else { Ok(()) }
}

fn side_file(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
