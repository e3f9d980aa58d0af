//! A file's past: who changed it, when, and which issues commits said they fix.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use jiff::Timestamp;
use serde::Serialize;

use super::read::{Index, timestamp};
use crate::object_name::{ObjectName, hex};
use crate::sections::Section;

/// Somebody who changed a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Author {
    /// As commits name them.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Commits of theirs that touched the file.
    pub commits: usize,
    /// The last of them.
    pub last: Timestamp,
}

/// A commit, as one file's past has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The commit's full id.
    pub commit: String,
    /// When it was committed.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
}

/// A commit that says which issue it closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// The issue's number.
    pub number: u64,
    /// The commit's full id.
    pub commit: String,
    /// When it was committed.
    pub at: Timestamp,
    /// The files that it touched and that are still there, by their names of today.
    pub files: Vec<String>,
}

/// A commit with what its message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitMessage {
    /// The commit's full id.
    pub id: String,
    /// When it was committed.
    pub at: Timestamp,
    /// The message.
    pub message: String,
}

impl Index {
    /// Who changed a file within that time, most commits first; its earlier names count.
    pub fn authors(&self, path: &str, within: RangeInclusive<Timestamp>) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        for &commit in self.commits_of(path) {
            let at = self.committed_at(commit);
            if !within.contains(&at) {
                continue;
            }
            let (name, email) = self.signature(commit);
            if name.is_empty() && email.is_empty() {
                continue;
            }
            match authors.iter_mut().find(|author| author.email.eq_ignore_ascii_case(&email)) {
                Some(author) => author.commits += 1,
                None => authors.push(Author { name, email, commits: 1, last: at }),
            }
        }
        authors.sort_by(|a, b| b.commits.cmp(&a.commits).then(b.last.cmp(&a.last)));
        authors
    }

    /// The names that a file has had, the one of today first.
    pub fn names(&self, path: &str) -> Vec<String> {
        let past = |path_index: u32| {
            self.sections.text(Section::PastPaths, Section::PastPathEnds, path_index as usize)
        };
        let mut names = vec![path.to_owned()];
        for commit in self.commits_of(path) {
            let changed = self.sections.list(Section::ChangedPaths, Section::ChangedEnds, *commit as usize);
            let former_paths =
                self.sections.list(Section::ChangedFormerPaths, Section::ChangedEnds, *commit as usize);
            let last = names.last().map(String::as_bytes).unwrap_or_default();
            let renamed =
                changed.iter().zip(former_paths).find(|(now, former)| **former > 0 && past(**now) == last);
            if let Some((_, former)) = renamed {
                names.push(String::from_utf8_lossy(past(former - 1)).into_owned());
            }
        }
        names
    }

    /// Commits that touched a file, newest first; its earlier names count.
    pub fn changes(&self, path: &str) -> Vec<Change> {
        self.commits_of(path).iter().map(|commit| self.change(*commit)).collect()
    }

    /// Files that were touched within that time, each with how many commits did so; by path.
    pub fn changes_within(&self, within: RangeInclusive<Timestamp>) -> Vec<(String, usize)> {
        let within = within.start().as_second()..=within.end().as_second();
        let seconds = self.sections.numbers::<i64>(Section::CommitSeconds);
        (0..self.file_count())
            .filter_map(|file| {
                let commits = self.sections.list(Section::FileCommits, Section::FileCommitEnds, file);
                let count = commits
                    .iter()
                    .filter(|commit| seconds.get(**commit as usize).is_some_and(|at| within.contains(at)))
                    .count();
                (count > 0).then(|| (self.path_of(file as u32).to_owned(), count))
            })
            .collect()
    }

    /// Commits that say which issue they close, newest first.
    pub fn closing(&self) -> Vec<Closing> {
        (0..self.commit_count() as u32)
            .flat_map(|commit| {
                closed(&self.message(commit)).into_iter().map(move |number| Closing {
                    number,
                    commit: self.commit_id(commit),
                    at: self.committed_at(commit),
                    files: self.files_of(commit).map(|file| self.path_of(file).to_owned()).collect(),
                })
            })
            .collect()
    }

    /// The messages of commits that were made at that time or later, newest first.
    pub fn messages_since(&self, since: Timestamp) -> Vec<CommitMessage> {
        let late = (0..self.commit_count() as u32).filter(|commit| self.committed_at(*commit) >= since);
        late.map(|commit| CommitMessage {
            id: self.commit_id(commit),
            at: self.committed_at(commit),
            message: self.message(commit),
        })
        .collect()
    }

    fn commits_of(&self, path: &str) -> &[u32] {
        self.number_of(path).map_or(&[], |file| self.commits_of_file(file))
    }

    pub(crate) fn commits_of_file(&self, file: u32) -> &[u32] {
        self.sections.list(Section::FileCommits, Section::FileCommitEnds, file as usize)
    }

    /// The files that a commit touched, by number, ascending.
    pub(crate) fn files_of(&self, commit: u32) -> impl Iterator<Item = u32> {
        let files = self.file_count() as u32;
        let touched = self.sections.list(Section::CommitFiles, Section::CommitFileEnds, commit as usize);
        touched.iter().copied().filter(move |file| *file < files)
    }

    pub(crate) fn change(&self, commit: u32) -> Change {
        Change {
            commit: self.commit_id(commit),
            at: self.committed_at(commit),
            author: self.signature(commit).0,
            subject: self.message(commit).lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// The address that somebody goes by who has this one, by the repository's `.mailmap`.
    pub fn email_of(&self, email: &str) -> String {
        self.mailmap().person("", email).1
    }

    /// The name and address of whoever made a commit, as the `.mailmap` has them.
    fn signature(&self, commit: u32) -> (String, String) {
        let by = self.sections.numbers::<u32>(Section::CommitAuthors);
        let by = by.get(commit as usize).copied().unwrap_or_default();
        self.people().get(by as usize).cloned().unwrap_or_default()
    }

    pub(crate) fn message(&self, commit: u32) -> String {
        String::from_utf8_lossy(self.sections.text(
            Section::CommitMessages,
            Section::CommitMessageEnds,
            commit as usize,
        ))
        .into_owned()
    }

    pub(crate) fn committed_at(&self, commit: u32) -> Timestamp {
        timestamp(
            self.sections
                .numbers::<i64>(Section::CommitSeconds)
                .get(commit as usize)
                .copied()
                .unwrap_or_default(),
        )
    }

    fn commit_id(&self, commit: u32) -> String {
        let names = self.sections.numbers::<ObjectName>(Section::CommitIds);
        hex(&names.get(commit as usize).copied().unwrap_or_default(), self.commit().len())
    }
}

/// The issues that a commit's message says it closes, in the words that GitHub knows.
pub(super) fn closed(message: &str) -> Vec<u64> {
    static PATTERN: OnceLock<Option<regex::Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        regex::Regex::new(r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:issue\s+)?#(\d{1,9})\b")
            .ok()
    });
    let mut numbers: Vec<u64> = pattern
        .iter()
        .flat_map(|pattern| pattern.captures_iter(message))
        .filter_map(|found| found.get(1)?.as_str().parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn a_commit_closes_the_issues_that_it_says_it_fixes_and_no_others() {
        assert_eq!(closed("Waive the fee\n\nFixes #12, closes: #9 and see #4"), [9, 12]);
        assert_eq!(closed("prefix #3; fixes 4; (#5)"), Vec::<u64>::new());
    }
}
