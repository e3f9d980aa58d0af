//! Files that are whole or not there, whenever the process or the machine stops.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

use crate::StoreError;
use crate::directory::private_options;

/// Puts `bytes` into the file at `path` (mode 0600): what was there stands until all of them are on disk.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace_file_of(path, bytes, None)
}

/// The same for a file that counts as written at `modified`.
pub(crate) fn replace_file_of(
    path: &Path,
    bytes: &[u8],
    modified: Option<SystemTime>,
) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".next");
    let next = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut file = private_options().write(true).create(true).truncate(true).open(&next)?;
        file.write_all(bytes)?;
        if let Some(modified) = modified {
            file.set_modified(modified)?;
        }
        file.sync_all()?;
        fs::rename(&next, path)
    };
    write().map_err(StoreError::file("cannot write", path))?;
    sync_folder_of(path)
}

/// Makes a file (mode 0600) of `bytes` where there is none, whole or not at all; `false` where another has made it.
pub(crate) fn make_file(path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    let failed = || StoreError::file("cannot make", path);
    let mut next = tempfile::NamedTempFile::new_in(folder_of(path)).map_err(failed())?;
    next.write_all(bytes).and_then(|()| next.as_file().sync_all()).map_err(failed())?;
    match next.persist_noclobber(path) {
        Ok(_) => sync_folder_of(path).map(|()| true),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(refused) => Err(failed()(refused.error)),
    }
}

/// Deletes a file for good; one that is not there is deleted already.
pub(crate) fn delete_file(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder_of(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::file("cannot delete", path)(error)),
    }
}

/// Deletes a folder with all in it, for good.
pub(crate) fn delete_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Ok(()) => sync_folder_of(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::file("cannot delete", path)(error)),
    }
}

/// Makes the names in a file's folder durable: that it is there, called so, or gone.
pub(crate) fn sync_folder_of(file: &Path) -> Result<(), StoreError> {
    sync(folder_of(file))
}

/// The folder that a file lies in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes everything in a folder and below it durable, with what was deleted there.
pub(crate) fn sync_all_of(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::file("cannot read", folder))?.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => sync_all_of(&entry.path())?,
            Ok(kind) if kind.is_file() => sync(&entry.path())?,
            _ => {}
        }
    }
    sync(folder)
}

fn sync(path: &Path) -> Result<(), StoreError> {
    match File::open(path).and_then(|file| file.sync_all()) {
        // A file that went meanwhile, as those of the text index do.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        synced => synced.map_err(StoreError::file("cannot sync", path)),
    }
}
