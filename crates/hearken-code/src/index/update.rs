//! Brings an index up to a commit: reads what is new, keeps what it knows, and writes the file whole.

use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::postings::{COMMIT, CONTENT, DEFINITION, MESSAGE, PAIR, PATH, PostingsWriter};
use crate::component::{Component, components};
use crate::document::Document;
use crate::history::{self, History};
use crate::language::Language;
use crate::owners::{self, Owners};
use crate::repository::{Commit, Entry};
use crate::role::Role;
use crate::sections::{Section, Sections, SectionsWriter};
use crate::words::{Words, runs};
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
    /// What a person should know: a history cut off, mistakes in CODEOWNERS by line.
    pub notes: Vec<String>,
}

/// The head of an index file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Meta {
    pub commit: String,
    /// Seconds since 1970.
    pub seconds: i64,
    pub components: Vec<Component>,
    /// The text of CODEOWNERS and where it lies.
    pub owners: Option<(String, String)>,
    pub notes: Vec<String>,
}

/// A file as it goes into the index.
struct File {
    entry: Entry,
    role: Role,
    document: Document,
    bytes: Vec<u8>,
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
    if let Some(known) = &known {
        let meta: Meta = serde_json::from_slice(known.bytes(Section::Meta)).unwrap_or_default();
        if meta.commit == commit {
            return Ok(unchanged(known, meta));
        }
    }

    let ids = repository.ancestors(&commit)?;
    let (commits, commits_read) = commits(repository, known.as_ref(), &ids, progress)?;
    let entries: Vec<Entry> = repository
        .entries(&commit)?
        .into_iter()
        .filter(|entry| Language::of_path(&entry.path).is_some())
        .collect();
    let (files, files_read) = files(repository, known.as_ref(), entries, progress);
    drop(known);
    progress(Progress::Writing);

    let owners = owners_at(repository, &commit)?;
    let parsed = owners.as_ref().map(|(_, text)| Owners::parse(text));
    let notes = notes(repository, owners.as_ref(), parsed.as_ref());
    let lines: Vec<(&str, u32)> =
        files.iter().map(|file| (file.entry.path.as_str(), file.document.lines)).collect();
    let (components, of_file) = components(&lines, parsed.as_ref());
    let seconds = commits.first().map_or(0, |commit| commit.seconds);
    let meta = Meta { commit: commit.clone(), seconds, components, owners, notes: notes.clone() };

    let mut sections = SectionsWriter::new();
    sections.set(Section::Meta, serde_json::to_vec(&meta).unwrap_or_default());
    write_files(&files, &of_file, &mut sections);
    let paths: FxHashMap<&str, u32> = files.iter().map(|file| file.entry.path.as_str()).zip(0..).collect();
    write_history(&commits, &History::new(&commits, &paths), files.len(), &mut sections);
    sections.write(path)?;
    Ok(Updated {
        commit,
        files: files.len(),
        files_read,
        commits: commits.len(),
        commits_read,
        unchanged: false,
        notes,
    })
}

/// What is said of an index that is at this commit already.
fn unchanged(known: &Sections, meta: Meta) -> Updated {
    Updated {
        commit: meta.commit,
        files: known.numbers::<u32>(Section::Lines).len(),
        files_read: 0,
        commits: known.numbers::<i64>(Section::CommitSeconds).len(),
        commits_read: 0,
        unchanged: true,
        notes: meta.notes,
    }
}

/// What a person should know of how the repository was read.
fn notes(repository: &Repository, owners: Option<&(String, String)>, parsed: Option<&Owners>) -> Vec<String> {
    let mut notes = Vec::new();
    if repository.shallow() {
        notes.push(
            "the clone is shallow: its history ends early, and with it what past commits can tell".to_owned(),
        );
    }
    if let (Some((path, _)), Some(parsed)) = (owners, parsed) {
        notes.extend(parsed.mistakes.iter().map(|(line, reason)| format!("{path} line {line}: {reason}")));
    }
    notes
}

/// All commits, newest first: those that the old index has from there, the others from git.
fn commits(
    repository: &Repository,
    known: Option<&Sections>,
    ids: &[[u8; 20]],
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(Vec<Commit>, usize), CodeError> {
    let mut kept: FxHashMap<[u8; 20], Commit> = known.map(history::read_back).unwrap_or_default();
    let missing: Vec<[u8; 20]> = ids.iter().filter(|id| !kept.contains_key(*id)).copied().collect();
    let total = missing.len();
    let read = repository.commits(&missing, &|done| progress(Progress::History { done, total }))?;
    kept.extend(read.into_iter().map(|commit| (commit.id, commit)));
    Ok((ids.iter().filter_map(|id| kept.remove(id)).collect(), total))
}

/// All files that are text: those whose content the old index has from there, the others from git.
fn files(
    repository: &Repository,
    known: Option<&Sections>,
    entries: Vec<Entry>,
    progress: &(dyn Fn(Progress) + Sync),
) -> (Vec<File>, usize) {
    let kept: FxHashMap<[u8; 20], usize> = known
        .map(|known| known.numbers::<[u8; 20]>(Section::Blobs).iter().copied().zip(0..).collect())
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
    let blobs: Vec<[u8; 20]> = missing.iter().map(|(_, entry)| entry.blob).collect();
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
    for ((index, entry), read) in missing.into_iter().zip(read) {
        files[index] = read.flatten().map(|(role, document, bytes)| File { entry, role, document, bytes });
    }
    (files.into_iter().flatten().collect(), total)
}

thread_local! {
    static WORDS: Words = Words::new();
}

fn owners_at(repository: &Repository, commit: &str) -> Result<Option<(String, String)>, CodeError> {
    for path in owners::CODEOWNERS_PATHS {
        if let Some(text) = repository.file_at(commit, path)? {
            return Ok(Some((path.to_owned(), String::from_utf8_lossy(&text).into_owned())));
        }
    }
    Ok(None)
}

fn write_files(files: &[File], components: &[u32], sections: &mut SectionsWriter) {
    let mut content = PostingsWriter::default();
    let mut path = PostingsWriter::default();
    let mut definition = PostingsWriter::default();
    let mut message = PostingsWriter::default();
    let mut pair = PostingsWriter::default();
    let (mut first_chunks, mut chunk_lengths) = (vec![0u32], Vec::new());
    let words = Words::new();
    for (file, number) in files.iter().zip(0u32..) {
        let first = chunk_lengths.len() as u32;
        chunk_lengths.extend_from_slice(&file.document.chunks);
        first_chunks.push(chunk_lengths.len() as u32);
        for (term, occurrences) in &file.document.terms {
            for (chunk, frequency) in occurrences {
                content.add(*term, first + chunk, number, *frequency);
            }
        }
        for (term, frequency) in path_terms(&words, &file.entry.path) {
            path.add(term, number, number, frequency);
        }
        for (term, frequency) in &file.document.definitions {
            definition.add(*term, number, number, *frequency);
        }
        for (term, frequency) in &file.document.messages {
            message.add(*term, number, number, *frequency);
        }
        for (term, frequency) in &file.document.pairs {
            pair.add(*term, number, number, *frequency);
        }
    }
    let in_files = content.finish(CONTENT, sections);
    sections.set_numbers(Section::ContentFiles, &in_files);
    path.finish(PATH, sections);
    definition.finish(DEFINITION, sections);
    message.finish(MESSAGE, sections);
    pair.finish(PAIR, sections);
    sections.set_texts(
        Section::Paths,
        Section::PathEnds,
        files.iter().map(|file| file.entry.path.as_bytes()),
    );
    sections.set_numbers(Section::Blobs, &files.iter().map(|file| file.entry.blob).collect::<Vec<_>>());
    let kinds: Vec<u32> =
        files.iter().zip(components).map(|(file, component)| file.role.number() << 24 | component).collect();
    sections.set_numbers(Section::Kinds, &kinds);
    sections.set_numbers(Section::Lines, &files.iter().map(|file| file.document.lines).collect::<Vec<_>>());
    sections
        .set_numbers(Section::Lengths, &files.iter().map(|file| file.document.length()).collect::<Vec<_>>());
    sections.set_numbers(Section::FirstChunks, &first_chunks);
    sections.set_numbers(Section::ChunkLengths, &chunk_lengths);
    sections.set_texts(
        Section::Documents,
        Section::DocumentEnds,
        files.iter().map(|file| file.bytes.as_slice()),
    );
}

/// The words of a path, ascending.
fn path_terms(words: &Words, path: &str) -> Vec<(u32, u32)> {
    let mut terms = std::collections::BTreeMap::new();
    for (_, run) in runs(path) {
        let word = words.word(run);
        for term in word.parts.iter().copied().chain(word.whole) {
            *terms.entry(term).or_insert(0) += 1;
        }
    }
    terms.into_iter().collect()
}

fn write_history(commits: &[Commit], history: &History, files: usize, sections: &mut SectionsWriter) {
    let words = Words::new();
    let mut message_terms = PostingsWriter::default();
    let mut lengths = Vec::with_capacity(commits.len());
    for (commit, number) in commits.iter().zip(0u32..) {
        let terms = history::message_terms(&words, &commit.message);
        lengths.push(terms.iter().map(|(_, frequency)| frequency).sum::<u32>());
        // Only commits that touched a file still there can point to one.
        if !history.files[number as usize].is_empty() {
            for (term, frequency) in terms {
                message_terms.add(term, number, number, frequency);
            }
        }
    }
    message_terms.finish(COMMIT, sections);
    sections.set_numbers(Section::CommitIds, &commits.iter().map(|commit| commit.id).collect::<Vec<_>>());
    sections.set_numbers(
        Section::CommitSeconds,
        &commits.iter().map(|commit| commit.seconds).collect::<Vec<_>>(),
    );
    sections.set_numbers(Section::CommitLengths, &lengths);
    sections.set_texts(
        Section::CommitMessages,
        Section::CommitMessageEnds,
        commits.iter().map(|commit| commit.message.as_bytes()),
    );
    set_lists(sections, Section::CommitFiles, Section::CommitFileEnds, &history.files);
    sections.set_numbers(
        Section::CommitFileCounts,
        &commits.iter().map(|commit| commit.changed.len() as u32).collect::<Vec<_>>(),
    );
    set_lists(sections, Section::FileCommits, Section::FileCommitEnds, &history.commits_of(files));
    history::write(commits, sections);
}

fn set_lists(sections: &mut SectionsWriter, lists: Section, ends: Section, each: &[Vec<u32>]) {
    let mut end = 0u32;
    let ends_at: Vec<u32> = each
        .iter()
        .map(|list| {
            end += list.len() as u32;
            end
        })
        .collect();
    sections.set_numbers(lists, &each.concat());
    sections.set_numbers(ends, &ends_at);
}
