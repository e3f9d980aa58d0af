//! A git repository as this crate sees it: a head, files at a commit, and commits with what each changed.
//! Working trees are never read: what is indexed is what was committed, so a symlink can lead nowhere.

mod commits;
mod encoding;
mod tags;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice;
use rayon::prelude::*;

use crate::CodeError;
use crate::object_name::{ObjectName, id_of, name_of};

pub use tags::{Tag, Tags};

/// A git repository, opened. Cheap to open, and may be shared between threads.
#[derive(Debug)]
pub struct Repository {
    path: PathBuf,
    git: gix::ThreadSafeRepository,
}

/// A file at a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub path: String,
    pub blob: ObjectName,
}

/// A commit and what it changed against its first parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    pub id: ObjectName,
    /// Seconds since 1970, when it was committed.
    pub seconds: i64,
    pub author: String,
    pub email: String,
    pub message: String,
    /// Paths after the change; nothing for merges, whose changes their parents tell. `None` is not known, since folders
    /// of then are missing.
    pub changed: Option<Vec<Changed>>,
}

/// A file that a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub path: String,
    /// What it was called before, where the commit renamed it.
    pub former_path: Option<String>,
}

/// The files at a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tree {
    /// Every regular file, by path. Symlinks and submodules are none.
    pub entries: Vec<Entry>,
    /// Folders that cannot be read, by path.
    pub missing: Vec<String>,
}

/// What there is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// No regular file.
    Absent,
    /// Maybe a file, but the clone lacks it.
    Missing,
    /// A file, and what stands in it.
    Bytes(Vec<u8>),
}

impl Repository {
    /// Opens the repository at `path`: a working tree, a folder within one, or a bare repository.
    ///
    /// # Errors
    /// [`CodeError::NotARepository`], [`CodeError::References`] where it keeps its branches in a way that is not read, or
    /// [`CodeError::Unreadable`] where git's reader refuses it.
    pub fn open(path: &Path) -> Result<Self, CodeError> {
        let absent = || CodeError::NotARepository { path: path.to_owned() };
        let (found, _) = gix::discover::upwards(path).map_err(|_| absent())?;
        let (git_dir, _) = found.into_repository_and_work_tree_directories();
        // The repository's own configuration only: what the machine or a user set elsewhere changes nothing here.
        let git = gix::ThreadSafeRepository::open_opts(git_dir, gix::open::Options::isolated())
            .map_err(|error| CodeError::Unreadable { path: path.to_owned(), reason: error.to_string() })?;
        let repository = Self { path: path.to_owned(), git };
        match repository.setting("extensions.refStorage") {
            Some(format) if !format.eq_ignore_ascii_case("files") => {
                Err(CodeError::References { path: path.to_owned(), format })
            }
            _ => Ok(repository),
        }
    }

    /// The full id of the commit that HEAD is at.
    ///
    /// # Errors
    /// [`CodeError::Empty`] where there is no commit yet, and [`CodeError::Unreadable`] where HEAD says nothing that git
    /// knows.
    pub fn head(&self) -> Result<String, CodeError> {
        let git = self.local();
        if let Ok(id) = git.head_id() {
            return Ok(id.to_string());
        }
        // The commit may be missing, though it is known which it is.
        let head = git.head().map_err(|error| self.unreadable(error))?;
        let empty = || CodeError::Empty { path: self.path.clone() };
        Ok(head.id().ok_or_else(empty)?.to_string())
    }

    /// The full id of the commit that `revision` (a name, a short id, `HEAD~3`) means.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where it means no commit.
    pub fn resolve(&self, revision: &str) -> Result<String, CodeError> {
        let git = self.local();
        let absent = || CodeError::NoRevision { path: self.path.clone(), revision: revision.to_owned() };
        let object = git.rev_parse_single(revision).map_err(|_| absent())?.object().map_err(|_| absent())?;
        Ok(object.peel_to_commit().map_err(|_| absent())?.id.to_string())
    }

    /// Whether its history was cut off when it was cloned.
    pub fn shallow(&self) -> bool {
        self.local().is_shallow().unwrap_or(false)
    }

    /// Where its files are checked out; `None` is a bare repository.
    pub fn work_dir(&self) -> Option<PathBuf> {
        self.local().workdir().map(Path::to_owned)
    }

    /// Whether it was cloned without everything, and asks for the rest when it is needed.
    pub(crate) fn partial(&self) -> bool {
        let git = self.local();
        let config = git.config_snapshot();
        let promises = |name: &str| config.boolean(format!("remote.{name}.promisor").as_str()) == Some(true);
        self.setting("extensions.partialClone").is_some()
            || git.remote_names().iter().any(|name| promises(&name.to_str_lossy()))
    }

    /// Where it was cloned from: of `origin`, else of any remote.
    pub(crate) fn remote_url(&self) -> Option<String> {
        let git = self.local();
        let others = git.remote_names().into_iter().map(|name| format!("remote.{}.url", name.to_str_lossy()));
        std::iter::once("remote.origin.url".to_owned()).chain(others).find_map(|key| self.setting(&key))
    }

    /// The mail address of whoever commits here: by its own configuration, else by the user's.
    pub fn user_email(&self) -> Option<String> {
        let users = || gix::config::File::from_globals().ok()?.string("user.email");
        self.setting("user.email").or_else(|| users().map(|email| email.to_str_lossy().into_owned()))
    }

    /// What stands in a file at a commit; `None` where there is no such file, or the clone lacks it.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where there is no such commit.
    pub fn file_at(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, CodeError> {
        match self.content_at(commit, path)? {
            Content::Bytes(bytes) => Ok(Some(bytes)),
            Content::Absent | Content::Missing => Ok(None),
        }
    }

    /// What there is at a path at a commit.
    pub(crate) fn content_at(&self, commit: &str, path: &str) -> Result<Content, CodeError> {
        let git = self.local();
        let tree = self.commit(&git, commit)?.tree().ok();
        let Some(found) = tree.and_then(|tree| tree.lookup_entry_by_path(path).ok()) else {
            return Ok(Content::Missing);
        };
        let Some(entry) = found.filter(|entry| entry.mode().is_blob()) else { return Ok(Content::Absent) };
        Ok(entry.object().map_or(Content::Missing, |object| Content::Bytes(object.detach().data)))
    }

    /// The files that a commit changed against its first parent, by their names after it; none for merges.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where there is no such commit.
    pub fn changed_files(&self, commit: &str) -> Result<Vec<String>, CodeError> {
        let id = name_of(&self.commit(&self.local(), commit)?.id);
        let commits = self.commits(&[id], &|_| {}).into_iter().flatten();
        Ok(commits.flat_map(|commit| commit.changed).flatten().map(|changed| changed.path).collect())
    }

    /// The files that are not the same at two commits, by their names at the first; those that are only at the second are
    /// left out.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where one of the commits is not there, and [`CodeError::NoFiles`] where its files are not.
    pub fn changed_between(&self, before: &str, after: &str) -> Result<BTreeSet<String>, CodeError> {
        let after: BTreeSet<(String, ObjectName)> =
            self.tree(after)?.entries.into_iter().map(|entry| (entry.path, entry.blob)).collect();
        let before = self.tree(before)?.entries.into_iter().map(|entry| (entry.path, entry.blob));
        Ok(before.filter(|entry| !after.contains(entry)).map(|(path, _)| path).collect())
    }

    /// The files at a commit.
    pub(crate) fn tree(&self, commit: &str) -> Result<Tree, CodeError> {
        let git = self.reader();
        let root = self.commit(&git, commit)?.tree_id().map_err(|error| self.unreadable(error))?.detach();
        let mut tree = Tree { entries: Vec::new(), missing: Vec::new() };
        let mut open = vec![(String::new(), root)];
        while let Some((folder, id)) = open.pop() {
            let Ok(found) = git.find_tree(id) else {
                tree.missing.push(folder);
                continue;
            };
            for entry in found.iter() {
                let Ok(entry) = entry else {
                    tree.missing.push(folder.clone());
                    break;
                };
                let name = entry.filename().to_str_lossy();
                let path = if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") };
                if entry.mode().is_tree() {
                    open.push((path, entry.object_id()));
                } else if entry.mode().is_blob() {
                    tree.entries.push(Entry { path, blob: name_of(entry.oid()) });
                }
            }
        }
        if tree.missing.iter().any(String::is_empty) {
            return Err(CodeError::NoFiles { path: self.path.clone(), commit: commit.to_owned() });
        }
        tree.entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        tree.missing.sort_unstable();
        Ok(tree)
    }

    /// Reads many blobs, each by a thread of its own handle. `None` is one that the clone lacks.
    pub(crate) fn read_blobs<T: Send>(
        &self,
        blobs: &[ObjectName],
        each: impl Fn(usize, &[u8]) -> T + Sync,
    ) -> Vec<Option<T>> {
        blobs
            .par_iter()
            .enumerate()
            .map_init(
                || self.reader(),
                |git, (index, blob)| {
                    let object = git.find_object(id_of(blob, git.object_hash())).ok()?;
                    Some(each(index, &object.data))
                },
            )
            .collect()
    }

    fn commit<'git>(&self, git: &'git gix::Repository, id: &str) -> Result<gix::Commit<'git>, CodeError> {
        let absent = || CodeError::NoRevision { path: self.path.clone(), revision: id.to_owned() };
        let id = gix::ObjectId::from_hex(id.as_bytes()).map_err(|_| absent())?;
        git.find_commit(id).map_err(|_| absent())
    }

    /// What its own configuration says.
    fn setting(&self, key: &str) -> Option<String> {
        self.local().config_snapshot().string(key).map(|value| value.to_str_lossy().into_owned())
    }

    fn local(&self) -> gix::Repository {
        self.git.to_thread_local()
    }

    /// A handle that reads much. Of a partial clone, what is not there is not looked for on the disk again each time.
    fn reader(&self) -> gix::Repository {
        let mut git = self.local();
        if self.partial() {
            git.objects.refresh_never();
        }
        git
    }

    fn unreadable(&self, error: impl std::fmt::Display) -> CodeError {
        CodeError::Unreadable { path: self.path.clone(), reason: error.to_string() }
    }
}

/// Whom git commits as in the folder that this runs in: as the repository there says, else as everywhere.
pub fn user_email() -> Option<String> {
    let here = Repository::open(".".as_ref()).ok().and_then(|repository| repository.user_email());
    let users = || gix::config::File::from_globals().ok()?.string("user.email");
    here.or_else(|| users().map(|email| email.to_str_lossy().into_owned()))
}
