//! Reviews of Apple's stores: the public feed of an app (`…/rss/customerreviews/…/json`), whose values stand in objects
//! called `label`, and the list that App Store Connect gives its owner. The feed's first entry may be the app itself.

use super::{Foreign, Preset, When};
use crate::{Format, Role};

const NO_TEXT: &str = "the reviewer left stars without words";

/// The public feed.
pub(super) const FEED: Preset = Preset {
    format: Format::AppStoreReviews,
    signature: &["content.label", "im:rating.label", "id.label"],
    roles: &[
        (Role::Text, &["content.label", "content"]),
        (Role::Title, &["title.label"]),
        (Role::At, &["updated.label"]),
        (Role::Rating, &["im:rating.label"]),
        (Role::Id, &["id.label"]),
        (Role::Author, &["author.name.label"]),
        (Role::AuthorId, &["author.uri.label"]),
        (Role::Version, &["im:version.label"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| {
        let first = name.split('.').next().unwrap_or(name);
        matches!(first, "link" | "im:contentType" | "im:image") || name.contains(".attributes.")
    },
    title_as_text: false,
    foreign: &[Foreign {
        field: "im:artist",
        when: When::Given,
        reason: "the app's own entry in the feed, not a review",
    }],
    rewrite: None,
    joined: None,
    ends: &[],
};

/// `GET /v1/apps/{id}/customerReviews`.
pub(super) const CONNECT: Preset = Preset {
    format: Format::AppStoreReviews,
    signature: &["id", "attributes.rating", "attributes.body", "attributes.createdDate"],
    roles: &[
        (Role::Text, &["attributes.body"]),
        (Role::Title, &["attributes.title"]),
        (Role::At, &["attributes.createdDate"]),
        (Role::Rating, &["attributes.rating"]),
        (Role::Id, &["id"]),
        (Role::Author, &["attributes.reviewerNickname"]),
        (Role::Labels, &["attributes.territory"]),
    ],
    no_text: NO_TEXT,
    is_ignored: |name| name.starts_with("links.") || name.starts_with("relationships."),
    title_as_text: false,
    foreign: &[Foreign {
        field: "type",
        when: When::Is(&["customerReviewResponses"]),
        reason: "the developer's reply, not a review",
    }],
    rewrite: None,
    joined: None,
    ends: &[],
};
