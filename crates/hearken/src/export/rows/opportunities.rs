//! The rows of opportunities: what they weigh by the method asked for, with everything that goes into it.

use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::wording::range;
use hearken_domain::{GuessOf, Range};

use super::customers::worth;
use super::{list, measured, number, optional, text, words};
use crate::export::Cell;

pub const OPPORTUNITY: [&str; 42] = [
    "rank",
    "id",
    "title",
    "state",
    "reason",
    "until",
    "returned",
    "owner",
    "method",
    "score",
    "score_low",
    "score_high",
    "ranks_first",
    "missing",
    "reach",
    "reach_low",
    "reach_high",
    "impact",
    "confidence",
    "effort",
    "importance",
    "satisfaction",
    "value",
    "urgency",
    "risk",
    "signals",
    "customers",
    "revenue_a_year",
    "rates",
    "revenue_known_of",
    "revenue_unknown_of",
    "former",
    "prospects",
    "share_of_nobody",
    "themes",
    "theme_names",
    "problem",
    "hypotheses",
    "solutions",
    "issues",
    "by",
    "at",
];

/// A row for each, in their order; what has no score has no rank.
pub fn opportunities(cards: &[OpportunityCard]) -> Vec<Vec<Cell>> {
    (1..).zip(cards).map(|(rank, card)| opportunity(rank, card)).collect()
}

fn opportunity(rank: usize, card: &OpportunityCard) -> Vec<Cell> {
    let score = card.score.score.as_ref();
    let said = |said: Option<String>| said.map_or(Cell::Empty, |said| text(&said));
    let mut row = vec![
        score.map_or(Cell::Empty, |_| number(&rank)),
        text(&card.id.to_string()),
        words(&card.title()),
        text(card.state.as_str()),
        optional(card.reason.as_ref()),
        said(card.until.map(|until| until.to_string())),
        said(card.returned.clone()),
        optional(card.owner.as_ref()),
        text(&card.score.method),
    ];
    row.extend(spread(score));
    row.extend([measured(card.score.first), text(&card.score.missing.join(" "))]);
    row.extend(spread(card.reach.customers.as_ref()));
    row.extend(GuessOf::ALL.map(|of| said(card.guesses.get(&of).map(range))));
    row.push(number(&card.signals));
    row.extend(worth(card.worth.as_ref()));
    let ids: Vec<String> = card.themes.iter().map(|theme| theme.theme.id.to_string()).collect();
    let names: Vec<_> = card.themes.iter().map(|theme| theme.theme.name.clone()).collect();
    let beliefs: Vec<_> = card.hypotheses.iter().filter_map(|one| one.belief.clone()).collect();
    let solutions: Vec<_> = card.solutions.iter().filter_map(|one| one.words.clone()).collect();
    row.extend([
        text(&ids.join(" ")),
        list(&names),
        optional(card.problem.as_ref()),
        list(&beliefs),
        list(&solutions),
        list(&card.issues),
        text(&card.by.to_string()),
        text(&card.at.to_string()),
    ]);
    row
}

/// What is likeliest, and from where to where.
fn spread(range: Option<&Range>) -> [Cell; 3] {
    let of = |part: fn(&Range) -> f64| measured(range.map(part));
    [of(|range| range.likely), of(|range| range.low), of(|range| range.high)]
}
