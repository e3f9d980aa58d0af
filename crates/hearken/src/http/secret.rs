//! Secrets: drawn at random, and compared so that the time it takes tells nothing.

use hearken_app::error::AppError;

/// 32 random bytes, as text.
///
/// # Errors
/// The system has no random numbers.
pub fn draw() -> Result<String, AppError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two secrets are the same, in a time that tells neither where they differ nor how long the right one is.
pub fn is_same(given: &[u8], wanted: &[u8]) -> bool {
    blake3::hash(given) == blake3::hash(wanted) // hashes are compared in constant time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_is_the_same() {
        assert!(is_same(b"open", b"open"));
        for other in [&b"opem"[..], b"ope", b"open ", b""] {
            assert!(!is_same(other, b"open"));
        }
        assert_ne!(draw().unwrap(), draw().unwrap());
    }
}
