//! Writing a decision down, with what it rests on as it stands at that moment.

use hearken_domain::{Date, NewDecision, OpportunityId, ThemeId};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::draft::{self, DraftDissent, DraftOption};
use crate::actions::decisions::freeze::{clean_filter, freeze};
use crate::actions::decisions::read::Decisions;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Write a decision down. What customers said of its themes is frozen as it stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddDecision {
    /// What is to be decided.
    pub question: String,
    /// What might be done.
    #[serde(default)]
    pub options: Vec<DraftOption>,
    /// Which of them is chosen, counted from 1; left out, or 0, while it is open.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub choice: Option<u64>,
    /// Why.
    #[serde(default)]
    pub because: Option<String>,
    /// Who disagrees.
    #[serde(default)]
    pub dissent: Vec<DraftDissent>,
    /// What would change our mind.
    #[serde(default)]
    pub unless: Option<String>,
    /// When to look at it again.
    #[serde(default)]
    pub review: Option<Date>,
    /// Themes that it rests on. One may stand without brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub themes: Vec<ThemeId>,
    /// Opportunities that it is about, on whose themes it rests, too. One may stand without brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub opportunities: Vec<OpportunityId>,
    /// Which signals count in what it rests on, each value of a filter as `name=value`: `segment=Large`. One may stand without
    /// brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub filter: Vec<String>,
}

/// Writes a decision down.
///
/// # Errors
/// There is no question, something is too long, a theme or an opportunity is not there, the filter or the choice is none; or any
/// failure of the store.
pub fn add_decision(ctx: &Context, request: AddDecision, _: &mut Host<'_>) -> Result<DecisionCard, AppError> {
    let view = ctx.view()?;
    let filter = clean_filter(&view, &request.filter)?;
    let mut opportunities = request.opportunities;
    opportunities.sort_unstable();
    opportunities.dedup();
    let evidence = freeze(&view, &request.themes, &opportunities, &filter)?;
    drop(view);
    let decision = NewDecision {
        question: draft::question(ctx, &request.question, None)?,
        options: draft::options(ctx, &request.options, &[])?,
        choice: draft::choice(request.choice.unwrap_or(0), request.options.len())?,
        because: draft::text(ctx, "reason of the choice", request.because.as_deref(), None)?,
        dissent: draft::dissent(ctx, &request.dissent, &[])?,
        unless: draft::text(ctx, "answer to what would change our mind", request.unless.as_deref(), None)?,
        review: request.review,
        opportunities,
        filter: (!filter.is_empty()).then(|| Typed::New(filter.join("\n"))),
        evidence,
        superseded_by: None,
    };
    let added = ctx.app.store().add_decision(decision, &ctx.by()?)?;
    Decisions::read(&ctx.view()?)?.card(added.id)
}
