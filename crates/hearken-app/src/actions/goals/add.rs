//! Telling of a goal.

use hearken_domain::{CustomerId, GoalOf, GoalState, NewGoal, ThemeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::cards::known_customer;
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::Goals;
use crate::actions::segments::members::Segments;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::check_theme;
use crate::view::View;

/// Characters of a goal.
const WORDS_CHARS_MAX: usize = 200;

/// Say what customers try to get done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddGoal {
    /// What they try to get done, in words: `close the books by the 3rd`.
    pub words: String,
    /// The customer whose goal it is; everybody's, where neither that nor a segment is given.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Name of the segment whose goal it is.
    #[serde(default)]
    pub segment: Option<String>,
    /// Themes that stand in its way. One may stand without brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub themes: Vec<ThemeId>,
}

/// Keeps a goal.
///
/// # Errors
/// There are no words or too many, a customer and a segment are given, or either or a theme is not there; or any failure of the
/// store.
pub fn add_goal(ctx: &Context, request: AddGoal, _: &mut Host<'_>) -> Result<GoalCard, AppError> {
    let words = clean_words(ctx, &request.words)?;
    let view = ctx.view()?;
    request.themes.iter().try_for_each(|theme| check_theme(&view, Some(*theme)))?;
    let of = owner(&view, request.customer, request.segment.as_deref())?.unwrap_or(GoalOf::Everybody);
    drop(view);
    let goal = NewGoal { words, of, state: GoalState::Open, themes: request.themes };
    let goal = ctx.app.store().add_goal(goal, &ctx.by()?)?;
    Goals::read(&ctx.view()?)?.card(&goal)
}

/// Whose a goal is to be, where that is said.
pub(crate) fn owner(
    view: &View,
    customer: Option<CustomerId>,
    segment: Option<&str>,
) -> Result<Option<GoalOf>, AppError> {
    match (customer, segment) {
        (Some(_), Some(_)) => {
            Err(AppError::user("a goal is one customer's, a segment's or everybody's; give one of them"))
        }
        (Some(customer), None) => Ok(Some(GoalOf::Customer(known_customer(view, customer)?.id))),
        (None, Some(segment)) => Ok(Some(GoalOf::Segment(Segments::read(view)?.named(segment)?.id))),
        (None, None) => Ok(None),
    }
}

/// What a person typed, redacted like everything that is kept.
pub(crate) fn clean_words(ctx: &Context, typed: &str) -> Result<String, AppError> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let words = typed.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let words = ctx.app.redact(&words);
    match words.chars().count() {
        0 => Err(AppError::user("a goal needs words; say what they try to get done")),
        1..=WORDS_CHARS_MAX => Ok(words),
        long => Err(AppError::user(format!(
            "the goal is {long} characters long; at most {WORDS_CHARS_MAX} are taken"
        ))),
    }
}
