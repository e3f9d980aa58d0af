//! The repositories that are open: each with its index, mapped into memory once, and the past reports that teach it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hearken_code::symbols::{Symbol, symbols};
use hearken_code::{CodeError, Component, Index, Language, Past, Repository};
use hearken_domain::LogPosition;

use crate::app::{App, AppError};

/// A repository that is registered and indexed.
pub struct Code {
    /// What people call it.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its index.
    pub index: Index,
    past: Mutex<Option<(LogPosition, Arc<Past>)>>,
}

/// Those that were used, by name.
#[derive(Default)]
pub struct OpenCode(Mutex<BTreeMap<String, Arc<Code>>>);

impl Code {
    /// The repository itself.
    ///
    /// # Errors
    /// It is not where it was, or cannot be read.
    pub fn repository(&self) -> Result<Repository, AppError> {
        Repository::open(&self.path).map_err(|error| AppError::from(error).hint(moved_hint(&self.name)))
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
        let language = Language::of(path, &bytes);
        Ok(language.map_or_else(Vec::new, |language| symbols(language, &String::from_utf8_lossy(&bytes))))
    }

    /// Its past reports, read again only when the log has grown.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn past(
        &self,
        position: LogPosition,
        read: impl FnOnce() -> Result<Past, AppError>,
    ) -> Result<Arc<Past>, AppError> {
        let mut kept = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, past)) = kept.as_ref()
            && *at == position
        {
            return Ok(Arc::clone(past));
        }
        let past = Arc::new(read()?);
        *kept = Some((position, Arc::clone(&past)));
        Ok(past)
    }
}

impl App {
    /// An indexed repository by name, as of its newest index.
    ///
    /// # Errors
    /// There is none of that name, it is not indexed yet, or its index cannot be used.
    pub fn code(&self, name: &str) -> Result<Arc<Code>, AppError> {
        let Some(known) = self.store().repository(name)? else { return Err(no_such_repository(name)) };
        let mut open = self.open_code().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = open.get(name)
            && Some(code.index.commit()) == known.head.as_deref()
            && code.path == Path::new(&known.path)
        {
            return Ok(Arc::clone(code));
        }
        let index = Index::open(&self.store().dir().code_index(name)).map_err(|error| {
            AppError::Config { message: error.to_string(), hint: None }
                .hint(format!("make it anew: hearken code update {name}"))
        })?;
        let code =
            Arc::new(Code { name: known.name, path: known.path.into(), index, past: Mutex::new(None) });
        open.insert(name.to_owned(), Arc::clone(&code));
        Ok(code)
    }

    /// The repository that is meant by a name, or by none where there is only one.
    ///
    /// # Errors
    /// There is none, or several and none is named.
    pub fn one_code(&self, name: Option<&str>) -> Result<Arc<Code>, AppError> {
        if let Some(name) = name {
            return self.code(name);
        }
        match self.store().repositories()?.as_slice() {
            [] => Err(no_repository()),
            [only] => self.code(&only.name),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                Err(AppError::user(format!("there are several repositories: {}", names.join(", ")))
                    .hint("name one with --repo NAME"))
            }
        }
    }

    /// Those of all repositories, or the one that is named, whose index can be read, by name.
    ///
    /// # Errors
    /// There is none of that name, or any failure of the store.
    pub fn all_code(&self, name: Option<&str>) -> Result<Vec<Arc<Code>>, AppError> {
        if let Some(name) = name {
            return Ok(vec![self.code(name)?]);
        }
        let indexed = self.store().repositories()?.into_iter().filter(|known| known.head.is_some());
        let open = indexed.map(|known| self.code(&known.name));
        Ok(open
            .filter_map(|code| {
                code.inspect_err(|error| tracing::warn!(%error, "a code index is left out")).ok()
            })
            .collect())
    }
}

/// What to do about a repository that is not where it was.
pub fn moved_hint(name: &str) -> String {
    format!("put it back where it was, or hearken code remove {name} and add it anew")
}

/// Nothing to look into.
pub fn no_repository() -> AppError {
    AppError::not_found("no repository is registered", "register one: hearken code add PATH")
}

/// Nothing of that name.
pub fn no_such_repository(name: &str) -> AppError {
    AppError::not_found(format!("there is no repository '{name}'"), "hearken code list names those there are")
}

impl From<CodeError> for AppError {
    fn from(error: CodeError) -> Self {
        let message = error.to_string();
        match error {
            CodeError::NotARepository { .. } | CodeError::NoRevision { .. } => Self::user(message),
            CodeError::Empty { .. } => {
                Self::user(message).hint("commit something, then run the command again")
            }
            CodeError::Index { .. } => {
                Self::Config { message, hint: Some("make it anew: hearken code update".to_owned()) }
            }
            CodeError::Unreadable { .. } | CodeError::Unwritable { .. } | CodeError::File { .. } => {
                Self::Config { message, hint: None }
            }
        }
    }
}
