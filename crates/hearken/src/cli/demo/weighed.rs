//! What is weighed by hand in the demo: opportunities, with what is believed, what might solve them and what people guess.

use std::collections::BTreeMap;

use hearken_app::actions::opportunities::add::AddOpportunity;
use hearken_app::actions::opportunities::hypotheses::{SayHypothesis, SaySolution};
use hearken_app::actions::opportunities::set::SetOpportunity;
use hearken_app::command::execute;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_domain::{GuessOf, OpportunityId, OpportunityState};
use serde::Deserialize;

use super::known::{Known, rows};
use crate::cli::here;

const OPPORTUNITIES: &[u8] = include_bytes!("../../../../../demo/made-up-opportunities.csv");

#[derive(Deserialize)]
struct Opportunity {
    opportunity: String,
    problem: String,
    belief: Option<String>,
    speak_for_it: String,
    solution: Option<String>,
    owner: Option<String>,
    state: OpportunityState,
    /// Why it is dismissed, or until when it is left alone.
    because: Option<String>,
    guesses: String,
    heard: String,
}

/// Opens each opportunity and says of it what there is to say. They are told by their titles.
pub fn by_hand(ctx: &Context, known: &Known) -> Result<BTreeMap<String, OpportunityId>, AppError> {
    let mut opened = BTreeMap::new();
    for row in rows::<Opportunity>(OPPORTUNITIES)? {
        let request = AddOpportunity {
            title: Some(row.opportunity.clone()),
            problem: Some(row.problem.clone()),
            themes: known.theme(&row.heard).into_iter().collect(),
            owner: row.owner.clone(),
        };
        let added = execute(ctx, request, &mut here())?;
        opened.insert(row.opportunity.clone(), added.id);
        row.weigh(ctx, known, added.id)?;
    }
    Ok(opened)
}

impl Opportunity {
    fn weigh(self, ctx: &Context, known: &Known, opportunity: OpportunityId) -> Result<(), AppError> {
        if self.belief.is_some() {
            let said = SayHypothesis {
                opportunity,
                version: None,
                number: None,
                belief: self.belief,
                supported_by: known.signals(&self.speak_for_it),
                contradicted_by: Vec::new(),
                changed_by: None,
                remove: false,
            };
            execute(ctx, said, &mut here())?;
        }
        if self.solution.is_some() {
            let said = SaySolution {
                opportunity,
                version: None,
                number: None,
                words: self.solution,
                chosen: Some(true),
                remove: false,
            };
            execute(ctx, said, &mut here())?;
        }
        let mut guesses = BTreeMap::new();
        for guess in self.guesses.split_whitespace() {
            let (of, range) = guess.split_once('=').unwrap_or((guess, ""));
            guesses.insert(of.parse::<GuessOf>().map_err(anyhow::Error::from)?, range.to_owned());
        }
        let until = self.because.as_deref().filter(|_| self.state == OpportunityState::Snoozed);
        let until = until.map(str::parse).transpose().map_err(anyhow::Error::from)?;
        let set = SetOpportunity {
            state: Some(self.state).filter(|state| *state != OpportunityState::Open),
            reason: self.because.filter(|_| self.state == OpportunityState::Dismissed),
            until,
            guesses,
            ..SetOpportunity::of(opportunity)
        };
        execute(ctx, set, &mut here())?;
        Ok(())
    }
}
