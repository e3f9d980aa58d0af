//! Reviews of Google Play: the Play Console's monthly report, in which a rating without words has no review link either, and
//! the Developer API's list, in which the reviewer's words stand beside the developer's.

use super::{Preset, keep_all};
use crate::{Format, Role};

const NO_TEXT: &str = "the reviewer left stars without words";

/// The monthly report.
pub(super) const REPORT: Preset = Preset {
    format: Format::GooglePlayReviews,
    signature: &["Package Name", "Star Rating", "Review Text"],
    roles: &[
        (Role::Text, &["Review Text"]),
        (Role::Title, &["Review Title"]),
        (Role::At, &["Review Submit Millis Since Epoch", "Review Submit Date and Time"]),
        (Role::Rating, &["Star Rating"]),
        // The report's only stable name of a review: its text and times change when the reviewer edits it.
        (Role::Id, &["Review Link"]),
        (Role::Url, &["Review Link"]),
        (Role::Product, &["Package Name"]),
        (Role::Version, &["App Version Name"]),
        (Role::Language, &["Reviewer Language"]),
    ],
    no_text: NO_TEXT,
    is_ignored: keep_all,
    title_as_text: false,
    foreign: &[],
    rewrite: None,
    joined: None,
    ends: &[],
};

/// `GET …/applications/{package}/reviews`.
pub(super) const INTERFACE: Preset = Preset {
    format: Format::GooglePlayReviews,
    signature: &["reviewId", "comments.userComment.text"],
    roles: &[
        (Role::Text, &["comments.userComment.text"]),
        (Role::At, &["comments.userComment.lastModified.seconds"]),
        (Role::Rating, &["comments.userComment.starRating"]),
        (Role::Id, &["reviewId"]),
        (Role::Author, &["authorName"]),
        (Role::Version, &["comments.userComment.appVersionName"]),
        (Role::Language, &["comments.userComment.reviewerLanguage"]),
    ],
    no_text: NO_TEXT,
    is_ignored: keep_all,
    title_as_text: false,
    foreign: &[],
    rewrite: None,
    joined: None,
    ends: &[],
};
