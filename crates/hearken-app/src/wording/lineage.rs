//! What became of a theme.

use hearken_domain::{Lineage, LineageStep, Verbatim};

use crate::actions::cards::ThemeLink;

/// One thing that happened to a theme; `other` is the other theme in it.
pub(crate) fn says(step: &LineageStep, other: Option<&ThemeLink>) -> Verbatim {
    let name = other.map_or_else(String::new, |other| format!("{} ({})", other.id, other.name.as_str()));
    let by = match step.ruling {
        Some(_) => format!("by {}", step.by),
        None => "by a clustering run".to_owned(),
    };
    let count = step.signals;
    let says = match (step.what, other) {
        (Lineage::Born, Some(_)) => format!("born out of {name} {by}, with {count} signals"),
        (Lineage::Born, None) => format!("born {by}, with {count} signals"),
        (Lineage::Grew, Some(_)) => format!("took in {name} {by}: {count} signals"),
        (Lineage::Grew, None) => format!("{count} signals {by}"),
        (Lineage::Merged, _) => format!("became part of {name} {by}, with {count} signals"),
        (Lineage::Split, _) => format!("gave {count} signals to {name} {by}"),
        (Lineage::Retired, _) => format!("no longer found {by}; it had {count} signals"),
        (Lineage::Returned, _) => format!("returned {by}, with {count} signals"),
    };
    Verbatim::redacted(says)
}
