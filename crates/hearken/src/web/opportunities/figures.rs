//! The figures of an opportunity as a list and a board show them, each in a few words. What is not known is left out, and is never
//! taken for nothing.

use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::wording::between;
use hearken_domain::{GuessOf, counted};

use crate::web::show;

/// The figures of one.
pub struct Figures {
    /// Person-weeks that it is guessed to take.
    pub effort: Option<String>,
    /// The same as a number.
    pub weeks: Option<String>,
    /// Customers that it reaches.
    pub reach: Option<String>,
    /// The same as a number.
    pub customers: Option<String>,
    /// What it weighs.
    pub score: Option<String>,
    /// In what share of the draws it ranks first.
    pub first: Option<String>,
    /// What a score would need and nobody has said.
    pub lacks: Option<String>,
}

impl Figures {
    /// Those of a card.
    pub fn of(card: &OpportunityCard) -> Self {
        let missing = &card.score.missing;
        Self {
            effort: card.guesses.get(&GuessOf::Effort).map(|range| weeks(&between(range))),
            weeks: card.guesses.get(&GuessOf::Effort).map(between),
            customers: card.reach.customers.map(|range| match range.low == range.high {
                true => format!("{:.0}", range.low),
                false => format!("about {:.0} ({:.0} to {:.0})", range.likely, range.low, range.high),
            }),
            reach: card.reach.customers.map(|range| match range.low == range.high {
                true => counted(range.low as u64, "customer"),
                false => {
                    format!("about {:.0} customers ({:.0} to {:.0})", range.likely, range.low, range.high)
                }
            }),
            score: card.score.score.as_ref().map(between),
            first: card.score.first.as_ref().map(show::percent),
            lacks: (!missing.is_empty()).then(|| format!("no {}", missing.join(", no "))),
        }
    }
}

/// So many weeks, be it a number or a range of them.
pub fn weeks(number: &str) -> String {
    let noun = if number == "1" { "week" } else { "weeks" };
    [number, noun].join(" ")
}
