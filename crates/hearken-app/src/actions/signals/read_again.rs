//! Having everything read once more, because somebody wants it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::signals::read::read_again;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::jobs::Job;

/// Read what every signal says once more, having learned from all that people said against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadSignals {}

/// Signals are read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignalsRead {
    /// How many there are.
    pub signals: u64,
    /// Whether they were read before this answered; a server reads them in the background.
    pub read: bool,
}

/// Has every signal read again: at once at the terminal, else in the background.
///
/// # Errors
/// Any failure of the store.
pub fn read_signals(ctx: &Context, _: ReadSignals, host: &mut Host<'_>) -> Result<SignalsRead, AppError> {
    let store = ctx.app.store();
    store.want_reading()?;
    if host.follows {
        read_again(ctx, None, host.progress)?;
    } else {
        store.schedule_job(Job::ReadAgain.kind(), Job::ReadAgain.key(), ctx.now)?;
    }
    let (signals, _) = store.snapshot()?.signals().span(&hearken_domain::SignalFilter::default(), None)?;
    Ok(SignalsRead { signals, read: host.follows })
}
