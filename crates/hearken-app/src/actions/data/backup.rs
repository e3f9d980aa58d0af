//! Copies of the log, and a data directory made from one.

use std::path::Path;

use hearken_domain::{Actor, Right, Timestamp};
use hearken_store::{Access, BackupReport, BroughtAlong, DataDir, Restoring};
use serde::Serialize;

use crate::actions::data::catch_up::catch_up;
use crate::actions::data::open::erase_again;
use crate::app::App;
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

/// Makes a data directory from a backup: erases again whom the ledger of the directory, the one brought along, or the
/// backup itself remembers as erased, and makes every view. Nobody reads any of it before.
///
/// # Errors
/// `actor` may not, there is data already, the backup, a ledger or its key is not sound, or any failure of the store; the
/// directory is as it was then.
pub fn restore(
    file: &Path,
    dir: &DataDir,
    along: BroughtAlong<'_>,
    actor: Actor,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<RestoreReport, AppError> {
    require(&actor, Right::BackUp)?;
    for (what, path) in [("ledger of erasures", along.ledger), ("key of a ledger", along.key)] {
        if let Some(path) = path.filter(|path| !path.exists()) {
            return Err(AppError::user(format!("there is no {what} at {}", path.display())));
        }
    }
    progress("copying the backup", 0.0);
    let restoring = Restoring::begin(file, dir, along)?;
    let mut erased_again = restoring.knows_erasures().then_some(0);
    {
        let ctx = &Context::at(App::open(restoring.staging(), Access::Write)?, actor, now);
        if let Some(erased) = erase_again(ctx, progress)? {
            erased_again = Some(erased.removed.signals);
        }
        catch_up(ctx, progress)?;
    }
    let backup = restoring.put_in_place(&|step| progress(step, 0.9))?;
    progress("restored", 1.0);
    Ok(RestoreReport { backup, erased_again })
}
