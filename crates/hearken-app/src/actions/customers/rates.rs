//! Rates between currencies: a person gives them, each from a day on. Without one, sums of different currencies stay apart.

use hearken_domain::{Actor, Currency, CurrencyRate, Date, Rate, Timestamp};
use hearken_store::HeldRate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::view::View;

/// Say at which rate sums of a currency are counted in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRate {
    /// Sums in this currency …
    pub currency: Currency,
    /// … are counted in this one.
    pub into: Currency,
    /// How many units of it one is, such as 0.92.
    pub rate: Rate,
    /// The day from which it holds, until another does; today where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
}

/// Let a rate go: sums of its currency stay apart again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveRate {
    /// Of which currency …
    pub currency: Currency,
    /// … in which.
    pub into: Currency,
    /// The day from which it holds.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
}

/// Take back what was last said of the rate between two currencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRate {
    /// Of which currency …
    pub currency: Currency,
    /// … in which.
    pub into: Currency,
}

/// A rate, with whose word it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RateCard {
    /// The rate.
    #[serde(flatten)]
    pub rate: CurrencyRate,
    /// Whether sums are counted by it now: another of a later day may hold, or its day is still to come.
    pub holds: bool,
    /// Who gave it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Every rate that a person gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RateList {
    /// The day as of which they hold.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// The rates, by currency and day.
    pub rates: Vec<RateCard>,
}

/// Says at which rate sums of a currency are counted in another.
///
/// # Errors
/// Sums would be turned twice, or one currency into two; or any failure of the store.
pub fn set_rate(ctx: &Context, request: SetRate, _: &mut Host<'_>) -> Result<RateList, AppError> {
    let SetRate { currency, into, rate, from } = request;
    let from = match from {
        Some(day) => day,
        None => ctx.view()?.day_of_facts()?,
    };
    ctx.app.store().set_rate(CurrencyRate { currency, into, rate, from }, &ctx.by()?)?;
    list_rates(&ctx.view()?)
}

/// Lets a rate go.
///
/// # Errors
/// There is none, or any failure of the store.
pub fn remove_rate(ctx: &Context, request: RemoveRate, _: &mut Host<'_>) -> Result<RateList, AppError> {
    ctx.app.store().remove_rate(request.currency, request.into, request.from, &ctx.by()?)?;
    list_rates(&ctx.view()?)
}

/// Takes back what was last said of the rate between two currencies.
///
/// # Errors
/// Nothing that was said of it stands, what was said before cannot stand again, or any failure of the store.
pub fn undo_rate(ctx: &Context, request: UndoRate, _: &mut Host<'_>) -> Result<RateList, AppError> {
    ctx.app.store().undo_rate(request.currency, request.into, &ctx.by()?)?;
    list_rates(&ctx.view()?)
}

/// Every rate that a person gave.
///
/// # Errors
/// Any failure of the store.
pub fn list_rates(view: &View) -> Result<RateList, AppError> {
    let day = view.day_of_facts()?;
    let held = view.store().customers().rates()?;
    let in_use = hearken_domain::Rates::on(day, held.iter().map(|held| held.rate));
    let card =
        |HeldRate { rate, by, at }| RateCard { holds: in_use.of(rate.currency) == Some(&rate), rate, by, at };
    Ok(RateList { day, rates: held.into_iter().map(card).collect() })
}
