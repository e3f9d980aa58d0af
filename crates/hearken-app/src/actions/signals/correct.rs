//! Saying what a signal says, in which mood, or how bad it is: otherwise than it was read, or that it was read right; and
//! taking that back.

use hearken_domain::{Says, Sentiment, Severity, SignalId};
use hearken_store::StandingCorrection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::signals::readings::{ReadingCard, reading_card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;

/// Say what a signal says, in which mood it is, or how bad: each by itself. It holds whatever is read later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectSignal {
    /// Which signal.
    pub signal: SignalId,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub says: Option<Says>,
    /// In which mood it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sentiment: Option<Sentiment>,
    /// How bad it is; that says that it is a pain point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub severity: Option<Severity>,
}

/// Say that a signal was read right: what was read holds from then on, as if you had said it, and is learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSignal {
    /// Which signal.
    pub signal: SignalId,
    /// What it says, as you saw it: where it reads otherwise by now, nothing is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub says: Option<Says>,
    /// In which mood it is, as you saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sentiment: Option<Sentiment>,
    /// How bad it is, as you saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub severity: Option<Severity>,
}

/// Take back what people said last of what a signal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoCorrection {
    /// Which signal.
    pub signal: SignalId,
}

/// What holds of a signal now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SignalReading {
    /// Which signal.
    pub signal: SignalId,
    /// What it says; nothing where it was not read yet.
    pub reading: Option<ReadingCard>,
}

/// Keeps what a person says of a signal.
///
/// # Errors
/// Nothing is said, the signal is not there, the severity is said of what is no pain point, or any failure of the store.
pub fn correct_signal(
    ctx: &Context,
    request: CorrectSignal,
    _: &mut Host<'_>,
) -> Result<SignalReading, AppError> {
    let CorrectSignal { signal, says, sentiment, severity } = request;
    if says.is_none() && sentiment.is_none() && severity.is_none() {
        return Err(AppError::user("nothing is said of the signal")
            .suggest(NextStep::advice("give what it says, its sentiment or its severity")));
    }
    let said = StandingCorrection { signal, says, sentiment, severity };
    ctx.app.store().correct_signal(said, &ctx.by()?)?;
    holds(ctx, signal)
}

/// Keeps that a signal was read right.
///
/// # Errors
/// The signal is not there, was not read yet, reads otherwise than what was seen, or people said all of it; or any failure of
/// the store.
pub fn confirm_signal(
    ctx: &Context,
    request: ConfirmSignal,
    _: &mut Host<'_>,
) -> Result<SignalReading, AppError> {
    let ConfirmSignal { signal, says, sentiment, severity } = request;
    ctx.app.store().confirm_reading(StandingCorrection { signal, says, sentiment, severity }, &ctx.by()?)?;
    holds(ctx, signal)
}

/// Takes back what people said last of a signal.
///
/// # Errors
/// Nothing that was said of it stands, or any failure of the store.
pub fn undo_correction(
    ctx: &Context,
    request: UndoCorrection,
    _: &mut Host<'_>,
) -> Result<SignalReading, AppError> {
    ctx.app.store().undo_correction(request.signal, &ctx.by()?)?;
    holds(ctx, request.signal)
}

fn holds(ctx: &Context, signal: SignalId) -> Result<SignalReading, AppError> {
    Ok(SignalReading { signal, reading: reading_card(&ctx.view()?, signal)? })
}
