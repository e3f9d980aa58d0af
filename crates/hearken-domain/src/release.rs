//! A release: a version of a product, and when it came out.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ReleaseId, TextId};

/// How it is known when a release came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Dated {
    /// An annotated tag says when it was made.
    Tag,
    /// Its tag says nothing: the commit that the tag is on was made then.
    Commit,
    /// A list that was imported says so.
    List,
    /// A person or a program said so.
    Told,
}

impl Dated {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Tag, Self::Commit, Self::List, Self::Told];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Commit => "commit",
            Self::List => "list",
            Self::Told => "told",
        }
    }

    /// In words, behind a date.
    pub fn says(self) -> &'static str {
        match self {
            Self::Tag => "as its tag says",
            Self::Commit => "when the commit under its tag was made",
            Self::List => "as an imported list says",
            Self::Told => "as somebody said",
        }
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A release as it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRelease {
    /// What was released.
    pub product: String,
    /// Which version of it.
    pub version: String,
    /// When it came out.
    pub at: Timestamp,
    /// How that is known.
    pub dated: Dated,
}

/// A release as the log has it: what it is called stands with the texts that people typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedRelease {
    /// Its id.
    pub id: ReleaseId,
    /// What was released.
    pub product: TextId,
    /// Which version of it.
    pub version: TextId,
    /// When it came out.
    pub at: Timestamp,
    /// How that is known.
    pub dated: Dated,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Event;

    #[test]
    fn the_event_of_releases_holds_no_words() {
        let at = "2024-03-01T12:00:00Z".parse().unwrap();
        let added =
            AddedRelease { id: ReleaseId(3), product: TextId(7), version: TextId(8), at, dated: Dated::Tag };
        let event = Event::ReleasesAdded { releases: vec![added] };
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(
            written,
            r#"{"event":"releases-added","releases":[{"id":"L-3","product":7,"version":8,"at":"2024-03-01T12:00:00Z","dated":"tag"}]}"#
        );
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    }
}
