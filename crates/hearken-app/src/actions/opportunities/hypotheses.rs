//! What is believed about these customers, with what speaks for and against it; and what might solve their problem.

use hearken_domain::{Hypothesis, OpportunityAct, OpportunityId, SignalId, Solution};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::opportunities::add::words;
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::turned::{Turned, WHOLE, kept_or_new};
use crate::context::Context;
use crate::error::{AppError, WrongField};
use crate::host::Host;
use crate::next_step::NextStep;

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

impl SayHypothesis {
    /// Whether it can be taken, as things stand.
    ///
    /// # Errors
    /// The field that cannot.
    pub fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        self.turned(ctx).map(drop)
    }

    fn turned(&self, ctx: &Context) -> Result<Turned, WrongField> {
        let belief = words(ctx, "belief", self.belief.as_deref()).map_err(WrongField::at("belief"))?;
        let changed_by =
            words(ctx, "reason", self.changed_by.as_deref()).map_err(WrongField::at("changed_by"))?;
        check_signals(ctx, &self.supported_by).map_err(WrongField::at("supported_by"))?;
        check_signals(ctx, &self.contradicted_by).map_err(WrongField::at("contradicted_by"))?;
        Turned::of(ctx, self.opportunity, |opportunity| {
            let all = &mut opportunity.hypotheses;
            let at = place("hypothesis", self.number, all.len())?;
            if self.remove {
                all.remove(
                    at.ok_or_else(|| refused("number", "say which hypothesis to take away, by its number"))?,
                );
                return Ok(());
            }
            let at = match at {
                Some(at) => at,
                None => {
                    let belief = belief.clone().ok_or_else(|| refused("belief", "say what is believed"))?;
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
            let one = &mut all[at];
            if let Some(belief) = belief {
                let belief = kept_or_new(ctx, Some(&one.belief), belief);
                one.belief = belief.map_err(WrongField::at("belief"))?;
            }
            // What speaks for it does not speak against it: the last word counts.
            move_signals(&self.supported_by, &mut one.supported_by, &mut one.contradicted_by);
            move_signals(&self.contradicted_by, &mut one.contradicted_by, &mut one.supported_by);
            if let Some(changed_by) = changed_by {
                let changed_by = kept_or_new(ctx, one.changed_by.as_ref(), changed_by);
                one.changed_by = Some(changed_by.map_err(WrongField::at("changed_by"))?);
            }
            Ok(())
        })
    }
}

impl SaySolution {
    /// Whether it can be taken, as things stand.
    ///
    /// # Errors
    /// The field that cannot.
    pub fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        self.turned(ctx).map(drop)
    }

    fn turned(&self, ctx: &Context) -> Result<Turned, WrongField> {
        let said = words(ctx, "solution", self.words.as_deref()).map_err(WrongField::at("words"))?;
        Turned::of(ctx, self.opportunity, |opportunity| {
            let all = &mut opportunity.solutions;
            let at = place("solution", self.number, all.len())?;
            if self.remove {
                all.remove(
                    at.ok_or_else(|| refused("number", "say which solution to take away, by its number"))?,
                );
                return Ok(());
            }
            let at = match at {
                Some(at) => at,
                None => {
                    let words = said.clone().ok_or_else(|| refused("words", "say what would be done"))?;
                    full("solutions", all.len())?;
                    all.push(Solution { words: Typed::New(words), chosen: false });
                    all.len() - 1
                }
            };
            if let Some(words) = said {
                let words = kept_or_new(ctx, Some(&all[at].words), words);
                all[at].words = words.map_err(WrongField::at("words"))?;
            }
            if let Some(chosen) = self.chosen {
                // One is built.
                all.iter_mut().for_each(|solution| solution.chosen = false);
                all[at].chosen = chosen;
            }
            Ok(())
        })
    }
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
    request.turned(ctx)?.write(ctx, request.version, OpportunityAct::Set)
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
    request.turned(ctx)?.write(ctx, request.version, OpportunityAct::Set)
}

fn refused(field: &'static str, told: impl Into<String>) -> WrongField {
    WrongField { field, error: AppError::user(told) }
}

fn place(what: &str, number: Option<u64>, there: usize) -> Result<Option<usize>, WrongField> {
    let Some(number) = number else { return Ok(None) };
    match usize::try_from(number).ok().filter(|number| (1..=there).contains(number)) {
        Some(number) => Ok(Some(number - 1)),
        None => Err(refused("number", format!("there is no {what} {number}; there are {there}"))),
    }
}

fn full(what: &str, there: usize) -> Result<(), WrongField> {
    match there >= MOST {
        true => Err(refused(WHOLE, format!("an opportunity has {MOST} {what} at most"))),
        false => Ok(()),
    }
}

fn check_signals(ctx: &Context, signals: &[SignalId]) -> Result<(), AppError> {
    let view = ctx.view()?;
    for signal in signals {
        if view.store().signals().get(*signal)?.is_none() {
            let missing = format!("there is no signal {signal}");
            return Err(AppError::not_found(missing, NextStep::SearchSignals));
        }
    }
    Ok(())
}

fn move_signals(said: &[SignalId], to: &mut Vec<SignalId>, from: &mut Vec<SignalId>) {
    from.retain(|signal| !said.contains(signal));
    to.extend(said);
    to.sort_unstable();
    to.dedup();
}
