//! How much is taken in: `signals_max` and `free_bytes_min` in `hearken.toml`, or what is usual.

use hearken_app::error::AppError;
use hearken_store::{DataDir, Quotas};

use crate::config::file::Configuration;

/// The quotas of the data in `dir`.
///
/// # Errors
/// `hearken.toml` cannot be read, or is not valid.
pub fn quotas(dir: &DataDir) -> Result<Quotas, AppError> {
    let configured = Configuration::read(dir)?;
    let usual = Quotas::default();
    Ok(Quotas {
        signals_max: configured.signals_max.unwrap_or(usual.signals_max),
        free_bytes_min: configured.free_bytes_min.unwrap_or(usual.free_bytes_min),
    })
}
