//! What an index tells: files, components, owners, authors and changes.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::sections::{Section, Sections};
use super::update::{self, Meta, Progress, Updated};
use crate::component::Component;
use crate::language::Language;
use crate::locate::features::Shape;
use crate::locate::features::{self, COUNT};
use crate::locate::text::Texts;
use crate::locate::{Past, query::Query};
use crate::owners::Owners;
use crate::role::Role;
use crate::words::Words;
use crate::{CodeError, Repository};

/// A repository's index, mapped into memory. An update makes another file: open it again to see it.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    pub(crate) sections: Sections,
    meta: Meta,
    owners: OnceLock<Option<Owners>>,
    names: OnceLock<FxHashMap<String, Vec<u32>>>,
    stems: OnceLock<FxHashMap<String, Vec<u32>>>,
    shape: OnceLock<Shape>,
    pub(crate) texts: Texts,
}

/// A file of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileInfo {
    /// Its path, with `/`.
    pub path: String,
    /// Its language, as people call it.
    pub language: Option<&'static str>,
    /// Whether something runs it or builds with it; else people read it, or it holds values.
    pub source: bool,
    /// What it is there for.
    pub role: Role,
    /// Its lines.
    pub lines: u32,
    /// The place of its component in [`Index::components`].
    pub component: usize,
}

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

impl Index {
    /// Brings the index file up to `revision`, or to HEAD. The file is written whole beside the old one and put in its
    /// place, so that whoever reads the old one goes on reading it.
    ///
    /// # Errors
    /// The repository or the file cannot be read or written.
    pub fn update(
        repository: &Repository,
        revision: Option<&str>,
        file: &Path,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Updated, CodeError> {
        update::update(repository, revision, file, progress)
    }

    /// Opens the index file at `path`.
    ///
    /// # Errors
    /// There is none, or it cannot be used: an update makes it anew.
    pub fn open(path: &Path) -> Result<Self, CodeError> {
        let unusable = |reason: &str| CodeError::Index { path: path.to_owned(), reason: reason.to_owned() };
        let sections = Sections::open(path)?.ok_or_else(|| unusable("there is none yet"))?;
        let meta = serde_json::from_slice(sections.bytes(Section::Meta))
            .map_err(|_| unusable("its head is damaged"))?;
        Ok(Self {
            path: path.to_owned(),
            sections,
            meta,
            owners: OnceLock::new(),
            names: OnceLock::new(),
            stems: OnceLock::new(),
            shape: OnceLock::new(),
            texts: Texts::default(),
        })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The full id of the commit that it is of.
    pub fn commit(&self) -> &str {
        &self.meta.commit
    }

    /// When that commit was made.
    pub fn commit_time(&self) -> Timestamp {
        timestamp(self.meta.seconds)
    }

    /// What a person should know about it.
    pub fn notes(&self) -> &[String] {
        &self.meta.notes
    }

    /// How many commits it knows.
    pub fn commit_count(&self) -> usize {
        self.sections.numbers::<i64>(Section::CommitSeconds).len()
    }

    /// How many files it holds.
    pub fn file_count(&self) -> usize {
        self.sections.numbers::<u32>(Section::Lines).len()
    }

    /// Every file, by path.
    pub fn files(&self) -> Vec<FileInfo> {
        (0..self.file_count() as u32).map(|file| self.file(file)).collect()
    }

    /// The file at `path`; `None` where the index has none.
    pub fn find(&self, path: &str) -> Option<FileInfo> {
        self.number_of(path).map(|file| self.file(file))
    }

    pub(crate) fn file(&self, file: u32) -> FileInfo {
        let path = self.path_of(file);
        let kind =
            self.sections.numbers::<u32>(Section::Kinds).get(file as usize).copied().unwrap_or_default();
        FileInfo {
            language: Language::of_path(path).map(Language::name),
            source: Language::of_path(path).is_some_and(Language::is_source),
            role: self.role(file),
            lines: self
                .sections
                .numbers::<u32>(Section::Lines)
                .get(file as usize)
                .copied()
                .unwrap_or_default(),
            component: (kind & 0xff_ffff) as usize,
            path: path.to_owned(),
        }
    }

    /// The path of a file by its number. Paths are written as valid text.
    pub(crate) fn path_of(&self, file: u32) -> &str {
        std::str::from_utf8(self.sections.text(Section::Paths, Section::PathEnds, file as usize))
            .unwrap_or_default()
    }

    pub(crate) fn number_of(&self, path: &str) -> Option<u32> {
        let text = |at| self.sections.text(Section::Paths, Section::PathEnds, at);
        let (mut low, mut high) = (0, self.file_count());
        while low < high {
            let middle = low.midpoint(high);
            match text(middle).cmp(path.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u32),
            }
        }
        None
    }

    /// Files by the last part of their path, in lower case.
    pub(crate) fn named(&self, name: &str) -> &[u32] {
        let names = self.names.get_or_init(|| self.by_name(|name| name));
        names.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Paths by their last part, in any case.
    pub(crate) fn paths_named(&self, name: &str) -> Vec<&str> {
        self.named(name).iter().map(|file| self.path_of(*file)).collect()
    }

    pub(crate) fn role(&self, file: u32) -> Role {
        let kind =
            self.sections.numbers::<u32>(Section::Kinds).get(file as usize).copied().unwrap_or_default();
        Role::from_number(kind >> 24).unwrap_or(Role::Product)
    }

    /// Files by their name without its ending, in lower case; those named after their folder, by the folder too.
    pub(crate) fn stems(&self) -> &FxHashMap<String, Vec<u32>> {
        self.stems.get_or_init(|| self.by_name(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem)))
    }

    fn by_name(&self, key: impl Fn(&str) -> &str) -> FxHashMap<String, Vec<u32>> {
        let mut names: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for file in 0..self.file_count() as u32 {
            let path = self.path_of(file);
            let mut parts = path.rsplit('/');
            let name = key(parts.next().unwrap_or(path)).to_lowercase();
            if let (true, Some(folder)) = (is_folders(&name), parts.next()) {
                names.entry(folder.to_lowercase()).or_default().push(file);
            }
            names.entry(name).or_default().push(file);
        }
        names
    }

    /// What is known about all files, whatever is asked.
    pub(crate) fn shape(&self) -> &Shape {
        self.shape.get_or_init(|| Shape::of(self))
    }

    /// The owned parts of the code.
    pub fn components(&self) -> &[Component] {
        &self.meta.components
    }

    /// For fitting the weights: what speaks for each file, one row a file in the order of [`Index::files`], each number
    /// divided by its greatest.
    pub fn features(&self, report: &str, past: &Past) -> Vec<[f32; COUNT]> {
        features::features(self, &Query::new(&Words::new(), report), report, None, past).rows
    }

    /// Who owns a file by CODEOWNERS.
    pub fn owners(&self, path: &str) -> Vec<String> {
        let owners =
            self.owners.get_or_init(|| self.meta.owners.as_ref().map(|(_, text)| Owners::parse(text)));
        owners.as_ref().map(|owners| owners.of(path).to_vec()).unwrap_or_default()
    }

    /// Who changed a file since then, most commits first; its earlier names count.
    pub fn authors(&self, path: &str, since: Timestamp) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        for &commit in self.commits_of(path) {
            let at = self.committed_at(commit);
            if at < since {
                continue;
            }
            let (name, email) = self.signature(commit);
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
        let past = |at: u32| self.sections.text(Section::PastPaths, Section::PastPathEnds, at as usize);
        let mut names = vec![path.to_owned()];
        for commit in self.commits_of(path) {
            let changed = self.sections.list(Section::ChangedPaths, Section::ChangedEnds, *commit as usize);
            let was = self.sections.list(Section::ChangedWas, Section::ChangedEnds, *commit as usize);
            let last = names.last().map(String::as_bytes).unwrap_or_default();
            let renamed = changed.iter().zip(was).find(|(now, was)| **was > 0 && past(**now) == last);
            if let Some((_, was)) = renamed {
                names.push(String::from_utf8_lossy(past(was - 1)).into_owned());
            }
        }
        names
    }

    /// Commits that touched a file, newest first; its earlier names count.
    pub fn changes(&self, path: &str) -> Vec<Change> {
        self.commits_of(path).iter().map(|commit| self.change(*commit)).collect()
    }

    /// Files that were touched since then, each with how many commits did so; by path.
    pub fn changes_since(&self, since: Timestamp) -> Vec<(String, usize)> {
        let since = since.as_second();
        let seconds = self.sections.numbers::<i64>(Section::CommitSeconds);
        (0..self.file_count())
            .filter_map(|file| {
                let commits = self.sections.list(Section::FileCommits, Section::FileCommitEnds, file);
                let count = commits
                    .iter()
                    .filter(|commit| seconds.get(**commit as usize).is_some_and(|at| *at >= since))
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

    fn signature(&self, commit: u32) -> (String, String) {
        let by = self
            .sections
            .numbers::<u32>(Section::CommitAuthors)
            .get(commit as usize)
            .copied()
            .unwrap_or_default();
        let text =
            String::from_utf8_lossy(self.sections.text(Section::Authors, Section::AuthorEnds, by as usize))
                .into_owned();
        text.split_once('\n')
            .map(|(name, email)| (name.to_owned(), email.to_owned()))
            .unwrap_or((text, String::new()))
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
        let id = self
            .sections
            .numbers::<[u8; 20]>(Section::CommitIds)
            .get(commit as usize)
            .copied()
            .unwrap_or_default();
        id.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a file of this stem stands for its folder.
pub(crate) fn is_folders(stem: &str) -> bool {
    matches!(stem, "__init__" | "mod" | "index" | "lib" | "main")
}

fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The issues that a commit's message says it closes, in the words that GitHub knows.
fn closed(message: &str) -> Vec<u64> {
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
