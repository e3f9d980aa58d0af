//! The shapes that actions about code answer with.

use hearken_code::{Author, Evidence, Span};
use hearken_domain::{RulingId, Timestamp, Verbatim, counted};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, ThemeLink};
use crate::actions::customers::cards::CustomerCard;
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
    /// The code itself, as it stands in the indexed commit: the line that the reason is about, and those beside it where
    /// it is one of a stack trace. Nothing where the reason is about no line, or the source is not at hand.
    pub excerpt: Vec<SourceLine>,
    /// The particulars.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A line of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceLine {
    /// Its number, from 1.
    pub line: u32,
    /// What stands there; of a long line the part that counts.
    pub text: String,
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
    /// Its signals that lead here by their own words.
    pub signals: u64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<crate::actions::customers::worth::WorthCard>,
    /// Where it is heading.
    pub trend: crate::actions::cards::TrendCard,
    /// When its first signal was said.
    pub began: Option<Timestamp>,
    /// The last change of the file before that.
    pub changed_before: Option<ChangeCard>,
    /// The file's rank among the theme's links, from 1.
    pub rank: u32,
    /// How much speaks for the file, as `locate` has it.
    pub score: f64,
    /// Why it leads here.
    pub evidence: Vec<EvidenceCard>,
    /// What a person answered, while that stands.
    pub answer: Option<AnswerCard>,
}

/// A signal that leads to a part of a file.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkedSignal {
    /// The signal.
    #[serde(flatten)]
    pub card: SignalCard,
    /// The customers whose it is; empty where that is not known.
    pub customers: Vec<CustomerCard>,
    /// The file's rank among the signal's links, from 1.
    pub rank: u32,
    /// How much speaks for the file, as `locate` has it.
    pub score: f64,
    /// Why it leads here.
    pub evidence: Vec<EvidenceCard>,
    /// What a person answered, while that stands.
    pub answer: Option<AnswerCard>,
}

impl EvidenceCard {
    /// Says a reason for a link to the file at `path`, whose text is given where it is at hand.
    pub fn new(evidence: Evidence, path: &str, text: Option<&str>) -> Self {
        let excerpt = text.map(|text| excerpt(&evidence, text)).unwrap_or_default();
        Self { says: wording::evidence::says(&evidence, path), excerpt, evidence }
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

/// Characters of a line of code that are shown.
const EXCERPT_CHARS: usize = 160;

/// The lines of a file that a reason is about.
fn excerpt(evidence: &Evidence, text: &str) -> Vec<SourceLine> {
    let (line, beside, word) = match evidence {
        Evidence::Frame { line: Some(line), .. } => (*line, 1, None),
        Evidence::Definition { name, line } => (*line, 0, Some(name.as_str())),
        Evidence::Message { text, line } => (*line, 0, Some(text.as_str())),
        Evidence::Words { words, line } => (*line, 0, words.first().map(String::as_str)),
        _ => return Vec::new(),
    };
    let lines = (1u32..).zip(text.lines()).filter(|(number, _)| number.abs_diff(line) <= beside);
    let shown: Vec<SourceLine> =
        lines.map(|(line, text)| SourceLine { line, text: shortened(text, word) }).collect();
    // Lines beside one that is gone are about nothing.
    if shown.iter().any(|shown| shown.line == line) { shown } else { Vec::new() }
}

/// A line of code, of a long one the part around a word.
fn shortened(line: &str, word: Option<&str>) -> String {
    let line = line.trim_end().replace('\t', "    ");
    let at = word.and_then(|word| line.find(word)).unwrap_or(0);
    let before = line[..at].chars().count();
    let skipped = before.saturating_sub(EXCERPT_CHARS / 2);
    let skipped = if line.chars().count() > EXCERPT_CHARS { skipped } else { 0 };
    let mut shown: String = line.chars().skip(skipped).take(EXCERPT_CHARS).collect();
    if skipped > 0 {
        shown.insert(0, '…');
    }
    if line.chars().count() > skipped + EXCERPT_CHARS {
        shown.push('…');
    }
    shown
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
    fn the_line_that_a_reason_is_about_is_shown_and_of_a_long_one_the_part_that_counts() {
        let text = format!("a\n\tb card\n{}card{}\n", "x".repeat(500), "ö".repeat(500));
        let words = |line| Evidence::Words { words: vec!["card".to_owned()], line };
        let shown = |evidence: &Evidence| -> Vec<(u32, String)> {
            excerpt(evidence, &text).into_iter().map(|line| (line.line, line.text)).collect()
        };
        assert_eq!(shown(&words(2)), [(2, "    b card".to_owned())]);
        let long = shown(&words(3)).remove(0).1;
        assert!(long.contains("card") && long.chars().count() <= EXCERPT_CHARS + 2, "{long}");
        assert!(shown(&words(9)).is_empty(), "a line that is gone is not shown");
        let frame =
            Evidence::Frame { frame: hearken_domain::Verbatim::redacted("x".to_owned()), line: Some(1) };
        assert_eq!(shown(&frame).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn data_holds_the_sentence_beside_the_particulars() {
        let card =
            EvidenceCard::new(Evidence::Words { words: vec!["card".to_owned()], line: 4 }, "a.rs", None);
        let json = serde_json::to_value(&card).unwrap();
        assert_eq!((json["because"].as_str(), json["line"].as_u64()), (Some("words"), Some(4)), "{json}");
    }
}
