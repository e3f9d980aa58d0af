//! How opportunities weigh beside each other, with the arithmetic.

use std::collections::BTreeMap;

use hearken_analysis::weigh::{self, Draws, Inputs, Method, Need, Points, Spread, Term, first_shares};
use hearken_domain::{OpportunityId, Range};
use hearken_store::Opportunity;

use crate::actions::opportunities::cards::{ScoreCard, ScoreTerm};
use crate::actions::opportunities::measured::Measured;
use crate::weighed::{Drawn, WeighedCache};
use crate::wording::{decimal, range};

/// One of them, weighed.
pub(crate) struct Weighed {
    result: Drawn,
    first: Option<f64>,
}

impl Weighed {
    pub(crate) fn of(
        kept: &WeighedCache,
        method: Method,
        opportunity: &Opportunity,
        measured: &Measured,
        most_reach: f64,
    ) -> Self {
        let strengths = &measured.strengths;
        let inputs = Inputs {
            reach: weigh::reach(measured.heard),
            // By the others' reach nothing else is measured, and none is drawn anew where it changes.
            most_reach: if method == Method::ImpactEffort { most_reach } else { 1.0 },
            strengths: weigh::Strengths {
                blocker: strengths.blocker,
                important: strengths.important,
                nice: strengths.nice,
                unknown: strengths.unknown.unwrap_or(0),
            },
            guesses: opportunity.held.guesses.clone(),
        };
        Self { result: kept.of(method, opportunity.id, inputs), first: None }
    }
}

/// The most that any of them reaches.
pub(crate) fn most_reach<'m>(all: impl Iterator<Item = &'m Measured>) -> f64 {
    all.filter_map(|measured| weigh::reach(measured.heard)).map(|reach| reach.likely).fold(1.0, f64::max)
}

/// How often each of those that are compared ranks first.
pub(crate) fn shares(compared: &[OpportunityId], weighed: &mut BTreeMap<OpportunityId, Weighed>) {
    let scored: Vec<OpportunityId> =
        compared.iter().copied().filter(|id| weighed.get(id).is_some_and(|one| one.result.is_ok())).collect();
    let draws: Vec<&Draws> = scored
        .iter()
        .filter_map(|id| weighed.get(id)?.result.as_ref().as_ref().ok().map(|(_, draws)| draws))
        .collect();
    let shares = first_shares(&draws);
    for (id, share) in scored.iter().zip(shares) {
        if let Some(one) = weighed.get_mut(id) {
            one.first = Some(share);
        }
    }
}

/// The score of one with its arithmetic.
pub(crate) fn score_card(method: Method, weighed: &Weighed) -> ScoreCard {
    let (score, terms, missing) = match weighed.result.as_ref() {
        Ok((score, _)) => (Some(score), score.terms.iter().map(term_card).collect(), Vec::new()),
        Err(missing) => (None, Vec::new(), missing.0.iter().map(|need| need_name(*need)).collect()),
    };
    let mut card = ScoreCard {
        method: method.to_string(),
        title: method.title().to_owned(),
        formula: method.formula().to_owned(),
        score: score.map(|score| Range { low: score.low, likely: score.likely, high: score.high }),
        terms,
        missing,
        first: weighed.first,
        says: String::new(),
    };
    card.says = says(&card);
    card
}

/// “reach 12..18..40 × …”: the formula, then every number with whether it is measured or guessed.
fn says(card: &ScoreCard) -> String {
    let Some(score) = &card.score else {
        return format!("not known: there is no {}", card.missing.join(", no "));
    };
    let term = |term: &ScoreTerm| {
        let how = if term.guessed { "guessed" } else { "measured" };
        format!("{} {} ({how})", term.what, range(&term.value))
    };
    let terms: Vec<String> = card.terms.iter().map(term).collect();
    let width = match score.low == score.high {
        true => String::new(),
        false => format!(" (95% of draws {} to {})", decimal(score.low), decimal(score.high)),
    };
    format!("{} = {}{width}; {}", card.formula, decimal(score.likely), terms.join(", "))
}

fn term_card(term: &Term) -> ScoreTerm {
    let Spread { low, likely, high } = term.spread;
    let (what, guessed) = match term.what {
        Points::Reach => ("reach".to_owned(), false),
        Points::Guess(of) => (of.to_string(), true),
        Points::Blocked => ("blocked".to_owned(), false),
        Points::Important => ("important".to_owned(), false),
        Points::Nice => ("nice".to_owned(), false),
        Points::NotSaid => ("not said".to_owned(), false),
        Points::PointsOfNotSaid => ("points of each not said".to_owned(), true),
        Points::MostReach => ("most reach".to_owned(), false),
    };
    ScoreTerm { what, value: Range { low, likely, high }, guessed }
}

fn need_name(need: Need) -> String {
    match need {
        Need::Reach => "reach".to_owned(),
        Need::Guess(of) => of.to_string(),
    }
}
