//! GitHub issues, as the REST API gives them, as `gh issue list --json …` and GraphQL do, and as backup programs keep them,
//! a file an issue. Lists of issues hold pull requests, too: they are rejected, being developers' work rather than
//! customers' words. An issue without a body says what it says in its title. Whoever else is named (who is to fix it, who
//! closed it, who did what in the course of it) is not kept, and of its comments the words alone.

use super::{Foreign, Preset, When};
use crate::{Format, Role};

const NO_TEXT: &str = "the issue has neither a body nor a title";
const PULL_REQUEST: &str = "a pull request, not an issue";

/// `GET /repos/{owner}/{repo}/issues`, and backups that are made of it.
pub(super) const REST: Preset = Preset {
    format: Format::GithubIssues,
    signature: &["number", "title", "html_url", "created_at"],
    roles: &[
        (Role::Text, &["body", "title"]),
        (Role::Title, &["title"]),
        (Role::At, &["created_at"]),
        (Role::Author, &["user.login"]),
        (Role::AuthorId, &["user.id"]),
        (Role::Id, &["html_url"]),
        (Role::Url, &["html_url"]),
        (Role::Labels, &["labels"]),
        (Role::State, &["state"]),
        (Role::Status, &["state_reason"]),
    ],
    no_text: NO_TEXT,
    is_ignored,
    title_as_text: true,
    foreign: &[
        Foreign { field: "pull_request", when: When::Given, reason: PULL_REQUEST },
        Foreign { field: "html_url", when: When::Holds("/pull/"), reason: PULL_REQUEST },
    ],
    rewrite: None,
    joined: None,
    ends: &[],
};

/// `issues(first: …) { nodes { number title body author { login } createdAt url … } }`, and `gh issue list --json` with
/// addresses.
pub(super) const GRAPHQL: Preset = Preset {
    format: Format::GithubIssues,
    signature: &["number", "title", "createdAt", "url"],
    roles: &[
        (Role::Text, &["body", "bodyText", "title"]),
        (Role::Title, &["title"]),
        (Role::At, &["createdAt"]),
        (Role::Author, &["author.login"]),
        (Role::AuthorId, &["author.id", "author.databaseId"]),
        (Role::Id, &["url", "number"]),
        (Role::Url, &["url"]),
        (Role::Labels, &["labels", "labels.nodes", "labels.edges"]),
        (Role::State, &["state"]),
        (Role::Status, &["stateReason"]),
    ],
    foreign: &[
        Foreign { field: "url", when: When::Holds("/pull/"), reason: PULL_REQUEST },
        Foreign { field: "isPullRequest", when: When::Is(&["true"]), reason: PULL_REQUEST },
    ],
    ..REST
};

/// `gh issue list --json number,title,body,author,createdAt,labels,…`.
pub(super) const CLI: Preset = Preset { signature: &["number", "title", "author.login"], ..GRAPHQL };

/// `{"type": "issue", "issue": {…}, "events": […], "comments": […]}`, a file an issue.
pub(super) const BACKUP: Preset = Preset {
    signature: &["issue.number", "issue.title"],
    roles: &[
        (Role::Text, &["issue.body", "issue.title"]),
        (Role::Title, &["issue.title"]),
        (Role::At, &["issue.created_at"]),
        (Role::Author, &["issue.user.login"]),
        (Role::AuthorId, &["issue.user.id"]),
        (Role::Id, &["issue.html_url", "issue.number"]),
        (Role::Url, &["issue.html_url"]),
        (Role::Labels, &["issue.labels"]),
        (Role::State, &["issue.state"]),
        (Role::Status, &["issue.state_reason"]),
    ],
    foreign: &[Foreign { field: "issue.pull_request", when: When::Given, reason: PULL_REQUEST }],
    ..REST
};

/// The same of pull requests, which lie in the same folder.
pub(super) const BACKUP_OF_PULL_REQUESTS: Preset = Preset {
    signature: &["pull.number", "pull.title"],
    roles: &[(Role::Text, &["pull.body", "pull.title"]), (Role::Title, &["pull.title"])],
    foreign: &[Foreign { field: "pull.number", when: When::Given, reason: PULL_REQUEST }],
    ..REST
};

/// Addresses of other API calls and internal ids, some fifty fields an issue that say nothing of the customer; and people
/// who are not the customer.
fn is_ignored(name: &str) -> bool {
    let name = name.strip_prefix("issue.").unwrap_or(name);
    let first = name.split('.').next().unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or(name);
    let of_others = matches!(
        first,
        "assignee"
            | "assignees"
            | "closed_by"
            | "event_data"
            | "events"
            | "timeline"
            | "timelineItems"
            | "participants"
    );
    let of_others = of_others || name.starts_with("milestone.creator") || name.starts_with("performed_via");
    of_others
        || last != "html_url" && (last.ends_with("_url") || matches!(last, "url" | "node_id" | "gravatar_id"))
}
