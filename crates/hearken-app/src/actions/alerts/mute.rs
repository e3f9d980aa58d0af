//! Saying that nobody wants to hear of a theme, for good or until a day.

use hearken_domain::{Actor, Date, Mute, ThemeId, Timestamp};
use hearken_store::MutedTheme;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::check_theme;

/// Hear nothing of a theme, for good or until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MuteTheme {
    /// Which theme.
    pub theme: ThemeId,
    /// The day from which on it is told of again; for good, where none is given.
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub until: Option<Date>,
}

/// Hear of a theme again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmuteTheme {
    /// Which theme.
    pub theme: ThemeId,
}

/// Take back what was last said of hearing of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoMute {
    /// Which theme.
    pub theme: ThemeId,
}

/// Whether anybody wants to hear of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MuteCard {
    /// Which theme.
    pub theme: ThemeId,
    /// Whether nothing is told of it now.
    pub muted: bool,
    /// Until when; `None` is for good, where it is muted.
    pub until: Option<Timestamp>,
    /// Who said so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Mutes or snoozes a theme.
///
/// # Errors
/// It is not there, the day is over; or any failure of the store.
pub fn mute_theme(ctx: &Context, request: MuteTheme, _: &mut Host<'_>) -> Result<MuteCard, AppError> {
    check_theme(&ctx.view()?, Some(request.theme))?;
    let mute = match request.until {
        None => Mute::Always,
        Some(day) => {
            let until =
                day.to_zoned_datetime(TimeZone::UTC).map_err(|_| AppError::user("the day is too far off"))?;
            Mute::Until(until.timestamp())
        }
    };
    if !mute.holds_at(ctx.now) {
        return Err(AppError::user("that day is over; give one that is still to come"));
    }
    Ok(said(ctx.app.store().mute_theme(request.theme, mute, &ctx.by()?)?, ctx.now))
}

/// Has a theme told of again.
///
/// # Errors
/// It is not there; or any failure of the store.
pub fn unmute_theme(ctx: &Context, request: UnmuteTheme, _: &mut Host<'_>) -> Result<MuteCard, AppError> {
    Ok(said(ctx.app.store().mute_theme(request.theme, Mute::Never, &ctx.by()?)?, ctx.now))
}

/// Takes back what was last said.
///
/// # Errors
/// Nothing was said; or any failure of the store.
pub fn undo_mute(ctx: &Context, request: UndoMute, _: &mut Host<'_>) -> Result<MuteCard, AppError> {
    Ok(said(ctx.app.store().undo_mute(request.theme, &ctx.by()?)?, ctx.now))
}

pub(super) fn said(said: MutedTheme, now: Timestamp) -> MuteCard {
    let until = match said.mute {
        Mute::Until(until) => Some(until),
        Mute::Always | Mute::Never => None,
    };
    MuteCard { theme: said.theme, muted: said.mute.holds_at(now), until, by: said.by, at: said.at }
}
