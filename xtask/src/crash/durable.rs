//! What of a directory a loss of power leaves: each file with what it held when it was last synced (nothing, where it never
//! was), under the names that stood in its folder when that was last synced. A file system may keep more, and most do: names
//! are often durable with the next sync of anything. What holds here holds there, as long as nothing relies on being forgotten.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, DirBuilder, Metadata};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file or folder, whatever it is called; numbers are given again, times are not.
type Identity = (u64, Option<SystemTime>);

fn identity(metadata: &Metadata) -> Identity {
    (metadata.ino(), metadata.created().ok())
}

#[derive(Clone)]
enum Kept {
    File(Vec<u8>),
    Folder(BTreeMap<PathBuf, (Identity, bool)>),
}

/// The directory as it would be left.
pub struct Durable {
    root: Identity,
    kept: HashMap<Identity, Kept>,
}

impl Durable {
    /// A directory all of which was synced long ago.
    pub fn of(folder: &Path) -> anyhow::Result<Self> {
        let mut this = Self { root: identity(&fs::metadata(folder)?), kept: HashMap::new() };
        this.all_of(folder)?;
        Ok(this)
    }

    fn all_of(&mut self, folder: &Path) -> anyhow::Result<()> {
        self.synced(folder)?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { self.all_of(&path)? } else { self.synced(&path)? }
        }
        Ok(())
    }

    /// Takes note that a file or folder was synced. One that has lost its name meanwhile is of no more interest.
    pub fn synced(&mut self, path: &Path) -> anyhow::Result<()> {
        let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
        let kept = if metadata.is_dir() {
            let mut names = BTreeMap::new();
            for entry in fs::read_dir(path)? {
                let entry = entry?;
                let Ok(metadata) = entry.metadata() else { continue };
                names.insert(PathBuf::from(entry.file_name()), (identity(&metadata), metadata.is_dir()));
            }
            Kept::Folder(names)
        } else {
            Kept::File(fs::read(path)?)
        };
        self.kept.insert(identity(&metadata), kept);
        Ok(())
    }

    /// Makes the directory as it would be left.
    pub fn rebuild(&self, into: &Path) -> anyhow::Result<()> {
        self.folder(self.root, into)
    }

    fn folder(&self, identity: Identity, into: &Path) -> anyhow::Result<()> {
        // The product opens no directory that is open to others.
        DirBuilder::new().recursive(true).mode(0o700).create(into)?;
        let Some(Kept::Folder(names)) = self.kept.get(&identity) else { return Ok(()) };
        for (name, (identity, is_folder)) in names {
            let path = into.join(name);
            match (is_folder, self.kept.get(identity)) {
                (true, _) => self.folder(*identity, &path)?,
                (false, Some(Kept::File(bytes))) => fs::write(&path, bytes)?,
                (false, _) => fs::write(&path, [])?,
            }
        }
        Ok(())
    }
}
