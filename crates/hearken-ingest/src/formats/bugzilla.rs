//! Bugzilla's bugs: the CSV of a search, the REST API's list of bugs, and its lists of comments, of which the first is what
//! the reporter wrote. A list of bugs often comes without descriptions: then the summary is all there is.

use super::{Foreign, Preset, When, keep_all};
use crate::{Format, Role};

const NO_TEXT: &str = "the bug has neither a description nor a summary";

/// `buglist.cgi?…&ctype=csv`, and trackers that write their tables like it.
pub(super) const TABLE: Preset = Preset {
    format: Format::Bugzilla,
    signature: &["Bug ID", "Summary"],
    roles: &[
        (Role::Text, &["Description", "Summary"]),
        (Role::Title, &["Summary"]),
        (Role::At, &["Opened", "Created", "Creation date", "Changed"]),
        (Role::Id, &["Bug ID"]),
        (Role::Author, &["Reporter Real Name", "Reporter"]),
        (Role::Product, &["Product"]),
        (Role::Version, &["Version"]),
        (Role::Labels, &["Component"]),
        (Role::Status, &["Status"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| name.starts_with("Assignee") || name.starts_with("QA Contact"),
    title_as_text: true,
    foreign: &[],
    rewrite: None,
    joined: None,
    ends: &[],
};

/// `GET /rest/bug?…`.
pub(super) const REST: Preset = Preset {
    format: Format::Bugzilla,
    signature: &["id", "summary", "creation_time"],
    roles: &[
        (Role::Text, &["description", "summary"]),
        (Role::Title, &["summary"]),
        (Role::At, &["creation_time"]),
        (Role::Id, &["id"]),
        (Role::Author, &["creator_detail.real_name"]),
        (Role::AuthorEmail, &["creator_detail.email", "creator"]),
        (Role::AuthorId, &["creator_detail.id"]),
        (Role::Product, &["product"]),
        (Role::Version, &["version"]),
        (Role::Labels, &["component"]),
        (Role::Status, &["status"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| {
        let first = name.split('.').next().unwrap_or(name);
        let people = ["assigned_to", "qa_contact", "cc", "mentors", "creator", "triage_owner", "flags"];
        people
            .iter()
            .any(|person| first.strip_prefix(person).is_some_and(|rest| matches!(rest, "" | "_detail")))
    },
    title_as_text: true,
    foreign: &[],
    rewrite: None,
    joined: None,
    ends: &[],
};

/// `GET /rest/bug/{id}/comment`.
pub(super) const COMMENTS: Preset = Preset {
    format: Format::Bugzilla,
    signature: &["bug_id", "count", "text", "creator"],
    roles: &[
        (Role::Text, &["text"]),
        (Role::At, &["creation_time", "time"]),
        (Role::Id, &["bug_id"]),
        (Role::AuthorEmail, &["creator"]),
        (Role::AuthorId, &["creator_id"]),
    ],
    no_text: "the bug has no description",
    is_ignored: keep_all,
    title_as_text: false,
    foreign: &[Foreign {
        field: "count",
        when: When::GivenBut(&["0"]),
        reason: "a comment on the bug, not its report",
    }],
    rewrite: None,
    joined: None,
    ends: &[],
};
