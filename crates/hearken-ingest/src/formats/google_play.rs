//! The Google Play Console's monthly reviews report. A rating without words has no review link either.

use super::{Preset, keep_all};
use crate::{Format, Role};

pub(super) const PRESET: Preset = Preset {
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
    no_text: "the reviewer left stars without words",
    is_ignored: keep_all,
    title_as_text: false,
    foreign: None,
};
