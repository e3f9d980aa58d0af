//! The registered repositories, and how far their indexes and links have come.

use hearken_code::Repository;
use hearken_domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// A repository in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RepositoryCard {
    /// What people call it.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// When it was registered.
    pub added_at: Timestamp,
    /// The commit that its index is of.
    pub commit: Option<String>,
    /// When it was indexed.
    pub indexed_at: Option<Timestamp>,
    /// Files in the index.
    pub files: usize,
    /// Components.
    pub components: usize,
    /// Whether it can be read, and its newest commit is the one in the index.
    pub state: CodeState,
    /// Signals that were located in it; links of the others are still to come.
    pub located: u64,
    /// All signals.
    pub signals: u64,
    /// What a person should know about it.
    pub notes: Vec<String>,
}

/// How a repository stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CodeState {
    /// Its index is of its newest commit.
    Current,
    /// There is a newer commit; a running server takes it in within half a minute.
    Behind,
    /// It has no index that can be used.
    NotIndexed,
    /// It is not where it was.
    Gone,
}

impl CodeState {
    /// In words.
    pub fn says(self) -> &'static str {
        match self {
            Self::Current => "up to its newest commit",
            Self::Behind => "there are newer commits",
            Self::NotIndexed => "not indexed",
            Self::Gone => "not where it was",
        }
    }

    /// What to do about it, of the repository that is called `name`.
    pub fn fix(self, name: &str) -> Option<NextStep> {
        match self {
            Self::Current => None,
            Self::Behind | Self::NotIndexed => Some(NextStep::UpdateRepository(Some(name.to_owned()))),
            Self::Gone => Some(NextStep::PutBackRepository(name.to_owned())),
        }
    }
}

/// All repositories, by name.
///
/// # Errors
/// Any failure of the store.
pub fn list_code(view: &View) -> Result<Vec<RepositoryCard>, AppError> {
    let mut cards = Vec::new();
    for known in view.store().repositories().all()? {
        let (located, signals) = view.store().code_links().progress(&known.name, known.link_build)?;
        let code = view.code(&known.name).ok();
        let head = Repository::open(known.path.as_ref()).and_then(|repository| repository.head());
        let state = match (&head, &code) {
            (Err(_), _) => CodeState::Gone,
            (Ok(_), None) => CodeState::NotIndexed,
            (Ok(head), Some(code)) if head == code.index.commit() => CodeState::Current,
            (Ok(_), Some(_)) => CodeState::Behind,
        };
        cards.push(RepositoryCard {
            located,
            signals,
            files: code.as_ref().map_or(0, |code| code.index.file_count()),
            components: code.as_ref().map_or(0, |code| code.index.components().len()),
            notes: code.as_ref().map(|code| code.index.notes().to_vec()).unwrap_or_default(),
            name: known.name,
            path: known.path,
            added_at: known.added_at,
            commit: known.head,
            indexed_at: known.indexed_at,
            state,
        });
    }
    Ok(cards)
}
