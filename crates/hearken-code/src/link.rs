//! What locating gives: files likely behind a customer's words, each with evidence that can be checked.

use hearken_domain::Verbatim;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file likely behind a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Located {
    /// Its path in the repository, with `/`.
    pub path: String,
    /// How much speaks for it: comparable within one answer and between repositories. Not a probability.
    pub score: f32,
    /// The parts of it that most speaks for, best first.
    pub spans: Vec<Span>,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
}

/// A part of a file: a function or type, or a block of lines where the language is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Span {
    /// The function's or type's name; `None` is a block of lines.
    pub symbol: Option<String>,
    /// Its first line, from 1.
    pub first_line: u32,
    /// Its last line, inclusive.
    pub last_line: u32,
}

/// As what a report names a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// It began there: a bisection found it, or it is said to have brought the fault.
    Cause,
    /// In passing.
    Such,
    /// It is the build that somebody runs.
    Build,
}

/// One reason for a link. Words stand at that line in the indexed revision; commits touch that file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum Evidence {
    /// A frame of a stack trace in the report is in this file.
    Frame {
        /// The frame as the report has it.
        frame: Verbatim,
        /// The line that the frame names, where it names one.
        line: Option<u32>,
    },
    /// The report names the file.
    Named {
        /// The words of the report that name it.
        mention: Verbatim,
    },
    /// Something defined here is called as the report says.
    Definition {
        /// The name, as it is defined.
        name: String,
        /// The line it stands on, from 1.
        line: u32,
    },
    /// A text that users see holds the report's words.
    Message {
        /// The text, as it stands in the file; one line.
        text: String,
        /// The line it stands on, from 1.
        line: u32,
    },
    /// The report's rarer words stand here, close together.
    Words {
        /// The words as they stand in the file.
        words: Vec<String>,
        /// The line with most of them.
        line: u32,
    },
    /// The path is made of the report's words.
    Path {
        /// The report's words that the path holds.
        words: Vec<String>,
    },
    /// A past commit that says the like touched this file.
    Commit {
        /// Its id, in full.
        id: String,
        /// The first line of its message.
        subject: String,
        /// When it was made.
        at: Timestamp,
        /// The words that both have.
        words: Vec<String>,
    },
    /// A commit that the report names touched this file.
    NamedCommit {
        /// The words of the report that name it.
        mention: Option<Verbatim>,
        /// Its id, in full.
        id: String,
        /// The first line of its message.
        subject: String,
        /// When it was made.
        at: Timestamp,
        /// As what the report names it.
        named: Naming,
    },
    /// A commit whose message names an issue that the report names touched this file.
    NamedIssue {
        /// The words of the report that name the issue; `None` where the report is that issue.
        mention: Option<Verbatim>,
        /// The commit's id, in full.
        id: String,
        /// The first line of its message.
        subject: String,
        /// When it was made.
        at: Timestamp,
        /// Whether it says that it closes the issue.
        closes: bool,
    },
    /// Past reports like this one were fixed here.
    Reports {
        /// Which, as whoever passed them names them, most alike first.
        ids: Vec<String>,
    },
    /// It was changed shortly before.
    Changed {
        /// The commit that changed it last.
        commit: String,
        /// Days from that change to the report.
        days: u32,
    },
}
