//! Complaints of the US Consumer Financial Protection Bureau. Most complaints come without the consumer's words. The
//! issue is a choice from the Bureau's list, not the consumer's title: it is kept among the other fields.

use super::{Preset, keep_all};
use crate::{Format, Role};

pub(super) const PRESET: Preset = Preset {
    format: Format::Cfpb,
    signature: &["Consumer complaint narrative", "Complaint ID"],
    roles: &[
        (Role::Text, &["Consumer complaint narrative"]),
        (Role::At, &["Date received"]),
        (Role::Id, &["Complaint ID"]),
        (Role::Product, &["Product"]),
        (Role::Labels, &["Tags"]),
    ],
    no_text: "the consumer gave no narrative, or did not agree to its publication",
    is_ignored: keep_all,
    title_as_text: false,
    foreign: &[],
    rewrite: None,
    joined: None,
    ends: &[],
};
