//! The shapes that actions about code answer with, and the one place that says in words what speaks for a link.

use hearken_code::{Author, Evidence, Place};
use hearken_domain::{RulingId, Timestamp};
use serde::Serialize;

use crate::actions::cards::ThemeLink;

/// A file that is likely behind what customers say.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    pub places: Vec<Place>,
    /// Why, most telling first.
    pub evidence: Vec<EvidenceCard>,
    /// What a person answered to it, while that stands.
    pub answer: Option<AnswerCard>,
}

/// A person's answer to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnswerCard {
    /// The ruling that it is.
    pub ruling: RulingId,
    /// Whether it was a yes.
    pub yes: bool,
}

/// One reason for a link.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceCard {
    /// In words.
    pub says: String,
    /// The particulars.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their name and address, or their team.
    pub who: String,
    /// Why them.
    pub why: String,
}

/// A commit that changed a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// A theme that leads to a place of the code.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pain {
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
    /// The file's place among the theme's links, from 1.
    pub rank: u32,
    /// Why it leads here.
    pub evidence: Vec<EvidenceCard>,
    /// What a person answered, while that stands.
    pub answer: Option<AnswerCard>,
}

impl EvidenceCard {
    /// Says a reason for a link to the file at `path`.
    pub fn of(evidence: Evidence, path: &str) -> Self {
        Self { says: says(&evidence, path), evidence }
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

fn says(evidence: &Evidence, path: &str) -> String {
    match evidence {
        Evidence::Frame { frame, line: Some(line) } => {
            format!("the stack trace passes {path}:{line} (“{}”)", short(frame))
        }
        Evidence::Frame { frame, line: None } => format!("the stack trace passes here (“{}”)", short(frame)),
        Evidence::Named { mention } => format!("it is named: “{}”", short(mention)),
        Evidence::Definition { name, line } => format!("“{}” is defined at {path}:{line}", short(name)),
        Evidence::Message { text, line } => {
            format!("users see “{}”, which stands in {path}:{line}", short(text))
        }
        Evidence::Words { words, line } => match words.as_slice() {
            [word] => format!("the word “{}” stands in {path}:{line}", short(word)),
            words => format!("the words {} stand in {path}:{line}", quoted(words)),
        },
        Evidence::Path { words } => format!("its path says {}", quoted(words)),
        Evidence::Commit { id, subject, at, words } => {
            let said =
                if words.is_empty() { String::new() } else { format!(", which also says {}", quoted(words)) };
            format!(
                "commit {} of {} changed it: “{}”{said}",
                abbreviated(id),
                at.strftime("%Y-%m-%d"),
                short(subject)
            )
        }
        Evidence::Reports { ids } => match ids.len() {
            1 => format!("a similar report was mended here ({})", ids.join(", ")),
            count => {
                let named = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
                format!(
                    "{count} similar reports were mended here ({named}{})",
                    if count > NAMED { ", …" } else { "" }
                )
            }
        },
        Evidence::Changed { commit, days } => {
            let when = match days {
                0 => "on the same day".to_owned(),
                1 => "a day before".to_owned(),
                days => format!("{days} days before"),
            };
            format!("changed {when} (commit {})", abbreviated(commit))
        }
    }
}

/// Similar reports that a sentence names.
const NAMED: usize = 3;
/// Words that a sentence quotes.
const WORDS: usize = 6;
/// Characters of a quotation.
const QUOTED_CHARS: usize = 80;
/// Characters of a commit's id that people are shown.
const COMMIT_CHARS: usize = 9;

fn quoted(words: &[String]) -> String {
    let words: Vec<String> = words.iter().take(WORDS).map(|word| format!("“{}”", short(word))).collect();
    words.join(", ")
}

fn short(text: &str) -> String {
    crate::actions::cards::excerpt(text, QUOTED_CHARS)
}

/// A commit's id as people write it.
pub fn abbreviated(commit: &str) -> &str {
    commit.get(..COMMIT_CHARS).unwrap_or(commit)
}

impl Person {
    /// Somebody who changed a file.
    pub fn author(author: &Author, path: &str) -> Self {
        let commits =
            if author.commits == 1 { "1 commit".to_owned() } else { format!("{} commits", author.commits) };
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

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_reason_reads_as_a_sentence_that_can_be_checked() {
        let at = "2024-03-05T12:00:00Z".parse().unwrap();
        let id = "0123456789abcdef0123456789abcdef01234567".to_owned();
        let said: Vec<String> = [
            Evidence::Words { words: words(&["card", "declined"]), line: 41 },
            Evidence::Message { text: "Your card was declined".into(), line: 12 },
            Evidence::Commit { id: id.clone(), subject: "Retry once".into(), at, words: words(&["retry"]) },
            Evidence::Reports { ids: words(&["S-1", "S-2", "S-3", "S-4"]) },
            Evidence::Changed { commit: id, days: 6 },
        ]
        .into_iter()
        .map(|evidence| EvidenceCard::of(evidence, "src/pay.rs").says)
        .collect();
        assert_eq!(
            said,
            [
                "the words “card”, “declined” stand in src/pay.rs:41",
                "users see “Your card was declined”, which stands in src/pay.rs:12",
                "commit 012345678 of 2024-03-05 changed it: “Retry once”, which also says “retry”",
                "4 similar reports were mended here (S-1, S-2, S-3, …)",
                "changed 6 days before (commit 012345678)",
            ]
        );
    }

    #[test]
    fn data_holds_the_sentence_beside_the_particulars() {
        let card = EvidenceCard::of(Evidence::Words { words: words(&["card"]), line: 4 }, "a.rs");
        let json = serde_json::to_value(&card).unwrap();
        assert_eq!((json["because"].as_str(), json["line"].as_u64()), (Some("words"), Some(4)), "{json}");
    }
}
