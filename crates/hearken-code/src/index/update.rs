//! Brings an index up to a commit: reads what is new, keeps what it knows, and writes the file whole.

use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::names;
use super::owned::{self, Found, OwnersFile};
use super::write::{File, write_files, write_history};
use crate::component::{Component, Member, components};
use crate::document::Document;
use crate::history::{self, History};
use crate::language::Language;
use crate::mailmap::MAILMAP_PATH;
use crate::missing::{Missing, Things};
use crate::object_name::ObjectName;
use crate::owners::Owners;
use crate::repository::{Commit, Content, Entry};
use crate::role::Role;
use crate::sections::{Section, Sections, SectionsWriter};
use crate::words::Words;
use crate::{CodeError, Repository};

/// How far an update has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Commits are read.
    History {
        /// So many are done …
        done: usize,
        /// … of so many.
        total: usize,
    },
    /// Files are read.
    Files {
        /// So many are done …
        done: usize,
        /// … of so many.
        total: usize,
    },
    /// The index is written.
    Writing,
}

/// What an update did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Updated {
    /// The commit that the index is of now.
    pub commit: String,
    /// Files in the index.
    pub files: usize,
    /// Files that had to be read.
    pub files_read: usize,
    /// Commits in the index.
    pub commits: usize,
    /// Commits that had to be read.
    pub commits_read: usize,
    /// Whether it was of that commit already.
    pub unchanged: bool,
    /// What a person should know: a history cut off, what the clone lacks, mistakes in CODEOWNERS by line.
    pub notes: Vec<String>,
}

/// The head of an index file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Meta {
    pub commit: String,
    /// Seconds since 1970.
    pub seconds: i64,
    pub components: Vec<Component>,
    pub owners: Option<OwnersFile>,
    /// The text of `.mailmap`.
    pub mailmap: Option<String>,
    /// How the project is called.
    pub names: Vec<String>,
    pub notes: Vec<String>,
    /// What was not there when it was made, and may be by now.
    pub missing: Missing,
}

pub(super) fn update(
    repository: &Repository,
    revision: Option<&str>,
    path: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Updated, CodeError> {
    let commit = match revision {
        Some(revision) => repository.resolve(revision)?,
        None => repository.head()?,
    };
    // An index that cannot be used is rebuilt: it is a view.
    let known = Sections::open(path).ok().flatten();
    let meta =
        known.as_ref().and_then(|known| serde_json::from_slice::<Meta>(known.bytes(Section::Meta)).ok());
    let of_it = known.as_ref().zip(meta).filter(|(_, meta)| meta.commit == commit);
    if let Some((known, meta)) = &of_it
        && meta.missing == Missing::default()
    {
        return Ok(unchanged(known, meta));
    }
    let read = read(repository, known.as_ref(), &commit, progress)?;
    // What was missing may still be.
    if let Some((known, meta)) = &of_it
        && meta.missing == read.missing
    {
        return Ok(unchanged(known, meta));
    }
    drop(of_it);
    drop(known);
    progress(Progress::Writing);
    let notes = notes(repository, &read);
    let updated = Updated {
        commit: commit.clone(),
        files: read.files.len(),
        files_read: read.files_read,
        commits: read.commits.len(),
        commits_read: read.commits_read,
        unchanged: false,
        notes: notes.clone(),
    };
    write(read, commit, notes, path)?;
    Ok(updated)
}

/// What a repository has at a commit.
struct Read {
    commits: Vec<Commit>,
    commits_read: usize,
    files: Vec<File>,
    files_read: usize,
    owners: Option<(OwnersFile, Owners)>,
    mailmap: Option<String>,
    names: Vec<String>,
    missing: Missing,
}

fn read(
    repository: &Repository,
    known: Option<&Sections>,
    commit: &str,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Read, CodeError> {
    let (ids, commits_missing) = repository.ancestors(commit)?;
    let (commits, commits_read) = commits(repository, known, &ids, progress);
    let tree = repository.tree(commit)?;
    let owners = owned::find(repository, commit, &tree.entries)?;
    let mailmap = repository.content_at(commit, MAILMAP_PATH)?;
    let names = names::names(repository, commit, &tree.entries)?;
    let entries = tree.entries.into_iter().filter(|entry| Language::of_path(&entry.path).is_some()).collect();
    let (files, files_read) = files(repository, known, entries, progress);
    let of_people = [
        if let Found::Missing(path) = owners { Some(path) } else { None },
        (mailmap == Content::Missing).then_some(MAILMAP_PATH),
    ];
    let of_files = files.iter().filter(|file| file.bytes.is_empty()).map(|file| file.entry.path.as_str());
    let of_files = of_files.filter(|path| !of_people.contains(&Some(path)));
    let missing = Missing {
        contents: Things::new(of_people.into_iter().flatten().chain(of_files)),
        folders: Things::new(tree.missing.iter().map(String::as_str)),
        commits: commits_missing + (ids.len() - commits.len()),
        changes: commits.iter().filter(|commit| commit.changed.is_none()).count(),
    };
    let owners = if let Found::File(file) = owners { Some(file) } else { None };
    let mailmap = if let Content::Bytes(bytes) = mailmap { Some(bytes) } else { None };
    Ok(Read {
        commits,
        commits_read,
        files,
        files_read,
        owners: owners.map(|file| {
            let owners = file.read();
            (file, owners)
        }),
        mailmap: mailmap.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        names,
        missing,
    })
}

/// Writes the index file.
fn write(read: Read, commit: String, notes: Vec<String>, path: &Path) -> Result<(), CodeError> {
    let Read { commits, files, owners, mailmap, names, missing, .. } = read;
    let paths: FxHashMap<&str, u32> = files.iter().map(|file| file.entry.path.as_str()).zip(0..).collect();
    let history = History::new(&commits, &paths);
    let members: Vec<Member<'_>> = files.iter().map(member).collect();
    let (components, of_file) =
        components(&members, owners.as_ref().map(|(_, owners)| owners), &history.files);
    let meta = Meta {
        commit,
        seconds: commits.first().map_or(0, |commit| commit.seconds),
        components,
        owners: owners.map(|(file, _)| file),
        mailmap,
        names,
        notes,
        missing,
    };
    let mut sections = SectionsWriter::new();
    sections.set(Section::Meta, serde_json::to_vec(&meta).unwrap_or_default());
    write_files(&files, &of_file, &mut sections);
    write_history(&commits, &history, files.len(), &mut sections);
    sections.write(path)
}

/// A file, as components are made of it.
fn member(file: &File) -> Member<'_> {
    let path = file.entry.path.as_str();
    let ours = file.role == Role::Product;
    Member {
        path,
        lines: file.document.lines,
        product: ours && Language::of_path(path).is_some_and(Language::is_source),
        manifest: ours && names::is_manifest(path.rsplit('/').next().unwrap_or(path)),
    }
}

/// What is said of an index that is at this commit already.
fn unchanged(known: &Sections, meta: &Meta) -> Updated {
    Updated {
        commit: meta.commit.clone(),
        files: known.numbers::<u32>(Section::Lines).len(),
        files_read: 0,
        commits: known.numbers::<i64>(Section::CommitSeconds).len(),
        commits_read: 0,
        unchanged: true,
        notes: meta.notes.clone(),
    }
}

/// What a person should know of how the repository was read.
fn notes(repository: &Repository, read: &Read) -> Vec<String> {
    let mut notes = Vec::new();
    if repository.shallow() {
        notes.push(
            "the clone is shallow: its history ends early, and with it what past commits can tell".to_owned(),
        );
    }
    notes.extend(read.missing.note(repository.partial()));
    if let Some((file, owners)) = &read.owners {
        let named = |(line, reason): &(u32, String)| format!("{} line {line}: {reason}", file.path);
        notes.extend(owners.mistakes.iter().map(named));
    }
    notes
}

/// All commits, newest first: those that the old index has from there, the others from git.
fn commits(
    repository: &Repository,
    known: Option<&Sections>,
    ids: &[ObjectName],
    progress: &(dyn Fn(Progress) + Sync),
) -> (Vec<Commit>, usize) {
    let mut kept: FxHashMap<ObjectName, Commit> = known.map(history::read_back).unwrap_or_default();
    let missing: Vec<ObjectName> = ids.iter().filter(|id| !kept.contains_key(*id)).copied().collect();
    let total = missing.len();
    let read = repository.commits(&missing, &|done| progress(Progress::History { done, total }));
    kept.extend(read.into_iter().flatten().map(|commit| (commit.id, commit)));
    (ids.iter().filter_map(|id| kept.remove(id)).collect(), total)
}

/// All files that are text: those whose content the old index has from there, the others from git.
fn files(
    repository: &Repository,
    known: Option<&Sections>,
    entries: Vec<Entry>,
    progress: &(dyn Fn(Progress) + Sync),
) -> (Vec<File>, usize) {
    let kept: FxHashMap<ObjectName, usize> = known
        .map(|known| known.numbers::<ObjectName>(Section::Blobs).iter().copied().zip(0..).collect())
        .unwrap_or_default();
    let old = |entry: &Entry| {
        let (known, index) = (known?, *kept.get(&entry.blob)?);
        // A file's role depends on its path too, so that only an unmoved file keeps it.
        if known.text(Section::Paths, Section::PathEnds, index) != entry.path.as_bytes() {
            return None;
        }
        let bytes = known.text(Section::Documents, Section::DocumentEnds, index);
        let role = Role::from_number(known.numbers::<u32>(Section::Kinds).get(index)? >> 24)?;
        Some((role, Document::from_bytes(bytes)?, bytes.to_vec()))
    };
    let mut files: Vec<Option<File>> = Vec::with_capacity(entries.len());
    let mut missing = Vec::new();
    for entry in entries {
        match old(&entry) {
            Some((role, document, bytes)) => files.push(Some(File { entry, role, document, bytes })),
            None => {
                missing.push((files.len(), entry));
                files.push(None);
            }
        }
    }
    let total = missing.len();
    let blobs: Vec<ObjectName> = missing.iter().map(|(_, entry)| entry.blob).collect();
    let counted = std::sync::atomic::AtomicUsize::new(0);
    let read = repository.read_blobs(&blobs, |index, content| {
        let role = Role::detect(&missing[index].1.path, content);
        let document = WORDS.with(|words| Document::read(words, &missing[index].1.path, content));
        let done = counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        if done.is_multiple_of(64) || done == total {
            progress(Progress::Files { done, total });
        }
        document.map(|document| {
            let mut bytes = Vec::new();
            document.write(&mut bytes);
            (role, document, bytes)
        })
    });
    let files_read = read.iter().flatten().count();
    for ((index, entry), read) in missing.into_iter().zip(read) {
        let read =
            read.unwrap_or_else(|| Some((Role::detect(&entry.path, b""), Document::default(), Vec::new())));
        files[index] = read.map(|(role, document, bytes)| File { entry, role, document, bytes });
    }
    (files.into_iter().flatten().collect(), files_read)
}

thread_local! {
    static WORDS: Words = Words::new();
}
