//! What an index tells: files, components, owners, authors and changes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::owned::OwnersFile;
use super::statistics::Statistics;
use super::update::{self, Meta, Progress, Updated};
use crate::component::Component;
use crate::language::Language;
use crate::locate::Common;
use crate::mailmap::Mailmap;
use crate::owners::Owners;
use crate::role::Role;
use crate::sections::{Section, Sections};
use crate::text::{Text, Texts};
use crate::words::{Term, Words};
use crate::{CodeError, Repository};

/// A repository's index, mapped into memory. An update makes another file: open it again to see it.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    pub(crate) sections: Sections,
    meta: Meta,
    owners: OnceLock<Option<Owners>>,
    mailmap: OnceLock<Mailmap>,
    people: OnceLock<Vec<(String, String)>>,
    names: OnceLock<FxHashMap<String, Vec<u32>>>,
    stems: OnceLock<FxHashMap<String, Vec<u32>>>,
    statistics: OnceLock<Statistics>,
    project: OnceLock<Common>,
    /// Commits in the order of their hashes.
    pub(super) by_hash: OnceLock<Vec<u32>>,
    pub(super) of_issues: OnceLock<OfIssues>,
    texts: Texts,
}

/// For each issue the commits that name it, and whether they close it: those that do first, then the newest.
pub(super) type OfIssues = FxHashMap<u64, Vec<(u32, bool)>>;

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
    /// Number of lines.
    pub lines: u32,
    /// The index of its component in [`Index::components`].
    pub component: usize,
}

impl Index {
    /// Brings the index file up to `revision`, or to HEAD. The file is written whole beside the old one and put in its
    /// place, so that whoever reads the old one goes on reading it.
    ///
    /// # Errors
    /// Those of [`Repository::resolve`] and [`Repository::head`], [`CodeError::Unreadable`] where git's objects cannot be
    /// read, and [`CodeError::File`] where the index file cannot be written.
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
    /// [`CodeError::Index`] where there is none or it cannot be used (an update rebuilds it), and [`CodeError::File`] where
    /// it cannot be read.
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
            mailmap: OnceLock::new(),
            people: OnceLock::new(),
            names: OnceLock::new(),
            stems: OnceLock::new(),
            statistics: OnceLock::new(),
            project: OnceLock::new(),
            by_hash: OnceLock::new(),
            of_issues: OnceLock::new(),
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

    /// How the project is called, by the address that it was cloned from and by the manifests at its top.
    pub(crate) fn names_of_project(&self) -> &[String] {
        &self.meta.names
    }

    /// The project's names, as words that are no evidence.
    pub(crate) fn project(&self) -> &Common {
        self.project.get_or_init(|| Common::of_names(self.meta.names.iter().map(String::as_str)))
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
        let text = |file| self.sections.text(Section::Paths, Section::PathEnds, file);
        let (mut low, mut high) = (0, self.file_count());
        while low < high {
            let mid = low.midpoint(high);
            match text(mid).cmp(path.as_bytes()) {
                std::cmp::Ordering::Less => low = mid + 1,
                std::cmp::Ordering::Greater => high = mid,
                std::cmp::Ordering::Equal => return Some(mid as u32),
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

    /// Whether a file is a catalogue of texts.
    pub(crate) fn is_catalogue(&self, file: u32) -> bool {
        self.sections.numbers::<u32>(Section::Catalogues).binary_search(&file).is_ok()
    }

    /// The words that users see where a key of a catalogue is said.
    fn shown(&self, key: Term) -> &[Term] {
        let found = self.sections.numbers::<Term>(Section::ShownKeys).binary_search(&key);
        found.map_or(&[], |index| self.sections.list(Section::ShownTerms, Section::ShownEnds, index))
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

    /// What scoring needs to know of all files, whatever is asked.
    pub(crate) fn statistics(&self) -> &Statistics {
        self.statistics.get_or_init(|| Statistics::new(&self.sections, self.file_count()))
    }

    /// The text of a file, by its number.
    pub(crate) fn text(
        &self,
        repository: &Repository,
        words: &Words,
        file: u32,
    ) -> Result<Arc<Text>, CodeError> {
        self.texts.get(file, || {
            let path = self.path_of(file);
            let content = repository.file_at(self.commit(), path)?.unwrap_or_default();
            let shown = |key| if self.is_catalogue(file) { &[][..] } else { self.shown(key) };
            Ok(Text::read(words, path, String::from_utf8_lossy(&content).into_owned(), shown))
        })
    }

    /// The owned parts of the code.
    pub fn components(&self) -> &[Component] {
        &self.meta.components
    }

    /// Who owns a file by CODEOWNERS.
    pub fn owners(&self, path: &str) -> Vec<String> {
        let owners = self.owners.get_or_init(|| self.meta.owners.as_ref().map(OwnersFile::read));
        owners.as_ref().map(|owners| owners.owners_of(path)).unwrap_or_default()
    }

    pub(super) fn mailmap(&self) -> &Mailmap {
        self.mailmap.get_or_init(|| Mailmap::parse(self.meta.mailmap.as_deref().unwrap_or_default()))
    }

    /// Everybody who made a commit, by number, with the name and address that they go by.
    pub(super) fn people(&self) -> &[(String, String)] {
        self.people.get_or_init(|| {
            let count = self.sections.numbers::<u32>(Section::AuthorEnds).len();
            let person = |number| {
                let text = self.sections.text(Section::Authors, Section::AuthorEnds, number);
                let text = String::from_utf8_lossy(text);
                let (name, email) = text.split_once('\n').unwrap_or((&text, ""));
                self.mailmap().person(name, email)
            };
            (0..count).map(person).collect()
        })
    }
}

/// Whether a file of this stem stands for its folder.
pub(crate) fn is_folders(stem: &str) -> bool {
    matches!(stem, "__init__" | "mod" | "index" | "lib" | "main")
}

pub(crate) fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
