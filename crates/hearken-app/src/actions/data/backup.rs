//! Copies of the log, and a data directory made from one.

use std::path::Path;

use hearken_domain::Timestamp;
use hearken_store::{Access, BackupReport, DataDir, Ledger};
use serde::Serialize;

use crate::actions::data::catch_up::{Progress, catch_up};
use crate::actions::data::erase::leave_nothing;
use crate::app::{App, AppError, Clock};

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
pub fn backup(app: &App, file: &Path) -> Result<BackupReport, AppError> {
    Ok(app.store().backup(file)?)
}

/// Makes a data directory from a backup: erases again what `ledger` (by default the one that lies in the directory)
/// says was erased, and makes every view.
///
/// # Errors
/// There is data already, the backup or the ledger is not sound, or any failure of the store.
pub fn restore(
    file: &Path,
    dir: &DataDir,
    ledger: Option<&Path>,
    progress: Progress<'_>,
) -> Result<RestoreReport, AppError> {
    let path = ledger.map_or_else(|| dir.ledger(), Path::to_owned);
    let known = Ledger::read(&path)?;
    if known.is_none() && ledger.is_some() {
        return Err(AppError::user(format!("there is no ledger of erasures at {}", path.display())));
    }
    let backup = hearken_store::restore(file, dir)?;
    let app = App::open(dir, Access::Write, Clock::Real, None)?;
    let mut erased_again = None;
    if let Some(ledger) = known {
        let (removed, said) = app.store().replay(&ledger, Timestamp::now())?;
        leave_nothing(&app, &said)?;
        erased_again = Some(removed.signals);
    }
    catch_up(&app, progress)?;
    Ok(RestoreReport { backup, erased_again })
}
