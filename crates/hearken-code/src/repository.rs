//! A git repository as this crate sees it: a head, files at a commit, and commits with what each changed.
//! Working trees are never read: what is indexed is what was committed, so a symlink can lead nowhere.

use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice;
use gix::object::tree::diff::ChangeDetached;
use rayon::prelude::*;

use crate::CodeError;

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
    pub blob: [u8; 20],
}

/// A commit and what it changed against its first parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    pub id: [u8; 20],
    /// Seconds since 1970, when it was committed.
    pub seconds: i64,
    pub author: String,
    pub email: String,
    pub message: String,
    /// Paths after the change; nothing for merges, whose changes their parents tell.
    pub changed: Vec<Changed>,
}

/// A file that a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub path: String,
    /// What it was called before, where the commit renamed it.
    pub former_path: Option<String>,
}

/// Files that were added and deleted by one commit are compared for renames up to so many.
const RENAME_LIMIT: usize = 200;
/// Two files at least this alike are one that was renamed (git's own default).
const RENAME_LIKENESS: f32 = 0.5;

impl Repository {
    /// Opens the repository at `path`: a working tree, a folder within one, or a bare repository.
    ///
    /// # Errors
    /// [`CodeError::NotARepository`], or [`CodeError::Unreadable`] where git's reader refuses it.
    pub fn open(path: &Path) -> Result<Self, CodeError> {
        let absent = || CodeError::NotARepository { path: path.to_owned() };
        let (found, _) = gix::discover::upwards(path).map_err(|_| absent())?;
        let (git_dir, _) = found.into_repository_and_work_tree_directories();
        // The repository's own configuration only: what the machine or a user set elsewhere changes nothing here.
        let git = gix::ThreadSafeRepository::open_opts(git_dir, gix::open::Options::isolated())
            .map_err(|error| CodeError::Unreadable { path: path.to_owned(), reason: error.to_string() })?;
        Ok(Self { path: path.to_owned(), git })
    }

    /// The full id of the commit that HEAD is at.
    ///
    /// # Errors
    /// [`CodeError::Empty`] where there is no commit yet.
    pub fn head(&self) -> Result<String, CodeError> {
        match self.local().head_id() {
            Ok(id) => Ok(id.to_string()),
            Err(_) => Err(CodeError::Empty { path: self.path.clone() }),
        }
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

    /// The mail address of whoever commits here: by its own configuration, else by the user's.
    pub fn user_email(&self) -> Option<String> {
        let configured = self.local().config_snapshot().string("user.email");
        let users = || gix::config::File::from_globals().ok()?.string("user.email");
        configured.or_else(users).map(|email| email.to_str_lossy().into_owned())
    }

    /// The contents of a file at a commit; `None` where there is no such file.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where there is no such commit, and [`CodeError::Unreadable`] where its objects cannot be
    /// read.
    pub fn file_at(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, CodeError> {
        let git = self.local();
        let tree = self.commit(&git, commit)?.tree().map_err(|error| self.unreadable(error))?;
        let Some(entry) = tree.lookup_entry_by_path(path).map_err(|error| self.unreadable(error))? else {
            return Ok(None);
        };
        if !entry.mode().is_blob() {
            return Ok(None);
        }
        Ok(Some(entry.object().map_err(|error| self.unreadable(error))?.detach().data))
    }

    /// The files that a commit changed against its first parent, by their names after it; none for merges.
    ///
    /// # Errors
    /// [`CodeError::NoRevision`] where there is no such commit, and [`CodeError::Unreadable`] where its objects cannot be
    /// read.
    pub fn changed_files(&self, commit: &str) -> Result<Vec<String>, CodeError> {
        let id = bytes(&self.commit(&self.local(), commit)?.id);
        let commits = self.commits(&[id], &|_| {})?;
        Ok(commits.into_iter().flat_map(|commit| commit.changed).map(|changed| changed.path).collect())
    }

    /// Every regular file at a commit, by path. Symlinks and submodules are none.
    pub(crate) fn entries(&self, commit: &str) -> Result<Vec<Entry>, CodeError> {
        let git = self.local();
        let tree = self.commit(&git, commit)?.tree().map_err(|error| self.unreadable(error))?;
        let records = tree.traverse().breadthfirst.files().map_err(|error| self.unreadable(error))?;
        let mut entries: Vec<Entry> = records
            .into_iter()
            .filter(|record| record.mode.is_blob())
            .map(|record| Entry {
                path: record.filepath.to_str_lossy().into_owned(),
                blob: bytes(&record.oid),
            })
            .collect();
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// Reads many blobs, each by a thread of its own handle. What cannot be read is left out.
    pub(crate) fn read_blobs<T: Send>(
        &self,
        blobs: &[[u8; 20]],
        each: impl Fn(usize, &[u8]) -> T + Sync,
    ) -> Vec<Option<T>> {
        blobs
            .par_iter()
            .enumerate()
            .map_init(
                || self.local(),
                |git, (index, blob)| {
                    let object = git.find_object(gix::ObjectId::from(*blob)).ok()?;
                    Some(each(index, &object.data))
                },
            )
            .collect()
    }

    /// The ids of a commit and all before it, newest first.
    pub(crate) fn ancestors(&self, commit: &str) -> Result<Vec<[u8; 20]>, CodeError> {
        let git = self.local();
        let start = self.commit(&git, commit)?.id;
        let newest = gix::revision::walk::Sorting::ByCommitTime(
            gix::traverse::commit::simple::CommitTimeOrder::NewestFirst,
        );
        let walk = git.rev_walk([start]).sorting(newest).all().map_err(|error| self.unreadable(error))?;
        walk.map(|info| info.map(|info| bytes(&info.id)).map_err(|error| self.unreadable(error))).collect()
    }

    /// Commits with what they changed, in the order of `ids`.
    pub(crate) fn commits(
        &self,
        ids: &[[u8; 20]],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<Commit>, CodeError> {
        let counted = std::sync::atomic::AtomicUsize::new(0);
        let chunk = 256;
        let read: Result<Vec<Vec<Commit>>, CodeError> = ids
            .par_chunks(chunk)
            .map_init(
                || {
                    let mut git = self.local();
                    git.object_cache_size(32 << 20);
                    let cache = git.diff_resource_cache_for_tree_diff().ok();
                    (git, cache)
                },
                |(git, cache), ids| {
                    let commits = ids.iter().map(|id| self.read_commit(git, cache.as_mut(), *id)).collect();
                    if let Some(cache) = cache {
                        cache.clear_resource_cache_keep_allocation();
                    }
                    done(counted.fetch_add(ids.len(), std::sync::atomic::Ordering::Relaxed) + ids.len());
                    commits
                },
            )
            .collect();
        Ok(read?.into_iter().flatten().collect())
    }

    fn read_commit(
        &self,
        git: &gix::Repository,
        cache: Option<&mut gix::diff::blob::Platform>,
        id: [u8; 20],
    ) -> Result<Commit, CodeError> {
        let commit = git.find_commit(gix::ObjectId::from(id)).map_err(|error| self.unreadable(error))?;
        let author = commit.author().map_err(|error| self.unreadable(error))?;
        let seconds = commit.time().map(|time| time.seconds).unwrap_or_default();
        let parents: Vec<gix::ObjectId> = commit.parent_ids().map(|id| id.detach()).collect();
        let changed = match (cache, parents.as_slice()) {
            (Some(cache), [] | [_]) => self.changed(git, cache, &commit, parents.first().copied())?,
            _ => Vec::new(),
        };
        Ok(Commit {
            id,
            seconds,
            author: author.name.to_str_lossy().into_owned(),
            email: author.email.to_str_lossy().into_owned(),
            message: commit.message_raw_sloppy().to_str_lossy().into_owned(),
            changed,
        })
    }

    fn changed(
        &self,
        git: &gix::Repository,
        cache: &mut gix::diff::blob::Platform,
        commit: &gix::Commit<'_>,
        parent: Option<gix::ObjectId>,
    ) -> Result<Vec<Changed>, CodeError> {
        let tree = commit.tree().map_err(|error| self.unreadable(error))?;
        // A parent that a shallow clone lacks: nothing is known of what changed.
        let before = match parent {
            None => git.empty_tree(),
            Some(parent) => match git.find_commit(parent).ok().and_then(|parent| parent.tree().ok()) {
                Some(tree) => tree,
                None => return Ok(Vec::new()),
            },
        };
        let mut changed = Vec::new();
        let mut changes = before.changes().map_err(|error| self.unreadable(error))?;
        changes.options(|options| {
            options.track_path().track_rewrites(Some(gix::diff::Rewrites {
                copies: None,
                percentage: Some(RENAME_LIKENESS),
                limit: RENAME_LIMIT,
                track_empty: false,
            }));
        });
        changes
            .for_each_to_obtain_tree_with_cache(&tree, cache, |change| {
                changed.extend(as_changed(change.detach()));
                Ok(std::ops::ControlFlow::Continue(()))
            })
            .map_err(|error| self.unreadable(error))?;
        Ok(changed)
    }

    fn commit<'git>(&self, git: &'git gix::Repository, id: &str) -> Result<gix::Commit<'git>, CodeError> {
        let absent = || CodeError::NoRevision { path: self.path.clone(), revision: id.to_owned() };
        let id = gix::ObjectId::from_hex(id.as_bytes()).map_err(|_| absent())?;
        git.find_commit(id).map_err(|_| absent())
    }

    fn local(&self) -> gix::Repository {
        self.git.to_thread_local()
    }

    fn unreadable(&self, error: impl std::fmt::Display) -> CodeError {
        CodeError::Unreadable { path: self.path.clone(), reason: error.to_string() }
    }
}

fn as_changed(change: ChangeDetached) -> Option<Changed> {
    let named = |path: &gix::bstr::BString| path.to_str_lossy().into_owned();
    Some(match change {
        ChangeDetached::Addition { location, entry_mode, .. }
        | ChangeDetached::Modification { location, entry_mode, .. }
            if entry_mode.is_blob() =>
        {
            Changed { path: named(&location), former_path: None }
        }
        ChangeDetached::Rewrite { source_location, location, entry_mode, copy: false, .. }
            if entry_mode.is_blob() =>
        {
            Changed { path: named(&location), former_path: Some(named(&source_location)) }
        }
        _ => return None,
    })
}

fn bytes(id: &gix::oid) -> [u8; 20] {
    let mut bytes = [0; 20];
    let given = id.as_bytes();
    bytes[..given.len().min(20)].copy_from_slice(&given[..given.len().min(20)]);
    bytes
}

/// Whom git commits as in the folder that this runs in: as the repository there says, else as everywhere.
pub fn user_email() -> Option<String> {
    let here = Repository::open(".".as_ref()).ok().and_then(|repository| repository.user_email());
    let users = || gix::config::File::from_globals().ok()?.string("user.email");
    here.or_else(|| users().map(|email| email.to_str_lossy().into_owned()))
}
