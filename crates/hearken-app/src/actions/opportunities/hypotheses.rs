//! What is believed about these customers, with what speaks for and against it; and what might solve their problem.

use hearken_domain::{
    Hypothesis, LogPosition, NewOpportunity, OpportunityAct, OpportunityId, SignalId, Solution,
};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::opportunities::add::words;
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::set::{change, kept_or_new};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Hypotheses, and solutions, of one opportunity.
const MOST: usize = 50;

/// Say what is believed about these customers; or, with a number, something about what is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayHypothesis {
    /// Which opportunity.
    pub opportunity: OpportunityId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// Which hypothesis, counted from 1; a new one, where it is left out.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub number: Option<u64>,
    /// What is believed.
    #[serde(default)]
    pub belief: Option<String>,
    /// Signals that speak for it.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub supported_by: Vec<SignalId>,
    /// Signals that speak against it.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub contradicted_by: Vec<SignalId>,
    /// What changed our mind.
    #[serde(default)]
    pub changed_by: Option<String>,
    /// Whether it is taken away.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub remove: bool,
}

/// Say what might solve the problem; or, with a number, that this is to be built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaySolution {
    /// Which opportunity.
    pub opportunity: OpportunityId,
    /// The version that was read: where another stands by now, nothing is changed, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
    /// Which solution, counted from 1; a new one, where it is left out.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub number: Option<u64>,
    /// What would be done.
    #[serde(default)]
    pub words: Option<String>,
    /// Whether it is the one that is to be built.
    #[serde(default)]
    pub chosen: Option<bool>,
    /// Whether it is taken away.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub remove: bool,
}

/// Says what is believed.
///
/// # Errors
/// The opportunity, the hypothesis or a signal is not there, there are no words; or any failure of the store.
pub fn say_hypothesis(
    ctx: &Context,
    request: SayHypothesis,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let belief = words(ctx, "belief", request.belief.as_deref())?;
    let changed_by = words(ctx, "reason", request.changed_by.as_deref())?;
    let version = request.version.map(LogPosition);
    change(ctx, request.opportunity, version, OpportunityAct::Set, |opportunity| {
        let all = &mut opportunity.hypotheses;
        let at = place("hypothesis", request.number, all.len())?;
        if request.remove {
            let at = at.ok_or_else(|| AppError::user("say which hypothesis to take away, by its number"))?;
            all.remove(at);
            return Ok(());
        }
        let at = match at {
            Some(at) => at,
            None => {
                let belief = belief.clone().ok_or_else(|| AppError::user("say what is believed"))?;
                full("hypotheses", all.len())?;
                all.push(Hypothesis {
                    belief: Typed::New(belief),
                    supported_by: Vec::new(),
                    contradicted_by: Vec::new(),
                    changed_by: None,
                });
                all.len() - 1
            }
        };
        let hypothesis = &mut all[at];
        if let Some(belief) = belief {
            hypothesis.belief = kept_or_new(ctx, Some(&hypothesis.belief), belief)?;
        }
        // What speaks for it does not speak against it: the last word counts.
        move_signals(&request.supported_by, &mut hypothesis.supported_by, &mut hypothesis.contradicted_by);
        move_signals(&request.contradicted_by, &mut hypothesis.contradicted_by, &mut hypothesis.supported_by);
        if let Some(changed_by) = changed_by {
            hypothesis.changed_by = Some(kept_or_new(ctx, hypothesis.changed_by.as_ref(), changed_by)?);
        }
        Ok(())
    })
}

/// Says what might solve it.
///
/// # Errors
/// The opportunity or the solution is not there, there are no words; or any failure of the store.
pub fn say_solution(
    ctx: &Context,
    request: SaySolution,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let said = words(ctx, "solution", request.words.as_deref())?;
    let version = request.version.map(LogPosition);
    change(
        ctx,
        request.opportunity,
        version,
        OpportunityAct::Set,
        |opportunity: &mut NewOpportunity<Typed>| {
            let all = &mut opportunity.solutions;
            let at = place("solution", request.number, all.len())?;
            if request.remove {
                let at =
                    at.ok_or_else(|| AppError::user("say which solution to take away, by its number"))?;
                all.remove(at);
                return Ok(());
            }
            let at = match at {
                Some(at) => at,
                None => {
                    let words = said.clone().ok_or_else(|| AppError::user("say what would be done"))?;
                    full("solutions", all.len())?;
                    all.push(Solution { words: Typed::New(words), chosen: false });
                    all.len() - 1
                }
            };
            if let Some(words) = said {
                all[at].words = kept_or_new(ctx, Some(&all[at].words), words)?;
            }
            if let Some(chosen) = request.chosen {
                // One is built.
                all.iter_mut().for_each(|solution| solution.chosen = false);
                all[at].chosen = chosen;
            }
            Ok(())
        },
    )
}

fn place(what: &str, number: Option<u64>, there: usize) -> Result<Option<usize>, AppError> {
    let Some(number) = number else { return Ok(None) };
    match usize::try_from(number).ok().filter(|number| (1..=there).contains(number)) {
        Some(number) => Ok(Some(number - 1)),
        None => Err(AppError::user(format!("there is no {what} {number}; there are {there}"))),
    }
}

fn full(what: &str, there: usize) -> Result<(), AppError> {
    match there >= MOST {
        true => Err(AppError::user(format!("an opportunity has {MOST} {what} at most"))),
        false => Ok(()),
    }
}

fn move_signals(said: &[SignalId], to: &mut Vec<SignalId>, from: &mut Vec<SignalId>) {
    from.retain(|signal| !said.contains(signal));
    to.extend(said);
    to.sort_unstable();
    to.dedup();
}
