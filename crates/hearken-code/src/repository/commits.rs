//! Commits as the index takes them in: who made them, what they say, and which files they changed.

use gix::bstr::ByteSlice;
use gix::object::tree::diff::ChangeDetached;
use rayon::prelude::*;

use super::encoding::{encoding_of, text};
use super::{Changed, Commit, Repository};
use crate::CodeError;
use crate::object_name::{ObjectName, id_of, name_of};

/// Files that were added and deleted by one commit are compared for renames up to so many.
const RENAME_LIMIT: usize = 200;
/// Two files at least this alike are one that was renamed (git's own default).
const RENAME_LIKENESS: f32 = 0.5;

impl Repository {
    /// The names of a commit and all before it, newest first, and how many of them are missing, with what was before
    /// those.
    pub(crate) fn ancestors(&self, commit: &str) -> Result<(Vec<ObjectName>, usize), CodeError> {
        let git = self.reader();
        let lost = |_| CodeError::NoFiles { path: self.path.clone(), commit: commit.to_owned() };
        let start = self.commit(&git, commit).map_err(lost)?.id;
        let newest = gix::revision::walk::Sorting::ByCommitTime(
            gix::traverse::commit::simple::CommitTimeOrder::NewestFirst,
        );
        let walk = git.rev_walk([start]).sorting(newest).all().map_err(|error| self.unreadable(error))?;
        let (found, missing): (Vec<_>, Vec<_>) = walk.partition(Result::is_ok);
        Ok((found.into_iter().flatten().map(|info| name_of(&info.id)).collect(), missing.len()))
    }

    /// Commits with what they changed, in the order of `names`; `None` is one that is missing.
    pub(crate) fn commits(&self, names: &[ObjectName], done: &(dyn Fn(usize) + Sync)) -> Vec<Option<Commit>> {
        let counted = std::sync::atomic::AtomicUsize::new(0);
        let chunk = 256;
        let read: Vec<Vec<Option<Commit>>> = names
            .par_chunks(chunk)
            .map_init(
                || {
                    let mut git = self.reader();
                    git.object_cache_size(32 << 20);
                    let cache = git.diff_resource_cache_for_tree_diff().ok();
                    (git, cache)
                },
                |(git, cache), names| {
                    let commits = names.iter().map(|name| read(git, cache.as_mut(), *name)).collect();
                    if let Some(cache) = cache {
                        cache.clear_resource_cache_keep_allocation();
                    }
                    done(counted.fetch_add(names.len(), std::sync::atomic::Ordering::Relaxed) + names.len());
                    commits
                },
            )
            .collect();
        read.into_iter().flatten().collect()
    }
}

impl Repository {
    /// The one commit whose hash begins so, on any branch, with what it changed against its first parent, merges included.
    /// `None` where there is none, or the hash is of something else or of several.
    pub(crate) fn commit_by_hash(&self, beginning: &str) -> Option<Commit> {
        let mut git = self.local();
        // Most of what looks like a hash is none: the disk is not searched again for each.
        git.objects.refresh_never();
        let beginning = gix::hash::Prefix::from_hex(&beginning.to_lowercase()).ok()?;
        let id = git.objects.lookup_prefix(beginning, None).ok().flatten()?.ok()?;
        let mut cache = git.diff_resource_cache_for_tree_diff().ok();
        let mut commit = read(&git, cache.as_mut(), name_of(&id))?;
        if commit.changed.as_ref().is_some_and(Vec::is_empty) {
            let merge = git.find_commit(id).ok()?;
            let first = merge.parent_ids().next().map(|id| id.detach());
            commit.changed = changed(&git, cache.as_mut()?, &merge, first);
        }
        Some(commit)
    }
}

fn read(
    git: &gix::Repository,
    cache: Option<&mut gix::diff::blob::Platform>,
    name: ObjectName,
) -> Option<Commit> {
    let commit = git.find_commit(id_of(&name, git.object_hash())).ok()?;
    let encoding = encoding_of(&commit.data);
    // A line that git itself would not write names nobody.
    let author = commit.author().ok();
    let seconds = commit.time().map(|time| time.seconds).unwrap_or_default();
    let parents: Vec<gix::ObjectId> = commit.parent_ids().map(|id| id.detach()).collect();
    let changed = match (cache, parents.as_slice()) {
        (Some(cache), [] | [_]) => changed(git, cache, &commit, parents.first().copied()),
        _ => Some(Vec::new()),
    };
    Some(Commit {
        id: name,
        seconds,
        author: author.map(|author| text(author.name, encoding)).unwrap_or_default(),
        email: author.map(|author| text(author.email, encoding)).unwrap_or_default(),
        message: text(commit.message_raw_sloppy(), encoding),
        changed,
    })
}

/// What a commit changed; `None` where folders of it or of its parent are missing.
fn changed(
    git: &gix::Repository,
    cache: &mut gix::diff::blob::Platform,
    commit: &gix::Commit<'_>,
    parent: Option<gix::ObjectId>,
) -> Option<Vec<Changed>> {
    let tree = commit.tree().ok()?;
    let before = match parent {
        None => git.empty_tree(),
        // Where a shallow clone ends, nothing can be known of what changed.
        Some(_) if ends_here(git, commit.id) => return Some(Vec::new()),
        Some(parent) => git.find_commit(parent).ok()?.tree().ok()?,
    };
    // Where contents are missing, files that did not change while they were renamed are still known to be the same.
    changes(cache, &before, &tree, Some(RENAME_LIKENESS)).or_else(|| changes(cache, &before, &tree, None))
}

fn ends_here(git: &gix::Repository, commit: gix::ObjectId) -> bool {
    git.shallow_commits().ok().flatten().is_some_and(|ends| ends.iter().any(|end| *end == commit))
}

fn changes(
    cache: &mut gix::diff::blob::Platform,
    before: &gix::Tree<'_>,
    tree: &gix::Tree<'_>,
    likeness: Option<f32>,
) -> Option<Vec<Changed>> {
    let mut changed = Vec::new();
    let mut changes = before.changes().ok()?;
    changes.options(|options| {
        options.track_path().track_rewrites(Some(gix::diff::Rewrites {
            copies: None,
            percentage: likeness,
            limit: RENAME_LIMIT,
            track_empty: false,
        }));
    });
    changes
        .for_each_to_obtain_tree_with_cache(tree, cache, |change| {
            changed.extend(as_changed(change.detach()));
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .ok()?;
    Some(changed)
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
