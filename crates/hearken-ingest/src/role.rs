//! What a column can mean.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The part that a column plays in an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The customer's words.
    Text,
    /// A title or subject.
    Title,
    /// When it was said.
    At,
    /// Who said it: a name or handle.
    Author,
    /// Who said it: an e-mail address.
    AuthorEmail,
    /// Who said it: the source's own id of the person.
    AuthorId,
    /// The source's own id of the item.
    Id,
    /// Stars or score.
    Rating,
    /// Where it can be read in the source.
    Url,
    /// The product it is about.
    Product,
    /// The product's version.
    Version,
    /// The language it is in.
    Language,
    /// What the source itself attaches: labels, tags, a plan, a region.
    #[serde(alias = "tag", alias = "segment")] // its former names, in what sources remember
    Labels,
    /// Whether the source still has something to do about it: open, closed, or a word that comes down to one of them.
    State,
    /// The source's own word for how far it is.
    Status,
    /// What sort of thing was recorded.
    Kind,
    /// Not kept at all.
    Ignore,
}

impl Role {
    /// Every role, in the order in which people are shown them.
    pub const ALL: [Self; 17] = [
        Self::Text,
        Self::Title,
        Self::At,
        Self::Author,
        Self::AuthorEmail,
        Self::AuthorId,
        Self::Id,
        Self::Rating,
        Self::Url,
        Self::Product,
        Self::Version,
        Self::Language,
        Self::Labels,
        Self::State,
        Self::Status,
        Self::Kind,
        Self::Ignore,
    ];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Title => "title",
            Self::At => "at",
            Self::Author => "author",
            Self::AuthorEmail => "author-email",
            Self::AuthorId => "author-id",
            Self::Id => "id",
            Self::Rating => "rating",
            Self::Url => "url",
            Self::Product => "product",
            Self::Version => "version",
            Self::Language => "language",
            Self::Labels => "labels",
            Self::State => "state",
            Self::Status => "status",
            Self::Kind => "kind",
            Self::Ignore => "ignore",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid role of a column; roles are text, title, at, author, author-email, author-id, id, rating, url, \
     product, version, language, labels, state, status, kind, ignore"
)]
pub struct ParseRoleError(String);

impl FromStr for Role {
    type Err = ParseRoleError;
    fn from_str(given: &str) -> Result<Self, ParseRoleError> {
        let word = given.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        let found = found.or(match word.as_str() {
            "date" | "time" => Some(Self::At),
            "email" => Some(Self::AuthorEmail),
            "label" | "tag" | "tags" | "segment" => Some(Self::Labels),
            _ => None,
        });
        found.ok_or_else(|| ParseRoleError(given.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_what_it_prints_and_an_unknown_word_lists_them() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        let error = "mood".parse::<Role>().unwrap_err().to_string();
        assert!(Role::ALL.iter().all(|role| error.contains(role.as_str())), "{error}");
    }
}
