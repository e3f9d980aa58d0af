//! The short hash by which items and people are told apart.

/// 16 bytes of the hash of whatever `feed` feeds.
pub(crate) fn short_hash(feed: impl FnOnce(&mut blake3::Hasher)) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    feed(&mut hasher);
    let mut short = [0; 16];
    hasher.finalize_xof().fill(&mut short);
    short
}
