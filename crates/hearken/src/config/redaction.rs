//! Patterns of one's own that redaction looks for: `[redaction.patterns]` in `hearken.toml`.

use hearken_analysis::redact::{CustomRule, Rules};
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_store::DataDir;

use crate::config::file::{Configuration, NAME};

/// What redaction looks for in the data in `dir`.
///
/// # Errors
/// `hearken.toml` cannot be read or is not valid, or a pattern cannot be used.
pub fn rules(dir: &DataDir) -> Result<Rules, AppError> {
    let patterns = Configuration::read(dir)?.redaction.patterns;
    let custom: Vec<CustomRule> =
        patterns.into_iter().map(|(name, pattern)| CustomRule { name, pattern }).collect();
    if custom.is_empty() {
        return Ok(Rules::standard());
    }
    Rules::with_custom(&custom).map_err(|error| AppError::Config {
        message: format!("configuration error in {}: {error}", dir.path().join(NAME).display()),
        next_step: Some(NextStep::ConfigureActor),
    })
}
