//! The shapes that actions about code answer with.

use hearken_code::{Author, Evidence, Span};
use hearken_domain::{RulingId, Timestamp, Verbatim, counted};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::ThemeLink;
use crate::wording;

/// A file that is likely behind what customers say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkCard {
    /// Name of the repository.
    pub repository: String,
    /// The file.
    pub path: String,
    /// The component that it belongs to.
    pub component: Option<String>,
    /// How much speaks for it: comparable within one answer. Not a probability.
    pub score: f64,
    /// The functions, types or blocks of it that most speaks for, best first.
    pub places: Vec<Span>,
    /// Why, strongest first.
    pub evidence: Vec<EvidenceCard>,
    /// What a person answered to it, while that stands.
    pub answer: Option<AnswerCard>,
}

/// A person's answer to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerCard {
    /// The ruling that it is.
    pub ruling: RulingId,
    /// Whether it was a yes.
    pub yes: bool,
}

/// One reason for a link.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvidenceCard {
    /// In words.
    pub says: Verbatim,
    /// The particulars.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// Their name and address, or their team.
    pub who: String,
    /// Why them.
    pub why: String,
}

/// A commit that changed a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeCard {
    /// The commit.
    pub commit: String,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// Days from it to what it came before.
    pub days_before: i64,
}

/// A theme that leads to a part of a file.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkedTheme {
    /// The theme.
    pub theme: ThemeLink,
    /// Its signals.
    pub signals: u64,
    /// Where it is heading.
    pub trend: crate::actions::cards::TrendCard,
    /// When its first signal was said.
    pub began: Option<Timestamp>,
    /// The last change of the file before that.
    pub changed_before: Option<ChangeCard>,
    /// The file's rank among the theme's links, from 1.
    pub rank: u32,
    /// Why it leads here.
    pub evidence: Vec<EvidenceCard>,
    /// What a person answered, while that stands.
    pub answer: Option<AnswerCard>,
}

impl EvidenceCard {
    /// Says a reason for a link to the file at `path`.
    pub fn new(evidence: Evidence, path: &str) -> Self {
        Self { says: wording::evidence::says(&evidence, path), evidence }
    }

    /// The line of the file that it stands on.
    pub fn line(&self) -> Option<u32> {
        match &self.evidence {
            Evidence::Frame { line, .. } => *line,
            Evidence::Definition { line, .. }
            | Evidence::Message { line, .. }
            | Evidence::Words { line, .. } => Some(*line),
            _ => None,
        }
    }
}

impl Person {
    /// Somebody who changed a file.
    pub fn author(author: &Author, path: &str) -> Self {
        let commits = counted(author.commits as u64, "commit");
        Self {
            who: format!("{} <{}>", author.name, author.email),
            why: format!("{commits} to {path}, the last on {}", author.last.strftime("%Y-%m-%d")),
        }
    }

    /// An owner of a file.
    pub fn owner(owner: &str, path: &str) -> Self {
        Self { who: owner.to_owned(), why: format!("owns {path} (CODEOWNERS)") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_holds_the_sentence_beside_the_particulars() {
        let card = EvidenceCard::new(Evidence::Words { words: vec!["card".to_owned()], line: 4 }, "a.rs");
        let json = serde_json::to_value(&card).unwrap();
        assert_eq!((json["because"].as_str(), json["line"].as_u64()), (Some("words"), Some(4)), "{json}");
    }
}
