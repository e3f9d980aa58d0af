//! Rejected originals: one file an import, of mode 0600, that expires. The reason and location are in the log for good;
//! the words themselves never passed redaction, so they stay out of it.

mod purge;

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use hearken_domain::{ImportId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::directory::{create_private_dir, private_options};
use crate::error::unreadable;
use crate::recovery::KEPT_FOR;
use crate::snapshot::Snapshot;
use crate::{DataDir, Store, StoreError};

/// One rejected item, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RejectRecord {
    /// Where it stood in the input.
    pub place: String,
    /// Why it was rejected.
    pub reason: String,
    /// What arrived, ready to be fixed and imported again.
    pub original: serde_json::Value,
}

impl Store {
    /// Keeps rejected items of an import, but for those that name someone who was erased; says of each whether it did. Nothing
    /// is created until there is one to keep.
    ///
    /// # Errors
    /// The file could not be written, or any failure of the database.
    pub fn keep_rejects(
        &self,
        source: &str,
        import: ImportId,
        records: &[RejectRecord],
    ) -> Result<Vec<bool>, StoreError> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        self.while_rejects_rest(|| {
            let snapshot = self.snapshot()?;
            let mut lines = Vec::new();
            let mut kept = Vec::new();
            for record in records {
                let keep = !record.names_someone(source, &snapshot)?;
                if keep {
                    serde_json::to_writer(&mut lines, record).map_err(unreadable("rejected item"))?;
                    lines.push(b'\n');
                }
                kept.push(keep);
            }
            if !lines.is_empty() {
                create_private_dir(&self.dir().rejects())?;
                let path = path_of(self.dir(), import);
                // Whole and unbuffered: a process that dies must not take along what the log says was kept.
                let file = private_options().append(true).create(true).open(&path);
                let write = file.and_then(|mut file| file.write_all(&lines));
                write.map_err(StoreError::file("cannot write", &path))?;
            }
            Ok(kept)
        })
    }

    /// Puts the rejected items of an import on disk; gives their file's path if there are any.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn finish_rejects(&self, import: ImportId) -> Result<Option<PathBuf>, StoreError> {
        let path = path_of(self.dir(), import);
        match File::open(&path).and_then(|file| file.sync_all()) {
            Ok(()) => Ok(Some(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file("cannot write", path)(error)),
        }
    }

    /// The first `limit` rejected items of an import, and until when they are kept; `None` once that is before `now`.
    ///
    /// # Errors
    /// The file exists but cannot be read.
    pub fn rejects(
        &self,
        import: ImportId,
        limit: usize,
        now: Timestamp,
    ) -> Result<Option<(Vec<RejectRecord>, Timestamp)>, StoreError> {
        let path = path_of(self.dir(), import);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file("cannot open", path)(error)),
        };
        let modified =
            file.metadata().and_then(|m| m.modified()).map_err(StoreError::file("cannot read", &path))?;
        let until = Timestamp::try_from(modified + KEPT_FOR).unwrap_or(Timestamp::MAX);
        if until < now {
            return Ok(None); // the next start deletes it
        }
        let mut records = Vec::new();
        for line in BufReader::new(file).lines().take(limit) {
            let line = line.map_err(StoreError::file("cannot read", &path))?;
            // A line cut off by a crash is not a record.
            records.extend(serde_json::from_str(&line));
        }
        Ok(Some((records, until)))
    }
}

impl RejectRecord {
    /// Whether it names someone who was erased. Its reason quotes nothing but what arrived.
    fn names_someone(&self, source: &str, snapshot: &Snapshot) -> Result<bool, StoreError> {
        snapshot.erasures().names_someone(source, &self.original)
    }
}

fn path_of(dir: &DataDir, import: ImportId) -> PathBuf {
    dir.rejects().join(format!("import-{import}.jsonl"))
}

/// The import whose rejected items lie in a file.
fn import_of(path: &Path) -> Option<ImportId> {
    let number = path.file_name()?.to_str()?.strip_prefix("import-")?.strip_suffix(".jsonl")?;
    number.parse().ok().map(ImportId)
}

#[cfg(test)]
mod tests;
