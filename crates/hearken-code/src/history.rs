//! What commits changed, seen from the files that are there now: a file's past goes on under its earlier names.

use rustc_hash::FxHashMap;

use crate::object_name::ObjectName;
use crate::repository::{Changed, Commit};
use crate::sections::{Section, Sections, SectionsWriter};
use crate::words::{Term, Words, runs};

/// The number of changed files that stands for: it is not known what the commit changed.
const UNKNOWN: u32 = u32::MAX;

/// Which files of today each commit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct History {
    /// For each commit, newest first, the numbers of the files that it touched and that are still there.
    pub files: Vec<Vec<u32>>,
}

impl History {
    /// Follows renames back from the newest commit.
    pub fn new(commits: &[Commit], now: &FxHashMap<&str, u32>) -> Self {
        // What a file that is there now was called at the commit that is being looked at.
        let mut called: FxHashMap<String, u32> =
            now.iter().map(|(path, file)| ((*path).to_owned(), *file)).collect();
        let files = commits
            .iter()
            .map(|commit| {
                let mut touched: Vec<u32> = Vec::new();
                for changed in commit.changed.iter().flatten() {
                    let Some(&file) = called.get(&changed.path) else { continue };
                    touched.push(file);
                    if let Some(former_path) = &changed.former_path {
                        called.remove(&changed.path);
                        called.insert(former_path.clone(), file);
                    }
                }
                touched.sort_unstable();
                touched.dedup();
                touched
            })
            .collect();
        Self { files }
    }

    /// For each file, the commits that touched it, newest first.
    pub fn commits_of(&self, files: usize) -> Vec<Vec<u32>> {
        let mut commits = vec![Vec::new(); files];
        for (touched, commit) in self.files.iter().zip(0u32..) {
            for file in touched {
                commits[*file as usize].push(commit);
            }
        }
        commits
    }
}

/// The words of a commit's message with their frequencies, ascending. Trailers and other machines' lines are left out.
pub(crate) fn message_terms(words: &Words, message: &str) -> Vec<(Term, u32)> {
    let mut terms = std::collections::BTreeMap::new();
    let kept = message.lines().filter(|line| {
        let trailer = line
            .split_once(": ")
            .is_some_and(|(key, _)| key.ends_with("-by") || key == "git-svn-id" || key == "Change-Id");
        !trailer && !line.starts_with("Merge ")
    });
    for line in kept {
        for (_, run) in runs(line) {
            let word = words.word(run);
            for term in word.parts.iter().copied().chain(word.whole) {
                *terms.entry(term).or_insert(0) += 1;
            }
        }
    }
    terms.into_iter().collect()
}

/// Puts what commits are into sections, so that the next update need not read them again.
pub(crate) fn write(commits: &[Commit], sections: &mut SectionsWriter) {
    let mut authors: FxHashMap<(&str, &str), u32> = FxHashMap::default();
    let mut author_texts: Vec<String> = Vec::new();
    let mut paths: FxHashMap<&str, u32> = FxHashMap::default();
    let mut path_texts: Vec<&str> = Vec::new();
    let (mut by, mut changed, mut former_paths) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ends, mut counts) = (Vec::new(), Vec::new());
    for commit in commits {
        by.push(*authors.entry((&commit.author, &commit.email)).or_insert_with(|| {
            author_texts.push(format!("{}\n{}", commit.author.replace('\n', " "), commit.email));
            author_texts.len() as u32 - 1
        }));
        for change in commit.changed.iter().flatten() {
            let mut number = |path| {
                *paths.entry(path).or_insert_with(|| {
                    path_texts.push(path);
                    path_texts.len() as u32 - 1
                })
            };
            changed.push(number(change.path.as_str()));
            // 0 is: it was called so before; a former name's number is one higher than its index.
            former_paths.push(change.former_path.as_deref().map_or(0, |path| number(path) + 1));
        }
        ends.push(changed.len() as u32);
        counts.push(commit.changed.as_ref().map_or(UNKNOWN, |changed| changed.len() as u32));
    }
    sections.set_numbers(Section::CommitFileCounts, &counts);
    sections.set_numbers(Section::CommitAuthors, &by);
    sections.set_texts(Section::Authors, Section::AuthorEnds, author_texts.iter().map(String::as_bytes));
    sections.set_numbers(Section::ChangedPaths, &changed);
    sections.set_numbers(Section::ChangedFormerPaths, &former_paths);
    sections.set_numbers(Section::ChangedEnds, &ends);
    sections.set_texts(
        Section::PastPaths,
        Section::PastPathEnds,
        path_texts.iter().map(|path| path.as_bytes()),
    );
}

/// The commits that an index knows, but for those of which something was missing: it may be there by now.
pub(crate) fn read_back(known: &Sections) -> FxHashMap<ObjectName, Commit> {
    let text = |texts, ends, index| String::from_utf8_lossy(known.text(texts, ends, index)).into_owned();
    let path = |index: u32| text(Section::PastPaths, Section::PastPathEnds, index as usize);
    let (ids, seconds) =
        (known.numbers::<ObjectName>(Section::CommitIds), known.numbers::<i64>(Section::CommitSeconds));
    let by = known.numbers::<u32>(Section::CommitAuthors);
    let counts = known.numbers::<u32>(Section::CommitFileCounts);
    ids.iter()
        .zip(seconds)
        .zip(by)
        .enumerate()
        .filter(|(index, _)| counts.get(*index).is_some_and(|count| *count != UNKNOWN))
        .map(|(index, ((id, seconds), by))| {
            let signature = text(Section::Authors, Section::AuthorEnds, *by as usize);
            let (author, email) = signature.split_once('\n').unwrap_or((&signature, ""));
            let changed = known.list(Section::ChangedPaths, Section::ChangedEnds, index);
            let former_paths = known.list(Section::ChangedFormerPaths, Section::ChangedEnds, index);
            let changed = changed
                .iter()
                .zip(former_paths)
                .map(|(now, former)| Changed {
                    path: path(*now),
                    former_path: former.checked_sub(1).map(path),
                })
                .collect();
            let commit = Commit {
                id: *id,
                seconds: *seconds,
                author: author.to_owned(),
                email: email.to_owned(),
                message: text(Section::CommitMessages, Section::CommitMessageEnds, index),
                changed: Some(changed),
            };
            (*id, commit)
        })
        .collect()
}
