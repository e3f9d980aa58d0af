//! One opportunity with everything that is known of it: its weight, who guessed what, the signals that speak for and against what is
//! believed, and what was done to it.

use std::collections::BTreeSet;

use hearken_analysis::weigh::Method;
use hearken_domain::{Actor, GuessOf, OpportunityId, Range, SignalId, Timestamp};
use hearken_store::Opportunity;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, signal_cards};
use crate::actions::opportunities::acts::{OpportunityActCard, act_cards};
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::list::{ShowOpportunity, show_opportunity};
use crate::error::AppError;
use crate::view::View;

/// Asks for one opportunity with everything, weighed by a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOpportunity {
    /// Which.
    pub id: OpportunityId,
    /// By which method it is weighed.
    pub method: Method,
}

/// An opportunity, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpportunityPage {
    /// Its card.
    #[serde(flatten)]
    pub card: OpportunityCard,
    /// What is guessed, with who guessed it last.
    pub guessed: Vec<GuessCard>,
    /// The signals that its hypotheses name and that are there still.
    pub named_signals: Vec<SignalCard>,
    /// What was done to it and stands, the last act first.
    pub acts: Vec<OpportunityActCard>,
}

/// Something that is guessed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GuessCard {
    /// What.
    pub of: GuessOf,
    /// From where to where, with what is likeliest.
    pub range: Range,
    /// Who guessed so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl OpportunityPage {
    /// A signal that a hypothesis names; `None` where it is there no more.
    pub fn signal(&self, id: SignalId) -> Option<&SignalCard> {
        self.named_signals.iter().find(|signal| signal.id == id)
    }
}

/// One opportunity with everything.
///
/// # Errors
/// There is none of that id, or it was removed; or any failure of the store.
pub fn read_opportunity(view: &View, query: &ReadOpportunity) -> Result<OpportunityPage, AppError> {
    let card = show_opportunity(view, &ShowOpportunity { id: query.id, method: query.method })?;
    let history = view.store().opportunities().history(query.id)?;
    let named = card.hypotheses.iter().flat_map(|one| one.supported_by.iter().chain(&one.contradicted_by));
    let named: Vec<SignalId> = named.copied().collect::<BTreeSet<_>>().into_iter().collect();
    let found = view.store().signals().several(&named)?;
    Ok(OpportunityPage {
        guessed: guessed(&history),
        named_signals: signal_cards(view, &found)?,
        acts: act_cards(&history),
        card,
    })
}

/// What stands guessed, each with the act since which it stands so.
fn guessed(history: &[Opportunity]) -> Vec<GuessCard> {
    let Some(last) = history.last() else { return Vec::new() };
    let card = |(of, guess): (&GuessOf, &hearken_domain::Guess)| {
        let same = |act: &&Opportunity| act.held.guesses.get(of) == Some(guess);
        let since = history.iter().rev().take_while(same).last().unwrap_or(last);
        GuessCard { of: *of, range: guess.range(), by: since.by.clone(), at: since.at }
    };
    last.held.guesses.iter().map(card).collect()
}
