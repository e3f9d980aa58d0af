//! Rejected originals: one file an import, of mode 0600, that expires. The reason and location are in the log for good;
//! the words themselves never passed redaction, so they stay out of it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use hearken_domain::{Contact, ImportId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::directory::{create_private_dir, private_options};
use crate::error::unreadable;
use crate::recovery::KEPT_FOR;
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

/// Writes the file of one import; nothing is created until the first rejection.
#[derive(Debug)]
pub struct RejectWriter {
    path: PathBuf,
    folder: PathBuf,
    file: Option<File>,
}

impl RejectWriter {
    /// Adds a rejected item.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn add(&mut self, record: &RejectRecord) -> Result<(), StoreError> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                create_private_dir(&self.folder)?;
                let file = private_options().append(true).create(true).open(&self.path);
                none.insert(file.map_err(StoreError::file("cannot create", &self.path))?)
            }
        };
        // Whole and unbuffered: a process that dies must not take along what the log says was kept.
        let mut line = serde_json::to_vec(record).map_err(unreadable("rejected item"))?;
        line.push(b'\n');
        file.write_all(&line).map_err(StoreError::file("cannot write", &self.path))
    }

    /// Puts everything on disk; gives the file's path if there was anything to reject.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn finish(self) -> Result<Option<PathBuf>, StoreError> {
        let Some(file) = self.file else { return Ok(None) };
        file.sync_all().map_err(StoreError::file("cannot write", &self.path))?;
        Ok(Some(self.path))
    }
}

impl Store {
    /// A writer for the rejected items of an import.
    pub fn reject_writer(&self, import: ImportId) -> RejectWriter {
        RejectWriter { path: path_of(self.dir(), import), folder: self.dir().rejects(), file: None }
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

impl Store {
    /// Deletes the rejected items that name any of these people (with their sources); gives how many there were.
    pub(crate) fn purge_rejects_of(&self, people: &[(String, Contact)]) -> Result<u64, StoreError> {
        let folder = self.dir().rejects();
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(0) };
        let mut purged = 0;
        for entry in entries.flatten() {
            purged += purge_file(&entry.path(), people)?;
        }
        Ok(purged)
    }

    /// Deletes the rejected items of one import; gives how many there were.
    pub(crate) fn drop_rejects(&self, import: ImportId) -> Result<u64, StoreError> {
        let path = path_of(self.dir(), import);
        let Ok(file) = File::open(&path) else { return Ok(0) };
        let count = BufReader::new(file).lines().count() as u64;
        fs::remove_file(&path).map_err(StoreError::file("cannot delete", &path))?;
        Ok(count)
    }
}

fn purge_file(path: &Path, people: &[(String, Contact)]) -> Result<u64, StoreError> {
    let file = File::open(path).map_err(StoreError::file("cannot open", path))?;
    let modified = file.metadata().and_then(|m| m.modified());
    let mut kept = Vec::new();
    let mut purged = 0;
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(StoreError::file("cannot read", path))?;
        let record: Option<RejectRecord> = serde_json::from_slice(&line).ok();
        // A line that a crash cut off cannot be told apart from anyone's: it goes, too.
        if record.is_some_and(|record| !names_any(&record.original, people)) {
            kept.extend(line);
            kept.push(b'\n');
        } else {
            purged += 1;
        }
    }
    if purged == 0 {
        return Ok(0);
    }
    let next = path.with_extension("next");
    let write = || -> std::io::Result<()> {
        let mut file = private_options().write(true).create(true).truncate(true).open(&next)?;
        file.write_all(&kept)?;
        file.set_modified(modified?)?; // it expires when it would have
        file.sync_all()?;
        fs::rename(&next, path)
    };
    write().map_err(StoreError::file("cannot write", path))?;
    Ok(purged)
}

fn names_any(original: &serde_json::Value, people: &[(String, Contact)]) -> bool {
    let values = values_of(original);
    let same = |known: &Option<String>| {
        known.as_ref().is_some_and(|known| values.iter().any(|value| value.eq_ignore_ascii_case(known)))
    };
    people.iter().any(|(_, person)| same(&person.external_id) || same(&person.email) || same(&person.name))
}

/// Everything in an original that could name someone: the values of its fields; the cells, where it is a raw line.
pub(crate) fn values_of(original: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match original {
        Value::Object(fields) => fields.values().flat_map(values_of).collect(),
        Value::Array(values) => values.iter().flat_map(values_of).collect(),
        Value::String(raw) => {
            let cells = raw.split([',', ';', '\t', '|', '\n']).map(|cell| cell.trim().trim_matches('"'));
            std::iter::once(raw.trim()).chain(cells).map(str::to_owned).collect()
        }
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(_) | Value::Null => Vec::new(),
    }
}

fn path_of(dir: &DataDir, import: ImportId) -> PathBuf {
    dir.rejects().join(format!("import-{import}.jsonl"))
}

#[cfg(test)]
mod tests;
