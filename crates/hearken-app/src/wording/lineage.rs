//! What became of a theme.

use hearken_domain::{Lineage, LineageStep, Verbatim, counted};

use crate::actions::cards::ThemeLink;

/// One thing that happened to a theme; `other` is the other theme in it.
pub(crate) fn says(step: &LineageStep, other: Option<&ThemeLink>) -> Verbatim {
    let name = other.map_or_else(String::new, |other| format!("{} ({})", other.id, other.name.as_str()));
    let by = match step.ruling {
        Some(_) => format!("by {}", step.by),
        None => "by a clustering run".to_owned(),
    };
    let count = counted(step.signals, "signal");
    let says = match (step.what, other) {
        (Lineage::Born, Some(_)) => format!("born out of {name} {by}, with {count}"),
        (Lineage::Born, None) => format!("born {by}, with {count}"),
        (Lineage::Grew, Some(_)) => format!("took in {name} {by}: {count}"),
        (Lineage::Grew, None) => format!("{count} {by}"),
        (Lineage::Merged, _) => format!("became part of {name} {by}, with {count}"),
        (Lineage::Split, _) => format!("gave {count} to {name} {by}"),
        (Lineage::Retired, _) => format!("no longer found {by}; it had {count}"),
        (Lineage::Returned, _) => format!("returned {by}, with {count}"),
    };
    Verbatim::redacted(says)
}
