//! The repositories that are open: each with its index, mapped into memory once, and what the log teaches about it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hearken_code::symbols::{Symbol, symbols};
use hearken_code::{CodeError, Common, Component, Index, Language, Past, Repository};
use hearken_domain::{LogPosition, SourceId};
use hearken_store::{DataDir, Repository as Registered};

use crate::error::AppError;
use crate::next_step::NextStep;

/// A repository that is registered and indexed.
pub struct Code {
    /// What people call it.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its index.
    pub index: Index,
    taught: Mutex<Option<(LogPosition, Arc<Taught>)>>,
}

/// What the log teaches about a repository.
pub struct Taught {
    /// Reports whose files are known.
    pub past: Past,
    /// For each source, the words that are no evidence in what it brings.
    pub of_source: BTreeMap<SourceId, Common>,
    /// The same where the source is not known: the project's names alone.
    pub common: Common,
}

/// Those that were used, by name.
#[derive(Default)]
pub struct OpenCode(Mutex<BTreeMap<String, Arc<Code>>>);

/// The tags of each repository as they were last taken in by this process, by the digest of all.
#[derive(Debug, Default)]
pub struct SeenTags(Mutex<BTreeMap<String, u64>>);

impl SeenTags {
    /// Whether the tags of a repository are those that were taken in.
    pub fn are(&self, repository: &str, digest: u64) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(repository) == Some(&digest)
    }

    /// Remembers that these were.
    pub fn note(&self, repository: &str, digest: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(repository.to_owned(), digest);
    }
}

impl Code {
    /// The repository itself.
    ///
    /// # Errors
    /// It is not where it was, or cannot be read.
    pub fn repository(&self) -> Result<Repository, AppError> {
        Repository::open(&self.path)
            .map_err(|error| AppError::from(error).suggest(NextStep::PutBackRepository(self.name.clone())))
    }

    /// The component that a file belongs to.
    pub fn component_of(&self, path: &str) -> Option<&Component> {
        self.index.components().get(self.index.find(path)?.component)
    }

    /// What a file defines at the indexed commit; nothing where its language is not known.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn symbols(&self, repository: &Repository, path: &str) -> Result<Vec<Symbol>, AppError> {
        let bytes = repository.file_at(self.index.commit(), path)?.unwrap_or_default();
        let language = Language::detect(path, &bytes);
        Ok(language.map_or_else(Vec::new, |language| symbols(language, &String::from_utf8_lossy(&bytes))))
    }

    /// What the log teaches about it, read again only when that has grown.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn taught(
        &self,
        position: LogPosition,
        read: impl FnOnce() -> Result<Taught, AppError>,
    ) -> Result<Arc<Taught>, AppError> {
        let mut kept = self.taught.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((read_up_to, taught)) = kept.as_ref()
            && *read_up_to == position
        {
            return Ok(Arc::clone(taught));
        }
        let taught = Arc::new(read()?);
        *kept = Some((position, Arc::clone(&taught)));
        Ok(taught)
    }
}

impl OpenCode {
    /// Lets the index of a repository be opened again, where another was made of the same commit.
    pub(crate) fn close(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// A registered repository, as of its newest index.
    ///
    /// # Errors
    /// It is not indexed yet, its index cannot be used, or is of another commit than `known` has it.
    pub(crate) fn open(&self, dir: &DataDir, known: Registered) -> Result<Arc<Code>, AppError> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = open.get(&known.name)
            && Some(code.index.commit()) == known.head.as_deref()
            && code.path == Path::new(&known.path)
        {
            return Ok(Arc::clone(code));
        }
        let unusable = |message: String| {
            let next_step = Some(NextStep::UpdateRepository(Some(known.name.clone())));
            AppError::Config { message, next_step }
        };
        let index = Index::open(&dir.code_index(&known.name)).map_err(|error| unusable(error.to_string()))?;
        // The file is replaced before the log notes its commit: whoever reads a state from before that must not have
        // its links shown beside the lines and components of another commit.
        if Some(index.commit()) != known.head.as_deref() {
            let name = &known.name;
            return Err(unusable(format!(
                "the index of '{name}' is of another commit than what is read of it"
            )));
        }
        let name = known.name.clone();
        let code =
            Arc::new(Code { name: known.name, path: known.path.into(), index, taught: Mutex::new(None) });
        open.insert(name, Arc::clone(&code));
        Ok(code)
    }
}

/// Nothing to look into.
pub fn no_repository() -> AppError {
    AppError::not_found("no repository is registered", NextStep::AddRepository)
}

/// Nothing of that name.
pub fn no_such_repository(name: &str) -> AppError {
    AppError::not_found(format!("there is no repository '{name}'"), NextStep::ListRepositories)
}

impl From<CodeError> for AppError {
    fn from(error: CodeError) -> Self {
        let message = error.to_string();
        match error {
            CodeError::NotARepository { .. } | CodeError::NoRevision { .. } => Self::user(message),
            CodeError::Empty { .. } => Self::user(message).suggest(NextStep::Commit),
            CodeError::Index { .. } => {
                Self::Config { message, next_step: Some(NextStep::UpdateRepository(None)) }
            }
            CodeError::References { .. }
            | CodeError::NoFiles { .. }
            | CodeError::Unreadable { .. }
            | CodeError::Unwritable { .. }
            | CodeError::File { .. } => Self::Config { message, next_step: None },
        }
    }
}
