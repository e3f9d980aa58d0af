//! What a form over a list offers of each field.

use hearken_app::actions::cards::{Facet, Facets};
use hearken_domain::{FilterField, Says};

/// The values that a page offers of a field; a field without them is set by links alone.
pub(super) fn facets_of(field: FilterField, facets: &Facets) -> Option<&[Facet]> {
    match field {
        FilterField::Source => Some(&facets.sources),
        FilterField::Product => Some(&facets.products),
        FilterField::Language => Some(&facets.languages),
        FilterField::Label => Some(&facets.labels),
        FilterField::State => Some(&facets.states),
        FilterField::Status => Some(&facets.statuses),
        FilterField::Says => Some(&facets.says),
        FilterField::Sentiment => Some(&facets.sentiments),
        FilterField::Severity => Some(&facets.severities),
        FilterField::Is => Some(&facets.asides),
        _ => None,
    }
}

/// The words for a value.
pub(super) fn label_of(field: FilterField, value: &str) -> &str {
    match field {
        FilterField::Says => value.parse().map_or(value, |says: Says| says.label()),
        _ => value,
    }
}

/// Whether every signal may have the field, so that it is offered before any has.
pub(super) fn is_everywhere(field: FilterField) -> bool {
    let of_some = [FilterField::Label, FilterField::State, FilterField::Status, FilterField::Is];
    !of_some.contains(&field) && !field.is_read()
}
