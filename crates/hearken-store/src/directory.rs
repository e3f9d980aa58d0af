//! The data directory: where everything lies, who holds it, and how a second process finds the holder.
//!
//! One process holds the directory (an advisory lock on the file `lock`, which the kernel drops when the process
//! dies, however it dies). A server writes its address and a secret beside it, so that a command that wants to
//! write can hand its action over.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Whether a store is opened to change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Takes the lock; creates what is missing.
    Write,
    /// Takes no lock and changes nothing.
    Read,
}

/// The paths inside a data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir(PathBuf);

/// How long a lock is waited for of which nobody says that they have it.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// What may lie in a data directory before there are data in it.
const BEFORE_DATA: [&str; 4] = ["hearken.toml", "hearken.db", "lock", "holder.json"];

/// The process that holds a data directory, as it described itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process number.
    pub pid: u32,
    /// Where it takes actions, as `127.0.0.1:7717`; `None` for a command that serves nobody.
    pub address: Option<String>,
    /// What proves that the caller may read the directory.
    pub secret: Option<String>,
}

impl DataDir {
    /// Names a directory; nothing is touched.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite file.
    pub fn database(&self) -> PathBuf {
        self.0.join("hearken.db")
    }

    /// The text index.
    pub fn words(&self) -> PathBuf {
        self.0.join("views/words")
    }

    /// The vectors.
    pub fn vectors(&self) -> PathBuf {
        self.0.join("views/vectors")
    }

    /// The indexes of repositories.
    pub fn code(&self) -> PathBuf {
        self.0.join("code")
    }

    /// The index of one repository.
    pub fn code_index(&self, repository: &str) -> PathBuf {
        self.code().join(format!("{repository}.index"))
    }

    /// Rejected originals.
    pub fn rejects(&self) -> PathBuf {
        self.0.join("rejects")
    }

    /// Where a restore makes the directory that is to be, out of everybody's sight.
    pub(crate) fn restoring(&self) -> PathBuf {
        self.0.join("restoring")
    }

    fn lock_file(&self) -> PathBuf {
        self.0.join("lock")
    }

    fn holder_file(&self) -> PathBuf {
        self.0.join("holder.json")
    }

    /// Whether there is anything to read.
    pub fn exists(&self) -> bool {
        self.database().is_file()
    }

    /// Takes the lock, creating the directory (mode 0700) where it is missing.
    ///
    /// # Errors
    /// [`StoreError::Held`] when another process has it.
    pub(crate) fn hold(&self) -> Result<Held, StoreError> {
        create_private_dir(&self.0)?;
        self.close_while_empty()?;
        let path = self.lock_file();
        let lock = private_options().write(true).create(true).truncate(false).open(&path);
        let lock = lock.map_err(StoreError::file("cannot open", &path))?;
        self.lock(&lock, &path)?;
        let held = Held { dir: self.clone(), _lock: lock };
        held.announce(&Holder { pid: std::process::id(), address: None, secret: None })?;
        Ok(held)
    }

    /// Takes the lock. Where another has it and nobody says so, it is just being taken or let go (a program that its holder
    /// starts has a copy of it for an instant), so that is waited for.
    #[expect(clippy::disallowed_methods, reason = "it waits for another process")]
    fn lock(&self, lock: &File, path: &Path) -> Result<(), StoreError> {
        let begun = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(()),
                Err(fs::TryLockError::WouldBlock) => {}
                Err(fs::TryLockError::Error(error)) => {
                    return Err(StoreError::file("cannot lock", path)(error));
                }
            }
            let holder = self.holder();
            if holder.is_some() || begun.elapsed() > LOCK_PATIENCE {
                return Err(StoreError::Held { dir: self.0.clone(), pid: holder.map(|holder| holder.pid) });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether its owner alone can enter it, so that what lies in it is nobody else's to read or to replace. One that holds
    /// nothing yet is closed once it is taken for writing.
    ///
    /// # Errors
    /// [`StoreError::OpenToOthers`] with how it stands.
    pub fn check_private(&self) -> Result<(), StoreError> {
        match self.open_mode() {
            Some(mode) if !self.is_ours_to_close(mode) => {
                Err(StoreError::OpenToOthers { dir: self.0.clone(), mode: mode & 0o777 })
            }
            _ => Ok(()),
        }
    }

    /// Its mode, where others can enter it.
    fn open_mode(&self) -> Option<u32> {
        #[cfg(unix)]
        {
            let folder = fs::metadata(&self.0).ok()?;
            let mode = std::os::unix::fs::PermissionsExt::mode(&folder.permissions()) & 0o7777;
            (mode & 0o077 != 0).then_some(mode)
        }
        #[cfg(not(unix))]
        None
    }

    /// Whether somebody made it for us and it holds nothing yet. One with the sticky bit is everybody's.
    fn is_ours_to_close(&self, mode: u32) -> bool {
        let is_ours = |name: &std::ffi::OsStr| BEFORE_DATA.iter().any(|ours| name == *ours);
        let mut entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        mode & 0o1000 == 0
            && entries.all(|entry| is_ours(&entry.file_name()))
            && fs::metadata(self.database()).map_or(true, |database| database.len() == 0)
    }

    /// Takes everybody else's rights away where it holds nothing yet.
    fn close_while_empty(&self) -> Result<(), StoreError> {
        #[cfg(unix)]
        if self.open_mode().is_some_and(|mode| self.is_ours_to_close(mode)) {
            let closed = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            fs::set_permissions(&self.0, closed).map_err(StoreError::file("cannot close", &self.0))?;
        }
        Ok(())
    }

    /// Who says to hold the directory. The words of a process that died may still stand here.
    pub fn holder(&self) -> Option<Holder> {
        serde_json::from_slice(&fs::read(self.holder_file()).ok()?).ok()
    }
}

/// The lock, for as long as it lives.
#[derive(Debug)]
pub(crate) struct Held {
    dir: DataDir,
    _lock: File,
}

impl Held {
    /// Says who holds the directory, in a file that only its owner can read.
    pub(crate) fn announce(&self, holder: &Holder) -> Result<(), StoreError> {
        let path = self.dir.holder_file();
        let next = path.with_extension("json.next");
        let write = || -> std::io::Result<()> {
            let mut file = private_options().write(true).create(true).truncate(true).open(&next)?;
            file.write_all(&serde_json::to_vec(holder)?)?;
            fs::rename(&next, &path)
        };
        write().map_err(StoreError::file("cannot write", &path))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // The lock is dropped after this; a file left behind is only stale words.
        let _ = fs::remove_file(self.dir.holder_file());
    }
}

/// Options that create files only their owner can read.
pub(crate) fn private_options() -> OpenOptions {
    #[allow(unused_mut, reason = "only unix has modes")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a directory, with its parents, that only its owner can enter.
pub(crate) fn create_private_dir(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(StoreError::file("cannot create the folder", path))
}
