//! GitHub issues, as the REST API gives them and as `gh issue list --json …` does. The API's list of issues holds pull
//! requests, too: they are rejected, being developers' work rather than customers' words. An issue without a body says
//! what it says in its title.

use super::Preset;
use crate::{Format, Role};

const NO_TEXT: &str = "the issue has neither a body nor a title";

/// `GET /repos/{owner}/{repo}/issues`.
pub(super) const REST: Preset = Preset {
    format: Format::GithubIssues,
    signature: &["number", "title", "html_url", "user.login", "created_at"],
    roles: &[
        (Role::Text, &["body", "title"]),
        (Role::Title, &["title"]),
        (Role::At, &["created_at"]),
        (Role::Author, &["user.login"]),
        (Role::AuthorId, &["user.id"]),
        (Role::Id, &["html_url"]),
        (Role::Url, &["html_url"]),
        (Role::Tag, &["labels"]),
    ],
    no_text: NO_TEXT,
    is_ignored,
    title_as_text: true,
    foreign: Some(("pull_request", "a pull request, not an issue")),
};

/// `gh issue list --json number,title,body,author,createdAt,labels,url,…`.
pub(super) const CLI: Preset = Preset {
    format: Format::GithubIssues,
    signature: &["number", "title", "author.login"],
    roles: &[
        (Role::Text, &["body", "title"]),
        (Role::Title, &["title"]),
        (Role::At, &["createdAt"]),
        (Role::Author, &["author.login"]),
        (Role::AuthorId, &["author.id"]),
        (Role::Id, &["url", "number"]),
        (Role::Url, &["url"]),
        (Role::Tag, &["labels"]),
    ],
    no_text: NO_TEXT,
    is_ignored,
    title_as_text: true,
    foreign: REST.foreign,
};

/// Addresses of other API calls and internal ids: some fifty fields an issue that say nothing of the customer.
fn is_ignored(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    last != "html_url" && (last.ends_with("_url") || matches!(last, "url" | "node_id" | "gravatar_id"))
}
