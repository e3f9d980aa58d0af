//! The rows of decisions: what is to be decided, how it stands, and on what it rests.

use hearken_app::actions::decisions::cards::DecisionRow;

use super::{list, number, optional, text, words};
use crate::export::Cell;

pub const DECISION: [&str; 13] = [
    "id",
    "question",
    "state",
    "options",
    "chosen",
    "review",
    "themes",
    "theme_names",
    "opportunities",
    "opportunity_titles",
    "superseded_by",
    "by",
    "at",
];

/// A decision.
pub fn decision(row: &DecisionRow) -> Vec<Cell> {
    let themes: Vec<String> = row.themes.iter().map(|theme| theme.id.to_string()).collect();
    let names: Vec<_> = row.themes.iter().map(|theme| theme.name.clone()).collect();
    let opportunities: Vec<String> = row.opportunities.iter().map(|one| one.id.to_string()).collect();
    let titles: Vec<_> = row.opportunities.iter().map(|one| one.title()).collect();
    vec![
        text(&row.id.to_string()),
        words(&row.title()),
        text(row.state.as_str()),
        number(&row.options),
        optional(row.chosen.as_ref()),
        row.review.map_or(Cell::Empty, |day| text(&day.to_string())),
        text(&themes.join(" ")),
        list(&names),
        text(&opportunities.join(" ")),
        list(&titles),
        row.superseded_by.map_or(Cell::Empty, |other| text(&other.to_string())),
        text(&row.by.to_string()),
        text(&row.at.to_string()),
    ]
}
