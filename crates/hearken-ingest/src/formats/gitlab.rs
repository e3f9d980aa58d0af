//! GitLab's issues: the CSV export of issues or of work items, and the list of the REST API. Both know each by its address. Merge
//! requests are rejected, being developers' work rather than customers' words. An issue without a description says what it says in
//! its title. Whoever else is named is not kept.

use super::{Foreign, Preset, When, without_guard};
use crate::{Format, Role};

const NO_TEXT: &str = "the issue has neither a description nor a title";
const MERGE_REQUEST: &str = "a merge request, not an issue";

/// `Issues → Export as CSV`.
pub(super) const TABLE: Preset = Preset {
    format: Format::Gitlab,
    signature: &["Title", "URL", "State", "Author Username", "Created At (UTC)"],
    roles: &[
        (Role::Text, &["Description", "Title"]),
        (Role::Title, &["Title"]),
        (Role::At, &["Created At (UTC)"]),
        (Role::Author, &["Author", "Author Username"]),
        (Role::AuthorId, &["Author Username"]),
        (Role::Id, &["URL"]),
        (Role::Url, &["URL"]),
        (Role::Labels, &["Labels"]),
        (Role::State, &["State"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| name.starts_with("Assignee"),
    title_as_text: true,
    foreign: &[Foreign { field: "URL", when: When::Holds("/merge_requests/"), reason: MERGE_REQUEST }],
    rewrite: Some(|name, value| {
        matches!(name, "Title" | "Description").then(|| without_guard(value)).flatten()
    }),
    joined: None,
    ends: &[],
};

/// `GET /projects/{id}/issues`, or of a group, or of everything.
pub(super) const REST: Preset = Preset {
    signature: &["iid", "title", "web_url", "created_at"],
    roles: &[
        (Role::Text, &["description", "title"]),
        (Role::Title, &["title"]),
        (Role::At, &["created_at"]),
        (Role::Author, &["author.name", "author.username"]),
        (Role::AuthorId, &["author.username"]),
        (Role::Id, &["web_url"]),
        (Role::Url, &["web_url"]),
        (Role::Labels, &["labels"]),
        (Role::State, &["state"]),
    ],
    is_ignored: |name| {
        let first = name.split('.').next().unwrap_or(name);
        let of_others = matches!(first, "assignee" | "assignees" | "closed_by" | "subscribed");
        of_others
            || matches!(first, "_links" | "references")
            || name.starts_with("author.")
            || name.ends_with("avatar_url")
    },
    foreign: &[Foreign { field: "web_url", when: When::Holds("/merge_requests/"), reason: MERGE_REQUEST }],
    rewrite: None,
    ..TABLE
};
