//! Jira's issues: its CSV export, which repeats a column for each further value, and the search of its REST API. What a
//! customer says stands in the description, or else in the summary; comments are answers, of which the words alone are
//! kept, and people other than the reporter are not.

use super::Preset;
use crate::{Format, Role};

const NO_TEXT: &str = "the issue has neither a description nor a summary";

/// `Issues → Export → CSV`, all fields or the current ones.
pub(super) const TABLE: Preset = Preset {
    format: Format::Jira,
    signature: &["Summary", "Issue key"],
    roles: &[
        (Role::Text, &["Description", "Summary"]),
        (Role::Title, &["Summary"]),
        (Role::At, &["Created"]),
        (Role::Id, &["Issue key"]),
        (Role::Author, &["Reporter"]),
        (Role::AuthorId, &["Reporter Id"]),
        (Role::Product, &["Component/s", "Components", "Component", "Project name"]),
        (Role::Version, &["Affects Version/s", "Affects versions"]),
        (Role::Labels, &["Labels"]),
        (Role::State, &["Status Category"]),
        (Role::Status, &["Status"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| {
        matches!(
            name,
            "Assignee" | "Assignee Id" | "Creator" | "Creator Id" | "Watchers" | "Watchers Id" | "Log Work"
        ) || name.starts_with("Project lead")
            || name == "Attachment"
    },
    title_as_text: true,
    foreign: &[],
    rewrite: Some(|name, value| if name == "Comment" { Some(comment_words(value).to_owned()) } else { None }),
    joined: Some(&["Comment"]),
    ends: &[],
};

/// `GET /rest/api/…/search`.
pub(super) const REST: Preset = Preset {
    format: Format::Jira,
    signature: &["key", "fields.summary"],
    roles: &[
        (Role::Text, &["fields.description", "fields.description.content", "fields.summary"]),
        (Role::Title, &["fields.summary"]),
        (Role::At, &["fields.created"]),
        (Role::Id, &["key"]),
        (Role::Author, &["fields.reporter.displayName", "fields.reporter.name"]),
        (Role::AuthorId, &["fields.reporter.accountId", "fields.reporter.key"]),
        (Role::AuthorEmail, &["fields.reporter.emailAddress"]),
        (Role::Product, &["fields.components", "fields.project.name"]),
        (Role::Version, &["fields.versions"]),
        (Role::Labels, &["fields.labels"]),
        (Role::State, &["fields.status.statusCategory.key"]),
        (Role::Status, &["fields.status.name"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        let field = name.strip_prefix("fields.").and_then(|rest| rest.split('.').next()).unwrap_or(name);
        matches!(last, "self" | "iconUrl" | "expand" | "timeZone" | "avatarId")
            || name.starts_with("fields.description.")
            || name.contains(".avatarUrls.")
            || matches!(
                field,
                "assignee" | "creator" | "watches" | "worklog" | "attachment" | "votes" | "changelog"
            )
    },
    title_as_text: true,
    foreign: &[],
    rewrite: None,
    joined: None,
    ends: &[],
};

/// A cell of a comment is `date;author;words`.
fn comment_words(cell: &str) -> &str {
    let mut parts = cell.splitn(3, ';');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(date), Some(author), Some(words)) if date.len() <= 40 && !author.contains(' ') => words,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_comment_the_words_are_kept_and_not_who_said_them() {
        assert_eq!(comment_words("05/Jan/24 4:00 PM;bob;Me too; it hangs"), "Me too; it hangs");
        assert_eq!(comment_words("Me too; honestly; it hangs"), "Me too; honestly; it hangs");
    }
}
