//! Linear's issues: the CSV export, which knows each by its key and gives no address, and the nodes of the GraphQL API. An issue
//! without a description says what it says in its title. Whoever is to solve it is not kept.

use super::{Preset, without_guard};
use crate::{Format, Role};

const NO_TEXT: &str = "the issue has neither a description nor a title";

/// `Settings → Import / Export → Export CSV`, or that of a view.
pub(super) const TABLE: Preset = Preset {
    format: Format::Linear,
    signature: &["Team", "Title", "Status", "Creator", "Cycle Number", "Created"],
    roles: &[
        (Role::Text, &["Description", "Title"]),
        (Role::Title, &["Title"]),
        (Role::At, &["Created"]),
        (Role::Author, &["Creator"]),
        (Role::Id, &["ID", "Id"]),
        (Role::Labels, &["Labels"]),
        (Role::Status, &["Status"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| matches!(name, "Assignee" | "UUID" | "Project ID" | "Project Milestone ID"),
    title_as_text: true,
    foreign: &[],
    rewrite: Some(|name, value| {
        matches!(name, "Title" | "Description").then(|| without_guard(value)).flatten()
    }),
    joined: None,
    ends: &["Completed", "Canceled"],
};

/// `issues { nodes { identifier title description url createdAt state { name type } creator { name email } … } }`.
pub(super) const GRAPHQL: Preset = Preset {
    signature: &["identifier", "title", "createdAt", "state.name"],
    roles: &[
        (Role::Text, &["description", "title"]),
        (Role::Title, &["title"]),
        (Role::At, &["createdAt"]),
        (Role::Author, &["creator.name", "creator.displayName"]),
        (Role::AuthorId, &["creator.id"]),
        (Role::AuthorEmail, &["creator.email"]),
        (Role::Id, &["identifier"]),
        (Role::Url, &["url"]),
        (Role::Labels, &["labels", "labels.nodes"]),
        (Role::State, &["state.type"]),
        (Role::Status, &["state.name"]),
    ],
    is_ignored: |name| {
        let first = name.split('.').next().unwrap_or(name);
        matches!(first, "id" | "assignee" | "subscribers" | "history" | "delegate")
            || name.starts_with("creator.")
            || matches!(name, "state.id" | "state.color" | "team.id")
    },
    rewrite: None,
    ends: &["completedAt", "canceledAt"],
    ..TABLE
};
