//! Copying the log into a file, as a command.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::data::backup::backup;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Copy the log into a new file of the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackUpData {
    /// The new file.
    #[schema(value_type = String)]
    pub file: PathBuf,
}

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackedUp {
    /// The file.
    #[schema(value_type = String)]
    pub file: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Signals in it.
    pub signals: u64,
    /// The log position that it goes up to.
    pub position: u64,
}

/// Copies the log into a new file and checks it. Nothing of the data directory is written.
///
/// # Errors
/// The file exists, or any failure of the store.
pub fn back_up_data(ctx: &Context, request: BackUpData, _: &mut Host<'_>) -> Result<BackedUp, AppError> {
    let report = backup(ctx, &request.file)?;
    Ok(BackedUp {
        file: report.file,
        bytes: report.bytes,
        signals: report.signals,
        position: report.position,
    })
}
