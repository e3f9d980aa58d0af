//! What nobody can guess: keys, tokens.

use crate::StoreError;

/// 32 random bytes of the system's.
pub(crate) fn random_bytes() -> Result<[u8; 32], StoreError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Unreadable {
        what: "randomness of the system",
        detail: error.to_string(),
    })?;
    Ok(bytes)
}
