//! Copies of the log, and a data directory made from one.

use std::path::Path;

use hearken_domain::{Actor, Right, Timestamp};
use hearken_store::{Access, BackupReport, DataDir, Ledger};
use serde::Serialize;

use crate::actions::data::catch_up::catch_up;
use crate::actions::data::leave_nothing::{Gone, leave_nothing};
use crate::app::{App, Clock};
use crate::context::{Context, Progress, require};
use crate::error::AppError;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RestoreReport {
    /// The backup.
    #[serde(flatten)]
    pub backup: BackupReport,
    /// Signals that had been erased since the backup was made, and were erased again; `None` where no ledger was found.
    pub erased_again: Option<u64>,
}

/// Copies the log into a new file and checks it.
///
/// # Errors
/// The file exists, or any failure of the store.
pub(crate) fn backup(ctx: &Context, file: &Path) -> Result<BackupReport, AppError> {
    Ok(ctx.app.store().backup(file)?)
}

/// Makes a data directory from a backup: erases again what `ledger` (by default the one that lies in the directory)
/// says was erased, and makes every view.
///
/// # Errors
/// `actor` may not, there is data already, the backup or the ledger is not sound, or any failure of the store.
pub fn restore(
    file: &Path,
    dir: &DataDir,
    ledger: Option<&Path>,
    actor: Actor,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<RestoreReport, AppError> {
    require(&actor, Right::BackUp)?;
    let path = ledger.map_or_else(|| dir.ledger(), Path::to_owned);
    let known = Ledger::read(&path)?;
    if known.is_none() && ledger.is_some() {
        return Err(AppError::user(format!("there is no ledger of erasures at {}", path.display())));
    }
    let backup = hearken_store::restore(file, dir)?;
    let ctx = &Context::at(App::open(dir, Access::Write, Clock::Real, None)?, actor, now);
    let mut erased_again = None;
    if let Some(ledger) = known {
        let replayed = ctx.app.store().replay(&ledger, &ctx.by()?)?;
        let gone = Gone::new(replayed.said).with_people(&replayed.people);
        leave_nothing(ctx, &gone.with_crowd(replayed.people_of_sources))?;
        erased_again = Some(replayed.removed.signals);
    }
    catch_up(ctx, progress)?;
    Ok(RestoreReport { backup, erased_again })
}
