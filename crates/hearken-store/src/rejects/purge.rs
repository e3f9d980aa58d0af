//! Taking whom an erasure names out of the files of rejected originals.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use hearken_domain::ImportId;
use hearken_domain::identity::{addresses_in, without_tag};

use crate::durable::{delete_file, replace_file_of};
use crate::rejects::{RejectRecord, import_of, path_of};
use crate::snapshot::Snapshot;
use crate::{Store, StoreError};

impl Store {
    /// Deletes the rejected originals that name anybody who was erased, and those of imports that are gone; gives how
    /// many there were.
    ///
    /// # Errors
    /// A file of them cannot be read or written, or any failure of the database.
    pub fn purge_rejects(&self) -> Result<u64, StoreError> {
        let folder = self.dir().rejects();
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(0) };
        self.while_rejects_rest(|| {
            let snapshot = self.snapshot()?;
            let mut purged = 0;
            for entry in entries.flatten() {
                let path = entry.path();
                let source = match import_of(&path) {
                    Some(import) => snapshot.imports().source_of(import)?,
                    None => None, // the half of a file that was being written
                };
                purged += match source {
                    Some(source) => purge_file(&path, &source, &snapshot)?,
                    None => drop_file(&path)?,
                };
            }
            Ok(purged)
        })
    }

    /// Whether any rejected original holds this address; with tags, or the same with any tag.
    ///
    /// # Errors
    /// A file of them cannot be read.
    pub fn rejects_hold(&self, address: &str, with_tags: bool) -> Result<bool, StoreError> {
        let Ok(entries) = fs::read_dir(self.dir().rejects()) else { return Ok(false) };
        let bare = |address: &str| without_tag(address).unwrap_or_else(|| address.to_owned());
        for entry in entries.flatten() {
            let path = entry.path();
            let file = File::open(&path).map_err(StoreError::file("cannot open", &path))?;
            for line in BufReader::new(file).split(b'\n') {
                let line = line.map_err(StoreError::file("cannot read", &path))?;
                let holds = |one: &String| one == address || (with_tags && bare(one) == bare(address));
                if addresses_in(&String::from_utf8_lossy(&line)).iter().any(holds) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// How many rejected originals name anybody who was erased.
    ///
    /// # Errors
    /// A file of them cannot be read, or any failure of the database.
    pub fn rejects_of_the_erased(&self) -> Result<u64, StoreError> {
        let Ok(entries) = fs::read_dir(self.dir().rejects()) else { return Ok(0) };
        let snapshot = self.snapshot()?;
        let mut count = 0;
        for entry in entries.flatten() {
            let source = match import_of(&entry.path()) {
                Some(import) => snapshot.imports().source_of(import)?,
                None => None,
            };
            count += match source {
                Some(source) => parted(&entry.path(), &source, &snapshot)?.1,
                None => lines_of(&entry.path())?,
            };
        }
        Ok(count)
    }

    /// Deletes the rejected items of one import; gives how many there were.
    pub(crate) fn drop_rejects(&self, import: ImportId) -> Result<u64, StoreError> {
        self.while_rejects_rest(|| drop_file(&path_of(self.dir(), import)))
    }
}

fn drop_file(path: &Path) -> Result<u64, StoreError> {
    let count = lines_of(path)?;
    delete_file(path)?;
    Ok(count)
}

fn lines_of(path: &Path) -> Result<u64, StoreError> {
    match File::open(path) {
        Ok(file) => Ok(BufReader::new(file).split(b'\n').count() as u64),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(StoreError::file("cannot open", path)(error)),
    }
}

fn purge_file(path: &Path, source: &str, snapshot: &Snapshot) -> Result<u64, StoreError> {
    let modified =
        fs::metadata(path).and_then(|m| m.modified()).map_err(StoreError::file("cannot read", path))?;
    let (kept, purged) = parted(path, source, snapshot)?;
    match (purged, kept.is_empty()) {
        (0, _) => {}
        (_, true) => delete_file(path)?,
        (_, false) => replace_file_of(path, &kept, Some(modified))?, // it expires when it would have
    }
    Ok(purged)
}

/// The lines that name nobody who was erased, and how many others there are.
fn parted(path: &Path, source: &str, snapshot: &Snapshot) -> Result<(Vec<u8>, u64), StoreError> {
    let file = File::open(path).map_err(StoreError::file("cannot open", path))?;
    let mut kept = Vec::new();
    let mut purged = 0;
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(StoreError::file("cannot read", path))?;
        // A line that a crash cut off cannot be told apart from anyone's: it goes, too.
        let stays = match serde_json::from_slice::<RejectRecord>(&line) {
            Ok(record) => !record.names_someone(source, snapshot)?,
            Err(_) => false,
        };
        if stays {
            kept.extend(line);
            kept.push(b'\n');
        } else {
            purged += 1;
        }
    }
    Ok((kept, purged))
}
