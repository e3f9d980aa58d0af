//! What became of a theme, or of an area.

use hearken_domain::{Actor, AreaStep, Lineage, LineageStep, Verbatim, counted};

use crate::actions::cards::{AreaLink, ThemeLink};

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

/// One thing that happened to an area: `ruled_by` whom, unless by a clustering run; `other` and `theme` are the other area and
/// the theme in it.
pub(crate) fn says_of_area(
    step: &AreaStep,
    ruled_by: Option<&Actor>,
    other: Option<&AreaLink>,
    theme: Option<&ThemeLink>,
) -> Verbatim {
    let area =
        other.map_or_else(|| "no area".to_owned(), |other| format!("{} ({})", other.id, other.name.as_str()));
    let moved = theme.map(|theme| format!("{} ({})", theme.id, theme.name.as_str()));
    let by = ruled_by.map_or_else(|| "by a clustering run".to_owned(), |actor| format!("by {actor}"));
    let count = counted(step.signals, "signal");
    let says = match (step.what, moved, other) {
        (Lineage::Born, _, Some(_)) => format!("born out of {area} {by}, with {count}"),
        (Lineage::Born, ..) => format!("born {by}, with {count}"),
        (Lineage::Grew, Some(theme), _) => format!("took {theme} in from {area} {by}: {count}"),
        (Lineage::Grew, None, Some(_)) => format!("took in {area} {by}: {count}"),
        (Lineage::Grew, None, None) => format!("{count} {by}"),
        (Lineage::Merged, ..) => format!("became part of {area} {by}, with {count}"),
        (Lineage::Split, Some(theme), _) => format!("gave {theme} with {count} to {area} {by}"),
        (Lineage::Split, None, _) => format!("gave {count} to {area} {by}"),
        (Lineage::Retired, ..) => format!("no longer found {by}; it had {count}"),
        (Lineage::Returned, ..) => format!("returned {by}, with {count}"),
    };
    Verbatim::redacted(says)
}
