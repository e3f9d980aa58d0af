//! The formats that are read.

use std::fmt;
use std::str::FromStr;

use hearken_domain::Kind;
use serde::{Deserialize, Serialize};

/// A source format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A table with any delimiter.
    Csv,
    /// A JSON array, an object with one array member, or JSON values one after the other.
    Json,
    /// One JSON object a line.
    #[serde(rename = "jsonl")]
    JsonLines,
    /// GitHub issues: the REST API's array, GraphQL's nodes, `gh issue list --json`, or a backup's files.
    GithubIssues,
    /// GitLab's issues: its CSV export, or the REST API's list.
    Gitlab,
    /// Linear's issues: its CSV export, or the GraphQL API's nodes.
    Linear,
    /// Jira's issues: its CSV export, or the REST API's search.
    Jira,
    /// Bugzilla's bugs: the CSV of a search, or the REST API's bugs or comments.
    Bugzilla,
    /// The complaint database of the US Consumer Financial Protection Bureau.
    Cfpb,
    /// The Google Play Console's reviews report, or the Developer API's reviews.
    GooglePlayReviews,
    /// Reviews of Apple's stores: the public feed, or App Store Connect's list.
    AppStoreReviews,
    /// A chat that Telegram exported.
    Telegram,
    /// A day of a channel that Slack exported.
    Slack,
    /// A chat that WhatsApp exported as text.
    #[serde(rename = "whatsapp")]
    WhatsApp,
    /// One pasted quote, or (from a file ending in `.txt`) quotes with blank lines between.
    Text,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 15] = [
        Self::Csv,
        Self::Json,
        Self::JsonLines,
        Self::GithubIssues,
        Self::Gitlab,
        Self::Linear,
        Self::Jira,
        Self::Bugzilla,
        Self::Cfpb,
        Self::GooglePlayReviews,
        Self::AppStoreReviews,
        Self::Telegram,
        Self::Slack,
        Self::WhatsApp,
        Self::Text,
    ];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::GithubIssues => "github-issues",
            Self::Gitlab => "gitlab",
            Self::Linear => "linear",
            Self::Jira => "jira",
            Self::Bugzilla => "bugzilla",
            Self::Cfpb => "cfpb",
            Self::GooglePlayReviews => "google-play-reviews",
            Self::AppStoreReviews => "app-store-reviews",
            Self::Telegram => "telegram",
            Self::Slack => "slack",
            Self::WhatsApp => "whatsapp",
            Self::Text => "text",
        }
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::JsonLines => "JSON Lines",
            Self::GithubIssues => "GitHub issues",
            Self::Gitlab => "GitLab issues",
            Self::Linear => "Linear issues",
            Self::Jira => "Jira issues",
            Self::Bugzilla => "Bugzilla bugs",
            Self::Cfpb => "CFPB complaints",
            Self::GooglePlayReviews => "Google Play reviews",
            Self::AppStoreReviews => "App Store reviews",
            Self::Telegram => "Telegram chat",
            Self::Slack => "Slack messages",
            Self::WhatsApp => "WhatsApp chat",
            Self::Text => "plain text",
        }
    }

    /// What its items are where neither the person nor a column says so.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Self::GithubIssues | Self::Gitlab | Self::Linear | Self::Jira | Self::Bugzilla => {
                Some(Kind::Issue)
            }
            Self::Cfpb => Some(Kind::Ticket),
            Self::GooglePlayReviews | Self::AppStoreReviews => Some(Kind::Review),
            Self::Telegram | Self::Slack | Self::WhatsApp => Some(Kind::Message),
            Self::Text => Some(Kind::Interview),
            Self::Csv | Self::Json | Self::JsonLines => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A word that is not a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid format; formats are csv, json, jsonl, github-issues, gitlab, linear, jira, bugzilla, cfpb, \
     google-play-reviews, app-store-reviews, telegram, slack, whatsapp, text"
)]
pub struct ParseFormatError(String);

impl FromStr for Format {
    type Err = ParseFormatError;
    fn from_str(given: &str) -> Result<Self, ParseFormatError> {
        let word = given.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let found = Self::ALL.into_iter().find(|format| format.as_str() == word);
        let found = found.or(match word.as_str() {
            "tsv" => Some(Self::Csv),
            "ndjson" | "json-lines" => Some(Self::JsonLines),
            "github" => Some(Self::GithubIssues),
            "google-play" => Some(Self::GooglePlayReviews),
            "app-store" | "itunes" => Some(Self::AppStoreReviews),
            "txt" => Some(Self::Text),
            _ => None,
        });
        found.ok_or_else(|| ParseFormatError(given.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_back_what_it_prints_and_an_unknown_word_lists_them() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
            assert_eq!(serde_json::to_string(&format).unwrap(), format!("\"{}\"", format.as_str()));
        }
        let error = "xlsx".parse::<Format>().unwrap_err().to_string();
        assert!(Format::ALL.iter().all(|format| error.contains(format.as_str())), "{error}");
    }
}
