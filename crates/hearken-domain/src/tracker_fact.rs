//! What a tracker or a commit tells of an issue that an opportunity is about.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{IssueAddress, OpportunityId, SignalId, Timestamp, Tracker};

/// What is told of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum IssueNews {
    /// It is worked on.
    Begun,
    /// It is solved.
    Closed,
    /// It is closed without being solved.
    Dropped,
    /// It is open again.
    Reopened,
}

/// Something that was told of an issue, by which an opportunity was moved. What a person typed is a [`crate::TextId`] in the log,
/// and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrackerFact<Text> {
    /// Address of the issue; `None` where a commit names the opportunity itself.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub issue: Option<Text>,
    /// What was told.
    pub news: IssueNews,
    /// The signal that the issue came as in an export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<SignalId>,
    /// The commit that says so, by its full id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// When the commit was made, or the export was read.
    pub at: Timestamp,
}

fn none<Text>() -> Option<Text> {
    None
}

/// Words of a tracker for an issue that somebody works on.
const BEGUN: [&str; 10] = [
    "in progress",
    "indeterminate",
    "started",
    "doing",
    "in development",
    "in review",
    "in_progress",
    "wip",
    "active",
    "under review",
];
/// Words for one that was closed without being solved.
const DROPPED: [&str; 16] = [
    "not_planned",
    "not planned",
    "duplicate",
    "wontfix",
    "won't fix",
    "won't do",
    "won’t do",
    "wont do",
    "cancelled",
    "canceled",
    "declined",
    "rejected",
    "invalid",
    "cannot reproduce",
    "works for me",
    "abandoned",
];

/// Whether a tracker's own word for how far an issue is means that somebody works on it.
pub fn means_begun(status: &str) -> bool {
    BEGUN.contains(&status.trim().to_lowercase().as_str())
}

/// Whether it means that it will not be solved.
pub fn means_dropped(status: &str) -> bool {
    DROPPED.contains(&status.trim().to_lowercase().as_str())
}

/// What a commit's message says of something that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `#12`, `acme/app#12`, `PROJ-7`, an address, or `O-7`.
    pub name: String,
    /// Whether it says that it closes it.
    pub closes: bool,
    /// Whether it stands in a line that begins with `Hearken:`.
    pub for_hearken: bool,
}

/// Words behind which GitHub, GitLab and Jira take an issue for closed.
const CLOSING: [&str; 12] = [
    "close",
    "closes",
    "closed",
    "fix",
    "fixes",
    "fixed",
    "resolve",
    "resolves",
    "resolved",
    "implement",
    "implements",
    "implemented",
];

/// What a commit's message names that could be an issue or an opportunity.
pub fn named_in(message: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for line in message.lines().take(500) {
        let for_hearken =
            line.trim_start().get(..8).is_some_and(|start| start.eq_ignore_ascii_case("hearken:"));
        let mut closes = false;
        for word in line.split_whitespace() {
            let bare = word.trim_matches(|c: char| {
                matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '[' | ']' | '"' | '\'')
            });
            let lower = bare.to_ascii_lowercase();
            if CLOSING.contains(&lower.as_str()) {
                closes = true;
            } else if could_be_named(bare) {
                found.push(Named { name: bare.to_owned(), closes, for_hearken });
            } else if !matches!(lower.as_str(), "" | "and" | "&" | "issue" | "issues" | "bug" | "hearken") {
                closes = false;
            }
        }
    }
    found
}

fn could_be_named(word: &str) -> bool {
    let number =
        |text: &str| !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let key = word.rsplit_once('-').is_some_and(|(team, rest)| {
        number(rest) && team.starts_with(|c: char| c.is_ascii_alphabetic()) && team.len() <= 20
    });
    word.rsplit_once('#').is_some_and(|(_, rest)| number(rest))
        || key
        || word.starts_with("https://")
        || word.starts_with("http://")
}

impl Named {
    /// Whether it is this issue, in a commit of a repository of which `is_called` says what it is called.
    pub fn is_issue(&self, issue: &IssueAddress, is_called: impl Fn(&str) -> bool) -> bool {
        if let Ok(address) = IssueAddress::read(&self.name) {
            return address.is_same(issue);
        }
        match self.name.split_once('#') {
            Some((project, key)) if matches!(issue.tracker(), Tracker::Github | Tracker::Gitlab) => {
                let ours = match project {
                    "" => is_called(issue.project().rsplit('/').next().unwrap_or_default()),
                    project => project.eq_ignore_ascii_case(issue.project()),
                };
                ours && key == issue.key()
            }
            Some(_) => false,
            None => {
                let by_key = matches!(issue.tracker(), Tracker::Jira | Tracker::JiraServer | Tracker::Linear);
                by_key && self.name.eq_ignore_ascii_case(issue.key())
            }
        }
    }

    /// Whether it is this opportunity: behind `Hearken:`, or closed by name.
    pub fn is_opportunity(&self, id: OpportunityId) -> bool {
        (self.for_hearken || self.closes) && self.name.eq_ignore_ascii_case(&id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(message: &str) -> Vec<(String, bool)> {
        named_in(message).into_iter().map(|one| (one.name, one.closes)).collect()
    }

    #[test]
    fn a_commit_says_what_it_closes_and_what_it_only_names() {
        let told = |name: &str, closes| (name.to_owned(), closes);
        assert_eq!(
            names(
                "Say the fee (#4)\n\nFixes #12, acme/app#13 and PROJ-7. See #9\nCloses: https://github.com/a/b/issues/1"
            ),
            [
                told("#4", false),
                told("#12", true),
                told("acme/app#13", true),
                told("PROJ-7", true),
                told("#9", false),
                told("https://github.com/a/b/issues/1", true),
            ]
        );
        assert_eq!(names("fix the fee of #12"), [told("#12", false)], "the word is about something else");
        assert!(names("prefix #x; half-done; 1-2").is_empty());
    }

    #[test]
    fn a_number_alone_counts_for_the_repository_of_the_issue() {
        let issue = IssueAddress::read("https://github.com/acme/app/issues/12").unwrap();
        let named = |message: &str| named_in(message).remove(0);
        assert!(named("Fixes #12").is_issue(&issue, |name| name == "app"));
        assert!(!named("Fixes #12").is_issue(&issue, |name| name == "web"));
        assert!(named("Fixes Acme/App#12").is_issue(&issue, |_| false));
        assert!(!named("Fixes #1").is_issue(&issue, |_| true));
        let jira = IssueAddress::read("https://j.example/browse/PROJ-7").unwrap();
        assert!(named("proj-7: say the fee").is_issue(&jira, |_| false));
        assert!(!named("Fixes #7").is_issue(&jira, |_| true));
    }

    #[test]
    fn an_opportunity_is_named_in_its_own_line_or_behind_a_word_that_closes() {
        let is = |message: &str| named_in(message).iter().any(|one| one.is_opportunity(OpportunityId(7)));
        assert!(is("Say the fee\n\nHearken: O-7") && is("Closes O-7"));
        assert!(!is("O-7 rings") && !is("Hearken: O-77"));
    }

    #[test]
    fn words_of_trackers_come_down_to_a_few() {
        assert!(means_begun("In Progress") && means_begun(" indeterminate ") && !means_begun("To Do"));
        assert!(means_dropped("not_planned") && means_dropped("Won't Do") && !means_dropped("completed"));
    }
}
